//! The cycles of a standing task (T9): when each is due, which one is live, and in which one a date falls.

use crate::model::{Calendar, Span, Task, When};

impl Task {
    /// The number of the first cycle, from 0, whose due date lies after `done-through`.
    pub fn live_cycle(&self, calendar: &Calendar, every: Span) -> u32 {
        let Some(through) = self.done_through else {
            return 0;
        };
        first_not(|cycle| {
            let due = self.cycle_due(calendar, every, cycle);
            due.is_some_and(|due| calendar.day_of(due) <= through)
        })
    }

    /// `due + cycle × every`, counted from the first due date, so that month ends do not drift.
    pub fn cycle_due(&self, calendar: &Calendar, every: Span, cycle: u32) -> Option<When> {
        if cycle == 0 {
            return Some(self.due);
        }
        let count = i64::from(every.count) * i64::from(cycle);
        match self.due {
            When::Day(day) => calendar.shift(day, count, every.unit).map(When::Day),
            When::Instant(instant) => {
                let local = calendar.timezone().to_datetime(instant);
                let day = calendar.shift(local.date(), count, every.unit)?;
                Some(When::Instant(calendar.instant(day.to_datetime(local.time()))))
            }
        }
    }

    /// The cycle in which a date falls: the last that is due on or before its day. What lies before the first due
    /// date falls in the first cycle.
    pub fn cycle_of(&self, calendar: &Calendar, every: Span, date: When) -> u32 {
        let day = calendar.day_of(date);
        first_not(|cycle| {
            let next = cycle.checked_add(1).and_then(|next| self.cycle_due(calendar, every, next));
            next.is_some_and(|next| calendar.day_of(next) <= day)
        })
    }
}

/// The smallest number for which a property fails that holds up to some number and not beyond.
pub fn first_not(holds: impl Fn(u32) -> bool) -> u32 {
    first_not_near(0, holds)
}

/// The same, soon found where it is near the guess.
pub fn first_not_near(guess: u32, holds: impl Fn(u32) -> bool) -> u32 {
    // It holds for all below `low`, and not for `high - 1`.
    let (mut low, mut high) = (guess, guess);
    let mut step = 1;
    if guess == 0 || holds(guess - 1) {
        loop {
            match low.checked_add(step) {
                None => return low,
                Some(at) if holds(at - 1) => low = at,
                Some(at) => {
                    high = at;
                    break;
                }
            }
            step = step.saturating_mul(2);
        }
    } else {
        loop {
            low = high.saturating_sub(step);
            if low == 0 || holds(low - 1) {
                break;
            }
            high = low;
            step = step.saturating_mul(2);
        }
    }
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if holds(middle - 1) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_fails_is_found_from_any_guess() {
        for first in (0..40).chain([1000, u32::MAX / 2]) {
            for guess in (0..60).chain([900, 1100, u32::MAX / 2 - 3, u32::MAX]) {
                assert_eq!(first_not_near(guess, |at| at < first), first, "from {guess}");
            }
        }
    }
}
