//! Letters and notices of the ledger, as they are shown.

use serde::Serialize;

use crate::model::Subject;
use crate::model::met::Met;
use crate::view::met::english_if_any;
use crate::view::moments::{At, On};

/// Declares what something is called in JSON; the words for people stand in `words`.
macro_rules! codes {
    ($(#[$doc:meta] $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal),* $(,)? })*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type { $($(#[$variant_doc])* $variant),* }

        impl $type {
            /// Its code.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }
        }

        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    )*};
}

codes! {
    /// Where a letter stands.
    Standing {
        /// It waits for its first attempt.
        Queued = "queued",
        /// It waits for another attempt.
        Retrying = "retrying",
        /// It waits for a person.
        Held = "held",
        /// A person let it go; the next sweep writes it anew (L6c).
        Released = "released",
        /// It was settled, and somebody has it.
        Sent = "sent",
        /// It was settled, and nobody in To has it (L3).
        Undelivered = "undelivered",
        /// Nobody has it and nobody will.
        Failed = "failed",
        /// It was moot (L6b).
        Withdrawn = "withdrawn",
        /// Another took its place (L6c).
        Replaced = "replaced",
        /// A person discarded it.
        Discarded = "discarded",
    }
    /// Where a recipient of a letter stands (L3).
    Reach {
        /// Not yet tried, or refused for now.
        Pending = "pending",
        /// The relay took the letter.
        Delivered = "delivered",
        /// Refused for good.
        Refused = "refused",
        /// The relay took the letter, and it came back (L9).
        Bounced = "bounced",
    }
    /// Why a letter is held.
    WhyHeld {
        /// Its stage asks (L6a).
        Ask = "ask",
        /// Too many letters at once (L6).
        Guard = "guard",
        /// It is about an edit that waits (L8a).
        Edit = "edit",
    }
    /// What became of a notice.
    Fate {
        /// It went into a letter.
        Letter = "letter",
        /// A later one was reached before it was sent (T7).
        Superseded = "superseded",
        /// `adopt` took it as known.
        Adopted = "adopted",
        /// Its letter was withdrawn (L6b).
        Withdrawn = "withdrawn",
        /// It stands in a newer letter (L6c).
        Replaced = "replaced",
    }
}

/// A letter in a list.
#[derive(Debug, Clone, Serialize)]
pub struct LetterRow {
    /// Its id.
    pub letter: String,
    /// Which letter.
    pub kind: String,
    /// The number that it bears, once it was given (§5).
    pub number: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub state: Standing,
    /// Why it is held, while it is.
    pub held: Option<WhyHeld>,
    /// When it was written.
    pub created: At,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Option<At>,
    /// The last answer or error.
    #[serde(serialize_with = "english_if_any")]
    pub last_answer: Option<Met>,
    /// Its recipients, To first.
    pub recipients: Vec<Recipient>,
}

/// A recipient of a letter.
#[derive(Debug, Clone, Serialize)]
pub struct Recipient {
    /// The address.
    pub address: String,
    /// Whether it gets a copy.
    pub copied: bool,
    /// Where it stands.
    pub state: Reach,
    /// The last answer for it.
    #[serde(serialize_with = "english_if_any")]
    pub answer: Option<Met>,
}

/// A notice as the ledger has it.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeRow {
    /// When it was recorded.
    pub recorded: At,
    /// What it is about: `task`, `milestone`, `unit`, `person`, `office`.
    #[serde(rename = "subject")]
    pub subject_kind: &'static str,
    /// The id of that; of a milestone its task's.
    pub about: String,
    /// The task, of a task or milestone.
    pub task: Option<String>,
    /// The milestone.
    pub milestone: Option<String>,
    /// What it is about, for a text.
    #[serde(skip)]
    pub subject: Subject,
    /// What its stage is counted from.
    pub from: &'static str,
    /// The value it is counted from.
    pub anchor: On,
    /// Its stage.
    pub stage: String,
    /// Which time it came round.
    pub occurrence: u32,
    /// The instant it was meant for.
    pub moment: At,
    /// What became of it.
    pub disposition: Fate,
    /// Its letter.
    pub letter: Option<String>,
    /// Where that stands.
    pub letter_state: Option<Standing>,
    /// The number that it bears, once it was given (§5).
    pub letter_number: Option<String>,
}
