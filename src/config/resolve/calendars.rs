//! Calendars: zones, holiday sets, further days (T2).

use std::path::Path;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::config::Files;
use crate::config::finding::{Finding, Findings, Site};
use crate::config::read::holidays;
use crate::config::read::holidays::HolidaySet;
use crate::config::read::raw::{RawCalendar, Text};
use crate::config::resolve::row::Row;
use crate::config::resolve::zones;
use crate::config::sources::{Source, Sources, folder};
use crate::config::suggest;
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
    if !within {
        let end = hours.end.map_or("24:00".to_owned(), |end| end.strftime("%H:%M").to_string());
        let message = format!(
            "`send-at` lies outside the working hours {}-{end}",
            hours.start.strftime("%H:%M")
        );
        let finding = Finding::error("send-at-outside-hours", message)
            .at(row.site(send_at.place), "outside the hours");
        findings.add(finding.help("notices leave within `hours`, the start included, the end not"));
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
            let message = format!("{} is both open and closed; it counts as open", open.value);
            let finding = Finding::warning("open-and-closed", message)
                .at(row.site(open.place), "open")
                .at(row.site(closed.place), "closed");
            findings.add(finding);
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
            let message = format!("cannot read the holiday set {}: {error}", path.display());
            let finding = Finding::error("unreadable-holidays", message).at(site, "this file");
            findings.add(finding.help("the path is relative to the file that names it"));
            return None;
        }
    };
    let parsed = holidays::parse(&path, bytes, zone);
    let name = path.display().to_string();
    sources.0.push(Source { path, text: None });
    let set = accept(parsed, &named.value, site, findings)?;
    for note in &set.notes {
        findings.warn("holiday-event", || {
            let message = format!("{name}:{}: {}", note.line, note.words);
            let finding = Finding::warning("holiday-event", message).at(site, "in this set");
            finding.help("a day that is missing is named with `closed`, a working day with `open`")
        });
    }
    Some(set)
}

fn accept(
    parsed: Result<HolidaySet, String>,
    name: &str,
    site: Site,
    findings: &mut Findings,
) -> Option<HolidaySet> {
    match parsed {
        Ok(set) => Some(set),
        Err(why) => {
            let message = format!("the holiday set \"{name}\" cannot be used: {why}");
            findings.add(Finding::error("bad-holidays", message).at(site, "this set"));
            None
        }
    }
}

fn unknown_set(name: &str, site: Site) -> Finding {
    let finding = Finding::error("unknown-holidays", format!("there is no holiday set \"{name}\""))
        .at(site, "no such set");
    match suggest::nearest(name, holidays::SHIPPED) {
        Some(near) => {
            finding.help(format!("did you mean \"{near}\"?")).instead(site, format!("\"{near}\""))
        }
        None => finding
            .help("the sets are CN, US and GB; anything else is the path of a .toml or .ics file"),
    }
}
