//! The deadline in force (T0), the cycles of standing tasks (T9), and the colour they give a task.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::model::{Calendar, Config, Extension, Span, State, Task, When};
use crate::plan::Target;
use crate::plan::hold::{holds, moved_by_holds};

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

    /// Its name in files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Red => "red",
            Colour::Yellow => "yellow",
            Colour::Green => "green",
            Colour::Blue => "blue",
            Colour::Grey => "grey",
        }
    }
}

/// T0: the deadline in force; for a standing task that of its live cycle (T9).
pub fn deadline(config: &Config, target: Target) -> When {
    let task = target.task(config);
    match (target.milestone(config), task.every) {
        (Some(milestone), _) => extended_to(config, target, &milestone.extended, milestone.due),
        (None, Some(every)) => cycle_deadline(&config[task.calendar], task, every),
        (None, None) => extended_to(config, target, &task.extended, task.due),
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
        Some(milestone) if milestone.is_closed() => return (Colour::Grey, None),
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

/// T0: the last extension, else the first promise; moved by holds that stop the clock.
fn extended_to(config: &Config, target: Target, extended: &[Extension], due: When) -> When {
    let granted = extended.last().map_or(due, |extension| extension.to);
    moved_by_holds(config, target, extended, granted)
}

/// T12: the due date of the cycle before the live one of a standing task, without extensions.
fn previous_due(config: &Config, target: Target) -> Option<When> {
    let task = target.task(config);
    let every = task.every.filter(|_| target.milestone.is_none())?;
    let calendar = &config[task.calendar];
    let before = task.live_cycle(calendar, every).checked_sub(1)?;
    task.cycle_due(calendar, every, before)
}

/// T12, T14: the day on which the way to a deadline begins: that of the task's `opened`, in the task's zone; of a
/// later cycle of a standing task (T9) that of the due date before.
pub(super) fn began(config: &Config, target: Target) -> Option<Date> {
    let task = target.task(config);
    let began = previous_due(config, target).or(task.opened)?;
    Some(config[task.calendar].day_of(began))
}

/// T12: the day before which no percentage of the way to a deadline is told: that on which it was last
/// extended, or on which the last hold began that stops its clock.
pub(super) fn promised_anew(config: &Config, target: Target) -> Option<Date> {
    let task = target.task(config);
    let calendar = target.calendar(config);
    let last = match (target.milestone(config), task.every) {
        (Some(milestone), _) => milestone.extended.last(),
        (None, Some(every)) => granted_in_cycle(&config[task.calendar], task, every).last(),
        (None, None) => task.extended.last(),
    };
    let granted = last.and_then(|extension| extension.on).map(|on| calendar.day_of(on));
    let stopped =
        holds(config, target).filter(|hold| hold.stops_clock).filter_map(|hold| hold.from);
    granted.into_iter().chain(stopped).max()
}

/// T9: the number of the live cycle of a standing task, from 0; of any other target 0.
pub fn cycle_number(config: &Config, target: Target) -> u32 {
    let task = target.task(config);
    let every = task.every.filter(|_| target.milestone.is_none());
    every.map_or(0, |every| task.live_cycle(&config[task.calendar], every))
}

/// How often a target's deadline was moved: by extensions, by holds that stop the clock, by cycles.
pub fn times_moved(config: &Config, target: Target) -> usize {
    let own = target.milestone(config).map(|one| &one.extended);
    let extended = own.unwrap_or(&target.task(config).extended).len();
    let stops = holds(config, target).filter(|hold| hold.stops_clock).count();
    extended + stops + cycle_number(config, target) as usize
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
    let due = || {
        let cycle = task.live_cycle(calendar, every);
        task.cycle_due(calendar, every, cycle).unwrap_or(task.due)
    };
    let granted = granted_in_cycle(calendar, task, every).last();
    granted.map_or_else(due, |extension| extension.to)
}

/// The extensions that count for the live cycle.
fn granted_in_cycle<'t>(
    calendar: &'t Calendar,
    task: &'t Task,
    every: Span,
) -> impl Iterator<Item = &'t Extension> {
    let cycle = task.live_cycle(calendar, every);
    task.extended.iter().filter(move |one| task.cycle_of(calendar, every, one.to) == cycle)
}
