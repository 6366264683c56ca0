//! Letters that cannot be written: of whom nothing can be told, since when, and when it is tried again.

use jiff::Timestamp;

use crate::ledger::db::{Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::sweep::Recording;
use crate::ledger::{Ledger, Unwritten};
use crate::model::met::Met;

impl Ledger {
    /// Of whom nothing can be told, the first first.
    pub fn unwritten(&self) -> Result<Vec<Unwritten>, LedgerError> {
        let sql =
            "SELECT task, milestone, why, since, failures, next_try, told, letter FROM unwritten
                   ORDER BY since, task, milestone";
        self.rows(sql, [], |row| {
            Ok(Unwritten {
                task: row.get(0)?,
                milestone: row.get(1)?,
                why: row.get(2)?,
                since: time(row, 3)?,
                failures: row.get(4)?,
                next_try: time(row, 5)?,
                told: row.get(6)?,
                letter: row.get(7)?,
            })
        })
    }

    /// The files were taken: each is tried again at once, and after that as at first.
    pub fn try_unwritten_anew(&mut self, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            let sql = "UPDATE unwritten SET failures = 0, next_try = ?1";
            transaction.execute(sql, [now.as_microsecond()]).map(drop)
        })
    }

    /// L6c: a letter about these, which a person let go, cannot be written anew: when it is tried again.
    pub fn cannot_renew(
        &mut self,
        letter: &str,
        about: &[(&str, &str)],
        why: &Met,
        next_try: impl Fn(u32) -> Timestamp,
        now: Timestamp,
    ) -> Result<Timestamp, LedgerError> {
        let done = self.write(|transaction| {
            let failures = "SELECT coalesce(max(failures), 0) + 1 FROM unwritten WHERE letter = ?1";
            let failures: u32 = transaction.query_row(failures, [letter], |row| row.get(0))?;
            let next_try = next_try(failures);
            let mut set = transaction.prepare_cached(
                "INSERT INTO unwritten (task, milestone, why, since, failures, next_try, letter)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (task, milestone)
                 DO UPDATE SET why = ?3, failures = ?5, next_try = ?6, letter = ?7",
            )?;
            let (now, next) = (now.as_microsecond(), next_try.as_microsecond());
            for (task, milestone) in about {
                set.execute(params![task, milestone, why.kept(), now, failures, next, letter])?;
            }
            Ok(Some(next_try))
        })?;
        Ok(done.unwrap_or(now))
    }

    /// The letters that a person let go and that could not be written anew: those that are settled are well again.
    pub fn forget_unwritten_letters(&mut self) -> Result<(), LedgerError> {
        let settled = "letter IS NOT NULL AND letter NOT IN
            (SELECT id FROM letter WHERE state = 'held' AND released IS NOT NULL)";
        let some = format!("SELECT EXISTS (SELECT 1 FROM unwritten WHERE {settled})");
        if !self.rows(&some, [], |row| row.get(0))?.pop().unwrap_or(false) {
            return Ok(());
        }
        self.write(|transaction| {
            transaction.execute(&format!("DELETE FROM unwritten WHERE {settled}"), []).map(drop)
        })
    }
}

impl Recording<'_> {
    /// Nothing can be told of these, whose letter cannot be written, and it is tried again then.
    pub fn cannot_write(
        &self,
        about: &[(&str, &str)],
        why: &Met,
        next_try: impl Fn(u32) -> Timestamp,
    ) -> Result<Timestamp, LedgerError> {
        let record = |transaction: &Transaction<'_>| {
            let mut failures = 0;
            let mut set = transaction.prepare_cached(
                "INSERT INTO unwritten (task, milestone, why, since, failures, next_try) VALUES (?1, ?2, ?3, ?4, 1, ?4)
                 ON CONFLICT (task, milestone) DO UPDATE SET why = ?3, failures = unwritten.failures + 1 RETURNING failures",
            )?;
            for (task, milestone) in about {
                let row = params![task, milestone, why.kept(), self.now.as_microsecond()];
                failures = failures.max(set.query_row(row, |row| row.get(0))?);
            }
            let next_try = next_try(failures);
            let mut put = transaction.prepare_cached(
                "UPDATE unwritten SET next_try = ?3 WHERE task = ?1 AND milestone = ?2",
            )?;
            for (task, milestone) in about {
                put.execute(params![task, milestone, next_try.as_microsecond()])?;
            }
            Ok(next_try)
        };
        self.done(record(self.transaction))
    }

    /// This one's letter was written, or there is nothing to tell of it any more.
    pub fn can_write(&self, task: &str, milestone: &str) -> Result<(), LedgerError> {
        let sql = "DELETE FROM unwritten WHERE task = ?1 AND milestone = ?2";
        self.done(self.transaction.execute(sql, [task, milestone]).map(drop))
    }
}
