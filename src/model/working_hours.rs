//! Counting working hours (T4): through the hours of working days only, forward and backward.
//!
//! Every working day is as long as the next, but for those on which a change of the zone's offset
//! falls into the hours; those few are found once, so that a decade costs what a day costs.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::model::Calendar;
use crate::model::calendar::{date, first_day, number};

/// Nanoseconds in an hour.
const HOUR: i128 = 3_600_000_000_000;

/// Between these years changes of the zone's offset are known to the count.
const YEARS: std::ops::Range<i16> = 1899..2400;

/// The working days that are longer or shorter than the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Irregular {
    /// How long every other working day is, in nanoseconds.
    ordinary: i128,
    /// The irregular days, ascending, each with the sum of all differences up to and including it.
    excess: Vec<(i32, i128)>,
}

impl Irregular {
    /// Finds them by the zone's changes of offset.
    pub(super) fn of(calendar: &Calendar) -> Irregular {
        let hours = calendar.hours();
        let midnight = SignedDuration::from_hours(24).as_nanos();
        let end = hours.end.map_or(midnight, since_midnight);
        let ordinary = end - since_midnight(hours.start);
        let first = calendar.start_of_day(jiff::civil::date(YEARS.start, 1, 1));
        let mut days: Vec<Date> = calendar
            .timezone()
            .following(first)
            .map(|change| calendar.local_date(change.timestamp()))
            .take_while(|day| day.year() < YEARS.end)
            .flat_map(|day| [day.yesterday().unwrap_or(day), day])
            .filter(|day| calendar.is_working_day(*day))
            .collect();
        days.dedup();
        let mut sum = 0;
        let excess = days.into_iter().filter_map(|day| {
            let (start, end) = calendar.hours_on(day);
            let longer = between(start, end).max(0) - ordinary;
            sum += longer;
            (longer != 0).then_some((number(day), sum))
        });
        Irregular { ordinary, excess: excess.collect() }
    }

    fn excess_before(&self, day: i32) -> i128 {
        let at = self.excess.partition_point(|(irregular, _)| *irregular < day);
        if at == 0 { 0 } else { self.excess[at - 1].1 }
    }
}

impl Calendar {
    /// The instant `n` working hours after the given one, before it if `n` is negative (T4).
    ///
    /// An hour that ends with the working day ends there, not on the next morning; counted
    /// backward, one that begins with the working day begins there.
    pub fn add_working_hours(&self, from: Timestamp, n: i64) -> Timestamp {
        let wanted = self.worked_until(from) + i128::from(n) * HOUR;
        let near = number(self.local_date(from));
        let found = match n {
            0 => return from,
            1.. => first_day(near, |day| self.worked_time_before(day + 1) >= wanted),
            _ => first_day(near, |day| self.worked_time_before(day + 1) > wanted),
        };
        let Some(day) = date(found) else {
            return if n > 0 { Timestamp::MAX } else { Timestamp::MIN };
        };
        let into_day = wanted - self.worked_time_before(found);
        let (start, _) = self.hours_on(day);
        start.saturating_add(SignedDuration::from_nanos_i128(into_day)).unwrap_or(start)
    }

    /// Working time before the day, in nanoseconds, on the count of [`Self::worked_before`].
    fn worked_time_before(&self, day: i32) -> i128 {
        let ordinary = i128::from(self.worked_before(day)) * self.irregular.ordinary;
        ordinary + self.irregular.excess_before(day)
    }

    /// Working time before the instant, on the same count.
    fn worked_until(&self, instant: Timestamp) -> i128 {
        let today = self.local_date(instant);
        let before = self.worked_time_before(number(today));
        if !self.is_working_day(today) {
            return before;
        }
        let (start, end) = self.hours_on(today);
        before + between(start, instant.min(end)).max(0)
    }
}

fn since_midnight(time: jiff::civil::Time) -> i128 {
    time.duration_since(jiff::civil::Time::midnight()).as_nanos()
}

fn between(start: Timestamp, end: Timestamp) -> i128 {
    end.duration_since(start).as_nanos()
}
