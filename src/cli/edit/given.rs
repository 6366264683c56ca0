//! A date as it is given to an edit command and written into a file: a day, or a day with a time.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use toml_edit::Datetime;

use crate::cli::terminal::locale::say;
use crate::config::edit::Value;
use crate::model::{Calendar, When};
use crate::words::usage;

/// A date that was given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// `2026-11-30`
    Day(Date),
    /// `2026-11-30T17:00`, with an offset or without, as TOML writes it.
    Time(Datetime),
}

/// A day, or a day with a time.
pub(super) fn given(text: &str) -> Result<Given, &'static str> {
    let text = text.trim();
    if let Ok(day) = day(text) {
        return Ok(Given::Day(day));
    }
    // A minute is enough on the command line; TOML 1.0 wants seconds.
    let whole = match text.len() {
        16 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    let time: Datetime = whole.parse().map_err(|_| say(usage::DATE_LIKE))?;
    match (time.date, time.time) {
        (Some(_), Some(_)) => Ok(Given::Time(time)),
        _ => Err(say(usage::DATE_LIKE)),
    }
}

/// A day.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    let text = text.trim();
    let is_day = text.len() == 10;
    is_day.then(|| text.parse().ok()).flatten().ok_or_else(|| say(usage::DAY_LIKE))
}

impl Given {
    /// As it is written.
    pub(super) fn value(&self) -> Value {
        match self {
            Given::Day(day) => Value::Day(*day),
            Given::Time(time) => Value::Time(*time),
        }
    }

    /// What it means in a calendar; `None` if there is no such day.
    pub(super) fn when(&self, calendar: &Calendar) -> Option<When> {
        let time = match self {
            Given::Day(day) => return Some(When::Day(*day)),
            Given::Time(time) => time.to_string(),
        };
        let instant = time.parse::<Timestamp>().ok();
        let local = || Some(calendar.instant(time.parse::<DateTime>().ok()?));
        instant.or_else(local).map(When::Instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_toml_has_it() {
        for (text, written) in [
            ("2026-11-30", "2026-11-30"),
            (" 2026-11-30 ", "2026-11-30"),
            ("2026-11-30T17:00:00+08:00", "2026-11-30T17:00:00+08:00"),
            ("2026-11-30T17:00", "2026-11-30T17:00:00"),
            ("2026-11-30 17:00", "2026-11-30T17:00:00"),
        ] {
            let read = given(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(read.value().to_string(), written);
        }
        for text in ["", "2026-02-30", "17:00:00", "2026-11", "soon", "2026-11-30T25:00"] {
            assert!(given(text).is_err(), "{text}");
        }
    }
}
