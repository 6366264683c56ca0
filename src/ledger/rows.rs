//! The ledger's rows, as the rest of duban knows them. They know no configuration, so that history stays readable when
//! the files have changed. Times are microseconds since the epoch, in UTC.

use jiff::Timestamp;

use crate::model::cure::Cure;
use crate::model::met::Met;
use crate::model::{Importance, Language, LetterKind, Numbering, Subject};
use crate::plan::NoticeId;

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// It went into a letter.
    Letter,
    /// A later occurrence was reached before it was sent (T7).
    Superseded,
    /// `duban adopt` took it as known.
    Adopted,
    /// Its letter was withdrawn (L6b); it may be sent again.
    Withdrawn,
    /// It stands in a newer letter, or a newer notice of its track took its place while it was held (L6c).
    Replaced,
}

/// A notice as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct NoticeRow {
    /// Which notice (T10).
    pub id: NoticeId,
    /// What became of it.
    pub disposition: Disposition,
    /// The instant it was meant for.
    pub moment: Timestamp,
    /// When the ledger took it in.
    pub recorded: Timestamp,
    /// The letter it went into.
    pub letter: Option<String>,
}

/// A finished letter, about to be recorded: its bytes never change again (L1, L2).
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// Its id, derived from its notices.
    pub id: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// Which letter it is.
    pub kind: Kind,
    /// The name of a letter of its stage's own; `kind` is then what stands in for what it lacks.
    pub own_name: Option<Box<str>>,
    /// In which language.
    pub language: Language,
    /// How important; the more important leaves first.
    pub importance: Importance,
    /// Its subject, decoded.
    pub subject: String,
    /// The envelope sender.
    pub sender: String,
    /// The envelope recipients, To first.
    pub recipients: Vec<String>,
    /// How many of them it is addressed to; the others get a copy.
    pub addressed: usize,
    /// The whole message, as it goes over the wire (CRLF line ends).
    pub bytes: Vec<u8>,
    /// By what it is numbered, if it is: its message has the place of the number, which the ledger fills in once the letter
    /// may leave (§5).
    pub numbering: Option<Numbering>,
    /// Who would have been copied on it, by their ids, and on which task or milestone: they have it in a digest (W6, L8b).
    pub left_out: Vec<(String, Subject)>,
    /// Whether it waits for a person, and why.
    pub held: Option<Held>,
    /// The templates of the admin's own that could not be filled in, and why; the ledger keeps nothing of them.
    pub failed: Vec<(String, String)>,
}

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One of the seven.
    Letter(LetterKind),
    /// Word to the admin; it carries no notice.
    Admin,
}

impl Kind {
    /// The name, as it is written in the ledger and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Letter(kind) => kind.name(),
            Kind::Admin => "admin",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        match name {
            "admin" => Some(Kind::Admin),
            _ => LetterKind::from_name(name).map(Kind::Letter),
        }
    }
}

/// Why a letter waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Held {
    /// Its stage says `release = "ask"` (L6a).
    Ask,
    /// Its sweep went over `max-letters` (L6).
    Guard,
    /// An edit moved or dropped more than `max-changes` deadlines, and its task is one of them (L6).
    Changes,
}

/// What one sweep records, in one transaction (L1).
#[derive(Debug, Clone, Default)]
pub struct SweepRecord {
    /// The letters, finished.
    pub letters: Vec<NewLetter>,
    /// The notices, those of the letters and those superseded.
    pub notices: Vec<NoticeRow>,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// It waits for its first or its next attempt.
    Queued,
    /// It waits for `duban release` or `duban discard`.
    Held,
    /// Every recipient has it, or was refused for good while at least one has it.
    Sent,
    /// Nobody has it and nobody will.
    Failed,
    /// It was withdrawn because all of its notices became moot (L6b).
    Withdrawn,
    /// It was written anew, or a newer one took its place (L6c).
    Replaced,
    /// A person discarded it.
    Discarded,
}

/// Where one recipient of a letter stands (L3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecipientState {
    /// Not yet tried, or refused for now.
    Pending,
    /// The relay took the letter for this recipient.
    Delivered,
    /// Refused for good.
    Refused,
    /// The relay took the letter, and it came back (L9).
    Bounced,
}

/// A recipient as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct RecipientRow {
    /// The address.
    pub address: String,
    /// It gets a copy.
    pub copied: bool,
    /// Where it stands.
    pub state: RecipientState,
    /// The last answer for it.
    pub answer: Option<Met>,
}

/// A letter as the ledger keeps it, without its bytes.
#[derive(Debug, Clone)]
pub struct LetterRow {
    /// Its id.
    pub id: String,
    /// Its `Message-ID`.
    pub message_id: String,
    /// Which letter.
    pub kind: Kind,
    /// The name of a letter of its stage's own.
    pub own_name: Option<Box<str>>,
    /// In which language.
    pub language: Language,
    /// The number that it bears, once it was given (§5).
    pub own_number: Option<String>,
    /// Its subject.
    pub subject: String,
    /// The envelope sender.
    pub sender: String,
    /// Its recipients.
    pub recipients: Vec<RecipientRow>,
    /// Where it stands.
    pub state: LetterState,
    /// Why it is held, where it is.
    pub held: Option<Held>,
    /// When the ledger took it in.
    pub created: Timestamp,
    /// When the letter that it replaces began to wait.
    pub since: Option<Timestamp>,
    /// When a person gave it a new lifetime, if one did.
    pub revived: Option<Timestamp>,
    /// When a person let it go, if one did (L6c).
    pub released: Option<Timestamp>,
    /// It is settled, and none that it is addressed to has it (L3).
    pub unreached: bool,
    /// The letter that it replaces, if it does.
    pub replaces: Option<String>,
    /// When it was settled.
    pub settled: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Option<Timestamp>,
    /// The last answer or error.
    pub last_answer: Option<Met>,
}

impl NewLetter {
    /// The name of the letter, as files and JSON have it.
    pub fn name(&self) -> &str {
        self.own_name.as_deref().unwrap_or(self.kind.name())
    }
}

impl LetterRow {
    /// The name of the letter, as files and JSON have it.
    pub fn name(&self) -> &str {
        self.own_name.as_deref().unwrap_or(self.kind.name())
    }
}

/// A letter on its way out: what a transport needs, and no more.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Its number in the ledger.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// Which letter.
    pub kind: Kind,
    /// Its subject.
    pub subject: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How often it was put off for reasons of its own.
    pub put_off: u32,
    /// Since when the letter's lifetime runs.
    pub since: Timestamp,
    /// The envelope sender.
    pub sender: String,
    /// The recipients still pending.
    pub recipients: Vec<String>,
    /// They are named one by one: a session ended at one of them.
    pub one_by_one: bool,
    /// The message.
    pub bytes: Vec<u8>,
}

/// What an attempt came to for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The relay took it: its answer.
    Delivered(Met),
    /// Not now: the answer, or what broke before the message was handed over.
    Deferred(Met),
    /// Never: the answer.
    Refused(Met),
    /// The message was handed over and no answer came: it may or may not have arrived (L2).
    Unknown(Met),
    /// It was not spoken of in this attempt: the relay takes only so many at once.
    Untried,
}

impl Outcome {
    /// Whether the recipient is settled by it.
    pub fn is_final(&self) -> bool {
        matches!(self, Outcome::Delivered(_) | Outcome::Refused(_))
    }

    /// Whether nobody knows what became of the message.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Outcome::Unknown(_))
    }

    /// What was said.
    pub fn answer(&self) -> Option<&Met> {
        match self {
            Outcome::Delivered(answer)
            | Outcome::Deferred(answer)
            | Outcome::Refused(answer)
            | Outcome::Unknown(answer) => Some(answer),
            Outcome::Untried => None,
        }
    }
}

/// What keeps every letter from leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayTrouble {
    /// Since when.
    pub since: Timestamp,
    /// What was met with last.
    pub why: Met,
    /// Waiting will not mend it.
    pub needs_admin: bool,
    /// What would mend it, where that is known.
    pub cure: Option<Cure>,
    /// How often it was met with.
    pub failures: u32,
    /// When a letter is tried next.
    pub next_try: Timestamp,
    /// Whether the admin was told.
    pub told: bool,
}

/// Letters go, and none is taken: those settled last were all refused for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusing {
    /// Since when.
    pub since: Timestamp,
    /// How many letters in a row nobody has.
    pub letters: u32,
    /// The first recipient of them who was refused.
    pub address: String,
    /// Another was refused, too.
    pub several: bool,
    /// The last answer.
    pub answer: Met,
}

impl Refusing {
    /// Whether it is more than an address that is wrong: three letters, or two where not all went to one.
    pub fn is_in_effect(&self) -> bool {
        self.letters >= 3 || (self.letters == 2 && self.several)
    }
}

/// A task or milestone of which nothing can be told, because its letter cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritten {
    /// The task.
    pub task: String,
    /// The milestone; empty for the task itself.
    pub milestone: String,
    /// What the last try met with.
    pub why: Met,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried since the files were last taken.
    pub failures: u32,
    /// When it is tried next.
    pub next_try: Timestamp,
    /// Whether the admin was told.
    pub told: bool,
    /// The letter that a person let go and that cannot be written anew (L6c); none where a sweep could not write one.
    pub letter: Option<String>,
}

impl Unwritten {
    /// The task, or the task and its milestone.
    pub fn name(&self) -> String {
        match self.milestone.as_str() {
            "" => self.task.clone(),
            milestone => format!("{}/{milestone}", self.task),
        }
    }
}

/// What the admin was told last of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastWord {
    /// When.
    pub at: Timestamp,
    /// Since when they know of trouble that lasts; none once they know that it is over.
    pub since: Option<Timestamp>,
}

/// A recipient who will not get a letter, of whom the admin is to be told.
#[derive(Debug, Clone)]
pub struct Undelivered {
    /// Its place in the list.
    pub id: i64,
    /// The letter.
    pub letter: String,
    /// Its subject.
    pub subject: String,
    /// Whether nobody has the letter.
    pub failed: bool,
    /// The address.
    pub address: String,
    /// The last answer for it.
    pub answer: Met,
}

/// What an attempt came to, recipient by recipient.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Which attempt at the letter it was, from 1.
    pub number: u32,
    /// When it ended.
    pub ended: Timestamp,
    /// Each recipient that was tried.
    pub outcomes: Vec<(String, Outcome)>,
    /// When to try those still pending again; `None` gives them up.
    pub retry: Option<Timestamp>,
    /// Whether it lengthens the pause before the next: the reason was the letter's own.
    pub puts_off: bool,
    /// Whether the relay was told whom the letter is for: from then on it is never written anew (L2).
    pub offered: bool,
}
