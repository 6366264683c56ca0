//! Policies: stages that cannot be sent, or would not say what is meant, and roles that nobody fills.

use crate::config::fault::code::Code;
use crate::model::AnchorKind;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PolicyFault {
    StageTwice {
        stage: String,
        policy: String,
    },
    NoStages {
        policy: String,
    },
    /// T13: the name of the stage that every policy has.
    ReservedStage,
    EmptyTo,
    /// A stage counted from here needs its own letter, such as this one.
    NoLetter {
        from: AnchorKind,
        fitting: &'static str,
    },
    /// T12: a percentage is counted on the way to the deadline.
    PercentFrom {
        from: AnchorKind,
    },
    /// T14: progress arms the stage anew and silences it.
    UnlessProgress,
    TimesWithoutRepeat,
    /// T7: wherever the stage is reached, another is at the same moment.
    NeverFires {
        stage: String,
        by: String,
        policy: String,
        /// On how many tasks and milestones that was seen; 0 where it is so on any.
        targets: usize,
    },
    /// T6: days do not repeat by exact time, nor the other way round.
    RepeatKind {
        counted_in_days: bool,
    },
    UnfilledRole(UnfilledRole),
    NoPolicy {
        task: String,
        count: usize,
    },
}

/// A role that no one fills, and how many there are like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnfilledRole {
    pub(crate) role: String,
    pub(crate) target: String,
    pub(crate) stage: String,
    pub(crate) policy: String,
    pub(crate) unit: Option<String>,
    /// Further roles of the same task that no one fills.
    pub(crate) more_roles: usize,
    /// Further tasks that lack the same.
    pub(crate) more_tasks: usize,
}

impl PolicyFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            PolicyFault::StageTwice { .. } => Code::StageTwice,
            PolicyFault::NoStages { .. } => Code::NoStages,
            PolicyFault::ReservedStage => Code::ReservedStage,
            PolicyFault::EmptyTo => Code::EmptyTo,
            PolicyFault::NoLetter { .. } => Code::NoLetter,
            PolicyFault::PercentFrom { .. } => Code::PercentFrom,
            PolicyFault::UnlessProgress => Code::UnlessProgress,
            PolicyFault::TimesWithoutRepeat => Code::TimesWithoutRepeat,
            PolicyFault::NeverFires { .. } => Code::NeverFires,
            PolicyFault::RepeatKind { .. } => Code::RepeatKind,
            PolicyFault::UnfilledRole(_) => Code::UnfilledRole,
            PolicyFault::NoPolicy { .. } => Code::NoPolicy,
        }
    }
}
