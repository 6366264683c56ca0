//! E2: who edited the files by a command, what, and why; as the ledger keeps it, and the spool where the ledger may not
//! be opened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::compare::Name;
use crate::model::Subject;

/// An edit, recorded before the first file is written: the guard must know it when the files change (L8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEdit {
    /// The command: `extend`.
    pub command: String,
    /// The command with all that was given to it: the same words complete what a crash cut short (E1).
    pub words: String,
    /// Who decided: a person's id, or words.
    pub by: String,
    /// The login of who gave the command.
    pub login: String,
    /// Why, where a reason was given.
    pub why: Option<String>,
    /// What it changes.
    pub parts: Vec<EditPart>,
    /// What the guard is to take as meant.
    pub meant: Vec<Meant>,
}

/// What an edit changes of one entry of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditPart {
    /// Of what.
    pub about: Subject,
    /// As it is written into the file: `done = 2026-11-28`.
    pub change: String,
}

/// What the files say of a task or milestone by the edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meant {
    /// Whose it is.
    pub name: Name,
    /// What the guard remembers of it from then on.
    pub facts: String,
    /// The way it is reminded from then on.
    pub way: String,
    /// It is a change that the guard would count.
    pub counts: bool,
}

/// An edit that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRow {
    /// When the command was given.
    pub at: Timestamp,
    /// The command.
    pub command: String,
    /// Who decided.
    pub by: String,
    /// The login of who gave it.
    pub login: String,
    /// Why.
    pub why: Option<String>,
    /// All its files were written. Where they were not, the command was cut short, or is under way.
    pub written: bool,
    /// What it changed of one entry.
    pub part: EditPart,
}

/// An edit whose files were not all written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutShort {
    /// Its number.
    pub number: i64,
    /// Whom it was about, and what the files say of them once it is written.
    pub meant: Vec<(Name, String)>,
}
