//! Tasks and milestones, and the state that is read off their dates.

use std::sync::Arc;

use jiff::civil::Date;

use crate::model::names::names;
use crate::model::{CalendarIx, Party, PolicyIx, Recipient, Span, UnitIx, When};

/// A thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id, unique over all files.
    pub id: Box<str>,
    /// What it is, in a line.
    pub title: Box<str>,
    /// What it is, at length.
    pub detail: Option<Box<str>>,
    /// Free words of the office, for rules and lists.
    pub category: Option<Arc<str>>,
    /// How grave it is.
    pub severity: Severity,
    /// Where it comes from: an inspection, an audit …
    pub source: Option<Arc<str>>,
    /// Which batch it came with.
    pub batch: Option<Arc<str>>,
    /// The unit it lies with.
    pub unit: Option<UnitIx>,
    /// The owner written in the file; where none is, the unit's head owns it (W1).
    pub owner: Option<Party>,
    /// Co-owners.
    pub with: Box<[Party]>,
    /// The supervisor written in the file; where none is, the unit's (W1).
    pub supervisor: Option<Party>,
    /// Those who get a copy of every letter (W2).
    pub watchers: Box<[Recipient]>,
    /// Its policy, named or chosen by a rule.
    pub policy: PolicyIx,
    /// Its unit's calendar.
    pub calendar: CalendarIx,
    /// When it was opened.
    pub opened: Option<When>,
    /// The first promise; never edited.
    pub due: When,
    /// What was granted later, in the order written.
    pub extended: Box<[Extension]>,
    /// When it was reported done.
    pub done: Option<When>,
    /// When that was verified.
    pub verified: Option<When>,
    /// When it was called off.
    pub cancelled: Option<When>,
    /// Pauses, in the order written.
    pub holds: Box<[Hold]>,
    /// How often a standing task comes round (T9); day-based.
    pub every: Option<Span>,
    /// Up to which day a standing task is done (T9).
    pub done_through: Option<Date>,
    /// Further reading.
    pub links: Box<[Box<str>]>,
    /// What few tasks have.
    pub course: Option<Box<Course>>,
    /// Its steps, ids unique within the task.
    pub milestones: Box<[Milestone]>,
    /// Which of [`super::Config::files`] it stands in.
    pub file: u32,
    /// The line it begins on, from 1.
    pub line: u32,
}

/// A step of a task with a deadline of its own (T11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its id, unique within the task.
    pub id: Box<str>,
    /// What it is, in a line.
    pub title: Box<str>,
    /// Its unit, where it is not the task's.
    pub unit: Option<UnitIx>,
    /// Its owner, where it is not the task's.
    pub owner: Option<Party>,
    /// Its co-owners, where they are not the task's.
    pub with: Option<Box<[Party]>>,
    /// Its supervisor, where it is not the task's.
    pub supervisor: Option<Party>,
    /// Its watchers, where they are not the task's.
    pub watchers: Option<Box<[Recipient]>>,
    /// The calendar of its unit, else the task's.
    pub calendar: CalendarIx,
    /// The first promise.
    pub due: When,
    /// What was granted later.
    pub extended: Box<[Extension]>,
    /// Pauses of its own; those of its task hold for it, too.
    pub holds: Box<[Hold]>,
    /// When it was done.
    pub done: Option<When>,
    /// When it was called off.
    pub cancelled: Option<When>,
}

/// What was written about a task on its way. Few tasks have any of it, so it is kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// When it was received (签收).
    pub acknowledged: Option<When>,
    /// How it goes on.
    pub progress: Box<[Progress]>,
    /// When it was sent back (退回).
    pub returned: Box<[Returned]>,
    /// What shows that it is done.
    pub evidence: Box<[Box<str>]>,
    /// On which days somebody looked whether it has stayed done (回头看), in the order written.
    pub looked_back: Box<[Date]>,
    /// Columns of the office's own, by name.
    pub fields: Box<[(Box<str>, Box<str>)]>,
}

/// An entry about a task's progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its day.
    pub on: When,
    /// Who wrote it, a person's id or any words.
    pub by: Option<Box<str>>,
    /// What was said.
    pub text: Option<Box<str>>,
    /// How much is done.
    pub percent: Option<u8>,
}

/// A task sent back, because it was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The day.
    pub on: When,
    /// Who sent it back, a person's id or any words.
    pub by: Option<Box<str>>,
    /// Why.
    pub reason: Option<Box<str>>,
    /// When it had been reported done.
    pub done: Option<When>,
}

impl Milestone {
    /// Whether nothing is to be done about it any more.
    pub fn is_closed(&self) -> bool {
        self.done.is_some() || self.cancelled.is_some()
    }
}

/// A deadline moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// When it was asked for or granted.
    pub on: Option<When>,
    /// The new deadline.
    pub to: When,
    /// Who granted it, a person's id or any words.
    pub by: Option<Box<str>>,
    /// Why.
    pub reason: Option<Box<str>>,
}

/// A pause: no notice of the task leaves from the start of `from` until the start of `until` (T8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The first day of it; without it, it has begun.
    pub from: Option<Date>,
    /// The first day on which notices leave again.
    pub until: Date,
    /// Why.
    pub reason: Option<Box<str>>,
    /// Whether deadlines move by its length (T0). It has a `from`, then.
    pub stops_clock: bool,
}

/// How grave a task is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
    /// 特别重大
    Critical,
}
names!(Severity { Low = "low", Medium = "medium", High = "high", Critical = "critical" });

/// Where a task stands, read off its dates and never written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Still to do.
    Open,
    /// Done, awaiting verification.
    Done,
    /// 销号.
    Verified,
    /// Called off.
    Cancelled,
}
names!(State { Open = "open", Done = "done", Verified = "verified", Cancelled = "cancelled" });

impl Task {
    /// Whether it says the same, wherever it stands in the files.
    pub fn says_the_same_as(&self, other: &Task) -> bool {
        let elsewhere = Task { file: other.file, line: other.line, ..self.clone() };
        elsewhere == *other
    }

    /// When it was received.
    pub fn acknowledged(&self) -> Option<When> {
        self.course.as_ref()?.acknowledged
    }

    /// How it goes on.
    pub fn progress(&self) -> &[Progress] {
        self.course.as_ref().map_or(&[], |course| &course.progress)
    }

    /// When it was sent back.
    pub fn returned(&self) -> &[Returned] {
        self.course.as_ref().map_or(&[], |course| &course.returned)
    }

    /// What shows that it is done.
    pub fn evidence(&self) -> &[Box<str>] {
        self.course.as_ref().map_or(&[], |course| &course.evidence)
    }

    /// On which days somebody looked whether it has stayed done.
    pub fn looked_back(&self) -> &[Date] {
        self.course.as_ref().map_or(&[], |course| &course.looked_back)
    }

    /// Columns of the office's own, by name.
    pub fn fields(&self) -> &[(Box<str>, Box<str>)] {
        self.course.as_ref().map_or(&[], |course| &course.fields)
    }

    /// The state its dates give: `cancelled` beats `verified` beats `done`.
    pub fn state(&self) -> State {
        match (self.cancelled, self.verified, self.done) {
            (Some(_), _, _) => State::Cancelled,
            (_, Some(_), _) => State::Verified,
            (_, _, Some(_)) => State::Done,
            _ => State::Open,
        }
    }
}
