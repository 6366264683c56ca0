//! A3, A4: who is written to because of answers, and that it was done.

use jiff::Timestamp;

use crate::ledger::answers::{FROM_ANSWER, WHICH, read};
use crate::ledger::db::params;
use crate::ledger::error::LedgerError;
use crate::ledger::history::optional_time;
use crate::ledger::{Ledger, Recording};
use crate::model::Answer;

/// Why somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenFor {
    /// Who answered: it was taken in.
    Receipt,
    /// Who answered: it was declined.
    Refusal,
    /// The supervisor: it waits.
    Supervisor,
}

impl Ledger {
    /// Answers whose giver has no receipt, and notes whose writer is to be asked of which task they speak. What else is only to be
    /// read gets none: a reply to a reply could go on for ever.
    pub fn without_receipt(&self) -> Result<Vec<Answer>, LedgerError> {
        let sql = format!(
            "{FROM_ANSWER} WHERE receipt IS NULL AND (state <> 'noted' OR more = '{WHICH}') ORDER BY number"
        );
        self.rows(&sql, [], |row| Ok(read(row)?.0))
    }

    /// Declined answers whose giver does not know.
    pub fn without_refusal(&self) -> Result<Vec<Answer>, LedgerError> {
        let sql =
            format!("{FROM_ANSWER} WHERE state = 'declined' AND refusal IS NULL ORDER BY number");
        self.rows(&sql, [], |row| Ok(read(row)?.0))
    }

    /// Answers that wait and that the supervisor hears of, each with the time at which they last did.
    pub fn supervised(&self) -> Result<Vec<(Answer, Option<Timestamp>)>, LedgerError> {
        let sql = format!(
            "{FROM_ANSWER} WHERE state = 'waits' AND verb IN ('done', 'more-time') ORDER BY number"
        );
        self.rows(&sql, [], |row| Ok((read(row)?.0, optional_time(row, 21)?)))
    }

    /// Answers that wait, or are to be read, of which the admin has not been told.
    pub fn untold_answers(&self) -> Result<Vec<Answer>, LedgerError> {
        let sql = format!(
            "{FROM_ANSWER} WHERE told IS NULL AND state IN ('waits', 'noted') ORDER BY number"
        );
        self.rows(&sql, [], |row| Ok(read(row)?.0))
    }

    /// Since when the first answer waits for a decision.
    pub fn answers_wait_since(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT min(at) FROM answer WHERE state = 'waits'";
        Ok(self.rows(sql, [], |row| optional_time(row, 0))?.pop().flatten())
    }
}

impl Recording<'_> {
    /// Somebody was written to because of these answers, or need not be.
    pub fn answers_written(&self, why: WrittenFor, numbers: &[i64]) -> Result<(), LedgerError> {
        let sql = match why {
            WrittenFor::Receipt => "UPDATE answer SET receipt = ?2 WHERE number = ?1",
            WrittenFor::Refusal => "UPDATE answer SET refusal = ?2 WHERE number = ?1",
            WrittenFor::Supervisor => "UPDATE answer SET supervised = ?2 WHERE number = ?1",
        };
        let at = self.now.as_microsecond();
        for number in numbers {
            let set = self.transaction.prepare_cached(sql);
            self.done(set.and_then(|mut set| set.execute(params![number, at])))?;
        }
        Ok(())
    }
}
