//! Holiday sets: the three that are built in, and files of the admin's own (.toml, .ics).

use std::path::Path;

use icalendar::parser::{read_calendar, unfold};
use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::config::finding::grouped;
use crate::config::limits;
use crate::model::{DayKind, Exception};

/// What a set says.
#[derive(Debug, Clone, Default)]
pub(crate) struct HolidaySet {
    pub(crate) days: Vec<Exception>,
    pub(crate) years: Vec<i16>,
}

/// A set that is built in, by its name.
pub(crate) fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "CN" => Some(include_str!("../../../config/holidays/cn.toml")),
        "US" => Some(include_str!("../../../config/holidays/us.toml")),
        "GB" => Some(include_str!("../../../config/holidays/gb.toml")),
        _ => None,
    }
}

/// The names of the sets that are built in.
pub(crate) const SHIPPED: [&str; 3] = ["CN", "US", "GB"];

/// Reads a set from a file's text, by what its name ends in.
pub(crate) fn parse(path: &Path, text: &str) -> Result<HolidaySet, String> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => parse_toml(text),
        Some("ics") => parse_ics(text),
        _ => Err("a holiday set is a .toml or an .ics file".to_owned()),
    }
}

/// `[years.2026.off]` with lines `2026-10-01 = "国庆节"`, or `off = [2026-10-01]`.
pub(crate) fn parse_toml(text: &str) -> Result<HolidaySet, String> {
    let table = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
    let years = match table.get_ref().get("years").map(|years| years.get_ref()) {
        Some(DeValue::Table(years)) => years,
        _ => return Err("it has no `[years.2026.off]` or the like".to_owned()),
    };
    let mut set = HolidaySet::default();
    for (year, days) in years.iter() {
        let name: &str = year.get_ref();
        set.years.push(name.parse().map_err(|_| format!("`years.{name}` is no year"))?);
        let DeValue::Table(days) = days.get_ref() else {
            return Err(format!("`years.{name}` must be a table with `off` and `work`"));
        };
        for (key, listed) in days.iter() {
            let kind = match key.get_ref().as_ref() {
                "off" => DayKind::Off,
                "work" => DayKind::Working,
                other => {
                    return Err(format!(
                        "`{other}` is no key of [years.{name}]; its keys are `off` and `work`"
                    ));
                }
            };
            add_days(&mut set, listed.get_ref(), kind)?;
            bounded(&set)?;
        }
    }
    Ok(set)
}

fn bounded(set: &HolidaySet) -> Result<(), String> {
    match set.days.len() > limits::DAYS {
        true => Err(format!("it names more than {} days", grouped(limits::DAYS))),
        false => Ok(()),
    }
}

fn add_days(set: &mut HolidaySet, listed: &DeValue<'_>, kind: DayKind) -> Result<(), String> {
    match listed {
        DeValue::Table(days) => {
            for (day, name) in days.iter() {
                let day: &str = day.get_ref();
                let parsed = day.parse().map_err(|_| format!("there is no day `{day}`"))?;
                let name = name.get_ref().as_str().map(Into::into);
                set.days.push(Exception { day: parsed, kind, name });
            }
        }
        DeValue::Array(days) => {
            for day in days.iter() {
                let written = match day.get_ref() {
                    DeValue::Datetime(written) => written.to_string(),
                    other => {
                        return Err(format!("a day is wanted, and this is {}", other.type_str()));
                    }
                };
                let parsed = written.parse().map_err(|_| format!("`{written}` is no day"))?;
                set.days.push(Exception { day: parsed, kind, name: None });
            }
        }
        other => {
            return Err(format!("days are a table or an array, and this is {}", other.type_str()));
        }
    }
    Ok(())
}

/// All-day events are days off; Apple's `X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY` marks a day worked.
/// The end of an all-day event is not part of it (RFC 5545 §3.6.1).
fn parse_ics(text: &str) -> Result<HolidaySet, String> {
    let unfolded = unfold(text);
    shallow(&unfolded)?;
    let calendar = read_calendar(&unfolded)?;
    let mut set = HolidaySet::default();
    for event in calendar.components.iter().filter(|component| component.name == "VEVENT") {
        let property = |name: &str| {
            let found = event.properties.iter().find(|property| property.name == name);
            found.map(|property| property.val.to_string())
        };
        let Some(start) = property("DTSTART").as_deref().and_then(ics_day) else {
            continue;
        };
        let end = property("DTEND").as_deref().and_then(ics_day);
        let end = end.filter(|end| *end > start).unwrap_or(start.saturating_add(1.day()));
        let worked =
            property("X-APPLE-SPECIAL-DAY").is_some_and(|kind| kind == "ALTERNATE-WORKDAY");
        let kind = if worked { DayKind::Working } else { DayKind::Off };
        let name: Option<Box<str>> = property("SUMMARY").map(Into::into);
        let days = start.series(1.day()).take_while(|day| *day < end).take(366);
        set.days.extend(days.map(|day| Exception { day, kind, name: name.clone() }));
        bounded(&set)?;
    }
    if set.days.is_empty() {
        return Err("it has no all-day event".to_owned());
    }
    set.years = set.days.iter().map(|exception| exception.day.year()).collect();
    Ok(set)
}

/// The parser calls itself for each component within another, however many there are.
fn shallow(text: &str) -> Result<(), String> {
    let mut depth: usize = 0;
    for line in text.lines() {
        let begins = |word: &str| {
            line.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word))
        };
        if begins("BEGIN:") {
            depth += 1;
        } else if begins("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > limits::NESTED {
            return Err(format!("its components are nested more than {} deep", limits::NESTED));
        }
    }
    Ok(())
}

/// `20261001`; a time makes it no day.
fn ics_day(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}
