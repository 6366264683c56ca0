//! Holiday sets in TOML: `[years.2026.off]` with lines `2026-10-01 = "国庆节"`, or `off = [2026-10-01]`; `work` likewise.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::finding::grouped;
use crate::config::limits;
use crate::config::read::holidays::set::HolidaySet;
use crate::model::{DayKind, Exception};

/// Reads a set.
pub(crate) fn parse_toml(text: &str) -> Result<HolidaySet, String> {
    read(text).map_err(|fault| match fault.at {
        None => fault.words.to_owned(),
        Some(byte) => format!("line {}: {}", line(text, byte), fault.words),
    })
}

/// Why it cannot be used: where, and in words that repeat nothing of the file.
struct Fault {
    at: Option<usize>,
    words: String,
}

fn fault<T>(at: &Spanned<T>, words: &str) -> Fault {
    Fault { at: Some(at.span().start), words: words.to_owned() }
}

fn line(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count() + 1
}

fn read(text: &str) -> Result<HolidaySet, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault {
        at: error.span().map(|span| span.start),
        words: "this is no TOML, or a day that there is not".to_owned(),
    })?;
    let years = match table.get_ref().get("years").map(|years| years.get_ref()) {
        Some(DeValue::Table(years)) => years,
        _ => {
            let words = "it has no `[years.2026.off]` or the like".to_owned();
            return Err(Fault { at: None, words });
        }
    };
    let mut set = HolidaySet::default();
    for (year, days) in years.iter() {
        let name: &str = year.get_ref();
        let parsed = name.parse();
        set.years.push(parsed.map_err(|_| fault(year, "after `years.` a year is wanted"))?);
        let DeValue::Table(listed) = days.get_ref() else {
            return Err(fault(days, "a year is a table with `off` and `work`"));
        };
        for (key, listed) in listed.iter() {
            let kind = match key.get_ref().as_ref() {
                "off" => DayKind::Off,
                "work" => DayKind::Working,
                _ => return Err(fault(key, "the keys of a year are `off` and `work`")),
            };
            add_days(&mut set, listed, kind)?;
        }
    }
    Ok(set)
}

fn add_days(
    set: &mut HolidaySet,
    listed: &Spanned<DeValue<'_>>,
    kind: DayKind,
) -> Result<(), Fault> {
    let mut add = |day: Exception| {
        set.days.push(day);
        match set.days.len() > limits::DAYS {
            true => {
                let words = format!("it names more than {} days", grouped(limits::DAYS));
                Err(Fault { at: None, words })
            }
            false => Ok(()),
        }
    };
    match listed.get_ref() {
        DeValue::Table(days) => {
            for (key, name) in days.iter() {
                let day = key.get_ref().parse();
                let day = day.map_err(|_| fault(key, "there is no such day"))?;
                add(Exception { day, kind, name: name.get_ref().as_str().map(Into::into) })?;
            }
        }
        DeValue::Array(days) => {
            for day in days.iter() {
                let DeValue::Datetime(written) = day.get_ref() else {
                    return Err(fault(day, "a day is wanted here, like 2026-10-01"));
                };
                let parsed = written.to_string().parse();
                let parsed =
                    parsed.map_err(|_| fault(day, "a day is wanted here, without a time"))?;
                add(Exception { day: parsed, kind, name: None })?;
            }
        }
        _ => return Err(fault(listed, "days are a table or an array")),
    }
    Ok(())
}
