//! What became of a mail that came in.

/// No mail that is read is larger.
pub const LARGEST: u64 = 25 * 1024 * 1024;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Answers, by their numbers.
    Answers(Vec<i64>),
    /// A note for the admin, by its number.
    Note(i64),
    /// A program wrote it: it is no answer, and nobody replies to it. The note that tells of it, where there is one.
    Automatic(Option<i64>),
    /// A letter came back (L9): its id, and from whom.
    Bounced(String, Vec<String>),
    /// A letter is late, and still tried: its id, and for whom.
    Delayed(String, Vec<String>),
    /// It is not about our letters, and is left where it is.
    NotOurs,
}
