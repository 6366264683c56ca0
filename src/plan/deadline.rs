//! The deadline in force (T0), the cycles of standing tasks (T9), and the colour they give a task.

use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::model::{Calendar, Config, Extension, Span, State, Task, When};
use crate::plan::Target;

/// The colour of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Past its deadline.
    Red,
    /// Within 7 days of it.
    Yellow,
    /// Farther away.
    Green,
    /// Done, awaiting verification.
    Blue,
    /// Verified or cancelled.
    Grey,
}

impl Colour {
    /// All of them, the most pressing first.
    pub const ALL: [Colour; 5] =
        [Colour::Red, Colour::Yellow, Colour::Green, Colour::Blue, Colour::Grey];
}

/// T0: the deadline in force; for a standing task that of its live cycle (T9).
pub fn deadline(config: &Config, target: Target) -> When {
    let task = target.task(config);
    match (target.milestone(config), task.every) {
        (Some(milestone), _) => last_extension(&milestone.extended).unwrap_or(milestone.due),
        (None, Some(every)) => cycle_deadline(&config[task.calendar], task, every),
        (None, None) => last_extension(&task.extended).unwrap_or(task.due),
    }
}

/// How a target stands: a milestone that is done is done, whatever its task is; else the task's state is its own (T11).
pub fn state(config: &Config, target: Target) -> State {
    match target.milestone(config) {
        Some(milestone) if milestone.done.is_some() => State::Done,
        _ => target.task(config).state(),
    }
}

/// T4: the instant a deadline passes; a day passes at its end.
pub fn due_moment(calendar: &Calendar, deadline: When) -> Timestamp {
    match deadline {
        When::Day(day) => calendar.end_of_day(day),
        When::Instant(instant) => instant,
    }
}

/// Green until 7 days before the due moment, yellow until it, red after it; blue and grey by state.
pub fn colour(config: &Config, target: Target, now: Timestamp) -> Colour {
    coloured(config, target, now).0
}

/// The colour, and when it becomes another if nobody edits the files.
pub fn coloured(config: &Config, target: Target, now: Timestamp) -> (Colour, Option<Timestamp>) {
    let state = match target.milestone(config) {
        Some(milestone) if milestone.done.is_some() => return (Colour::Grey, None),
        _ => target.task(config).state(),
    };
    match state {
        State::Done => (Colour::Blue, None),
        State::Verified | State::Cancelled => (Colour::Grey, None),
        State::Open => colour_of_open(target.calendar(config), deadline(config, target), now),
    }
}

fn colour_of_open(
    calendar: &Calendar,
    deadline: When,
    now: Timestamp,
) -> (Colour, Option<Timestamp>) {
    let due = due_moment(calendar, deadline);
    if now >= due {
        return (Colour::Red, None);
    }
    let local = calendar.timezone().to_datetime(due);
    let warned = calendar.instant(local.saturating_sub(7.days()));
    match now >= warned {
        true => (Colour::Yellow, Some(due)),
        false => (Colour::Green, Some(warned)),
    }
}

fn last_extension(extended: &[Extension]) -> Option<When> {
    extended.last().map(|extension| extension.to)
}

/// T9: the due date of the live cycle of a standing task, before any extension.
pub fn cycle(config: &Config, task: &Task, every: Span) -> When {
    let calendar = &config[task.calendar];
    let live = task.live_cycle(calendar, every);
    task.cycle_due(calendar, every, live).unwrap_or(task.due)
}

/// T9: the due date of the first cycle after `done-through`, moved by the extensions granted in
/// that cycle. An extension belongs to the cycle in which its `to` falls, so that it does not
/// outlive the period for which it was granted.
fn cycle_deadline(calendar: &Calendar, task: &Task, every: Span) -> When {
    let cycle = task.live_cycle(calendar, every);
    let due = task.cycle_due(calendar, every, cycle).unwrap_or(task.due);
    let granted = task.extended.iter().rfind(|one| task.cycle_of(calendar, every, one.to) == cycle);
    granted.map_or(due, |extension| extension.to)
}
