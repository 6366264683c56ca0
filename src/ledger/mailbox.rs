//! A5: which mails of a mailbox were read, so that none is read twice. What a mail says is known besides by what it is, so that
//! one that was taken in and not noted here before a crash changes nothing the second time.

use std::collections::HashSet;

use crate::ledger::Ledger;
use crate::ledger::error::LedgerError;

impl Ledger {
    /// The mails of that mailbox that were read.
    pub fn mails_read(&self, mailbox: &str) -> Result<HashSet<String>, LedgerError> {
        let sql = "SELECT name FROM mail_read WHERE mailbox = ?1";
        Ok(self.rows(sql, [mailbox], |row| row.get(0))?.into_iter().collect())
    }

    /// These were read now; those that are in the mailbox no more are forgotten.
    pub fn mails_were_read(
        &mut self,
        mailbox: &str,
        read: &[String],
        gone: &[String],
    ) -> Result<(), LedgerError> {
        if read.is_empty() && gone.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            let put =
                "INSERT INTO mail_read (mailbox, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            let mut put = transaction.prepare_cached(put)?;
            for name in read {
                put.execute([mailbox, name])?;
            }
            let forget = "DELETE FROM mail_read WHERE mailbox = ?1 AND name = ?2";
            let mut forget = transaction.prepare_cached(forget)?;
            for name in gone {
                forget.execute([mailbox, name])?;
            }
            Ok(())
        })
    }
}
