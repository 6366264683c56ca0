//! E2: edits by commands, recorded before the files are written and confirmed afterwards; and what the guard takes as
//! meant because of them (L8).

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::compare::Name;
use crate::ledger::Ledger;
use crate::ledger::command_edit::{CutShort, EditPart, EditRow, NewEdit};
use crate::ledger::db::{OptionalExtension, Result, Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::spool::{self, Spooled};
use crate::ledger::wishes::URGE;
use crate::log::{cause, tell};
use crate::model::Subject;
use crate::words::log;

const EDIT: &str = "at, command, by, login, why, written IS NOT NULL, kind, id, milestone, change
    FROM edit JOIN edited ON edited.edit = edit.number";

impl Ledger {
    /// An edit is about to be written into the files. Its number.
    pub fn record_edit(&mut self, edit: &NewEdit, now: Timestamp) -> Result<i64, LedgerError> {
        self.write(|transaction| Ok(Some(insert(transaction, edit, now, None)?)))
            .map(Option::unwrap_or_default)
    }

    /// Takes what was left in the spool: all of it, or nothing. Returns how many edits that were.
    pub fn take_spooled(&mut self, now: Timestamp) -> Result<usize, LedgerError> {
        let Some(state) = self.state.clone() else { return Ok(0) };
        let left = match spool::prepare(&state).and_then(|()| spool::left_in(&state)) {
            Ok(left) => left,
            Err(error) => {
                tell!(WARN, log::files::SPOOL_UNREAD, error = cause(&error));
                return Ok(0);
            }
        };
        if left.is_empty() {
            return Ok(0);
        }
        self.write(|transaction| {
            // Whether their files were written is not known; the files are read right after.
            let each =
                |one: &Spooled| insert(transaction, &one.edit, now, Some(&one.name)).map(drop);
            left.iter().try_for_each(each)
        })?;
        for one in &left {
            if let Err(error) = one.remove() {
                tell!(WARN, log::files::SPOOL_UNREMOVED, file = one.name, error = cause(&error));
            }
        }
        Ok(left.len())
    }

    /// All files of an edit were written.
    pub fn edit_written(&mut self, number: i64, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            let sql = "UPDATE edit SET written = ?2 WHERE number = ?1";
            transaction.execute(sql, params![number, now.as_microsecond()]).map(drop)
        })
    }

    /// The latest edit by these words, if it was cut short: its number, whom it was about, and what the files say of
    /// them once it is written.
    pub fn cut_short(&self, words: &str) -> Result<Option<CutShort>, LedgerError> {
        let sql = "SELECT number FROM edit WHERE written IS NULL
                   AND number = (SELECT max(number) FROM edit WHERE words = ?1)";
        let Some(number) = self.rows(sql, [words], |row| row.get(0))?.pop() else {
            return Ok(None);
        };
        let sql = "SELECT task, milestone, facts FROM edit_meant WHERE edit = ?1";
        let meant =
            self.rows(sql, [number], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
        Ok(Some(CutShort { number, meant }))
    }

    /// Whose changes by commands since then are ones that the guard would count.
    pub fn meant_since(&self, since: Timestamp) -> Result<BTreeSet<Name>, LedgerError> {
        let sql = "SELECT task, milestone FROM edit_meant JOIN edit ON number = edit
                   WHERE counts AND at > ?1";
        let names =
            self.rows(sql, [since.as_microsecond()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(names.into_iter().collect())
    }

    /// Whom edits by commands were about: tasks, milestones (`A-1/draft`) with their tasks, and people.
    pub fn edited(&self) -> Result<Vec<String>, LedgerError> {
        let sql = "SELECT id FROM edited UNION SELECT id || '/' || milestone FROM edited WHERE milestone <> ''";
        self.rows(sql, [], |row| row.get(0))
    }

    /// The latest edits by commands, the newest last.
    pub fn edits(&self, limit: u32) -> Result<Vec<EditRow>, LedgerError> {
        let sql = format!("SELECT {EDIT} ORDER BY number DESC, edited.place DESC LIMIT ?1");
        let mut edits = self.rows(&sql, [limit], edit_row)?;
        edits.reverse();
        Ok(edits)
    }

    /// The same of one task with its milestones, of one milestone (`A-1/draft`), or of one person.
    pub fn edits_of(&self, id: &str, limit: u32) -> Result<Vec<EditRow>, LedgerError> {
        let sql = format!(
            "SELECT {EDIT} WHERE id = ?1 OR (milestone <> '' AND id || '/' || milestone = ?1)
             ORDER BY number DESC, edited.place DESC LIMIT ?2"
        );
        let mut edits = self.rows(&sql, params![id, limit], edit_row)?;
        edits.reverse();
        Ok(edits)
    }
}

fn edit_row(row: &Row<'_>) -> Result<EditRow> {
    let kind: String = row.get(6)?;
    let (id, milestone): (String, String) = (row.get(7)?, row.get(8)?);
    let about = match kind.as_str() {
        "person" => Subject::Person(id.into()),
        _ => Subject::of_task(&id, Some(milestone.as_str()).filter(|one| !one.is_empty())),
    };
    Ok(EditRow {
        at: time(row, 0)?,
        command: row.get(1)?,
        by: row.get(2)?,
        login: row.get(3)?,
        why: row.get(4)?,
        written: row.get(5)?,
        part: EditPart { about, change: row.get(9)? },
    })
}

fn insert(
    transaction: &Transaction<'_>,
    edit: &NewEdit,
    at: Timestamp,
    spooled: Option<&str>,
) -> Result<i64> {
    let at = at.as_microsecond();
    let NewEdit { command, words, by, login, why, parts, meant } = edit;
    let sql = "INSERT INTO edit (at, command, words, by, login, why, spooled, written)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING number";
    // A wish is written once its letters are.
    let written = spooled.filter(|_| command != URGE).map(|_| at);
    let values = params![at, command, words, by, login, why, spooled, written];
    // Taken before, and left there by a crash.
    let Some(number) = transaction.query_row(sql, values, |row| row.get::<i64>(0)).optional()?
    else {
        return Ok(0);
    };
    let mut insert = transaction.prepare_cached(
        "INSERT INTO edited (edit, place, kind, id, milestone, change) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (place, EditPart { about, change }) in parts.iter().enumerate() {
        let (id, milestone) = (about.id(), about.milestone().unwrap_or_default());
        insert.execute(params![number, place as i64, about.kind(), id, milestone, change])?;
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO edit_meant (edit, task, milestone, facts, counts) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?;
    // L8: what the guard compares the files with takes the same words as of an edit that a person let pass.
    let mut before = transaction.prepare_cached(
        "INSERT INTO listed_before (task, milestone, facts, way, meant, edited) VALUES (?1, ?2, ?3, ?4, TRUE, ?5)",
    )?;
    for one in meant {
        let (task, milestone) = &one.name;
        insert.execute(params![number, task, milestone, one.facts, one.counts])?;
        before.execute(params![task, milestone, one.facts, one.way, at])?;
    }
    Ok(number)
}
