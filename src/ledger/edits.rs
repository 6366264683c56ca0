//! L8: the list as the files last had it, what it was before the edits of the last working hour, and the edit that
//! waits for a person (L8a).

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::compare::{BeforeRow, Change, Name, What};
use crate::ledger::db::{OptionalExtension, Result, Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{OF_EDIT, named, optional_time, time};
use crate::ledger::sweep::{insert_letter, withdraw_letter};
use crate::ledger::word;
use crate::ledger::word::Matter;
use crate::ledger::{Ledger, NewLetter};

/// The edit that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEdit {
    /// When it was found.
    pub found: Timestamp,
    /// How many deadlines it moved.
    pub moved: u32,
    /// How many open tasks and milestones it dropped.
    pub dropped: u32,
    /// How many tasks and milestones it changes in all.
    pub changes: u32,
    /// When a person settled it.
    pub settled: Option<Timestamp>,
}

/// A letter that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its id.
    pub letter: String,
    /// Whom it was about.
    pub about: Vec<Name>,
}

/// What is recorded once the files were read.
#[derive(Debug, Default)]
pub struct ListRecord {
    /// What the files say now of whoever was edited.
    pub set: Vec<(Name, String)>,
    /// Who is gone from the files.
    pub gone: Vec<Name>,
    /// What was known of all these before.
    pub before: Vec<BeforeRow>,
    /// What was known before an edit of that time or an earlier one, and a sweep, counts no more.
    pub forget: Timestamp,
    /// The edit that waited when the files were compared was settled, and is taken.
    pub taken: bool,
    /// Whose part in the edit that waits was undone.
    pub undone: BTreeSet<Name>,
    /// What waits for a person from now on.
    pub held: Vec<Change>,
    /// Open tasks that are gone, with what was known of them: of these the admin is to be told.
    pub dropped: Vec<GoneTask>,
    /// Word to the admin of what waits from now on; without it they are told later.
    pub told_waits: Option<NewLetter>,
    /// Who was closed or put on hold together, of which the admin is told now, or later.
    pub settled: Option<SettledTogether>,
}

/// Tasks that were closed or put on hold together.
#[derive(Debug)]
pub struct SettledTogether {
    /// Which, with what is known of them.
    pub tasks: Vec<(Name, String)>,
    /// Word to the admin; without it they are told later.
    pub told: Option<NewLetter>,
}

/// An open task that is gone from the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneTask {
    /// Which.
    pub name: Name,
    /// What was known of it.
    pub facts: String,
    /// The new task that may be this one under another id.
    pub renamed: Option<String>,
}

impl Ledger {
    /// Hands over what the files last said of every task and milestone, ordered by both.
    pub fn listed(&self, mut each: impl FnMut(&str, &str, &str)) -> Result<(), LedgerError> {
        let read: Result<()> = (|| {
            let mut statement = self.connection.prepare_cached(
                "SELECT task, milestone, facts FROM listed ORDER BY task, milestone",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                each(row.text(0)?, row.text(1)?, row.text(2)?);
            }
            Ok(())
        })();
        read.map_err(|source| self.failed(source))
    }

    /// What was known before edits later than that, or since the last sweep; oldest first.
    pub fn listed_before(&self, later_than: Timestamp) -> Result<Vec<BeforeRow>, LedgerError> {
        let sql = "SELECT task, milestone, facts, way, meant FROM listed_before
                   WHERE edited > ?1 OR NOT swept ORDER BY id";
        self.rows(sql, [later_than.as_microsecond()], |row| {
            Ok(BeforeRow {
                name: (row.get(0)?, row.get(1)?),
                facts: row.get(2)?,
                way: row.get(3)?,
                meant: row.get(4)?,
            })
        })
    }

    /// The edit that waits for a person, if one does.
    pub fn held_edit(&self) -> Result<Option<HeldEdit>, LedgerError> {
        let sql = "SELECT found, settled,
                          (SELECT count(*) FROM held_change WHERE what = 'moved'),
                          (SELECT count(*) FROM held_change WHERE what = 'dropped'),
                          (SELECT count(*) FROM held_change)
                   FROM held_edit";
        let read = self.connection.query_row(sql, [], |row| {
            Ok(HeldEdit {
                found: time(row, 0)?,
                settled: optional_time(row, 1)?,
                moved: row.get(2)?,
                dropped: row.get(3)?,
                changes: row.get(4)?,
            })
        });
        read.optional().map_err(|source| self.failed(source))
    }

    /// What it changes, ordered by task and milestone. What the files said when it was held is not kept.
    pub fn held_changes(&self) -> Result<Vec<Change>, LedgerError> {
        let sql =
            "SELECT task, milestone, what, was, way FROM held_change ORDER BY task, milestone";
        self.rows(sql, [], held_change)
    }

    /// Records how the files were read, in one transaction: what they say, what of it waits for a person, and word to
    /// the admin. Letters that were held about what is undone are withdrawn, and handed back.
    /// `None` if a person settled the edit meanwhile: then nothing is recorded, and the files are to be compared anew.
    pub fn record_list(
        &mut self,
        record: &ListRecord,
        now: Timestamp,
    ) -> Result<Option<Vec<Withdrawn>>, LedgerError> {
        self.write(|transaction| {
            let settled = "SELECT settled IS NOT NULL FROM held_edit";
            let settled: Option<bool> =
                transaction.query_row(settled, [], |row| row.get(0)).optional()?;
            if settled.is_some_and(|settled| settled != record.taken) {
                return Ok(None);
            }
            if record.taken {
                transaction.execute_batch("DELETE FROM held_change; DELETE FROM held_edit;")?;
            }
            let withdrawn = undo(transaction, &record.undone, now)?;
            set_list(transaction, record)?;
            set_before(transaction, record, now)?;
            hold(transaction, &record.held, record.told_waits.is_some(), now)?;
            set_gone(transaction, record)?;
            transaction.execute(
                "DELETE FROM held_edit WHERE NOT EXISTS (SELECT 1 FROM held_change)",
                [],
            )?;
            tell_edit(transaction, record, now)?;
            Ok(Some(withdrawn))
        })
    }

    /// Open tasks gone from the files of which the admin is to be told.
    pub fn gone(&self) -> Result<Vec<GoneTask>, LedgerError> {
        let sql = "SELECT task, milestone, facts, renamed FROM gone ORDER BY task, milestone";
        self.rows(sql, [], |row| {
            let name = (row.get(0)?, row.get(1)?);
            Ok(GoneTask { name, facts: row.get(2)?, renamed: row.get(3)? })
        })
    }

    /// What of the edit that waits the admin does not know yet, ordered by task and milestone.
    pub fn untold_changes(&self) -> Result<Vec<Change>, LedgerError> {
        let sql = "SELECT task, milestone, what, was, way FROM held_change WHERE NOT told
                   ORDER BY task, milestone";
        self.rows(sql, [], held_change)
    }

    /// Who was closed or put on hold together, of which the admin is still to be told.
    pub fn untold_settled(&self) -> Result<Vec<Name>, LedgerError> {
        let sql = "SELECT task, milestone FROM settled ORDER BY task, milestone";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// A sweep was made: what was known before the edits that it swept counts for its working hour only.
    pub fn list_swept(&mut self) -> Result<(), LedgerError> {
        let unswept = "SELECT EXISTS (SELECT 1 FROM listed_before WHERE NOT swept)";
        let unswept: Result<bool> = self.connection.query_row(unswept, [], |row| row.get(0));
        if !unswept.map_err(|source| self.failed(source))? {
            return Ok(());
        }
        self.write(|transaction| {
            transaction
                .execute("UPDATE listed_before SET swept = TRUE WHERE NOT swept", [])
                .map(drop)
        })
    }
}

/// Word to the admin, and what they are told later.
fn tell_edit(transaction: &Transaction<'_>, record: &ListRecord, now: Timestamp) -> Result<()> {
    if let Some(letter) = &record.told_waits {
        insert_letter(transaction, letter, now)?;
        word::told(transaction, Matter::Waits, now)?;
    }
    match &record.settled {
        None => Ok(()),
        Some(SettledTogether { told: Some(letter), .. }) => {
            insert_letter(transaction, letter, now)?;
            word::told(transaction, Matter::Settled, now)
        }
        Some(SettledTogether { tasks, told: None }) => {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO settled (task, milestone, facts) VALUES (?1, ?2, ?3)
                 ON CONFLICT (task, milestone) DO UPDATE SET facts = ?3",
            )?;
            for ((task, milestone), facts) in tasks {
                insert.execute([task, milestone, facts])?;
            }
            Ok(())
        }
    }
}

fn held_change(row: &Row<'_>) -> Result<Change> {
    let way: Option<String> = row.get(4)?;
    Ok(Change {
        name: (row.get(0)?, row.get(1)?),
        what: named(row, 2, What::from_name)?,
        was: row.get(3)?,
        is: None,
        ways: way.map(|way| (way, String::new())),
    })
}

fn set_list(transaction: &Transaction<'_>, record: &ListRecord) -> Result<()> {
    let mut set = transaction.prepare_cached(
        "INSERT INTO listed (task, milestone, facts) VALUES (?1, ?2, ?3)
         ON CONFLICT (task, milestone) DO UPDATE SET facts = ?3",
    )?;
    for ((task, milestone), facts) in &record.set {
        set.execute([task, milestone, facts])?;
    }
    let mut delete =
        transaction.prepare_cached("DELETE FROM listed WHERE task = ?1 AND milestone = ?2")?;
    for (task, milestone) in &record.gone {
        delete.execute([task, milestone])?;
    }
    Ok(())
}

fn set_before(transaction: &Transaction<'_>, record: &ListRecord, now: Timestamp) -> Result<()> {
    let forget = record.forget.as_microsecond();
    transaction.execute("DELETE FROM listed_before WHERE edited <= ?1 AND swept", [forget])?;
    let now = now.as_microsecond();
    // By a clock that stood ahead.
    transaction.execute("UPDATE listed_before SET edited = ?1 WHERE edited > ?1", [now])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO listed_before (task, milestone, facts, way, meant, edited)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for BeforeRow { name: (task, milestone), facts, way, meant } in &record.before {
        insert.execute(params![task, milestone, facts, way, meant, now])?;
    }
    for change in &record.held {
        let ((task, milestone), way) = (&change.name, change.ways.as_ref().map(|(_, is)| is));
        insert.execute(params![task, milestone, change.is, way, true, now])?;
    }
    Ok(())
}

/// What waits already stays as it was when it was held (L8a), what comes to it is added.
fn hold(transaction: &Transaction<'_>, held: &[Change], told: bool, now: Timestamp) -> Result<()> {
    if held.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO held_edit (id, found) VALUES (1, ?1) ON CONFLICT DO NOTHING";
    transaction.execute(sql, [now.as_microsecond()])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO held_change (task, milestone, what, was, way, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (task, milestone) DO UPDATE SET what = ?3, told = ?6",
    )?;
    for Change { name: (task, milestone), what, was, ways, .. } in held {
        let way = ways.as_ref().map(|(was, _)| was);
        insert.execute(params![task, milestone, what.name(), was, way, told])?;
    }
    Ok(())
}

/// Of whom the admin is to be told that they are gone: whoever is back is not.
fn set_gone(transaction: &Transaction<'_>, record: &ListRecord) -> Result<()> {
    let some = "SELECT EXISTS (SELECT 1 FROM gone)";
    if transaction.query_row(some, [], |row| row.get(0))? {
        let mut back =
            transaction.prepare_cached("DELETE FROM gone WHERE task = ?1 AND milestone = ?2")?;
        for ((task, milestone), _) in &record.set {
            back.execute([task, milestone])?;
        }
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO gone (task, milestone, facts, renamed) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (task, milestone) DO UPDATE SET facts = ?3, renamed = ?4",
    )?;
    for GoneTask { name: (task, milestone), facts, renamed } in &record.dropped {
        insert.execute(params![task, milestone, facts, renamed])?;
    }
    Ok(())
}

/// L8a: what was undone waits no more, and letters held for it are withdrawn.
fn undo(
    transaction: &Transaction<'_>,
    undone: &BTreeSet<Name>,
    now: Timestamp,
) -> Result<Vec<Withdrawn>> {
    let mut withdrawn = Vec::new();
    if undone.is_empty() {
        return Ok(withdrawn);
    }
    forget_undone(transaction, undone)?;
    let held = format!("SELECT number, id FROM letter WHERE {OF_EDIT}");
    let mut letters = transaction.prepare_cached(&held)?;
    let letters: Vec<(i64, String)> =
        letters.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut notices = transaction.prepare_cached(
        "SELECT about, milestone FROM notice WHERE about_kind = 'task' AND letter = ?1",
    )?;
    for (number, id) in letters {
        let names: Vec<Name> = notices.query_map([&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let is_undone = |(task, milestone): &Name| {
            undone.contains(&(task.clone(), milestone.clone()))
                || undone.contains(&(task.clone(), String::new()))
        };
        if names.iter().any(is_undone) {
            // A held letter is in no node's hands.
            withdraw_letter(transaction, number, "", now)?;
            withdrawn.push(Withdrawn { letter: id, about: names });
        }
    }
    let mut delete =
        transaction.prepare_cached("DELETE FROM held_change WHERE task = ?1 AND milestone = ?2")?;
    for (task, milestone) in undone {
        delete.execute([task, milestone])?;
    }
    withdraw_counts(transaction, now)?;
    Ok(withdrawn)
}

/// C1: what was held because it counts tasks of the edit is withdrawn once nothing of that waits any more. Its report is
/// told anew, its tally judged anew.
fn withdraw_counts(transaction: &Transaction<'_>, now: Timestamp) -> Result<()> {
    let waits = "SELECT 1 FROM held_change LIMIT 1";
    let waits = transaction.prepare_cached(waits)?.query_row([], |_| Ok(())).optional()?;
    if waits.is_some() {
        return Ok(());
    }
    let held = format!(
        r#"SELECT number, about_kind, about, stage, "from" FROM letter JOIN notice ON notice.letter = letter.id
           WHERE {OF_EDIT} AND disposition = 'letter' AND "from" IN ('report', 'tally')"#
    );
    let mut held = transaction.prepare_cached(&held)?;
    let read = |row: &Row<'_>| {
        let of = (row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?);
        Ok((row.get::<i64>(0)?, of, row.get::<String>(4)?))
    };
    for (number, (kind, about, name), from) in held.query_map([], read)? {
        withdraw_letter(transaction, number, "", now)?;
        let again = match &*from {
            "report" => {
                "UPDATE report_sight SET at = NULL, cron = NULL WHERE kind = ?1 AND id = ?2 AND report = ?3"
            }
            _ => "DELETE FROM tally WHERE kind = ?1 AND id = ?2 AND name = ?3",
        };
        transaction.prepare_cached(again)?.execute([&kind, &about, &name])?;
    }
    Ok(())
}

/// What else was known within the hour of what is undone, and that it waited, is no measure for a later edit; stages that
/// were passed over by that edit may come yet. Both tables are gone through once, however much is undone.
fn forget_undone(transaction: &Transaction<'_>, undone: &BTreeSet<Name>) -> Result<()> {
    let known = "SELECT id, task, milestone FROM listed_before";
    let is_undone = |name: &Name| undone.contains(name);
    delete_rows(transaction, known, "DELETE FROM listed_before WHERE id = ?1", is_undone)?;
    // What a letter passed over that has left, or may leave, stays passed over.
    let passed = "SELECT rowid, about, milestone FROM notice AS passed
                  WHERE about_kind = 'task' AND disposition = 'superseded' AND recorded >= (SELECT found FROM held_edit)
                  AND NOT EXISTS (SELECT 1 FROM notice AS newer JOIN letter ON letter.id = newer.letter
                      WHERE newer.about_kind = 'task' AND newer.about = passed.about
                      AND newer.milestone = passed.milestone AND newer.recorded = passed.recorded
                      AND newer.disposition = 'letter' AND letter.state IN ('queued', 'sent', 'failed'))";
    let is_undone =
        |name: &Name| undone.contains(name) || undone.contains(&(name.0.clone(), String::new()));
    delete_rows(transaction, passed, "DELETE FROM notice WHERE rowid = ?1", is_undone)
}

/// Deletes those of the rows that are about such a task or milestone.
fn delete_rows(
    transaction: &Transaction<'_>,
    rows: &str,
    delete: &str,
    are_about: impl Fn(&Name) -> bool,
) -> Result<()> {
    let mut statement = transaction.prepare_cached(rows)?;
    let found: Vec<(i64, Name)> =
        statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    let mut delete = transaction.prepare_cached(delete)?;
    for (id, _) in found.iter().filter(|(_, name)| are_about(name)) {
        delete.execute([id])?;
    }
    Ok(())
}
