//! Letters on their way out. What a round of sending brings back and takes out is recorded in one
//! transaction, so that many letters share the disk's time.

mod outage;
mod outcomes;

use std::collections::HashSet;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::ledger::db::{Result, Transaction, Work, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{named, time};
use crate::ledger::sweep::insert_letter;
use crate::ledger::{Kind, Ledger, NewLetter, Outgoing};

/// No letter waits longer than this for its next attempt (L4: 1 h and a fifth); one that would was
/// put off by a clock that stood ahead.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(2);

/// The most important first.
const IMPORTANCES: [i64; 3] = [2, 1, 0];

/// A round of sending while it is recorded.
pub struct Sending<'t> {
    pub(super) transaction: &'t Transaction<'t>,
    path: &'t Path,
    /// Who sends.
    node: &'t str,
}

impl Ledger {
    /// A round of sending, recorded whole or not at all, under the lease of this node (N2).
    pub fn send<R>(
        &mut self,
        work: impl FnOnce(&Sending<'_>) -> Result<R, LedgerError>,
    ) -> Result<R, LedgerError> {
        let (path, node) = (self.path.clone(), self.node());
        self.write_for(Work::Send, |transaction| {
            Ok(work(&Sending { transaction, path: &path, node: &node }))
        })?
    }
}

impl Sending<'_> {
    pub(super) fn done<T>(&self, done: Result<T>) -> Result<T, LedgerError> {
        done.map_err(|source| LedgerError::of(self.path, source))
    }

    /// Whether a person asked to try at once whether letters leave again (`duban retry`).
    pub fn asked(&self, now: Timestamp) -> Result<bool, LedgerError> {
        self.done((|| {
            let asked = "UPDATE relay SET next_try = ?1, asked = FALSE WHERE asked AND node = ?2";
            let row = params![now.as_microsecond(), self.node];
            Ok(self.transaction.prepare_cached(asked)?.execute(row)? > 0)
        })())
    }

    /// Letters may be tried from now on that a clock standing ahead had put off for longer than L4 does,
    /// and trouble that it dated ahead began no later than now. True if the relay may be tried now for that.
    pub fn heal(&self, now: Timestamp) -> Result<bool, LedgerError> {
        let latest = now.saturating_add(LONGEST_WAIT).unwrap_or(now).as_microsecond();
        let now = now.as_microsecond();
        self.done((|| {
            let queued = "UPDATE letter SET next_attempt = ?1
                          WHERE state = 'queued' AND importance = ?3 AND next_attempt > ?2";
            let mut queued = self.transaction.prepare_cached(queued)?;
            for importance in IMPORTANCES {
                queued.execute([now, latest, importance])?;
            }
            let since = "UPDATE relay SET since = ?1 WHERE since > ?1 AND node = ?2";
            self.transaction.prepare_cached(since)?.execute(params![now, self.node])?;
            let relay = "UPDATE relay SET next_try = ?1 WHERE next_try > ?2 AND node = ?3";
            let row = params![now, latest, self.node];
            Ok(self.transaction.prepare_cached(relay)?.execute(row)? > 0)
        })())
    }

    /// Takes out letters that are due, as many as wanted or until they have so many bytes, and writes
    /// down that an attempt at each begins, and that this node has it in hand: the more important first, then those due longest.
    /// Should an attempt's end never be recorded, the letter is still queued and is tried again with the same bytes (L2). What
    /// has this node's name and is not in `left` is of a process that ended, or of a round whose end was not heard.
    pub fn take(
        &self,
        now: Timestamp,
        wanted: usize,
        most_bytes: usize,
        left: &HashSet<i64>,
    ) -> Result<Vec<Outgoing>, LedgerError> {
        let due = self.done((|| {
            let mut due = Vec::new();
            for importance in IMPORTANCES {
                if due.len() < wanted {
                    self.due(now, importance, wanted, left, &mut due)?;
                }
            }
            Ok(due)
        })())?;
        let (mut taken, mut bytes) = (Vec::new(), 0);
        for number in due {
            let letter = self.begin(number, now)?;
            bytes += letter.bytes.len();
            taken.push(letter);
            if bytes >= most_bytes {
                break;
            }
        }
        Ok(taken)
    }

    /// The letter that finds out whether letters leave again: one whose time has come, else any, lest one that was put
    /// off is tried each time that the relay comes and goes (L4); but none before its time that may have arrived (L2). Of
    /// these one tried least often, lest a letter that is the trouble itself is tried each time; then the most important.
    /// The word to the admin that nothing can leave goes only where nothing else waits.
    pub fn probe(
        &self,
        now: Timestamp,
        left: &HashSet<i64>,
    ) -> Result<Option<Outgoing>, LedgerError> {
        let probe: Option<i64> = self.done((|| {
            let mut statement = self.transaction.prepare_cached(
                "SELECT number FROM letter WHERE state = 'queued' AND (claim IS NULL OR claim = ?2)
                     AND (next_attempt <= ?1 OR NOT EXISTS
                         (SELECT 1 FROM recipient WHERE letter = number AND unanswered > 0 AND recipient.state = 'pending'))
                 ORDER BY EXISTS (SELECT 1 FROM word WHERE word.letter = id), next_attempt > ?1,
                     attempts, importance DESC, next_attempt, number",
            )?;
            let mut rows = statement.query(params![now.as_microsecond(), self.node])?;
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                if !left.contains(&number) {
                    return Ok(Some(number));
                }
            }
            Ok(None)
        })())?;
        probe.map(|number| self.begin(number, now)).transpose()
    }

    fn due(
        &self,
        now: Timestamp,
        importance: i64,
        wanted: usize,
        left: &HashSet<i64>,
        due: &mut Vec<i64>,
    ) -> Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT number FROM letter WHERE state = 'queued' AND importance = ?1 AND next_attempt <= ?2
                 AND (claim IS NULL OR claim = ?3)
             ORDER BY next_attempt, number LIMIT ?4",
        )?;
        let most = (wanted + left.len()) as i64;
        let mut rows =
            statement.query(params![importance, now.as_microsecond(), self.node, most])?;
        while due.len() < wanted
            && let Some(row) = rows.next()?
        {
            let number = row.get(0)?;
            if !left.contains(&number) {
                due.push(number);
            }
        }
        Ok(())
    }

    fn begin(&self, letter: i64, now: Timestamp) -> Result<Outgoing, LedgerError> {
        let begun = self.done(self.begin_unread(letter, now))?;
        let bytes = self
            .transaction
            .prepare_cached("SELECT bytes FROM message WHERE letter = ?1")
            .and_then(|mut message| message.query_row([letter], |row| row.get(0)))
            .map_err(|source| LedgerError::of_letter(self.path, &begun.id, source))?;
        Ok(Outgoing { bytes, ..begun })
    }

    fn begin_unread(&self, letter: i64, now: Timestamp) -> Result<Outgoing> {
        let mut begun = self
            .transaction
            .prepare_cached(
                "UPDATE letter SET attempts = attempts + 1, claim = ?2 WHERE number = ?1
                 RETURNING attempts, coalesce(revived, since, created), sender, kind, subject, id, put_off",
            )?
            .query_row(params![letter, self.node], |row| {
                Ok(Outgoing {
                    number: letter,
                    attempt: row.get(0)?,
                    since: time(row, 1)?,
                    sender: row.get(2)?,
                    kind: named(row, 3, Kind::from_name)?,
                    subject: row.get(4)?,
                    id: row.get(5)?,
                    put_off: row.get(6)?,
                    recipients: Vec::new(),
                    one_by_one: false,
                    bytes: Vec::new(),
                })
            })?;
        self.transaction
            .prepare_cached("INSERT INTO attempt (letter, number, started) VALUES (?1, ?2, ?3)")?
            .execute(params![letter, begun.attempt, now.as_microsecond()])?;
        // The relay may take only the first. Those not named yet come first, and each of the others in turn:
        // one that is always put off must not stand before them for ever.
        begun.recipients = self
            .transaction
            .prepare_cached(
                "SELECT address FROM recipient WHERE letter = ?1 AND state = 'pending'
                 ORDER BY answer IS NOT NULL,
                     (position + ?2) % (SELECT count(*) FROM recipient WHERE letter = ?1)",
            )?
            .query_map([letter, i64::from(begun.attempt) - 1], |row| row.get(0))?;
        Ok(begun)
    }

    /// An attempt that was begun was not made after all: it never happened. Said twice, as after a commit whose answer was
    /// lost, it is as if said once.
    pub fn strike(&self, letter: i64) -> Result<(), LedgerError> {
        self.done((|| {
            let begun = self
                .transaction
                .prepare_cached(
                    "DELETE FROM attempt WHERE letter = ?1 AND ended IS NULL
                     AND number = (SELECT attempts FROM letter WHERE letter.number = ?1 AND claim = ?2)",
                )?
                .execute(params![letter, self.node])?;
            if begun == 0 {
                return Ok(());
            }
            self.transaction
                .prepare_cached(
                    "UPDATE letter SET attempts = attempts - 1, claim = NULL WHERE number = ?1",
                )?
                .execute([letter])?;
            Ok(())
        })())
    }

    /// When the next letter that is not in flight is to be tried.
    pub fn next_due(&self, left: &HashSet<i64>) -> Result<Option<Timestamp>, LedgerError> {
        self.done((|| {
            let mut statement = self.transaction.prepare_cached(
                "SELECT number, next_attempt FROM letter WHERE state = 'queued' AND importance = ?1
                     AND (claim IS NULL OR claim = ?2)
                 ORDER BY next_attempt LIMIT ?3",
            )?;
            let mut next: Option<Timestamp> = None;
            for importance in IMPORTANCES {
                let most = left.len() as i64 + 1;
                let mut rows = statement.query(params![importance, self.node, most])?;
                while let Some(row) = rows.next()? {
                    if !left.contains(&row.get(0)?) {
                        let at = time(&row, 1)?;
                        next = Some(next.map_or(at, |next| next.min(at)));
                        break;
                    }
                }
            }
            Ok(next)
        })())
    }

    /// A letter to the admin, to be sent like any other.
    pub fn letter(&self, letter: &NewLetter, now: Timestamp) -> Result<(), LedgerError> {
        self.done(insert_letter(self.transaction, letter, now))
    }
}

#[cfg(test)]
pub(super) mod tests;
