//! Ids that stand for two things, or for nothing.

use crate::config::fault::code::Code;
use crate::config::read::keys::Noun;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReferenceFault {
    DefinedTwice {
        noun: Noun,
        id: String,
    },
    /// A person and a group bear one id.
    SameId {
        id: String,
    },
    /// Two ids that a reader cannot tell apart, with what does not show spelled out.
    Alike {
        noun: Noun,
        id: String,
        first: String,
    },
    /// T10: what was told under the old name is told once more under the new one.
    Renamed {
        noun: Noun,
        was: String,
        is: String,
        /// How many notices stand under the old one, where the ledger could be read.
        told: Option<usize>,
    },
    /// A group stands where one person is wanted.
    GroupForPerson {
        id: String,
    },
    Unknown {
        noun: Noun,
        written: String,
        meant: IdMeant,
    },
    UnknownRole {
        written: String,
        meant: Option<String>,
    },
}

/// What is meant by an id that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IdMeant {
    /// The id of whom the text names.
    ByName(String),
    /// An id that is spelt nearly so.
    Near(String),
    /// The ids of several people in one text.
    Several(Vec<String>),
    /// An address, which is not enough.
    Address,
    Unknown,
}

impl ReferenceFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            ReferenceFault::DefinedTwice { .. } => Code::DefinedTwice,
            ReferenceFault::SameId { .. } => Code::SameId,
            ReferenceFault::Alike { .. } => Code::AlikeIds,
            ReferenceFault::Renamed { .. } => Code::Renamed,
            ReferenceFault::GroupForPerson { .. } => Code::WrongReference,
            ReferenceFault::Unknown { .. } => Code::UnknownReference,
            ReferenceFault::UnknownRole { .. } => Code::UnknownRole,
        }
    }
}
