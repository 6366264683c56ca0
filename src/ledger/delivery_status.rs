//! How delivery stands as a whole: what waits, what for, and whether the admin can be reached.

use jiff::Timestamp;

use crate::ledger::db::Row;
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};
use crate::ledger::{Answers, BouncedAddress, HeldEdit, Ledger, MailboxTrouble, UNSETTLED};
use crate::ledger::{Refusing, RelayTrouble, Unwritten, place};
use crate::model::met::Met;

/// How delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryStatus {
    /// What keeps every letter from leaving, if something does.
    pub relay: Option<RelayTrouble>,
    /// Letters go, and none is taken.
    pub refusing: Option<Refusing>,
    /// What keeps mailboxes of replies from being read.
    pub mailboxes: Vec<MailboxTrouble>,
    /// Of whom nothing can be told, because the letter cannot be written.
    pub unwritten: Vec<Unwritten>,
    /// Letters that wait for an attempt.
    pub queued: u32,
    /// When the oldest of them was written.
    pub oldest: Option<Timestamp>,
    /// Letters that wait for a person.
    pub held: u32,
    /// The edit that waits for a person, if one does.
    pub edit: Option<HeldEdit>,
    /// Letters that none has whom they are addressed to (L3).
    pub in_vain: u32,
    /// Addresses of the admin that the last letter to them did not reach.
    pub unreached: Vec<Unreached>,
    /// Addresses from which letters come back (L9).
    pub bounced: Vec<BouncedAddress>,
    /// Answers that wait for a decision (A4).
    pub answers: u32,
    /// Since when the first of them does.
    pub answers_since: Option<Timestamp>,
}

/// The letters that are not settled, as an index counts them: cheap enough for every minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queue {
    /// Letters that wait for an attempt.
    pub queued: u32,
    /// Since when the first of them waits.
    pub oldest: Option<Timestamp>,
    /// Letters that a stage holds (L6a).
    pub asking: u32,
    /// Letters held because a sweep wrote too many (L6).
    pub guarded: u32,
    /// Letters held because an edit changed too much (L6).
    pub edited: u32,
    /// Letters that nobody has, until a person retries or discards them.
    pub failed: u32,
}

impl Queue {
    /// Letters that wait for a person, whatever holds them.
    pub fn held(&self) -> u32 {
        self.asking + self.guarded + self.edited
    }
}

/// An address of the admin that the last settled letter to it did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The address.
    pub address: String,
    /// The letter.
    pub letter: String,
    /// The answer.
    pub answer: Option<Met>,
    /// When that was settled.
    pub settled: Option<Timestamp>,
}

impl Ledger {
    /// The letters that are not settled.
    pub fn queue(&self) -> Result<Queue, LedgerError> {
        let counted =
            format!("SELECT state, count(*) FROM letter WHERE {UNSETTLED} GROUP BY state");
        let held = format!(
            "SELECT held, count(*) FROM letter
             WHERE state = 'held' AND {UNSETTLED} AND released IS NULL GROUP BY held"
        );
        let oldest = format!(
            "SELECT coalesce(revived, since, created) FROM letter WHERE state = 'queued' AND {UNSETTLED}
             ORDER BY number LIMIT 1"
        );
        let mut queue = Queue::default();
        let word = |row: &Row<'_>| Ok((row.get::<String>(0)?, row.get(1)?));
        for (state, letters) in self.rows(&counted, [], word)? {
            match state.as_str() {
                "queued" => queue.queued = letters,
                "failed" => queue.failed = letters,
                _ => {}
            }
        }
        for (why, letters) in self.rows(&held, [], word)? {
            match why.as_str() {
                "ask" => queue.asking = letters,
                "guard" => queue.guarded = letters,
                _ => queue.edited = letters,
            }
        }
        queue.oldest = self.rows(&oldest, [], |row| time(row, 0))?.first().copied();
        Ok(queue)
    }

    /// When the letter last written of those that were taken was settled.
    pub fn last_taken(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT settled FROM letter WHERE state = 'sent' ORDER BY number DESC LIMIT 1";
        Ok(self.rows(sql, [], |row| optional_time(row, 0))?.first().copied().flatten())
    }

    /// How many bytes it takes on the disk, with what is not yet merged into it.
    pub fn size(&self) -> u64 {
        if self.connection.server().is_some() {
            let sql = "SELECT pg_database_size(current_database())";
            return self.connection.query_row(sql, [], |row| row.get(0)).unwrap_or_default();
        }
        let files = [self.path.clone(), place::wal(&self.path)];
        files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum()
    }

    /// How delivery stands.
    pub fn delivery_status(&self) -> Result<DeliveryStatus, LedgerError> {
        let queue = self.queue()?;
        let waiting = self.answers(Answers::Waiting)?;
        Ok(DeliveryStatus {
            relay: self.relay_trouble()?,
            refusing: self.refusing()?,
            mailboxes: self.mailbox_troubles()?,
            unwritten: self.unwritten()?,
            queued: queue.queued,
            oldest: self.oldest_written()?,
            held: queue.held(),
            edit: self.held_edit()?.filter(|edit| edit.settled.is_none()),
            in_vain: self.sent_in_vain()?.len() as u32,
            unreached: self.unreached()?,
            bounced: self.bounced_addresses()?,
            answers: waiting.len() as u32,
            answers_since: waiting.iter().map(|one| one.at).min(),
        })
    }

    /// When the oldest letter that waits for an attempt was written, whatever `duban retry` did to it since.
    fn oldest_written(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = format!(
            "SELECT min(coalesce(since, created)) FROM letter WHERE state = 'queued' AND {UNSETTLED}"
        );
        Ok(self.rows(&sql, [], |row| optional_time(row, 0))?.first().copied().flatten())
    }

    /// Word to the admin breeds no word of its own when it fails: here it is seen.
    fn unreached(&self) -> Result<Vec<Unreached>, LedgerError> {
        // SQLite takes the other columns from the row that has the maximum.
        let sql = self.connection.either(
            "SELECT address, id, answer, settled, recipient.state, max(number)
             FROM letter JOIN recipient ON letter = number
             WHERE kind = 'admin' AND recipient.state <> 'pending' GROUP BY address",
            "SELECT DISTINCT ON (address) address, id, answer, settled, recipient.state
             FROM letter JOIN recipient ON letter = number
             WHERE kind = 'admin' AND recipient.state <> 'pending' ORDER BY address, number DESC",
        );
        let read = |row: &Row<'_>| {
            let reached = row.get::<String>(4)? == "delivered";
            let (address, letter, answer) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let settled = optional_time(row, 3)?;
            Ok((!reached).then_some(Unreached { address, letter, answer, settled }))
        };
        Ok(self.rows(sql, [], read)?.into_iter().flatten().collect())
    }
}
