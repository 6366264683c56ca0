//! Doubts about the data: dates that a figure would need and the files do not have, or that cannot be right.

use jiff::Timestamp;

use crate::model::{Config, State, When};
use crate::plan::{Target, deadline, responsible};
use crate::view::as_of::{by, closed_on};

/// What is doubtful, of how many tasks, and the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What.
    pub kind: DoubtKind,
    /// Of how many tasks.
    pub count: usize,
    /// The first of them.
    pub first: Target,
}

/// What can be doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DoubtKind {
    /// No day on which it was opened: it is never counted as new.
    NoOpened,
    /// An extension without a day: it is never counted as granted in a period.
    UndatedExtension,
    /// It was closed before it was opened.
    ClosedBeforeOpened,
    /// A date of what has happened lies after the moment.
    InFuture,
    /// It is open, and nobody owns it.
    NoOwner,
    /// The year of its deadline is not in the holiday set.
    UncoveredYear,
}

impl DoubtKind {
    /// All of them.
    pub const ALL: [DoubtKind; 6] = [
        DoubtKind::NoOpened,
        DoubtKind::UndatedExtension,
        DoubtKind::ClosedBeforeOpened,
        DoubtKind::InFuture,
        DoubtKind::NoOwner,
        DoubtKind::UncoveredYear,
    ];

    /// Whether a task of the files gives this doubt at a moment.
    fn holds(self, config: &Config, target: Target, now: Timestamp) -> bool {
        let (task, calendar) = (target.task(config), target.calendar(config));
        let (open, now) = (task.state() == State::Open, When::Instant(now));
        match self {
            DoubtKind::NoOpened => task.opened.is_none(),
            DoubtKind::UndatedExtension => task.extended.iter().any(|one| one.on.is_none()),
            DoubtKind::ClosedBeforeOpened => {
                let dates = closed_on(task).zip(task.opened);
                dates.is_some_and(|(closed, opened)| !by(calendar, opened, closed))
            }
            DoubtKind::InFuture => {
                let dates = [task.done, task.verified, task.cancelled];
                dates.into_iter().flatten().any(|date| !by(calendar, date, now))
            }
            DoubtKind::NoOwner => {
                let who = responsible(config, target);
                open && who.owner.is_none() && who.with.is_empty()
            }
            DoubtKind::UncoveredYear => {
                open && !calendar.covers(calendar.day_of(deadline(config, target)).year())
            }
        }
    }
}

/// Gathers doubts, each kind once.
#[derive(Debug, Default)]
pub(super) struct Doubts(Vec<Doubt>);

impl Doubts {
    pub(super) fn add(&mut self, config: &Config, target: Target, now: Timestamp) {
        for kind in DoubtKind::ALL.into_iter().filter(|kind| kind.holds(config, target, now)) {
            match self.0.iter_mut().find(|known| known.kind == kind) {
                Some(known) => known.count += 1,
                None => self.0.push(Doubt { kind, count: 1, first: target }),
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Doubt> {
        self.0.sort_by_key(|doubt| doubt.kind);
        self.0
    }
}
