//! N6: what is older than a date moves from the ledger to a file. What a decision still needs stays: letters that are not
//! settled, or that none has whom they are addressed to; all notices of tasks that the files have, with their letters; what
//! is about a unit, a person or the office, but for digests.
//!
//! A piece at a time is written to the file, and synced, before it is deleted in a transaction of the ledger. After a crash
//! between the two a piece is in both; the same command writes it over what the file has, and goes on.
//!
//! The row with the highest number of a table stays, so that no number is ever given twice.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::ledger::Ledger;
use crate::ledger::db::{self, Connection, Row, ToValue, Transaction, Work, params};
use crate::ledger::error::LedgerError;
use crate::ledger::shape::{self, Cell, Cells, Reference, Table};

/// So many letters, notices or edits are looked at in one transaction: whoever else writes waits for its end.
const PIECE: usize = 200;

/// What was moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Letters.
    pub letters: u64,
    /// Notices.
    pub notices: u64,
    /// Edits.
    pub edits: u64,
}

/// Tables whose rows are a letter's: they move with it, by these of their columns and of the letter's.
const OF_LETTER: [(&str, &str, &str); 6] = [
    ("notice", "letter", "id"),
    ("message", "letter", "number"),
    ("recipient", "letter", "number"),
    ("attempt", "letter", "number"),
    ("came_back", "letter", "number"),
    ("digest_entry", "letter", "number"),
];

/// Tables whose rows are an edit's.
const OF_EDIT: [&str; 2] = ["edited", "edit_meant"];

/// Tables with a column `task`: what these name is still thought of, though the files may not have it any more.
const THOUGHT_OF: [&str; 4] = ["listed", "listed_before", "held_change", "unwritten"];

/// Rows of a table.
type Rows<'t> = Vec<(&'t Table, Vec<Cells>)>;

/// A letter that may move, if its notices may.
struct Candidate {
    number: i64,
    id: String,
}

/// An archive while rows move to it.
struct Moving<'a> {
    /// The ledger's.
    path: PathBuf,
    file: &'a Ledger,
    token: &'a str,
    tables: &'a [Table],
    before: i64,
    /// Whether a task is still thought of.
    needed: &'a dyn Fn(&str) -> bool,
}

impl Ledger {
    /// Moves what is older than that to the archive of that path, which is made if need be. `in_files`: whether the files
    /// in force have a task.
    pub fn archive(
        &mut self,
        before: Timestamp,
        path: &Path,
        in_files: &dyn Fn(&str) -> bool,
    ) -> Result<Moved, LedgerError> {
        let (token, file) = self.archive_to_write(path, before)?;
        let tables = shape::tables()?;
        let thought_of = self.thought_of()?;
        let needed = |task: &str| in_files(task) || thought_of.contains(task);
        let before = before.as_microsecond();
        let path = self.path.clone();
        let moving =
            Moving { path, file: &file, token: &token, tables: &tables, before, needed: &needed };
        moving.undelivered(self)?;
        let mut moved = moving.letters(self)?;
        moved.notices += moving.passed(self)?;
        moved.edits = moving.edits(self)?;
        let sql = "UPDATE archive SET before = greatest(before, ?2) WHERE token = ?1";
        self.write(|transaction| transaction.execute(sql, params![token, before]).map(drop))?;
        Ok(moved)
    }

    fn thought_of(&self) -> Result<HashSet<String>, LedgerError> {
        let mut all = HashSet::new();
        for table in THOUGHT_OF {
            let sql = format!("SELECT DISTINCT task FROM {table}");
            all.extend(self.rows(&sql, [], |row| row.get::<String>(0))?);
        }
        Ok(all)
    }
}

impl Moving<'_> {
    fn table(&self, name: &str) -> Result<&Table, LedgerError> {
        let found = self.tables.iter().find(|table| table.name == name);
        found.ok_or_else(|| self.failed(db::Error::NoRow))
    }

    fn failed(&self, source: db::Error) -> LedgerError {
        LedgerError::of(&self.path, source)
    }

    /// One transaction of the ledger: what it gathers is in the file before it is gone here. It says how much that was of
    /// letters, notices and edits, and where to go on; `None` at the end.
    fn piece<'t, P>(
        &'t self,
        ledger: &mut Ledger,
        gather: impl FnOnce(&Transaction<'_>) -> Result<Option<(P, Rows<'t>, Moved)>, LedgerError>,
    ) -> Result<Option<(P, Moved)>, LedgerError> {
        let failed = |source| self.failed(source);
        ledger.write(|transaction| {
            let work = || -> Result<Option<(P, Moved)>, LedgerError> {
                let Some((place, rows, moved)) = gather(transaction)? else { return Ok(None) };
                self.put(&rows).map_err(|source| self.file.failed(source))?;
                for (table, rows) in &rows {
                    table.delete(transaction, rows).map_err(failed)?;
                }
                self.count(transaction, moved).map_err(failed)?;
                Ok(Some((place, moved)))
            };
            Ok(work())
        })?
    }

    fn put(&self, rows: &Rows<'_>) -> db::Result<()> {
        let transaction = self.file.connection.begin(Work::Beside)?;
        for (table, rows) in rows {
            table.put(&transaction, rows)?;
        }
        transaction.commit()
    }

    fn count(&self, transaction: &Transaction<'_>, moved: Moved) -> db::Result<()> {
        let sql =
            "UPDATE archive SET letters = letters + ?2, notices = notices + ?3, edits = edits + ?4
                   WHERE token = ?1";
        let values = params![self.token, moved.letters, moved.notices, moved.edits];
        transaction.execute(sql, values).map(drop)
    }

    /// Recipients who did not get a letter, of whom the admin was told: they refer to two letters that may move.
    fn undelivered(&self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        let table = self.table("undelivered")?;
        let sql = format!(
            "SELECT undelivered.id FROM undelivered JOIN letter AS about ON about.id = undelivered.letter
                 JOIN letter AS word ON word.id = told
             WHERE undelivered.id > ?1 AND undelivered.id <
                 (SELECT max(last.id) FROM undelivered AS last WHERE last.told IS NOT NULL)
                 AND {} AND {} ORDER BY undelivered.id LIMIT {PIECE}",
            old("about"),
            old("word"),
        );
        let mut after = 0;
        loop {
            let done = self.piece(ledger, |transaction| {
                let ids: Vec<i64> = self.numbers(transaction, &sql, &[&after, &self.before])?;
                let Some(last) = ids.last().copied() else { return Ok(None) };
                let rows = self.rows_of(transaction, table, "id", &ids)?;
                Ok(Some((last, vec![(table, rows)], Moved::default())))
            })?;
            match done {
                Some((last, _)) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// Letters with all that is theirs, the newest first: one that replaces another goes before it, or both stay.
    fn letters(&self, ledger: &mut Ledger) -> Result<Moved, LedgerError> {
        let sql = self.candidates(ledger)?;
        let highest = "SELECT coalesce(max(number), 0) FROM letter";
        let mut below = ledger.rows(highest, [], |row| row.get::<i64>(0))?.pop().unwrap_or(0);
        let mut all = Moved::default();
        loop {
            let done = self.piece(ledger, |transaction| {
                let candidates = self.read(transaction, &sql, &[&below, &self.before], |row| {
                    Ok(Candidate { number: row.get(0)?, id: row.get(1)? })
                })?;
                let Some(last) = candidates.last().map(|one| one.number) else { return Ok(None) };
                let (rows, moved) = self.movable(transaction, &candidates)?;
                Ok(Some((last, rows, moved)))
            })?;
            let Some((last, moved)) = done else { return Ok(all) };
            below = last;
            all.letters += moved.letters;
            all.notices += moved.notices;
        }
    }

    /// Settled letters below a number that were written and settled before a time, that no other table refers to, and of
    /// which nobody is still to have a digest. The last
    /// letter that was sent stays, and the last to each address of the admin's: `status` tells of them.
    fn candidates(&self, ledger: &Ledger) -> Result<String, LedgerError> {
        let of_letter = |table: &Table| OF_LETTER.iter().any(|(name, ..)| *name == table.name);
        let references = self.tables.iter().filter(|table| !of_letter(table)).flat_map(|table| {
            let of_others = |to: &&Reference| to.table == "letter" && table.name != "letter";
            let to_letters = table.refers.iter().filter(of_others);
            to_letters.map(|to| {
                format!(
                    r#" AND NOT EXISTS (SELECT 1 FROM "{}" AS other WHERE other."{}" = letter."{}")"#,
                    table.name, to.column, to.to
                )
            })
        });
        let references: String = references.collect();
        let sent = "SELECT coalesce(max(number), 0) FROM letter WHERE state = 'sent'";
        let sent = ledger.rows(sent, [], |row| row.get::<i64>(0))?.pop().unwrap_or(0);
        Ok(format!(
            "SELECT number, id FROM letter
             WHERE number < ?1 AND number <> {sent} AND {} {references}
                 AND NOT EXISTS (SELECT 1 FROM digest_entry WHERE digest_entry.letter = letter.number AND told IS NULL AND state = 'sent')
                 AND NOT (kind = 'admin' AND EXISTS
                     (SELECT 1 FROM recipient WHERE recipient.letter = letter.number AND NOT EXISTS
                         (SELECT 1 FROM letter AS newer JOIN recipient AS again ON again.letter = newer.number
                          WHERE newer.kind = 'admin' AND newer.number > letter.number
                              AND again.address = recipient.address AND again.state <> 'pending')))
             ORDER BY number DESC LIMIT {PIECE}",
            old("letter")
        ))
    }

    /// Those of the letters whose every notice may move, with all their rows; the letters themselves go last.
    fn movable(
        &self,
        transaction: &Transaction<'_>,
        candidates: &[Candidate],
    ) -> Result<(Rows<'_>, Moved), LedgerError> {
        let mut moved = Moved::default();
        let letter = self.table("letter")?;
        let mut rows: Rows<'_> = Vec::new();
        for (name, ..) in OF_LETTER {
            rows.push((self.table(name)?, Vec::new()));
        }
        let (mut letters, mut goes) = (Vec::new(), HashSet::new());
        let newer = "SELECT number FROM letter WHERE replaces = ?1";
        let theirs = r#"SELECT about_kind, about, "from", recorded FROM notice WHERE letter = ?1"#;
        for Candidate { number, id } in candidates {
            let notices = self.read(transaction, theirs, &[id], |row| {
                Ok((
                    row.get::<String>(0)?,
                    row.get::<String>(1)?,
                    row.get::<String>(2)?,
                    row.get::<i64>(3)?,
                ))
            })?;
            let newer = self.numbers(transaction, newer, &[number])?;
            let mut stays = newer.iter().any(|one| !goes.contains(one));
            for (kind, about, from, recorded) in &notices {
                stays = stays
                    || *recorded >= self.before
                    || self.is_needed(transaction, kind, about, from)?;
            }
            if stays {
                continue;
            }
            for ((_, column, key), (table, rows)) in OF_LETTER.iter().zip(&mut rows) {
                let key: &dyn ToValue = if *key == "id" { id } else { number };
                let found = table.rows_with(transaction, column, key);
                rows.extend(found.map_err(|source| self.failed(source))?);
            }
            letters.extend(self.rows_of(transaction, letter, "number", &[*number])?);
            goes.insert(*number);
            moved.letters += 1;
            moved.notices += notices.len() as u64;
        }
        rows.push((letter, letters));
        Ok((rows, moved))
    }

    /// Whether a decision may still need a notice.
    fn is_needed(
        &self,
        transaction: &Transaction<'_>,
        kind: &str,
        about: &str,
        from: &str,
    ) -> Result<bool, LedgerError> {
        if kind != "task" {
            return Ok(from != "digest");
        }
        if (self.needed)(about) {
            return Ok(true);
        }
        // The daemon may have taken it from the files meanwhile.
        let listed = "SELECT task FROM listed WHERE task = ?1 LIMIT 1";
        Ok(!self.read(transaction, listed, &[&about], |row| row.get::<String>(0))?.is_empty())
    }

    /// Notices that went into no letter: stages that were passed over, or adopted.
    fn passed(&self, ledger: &mut Ledger) -> Result<u64, LedgerError> {
        let table = self.table("notice")?;
        let sql = format!(
            r#"SELECT rowid, about_kind, about, "from" FROM notice
               WHERE rowid > ?1 AND rowid < (SELECT max(last.rowid) FROM notice AS last)
                   AND letter IS NULL AND recorded < ?2 ORDER BY rowid LIMIT {PIECE}"#
        );
        let (mut after, mut all) = (0, 0);
        loop {
            let done = self.piece(ledger, |transaction| {
                let found = self.read(transaction, &sql, &[&after, &self.before], |row| {
                    Ok((
                        row.get::<i64>(0)?,
                        row.get::<String>(1)?,
                        row.get::<String>(2)?,
                        row.get::<String>(3)?,
                    ))
                })?;
                let Some(last) = found.last().map(|(rowid, ..)| *rowid) else { return Ok(None) };
                let mut rowids = Vec::new();
                for (rowid, kind, about, from) in &found {
                    if !self.is_needed(transaction, kind, about, from)? {
                        rowids.push(*rowid);
                    }
                }
                let rows = self.rows_of(transaction, table, "rowid", &rowids)?;
                let moved = Moved { notices: rows.len() as u64, ..Moved::default() };
                Ok(Some((last, vec![(table, rows)], moved)))
            })?;
            let Some((last, moved)) = done else { return Ok(all) };
            after = last;
            all += moved.notices;
        }
    }

    /// Edits by commands that were written, unless one by the same words was cut short: the same command would complete
    /// that. What was urged stays: letters about tasks in the files tell of it.
    fn edits(&self, ledger: &mut Ledger) -> Result<u64, LedgerError> {
        let edit = self.table("edit")?;
        let sql = format!(
            "SELECT number FROM edit WHERE number > ?1 AND number < (SELECT max(last.number) FROM edit AS last)
                 AND at < ?2 AND command <> 'urge' AND written IS NOT NULL AND NOT EXISTS
                     (SELECT 1 FROM edit AS other WHERE other.words = edit.words AND other.written IS NULL)
             ORDER BY number LIMIT {PIECE}"
        );
        let (mut after, mut all) = (0, 0);
        loop {
            let done = self.piece(ledger, |transaction| {
                let numbers: Vec<i64> = self.numbers(transaction, &sql, &[&after, &self.before])?;
                let Some(last) = numbers.last().copied() else { return Ok(None) };
                let mut rows: Rows<'_> = Vec::new();
                for name in OF_EDIT {
                    let table = self.table(name)?;
                    rows.push((table, self.rows_of(transaction, table, "edit", &numbers)?));
                }
                rows.push((edit, self.rows_of(transaction, edit, "number", &numbers)?));
                let moved = Moved { edits: numbers.len() as u64, ..Moved::default() };
                Ok(Some((last, rows, moved)))
            })?;
            let Some((last, moved)) = done else { return Ok(all) };
            after = last;
            all += moved.edits;
        }
    }

    fn rows_of(
        &self,
        transaction: &Transaction<'_>,
        table: &Table,
        column: &str,
        numbers: &[i64],
    ) -> Result<Vec<Cells>, LedgerError> {
        let mut all = Vec::new();
        for number in numbers {
            let rows = table.rows_with(transaction, column, &Cell::Number(*number));
            all.extend(rows.map_err(|source| self.failed(source))?);
        }
        Ok(all)
    }

    fn numbers(
        &self,
        connection: &Connection,
        sql: &str,
        values: &[&dyn ToValue],
    ) -> Result<Vec<i64>, LedgerError> {
        self.read(connection, sql, values, |row| row.get(0))
    }

    fn read<R>(
        &self,
        connection: &Connection,
        sql: &str,
        values: &[&dyn ToValue],
        read: impl FnMut(&Row<'_>) -> db::Result<R>,
    ) -> Result<Vec<R>, LedgerError> {
        let rows = connection.prepare_cached(sql).and_then(|mut sql| sql.query_map(values, read));
        rows.map_err(|source| self.failed(source))
    }
}

/// A letter that was settled, and written, before `?2`.
fn old(letter: &str) -> String {
    format!(
        "{letter}.state IN ('sent', 'withdrawn', 'replaced', 'discarded') AND NOT {letter}.unreached
         AND {letter}.created < ?2 AND coalesce({letter}.settled, {letter}.created) < ?2"
    )
}

#[cfg(test)]
pub(super) mod tests;
