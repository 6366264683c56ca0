//! W6: who was left out of a letter's Cc, and has it in a digest. An entry is recorded with its letter and shares its fate.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ledger::db::{Connection, Result, Row, ToValue, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{named, recorded_of, time};
use crate::ledger::{Kind, Ledger, Recording};
use crate::model::{Subject, When};
use crate::plan::Recorded;
use crate::plan::further::Uncopied;

/// Entries that no digest has listed, and whose letter was let go.
const LISTED: &str = "digest_entry JOIN letter ON number = digest_entry.letter
    WHERE told IS NULL AND state IN ('queued', 'sent', 'failed')";

/// When the letter of an entry was let go.
const WENT: &str = "coalesce(released, created)";

/// Who has entries that are to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaiting {
    /// The person's id.
    pub person: String,
    /// When the first of the letters was let go.
    pub first: Timestamp,
}

impl Ledger {
    /// The people who have something for a digest.
    pub fn awaiting_digests(&self) -> std::result::Result<Vec<Awaiting>, LedgerError> {
        awaiting(&self.connection).map_err(|source| self.failed(source))
    }

    /// Who has something for a digest, by their ids, each with the times at which the letters were let go.
    pub fn uncopied_times(&self) -> std::result::Result<Vec<(String, Timestamp)>, LedgerError> {
        let sql = format!("SELECT DISTINCT person, {WENT} FROM {LISTED} ORDER BY person");
        self.rows(&sql, [], |row| Ok((row.get(0)?, time(row, 1)?)))
    }

    /// Whom the letter of that id did not copy on that, by their ids.
    pub fn left_out_on(
        &self,
        letter: &str,
        subject: &Subject,
    ) -> std::result::Result<Vec<String>, LedgerError> {
        let sql = "SELECT person FROM digest_entry JOIN letter ON number = digest_entry.letter
                   WHERE id = ?1 AND task = ?2 AND milestone = ?3 ORDER BY person";
        let milestone = subject.milestone().unwrap_or_default();
        self.rows(sql, [letter, subject.id(), milestone], |row| row.get(0))
    }

    /// What the digest of that number lists, oldest first: letters that still stand; and what else it told of.
    pub fn listed_in(
        &self,
        digest: i64,
    ) -> std::result::Result<(Vec<Uncopied>, Vec<Subject>), LedgerError> {
        let standing = "told = ?1 AND state IN ('queued', 'sent', 'failed')";
        let listed = listed(&self.connection, standing, params![digest]);
        let listed = listed.map_err(|source| self.failed(source))?;
        let sql = "SELECT DISTINCT task, milestone FROM digest_entry WHERE told = ?1 ORDER BY task, milestone";
        let all = self.rows(sql, [digest], |row| {
            let (task, milestone): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(Subject::of_task(&task, Some(&*milestone).filter(|one| !one.is_empty())))
        })?;
        let told = |one: &Subject| listed.iter().any(|letter| letter.about.contains(one));
        let gone = all.into_iter().filter(|one| !told(one)).collect();
        Ok((listed, gone))
    }

    /// Whom a letter did not copy that would have (W6, L8b), by their ids.
    pub fn left_out_of(&self, letter: i64) -> std::result::Result<Vec<String>, LedgerError> {
        let sql = "SELECT DISTINCT person FROM digest_entry WHERE letter = ?1 ORDER BY person";
        self.rows(sql, [letter], |row| row.get(0))
    }
}

impl Recording<'_> {
    /// The people who have something for a digest, with what this sweep has recorded.
    pub fn awaiting_digests(&self) -> std::result::Result<Vec<Awaiting>, LedgerError> {
        self.done(awaiting(self.transaction))
    }

    /// What a digest of that person lists, oldest first: letters that were let go before that time, if one is given.
    pub fn uncopied(
        &self,
        person: &str,
        before: Option<Timestamp>,
    ) -> std::result::Result<Vec<Uncopied>, LedgerError> {
        self.done(uncopied(self.transaction, person, before))
    }

    /// What is recorded of a task; of one of its milestones, where that is not "".
    pub fn recorded(
        &self,
        task: &str,
        milestone: &str,
    ) -> std::result::Result<Vec<Recorded>, LedgerError> {
        self.done(recorded_of(self.transaction, task, milestone))
    }

    /// The place of a further digest among those of one day.
    pub fn next_digest(&self, person: &str, day: Date) -> std::result::Result<u32, LedgerError> {
        let sql = r#"SELECT coalesce(max(occurrence), 0) + 1 FROM notice
                     WHERE about_kind = 'person' AND about = ?1 AND "from" = 'digest' AND anchor = ?2"#;
        let anchor = When::Day(day).to_string();
        let next = self.transaction.prepare_cached(sql);
        self.done(
            next.and_then(|mut next| next.query_row(params![person, anchor], |row| row.get(0))),
        )
    }

    /// The digest of that id lists these letters to that person; none, where nobody is there any more to be told.
    pub fn digested(
        &self,
        person: &str,
        letters: &[Uncopied],
        digest: Option<&str>,
    ) -> std::result::Result<(), LedgerError> {
        let sql =
            "UPDATE digest_entry SET told = coalesce((SELECT number FROM letter WHERE id = ?3), 0)
                   WHERE letter = ?1 AND person = ?2 AND told IS NULL";
        letters.iter().try_for_each(|one| {
            let told = self.transaction.prepare_cached(sql);
            let told = told.and_then(|mut told| told.execute(params![one.letter, person, digest]));
            self.done(told.map(drop))
        })
    }
}

fn awaiting(connection: &Connection) -> Result<Vec<Awaiting>> {
    let sql = format!("SELECT person, min({WENT}) FROM {LISTED} GROUP BY person ORDER BY person");
    let read = |row: &Row<'_>| Ok(Awaiting { person: row.get(0)?, first: time(row, 1)? });
    connection.prepare_cached(&sql)?.query_map([], read)
}

fn uncopied(
    connection: &Connection,
    person: &str,
    before: Option<Timestamp>,
) -> Result<Vec<Uncopied>> {
    let before = before.map_or(i64::MAX, Timestamp::as_microsecond);
    let untold = format!(
        "told IS NULL AND state IN ('queued', 'sent', 'failed') AND person = ?1 AND {WENT} < ?2"
    );
    listed(connection, &untold, params![person, before])
}

/// The letters of these entries, oldest first.
fn listed(
    connection: &Connection,
    condition: &str,
    values: &[&dyn ToValue],
) -> Result<Vec<Uncopied>> {
    let sql = format!(
        "SELECT number, kind, own_name, {WENT}, task, milestone
         FROM digest_entry JOIN letter ON number = digest_entry.letter
         WHERE {condition} ORDER BY number, task, milestone"
    );
    let read = |row: &Row<'_>| {
        let (task, milestone): (String, String) = (row.get(4)?, row.get(5)?);
        let milestone = Some(&*milestone).filter(|one| !one.is_empty());
        let Kind::Letter(kind) = named(row, 1, Kind::from_name)? else { return Ok(None) };
        Ok(Some(Uncopied {
            letter: row.get(0)?,
            at: time(row, 3)?,
            kind,
            own: row.get(2)?,
            about: vec![Subject::of_task(&task, milestone)],
            to: Vec::new(),
        }))
    };
    let found = connection.prepare_cached(&sql)?.query_map(values, read)?;
    let mut letters: Vec<Uncopied> = Vec::new();
    for one in found.into_iter().flatten() {
        match letters.last_mut().filter(|last| last.letter == one.letter) {
            Some(last) => last.about.extend(one.about),
            None => letters.push(one),
        }
    }
    let to = "SELECT address FROM recipient WHERE letter = ?1 AND NOT copied ORDER BY position";
    for one in &mut letters {
        one.to = connection.prepare_cached(to)?.query_map([one.letter], |row| row.get(0))?;
    }
    Ok(letters)
}

#[cfg(test)]
pub(super) mod tests;
