//! Offsets counted in a calendar: days (T3) and exact time (T4). What an anchor is, others say.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::model::{Calendar, TimeUnit, When};

impl Calendar {
    /// T3: the day so many days, working days, weeks or months away; months are clamped to their end.
    /// `None` beyond the years that dates can name, and for exact units, which count no days.
    pub fn shift(&self, day: Date, count: i64, unit: TimeUnit) -> Option<Date> {
        let none = jiff::Span::new();
        let span = match unit {
            TimeUnit::Day => none.try_days(count),
            TimeUnit::Week => none.try_weeks(count),
            TimeUnit::Month => none.try_months(count),
            TimeUnit::WorkingDay => return self.nth_working_day(day, count),
            TimeUnit::Minute | TimeUnit::Hour | TimeUnit::WorkingHour => return None,
        };
        day.checked_add(span.ok()?).ok()
    }

    /// T4: elapsed minutes and hours, or working hours; `None` beyond the instants that can be named.
    pub fn add_exact(&self, from: Timestamp, count: i64, unit: TimeUnit) -> Option<Timestamp> {
        let seconds = match unit {
            TimeUnit::WorkingHour => return Some(self.add_working_hours(from, count)),
            TimeUnit::Minute => count.checked_mul(60)?,
            _ => count.checked_mul(3600)?,
        };
        from.checked_add(SignedDuration::from_secs(seconds)).ok()
    }

    /// The day a date key names here.
    pub fn day_of(&self, when: When) -> Date {
        match when {
            When::Day(day) => day,
            When::Instant(instant) => self.local_date(instant),
        }
    }
}
