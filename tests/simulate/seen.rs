//! What a bystander sees of a life. All times are those of a clock that is right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{SignedDuration, Timestamp};

#[derive(Default)]
pub struct Seen {
    pub processes: Vec<Process>,
    /// When the clock was last set, and whether ever by so much that dates are wrong.
    pub stepped: Option<Timestamp>,
    pub astray: bool,
    pub accepted: Vec<Accepted>,
    /// Every message that began to be handed over.
    pub handed: Vec<Handed>,
    /// Whom the relay refused for good, and when.
    pub refused: Vec<(Timestamp, String)>,
    /// When the relay said what becomes of a message.
    pub answered: Vec<Timestamp>,
    /// When it spoke of a sender or a recipient: it listens, but the message is not settled by that.
    pub listened: Vec<Timestamp>,
    /// When something happened that may be taken for trouble with the relay.
    pub troubled: Vec<Timestamp>,
    /// When it turned a session away altogether.
    pub turned_away: Vec<Timestamp>,
    /// How many sessions had carried as many letters as they may, and how many ended at a recipient.
    pub spent: u64,
    pub ended: u64,
    /// When a sweep surely took place.
    pub swept: Vec<Timestamp>,
    /// What people did with letters by hand.
    pub hands: Vec<Hand>,
    /// Every time an open task was found gone when files were taken; and those that are not back.
    pub gone: Vec<String>,
    pub missing: BTreeSet<String>,
    /// How often files were away for a moment, and how often some did not check.
    pub away: u64,
    pub bad: u64,
    /// When edits were found that wait for a person, and what they change.
    pub edits: BTreeMap<Timestamp, BTreeSet<String>>,
    /// Answers that were taken, by number: their form and what they say. How often one was declined, or accepted.
    pub given: BTreeMap<i64, (String, String)>,
    pub declined: u64,
    pub accepted_answers: u64,
    /// How often a mail server sent a letter back.
    pub bounces: u64,
    /// There is a limit on the rate; there is somebody to be told.
    pub rated: bool,
    pub has_admin: bool,
    /// So many sessions duban may have.
    pub connections: usize,
}

/// One process, from start to crash or stop.
pub struct Process {
    pub from: Timestamp,
    pub until: Timestamp,
    pub killed: bool,
    /// It ended by itself, or badly.
    pub failure: Option<String>,
    pub disk_failed: Vec<(Timestamp, Timestamp)>,
    pub slept: Vec<(Timestamp, Timestamp)>,
}

/// A message the relay took: it has it, whatever its client believes.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub message_id: String,
    pub recipients: Vec<String>,
    /// When it began to be handed over.
    pub at: Timestamp,
    /// When the answer reached the client, if it did.
    pub answered: Option<Timestamp>,
    /// Which process sent it.
    pub process: usize,
}

/// A message that began to be handed over, and whether its client knows what became of it.
pub struct Handed {
    pub at: Timestamp,
    pub recipients: Vec<String>,
    /// How many messages were written to their end on that line, in the end and before this one.
    pub dots: Arc<AtomicU32>,
    pub before: u32,
    pub answered: bool,
    /// The session carried no more: the letter goes on in another.
    pub spent: bool,
}

impl Handed {
    /// Its end was sent, and what became of it is not known.
    pub fn is_unanswered(&self) -> bool {
        !self.answered && self.dots.load(Ordering::SeqCst) > self.before
    }
}

pub struct Hand {
    pub at: Timestamp,
    pub letter: String,
    pub deed: Deed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Released,
    Discarded,
    Retried,
    /// There was nothing to try again, but the relay is.
    Asked,
    /// A failed letter, or recipients that were given up, begin anew.
    Revived,
}

impl Process {
    pub fn new(from: Timestamp) -> Process {
        Process {
            from,
            until: Timestamp::MAX,
            killed: false,
            failure: None,
            disk_failed: Vec::new(),
            slept: Vec::new(),
        }
    }

    /// When it lived awake and with a disk that works, between those times.
    pub fn able(&self, from: Timestamp, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let lived = (self.from.max(from), self.until.min(until));
        without(vec![lived], self.disk_failed.iter().chain(&self.slept).copied())
    }
}

/// What is left of some times once others are taken out.
pub fn without(
    times: Vec<(Timestamp, Timestamp)>,
    others: impl Iterator<Item = (Timestamp, Timestamp)>,
) -> Vec<(Timestamp, Timestamp)> {
    let mut left = times;
    for (from, until) in others {
        let cut = left
            .into_iter()
            .flat_map(|(start, end)| [(start, end.min(from)), (start.max(until), end)]);
        left = cut.filter(|(start, end)| start < end).collect();
    }
    left.retain(|(start, end)| start < end);
    left
}

pub fn total(times: &[(Timestamp, Timestamp)]) -> SignedDuration {
    times.iter().fold(SignedDuration::ZERO, |sum, (from, until)| sum + until.duration_since(*from))
}

impl Accepted {
    pub fn reached(&self, address: &str) -> bool {
        self.recipients.iter().any(|one| one == address)
    }
}

impl Seen {
    /// The process that lives now, or lived last.
    pub fn process(&mut self) -> &mut Process {
        self.processes.last_mut().expect("a process was started")
    }

    /// Whether the process that heard this had the time to write it down. A round that failed is tried
    /// again after a minute.
    pub fn was_recorded(&self, accepted: &Accepted) -> bool {
        let Some(answered) = accepted.answered else { return false };
        let process = &self.processes[accepted.process];
        let failed = process.disk_failed.iter().any(|(_, until)| answered <= *until);
        let enough = SignedDuration::from_secs(if failed { 62 } else { 1 });
        (!process.killed && !failed) || total(&process.able(answered, process.until)) > enough
    }

    /// When some process lived awake and with a disk that works, between those times.
    pub fn able(&self, from: Timestamp, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        self.processes.iter().flat_map(|process| process.able(from, until)).collect()
    }

    /// When people did this with the letter.
    pub fn deeds(&self, letter: &str, deed: Deed) -> impl Iterator<Item = Timestamp> {
        let of = move |hand: &&Hand| hand.letter == letter && hand.deed == deed;
        self.hands.iter().filter(of).map(|hand| hand.at)
    }
}
