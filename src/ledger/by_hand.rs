//! What a person settles by one command: all of it, or nothing.

use std::path::Path;

use jiff::Timestamp;

use crate::ledger::db::{FromValue, Params, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::numbering;
use crate::ledger::sweep::AFTER_NO_ANSWER;
use crate::ledger::{IN_DOUBT, Ledger};

/// A command of a person while it is recorded. A kill, a full disk or an error at the last letter leaves all
/// letters as they were, so the command can simply be given again.
pub struct ByHand<'t> {
    transaction: &'t Transaction<'t>,
    path: &'t Path,
    now: Timestamp,
}

/// What came of `retry` for several letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retried {
    /// Letters that are tried now.
    pub tried: usize,
    /// Letters left as they were: somebody may have them.
    pub in_doubt: usize,
}

impl Ledger {
    /// One command, recorded whole or not at all.
    pub fn by_hand<R>(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&ByHand<'_>) -> Result<R, LedgerError>,
    ) -> Result<R, LedgerError> {
        let path = self.path.clone();
        self.write(|transaction| Ok(work(&ByHand { transaction, path: &path, now })))?
    }

    /// One held letter may go.
    pub fn release(&mut self, letter: &str, now: Timestamp) -> Result<(), LedgerError> {
        self.by_hand(now, |hand| hand.release(letter))
    }

    /// One letter will not go.
    pub fn discard(&mut self, letter: &str, now: Timestamp) -> Result<(), LedgerError> {
        self.by_hand(now, |hand| hand.discard(letter))
    }

    /// One letter is tried again. Whether somebody may have it.
    pub fn retry(&mut self, letter: &str, now: Timestamp) -> Result<bool, LedgerError> {
        self.by_hand(now, |hand| hand.retry(letter))
    }

    /// Every letter that waits is tried now, but for those in doubt.
    pub fn retry_all(&mut self, now: Timestamp) -> Result<Retried, LedgerError> {
        self.by_hand(now, |hand| hand.retry_all())
    }

    /// The edit that waits is meant.
    pub fn settle_edit(&mut self, now: Timestamp) -> Result<bool, LedgerError> {
        self.by_hand(now, |hand| hand.settle_edit())
    }
}

impl ByHand<'_> {
    /// L6c: a held letter may go. The next sweep lets it leave, written anew where it would differ by then.
    pub fn release(&self, letter: &str) -> Result<(), LedgerError> {
        let released =
            "UPDATE letter SET released = ?2, revived = ?2 WHERE id = ?1 AND state = 'held'";
        self.let_go(released, letter)
    }

    /// The same with the bytes that it has, now and later; its number is filled in, if it is to have one.
    pub fn release_as_written(&self, letter: &str) -> Result<(), LedgerError> {
        let released = format!(
            "UPDATE letter SET state = 'queued', next_attempt = greatest(?2, {AFTER_NO_ANSWER}), released = ?2, revived = ?2,
                 offered = TRUE
             WHERE id = ?1 AND state = 'held'"
        );
        self.let_go(&released, letter)?;
        let given = numbering::give(self.transaction, letter);
        given.map_err(|source| LedgerError::of(self.path, source))
    }

    fn let_go(&self, sql: &str, letter: &str) -> Result<(), LedgerError> {
        match self.change(sql, params![letter, self.micros()])? {
            1 => Ok(()),
            _ => Err(LedgerError::NotHeld(letter.to_owned())),
        }
    }

    /// A held letter will not go; of a failed one nobody needs to hear any more.
    pub fn discard(&self, letter: &str) -> Result<(), LedgerError> {
        let discarded = "UPDATE letter SET state = 'discarded', settled = ?2, unreached = FALSE,
                             released = CASE WHEN state = 'held' THEN NULL ELSE released END
                         WHERE id = ?1 AND state IN ('held', 'failed')";
        match self.change(discarded, params![letter, self.micros()])? {
            1 => Ok(()),
            _ => Err(LedgerError::NotDiscardable(letter.to_owned())),
        }
    }

    /// `duban retry`: every letter that waits is tried now, and so is the relay. A letter in doubt waits for its
    /// time: sent sooner, it would be a second copy that nobody asked for (L2).
    pub fn retry_all(&self) -> Result<Retried, LedgerError> {
        self.try_relay()?;
        let early = format!("state = 'queued' AND next_attempt > ?1 AND {IN_DOUBT}");
        let count = format!("SELECT count(*) FROM letter WHERE {early}");
        let in_doubt: i64 = self.ask(&count, [self.micros()])?;
        let queued = format!(
            "UPDATE letter SET next_attempt = least(next_attempt, ?1) WHERE state = 'queued' AND NOT ({early})"
        );
        let tried = self.change(&queued, [self.micros()])?;
        Ok(Retried { tried, in_doubt: in_doubt as usize })
    }

    /// `duban retry --failed`: these letters go once more, but for those in doubt.
    pub fn retry_failed(&self, letters: &[String]) -> Result<Retried, LedgerError> {
        let mut retried = Retried::default();
        for letter in letters {
            match self.in_doubt(letter)? {
                true => retried.in_doubt += 1,
                false => {
                    self.retry(letter)?;
                    retried.tried += 1;
                }
            }
        }
        Ok(retried)
    }

    fn in_doubt(&self, letter: &str) -> Result<bool, LedgerError> {
        self.ask(&format!("SELECT count(*) FROM letter WHERE id = ?1 AND {IN_DOUBT}"), [letter])
            .map(|found: i64| found > 0)
    }

    /// `duban retry LETTER`: a letter that waits is tried now; one that failed, or that some did not
    /// get, goes once more to those who do not have it, with a lifetime of its own. Whether somebody may have it:
    /// it goes all the same, for it was named.
    pub fn retry(&self, letter: &str) -> Result<bool, LedgerError> {
        let in_doubt = self.in_doubt(letter)?;
        let now = self.micros();
        self.try_relay()?;
        let queued = "UPDATE letter SET next_attempt = least(next_attempt, ?2)
                      WHERE id = ?1 AND state = 'queued'";
        if self.change(queued, params![letter, now])? == 1 {
            return Ok(in_doubt);
        }
        let again = "UPDATE recipient SET state = 'pending', unanswered = 0
                     WHERE state IN ('refused', 'bounced') AND letter =
                         (SELECT number FROM letter WHERE id = ?1 AND state IN ('failed', 'sent'))";
        if self.change(again, [letter])? == 0 {
            return Err(LedgerError::NotWaiting(letter.to_owned()));
        }
        // What the admin has not been told of is not over.
        let untold = "DELETE FROM undelivered WHERE letter = ?1 AND told IS NULL";
        self.change(untold, [letter])?;
        let revived = "UPDATE letter SET state = 'queued', next_attempt = ?2, revived = ?2,
                                         put_off = 0, settled = NULL, unreached = FALSE WHERE id = ?1";
        self.change(revived, params![letter, now])?;
        Ok(in_doubt)
    }

    /// The edit that waits for a person is meant; the daemon takes it so at its next sweep. Whether one waited.
    pub fn settle_edit(&self) -> Result<bool, LedgerError> {
        let settled = "UPDATE held_edit SET settled = ?1 WHERE settled IS NULL";
        Ok(self.change(settled, [self.micros()])? == 1)
    }

    fn try_relay(&self) -> Result<(), LedgerError> {
        self.change("UPDATE relay SET asked = TRUE", [])?;
        Ok(())
    }

    fn micros(&self) -> i64 {
        self.now.as_microsecond()
    }

    fn ask<T: FromValue>(&self, sql: &str, values: impl Params) -> Result<T, LedgerError> {
        let answer = self
            .transaction
            .prepare_cached(sql)
            .and_then(|mut question| question.query_row(values, |row| row.get(0)));
        answer.map_err(|source| LedgerError::of(self.path, source))
    }

    fn change(&self, sql: &str, values: impl Params) -> Result<usize, LedgerError> {
        let changed =
            self.transaction.prepare_cached(sql).and_then(|mut change| change.execute(values));
        changed.map_err(|source| LedgerError::of(self.path, source))
    }
}
