//! How late a task is, and limits on it: `late = ">30d"` (P4, C1).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Calendar, Config, Late, Span, State, TimeUnit};
use crate::plan::{Target, deadline, due_moment, state};

impl Late {
    /// Whether an open target is as late as this.
    pub fn holds(self, config: &Config, target: Target, now: Timestamp) -> bool {
        let Some(late) = days_late(config, target, now) else { return false };
        let calendar = target.calendar(config);
        let (today, day) = (calendar.local_date(now), calendar.day_of(deadline(config, target)));
        let (is, limit) = match self.unit {
            TimeUnit::WorkingDay => (calendar.working_days_until(day, today).max(1), self.count),
            _ => (late, days(calendar, day, self.count, self.unit)),
        };
        if self.inclusive { is >= i64::from(limit) } else { is > i64::from(limit) }
    }
}

/// How many calendar days after the day so many days, weeks or months are over.
fn days(calendar: &Calendar, day: Date, count: u32, unit: TimeUnit) -> u32 {
    let end = calendar.shift(day, count.into(), unit);
    end.map_or(u32::MAX, |end| (end.duration_since(day).as_hours() / 24) as u32)
}

/// P4: how many calendar days an open target is late; past its hour on its day counts as 1. `None` if it is not late.
pub fn days_late(config: &Config, target: Target, now: Timestamp) -> Option<i64> {
    let calendar = target.calendar(config);
    let deadline = deadline(config, target);
    let closed = target.milestone(config).is_some_and(|one| one.is_closed());
    if closed || state(config, target) != State::Open || now < due_moment(calendar, deadline) {
        return None;
    }
    let days = calendar.local_date(now).duration_since(calendar.day_of(deadline)).as_hours() / 24;
    Some(days.max(1))
}

/// P4: whether an open target is due from today to the n-th day, and not overdue.
pub fn is_due_within(config: &Config, target: Target, now: Timestamp, span: Span) -> bool {
    let closed = target.milestone(config).is_some_and(|one| one.is_closed());
    let calendar = target.calendar(config);
    let deadline = deadline(config, target);
    if closed || state(config, target) != State::Open || now >= due_moment(calendar, deadline) {
        return false;
    }
    let last = calendar.shift(calendar.local_date(now), span.count.into(), span.unit);
    last.is_none_or(|last| calendar.day_of(deadline) <= last)
}
