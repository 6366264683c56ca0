//! How delivery stands, for whoever asks: what waits, what keeps it, who is not reached.

use serde::Serialize;

use crate::model::cure::Cure;
use crate::model::met::Met;
use crate::view::met::{english, english_if_any};
use crate::view::moments::At;

/// How delivery stands. Where all is well, nothing waits and nothing is named.
#[derive(Debug, Clone, Serialize)]
pub struct Delivery {
    /// Letters that wait to go.
    pub queued: u32,
    /// Since when the oldest of them does.
    pub oldest_queued: Option<At>,
    /// Letters that wait for a person.
    pub held: u32,
    /// Answers that wait for a decision (A4).
    pub answers_waiting: u32,
    /// Since when the first of them does.
    pub answers_since: Option<At>,
    /// Letters that nobody in To has (L3).
    pub undelivered: u32,
    /// An edit that waits for a person (L8a).
    pub edit: Option<WaitingEdit>,
    /// What keeps every letter from leaving.
    pub relay: Option<Outage>,
    /// Letters go, and none is taken.
    pub refusing: Option<Refusals>,
    /// Mailboxes of replies that cannot be read (A5).
    pub mailboxes: Vec<Unreadable>,
    /// What cannot be told, because its letter cannot be written.
    pub unwritten: Vec<Unwritten>,
    /// Addresses of the files from which letters come back (L9).
    pub bounced: Vec<Bounced>,
    /// Admins who did not get word.
    pub admin_unreached: Vec<Unreached>,
}

/// An edit that waits for a person.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingEdit {
    /// When it was found.
    pub found: At,
    /// How many tasks and milestones it changes.
    pub changes: u32,
    /// How many deadlines it moves.
    pub moved: u32,
    /// How many it drops.
    pub dropped: u32,
}

/// A time in which no letter can leave.
#[derive(Debug, Clone, Serialize)]
pub struct Outage {
    /// Since when.
    pub since: At,
    /// What was met with last.
    #[serde(serialize_with = "english")]
    pub why: Met,
    /// Waiting will not mend it.
    pub needs_admin: bool,
    /// What would mend it, in a word, where that is known.
    #[serde(serialize_with = "cure")]
    pub cure: Option<Cure>,
    /// When a letter is tried next; where none waits, none.
    pub next_try: Option<At>,
}

/// A mailbox of replies that cannot be read.
#[derive(Debug, Clone, Serialize)]
pub struct Unreadable {
    /// Which.
    pub mailbox: String,
    /// Since when.
    pub since: At,
    /// What was met with last.
    #[serde(serialize_with = "english")]
    pub why: Met,
    /// Waiting will not mend it.
    pub needs_admin: bool,
}

/// Letters go, and none is taken.
#[derive(Debug, Clone, Serialize)]
pub struct Refusals {
    /// Since when.
    pub since: At,
    /// How many letters in a row nobody has.
    pub letters: u32,
    /// The last answer.
    #[serde(serialize_with = "english")]
    pub answer: Met,
}

/// A task or milestone of which nothing can be told.
#[derive(Debug, Clone, Serialize)]
pub struct Unwritten {
    /// The task.
    pub task: String,
    /// The milestone.
    pub milestone: Option<String>,
    /// The letter that a person released and that cannot be written anew (L6c).
    pub letter: Option<String>,
    /// Since when.
    pub since: At,
    /// What the last try met with.
    #[serde(serialize_with = "english")]
    pub why: Met,
    /// When it is tried next.
    pub next_try: At,
}

/// An address from which letters come back.
#[derive(Debug, Clone, Serialize)]
pub struct Bounced {
    /// The address.
    pub address: String,
    /// Since when.
    pub since: At,
    /// The last letter.
    pub letter: Option<String>,
    /// The server's words.
    pub answer: String,
}

/// An admin who did not get word.
#[derive(Debug, Clone, Serialize)]
pub struct Unreached {
    /// The address.
    pub address: String,
    /// The letter.
    pub letter: String,
    /// The relay's answer.
    #[serde(serialize_with = "english_if_any")]
    pub answer: Option<Met>,
    /// When the letter was settled.
    pub settled: Option<At>,
}

fn cure<S: serde::Serializer>(cure: &Option<Cure>, serializer: S) -> Result<S::Ok, S::Error> {
    cure.map(Cure::name).serialize(serializer)
}
