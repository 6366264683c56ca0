//! A file beside the letter.

/// A file beside the letter.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name, in ASCII.
    pub name: String,
    /// Its kind, as MIME names it.
    pub kind: &'static str,
    /// What is in it, in UTF-8.
    pub text: String,
}
