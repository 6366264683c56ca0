//! That letters go and none is taken, and since when.

use jiff::Timestamp;

use crate::ledger::db::{Connection, OptionalExtension, Result, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::sending::Sending;
use crate::ledger::{Ledger, Refusing, UNSETTLED};

impl Ledger {
    /// Whether letters go and none is taken, as far as the last letters tell.
    pub fn refusing(&self) -> Result<Option<Refusing>, LedgerError> {
        let known = read(&self.connection).map_err(|source| self.failed(source))?;
        Ok(known.filter(Refusing::is_in_effect))
    }

    /// The letters that nobody has.
    pub fn failed_letters(&self) -> Result<Vec<String>, LedgerError> {
        let sql = format!("SELECT id FROM letter WHERE state = 'failed' AND {UNSETTLED}");
        self.rows(&sql, [], |row| row.get(0))
    }
}

impl Sending<'_> {
    /// The letters in a row that nobody has, up to now.
    pub fn refusing(&self) -> Result<Option<Refusing>, LedgerError> {
        self.done(read(self.transaction))
    }

    /// The same as it is from now on.
    pub fn keep_refusing(&self, refusing: Option<&Refusing>) -> Result<(), LedgerError> {
        let Some(Refusing { since, letters, address, several, answer }) = refusing else {
            return self.done(self.transaction.execute("DELETE FROM refusing", []).map(drop));
        };
        let row = params![since.as_microsecond(), letters, address, several, answer.kept()];
        let sql = "INSERT INTO refusing (id, since, letters, address, several, answer)
                   VALUES (1, ?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (id) DO UPDATE SET since = ?1, letters = ?2, address = ?3, several = ?4, answer = ?5";
        self.done(self.transaction.execute(sql, row).map(drop))
    }

    /// Letters that were refused since then and that nobody has, by id and subject; none where a word to the admin was
    /// taken since, which tells of them.
    pub fn refused_untold(&self, since: Timestamp) -> Result<Vec<(String, String)>, LedgerError> {
        let since = since.as_microsecond();
        self.done((|| {
            let told = "SELECT EXISTS (SELECT 1 FROM letter WHERE kind = 'admin' AND state = 'failed' AND settled >= ?1)";
            let unreached: bool = self.transaction.query_row(told, [since], |row| row.get(0))?;
            if !unreached {
                return Ok(Vec::new());
            }
            let sql = format!(
                "SELECT id, subject FROM letter WHERE state = 'failed' AND {UNSETTLED}
                 AND kind <> 'admin' AND settled >= ?1 ORDER BY number"
            );
            let mut statement = self.transaction.prepare_cached(&sql)?;
            statement.query_map([since], |row| Ok((row.get(0)?, row.get(1)?)))
        })())
    }
}

fn read(connection: &Connection) -> Result<Option<Refusing>> {
    connection
        .prepare_cached("SELECT since, letters, address, several, answer FROM refusing")?
        .query_row([], |row| {
            Ok(Refusing {
                since: time(row, 0)?,
                letters: row.get(1)?,
                address: row.get(2)?,
                several: row.get(3)?,
                answer: row.get(4)?,
            })
        })
        .optional()
}
