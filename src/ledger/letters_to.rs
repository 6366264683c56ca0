//! What somebody was sent.

use crate::ledger::db::params;
use crate::ledger::error::LedgerError;
use crate::ledger::history::{NOTICE, notice};
use crate::ledger::{Ledger, LetterRow, NoticeRow};

impl Ledger {
    /// The latest letters to an address, addressed or as a copy, oldest first.
    pub fn letters_to(&self, address: &str, limit: u32) -> Result<Vec<LetterRow>, LedgerError> {
        let of_recipient =
            "number IN (SELECT letter FROM recipient WHERE lower(address) = lower(?1)
                                       ORDER BY letter DESC LIMIT ?2)";
        self.letters_where(of_recipient, params![address, limit])
    }

    /// The notices of a letter.
    pub fn notices_in(&self, letter: &str) -> Result<Vec<NoticeRow>, LedgerError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE letter = ?1 ORDER BY moment, about, milestone"
        );
        self.rows(&sql, [letter], notice)
    }
}
