//! Holiday sets in TOML: `[years.2026.off]` with lines `2026-10-01 = "国庆节"`, or `off = [2026-10-01]`; `work` likewise.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::fault::holidays::{SetError, SetFault};
use crate::config::limits;
use crate::config::read::holidays::set::HolidaySet;
use crate::model::{DayKind, Exception};

/// Reads a set.
pub(crate) fn parse_toml(text: &str) -> Result<HolidaySet, SetFault> {
    read(text)
        .map_err(|fault| SetFault { line: fault.at.map(|byte| line(text, byte)), what: fault.what })
}

/// Why it cannot be used, and where.
struct Fault {
    at: Option<usize>,
    what: SetError,
}

impl From<SetError> for Fault {
    fn from(what: SetError) -> Fault {
        Fault { at: None, what }
    }
}

fn fault<T>(at: &Spanned<T>, what: SetError) -> Fault {
    Fault { at: Some(at.span().start), what }
}

fn line(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count() + 1
}

fn read(text: &str) -> Result<HolidaySet, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault {
        at: error.span().map(|span| span.start),
        what: SetError::NoToml,
    })?;
    let years = match table.get_ref().get("years").map(|years| years.get_ref()) {
        Some(DeValue::Table(years)) => years,
        _ => return Err(SetError::NoYears.into()),
    };
    let mut set = HolidaySet::default();
    for (year, days) in years.iter() {
        let name: &str = year.get_ref();
        set.years.push(name.parse().map_err(|_| fault(year, SetError::YearWanted))?);
        let DeValue::Table(listed) = days.get_ref() else {
            return Err(fault(days, SetError::YearIsTable));
        };
        for (key, listed) in listed.iter() {
            let kind = match key.get_ref().as_ref() {
                "off" => DayKind::Off,
                "work" => DayKind::Working,
                _ => return Err(fault(key, SetError::UnknownKeyOfYear)),
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
            true => Err(Fault::from(SetError::TooManyDays { limit: limits::DAYS })),
            false => Ok(()),
        }
    };
    match listed.get_ref() {
        DeValue::Table(days) => {
            for (key, name) in days.iter() {
                let day = key.get_ref().parse();
                let day = day.map_err(|_| fault(key, SetError::NoSuchDay))?;
                add(Exception { day, kind, name: name.get_ref().as_str().map(Into::into) })?;
            }
        }
        DeValue::Array(days) => {
            for day in days.iter() {
                let DeValue::Datetime(written) = day.get_ref() else {
                    return Err(fault(day, SetError::DayWanted));
                };
                let parsed = written.to_string().parse();
                let parsed = parsed.map_err(|_| fault(day, SetError::DayWithTime))?;
                add(Exception { day: parsed, kind, name: None })?;
            }
        }
        _ => return Err(fault(listed, SetError::DaysWanted)),
    }
    Ok(())
}
