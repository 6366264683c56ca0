//! The text is no TOML: the slips people really make, each for itself, and what else the parser finds.

use crate::config::fault::code::Code;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SyntaxFault {
    /// In the parser's words.
    Other {
        parser: String,
    },
    /// A full-width sign, and its half-width form.
    FullWidth {
        sign: char,
        half: String,
    },
    /// A tab or a full-width blank in or before a key.
    BlankBeforeKey,
    /// `done through = …`, and the key in one word.
    BlankInKey {
        key: String,
        joined: String,
    },
    /// `2026/3/5`, and the day that is meant.
    DateInOtherOrder {
        written: String,
        meant: String,
    },
    /// `2026-02-30`.
    NoSuchDay {
        written: String,
    },
    /// `yes`, `True`.
    NoValue {
        written: String,
    },
    UnclosedQuote,
    /// Deeper than the parser follows.
    TooNested {
        limit: usize,
    },
}

impl SyntaxFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            SyntaxFault::Other { .. } | SyntaxFault::NoValue { .. } => Code::Syntax,
            SyntaxFault::FullWidth { .. } => Code::FullWidth,
            SyntaxFault::BlankBeforeKey | SyntaxFault::BlankInKey { .. } => Code::BlankInKey,
            SyntaxFault::DateInOtherOrder { .. } | SyntaxFault::NoSuchDay { .. } => Code::BadDate,
            SyntaxFault::UnclosedQuote => Code::UnclosedQuote,
            SyntaxFault::TooNested { .. } => Code::TooDeep,
        }
    }
}
