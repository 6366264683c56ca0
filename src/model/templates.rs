//! Templates of the admin's own, which replace a part of a letter.

use std::sync::Arc;

use crate::model::Language;
use crate::model::names::names;

/// A file of `[templates] folder`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Of which letter: the name of a kind, or one of a stage's own.
    pub letter: Box<str>,
    /// In which language.
    pub language: Language,
    /// Which part of it.
    pub part: Part,
    /// The file, as it is named to people.
    pub path: Box<str>,
    /// What stands in it.
    pub text: Arc<str>,
}

/// A part of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The plain text.
    Text,
    /// The page.
    Html,
    /// The subject, in one line.
    Subject,
}
names!(Part { Text = "txt", Html = "html", Subject = "subject" });
