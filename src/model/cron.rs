//! When something comes round by crontab(5): minute, hour, day, month, weekday; where day and weekday are both given,
//! either.
//!
//! The search runs on local time without a zone. What instant a local time is, in a gap or an overlap, is the
//! calendar's affair (T5), so that a moment is never skipped and never doubled.

use std::cmp::Ordering;
use std::fmt;

use croner::errors::CronError;
use croner::parser::{CronParser, Seconds, Year};
use croner::time::{CivilDate, CivilDateTime, CivilTime, CronDateTime, Resolution, Weekday};
use jiff::ToSpan;
use jiff::civil::DateTime;

/// A cron expression.
#[derive(Debug, Clone)]
pub struct Cron {
    text: Box<str>,
    parsed: croner::Cron,
}

/// Why a text is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CronFault {
    /// It has not five fields, but so many.
    Fields(usize),
    /// A field cannot be read; which, from 0, and how it is written.
    Field(usize, String),
    /// It can be read, and never comes round: the 30th of February.
    Never,
}

/// The fields of a cron expression.
const FIELDS: usize = 5;

/// A day on which a search begins that must find something within a few years, if there is anything to find.
const SOME_DAY: DateTime = DateTime::constant(2000, 1, 1, 0, 0, 0, 0);

impl Cron {
    /// Reads an expression.
    pub fn read(text: &str) -> Result<Cron, CronFault> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fields: Vec<&str> = text.split(' ').collect();
        let is_nickname = text.starts_with('@');
        if fields.len() != FIELDS && !is_nickname {
            let count = if text.is_empty() { 0 } else { fields.len() };
            return Err(CronFault::Fields(count));
        }
        let parsed = match parse(&text) {
            Ok(parsed) => parsed,
            Err(_) => return Err(fault(&text, &fields)),
        };
        let cron = Cron { text: text.into(), parsed };
        cron.next(SOME_DAY, true).is_some().then_some(cron).ok_or(CronFault::Never)
    }

    /// The first time after a local time; the time itself too, if asked for.
    pub fn next(&self, after: DateTime, inclusive: bool) -> Option<DateTime> {
        let found = self.parsed.find_next_occurrence(&Local(after), inclusive);
        found.ok().map(|found| found.0)
    }

    /// The last time before a local time; the time itself too, if asked for.
    pub fn previous(&self, before: DateTime, inclusive: bool) -> Option<DateTime> {
        let found = self.parsed.find_previous_occurrence(&Local(before), inclusive);
        found.ok().map(|found| found.0)
    }
}

/// As it is written, its fields one blank apart.
impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Cron {
    fn eq(&self, other: &Cron) -> bool {
        self.text == other.text
    }
}

impl Eq for Cron {}

fn parse(text: &str) -> Result<croner::Cron, CronError> {
    let builder = CronParser::builder();
    builder.seconds(Seconds::Disallowed).year(Year::Disallowed).build().parse(text)
}

/// The field that cannot be read: the first that cannot be by itself.
fn fault(text: &str, fields: &[&str]) -> CronFault {
    let alone = |at: usize| {
        let mut fields = ["*"; FIELDS].map(str::to_owned);
        text.split(' ').nth(at).into_iter().for_each(|field| fields[at] = field.to_owned());
        parse(&fields.join(" ")).is_err()
    };
    let wrong = (0..fields.len().min(FIELDS)).find(|at| alone(*at));
    let at = wrong.unwrap_or(0);
    CronFault::Field(at, fields.get(at).copied().unwrap_or(text).to_owned())
}

/// A local time, as croner asks for it.
#[derive(Debug, Clone)]
struct Local(DateTime);

impl CronDateTime for Local {
    fn to_civil(&self) -> CivilDateTime {
        let at = self.0;
        let (month, day) = (at.month().unsigned_abs(), at.day().unsigned_abs());
        let [hour, minute, second] = [at.hour(), at.minute(), at.second()].map(i8::unsigned_abs);
        CivilDateTime::new(
            CivilDate::from_parts_unchecked(at.year().into(), month.into(), day.into()),
            CivilTime::from_parts_unchecked(hour.into(), minute.into(), second.into()),
        )
    }

    fn civil_weekday(&self) -> Weekday {
        let days = self.0.weekday().to_sunday_zero_offset().unsigned_abs();
        Weekday::from_days_from_sunday(days.into())
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let part = |part: u32| i8::try_from(part).map_err(|_| CronError::InvalidDate);
        let (date, time) = (civil.date(), civil.time());
        let year = i16::try_from(date.year()).map_err(|_| CronError::InvalidDate)?;
        let (month, day) = (part(date.month())?, part(date.day())?);
        let (hour, minute, second) =
            (part(time.hour())?, part(time.minute())?, part(time.second())?);
        let local = DateTime::new(year, month, day, hour, minute, second, 0);
        local.map(|local| Resolution::Single(Local(local))).map_err(|_| CronError::InvalidDate)
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        self.0.checked_add(seconds.seconds()).ok().map(Local)
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(cron: &str, from: &str, count: usize) -> Vec<String> {
        let cron = Cron::read(cron).expect("a cron");
        let mut at: DateTime = from.parse().expect("a time");
        let mut found = Vec::new();
        while found.len() < count {
            at = cron.next(at, false).expect("one more");
            found.push(at.to_string());
        }
        found
    }

    #[test]
    fn day_and_weekday_both_given_mean_either() {
        assert_eq!(
            times("0 9 5 * 1", "2026-11-01T00:00:00", 3),
            ["2026-11-02T09:00:00", "2026-11-05T09:00:00", "2026-11-09T09:00:00"]
        );
        assert_eq!(times("30 8 L * *", "2026-02-01T00:00:00", 1), ["2026-02-28T08:30:00"]);
        assert_eq!(times("0 12 * * 2#1", "2026-11-01T00:00:00", 1), ["2026-11-03T12:00:00"]);
        assert_eq!(times("@monthly", "2026-11-01T00:00:00", 1), ["2026-12-01T00:00:00"]);
    }

    #[test]
    fn the_one_before_is_found_as_well() {
        let cron = Cron::read("0 9 5 * *").expect("a cron");
        let at: DateTime = "2026-11-05T09:00:00".parse().expect("a time");
        assert_eq!(cron.previous(at, true).map(|at| at.to_string()), Some(at.to_string()));
        let before = cron.previous(at, false).map(|at| at.to_string());
        assert_eq!(before.as_deref(), Some("2026-10-05T09:00:00"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, fault) in [
            ("", CronFault::Fields(0)),
            ("0 9 5 *", CronFault::Fields(4)),
            ("0 0 9 5 * *", CronFault::Fields(6)),
            ("60 9 5 * *", CronFault::Field(0, "60".to_owned())),
            ("0 24 5 * *", CronFault::Field(1, "24".to_owned())),
            ("0 9 32 * *", CronFault::Field(2, "32".to_owned())),
            ("0 9 5 13 *", CronFault::Field(3, "13".to_owned())),
            ("0 9 5 * 8", CronFault::Field(4, "8".to_owned())),
            ("0 9 每月5日 * *", CronFault::Field(2, "每月5日".to_owned())),
            ("0 9 30 2 *", CronFault::Never),
        ] {
            assert_eq!(Cron::read(text), Err(fault), "{text}");
        }
    }
}
