//! A file beside the letter.

/// A file beside the letter.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name, in ASCII.
    pub name: String,
    /// Its kind, as MIME names it.
    pub kind: &'static str,
    /// What is in it; a text is in UTF-8.
    pub bytes: Vec<u8>,
    /// Whether the page shows it: it is part of it, under its name as content-id (RFC 2392).
    pub is_shown: bool,
}

impl Attached {
    /// A text.
    pub fn text(name: String, kind: &'static str, text: String) -> Attached {
        Attached { name, kind, bytes: text.into_bytes(), is_shown: false }
    }

    /// A picture that the page shows.
    pub fn picture(name: &str, bytes: Vec<u8>) -> Attached {
        Attached { name: name.to_owned(), kind: "image/png", bytes, is_shown: true }
    }
}
