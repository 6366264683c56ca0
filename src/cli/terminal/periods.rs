//! Weeks and months on the command line: `next week`, 下周, a day of it; `2026-12`, 12月, `next month`, a day of it.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::terminal::locale::say;
use crate::cli::terminal::time_words::plain;
use crate::cli::terminal::times::{self, Toward, Written};
use crate::model::Config;
use crate::words::times as words;

/// A week as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Week {
    /// So many weeks from this.
    FromNow(i32),
    /// That of a day.
    Of(Written),
}

/// A month as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Month {
    /// So many months from this.
    FromNow(i32),
    /// Of a year; without one, of this or the next.
    Named(Option<i16>, i8),
    /// That of a day.
    Of(Written),
}

/// Reads a week.
pub(crate) fn week(text: &str) -> Result<Week, &'static str> {
    let weeks = match &*plain(text) {
        "week" | "this week" | "本周" | "这周" | "这个星期" => 0,
        "next week" | "next" | "下周" | "下个星期" | "下星期" => 1,
        "last week" | "last" | "上周" | "上个星期" | "上星期" => -1,
        _ => return times::time(text).map(Week::Of).map_err(|_| say(words::WEEK_LIKE)),
    };
    Ok(Week::FromNow(weeks))
}

/// Reads a month.
pub(crate) fn month(text: &str) -> Result<Month, &'static str> {
    let plain = plain(text);
    let months = match &*plain {
        "month" | "this month" | "本月" | "这个月" => 0,
        "next month" | "next" | "下月" | "下个月" => 1,
        "last month" | "last" | "上月" | "上个月" => -1,
        _ => {
            let of_day = || times::time(text).map(Month::Of);
            let named = named_month(&plain).map(|(year, month)| Month::Named(year, month));
            return named.map_or_else(of_day, Ok).map_err(|_| say(words::MONTH_LIKE));
        }
    };
    Ok(Month::FromNow(months))
}

/// `2026-12`, `2026年12月`, `12月`, `december`, `dec 2026`.
fn named_month(text: &str) -> Option<(Option<i16>, i8)> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let year =
        |text: &str| text.trim().parse::<i16>().ok().filter(|year| (1000..=9999).contains(year));
    let number = |text: &str| text.trim().parse::<i8>().ok().filter(|at| (1..=12).contains(at));
    if let Some(month) = text.strip_suffix('月') {
        return match month.split_once('年') {
            Some((of, month)) => Some((Some(year(of)?), number(month)?)),
            None => Some((None, number(month)?)),
        };
    }
    if let Some((of, month)) = text.split_once(['-', '/']) {
        return Some((Some(year(of)?), number(month)?));
    }
    let (name, of) = match text.split_once(' ') {
        Some((name, of)) => (name, Some(year(of)?)),
        None => (text, None),
    };
    let at =
        NAMES.iter().position(|one| *one == name || (name.len() == 3 && one.starts_with(name)));
    Some((of, at? as i8 + 1))
}

impl Week {
    /// Its Monday.
    pub(crate) fn monday(&self, config: &Config, now: Timestamp) -> anyhow::Result<Date> {
        let (day, weeks) = match self {
            Week::FromNow(weeks) => (times::today(config, now), *weeks),
            Week::Of(written) => (written.day(config, now, Toward::Future)?, 0),
        };
        let back = i32::from(day.weekday().to_monday_zero_offset());
        let days = jiff::Span::new().try_days(weeks * 7 - back)?;
        Ok(day.checked_add(days)?)
    }
}

impl Month {
    /// Its first day.
    pub(crate) fn first(&self, config: &Config, now: Timestamp) -> anyhow::Result<Date> {
        let today = times::today(config, now);
        Ok(match self {
            Month::FromNow(months) => {
                today.first_of_month().checked_add(jiff::Span::new().try_months(*months)?)?
            }
            Month::Of(written) => written.day(config, now, Toward::Future)?.first_of_month(),
            Month::Named(Some(year), month) => Date::new(*year, *month, 1)?,
            // In December, January is the next.
            Month::Named(None, month) => {
                let next = i32::from(*month) - i32::from(today.month()) < -6;
                Date::new(today.year() + i16::from(next), *month, 1)?
            }
        })
    }
}
