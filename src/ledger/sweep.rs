//! What is recorded, each transaction named for what it promises. Every one begins IMMEDIATE: a
//! deferred one that reads first cannot wait for another's write, and fails at once.

use std::path::Path;

use jiff::Timestamp;

use crate::ledger::db::{OptionalExtension, Result, ToValue, Transaction, Work, params};
use crate::ledger::digest_entries;
use crate::ledger::error::LedgerError;
use crate::ledger::history::{IS_NOTICE, Key, disposition_name, held_name};
use crate::ledger::numbering;
use crate::ledger::owner_rows;
use crate::ledger::{Disposition, Held, IN_DOUBT, LIVE, Ledger, NewLetter, NoticeRow, SweepRecord};
use crate::model::Importance;

/// Until when a letter is left alone that was handed over without an answer: for an hour (L2).
pub(super) const AFTER_NO_ANSWER: &str = "CASE WHEN in_doubt THEN 3600000000 + coalesce(
    (SELECT max(ended) FROM attempt WHERE attempt.letter = letter.number), 0) ELSE 0 END";

impl Ledger {
    /// L1: what a sweep records, all of it or none. Letters are handed over one by one, so that a
    /// sweep of many need not hold them all.
    pub fn record<R>(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&Recording<'_>) -> Result<R, LedgerError>,
    ) -> Result<R, LedgerError> {
        let path = self.path.clone();
        self.write(|transaction| Ok(work(&Recording { transaction, path: &path, now })))?
    }

    /// The same for what is at hand.
    pub fn commit_sweep(
        &mut self,
        now: Timestamp,
        record: &SweepRecord,
    ) -> Result<(), LedgerError> {
        self.record(now, |recording| {
            record.letters.iter().try_for_each(|letter| recording.letter(letter))?;
            record.notices.iter().try_for_each(|notice| recording.notice(notice))
        })
    }

    /// L6b: letters that no longer hold do not leave; their notices may be sent again, those of a letter that
    /// somebody may have as the same letter (L2). Stages that were taken as passed by a clock that stood ahead have not been.
    pub fn withdraw(&mut self, letters: &[i64], at: Timestamp) -> Result<(), LedgerError> {
        let now = at.as_microsecond();
        let node = self.node();
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "DELETE FROM notice
                     WHERE disposition = 'superseded' AND recorded > ?1 AND moment > ?1",
                )?
                .execute([now])?;
            for letter in letters {
                withdraw_letter(transaction, *letter, &node, at)?;
            }
            Ok(())
        })
    }

    /// What one node does at a time, or a command.
    pub(super) fn write<R: Keep>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<R>,
    ) -> Result<R, LedgerError> {
        self.write_for(Work::Sweep, work)
    }

    pub(super) fn write_for<R: Keep>(
        &mut self,
        purpose: Work,
        work: impl FnOnce(&Transaction<'_>) -> Result<R>,
    ) -> Result<R, LedgerError> {
        self.look_where_it_lies()?;
        let path = self.path.clone();
        let done = (|| {
            let transaction = self.connection.begin(purpose)?;
            let result = work(&transaction)?;
            if result.keep() {
                transaction.commit()?
            } else {
                transaction.rollback()?
            }
            Ok(result)
        })();
        done.map_err(|source| LedgerError::of(&path, source))
    }
}

/// A sweep while it is recorded.
pub struct Recording<'t> {
    pub(super) transaction: &'t Transaction<'t>,
    path: &'t Path,
    pub(super) now: Timestamp,
}

impl Recording<'_> {
    pub(super) fn done<T>(&self, done: Result<T>) -> Result<T, LedgerError> {
        done.map_err(|source| LedgerError::of(self.path, source))
    }

    /// A finished letter; it stands before its notices.
    pub fn letter(&self, letter: &NewLetter) -> Result<(), LedgerError> {
        insert_letter(self.transaction, letter, self.now)
            .map_err(|source| LedgerError::of(self.path, source))
    }

    /// A letter takes the place of one that waits since then.
    pub fn waits_since(&self, letter: &str, since: Timestamp) -> Result<(), LedgerError> {
        let sql = "UPDATE letter SET since = ?2 WHERE id = ?1";
        let set = self.transaction.prepare_cached(sql);
        self.done(set.and_then(|mut set| set.execute(params![letter, since.as_microsecond()])))?;
        Ok(())
    }

    /// A letter that was withdrawn though somebody may have it goes again, an hour after it was handed over without an
    /// answer, or is held. Its subject.
    pub fn again(&self, letter: &str, held: Option<Held>) -> Result<String, LedgerError> {
        let state = if held.is_some() { "held" } else { "queued" };
        self.transaction
            .prepare_cached(&format!(
                "UPDATE letter SET state = ?2, held = ?3, revived = ?4, released = NULL, settled = NULL, put_off = 0,
                     next_attempt = CASE WHEN ?2 = 'queued' THEN greatest(?4, {AFTER_NO_ANSWER}) END
                 WHERE id = ?1 AND state = 'withdrawn' RETURNING subject"
            ))
            .and_then(|mut again| {
                let (held, now) = (held.map(held_name), self.now.as_microsecond());
                again.query_row(params![letter, state, held, now], |row| row.get(0))
            })
            .map_err(|source| LedgerError::of(self.path, source))
    }

    /// A notice. One that the ledger has already is an error: nothing of the sweep is kept.
    pub fn notice(&self, notice: &NoticeRow) -> Result<(), LedgerError> {
        let inserted = insert_notice(self.transaction, notice)
            .map_err(|source| LedgerError::of(self.path, source))?;
        if inserted {
            return Ok(());
        }
        let notice = format!("{:?}", notice.id);
        Err(LedgerError::Recorded { path: self.path.to_owned(), notice })
    }
}

/// Whether what a transaction came to is to be kept.
pub(super) trait Keep {
    fn keep(&self) -> bool {
        true
    }
}

impl Keep for () {}
impl Keep for bool {}
impl Keep for i64 {}
impl<A, B> Keep for (A, B) {}
impl<T> Keep for Option<T> {}
impl<T> Keep for Result<T, LedgerError> {
    fn keep(&self) -> bool {
        self.is_ok()
    }
}

/// A letter that waits does not leave; its notices may be sent again, those of a letter that somebody may have as the
/// same letter. One that another node has in hand leaves.
pub(super) fn withdraw_letter(
    transaction: &Transaction<'_>,
    letter: i64,
    node: &str,
    now: Timestamp,
) -> Result<()> {
    let withdrawn = transaction
        .prepare_cached(&format!(
            "UPDATE letter SET state = 'withdrawn', next_attempt = NULL, settled = ?2, claim = NULL
             WHERE number = ?1 AND state IN ('queued', 'held') AND (claim IS NULL OR claim = ?3)
             RETURNING id, {IN_DOUBT}"
        ))?
        .query_row(params![letter, now.as_microsecond(), node], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    // A person may have discarded it meanwhile; then its notices are settled.
    let Some((id, false)) = withdrawn else { return Ok(()) };
    digest_entries::untell(transaction, letter)?;
    let id: String = id;
    owner_rows::take_back(transaction, &id)?;
    transaction
        .prepare_cached(
            "UPDATE notice SET disposition = 'withdrawn' WHERE letter = ?1 AND disposition = 'letter'",
        )?
        .execute([id])?;
    Ok(())
}

pub(super) fn insert_letter(
    transaction: &Transaction<'_>,
    letter: &NewLetter,
    now: Timestamp,
) -> Result<()> {
    insert_with_number(transaction, letter, None, now).map(drop)
}

/// The same; its number in the ledger. `kept` is the number that it takes over from the letter whose place it takes.
pub(super) fn insert_with_number(
    transaction: &Transaction<'_>,
    letter: &NewLetter,
    kept: Option<&str>,
    now: Timestamp,
) -> Result<i64> {
    let now = now.as_microsecond();
    let importance: i64 = match letter.importance {
        Importance::Low => 0,
        Importance::Normal => 1,
        Importance::High => 2,
    };
    let numbered = numbering::recorded(transaction, letter, kept)?;
    let numbered = numbered.as_ref();
    let own_number = numbered.map(|one| &one.number);
    let (subject, bytes) =
        numbered.map_or((&letter.subject, &letter.bytes), |one| (&one.subject, &one.bytes));
    let pattern = letter.numbering.as_ref().map(|one| one.pattern.written());
    let year = letter.numbering.as_ref().map(|one| i64::from(one.year));
    let (state, next) = if letter.held.is_some() { ("held", None) } else { ("queued", Some(now)) };
    let number: i64 = transaction
        .prepare_cached(
            "INSERT INTO letter (id, message_id, kind, language, importance, subject, sender,
                                 state, held, created, next_attempt,
                                 own_number, number_pattern, number_year, own_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING number",
        )?
        .query_row(
            params![
                letter.id,
                letter.message_id,
                letter.kind.name(),
                letter.language.name(),
                importance,
                subject,
                letter.sender,
                state,
                letter.held.map(held_name),
                now,
                next,
                own_number,
                pattern,
                year,
                letter.own_name,
            ],
            |row| row.get(0),
        )?;
    transaction
        .prepare_cached("INSERT INTO message (letter, bytes) VALUES (?1, ?2)")?
        .execute(params![number, bytes])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO recipient (letter, position, address, copied) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (position, address) in letter.recipients.iter().enumerate() {
        insert.execute(params![number, position as i64, address, position >= letter.addressed])?;
    }
    digest_entries::insert(transaction, number, letter)?;
    Ok(number)
}

/// False if the ledger has the notice already. One whose letter was withdrawn though it may have arrived may pass, be it
/// superseded or adopted; its letter then does not go again for it.
pub(super) fn insert_notice(transaction: &Transaction<'_>, notice: &NoticeRow) -> Result<bool> {
    let passes = notice.disposition != Disposition::Letter;
    let inserted = insert_new_notice(transaction, notice)?
        || (passes
            && give_up_doubt(transaction, notice)?
            && insert_new_notice(transaction, notice)?);
    // A stage may be found superseded again after its policy was edited; that it was is known.
    Ok(inserted || notice.disposition == Disposition::Superseded)
}

fn give_up_doubt(transaction: &Transaction<'_>, notice: &NoticeRow) -> Result<bool> {
    let given_up = transaction
        .prepare_cached(&format!(
            "UPDATE notice SET disposition = 'withdrawn' WHERE {IS_NOTICE} AND {LIVE} AND disposition = 'letter'
             AND EXISTS (SELECT 1 FROM letter WHERE id = notice.letter AND state = 'withdrawn')"
        ))?
        .execute(Key::of(&notice.id).values().as_slice())?;
    Ok(given_up == 1)
}

pub(super) fn insert_new_notice(transaction: &Transaction<'_>, notice: &NoticeRow) -> Result<bool> {
    let NoticeRow { id, disposition, moment, recorded, letter } = notice;
    let (disposition, moment) = (disposition_name(*disposition), moment.as_microsecond());
    let (key, recorded) = (Key::of(id), recorded.as_microsecond());
    let rest: [&dyn ToValue; 4] = [&disposition, &moment, &recorded, letter];
    let inserted = transaction
        .prepare_cached(
            r#"INSERT INTO notice (about_kind, about, milestone, "from", anchor, stage, occurrence,
                                   disposition, moment, recorded, letter)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
               ON CONFLICT DO NOTHING"#,
        )?
        .execute(key.values().into_iter().chain(rest).collect::<Vec<_>>())?;
    Ok(inserted == 1)
}
