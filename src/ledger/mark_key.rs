//! A5: the key of Message-IDs that nobody can guess, where nodes share the ledger and their files name none: the ledger has it, so
//! that all mark alike. Links are never signed by it: who may read the database is no more than who may read the letters.

use crate::ledger::Ledger;
use crate::ledger::error::LedgerError;

impl Ledger {
    /// The key; `new`, where there is none yet.
    pub fn mark_key(&mut self, new: &str) -> Result<String, LedgerError> {
        if let Some(key) = self.known_mark_key()? {
            return Ok(key);
        }
        self.write(|transaction| {
            let sql = "INSERT INTO mark_key (id, key) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING";
            transaction.execute(sql, [new]).map(drop)
        })?;
        Ok(self.known_mark_key()?.unwrap_or_else(|| new.to_owned()))
    }

    fn known_mark_key(&self) -> Result<Option<String>, LedgerError> {
        Ok(self.rows("SELECT key FROM mark_key", [], |row| row.get(0))?.pop())
    }
}
