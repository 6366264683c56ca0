//! What changed since the last report, task by task.

use crate::model::{Config, State, When};
use crate::plan::Target;
use crate::view::as_of::closed_on;
use crate::view::figures::counted::{Count, Counted};

/// Something that happened to a task in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The task.
    pub target: Target,
    /// What happened.
    pub kind: ChangeKind,
    /// When; of what nobody wrote a date for, the deadline that passed.
    pub on: Option<When>,
}

/// What can happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    New,
    /// Its deadline has passed.
    Overdue,
    /// Its deadline was extended.
    Extended {
        /// To when.
        to: When,
    },
    /// It was sent back.
    Returned,
    /// It was closed in time.
    ClosedInTime,
    /// It was closed late.
    ClosedLate,
    /// It was verified.
    Verified,
    /// It was called off.
    Cancelled,
}

impl Count<'_> {
    /// Adds what happened to a task in the period.
    pub(super) fn changes(&self, target: Target, counted: &Counted, changes: &mut Vec<Change>) {
        let config: &Config = self.stood;
        let (task, calendar) = (target.task(config), target.calendar(config));
        let mut add = |kind, on| changes.push(Change { target, kind, on });
        if counted.cancelled {
            if self.is_in_period(calendar, task.cancelled) {
                add(ChangeKind::Cancelled, task.cancelled);
            }
            return;
        }
        if counted.new {
            add(ChangeKind::New, task.opened);
        }
        for one in task.extended.iter().filter(|one| self.is_in_period(calendar, one.on)) {
            add(ChangeKind::Extended { to: one.to }, one.on);
        }
        for one in task.returned().iter().filter(|one| self.is_in_period(calendar, Some(one.on))) {
            add(ChangeKind::Returned, Some(one.on));
        }
        if counted.overdue_now {
            add(ChangeKind::Overdue, Some(crate::plan::deadline(config, target)));
        }
        match counted.closed {
            Some(true) => add(ChangeKind::ClosedInTime, closed_on(task)),
            Some(false) => add(ChangeKind::ClosedLate, closed_on(task)),
            None => {}
        }
        if task.state() == State::Verified && self.is_in_period(calendar, task.verified) {
            add(ChangeKind::Verified, task.verified);
        }
    }
}
