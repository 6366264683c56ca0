//! How late a task is, and limits on it: `late = ">30d"` (P4, C1).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Calendar, Config, Span, State, TimeUnit};
use crate::plan::{Target, deadline, due_moment, state};

/// So late, at least or more: `>30d`, `>=5wd`. It holds for open tasks only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Whether exactly so late is late enough.
    pub inclusive: bool,
    /// How many; 0 with `>` is any lateness.
    pub count: u32,
    /// Days, working days, weeks or months.
    pub unit: TimeUnit,
}

impl Late {
    /// Past its deadline, however little.
    pub const AT_ALL: Late = Late { inclusive: false, count: 0, unit: TimeUnit::Day };

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

/// `>30d`, `>=30d`; a length alone is at least so much.
impl FromStr for Late {
    type Err = ();

    fn from_str(text: &str) -> Result<Late, ()> {
        let text = text.trim();
        let (inclusive, rest) = match (text.strip_prefix(">="), text.strip_prefix('>')) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => (true, text),
        };
        let rest = rest.trim();
        let zero = TimeUnit::ALL.iter().find(|(suffix, _)| rest.strip_prefix('0') == Some(suffix));
        let (count, unit) = match (zero, rest.parse::<Span>()) {
            (Some((_, unit)), _) => (0, *unit),
            (None, Ok(span)) => (span.count, span.unit),
            (None, Err(_)) => return Err(()),
        };
        unit.is_day_based().then_some(Late { inclusive, count, unit }).ok_or(())
    }
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.inclusive { ">=" } else { ">" };
        write!(f, "{sign}{}{}", self.count, self.unit.suffix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_back_as_they_are_written() {
        for text in [">30d", ">=5wd", ">0d", ">=2w", ">1mo"] {
            assert_eq!(text.parse::<Late>().map(|late| late.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("30d".parse(), Ok(Late { inclusive: true, count: 30, unit: TimeUnit::Day }));
        assert_eq!("> 30d".parse(), Ok(Late { inclusive: false, count: 30, unit: TimeUnit::Day }));
        for text in ["", ">", "30", "<30d", ">30h", ">-1d", "late"] {
            assert_eq!(text.parse::<Late>(), Err(()), "{text:?}");
        }
    }
}
