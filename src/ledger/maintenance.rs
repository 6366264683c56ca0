//! Looking after the ledger: whether it is sound, a copy of it, all of it.

use std::fs::rename;
use std::path::Path;
use std::time::SystemTime;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::ledger::db::Error;
use crate::ledger::error::{LedgerError, Reason};
use crate::ledger::history::{optional_time, time};
use crate::ledger::{Flaw, Ledger, LetterRow, place, private};
use crate::model::met::Met;

/// An attempt as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct AttemptRow {
    /// Which attempt, from 1.
    pub number: u32,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; one without an end was interrupted.
    pub ended: Option<Timestamp>,
    /// The answer most worth reading.
    pub outcome: Option<Met>,
}

/// What is wrong with the letter of that id.
type FlawOf = fn(String) -> Flaw;

/// Letters for which something does not hold that must hold of every ledger.
const INVARIANTS: [(&str, FlawOf); 5] = [
    (
        "SELECT id FROM letter WHERE NOT EXISTS (SELECT 1 FROM message WHERE letter = number)",
        Flaw::NoBytes,
    ),
    (
        "SELECT id FROM letter WHERE NOT EXISTS (SELECT 1 FROM recipient WHERE letter = number)",
        Flaw::NoRecipient,
    ),
    (
        "SELECT id FROM letter WHERE state = 'queued' AND NOT EXISTS
             (SELECT 1 FROM recipient WHERE letter = number AND recipient.state = 'pending')",
        Flaw::WaitsForNobody,
    ),
    (
        "SELECT id FROM letter WHERE state IN ('sent', 'failed') AND EXISTS
             (SELECT 1 FROM recipient WHERE letter = number AND recipient.state = 'pending')",
        Flaw::SettledTooEarly,
    ),
    (
        "SELECT id FROM letter WHERE kind <> 'admin' AND NOT EXISTS
             (SELECT 1 FROM notice WHERE notice.letter = id)",
        Flaw::NoNotice,
    ),
];

impl Ledger {
    /// Everything that is wrong with the ledger; nothing, if it is sound.
    pub fn check(&self) -> Result<Vec<Flaw>, LedgerError> {
        let rows = |sql| self.rows(sql, [], |row| row.get::<String>(0));
        let mut wrong = Vec::new();
        // A server looks after its files and its references itself.
        if self.connection.file().is_some() {
            let said = rows("PRAGMA integrity_check")?.into_iter().filter(|line| line != "ok");
            wrong.extend(said.map(Flaw::Said));
            wrong.extend(rows("PRAGMA foreign_key_check")?.into_iter().map(Flaw::Dangling));
        }
        for (sql, flaw) in INVARIANTS {
            wrong.extend(rows(sql)?.into_iter().map(flaw));
        }
        Ok(wrong)
    }

    /// Whether it has any notice.
    pub fn has_notices(&self) -> Result<bool, LedgerError> {
        Ok(!self.rows("SELECT 1 FROM notice LIMIT 1", [], |_| Ok(()))?.is_empty())
    }

    /// How many letters and notices there are.
    pub fn counts(&self) -> Result<(u64, u64), LedgerError> {
        let sql = "SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM notice)";
        let rows = self.rows(sql, [], |row| Ok((row.get::<u32>(0)?, row.get::<u32>(1)?)))?;
        Ok(rows
            .first()
            .map_or((0, 0), |(letters, notices)| (u64::from(*letters), u64::from(*notices))))
    }

    /// Copies the ledger as it is at one moment, also while a daemon works on it. The copy must not
    /// exist yet, and appears whole or not at all.
    pub fn backup(&self, to: &Path) -> Result<(), LedgerError> {
        let failed = |reason| LedgerError::Copy { path: to.to_owned(), reason };
        let Some(ledger) = self.connection.file() else { return Err(failed(Reason::OnServer)) };
        if to.is_symlink() || to.exists() {
            return Err(failed(Reason::Exists));
        }
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = to.with_file_name(name);
        let before = self.quiet();
        let mut copied =
            self.copy(ledger, &part).map_err(|failure| Reason::Ledger(Box::new(failure)));
        if before.is_some() && self.quiet() != before {
            copied = Err(Reason::DaemonBegan);
        }
        let copied = copied.and_then(|()| rename(&part, to).map_err(Reason::System));
        if copied.is_err() {
            let _best_effort = std::fs::remove_file(&part);
        }
        copied.map_err(failed)
    }

    fn copy(&self, ledger: &Connection, to: &Path) -> Result<(), LedgerError> {
        let io_failed = |source| LedgerError::Io { path: to.to_owned(), reason: source };
        let file = private::make(to).map_err(io_failed)?;
        let copied: rusqlite::Result<()> = (|| {
            let mut copy = Connection::open(to)?;
            let backup = Backup::new(ledger, &mut copy)?;
            // In one step: it would begin anew with each commit that comes between two.
            while backup.step(-1)? != StepResult::Done {}
            drop(backup);
            // A copy is one file.
            copy.pragma_update(None, "journal_mode", "DELETE")
        })();
        copied.map_err(|source| LedgerError::of(&self.path, Error::Sqlite(source)))?;
        file.sync_all().map_err(io_failed)
    }

    /// When the file was last written, while nobody works on it.
    fn quiet(&self) -> Option<SystemTime> {
        let worked_on = place::wal(&self.path).exists();
        let written = std::fs::metadata(&self.path).and_then(|file| file.modified()).ok();
        written.filter(|_| !worked_on)
    }

    /// Hands over every letter with its bytes, oldest first.
    pub fn each_letter<E>(
        &self,
        mut each: impl FnMut(LetterRow, Vec<u8>) -> Result<(), E>,
    ) -> Result<Result<(), E>, LedgerError> {
        let ids: Vec<String> =
            self.rows("SELECT id FROM letter ORDER BY number", [], |row| row.get(0))?;
        for id in ids {
            if let Some((letter, bytes)) = self.letter(&id)?
                && let Err(failure) = each(letter, bytes)
            {
                return Ok(Err(failure));
            }
        }
        Ok(Ok(()))
    }

    /// The attempts at a letter, in order.
    pub fn attempts(&self, letter: &str) -> Result<Vec<AttemptRow>, LedgerError> {
        let sql =
            "SELECT attempt.number, started, ended, outcome
                   FROM attempt JOIN letter ON letter.number = letter WHERE id = ?1 ORDER BY attempt.number";
        self.rows(sql, [letter], |row| {
            Ok(AttemptRow {
                number: row.get(0)?,
                started: time(row, 1)?,
                ended: optional_time(row, 2)?,
                outcome: row.get(3)?,
            })
        })
    }
}
