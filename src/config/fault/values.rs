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
    /// State is read off the dates, never written (§2).
    StateWritten {
        key: String,
        meant: StateMeant,
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
    /// `[check] allow` names an error.
    NotAWarning {
        code: String,
    },
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
    /// A key of the whole file, which stands above all headers.
    Above,
    /// A person or a unit below its own header, such as this one.
    Header(String),
    /// A column of one's own.
    Field,
    Unknown,
}

/// What is meant by a state in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateMeant {
    /// This date.
    Date(&'static str),
    /// A hold.
    Hold,
    /// Nothing yet: the task is open.
    Open,
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
    /// The value is to stand in brackets,
    Brackets,
    /// in braces with a key,
    Braces,
    /// or without brackets.
    NoBrackets,
    /// A text is to stand in quotes.
    Quotes,
    /// The quotes are to go.
    NoQuotes,
    /// The same of a date.
    DateWithoutQuotes,
    /// A number stands for a day.
    Date,
    /// The day itself is wanted; today stands for it.
    WhichDay,
    /// The year is wanted; this year stands for it.
    WhichYear,
    /// A day is wanted; the last one stands for it.
    LastDay,
    /// A table with a day in it is wanted, and the day is a guess.
    RealDay,
    /// What is not yet so has no line.
    NoLine,
    /// What has no end comes round: `every`.
    Every,
    /// `opened+30d`.
    FromOpened,
    /// The first owns the task, the others stand in `with`.
    OwnerAndWith,
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
            ValueFault::StateWritten { .. } => Code::StateWritten,
            ValueFault::MissingKey { .. } | ValueFault::NoMail | ValueFault::NoDue { .. } => {
                Code::MissingKey
            }
            ValueFault::WrongType { .. } | ValueFault::NotATable { .. } => Code::WrongType,
            ValueFault::BadText { .. } => Code::BadText,
            ValueFault::UnknownValue { .. } => Code::UnknownValue,
            ValueFault::BadId { .. } | ValueFault::SlashInId { .. } => Code::BadId,
            ValueFault::InlinePassword => Code::InlinePassword,
            ValueFault::BadPassword => Code::BadPassword,
            ValueFault::NotAWarning { .. } => Code::NotAWarning,
            ValueFault::UnknownLedger { .. } => Code::UnknownLedger,
            ValueFault::TooMany { .. } => Code::TooMany,
            ValueFault::TooLong { .. } => Code::TooLong,
            ValueFault::TooDeep { .. } => Code::TooDeep,
        }
    }
}
