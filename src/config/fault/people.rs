//! People, groups and units: absences, and circles in what refers to what.

use jiff::civil::Date;

use crate::config::fault::code::Code;
use crate::config::read::keys::Noun;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PeopleFault {
    AwayReversed,
    /// As `import` leaves it of people without an address: the names of those that are pointed at, and how many there are.
    NoAddress {
        names: Vec<String>,
        count: usize,
    },
    OverlappingAbsences {
        person: String,
    },
    /// W3: the delegates of a day lead back.
    DelegateCycle {
        day: Date,
        circle: Circle,
    },
    /// The absence is over.
    LeaveOver {
        person: String,
        until: Date,
    },
    /// Two people or two units bear one name.
    SameName {
        noun: Noun,
        name: String,
    },
    SameAddress {
        address: String,
    },
    /// Who owns a task is to verify it, too.
    OwnerVerifies {
        task: String,
        who: String,
    },
    EmptyGroup {
        group: String,
    },
    GroupCycle {
        circle: Circle,
    },
    UnitCycle {
        circle: Circle,
    },
    /// Nobody of those who own a task is there on its deadline.
    EverybodyAway {
        task: String,
        day: Date,
    },
    /// L9: letters to an address of the files come back.
    Bounced {
        address: String,
        since: Date,
        text: String,
    },
    /// W3: a coming letter reaches nobody who is there.
    NobodyThere(NobodyThere),
}

/// Who leads to whom, and back to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Circle {
    /// The ids, as many as are shown.
    pub(crate) ids: Vec<String>,
    /// How many there are in all.
    pub(crate) count: usize,
    /// Each step that is pointed at: from whom to whom.
    pub(crate) steps: Vec<(String, String)>,
}

/// A letter that would reach a person who is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NobodyThere {
    pub(crate) stage: String,
    pub(crate) target: String,
    pub(crate) day: Date,
    pub(crate) person: String,
    pub(crate) until: Date,
    /// How many more there are like it.
    pub(crate) more: usize,
}

impl PeopleFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            PeopleFault::AwayReversed => Code::AwayReversed,
            PeopleFault::NoAddress { .. } => Code::NoAddress,
            PeopleFault::OverlappingAbsences { .. } => Code::OverlappingAbsences,
            PeopleFault::DelegateCycle { .. } => Code::DelegateCycle,
            PeopleFault::LeaveOver { .. } => Code::LeaveOver,
            PeopleFault::SameName { .. } => Code::SameName,
            PeopleFault::SameAddress { .. } => Code::SameAddress,
            PeopleFault::OwnerVerifies { .. } => Code::OwnerVerifies,
            PeopleFault::EmptyGroup { .. } => Code::EmptyGroup,
            PeopleFault::GroupCycle { .. } => Code::GroupCycle,
            PeopleFault::UnitCycle { .. } => Code::UnitCycle,
            PeopleFault::EverybodyAway { .. } => Code::EverybodyAway,
            PeopleFault::Bounced { .. } => Code::Bounced,
            PeopleFault::NobodyThere(_) => Code::NobodyThere,
        }
    }
}
