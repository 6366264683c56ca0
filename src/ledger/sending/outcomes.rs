//! What came of attempts: where each recipient stands (L3), what that makes of the letter, and who is given up (L4).

use std::collections::HashSet;

use jiff::Timestamp;

use crate::ledger::db::{OptionalExtension, Result, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::state_name;
use crate::ledger::sending::Sending;
use crate::ledger::{Attempt, LetterState, Outcome, UNSETTLED, came_back};
use crate::model::cause::Cause;
use crate::model::met::Met;

/// So often a letter may be handed over without an answer; each time may have made a copy (L2).
const UNANSWERED: u32 = 2;

impl Sending<'_> {
    /// An attempt ended: each recipient's outcome, and what that makes of the letter (L3). Who will
    /// not get it is noted for the admin in the same transaction, so that no failure goes untold (L1).
    pub fn settle(&self, letter: i64, attempt: &Attempt) -> Result<LetterState, LedgerError> {
        self.done((|| {
            let mut last_word = None;
            for (address, outcome) in &attempt.outcomes {
                last_word = self.settle_recipient(letter, address, outcome)?.or(last_word);
            }
            came_back::settle(self.transaction, letter, attempt.number, attempt.ended)?;
            if attempt.outcomes.iter().any(|(_, outcome)| outcome.is_unknown()) {
                self.transaction
                    .prepare_cached("UPDATE letter SET in_doubt = TRUE WHERE number = ?1")?
                    .execute([letter])?;
            }
            if attempt.retry.is_none() {
                self.give_up(letter)?;
            }
            let state = self.state_after(letter, attempt)?;
            let answer = last_word.as_ref().or(telling(&attempt.outcomes, state)).map(Met::kept);
            self.transaction
                .prepare_cached(
                    "UPDATE attempt SET ended = ?3, outcome = ?4 WHERE letter = ?1 AND number = ?2",
                )?
                .execute(params![letter, attempt.number, attempt.ended.as_microsecond(), answer])?;
            if attempt.puts_off && state == LetterState::Queued {
                self.transaction
                    .prepare_cached("UPDATE letter SET put_off = put_off + 1 WHERE number = ?1")?
                    .execute([letter])?;
            }
            if attempt.offered {
                self.transaction
                    .prepare_cached(
                        "UPDATE letter SET offered = TRUE WHERE number = ?1 AND NOT offered",
                    )?
                    .execute([letter])?;
            }
            self.settle_letter(letter, state, attempt.ended, attempt.retry, answer.as_deref())?;
            Ok(state)
        })())
    }

    /// L4: letters whose lifetime ended while nothing could leave are given up, with what kept them: the id of each, and
    /// what that makes of it.
    pub fn expire(
        &self,
        before: Timestamp,
        now: Timestamp,
        why: &Met,
        left: &HashSet<i64>,
    ) -> Result<Vec<(String, LetterState)>, LedgerError> {
        let why = why.kept();
        self.done((|| {
            let old: Vec<(i64, String)> = self
                .transaction
                .prepare_cached(&format!(
                    "SELECT number, id FROM letter WHERE state = 'queued' AND {UNSETTLED}
                     AND (claim IS NULL OR claim = ?2)
                     AND coalesce(revived, since, created) <= ?1 ORDER BY number"
                ))?
                .query_map(params![before.as_microsecond(), self.node], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            let mut expired = Vec::new();
            for (letter, id) in old {
                if left.contains(&letter) {
                    continue;
                }
                self.transaction
                    .prepare_cached(
                        "UPDATE recipient SET answer = ?2 WHERE letter = ?1 AND state = 'pending'",
                    )?
                    .execute(params![letter, why])?;
                self.give_up(letter)?;
                let state = self.state(letter)?;
                self.settle_letter(letter, state, now, None, Some(&why))?;
                expired.push((id, state));
            }
            Ok(expired)
        })())
    }

    /// If it is given up for want of an answer, with these words.
    fn settle_recipient(
        &self,
        letter: i64,
        address: &str,
        outcome: &Outcome,
    ) -> Result<Option<Met>> {
        let (state, answer) = match outcome {
            Outcome::Delivered(answer) => ("delivered", answer.clone()),
            Outcome::Refused(answer) => ("refused", answer.clone()),
            Outcome::Deferred(answer) => ("pending", answer.clone()),
            Outcome::Untried => return Ok(None),
            Outcome::Unknown(answer) => match self.unanswered(letter, address)? {
                times if times >= UNANSWERED => {
                    let values = vec![answer.clone(), times.to_string().into()];
                    ("refused", Met::because(Cause::MayHaveArrived, values))
                }
                _ => ("pending", answer.clone()),
            },
        };
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE recipient SET state = ?3, answer = ?4
                 WHERE letter = ?1 AND address = ?2 AND state = 'pending'",
            )?
            .execute(params![letter, address, state, answer.kept()])?;
        if changed == 1 && state == "refused" {
            self.undelivered(letter, address, &answer.kept())?;
        }
        Ok((outcome.is_unknown() && state == "refused").then_some(answer))
    }

    fn unanswered(&self, letter: i64, address: &str) -> Result<u32> {
        let counted = self
            .transaction
            .prepare_cached(
                "UPDATE recipient SET unanswered = unanswered + 1
                 WHERE letter = ?1 AND address = ?2 AND state = 'pending' RETURNING unanswered",
            )?
            .query_row(params![letter, address], |row| row.get(0))
            .optional()?;
        Ok(counted.unwrap_or(0))
    }

    /// Those still pending will not get the letter.
    fn give_up(&self, letter: i64) -> Result<()> {
        let given_up: Vec<(String, Option<String>)> = self
            .transaction
            .prepare_cached(
                "UPDATE recipient SET state = 'refused' WHERE letter = ?1 AND state = 'pending'
                 RETURNING address, answer",
            )?
            .query_map([letter], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (address, answer) in given_up {
            let answer = answer.unwrap_or_else(|| Met::of(Cause::NeverAnswered, &[]).kept());
            self.undelivered(letter, &address, &answer)?;
        }
        Ok(())
    }

    /// The admin is to hear of it; not of letters to the admin, or one failure would breed the next.
    fn undelivered(&self, letter: i64, address: &str, answer: &str) -> Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO undelivered (letter, address, answer)
                 SELECT id, ?2, ?3 FROM letter WHERE number = ?1 AND kind <> 'admin'",
            )?
            .execute(params![letter, address, answer])?;
        Ok(())
    }

    /// Where an attempt leaves the letter. One that brought it to all who still waited for it is
    /// plain; else all recipients are looked at.
    fn state_after(&self, letter: i64, attempt: &Attempt) -> Result<LetterState> {
        let delivered = |(_, outcome): &(String, Outcome)| matches!(outcome, Outcome::Delivered(_));
        match !attempt.outcomes.is_empty() && attempt.outcomes.iter().all(delivered) {
            true => Ok(LetterState::Sent),
            false => self.state(letter),
        }
    }

    fn state(&self, letter: i64) -> Result<LetterState> {
        let (pending, delivered): (i64, i64) = self
            .transaction
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'delivered')
                 FROM recipient WHERE letter = ?1",
            )?
            .query_row([letter], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (pending, delivered) {
            (1.., _) => LetterState::Queued,
            (_, 0) => LetterState::Failed,
            _ => LetterState::Sent,
        })
    }

    fn settle_letter(
        &self,
        letter: i64,
        state: LetterState,
        ended: Timestamp,
        retry: Option<Timestamp>,
        answer: Option<&str>,
    ) -> Result<()> {
        let retry = retry.filter(|_| state == LetterState::Queued);
        let settled = (state != LetterState::Queued).then_some(ended.as_microsecond());
        self.transaction
            .prepare_cached(
                "UPDATE letter SET state = ?2, next_attempt = ?3, settled = ?4, last_answer = ?5, claim = NULL,
                     unreached = ?2 IN ('sent', 'failed') AND kind <> 'admin' AND NOT EXISTS
                         (SELECT 1 FROM recipient
                          WHERE letter = ?1 AND NOT copied AND recipient.state = 'delivered')
                 WHERE number = ?1",
            )?
            .execute(params![
                letter,
                state_name(state),
                retry.map(Timestamp::as_microsecond),
                settled,
                answer,
            ])?;
        Ok(())
    }
}

/// The answer most worth reading: of a letter that waits, why it does; else a refusal before all others.
fn telling(outcomes: &[(String, Outcome)], state: LetterState) -> Option<&Met> {
    let waits = state == LetterState::Queued;
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Unknown(_) if waits => 0,
        Outcome::Deferred(_) if waits => 1,
        Outcome::Refused(_) => 2,
        Outcome::Unknown(_) => 3,
        Outcome::Deferred(_) => 4,
        Outcome::Delivered(_) => 5,
        Outcome::Untried => 6,
    };
    let telling = outcomes.iter().map(|(_, outcome)| outcome).min_by_key(|outcome| rank(outcome));
    telling.and_then(Outcome::answer)
}
