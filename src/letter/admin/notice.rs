//! What the admin may be told, and which letters belong to one another.

use jiff::Timestamp;

use crate::compare::{Change, Facts, Name};
use crate::config::Refusal;
use crate::model::cure::Cure;
use crate::model::met::Met;
use crate::model::{Answer, Importance};
use crate::plan::YearMissing;

/// What the admin is told.
#[derive(Debug, Clone)]
pub enum AdminNotice<'n> {
    /// These recipients will not get a letter (L1, L3).
    Undelivered(&'n [Unreached]),
    /// These letters, by id and subject, wait for a person (L6, L6a).
    Held(Held, &'n [(String, String)]),
    /// These letters, and an edit found then, still wait for a person (L6a).
    StillHeld {
        /// The letters.
        letters: &'n [Waiting],
        /// When the edit was found, if one waits.
        edit: Option<Timestamp>,
    },
    /// An edit changed so many tasks that a person has to look at it (L8).
    HeldEdit {
        /// What it changes.
        changes: &'n [Change],
        /// How many changes wait in all.
        waits: usize,
        /// How many are taken as meant.
        limit: usize,
    },
    /// Answers wait for a decision, or are to be read (A3); whether the admin heard of them before.
    Answers(&'n [Answer], bool),
    /// Open tasks are gone from the files.
    Gone(&'n [Gone]),
    /// Many open tasks were closed or put on hold at once (L8).
    Settled(&'n [(Name, Facts)]),
    /// Files do not check, and their last good versions stay in force (R1); and since when some do not.
    Refused(&'n Refusal, Told),
    /// All files are in force again, which were not since then.
    InForce(Timestamp),
    /// Nothing can leave.
    RelayDown(&'n Outage),
    /// Letters leave again.
    RelayUp(&'n Outage),
    /// This mailbox of replies cannot be read.
    MailboxDown(&'n str, &'n Outage),
    /// It is read again.
    MailboxUp(&'n str, &'n Outage),
    /// A letter was taken, after many were refused; those, by id and subject, nobody has.
    TakenAgain(&'n Outage, &'n [(String, String)]),
    /// Letters about these cannot be written; and since when some cannot.
    Unwritten(&'n [Unwritten], Told),
    /// All letters can be written, which was not so since then.
    WrittenAgain(Timestamp),
    /// The node that took over has an older copy of the files (N4).
    OlderCopy(&'n str),
    /// A sign of life (R4).
    AllWell(&'n AllWell),
    /// Templates of the admin's own that could not be filled in, and why; the built-in ones took their place (§5).
    Templates(&'n [(String, String)]),
}

/// Since when something is wrong, and whether the admin has heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Since when.
    pub since: Timestamp,
    /// This is the first word of it.
    pub first: bool,
}

/// Why letters wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Their stage says `release = "ask"` (L6a).
    Ask,
    /// Their sweep went over `max-letters` (L6).
    Guard,
    /// They follow from an edit that waits (L6).
    Changes,
}

/// A letter that waits for a person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Since when it waits.
    pub since: Timestamp,
}

/// A recipient who will not get a letter.
#[derive(Debug, Clone)]
pub struct Unreached {
    /// The letter.
    pub letter: String,
    /// Its subject.
    pub subject: String,
    /// The address.
    pub address: String,
    /// The last answer for it.
    pub answer: Met,
    /// Nobody has the letter.
    pub nobody: bool,
}

/// A time in which no letter could leave, or none was taken.
#[derive(Debug, Clone)]
pub struct Outage {
    /// Since when.
    pub since: Timestamp,
    /// What was met with.
    pub why: Met,
    /// Waiting will not mend it.
    pub needs_admin: bool,
    /// What would mend it, where that is known.
    pub cure: Option<Cure>,
}

/// What a sign of life tells (R4).
#[derive(Debug, Clone)]
pub struct AllWell {
    /// Since when letters are counted: since the word before.
    pub since: Timestamp,
    /// Letters that left since then.
    pub sent: u32,
    /// Open tasks.
    pub open: usize,
    /// Those of them that are late.
    pub late: usize,
    /// What waits for a person, each with how many; nothing where all is well.
    pub waits: Vec<(Waits, usize)>,
    /// Letters on their way.
    pub queued: u32,
    /// How many tasks and milestones reach a stage before the next word, and when the first does.
    pub reaching: (usize, Option<Timestamp>),
    /// Years of which no holidays are known.
    pub missing: Vec<YearMissing>,
    /// When the next word is due.
    pub next: Option<Timestamp>,
}

/// What may wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Letters that are held.
    Held,
    /// Letters that nobody has.
    Failed,
    /// Answers.
    Answers,
    /// Files that are not in force.
    Files,
    /// Tasks whose letters cannot be written.
    Unwritten,
    /// An edit.
    Edit,
    /// That no letter can leave.
    Relay,
}

/// A task or milestone whose letter cannot be written.
#[derive(Debug, Clone)]
pub struct Unwritten {
    /// The task, or the task and its milestone.
    pub name: String,
    /// What is in the way.
    pub why: Met,
}

impl AdminNotice<'_> {
    /// The order in which letters leave. Word of files passes no reminder: it may come each time that one is saved.
    pub fn order(&self) -> Importance {
        match self {
            AdminNotice::Refused(..)
            | AdminNotice::InForce(_)
            | AdminNotice::Gone(_)
            | AdminNotice::AllWell(_) => Importance::Low,
            _ => Importance::High,
        }
    }

    /// What the letter is about, the same in all letters about it; and whether this is the first of them.
    pub fn incident(&self) -> Option<(String, bool)> {
        let named = |kind: &str, since: Timestamp| format!("{kind} {since}");
        match self {
            AdminNotice::RelayDown(outage) => Some((named("relay", outage.since), true)),
            AdminNotice::RelayUp(outage) => Some((named("relay", outage.since), false)),
            AdminNotice::MailboxDown(_, outage) => Some((named("mailbox", outage.since), true)),
            AdminNotice::MailboxUp(_, outage) => Some((named("mailbox", outage.since), false)),
            AdminNotice::Refused(_, told) => Some((named("files", told.since), told.first)),
            AdminNotice::InForce(since) => Some((named("files", *since), false)),
            AdminNotice::Unwritten(_, told) => Some((named("unwritten", told.since), told.first)),
            AdminNotice::WrittenAgain(since) => Some((named("unwritten", *since), false)),
            _ => None,
        }
    }
}

/// An open task that is gone from the files.
#[derive(Debug, Clone)]
pub struct Gone {
    /// Which.
    pub name: Name,
    /// What was known of it.
    pub facts: Facts,
    /// The new task that may be this one under another id.
    pub renamed: Option<String>,
}
