//! What the admin is still to be told (L1, L3), and that it was.

use jiff::Timestamp;
use rusqlite::params;

use super::super::{NewLetter, Undelivered};
use super::read::{named, optional_time, time};
use super::write::insert_letter;
use super::{Ledger, LedgerError};
use crate::ledger::LetterState;

/// The news that a letter to the admin bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Recipients who will not get a letter, up to this one.
    Undelivered(i64),
    /// Nothing can leave.
    RelayDown,
}

impl Ledger {
    /// Recipients who will not get a letter, of whom the admin has not been told.
    pub fn undelivered(&self) -> Result<Vec<Undelivered>, LedgerError> {
        let sql = "SELECT undelivered.id, letter, subject, state, address, answer
                   FROM undelivered JOIN letter ON letter.id = letter
                   WHERE told IS NULL ORDER BY undelivered.id";
        self.rows(sql, [], |row| {
            Ok(Undelivered {
                id: row.get(0)?,
                letter: row.get(1)?,
                subject: row.get(2)?,
                failed: named(row, 3, super::read::state)? == LetterState::Failed,
                address: row.get(4)?,
                answer: row.get(5)?,
            })
        })
    }

    /// When the admin was last told of such recipients.
    pub fn undelivered_told_at(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT max(created) FROM letter WHERE id IN
                       (SELECT told FROM undelivered WHERE told IS NOT NULL)";
        Ok(self.rows(sql, [], |row| optional_time(row, 0))?.pop().flatten())
    }

    /// Since when files are refused, and whether the admin was told (R1).
    pub fn refusal(&self) -> Result<Option<(Timestamp, bool)>, LedgerError> {
        let sql = "SELECT since, told IS NOT NULL FROM refusal";
        Ok(self.rows(sql, [], |row| Ok((time(row, 0)?, row.get(1)?)))?.pop())
    }

    /// Files are refused from now on, of which the letter tells.
    pub fn refuse(&mut self, told: Option<&NewLetter>, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))?;
            let sql = "INSERT OR REPLACE INTO refusal (id, since, told) VALUES (1, ?1, ?2)";
            let told = told.map(|letter| &letter.id);
            transaction.execute(sql, params![now.as_microsecond(), told]).map(|_| ())
        })
    }

    /// All files are in force again, of which the letter tells.
    pub fn refuse_no_more(
        &mut self,
        told: Option<&NewLetter>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))?;
            transaction.execute("DELETE FROM refusal", []).map(|_| ())
        })
    }

    /// The admin is told: the letter is recorded, and with it that it tells this.
    pub fn tell(
        &mut self,
        letter: &NewLetter,
        told: &Told,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            insert_letter(transaction, letter, now)?;
            match told {
                Told::Undelivered(last) => transaction.execute(
                    "UPDATE undelivered SET told = ?1 WHERE told IS NULL AND id <= ?2",
                    params![letter.id, last],
                )?,
                Told::RelayDown => {
                    transaction.execute("UPDATE relay SET told = ?1", [&letter.id])?
                }
            };
            Ok(())
        })
    }
}
