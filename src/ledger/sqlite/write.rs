//! What is recorded, each transaction named for what it promises. Every one begins IMMEDIATE: a
//! deferred one that reads first cannot wait for another's write, and fails at once.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior, params};

use super::super::{Attempt, Disposition, LetterState, NewLetter, NoticeRow, Outcome, SweepRecord};
use super::read::{disposition_name, held_name};
use super::{Ledger, LedgerError};
use crate::model::Importance;

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

    /// An attempt begins. Should its end never be recorded, the letter is still queued and is
    /// tried again with the same bytes: the only way to a second copy (L2).
    pub fn begin_attempt(&mut self, letter: &str, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE letter SET attempts = attempts + 1 WHERE id = ?1")?
                .execute([letter])?;
            transaction
                .prepare_cached(
                    "INSERT INTO attempt (letter, number, started)
                     SELECT id, attempts, ?2 FROM letter WHERE id = ?1",
                )?
                .execute(params![letter, now.as_microsecond()])?;
            Ok(())
        })
    }

    /// An attempt ended: each recipient's outcome, and what that makes of the letter (L3).
    ///
    /// `tell` writes to the admin of what it came to, if that is called for; its letter is recorded
    /// in the same transaction, so that no failure goes untold (L1).
    pub fn settle(
        &mut self,
        letter: &str,
        attempt: &Attempt,
        tell: impl FnOnce(LetterState) -> Option<NewLetter>,
    ) -> Result<LetterState, LedgerError> {
        self.write(|transaction| {
            for (address, outcome) in &attempt.outcomes {
                settle_recipient(transaction, letter, address, outcome)?;
            }
            if attempt.retry.is_none() {
                transaction
                    .prepare_cached(
                        "UPDATE recipient SET state = 'refused' WHERE letter = ?1 AND state = 'pending'",
                    )?
                    .execute([letter])?;
            }
            let state = settle_letter(transaction, letter, attempt)?;
            if let Some(told) = tell(state) {
                insert_letter(transaction, &told, attempt.ended)?;
            }
            Ok(state)
        })
    }

    /// L6b: letters whose every notice has become moot do not leave; their notices may be sent again.
    pub fn withdraw(&mut self, letters: &[String], now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            for letter in letters {
                transaction
                    .prepare_cached(
                        "UPDATE letter SET state = 'withdrawn', next_attempt = NULL, settled = ?2
                         WHERE id = ?1 AND state IN ('queued', 'held')",
                    )?
                    .execute(params![letter, now.as_microsecond()])?;
                transaction
                    .prepare_cached(
                        "UPDATE notice SET disposition = 'withdrawn' WHERE letter = ?1 AND disposition = 'letter'",
                    )?
                    .execute([letter])?;
            }
            Ok(())
        })
    }

    /// A held letter may go.
    pub fn release(&mut self, letter: &str, now: Timestamp) -> Result<(), LedgerError> {
        self.settle_held(letter, LetterState::Queued, now)
    }

    /// A held letter will not go.
    pub fn discard(&mut self, letter: &str, now: Timestamp) -> Result<(), LedgerError> {
        self.settle_held(letter, LetterState::Discarded, now)
    }

    fn settle_held(
        &mut self,
        letter: &str,
        to: LetterState,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let now = now.as_microsecond();
        let changed = self.write(|transaction| match to {
            LetterState::Queued => transaction.execute(
                "UPDATE letter SET state = 'queued', next_attempt = ?2 WHERE id = ?1 AND state = 'held'",
                params![letter, now],
            ),
            _ => transaction.execute(
                "UPDATE letter SET state = 'discarded', settled = ?2 WHERE id = ?1 AND state = 'held'",
                params![letter, now],
            ),
        })?;
        if changed == 1 { Ok(()) } else { Err(LedgerError::NotHeld(letter.to_owned())) }
    }

    fn write<R>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<R>,
    ) -> Result<R, LedgerError>
    where
        R: Keep,
    {
        let path = self.path.clone();
        let behavior = TransactionBehavior::Immediate;
        let done = (|| {
            let transaction = self.connection.transaction_with_behavior(behavior)?;
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
    transaction: &'t Transaction<'t>,
    path: &'t Path,
    now: Timestamp,
}

impl Recording<'_> {
    /// A finished letter; it stands before its notices.
    pub fn letter(&self, letter: &NewLetter) -> Result<(), LedgerError> {
        insert_letter(self.transaction, letter, self.now)
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
trait Keep {
    fn keep(&self) -> bool {
        true
    }
}

impl Keep for () {}
impl Keep for usize {}
impl Keep for LetterState {}
impl<T> Keep for Result<T, LedgerError> {
    fn keep(&self) -> bool {
        self.is_ok()
    }
}

fn insert_letter(
    transaction: &Transaction<'_>,
    letter: &NewLetter,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let now = now.as_microsecond();
    let importance = match letter.importance {
        Importance::Low => 0,
        Importance::Normal => 1,
        Importance::High => 2,
    };
    let (state, next) = if letter.held.is_some() { ("held", None) } else { ("queued", Some(now)) };
    transaction
        .prepare_cached(
            "INSERT INTO letter (id, message_id, kind, language, importance, subject, sender, bytes,
                                 state, held, created, next_attempt)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            letter.id,
            letter.message_id,
            letter.kind.name(),
            letter.language.name(),
            importance,
            letter.subject,
            letter.sender,
            letter.bytes,
            state,
            letter.held.map(held_name),
            now,
            next,
        ])?;
    let mut insert = transaction
        .prepare_cached("INSERT INTO recipient (letter, position, address) VALUES (?1, ?2, ?3)")?;
    for (position, address) in letter.recipients.iter().enumerate() {
        insert.execute(params![letter.id, position as i64, address])?;
    }
    Ok(())
}

/// False if the ledger has the notice already.
fn insert_notice(transaction: &Transaction<'_>, notice: &NoticeRow) -> rusqlite::Result<bool> {
    let NoticeRow { id, disposition, moment, recorded, letter } = notice;
    let inserted = transaction
        .prepare_cached(
            r#"INSERT INTO notice (task, milestone, "from", anchor, stage, occurrence,
                                   disposition, moment, recorded, letter)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
               ON CONFLICT DO NOTHING"#,
        )?
        .execute(params![
            id.task,
            id.milestone.as_deref().unwrap_or_default(),
            id.from.name(),
            id.anchor.to_string(),
            id.stage,
            id.occurrence,
            disposition_name(*disposition),
            moment.as_microsecond(),
            recorded.as_microsecond(),
            letter,
        ])?;
    // A stage may be found superseded again after its policy was edited; that it was is known.
    Ok(inserted == 1 || *disposition == Disposition::Superseded)
}

fn settle_recipient(
    transaction: &Transaction<'_>,
    letter: &str,
    address: &str,
    outcome: &Outcome,
) -> rusqlite::Result<()> {
    let (state, answer) = match outcome {
        Outcome::Delivered(answer) => ("delivered", answer),
        Outcome::Refused(answer) => ("refused", answer),
        Outcome::Deferred(answer) | Outcome::Unknown(answer) => ("pending", answer),
    };
    transaction
        .prepare_cached(
            "UPDATE recipient SET state = ?3, answer = ?4
             WHERE letter = ?1 AND address = ?2 AND state = 'pending'",
        )?
        .execute(params![letter, address, state, answer])?;
    Ok(())
}

fn settle_letter(
    transaction: &Transaction<'_>,
    letter: &str,
    attempt: &Attempt,
) -> rusqlite::Result<LetterState> {
    let (pending, delivered): (i64, i64) = transaction
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'delivered')
             FROM recipient WHERE letter = ?1",
        )?
        .query_row([letter], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let state = match (pending, delivered) {
        (1.., _) => LetterState::Queued,
        (_, 0) => LetterState::Failed,
        _ => LetterState::Sent,
    };
    let ended = attempt.ended.as_microsecond();
    let answer = worst(&attempt.outcomes);
    transaction
        .prepare_cached(
            "UPDATE attempt SET ended = ?2, outcome = ?3
             WHERE letter = ?1 AND number = (SELECT attempts FROM letter WHERE id = ?1)",
        )?
        .execute(params![letter, ended, answer])?;
    let retry = attempt.retry.filter(|_| state == LetterState::Queued);
    let settled = (state != LetterState::Queued).then_some(ended);
    transaction
        .prepare_cached(
            "UPDATE letter SET state = ?2, next_attempt = ?3, settled = ?4, last_answer = ?5 WHERE id = ?1",
        )?
        .execute(params![
            letter,
            super::read::state_name(state),
            retry.map(Timestamp::as_microsecond),
            settled,
            answer,
        ])?;
    Ok(state)
}

/// The answer most worth reading: a refusal before a deferral before a delivery.
fn worst(outcomes: &[(String, Outcome)]) -> Option<&str> {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Refused(_) => 0,
        Outcome::Unknown(_) => 1,
        Outcome::Deferred(_) => 2,
        Outcome::Delivered(_) => 3,
    };
    let worst = outcomes.iter().map(|(_, outcome)| outcome).min_by_key(|outcome| rank(outcome));
    worst.map(|outcome| match outcome {
        Outcome::Refused(answer)
        | Outcome::Unknown(answer)
        | Outcome::Deferred(answer)
        | Outcome::Delivered(answer) => answer.as_str(),
    })
}
