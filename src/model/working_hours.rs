//! Counting working hours (T4): through the hours of working days only, forward and backward.
//!
//! Every working day is as long as the next, but for those on which a change of the zone's offset
//! falls into the hours; those few are found once, so that a decade costs what a day costs.

use jiff::{SignedDuration, Timestamp};

use crate::model::calendar::Calendar;
use crate::model::day_number::{date, first_day, number};
use crate::model::irregular_days::between;

/// Nanoseconds in an hour.
const HOUR: i128 = 3_600_000_000_000;

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
