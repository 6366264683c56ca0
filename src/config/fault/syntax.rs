//! The text is no TOML: the slips people really make, each for itself, and what else the parser finds.

use crate::config::fault::code::Code;
use crate::config::fault::values::StateMeant;

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
    /// `责任人 = …`: a key that TOML takes only in quotes, and the known one that is meant.
    BareKey {
        key: String,
        meant: Option<&'static str>,
    },
    /// §2: state is read off the dates.
    StateWritten {
        key: String,
        meant: StateMeant,
    },
    /// The same in a header, and how it would be right.
    BareHeader {
        part: String,
        meant: String,
    },
    /// `[task]` for `[[task]]`, or brackets that do not go together.
    WrongHeader {
        meant: Option<String>,
    },
    /// `[甲县]` for `[units."甲县"]`.
    HeaderBelow {
        part: String,
        table: &'static str,
        meant: String,
    },
    /// `[calendar]`, where each has an id: the table, and the header with an id, where that is certain.
    HeaderWithoutId {
        table: &'static str,
        meant: Option<String>,
    },
    /// `[task.A-2]`: the id stands in the header of what is one of a list.
    IdInHeader {
        id: String,
        meant: String,
    },
    /// A header that is there twice.
    HeaderTwice {
        header: String,
    },
    /// The first key of an item comes again: the header between two items is missing.
    MissingHeader {
        key: String,
        header: String,
        is_known: bool,
    },
    DuplicateKey {
        key: String,
    },
    UnclosedBracket {
        bracket: char,
    },
    /// `li = name = …, email = … }`.
    NoOpening,
    MissingComma,
    ExtraComma,
    /// A comma or another sign at the end of a line.
    TrailingSign {
        sign: char,
    },
    /// What is written instead of `=`; nothing where it is missing.
    NoEquals {
        written: Option<String>,
    },
    /// A line that is neither a key with a value nor a header.
    NoPair,
    /// `//`.
    CommentSign {
        sign: String,
    },
    MissingValue {
        key: String,
    },
    /// `2026/3/5`, and the day that is meant.
    DateInOtherOrder {
        written: String,
        meant: String,
    },
    /// `12月25日`, and which day it would be this year.
    DateWithoutYear {
        written: String,
        example: String,
    },
    /// `2026年12月`, and its last day.
    DateWithoutDay {
        written: String,
        example: String,
    },
    /// `立行立改`, where a date is wanted.
    NotADate {
        written: String,
        is_deadline: bool,
    },
    /// `2026-02-30`.
    NoSuchDay {
        written: String,
    },
    /// `24:00`, `12:00:00+25:00`.
    NoSuchTime {
        written: String,
    },
    /// `yes`, `True`.
    NoValue {
        written: String,
    },
    UnquotedText {
        written: String,
    },
    QuotesInText,
    UnclosedQuote,
    /// `"""` that is never closed.
    UnclosedText {
        mark: String,
    },
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
            SyntaxFault::BareKey { meant: Some(_), .. } => Code::UnknownKey,
            SyntaxFault::BareKey { meant: None, .. } | SyntaxFault::BareHeader { .. } => {
                Code::BareKey
            }
            SyntaxFault::StateWritten { .. } => Code::StateWritten,
            SyntaxFault::WrongHeader { .. }
            | SyntaxFault::HeaderBelow { .. }
            | SyntaxFault::HeaderWithoutId { .. }
            | SyntaxFault::IdInHeader { .. } => Code::WrongHeader,
            SyntaxFault::HeaderTwice { .. } => Code::DefinedTwice,
            SyntaxFault::MissingHeader { .. } => Code::MissingHeader,
            SyntaxFault::DuplicateKey { .. } => Code::DuplicateKey,
            SyntaxFault::UnclosedBracket { .. } | SyntaxFault::NoOpening => Code::UnclosedBracket,
            SyntaxFault::MissingComma => Code::MissingComma,
            SyntaxFault::ExtraComma => Code::ExtraComma,
            SyntaxFault::TrailingSign { .. } => Code::TrailingSign,
            SyntaxFault::NoEquals { .. } => Code::NoEquals,
            SyntaxFault::NoPair => Code::NoPair,
            SyntaxFault::CommentSign { .. } => Code::CommentSign,
            SyntaxFault::MissingValue { .. } => Code::MissingValue,
            SyntaxFault::DateInOtherOrder { .. }
            | SyntaxFault::DateWithoutYear { .. }
            | SyntaxFault::DateWithoutDay { .. }
            | SyntaxFault::NotADate { .. }
            | SyntaxFault::NoSuchDay { .. }
            | SyntaxFault::NoSuchTime { .. } => Code::BadDate,
            SyntaxFault::UnquotedText { .. } => Code::UnquotedText,
            SyntaxFault::QuotesInText => Code::QuotesInText,
            SyntaxFault::UnclosedQuote | SyntaxFault::UnclosedText { .. } => Code::UnclosedQuote,
            SyntaxFault::TooNested { .. } => Code::TooDeep,
        }
    }
}
