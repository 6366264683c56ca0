//! Calendars: zones, holiday sets, further days (T2).

use std::path::Path;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::config::fault::CalendarFault;
use crate::config::fault::files::Reason;
use crate::config::fault::holidays::SetFault;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::aliases;
use crate::config::read::holidays;
use crate::config::read::holidays::HolidaySet;
use crate::config::read::raw::{RawCalendar, Text};
use crate::config::resolve::row::Row;
use crate::config::resolve::zones;
use crate::config::sources::{Source, Sources, folder};
use crate::config::{Code, Files};
use crate::model::{Calendar, CalendarParts, DayKind, Exception, Hours, SendOn};

pub(super) fn resolve(
    rows: &[Row<RawCalendar>],
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Vec<Calendar> {
    rows.iter().map(|row| calendar(row, sources, reader, findings)).collect()
}

fn calendar(
    row: &Row<RawCalendar>,
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Calendar {
    let raw = &row.row;
    let hours = raw.hours.unwrap_or(OFFICE);
    let timezone = raw.timezone.as_ref().and_then(|zone| zones::read(zone, row.file, findings));
    let timezone = timezone.unwrap_or(TimeZone::UTC);
    let sets: Vec<HolidaySet> = raw
        .holidays
        .iter()
        .filter_map(|named| holiday_set(named, row.file, &timezone, sources, reader, findings))
        .collect();
    Calendar::new(CalendarParts {
        id: raw.id.value.as_ref().into(),
        timezone,
        workdays: raw.workdays.map_or(MONDAY_TO_FRIDAY, |days| days.value),
        covered: covered(&sets),
        exceptions: exceptions(sets, row, findings),
        hours,
        send_at: send_at(row, hours, findings),
        send_on: raw.send_on.unwrap_or(SendOn::Workdays),
    })
}

const OFFICE: Hours =
    Hours { start: Time::constant(9, 0, 0, 0), end: Some(Time::constant(18, 0, 0, 0)) };
const MONDAY_TO_FRIDAY: [bool; 7] = [true, true, true, true, true, false, false];

/// T8 lets day-based notices out within `hours`; a `send-at` outside them would never come.
fn send_at(row: &Row<RawCalendar>, hours: Hours, findings: &mut Findings) -> Time {
    let Some(send_at) = row.row.send_at else {
        return hours.start;
    };
    let within = hours.start <= send_at.value && hours.end.is_none_or(|end| send_at.value < end);
    if !within && !row.row.hours_are_faulty {
        let finding = Finding::new(CalendarFault::outside(hours));
        findings.add(finding.at(row.site(send_at.place)));
    }
    send_at.value
}

/// T2: `open` beats `closed`, both beat the sets, and of several sets the later beats the earlier.
fn exceptions(
    sets: Vec<HolidaySet>,
    row: &Row<RawCalendar>,
    findings: &mut Findings,
) -> Vec<Exception> {
    let raw = &row.row;
    for open in &raw.open {
        if let Some(closed) = raw.closed.iter().find(|closed| closed.value == open.value) {
            let finding = Finding::new(CalendarFault::OpenAndClosed { day: open.value });
            findings.add(finding.at(row.site(open.place)).at(row.site(closed.place)));
        }
    }
    let further = |kind: DayKind| {
        move |day: &crate::config::read::raw::Spot<jiff::civil::Date>| Exception {
            day: day.value,
            kind,
            name: None,
        }
    };
    let named = sets.into_iter().flat_map(|set| set.days);
    let closed = raw.closed.iter().map(further(DayKind::Off));
    let open = raw.open.iter().map(further(DayKind::Working));
    named.chain(closed).chain(open).collect()
}

/// The years that every set knows; `None` where there is no set.
fn covered(sets: &[HolidaySet]) -> Option<Vec<i16>> {
    let (first, others) = sets.split_first()?;
    let everywhere = |year: &&i16| others.iter().all(|set| set.years.contains(year));
    let mut years: Vec<i16> = first.years.iter().filter(everywhere).copied().collect();
    years.sort_unstable();
    years.dedup();
    Some(years)
}

fn holiday_set(
    named: &Text,
    file: u32,
    zone: &TimeZone,
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Option<HolidaySet> {
    let site = named.place.of(file);
    if let Some(shipped) = holidays::shipped(&named.value) {
        return accept(holidays::parse_toml(shipped), &named.value, site, findings);
    }
    let is_path = named.value.ends_with(".toml")
        || named.value.ends_with(".ics")
        || named.value.contains('/');
    if !is_path {
        findings.add(unknown_set(&named.value, site));
        return None;
    }
    let beside = sources.0.get(file as usize).map(|source| folder(&source.path).to_owned());
    let path = beside.unwrap_or_default().join(Path::new(&*named.value));
    let bytes = match reader.read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (path, reason) = (path.display().to_string(), Reason::from(&error));
            let fault = CalendarFault::UnreadableHolidays { path, reason };
            findings.add(Finding::new(fault).at(site));
            return None;
        }
    };
    let parsed = holidays::parse(&path, bytes, zone);
    let name = path.display().to_string();
    sources.0.push(Source { path, text: None });
    let set = accept(parsed, &named.value, site, findings)?;
    for note in &set.notes {
        findings.warn(Code::HolidayEvent, site, || {
            let fault = CalendarFault::HolidayEvent { path: name.clone(), note: note.clone() };
            Finding::new(fault).at(site)
        });
    }
    Some(set)
}

fn accept(
    parsed: Result<HolidaySet, SetFault>,
    name: &str,
    site: Site,
    findings: &mut Findings,
) -> Option<HolidaySet> {
    match parsed {
        Ok(set) => Some(set),
        Err(why) => {
            let fault = CalendarFault::BadHolidays { name: name.to_owned(), why };
            findings.add(Finding::new(fault).at(site));
            None
        }
    }
}

fn unknown_set(name: &str, site: Site) -> Finding {
    let near = aliases::value(name, &holidays::SHIPPED);
    let (name, meant) = (name.to_owned(), near.map(str::to_owned));
    let finding = Finding::new(CalendarFault::UnknownHolidays { name, meant }).at(site);
    match near {
        Some(near) => finding.instead(site, format!("\"{near}\"")),
        None => finding,
    }
}
