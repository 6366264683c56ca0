//! Times on the command line: RFC 3339, a date, a date with a time, `today`, `monday`, `+10d`; the same in Chinese.
//!
//! The text is read before the files are: what it names is known only once there is a calendar, that called
//! `default`, and a present time.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::time_words::{self, Word};
use crate::model::{Calendar, CalendarParts, Config, Hours, Offset, SendOn, When};
use crate::words::times;

/// A time as somebody wrote it: the value of an option with `value_parser = times::time`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    text: Box<str>,
    meant: Meant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meant {
    /// An instant, by RFC 3339.
    Instant(Timestamp),
    /// The present.
    Now,
    /// A day, perhaps with a time of day.
    Day(Word, Option<Time>),
    /// So many minutes, hours or working hours from now.
    Exact(Offset),
}

/// Where to look for a day that is named without its year or its week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toward {
    /// It has happened: `done --on monday` on a Wednesday is the Monday before.
    Past,
    /// It is to come: `extend --to monday` is the Monday after.
    Future,
}

/// So many days a date without its year may lie on the other side of today before it is one of another year.
const ASIDE: i32 = 60;

/// Reads a time, or says what one looks like.
pub(crate) fn time(text: &str) -> Result<Written, &'static str> {
    let meant = read(text).ok_or_else(|| say(times::LIKE))?;
    Ok(Written { text: text.into(), meant })
}

fn read(text: &str) -> Option<Meant> {
    let text = time_words::plain(text);
    if let Some(instant) = instant(&text) {
        return Some(Meant::Instant(instant));
    }
    if matches!(&*text, "now" | "现在" | "此刻") {
        return Some(Meant::Now);
    }
    if let Some(offset) = time_words::offset(&text) {
        return Some(match offset.unit.is_day_based() {
            true => Meant::Day(Word::Offset(offset), None),
            false => Meant::Exact(offset),
        });
    }
    if let Some(day) = time_words::day(&text) {
        return Some(Meant::Day(day, None));
    }
    let (day, time) = time_words::split_time(&text)?;
    Some(Meant::Day(time_words::day(day)?, Some(time_words::time_of_day(time)?)))
}

/// With `T`, `t` or a blank between day and time.
fn instant(text: &str) -> Option<Timestamp> {
    let has_time = text.len() > 10 && text.is_char_boundary(10) && text[10..].contains(':');
    has_time.then(|| text.parse().ok()).flatten()
}

impl Written {
    /// The value of a date key: a day where a day was named, else an instant. Local to the calendar `default`.
    pub(crate) fn when(
        &self,
        config: &Config,
        now: Timestamp,
        toward: Toward,
    ) -> anyhow::Result<When> {
        let when = self.meant.when(&office(config), now, toward);
        when.ok_or_else(|| Refused::usage(times::no_such_day(&self.text, locale::language())))
    }

    /// The day that it falls on.
    pub(crate) fn day(
        &self,
        config: &Config,
        now: Timestamp,
        toward: Toward,
    ) -> anyhow::Result<Date> {
        Ok(office(config).day_of(self.when(config, now, toward)?))
    }

    /// The instant: of a day its beginning.
    pub(crate) fn start(
        &self,
        config: &Config,
        now: Timestamp,
        toward: Toward,
    ) -> anyhow::Result<Timestamp> {
        Ok(match self.when(config, now, toward)? {
            When::Day(day) => office(config).start_of_day(day),
            When::Instant(instant) => instant,
        })
    }
}

/// Today, in the calendar `default`.
pub(crate) fn today(config: &Config, now: Timestamp) -> Date {
    office(config).local_date(now)
}

/// The calendar of what concerns no single task; where the files have none, every day in UTC.
pub(crate) fn office(config: &Config) -> Cow<'_, Calendar> {
    let none = || {
        Calendar::new(CalendarParts {
            id: "default".into(),
            timezone: TimeZone::UTC,
            workdays: [true; 7],
            exceptions: Vec::new(),
            covered: None,
            hours: Hours { start: Time::midnight(), end: None },
            send_at: Time::midnight(),
            send_on: SendOn::EveryDay,
        })
    };
    config.office_calendar().map_or_else(|| Cow::Owned(none()), Cow::Borrowed)
}

impl Meant {
    fn when(&self, calendar: &Calendar, now: Timestamp, toward: Toward) -> Option<When> {
        let today = calendar.local_date(now);
        match self {
            Meant::Instant(instant) => Some(When::Instant(*instant)),
            Meant::Now => Some(When::Instant(now)),
            Meant::Exact(offset) => {
                calendar.add_exact(now, offset.count.into(), offset.unit).map(When::Instant)
            }
            Meant::Day(word, None) => word.date(calendar, today, toward).map(When::Day),
            Meant::Day(word, Some(time)) => {
                let day = word.date(calendar, today, toward)?;
                Some(When::Instant(calendar.instant(DateTime::from_parts(day, *time))))
            }
        }
    }
}

impl Word {
    /// The day that it names; `None` if there is none, as of `2月29日` in most years.
    pub(crate) fn date(&self, calendar: &Calendar, today: Date, toward: Toward) -> Option<Date> {
        match self {
            Word::Date(date) => Some(*date),
            Word::Offset(offset) => calendar.shift(today, offset.count.into(), offset.unit),
            Word::Weekday(weekday) => nearest(today, *weekday, toward),
            Word::WeekdayOf(weeks, weekday) => {
                let monday = today.checked_sub(days(today.weekday().to_monday_zero_offset()));
                let monday = monday.ok()?.checked_add(days_of_weeks(*weeks)).ok()?;
                monday.checked_add(days(weekday.to_monday_zero_offset())).ok()
            }
            Word::DayOfYear(month, day) => {
                let near = |year: i16| Date::new(year, *month, *day).ok();
                let year = today.year();
                let this = near(year);
                let aside = |date: Date| date.duration_since(today).as_hours() as i32 / 24;
                match (toward, this.map(aside)) {
                    (Toward::Future, Some(away)) if away < -ASIDE => near(year.checked_add(1)?),
                    (Toward::Past, Some(away)) if away > ASIDE => near(year.checked_sub(1)?),
                    _ => this,
                }
            }
            Word::EndOfMonth(month) => {
                let first = |year: i16| Date::new(year, *month, 1).ok();
                let ahead = i32::from(*month) - i32::from(today.month());
                let year = match toward {
                    Toward::Future if ahead < -2 => today.year().checked_add(1)?,
                    Toward::Past if ahead > 2 => today.year().checked_sub(1)?,
                    _ => today.year(),
                };
                Some(first(year)?.last_of_month())
            }
            Word::EndOfMonthIn(months) => {
                let month = today.first_of_month();
                let month = month.checked_add(jiff::Span::new().try_months(*months).ok()?).ok()?;
                Some(month.last_of_month())
            }
            Word::EndOfYearIn(years) => {
                Date::new(today.year().checked_add((*years).into())?, 12, 31).ok()
            }
        }
    }
}

/// Today counts.
fn nearest(today: Date, weekday: Weekday, toward: Toward) -> Option<Date> {
    match toward {
        Toward::Future => today.checked_add(days(today.weekday().until(weekday))).ok(),
        Toward::Past => today.checked_sub(days(today.weekday().since(weekday))).ok(),
    }
}

fn days(count: i8) -> jiff::Span {
    jiff::Span::new().days(count)
}

fn days_of_weeks(count: i8) -> jiff::Span {
    jiff::Span::new().weeks(count)
}

#[cfg(test)]
#[path = "times_tests.rs"]
mod tests;
