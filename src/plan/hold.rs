//! What holds do: they keep notices back (T8), and some stop the clock of a deadline (T0).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Calendar, Config, Extension, Hold, When};
use crate::plan::Target;

/// The holds of a target: its task's, and its own where it is a milestone (T11).
pub fn holds(config: &Config, target: Target) -> impl Iterator<Item = &Hold> {
    let own = target.milestone(config).into_iter().flat_map(|milestone| &milestone.holds);
    target.task(config).holds.iter().chain(own)
}

/// T8: until when the notices of a target are kept back; `None` if they are not.
pub fn held_until(config: &Config, target: Target, now: Timestamp) -> Option<Timestamp> {
    let calendar = target.calendar(config);
    let begun = |hold: &&Hold| hold.from.is_none_or(|from| calendar.start_of_day(from) <= now);
    let ends = holds(config, target).filter(begun).map(|hold| calendar.start_of_day(hold.until));
    ends.filter(|until| now < *until).max()
}

/// T0: a deadline moved later by the days on which the clock stood still since it was last extended. A
/// date-time stays the same local time.
pub(super) fn moved_by_holds(
    config: &Config,
    target: Target,
    extended: &[Extension],
    deadline: When,
) -> When {
    let calendar = target.calendar(config);
    let since = match extended.last() {
        None => Some(Date::MIN),
        Some(last) => last.on.map(|on| calendar.day_of(on)),
    };
    // Without its day nobody knows what the last extension allowed for: `check` refuses that.
    let Some(since) = since else { return deadline };
    match stopped_days(holds(config, target), since) {
        0 => deadline,
        days => later(calendar, deadline, days).unwrap_or(deadline),
    }
}

/// How many days the clock stood still by holds that began on a day or later; a day in several counts once.
fn stopped_days<'h>(holds: impl Iterator<Item = &'h Hold>, since: Date) -> i64 {
    let stops = holds.filter(|hold| hold.stops_clock);
    let mut stretches: Vec<(Date, Date)> = stops
        .filter_map(|hold| Some((hold.from?, hold.until)))
        .filter(|(from, until)| since <= *from && from < until)
        .collect();
    stretches.sort_unstable();
    let (mut days, mut counted) = (0, Date::MIN);
    for (from, until) in stretches {
        let from = from.max(counted);
        if from < until {
            days += i64::from((until - from).get_days());
            counted = until;
        }
    }
    days
}

fn later(calendar: &Calendar, deadline: When, days: i64) -> Option<When> {
    let shift = |day| calendar.shift(day, days, crate::model::TimeUnit::Day);
    match deadline {
        When::Day(day) => shift(day).map(When::Day),
        When::Instant(instant) => {
            let local = calendar.timezone().to_datetime(instant);
            let day = shift(local.date())?;
            Some(When::Instant(calendar.instant(day.to_datetime(local.time()))))
        }
    }
}
