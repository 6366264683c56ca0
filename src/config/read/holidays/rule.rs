//! Rules by which days come again (RFC 5545 §3.3.10), as far as whole days have them.
//!
//! Own code, and not the library `rrule`: that counts on to the year 9999 for a rule that never fits, a tenth of
//! a second each time, and would bring a second library of dates. Here a rule ends with the year 2200.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// The last year that counts.
pub(super) const LAST_YEAR: i16 = 2200;

/// A rule.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    every: Every,
    interval: i32,
    count: Option<usize>,
    until: Option<Date>,
    months: Vec<i16>,
    /// Of the year, from its end if negative.
    year_days: Vec<i16>,
    /// Of the month, from its end if negative.
    month_days: Vec<i16>,
    weekdays: Vec<(Option<i16>, Weekday)>,
    /// Which of the days of a stretch, from its end if negative.
    positions: Vec<i16>,
    week_start: Weekday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Year,
    Month,
    Week,
    Day,
}

impl Rule {
    /// Reads a rule; `None` for one that is none, or that whole days do not have. `until` makes a day of a time.
    pub(super) fn parse(text: &str, until: impl Fn(&str) -> Option<Date>) -> Option<Rule> {
        let mut rule = Rule {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut every = None;
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=')?;
            match key.to_ascii_uppercase().as_str() {
                "FREQ" => every = Some(frequency(value)?),
                "INTERVAL" => {
                    rule.interval =
                        value.parse().ok().filter(|count| (1..=10_000).contains(count))?
                }
                "COUNT" => rule.count = Some(value.parse().ok().filter(|count| *count > 0)?),
                "UNTIL" => rule.until = Some(until(value)?),
                "BYMONTH" => rule.months = numbers(value, 1..=12, false)?,
                "BYYEARDAY" => rule.year_days = numbers(value, 1..=366, true)?,
                "BYMONTHDAY" => rule.month_days = numbers(value, 1..=31, true)?,
                "BYSETPOS" => rule.positions = numbers(value, 1..=366, true)?,
                "BYDAY" => {
                    rule.weekdays = value.split(',').map(nth_weekday).collect::<Option<_>>()?
                }
                "WKST" => rule.week_start = weekday(value)?,
                // At midnight, where the day begins.
                "BYHOUR" | "BYMINUTE" | "BYSECOND" if value == "0" => {}
                _ => return None,
            }
        }
        rule.every = every?;
        rule.fits_together().then_some(rule)
    }

    /// RFC 5545 leaves some parts without a meaning in some rules.
    fn fits_together(&self) -> bool {
        let numbered = self.weekdays.iter().any(|(nth, _)| nth.is_some());
        let by_day =
            [&self.months, &self.year_days, &self.month_days].iter().any(|list| !list.is_empty());
        (!numbered || matches!(self.every, Every::Year | Every::Month))
            && (self.year_days.is_empty() || self.every == Every::Year)
            && (self.month_days.is_empty() || self.every != Every::Week)
            && (self.positions.is_empty() || by_day || !self.weekdays.is_empty())
    }

    /// The days on which it falls, beginning with the first.
    pub(super) fn days(&self, first: Date) -> Vec<Date> {
        let rule = self.with_defaults(first);
        let until = rule.until.unwrap_or(Date::MAX);
        let most = rule.count.unwrap_or(usize::MAX);
        let mut days = Vec::new();
        let mut start = rule.stretch_of(first);
        while let Some(begin) = start.filter(|begin| begin.year() <= LAST_YEAR) {
            for day in rule.in_stretch(begin) {
                if day < first {
                    continue;
                }
                if day > until || day.year() > LAST_YEAR || days.len() >= most {
                    return days;
                }
                days.push(day);
            }
            start = begin.checked_add(rule.step()).ok();
        }
        days
    }

    /// What a rule does not say, its first day says.
    fn with_defaults(&self, first: Date) -> Rule {
        let mut rule = self.clone();
        let says_day =
            !(rule.month_days.is_empty() && rule.weekdays.is_empty() && rule.year_days.is_empty());
        match rule.every {
            Every::Year if !says_day => {
                rule.month_days.push(first.day().into());
                if rule.months.is_empty() {
                    rule.months.push(first.month().into());
                }
            }
            Every::Month if !says_day => rule.month_days.push(first.day().into()),
            Every::Week if !says_day => rule.weekdays.push((None, first.weekday())),
            _ => {}
        }
        rule
    }

    /// The beginning of the year, month or week that a day lies in.
    fn stretch_of(&self, day: Date) -> Option<Date> {
        match self.every {
            Every::Year => Some(day.first_of_year()),
            Every::Month => Some(day.first_of_month()),
            Every::Week => {
                let since = self.week_start.until(day.weekday());
                day.checked_sub(i64::from(since).days()).ok()
            }
            Every::Day => Some(day),
        }
    }

    fn step(&self) -> Span {
        match self.every {
            Every::Year => self.interval.years(),
            Every::Month => self.interval.months(),
            Every::Week => self.interval.weeks(),
            Every::Day => self.interval.days(),
        }
    }

    /// The days of the rule in the stretch that begins on that day.
    fn in_stretch(&self, begin: Date) -> Vec<Date> {
        let mut days = Vec::new();
        match self.every {
            Every::Year => {
                // Of most years only one month is looked at.
                let months = (0..12).filter_map(|month| begin.checked_add(month.months()).ok());
                let months = months.filter(|first| self.has_month(*first));
                months.for_each(|first| self.add(first, first.days_in_month(), &mut days));
            }
            Every::Month if !self.has_month(begin) => {}
            Every::Month => self.add(begin, begin.days_in_month(), &mut days),
            Every::Week => self.add(begin, 7, &mut days),
            Every::Day => self.add(begin, 1, &mut days),
        }
        if self.positions.is_empty() {
            return days;
        }
        let at = |(at, _): &(usize, &Date)| {
            let from_end = *at as i16 - days.len() as i16;
            self.positions.iter().any(|one| *one == *at as i16 + 1 || *one == from_end)
        };
        days.iter().enumerate().filter(at).map(|(_, day)| *day).collect()
    }

    fn has_month(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month().into())
    }

    /// Adds those of so many days that fit.
    fn add(&self, from: Date, length: i8, days: &mut Vec<Date>) {
        let each = from.series(1.day()).take(length as usize);
        days.extend(each.filter(|day| self.fits(*day)));
    }

    fn fits(&self, day: Date) -> bool {
        let in_month = (day.day().into(), day.days_in_month().into());
        let in_year = (day.day_of_year(), day.days_in_year());
        self.has_month(day)
            && numbered(&self.month_days, in_month)
            && numbered(&self.year_days, in_year)
            && (self.weekdays.is_empty()
                || self.weekdays.iter().any(|(nth, weekday)| {
                    let of_month = self.every == Every::Month || !self.months.is_empty();
                    let (at, length) = if of_month { in_month } else { in_year };
                    day.weekday() == *weekday && nth.is_none_or(|nth| is_nth(nth, at, length))
                }))
    }
}

/// Whether a list is empty or has the number, also counted from the end.
fn numbered(list: &[i16], (at, length): (i16, i16)) -> bool {
    list.is_empty() || list.contains(&at) || list.contains(&(at - length - 1))
}

/// Whether a day is the nth of its weekday.
fn is_nth(nth: i16, at: i16, length: i16) -> bool {
    match nth > 0 {
        true => (at - 1) / 7 + 1 == nth,
        false => (length - at) / 7 + 1 == -nth,
    }
}

fn frequency(text: &str) -> Option<Every> {
    match text.to_ascii_uppercase().as_str() {
        "YEARLY" => Some(Every::Year),
        "MONTHLY" => Some(Every::Month),
        "WEEKLY" => Some(Every::Week),
        "DAILY" => Some(Every::Day),
        _ => None,
    }
}

fn numbers(text: &str, range: std::ops::RangeInclusive<i16>, negative: bool) -> Option<Vec<i16>> {
    let number = |text: &str| {
        let number: i16 = text.trim().parse().ok()?;
        let fits = range.contains(&number) || negative && range.contains(&number.checked_neg()?);
        fits.then_some(number)
    };
    text.split(',').map(number).collect()
}

fn nth_weekday(text: &str) -> Option<(Option<i16>, Weekday)> {
    let text = text.trim();
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = match nth {
        "" => None,
        nth => Some(numbers(nth.trim_start_matches('+'), 1..=53, true)?.first().copied()?),
    };
    Some((nth, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    match text.to_ascii_uppercase().as_str() {
        "MO" => Some(Weekday::Monday),
        "TU" => Some(Weekday::Tuesday),
        "WE" => Some(Weekday::Wednesday),
        "TH" => Some(Weekday::Thursday),
        "FR" => Some(Weekday::Friday),
        "SA" => Some(Weekday::Saturday),
        "SU" => Some(Weekday::Sunday),
        _ => None,
    }
}
