//! How a task or milestone stands, as letters that no stage writes tell it.

use jiff::Timestamp;

use crate::model::{Config, State, When};
use crate::plan::{Known, Planned, Target, deadline, due_moment, simulate, state};

/// How it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The task or milestone.
    pub target: Target,
    /// Whether it is closed, and how.
    pub state: State,
    /// The deadline in force.
    pub deadline: When,
    /// Whether it has passed.
    pub overdue: bool,
    /// Calendar days to it; negative when it is past.
    pub days: i64,
    /// What is sent next, if nothing is done.
    pub next: Option<Planned>,
}

impl Standing {
    /// That of a target; `known` is what the ledger has of it.
    pub fn of(config: &Config, target: Target, known: Known, now: Timestamp) -> Standing {
        let calendar = target.calendar(config);
        let deadline = deadline(config, target);
        let (today, day) = (calendar.local_date(now), calendar.day_of(deadline));
        Standing {
            target,
            state: state_of(config, target),
            deadline,
            overdue: now >= due_moment(calendar, deadline),
            days: day.duration_since(today).as_hours() / 24,
            next: simulate(config, target, known, now, Timestamp::MAX).next(),
        }
    }

    /// Whether it is open and late.
    pub fn is_late(&self) -> bool {
        self.overdue && self.state == State::Open
    }
}

/// A milestone that was cancelled is, whatever its task is.
fn state_of(config: &Config, target: Target) -> State {
    match target.milestone(config) {
        Some(milestone) if milestone.is_closed() && milestone.done.is_none() => State::Cancelled,
        _ => state(config, target),
    }
}
