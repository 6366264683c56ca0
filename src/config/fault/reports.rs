//! Reports whose roles stand for nobody.

use crate::config::fault::code::Code;
use crate::model::Per;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReportFault {
    /// `to` is empty.
    EmptyTo { report: String },
    /// A role that only a task has.
    RoleOfTask { report: String, role: String },
    /// A role of a unit, and it is about none.
    RoleWithoutUnit { report: String, role: String, per: Per },
    /// A role of a unit that nobody has there.
    Unfilled { report: String, role: String, unit: String },
}

impl ReportFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            ReportFault::EmptyTo { .. } => Code::EmptyTo,
            ReportFault::RoleOfTask { .. }
            | ReportFault::RoleWithoutUnit { .. }
            | ReportFault::Unfilled { .. } => Code::ReportRole,
        }
    }
}
