//! Tallies whose parts do not fit together.

use crate::config::fault::code::Code;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TallyFault {
    /// A key, or a value of one, that only a tally of letters has.
    OnlyOfLetters { name: String, key: &'static str },
    /// It counts letters, and does not say which, or since when.
    NoCounts { name: String, key: &'static str },
    /// `subtree` where it is not counted for units.
    SubtreeWithoutUnits { name: String },
    /// `again = "3h"`.
    ExactAgain,
    /// A stage that no policy has.
    UnknownStage { name: String, stage: String },
}

impl TallyFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            TallyFault::ExactAgain => Code::BadOffset,
            TallyFault::UnknownStage { .. } => Code::UnknownReference,
            TallyFault::OnlyOfLetters { .. }
            | TallyFault::NoCounts { .. }
            | TallyFault::SubtreeWithoutUnits { .. } => Code::TallyParts,
        }
    }
}
