//! Keys that are not known, and values that are not of their kind.

use crate::config::fault::code::Code;
use crate::config::read::keys::{Key, Noun, Shape};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ValueFault {
    UnknownKey {
        key: String,
        shape: &'static Shape,
        meant: KeyMeant,
    },
    MissingKey {
        key: &'static Key,
        shape: &'static Shape,
    },
    /// The root file has no `[mail]`, so no sender.
    NoMail,
    /// T0: neither the task nor a rule gives a deadline.
    NoDue {
        task: String,
    },
    WrongType {
        key: &'static Key,
        found: Found,
        cure: TypeCure,
    },
    /// `units.a = 1`.
    NotATable {
        key: String,
        shape: &'static Shape,
    },
    /// Empty, or of several lines.
    BadText {
        key: &'static str,
    },
    UnknownValue {
        key: &'static Key,
        written: String,
    },
    /// Empty, or with control characters.
    BadId {
        written: String,
    },
    SlashInId {
        written: String,
    },
    InlinePassword,
    /// Not exactly one of `credential`, `file` and `env`.
    BadPassword,
    UnknownLedger {
        written: String,
    },
    TooMany {
        what: Many,
        limit: usize,
    },
    TooLong {
        key: String,
        limit: usize,
    },
    /// A chain of references that is too long.
    TooDeep {
        what: Chain,
        limit: usize,
    },
}

/// What is meant by a key that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyMeant {
    /// This key of the same table.
    Key(&'static str),
    /// A key of this table.
    Elsewhere(&'static Shape),
    Unknown,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Text,
    Whole,
    Number,
    Flag,
    Date,
    Array,
    Table,
}

/// What is to be done about a value of the wrong type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TypeCure {
    /// The value is to stand in brackets.
    Brackets,
    /// The quotes are to go.
    NoQuotes,
    /// Nothing that is certain.
    None,
}

/// Of what there is too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Many {
    /// Members of the array of this key.
    Members(String),
    /// Files that `include` names.
    Files,
    /// Definitions of a kind in all files.
    Defined(Noun),
    /// People in the group of this id.
    PeopleOf(String),
}

/// What leads too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chain {
    Delegates,
    Groups,
    Units,
}

impl ValueFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            ValueFault::UnknownKey { .. } => Code::UnknownKey,
            ValueFault::MissingKey { .. } | ValueFault::NoMail | ValueFault::NoDue { .. } => {
                Code::MissingKey
            }
            ValueFault::WrongType { .. } | ValueFault::NotATable { .. } => Code::WrongType,
            ValueFault::BadText { .. } => Code::BadText,
            ValueFault::UnknownValue { .. } => Code::UnknownValue,
            ValueFault::BadId { .. } | ValueFault::SlashInId { .. } => Code::BadId,
            ValueFault::InlinePassword => Code::InlinePassword,
            ValueFault::BadPassword => Code::BadPassword,
            ValueFault::UnknownLedger { .. } => Code::UnknownLedger,
            ValueFault::TooMany { .. } => Code::TooMany,
            ValueFault::TooLong { .. } => Code::TooLong,
            ValueFault::TooDeep { .. } => Code::TooDeep,
        }
    }
}
