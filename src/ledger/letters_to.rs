//! What somebody was sent.

use std::collections::HashSet;

use crate::ledger::db::params;
use crate::ledger::error::LedgerError;
use crate::ledger::history::{NOTICE, columns, notice};
use crate::ledger::{Ledger, LetterRow, NoticeRow};
use crate::model::Subject;

impl Ledger {
    /// The latest letters to an address, addressed or as a copy, oldest first.
    pub fn letters_to(&self, address: &str, limit: u32) -> Result<Vec<LetterRow>, LedgerError> {
        let of_recipient =
            "number IN (SELECT letter FROM recipient WHERE lower(address) = lower(?1)
                                       ORDER BY letter DESC LIMIT ?2)";
        self.letters_where(of_recipient, params![address, limit])
    }

    /// The letter of exactly that id, without its bytes.
    pub fn letter_row(&self, id: &str) -> Result<Option<LetterRow>, LedgerError> {
        Ok(self.letters_where("id = ?1", [id])?.pop())
    }

    /// Every letter that tells of that, oldest first.
    pub fn letters_about(&self, subject: &Subject) -> Result<Vec<LetterRow>, LedgerError> {
        let about = "id IN (SELECT letter FROM notice WHERE about_kind = ?1 AND about = ?2
                            AND milestone = ?3 AND letter IS NOT NULL)";
        let (kind, id, milestone) = columns(subject);
        self.letters_where(about, [kind, id, milestone])
    }

    /// The numbers of letters that wait and tell of any of these tasks or their milestones.
    pub fn waiting_about(&self, tasks: &HashSet<Box<str>>) -> Result<HashSet<i64>, LedgerError> {
        let sql = "SELECT number FROM notice JOIN letter ON letter.id = notice.letter
                   WHERE about_kind = 'task' AND about = ?1 AND state IN ('queued', 'held')";
        let mut all = HashSet::new();
        for task in tasks {
            all.extend(self.rows(sql, [&**task], |row| row.get::<i64>(0))?);
        }
        Ok(all)
    }

    /// The notices of a letter.
    pub fn notices_in(&self, letter: &str) -> Result<Vec<NoticeRow>, LedgerError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE letter = ?1 ORDER BY moment, about, milestone"
        );
        self.rows(&sql, [letter], notice)
    }
}
