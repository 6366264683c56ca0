//! Reports and tallies whose roles stand for nobody.

use crate::config::fault::code::Code;
use crate::config::read::keys::Noun;

/// A report or a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) noun: Noun,
    pub(crate) name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReportFault {
    /// `to` is empty.
    EmptyTo { of: Named },
    /// A role that only a task has.
    RoleOfTask { of: Named, role: String },
    /// A role of a unit, and it is about none. `parts` says that it is divided.
    RoleWithoutUnit { of: Named, role: String, parts: bool },
    /// A role of a unit that nobody has there.
    Unfilled { of: Named, role: String, unit: String },
}

impl ReportFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            ReportFault::EmptyTo { .. } => Code::EmptyTo,
            ReportFault::RoleOfTask { of, .. }
            | ReportFault::RoleWithoutUnit { of, .. }
            | ReportFault::Unfilled { of, .. } => match of.noun {
                Noun::Tally => Code::TallyRole,
                _ => Code::ReportRole,
            },
        }
    }
}
