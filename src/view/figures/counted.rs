//! What one task adds to the figures (P4).

use jiff::Timestamp;

use crate::model::{AnchorKind, Calendar, Config, Span, State, Task, TimeUnit, When};
use crate::plan::{Ladder, Target, deadline, due_moment};
use crate::view::as_of::{by, closed_on};
use crate::view::lateness::{days_late, is_due_within};

/// What one task adds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// It is called off: nothing else counts.
    pub cancelled: bool,
    /// It was opened in the period.
    pub new: bool,
    /// It is still to do.
    pub open: bool,
    /// It was closed in the period: whether in time.
    pub closed: Option<bool>,
    /// How many days it is overdue.
    pub days_late: Option<i64>,
    /// Its deadline passed in the period, and it is overdue.
    pub overdue_now: bool,
    /// It is due within 7 days.
    pub due_7: bool,
    /// It is due within 30 days.
    pub due_30: bool,
    /// Whether its first promise was kept; `None` if that is not settled, or it makes several promises.
    pub kept: Option<bool>,
    /// For how many days it has waited for verification.
    pub days_waiting: Option<i64>,
    /// It is verified.
    pub verified: bool,
    /// So many of its stages ask to look back.
    pub look_backs: usize,
    /// So often it was sent back in the period.
    pub returned: usize,
    /// So often its deadline was extended in the period.
    pub extended: usize,
}

/// What is counted: the list as it stood, and since when.
pub(super) struct Count<'c> {
    /// The list as it stood at the moment.
    pub(super) stood: &'c Config,
    /// Each closed task as it stood when it was closed.
    pub(super) at_closing: &'c Config,
    /// The moment.
    pub(super) now: Timestamp,
    /// The end of the period before.
    pub(super) since: Timestamp,
}

/// Whether a task was opened by then; one that does not say when was.
pub fn is_opened(task: &Task, calendar: &Calendar, now: Timestamp) -> bool {
    task.opened.is_none_or(|opened| by(calendar, opened, When::Instant(now)))
}

const WEEK: Span = Span { count: 7, unit: TimeUnit::Day };
const MONTH: Span = Span { count: 30, unit: TimeUnit::Day };

impl Count<'_> {
    /// What a task adds; `None` if it was not opened yet.
    pub(super) fn of(&self, target: Target) -> Option<Counted> {
        let lateness = self.lateness(target)?;
        if lateness.cancelled {
            return Some(lateness);
        }
        let config = self.stood;
        let (task, calendar) = (target.task(config), target.calendar(config));
        let state = task.state();
        let closed = closed_on(task).filter(|_| state != State::Open);
        let is_waiting = state == State::Done;
        Some(Counted {
            new: self.is_in_period(calendar, task.opened),
            overdue_now: lateness.days_late.is_some()
                && due_moment(calendar, deadline(config, target)) > self.since,
            due_7: is_due_within(config, target, self.now, WEEK),
            due_30: is_due_within(config, target, self.now, MONTH),
            kept: self.kept(task, calendar, closed),
            days_waiting: task.done.filter(|_| is_waiting).map(|done| self.days(calendar, done)),
            verified: state == State::Verified,
            look_backs: self.look_backs(target),
            returned: self.in_period(calendar, task.returned().iter().map(|one| Some(one.on))),
            extended: self.in_period(calendar, task.extended.iter().map(|one| one.on)),
            ..lateness
        })
    }

    /// Of that only how late it is, and how it was closed.
    pub(super) fn lateness(&self, target: Target) -> Option<Counted> {
        let config = self.stood;
        let (task, calendar) = (target.task(config), target.calendar(config));
        if !is_opened(task, calendar, self.now) {
            return None;
        }
        let state = task.state();
        if state == State::Cancelled {
            return Some(Counted { cancelled: true, ..Counted::default() });
        }
        let closed = closed_on(task).filter(|_| state != State::Open);
        Some(Counted {
            open: state == State::Open,
            closed: closed
                .filter(|closed| self.is_in_period(calendar, Some(*closed)))
                .map(|closed| by(calendar, closed, deadline(self.at_closing, target))),
            days_late: days_late(config, target, self.now),
            ..Counted::default()
        })
    }

    /// Whether a fact falls after the last moment. That it has happened is known: what has not is not in the list.
    pub(super) fn is_in_period(&self, calendar: &Calendar, fact: Option<When>) -> bool {
        fact.is_some_and(|fact| !by(calendar, fact, When::Instant(self.since)))
    }

    fn in_period(&self, calendar: &Calendar, facts: impl Iterator<Item = Option<When>>) -> usize {
        facts.filter(|fact| self.is_in_period(calendar, *fact)).count()
    }

    /// Whether the first promise was kept: settled once the task is closed or the promise has passed.
    fn kept(&self, task: &Task, calendar: &Calendar, closed: Option<When>) -> Option<bool> {
        if task.every.is_some() {
            return None;
        }
        match closed {
            Some(closed) => Some(by(calendar, closed, task.due)),
            None => (self.now >= due_moment(calendar, task.due)).then_some(false),
        }
    }

    /// Calendar days from a date's day to the moment's.
    fn days(&self, calendar: &Calendar, date: When) -> i64 {
        let today = calendar.local_date(self.now);
        today.duration_since(calendar.day_of(date)).as_hours() / 24
    }

    /// How many `verified` stages came round after the day on which somebody last looked back.
    fn look_backs(&self, target: Target) -> usize {
        let (config, task) = (self.stood, target.task(self.stood));
        let asks = |from: AnchorKind| from == AnchorKind::Verified;
        if task.state() != State::Verified
            || !target.policy(config).stages.iter().any(|stage| asks(stage.from))
        {
            return 0;
        }
        let calendar = target.calendar(config);
        let looked = task.looked_back().iter().max();
        let ladder = Ladder::of(config, target);
        let is_due = |rung: &usize| {
            let reached = ladder.latest_of(*rung, self.now);
            reached.is_some_and(|reached| {
                looked.is_none_or(|looked| *looked < calendar.local_date(reached.moment))
            })
        };
        (0..ladder.rungs.len()).filter(is_due).count()
    }
}
