//! What the ledger remembers of a target's notices, as far as the decision needs it.

use jiff::Timestamp;

use crate::model::{AnchorKind, LetterKind, When};
use crate::plan::NoticeId;
use crate::plan::ladder::{Ladder, Occurrence, Rung};

/// What the ledger remembers of a target's notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What the stage was counted from.
    pub from: AnchorKind,
    /// The value it was counted from.
    pub anchor: When,
    /// The stage's name.
    pub stage: Box<str>,
    /// Which time it came round.
    pub occurrence: u32,
    /// Whether it went into a letter, rather than being superseded or adopted.
    pub sent: bool,
    /// Whether that letter was released, be it by a person or since nothing held it (T13).
    pub released: bool,
    /// Whether it waits for a person.
    pub held: bool,
    /// The letter that told it, once that was released.
    pub letter: Option<ToldIn>,
}

/// A letter that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldIn {
    /// Its number in the ledger, by which letters are told apart.
    pub number: i64,
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub own: Option<Box<str>>,
    /// When it was written, or a person let it go.
    pub at: Timestamp,
}

/// Whether the ledger has this occurrence.
pub fn is_recorded(ladder: &Ladder<'_>, recorded: &[Recorded], occurrence: Occurrence) -> bool {
    let same_k = |one: &&Recorded| one.occurrence == occurrence.k;
    recorded.iter().filter(same_k).any(|one| one.is_of(&ladder.rungs[occurrence.rung]))
}

impl Recorded {
    /// Whether this is of the stage on that rung, whichever occurrence (T10).
    pub fn is_of(&self, rung: &Rung<'_>) -> bool {
        self.from == rung.stage.from && self.anchor == rung.anchor && self.stage == rung.stage.name
    }

    /// Whether this is that notice; whose it is must be known.
    pub fn is(&self, id: &NoticeId) -> bool {
        let same = (self.anchor, self.occurrence) == (id.anchor, id.occurrence);
        same && id.from == self.from && self.stage == id.stage
    }

    /// What the ledger will remember of an occurrence; that a person releases it is not foreseen (T13).
    pub fn of(ladder: &Ladder<'_>, occurrence: Occurrence, sent: bool) -> Recorded {
        let rung = &ladder.rungs[occurrence.rung];
        Recorded {
            from: rung.stage.from,
            anchor: rung.anchor,
            stage: rung.stage.name.clone(),
            occurrence: occurrence.k,
            sent,
            released: false,
            held: false,
            letter: None,
        }
    }
}
