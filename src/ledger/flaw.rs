//! What `duban ledger check` finds wrong.

use crate::model::Language;
use crate::words::{errors, quotes};

/// Something that does not hold, as it does of every sound ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// SQLite's words.
    Said(String),
    /// A row of this table refers to one that is not there.
    Dangling(String),
    /// This letter has no bytes.
    NoBytes(String),
    /// This letter has no recipient.
    NoRecipient(String),
    /// This letter waits, but no recipient does.
    WaitsForNobody(String),
    /// This letter is settled, but a recipient waits.
    SettledTooEarly(String),
    /// This letter carries no notice.
    NoNotice(String),
}

impl Flaw {
    /// What is said to a person.
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Flaw::Said(said) => quotes::quoted(said, language),
            Flaw::Dangling(table) => errors::dangling(table, language),
            Flaw::NoBytes(letter) => errors::letter_without_bytes(letter, language),
            Flaw::NoRecipient(letter) => errors::letter_without_recipient(letter, language),
            Flaw::WaitsForNobody(letter) => errors::letter_waits_for_nobody(letter, language),
            Flaw::SettledTooEarly(letter) => errors::letter_settled_too_early(letter, language),
            Flaw::NoNotice(letter) => errors::letter_without_notice(letter, language),
        }
    }
}
