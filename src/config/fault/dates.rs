//! Dates of tasks: what cannot be, and what is seldom meant.

use jiff::civil::{Date, Time};

use crate::config::fault::code::Code;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// T0: `opened+30d` on a task without `opened`.
    DueWithoutOpened {
        offset: String,
    },
    /// T0: the same by a rule.
    RuleWithoutOpened {
        task: String,
        offset: String,
    },
    DoneBeforeOpened {
        task: String,
    },
    VerifiedBeforeDone {
        task: String,
    },
    VerifiedWithoutDone {
        task: String,
    },
    DoneBeforeReturned {
        task: String,
    },
    DoneThroughWithoutEvery,
    /// T9: a standing task comes round by days.
    BadEvery,
    HoldReversed,
    /// T0: a hold that stops the clock has a beginning,
    HoldWithoutFrom,
    /// stands on no standing task,
    HoldOfStanding,
    /// and the last extension says from when it holds.
    ExtensionWithoutOn,
    /// T9: `done` ends a standing task, not its cycle.
    DoneEndsSeries {
        task: String,
        done: Date,
    },
    /// A `done` below `[[task.milestones]]` is that of the milestone.
    DoneOfMilestone {
        task: String,
        milestone: String,
    },
    MilestoneAfterDue {
        task: String,
        milestone: String,
        due: Date,
        of_task: Date,
    },
    /// The hold ended, and holds nothing back any more.
    HoldOver {
        task: String,
        until: Date,
    },
    /// §2: the first promise is never edited.
    DueOverwritten {
        task: String,
        was: Date,
        is: Date,
        today: Date,
    },
    DueBeforeOpened {
        task: String,
    },
    /// `key` is `done` or `verified`.
    InTheFuture {
        task: String,
        key: &'static str,
    },
    DueOnDayOff {
        task: String,
        day: Date,
        off: DayOff,
        before: Option<Date>,
    },
    /// T2: a year that no holiday set knows, with so many dates in it.
    UncoveredYear {
        calendar: String,
        year: i16,
        dates: usize,
    },
    ExtendedLate {
        task: String,
        on: Date,
        due: Date,
    },
    /// The extension leads to the deadline that was in force.
    ExtendedToSame {
        task: String,
        due: Date,
    },
    ExtendedBackward {
        task: String,
        due: Date,
        to: Date,
    },
    /// T9: the extension is for another cycle than the present one.
    ExtendedOtherCycle(OtherCycle),
    /// T4: exact time is counted from a day without a time.
    ExactOnDate(ExactOnDate),
}

/// Why a day is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DayOff {
    Weekend,
    /// By the calendar's `closed`.
    Closed,
    /// By a holiday set.
    Holiday(String),
}

/// An extension that moves nothing in the present cycle of a standing task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherCycle {
    pub(crate) task: String,
    pub(crate) to: Date,
    /// The deadline of the present cycle.
    pub(crate) in_force: Option<Date>,
    /// The deadline of the cycle in which `to` falls.
    pub(crate) falls_in: Option<Date>,
    /// The last day to which the present cycle can be extended.
    pub(crate) last: Option<Date>,
}

/// A stage in exact time, and the first task or milestone with a day alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExactOnDate {
    pub(crate) stage: String,
    pub(crate) target: String,
    /// How many more there are.
    pub(crate) more: usize,
    /// When the letter leaves.
    pub(crate) time: Time,
    /// The same in days, with quotes, where that is certain.
    pub(crate) days: Option<String>,
}

impl DateFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            DateFault::DueWithoutOpened { .. } | DateFault::RuleWithoutOpened { .. } => {
                Code::DueWithoutOpened
            }
            DateFault::DoneBeforeOpened { .. } => Code::DoneBeforeOpened,
            DateFault::VerifiedBeforeDone { .. } => Code::VerifiedBeforeDone,
            DateFault::VerifiedWithoutDone { .. } => Code::VerifiedWithoutDone,
            DateFault::DoneBeforeReturned { .. } => Code::DoneBeforeReturned,
            DateFault::DoneThroughWithoutEvery => Code::DoneThroughWithoutEvery,
            DateFault::BadEvery => Code::BadEvery,
            DateFault::HoldReversed => Code::HoldReversed,
            DateFault::HoldWithoutFrom => Code::HoldWithoutFrom,
            DateFault::HoldOfStanding => Code::HoldOfStanding,
            DateFault::ExtensionWithoutOn => Code::ExtensionWithoutOn,
            DateFault::DoneEndsSeries { .. } => Code::DoneEndsSeries,
            DateFault::DoneOfMilestone { .. } => Code::DoneOfMilestone,
            DateFault::MilestoneAfterDue { .. } => Code::MilestoneAfterDue,
            DateFault::HoldOver { .. } => Code::HoldOver,
            DateFault::DueOverwritten { .. } => Code::DueOverwritten,
            DateFault::DueBeforeOpened { .. } => Code::DueBeforeOpened,
            DateFault::InTheFuture { .. } => Code::InTheFuture,
            DateFault::DueOnDayOff { .. } => Code::DueOnDayOff,
            DateFault::UncoveredYear { .. } => Code::UncoveredYear,
            DateFault::ExtendedLate { .. } => Code::ExtendedLate,
            DateFault::ExtendedToSame { .. } | DateFault::ExtendedOtherCycle(_) => {
                Code::ExtendedWithoutEffect
            }
            DateFault::ExtendedBackward { .. } => Code::ExtendedBackward,
            DateFault::ExactOnDate(_) => Code::ExactOnDate,
        }
    }
}
