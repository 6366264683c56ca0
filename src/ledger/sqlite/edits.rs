//! L6: the deadlines that were last taken as meant, and the edit that waits for a person.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::ledger::NewLetter;
use crate::ledger::sqlite::read::{optional_time, time};
use crate::ledger::sqlite::write::insert_letter;
use crate::ledger::sqlite::{Ledger, LedgerError};

/// An edit that moved or dropped more than `max-changes` deadlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEdit {
    /// A digest of what it changes.
    pub digest: String,
    /// When it was found.
    pub found: Timestamp,
    /// How many deadlines it moved.
    pub moved: u32,
    /// How many open tasks it dropped.
    pub dropped: u32,
    /// When a person settled it.
    pub settled: Option<Timestamp>,
}

/// A task, a milestone ("" is the task itself), and their deadline.
pub type DeadlineRow = (String, String, String);

impl Ledger {
    /// Hands over every deadline that was last taken as meant, ordered by task and milestone.
    pub fn deadlines(&self, mut each: impl FnMut(&str, &str, &str)) -> Result<(), LedgerError> {
        let read: rusqlite::Result<()> = (|| {
            let mut statement = self.connection.prepare_cached(
                "SELECT task, milestone, deadline FROM deadline ORDER BY task, milestone",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
                each(text(0)?, text(1)?, text(2)?);
            }
            Ok(())
        })();
        read.map_err(|source| self.failed(source))
    }

    /// The files are taken as meant: these deadlines hold from now on, those are gone, and no edit
    /// waits any longer. The admin may be told of it in the same transaction.
    pub fn take_deadlines(
        &mut self,
        set: impl Iterator<Item = DeadlineRow>,
        gone: impl Iterator<Item = (String, String)>,
        told: Option<&NewLetter>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO deadline (task, milestone, deadline) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET deadline = ?3",
            )?;
            for (task, milestone, deadline) in set {
                insert.execute([task, milestone, deadline])?;
            }
            let mut delete = transaction
                .prepare_cached("DELETE FROM deadline WHERE task = ?1 AND milestone = ?2")?;
            for (task, milestone) in gone {
                delete.execute([task, milestone])?;
            }
            transaction.execute("DELETE FROM held_edit", [])?;
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))
        })
    }

    /// The edit that waits for a person, if one does.
    pub fn held_edit(&self) -> Result<Option<HeldEdit>, LedgerError> {
        let sql = "SELECT digest, found, moved, dropped, settled FROM held_edit";
        let read = self.connection.query_row(sql, [], |row| {
            Ok(HeldEdit {
                digest: row.get(0)?,
                found: time(row, 1)?,
                moved: row.get(2)?,
                dropped: row.get(3)?,
                settled: optional_time(row, 4)?,
            })
        });
        read.optional().map_err(|source| self.failed(source))
    }

    /// An edit waits for a person from now on, and the admin is told in the same transaction.
    pub fn hold_edit(
        &mut self,
        edit: &HeldEdit,
        told: Option<&NewLetter>,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO held_edit (id, digest, found, moved, dropped) VALUES (1, ?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET digest = ?1, found = ?2, moved = ?3, dropped = ?4, settled = NULL",
                params![edit.digest, edit.found.as_microsecond(), edit.moved, edit.dropped],
            )?;
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, edit.found))
        })
    }
}
