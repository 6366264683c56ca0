//! `[letters.KIND]`: settings of single kinds of letters; and letters of a stage's own.

use crate::config::fault::code::Code;
use crate::model::{LetterKind, NumberFlaw};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LetterFault {
    /// There is no such letter; the one that may be meant.
    Unknown { written: String, meant: Option<String> },
    /// The pattern of its numbers cannot be read.
    BadNumber { written: String, flaw: NumberFlaw },
    /// Without a year the numbers begin anew each year.
    NoYear { written: String },
    /// A built-in letter is like no other.
    LikeOfBuiltIn { letter: String },
    /// Files that a letter of a stage's own lacks, and the built-in letter that stands in.
    MissingParts { letter: String, files: Vec<String>, like: Option<LetterKind> },
}

impl LetterFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            LetterFault::Unknown { .. } => Code::UnknownLetter,
            LetterFault::BadNumber { .. } => Code::BadNumber,
            LetterFault::NoYear { .. } => Code::NumberWithoutYear,
            LetterFault::LikeOfBuiltIn { .. } => Code::LikeOfBuiltIn,
            LetterFault::MissingParts { .. } => Code::MissingParts,
        }
    }
}
