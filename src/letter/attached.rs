//! A file beside the letter.

/// A file beside the letter.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name, in ASCII.
    pub name: String,
    /// What is in it: a table as CSV in UTF-8.
    pub csv: String,
}
