//! Letters on their way out. What a round of sending brings back and takes out is recorded in one
//! transaction, so that many letters share the disk's time.

use std::collections::HashSet;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::ledger::came_back;
use crate::ledger::db::{Connection, OptionalExtension, Result, Row, Transaction, Work, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{named, state_name, time};
use crate::ledger::sweep::insert_letter;
use crate::ledger::{
    Attempt, IN_DOUBT, Kind, Ledger, LetterState, NewLetter, Outcome, Outgoing, RelayTrouble,
    UNSETTLED,
};
use crate::model::cause::Cause;
use crate::model::cure::Cure;
use crate::model::met::Met;

/// No letter waits longer than this for its next attempt (L4: 1 h and a fifth); one that would was
/// put off by a clock that stood ahead.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(2);

/// The most important first.
const IMPORTANCES: [i64; 3] = [2, 1, 0];

/// So often a letter may be handed over without an answer; each time may have made a copy (L2).
const UNANSWERED: u32 = 2;

/// A round of sending while it is recorded.
pub struct Sending<'t> {
    pub(super) transaction: &'t Transaction<'t>,
    path: &'t Path,
    /// Who sends.
    node: &'t str,
}

impl Ledger {
    /// A round of sending, recorded whole or not at all, under the lease of this node (N2).
    pub fn send<R>(
        &mut self,
        work: impl FnOnce(&Sending<'_>) -> Result<R, LedgerError>,
    ) -> Result<R, LedgerError> {
        let (path, node) = (self.path.clone(), self.node());
        self.write_for(Work::Send, |transaction| {
            Ok(work(&Sending { transaction, path: &path, node: &node }))
        })?
    }

    /// What keeps every letter from leaving, if something does: an outage is a node's own, and is one of all where no node
    /// that lives can send (N2). That of the last of them is told.
    pub fn relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        relay_trouble(&self.connection).map_err(|source| self.failed(source))
    }

    /// What keeps letters from leaving this node.
    pub fn own_relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        let own = self.rows(&format!("{OUTAGE} WHERE relay.node = ?1"), [self.node()], outage);
        Ok(own?.pop())
    }
}

impl Sending<'_> {
    pub(super) fn done<T>(&self, done: Result<T>) -> Result<T, LedgerError> {
        done.map_err(|source| LedgerError::of(self.path, source))
    }

    /// What keeps every letter from leaving, if something does.
    pub fn relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        self.done(relay_trouble(self.transaction))
    }

    /// The outage of which the admin was told.
    pub fn told_outage(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        let since = "(SELECT since FROM word WHERE what = 'outage')";
        let sql = format!(
            "{OUTAGE} WHERE {TOLD} ORDER BY relay.since = {since} DESC, relay.since DESC LIMIT 1"
        );
        self.done(
            self.transaction
                .prepare_cached(&sql)
                .and_then(|mut told| told.query_row([], outage).optional()),
        )
    }

    /// Whether a person asked to try at once whether letters leave again (`duban retry`).
    pub fn asked(&self, now: Timestamp) -> Result<bool, LedgerError> {
        self.done((|| {
            let asked = "UPDATE relay SET next_try = ?1, asked = FALSE WHERE asked AND node = ?2";
            let row = params![now.as_microsecond(), self.node];
            Ok(self.transaction.prepare_cached(asked)?.execute(row)? > 0)
        })())
    }

    /// Letters may be tried from now on that a clock standing ahead had put off for longer than L4 does,
    /// and trouble that it dated ahead began no later than now. True if the relay may be tried now for that.
    pub fn heal(&self, now: Timestamp) -> Result<bool, LedgerError> {
        let latest = now.saturating_add(LONGEST_WAIT).unwrap_or(now).as_microsecond();
        let now = now.as_microsecond();
        self.done((|| {
            let queued = "UPDATE letter SET next_attempt = ?1
                          WHERE state = 'queued' AND importance = ?3 AND next_attempt > ?2";
            let mut queued = self.transaction.prepare_cached(queued)?;
            for importance in IMPORTANCES {
                queued.execute([now, latest, importance])?;
            }
            let since = "UPDATE relay SET since = ?1 WHERE since > ?1 AND node = ?2";
            self.transaction.prepare_cached(since)?.execute(params![now, self.node])?;
            let relay = "UPDATE relay SET next_try = ?1 WHERE next_try > ?2 AND node = ?3";
            let row = params![now, latest, self.node];
            Ok(self.transaction.prepare_cached(relay)?.execute(row)? > 0)
        })())
    }

    /// Takes out letters that are due, as many as wanted or until they have so many bytes, and writes
    /// down that an attempt at each begins, and that this node has it in hand: the more important first, then those due longest.
    /// Should an attempt's end never be recorded, the letter is still queued and is tried again with the same bytes (L2). What
    /// has this node's name and is not in `left` is of a process that ended, or of a round whose end was not heard.
    pub fn take(
        &self,
        now: Timestamp,
        wanted: usize,
        most_bytes: usize,
        left: &HashSet<i64>,
    ) -> Result<Vec<Outgoing>, LedgerError> {
        let due = self.done((|| {
            let mut due = Vec::new();
            for importance in IMPORTANCES {
                if due.len() < wanted {
                    self.due(now, importance, wanted, left, &mut due)?;
                }
            }
            Ok(due)
        })())?;
        let (mut taken, mut bytes) = (Vec::new(), 0);
        for number in due {
            let letter = self.begin(number, now)?;
            bytes += letter.bytes.len();
            taken.push(letter);
            if bytes >= most_bytes {
                break;
            }
        }
        Ok(taken)
    }

    /// The letter that finds out whether letters leave again: one whose time has come, else any, lest one that was put
    /// off is tried each time that the relay comes and goes (L4); but none before its time that may have arrived (L2). Of
    /// these one tried least often, lest a letter that is the trouble itself is tried each time; then the most important.
    /// The word to the admin that nothing can leave goes only where nothing else waits.
    pub fn probe(
        &self,
        now: Timestamp,
        left: &HashSet<i64>,
    ) -> Result<Option<Outgoing>, LedgerError> {
        let probe: Option<i64> = self.done((|| {
            let mut statement = self.transaction.prepare_cached(
                "SELECT number FROM letter WHERE state = 'queued' AND (claim IS NULL OR claim = ?2)
                     AND (next_attempt <= ?1 OR NOT EXISTS
                         (SELECT 1 FROM recipient WHERE letter = number AND unanswered > 0 AND recipient.state = 'pending'))
                 ORDER BY EXISTS (SELECT 1 FROM word WHERE word.letter = id), next_attempt > ?1,
                     attempts, importance DESC, next_attempt, number",
            )?;
            let mut rows = statement.query(params![now.as_microsecond(), self.node])?;
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                if !left.contains(&number) {
                    return Ok(Some(number));
                }
            }
            Ok(None)
        })())?;
        probe.map(|number| self.begin(number, now)).transpose()
    }

    fn due(
        &self,
        now: Timestamp,
        importance: i64,
        wanted: usize,
        left: &HashSet<i64>,
        due: &mut Vec<i64>,
    ) -> Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT number FROM letter WHERE state = 'queued' AND importance = ?1 AND next_attempt <= ?2
                 AND (claim IS NULL OR claim = ?3)
             ORDER BY next_attempt, number LIMIT ?4",
        )?;
        let most = (wanted + left.len()) as i64;
        let mut rows =
            statement.query(params![importance, now.as_microsecond(), self.node, most])?;
        while due.len() < wanted
            && let Some(row) = rows.next()?
        {
            let number = row.get(0)?;
            if !left.contains(&number) {
                due.push(number);
            }
        }
        Ok(())
    }

    fn begin(&self, letter: i64, now: Timestamp) -> Result<Outgoing, LedgerError> {
        let begun = self.done(self.begin_unread(letter, now))?;
        let bytes = self
            .transaction
            .prepare_cached("SELECT bytes FROM message WHERE letter = ?1")
            .and_then(|mut message| message.query_row([letter], |row| row.get(0)))
            .map_err(|source| LedgerError::of_letter(self.path, &begun.id, source))?;
        Ok(Outgoing { bytes, ..begun })
    }

    fn begin_unread(&self, letter: i64, now: Timestamp) -> Result<Outgoing> {
        let mut begun = self
            .transaction
            .prepare_cached(
                "UPDATE letter SET attempts = attempts + 1, claim = ?2 WHERE number = ?1
                 RETURNING attempts, coalesce(revived, since, created), sender, kind, subject, id, put_off",
            )?
            .query_row(params![letter, self.node], |row| {
                Ok(Outgoing {
                    number: letter,
                    attempt: row.get(0)?,
                    since: time(row, 1)?,
                    sender: row.get(2)?,
                    kind: named(row, 3, Kind::from_name)?,
                    subject: row.get(4)?,
                    id: row.get(5)?,
                    put_off: row.get(6)?,
                    recipients: Vec::new(),
                    bytes: Vec::new(),
                })
            })?;
        self.transaction
            .prepare_cached("INSERT INTO attempt (letter, number, started) VALUES (?1, ?2, ?3)")?
            .execute(params![letter, begun.attempt, now.as_microsecond()])?;
        // The relay may take only the first. Those not named yet come first, and each of the others in turn:
        // one that is always put off must not stand before them for ever.
        begun.recipients = self
            .transaction
            .prepare_cached(
                "SELECT address FROM recipient WHERE letter = ?1 AND state = 'pending'
                 ORDER BY answer IS NOT NULL,
                     (position + ?2) % (SELECT count(*) FROM recipient WHERE letter = ?1)",
            )?
            .query_map([letter, i64::from(begun.attempt) - 1], |row| row.get(0))?;
        Ok(begun)
    }

    /// An attempt that was begun was not made after all: it never happened. Said twice, as after a commit whose answer was
    /// lost, it is as if said once.
    pub fn strike(&self, letter: i64) -> Result<(), LedgerError> {
        self.done((|| {
            let begun = self
                .transaction
                .prepare_cached(
                    "DELETE FROM attempt WHERE letter = ?1 AND ended IS NULL
                     AND number = (SELECT attempts FROM letter WHERE letter.number = ?1 AND claim = ?2)",
                )?
                .execute(params![letter, self.node])?;
            if begun == 0 {
                return Ok(());
            }
            self.transaction
                .prepare_cached(
                    "UPDATE letter SET attempts = attempts - 1, claim = NULL WHERE number = ?1",
                )?
                .execute([letter])?;
            Ok(())
        })())
    }

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

    /// When the next letter that is not in flight is to be tried.
    pub fn next_due(&self, left: &HashSet<i64>) -> Result<Option<Timestamp>, LedgerError> {
        self.done((|| {
            let mut statement = self.transaction.prepare_cached(
                "SELECT number, next_attempt FROM letter WHERE state = 'queued' AND importance = ?1
                     AND (claim IS NULL OR claim = ?2)
                 ORDER BY next_attempt LIMIT ?3",
            )?;
            let mut next: Option<Timestamp> = None;
            for importance in IMPORTANCES {
                let most = left.len() as i64 + 1;
                let mut rows = statement.query(params![importance, self.node, most])?;
                while let Some(row) = rows.next()? {
                    if !left.contains(&row.get(0)?) {
                        let at = time(&row, 1)?;
                        next = Some(next.map_or(at, |next| next.min(at)));
                        break;
                    }
                }
            }
            Ok(next)
        })())
    }

    /// Nothing can leave this node.
    pub fn relay_down(&self, trouble: &RelayTrouble) -> Result<(), LedgerError> {
        let RelayTrouble { since, why, needs_admin, cure, failures, next_try, .. } = trouble;
        let cure = cure.map(Cure::name);
        let (since, next) = (since.as_microsecond(), next_try.as_microsecond());
        self.done(
            self.transaction
                .prepare_cached(
                    "INSERT INTO relay (node, since, why, needs_admin, failures, next_try, cure)
                     VALUES (?7, ?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (node) DO UPDATE
                         SET why = ?2, needs_admin = ?3, failures = ?4, next_try = ?5, cure = ?6",
                )
                .and_then(|mut statement| {
                    let row =
                        params![since, why.kept(), needs_admin, failures, next, cure, self.node];
                    statement.execute(row)
                })
                .map(|_| ()),
        )
    }

    /// Letters leave this node again. That no node could send is over, and may be told anew.
    pub fn relay_up(&self) -> Result<(), LedgerError> {
        self.done((|| {
            self.transaction.execute("DELETE FROM relay WHERE node = ?1", [self.node])?;
            self.transaction.execute("DELETE FROM word WHERE what = 'outage'", []).map(drop)
        })())
    }

    /// The word to the admin that nothing can leave is withdrawn if it has not left either: it would come with the
    /// word that letters leave again, which says since when they did not. Its id, unless somebody may have it.
    pub fn withdraw_word_of_outage(&self, now: Timestamp) -> Result<Option<String>, LedgerError> {
        self.done(
            self.transaction
                .prepare_cached(&format!(
                    "UPDATE letter SET state = 'withdrawn', next_attempt = NULL, settled = ?1, claim = NULL
                     WHERE id IN (SELECT letter FROM word WHERE what = 'outage') AND state = 'queued' AND (claim IS NULL OR claim = ?2) AND NOT {IN_DOUBT} AND NOT EXISTS
                         (SELECT 1 FROM recipient WHERE letter = number AND recipient.state = 'delivered')
                     RETURNING id"
                ))
                .and_then(|mut word| {
                    let row = params![now.as_microsecond(), self.node];
                    word.query_row(row, |row| row.get(0)).optional()
                }),
        )
    }

    /// A letter to the admin, to be sent like any other.
    pub fn letter(&self, letter: &NewLetter, now: Timestamp) -> Result<(), LedgerError> {
        self.done(insert_letter(self.transaction, letter, now))
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

const OUTAGE: &str = "SELECT since, why, needs_admin, failures, next_try,
    EXISTS (SELECT 1 FROM word WHERE what = 'outage'), cure FROM relay";

const TOLD: &str = "EXISTS (SELECT 1 FROM word WHERE what = 'outage')";

fn relay_trouble(connection: &Connection) -> Result<Option<RelayTrouble>> {
    let last = connection.either(
        " ORDER BY since DESC LIMIT 1",
        " LEFT JOIN node ON node.name = relay.node
          WHERE NOT EXISTS (SELECT 1 FROM node WHERE until > (extract(epoch FROM clock_timestamp()) * 1000000)
                            AND name NOT IN (SELECT relay.node FROM relay))
          ORDER BY coalesce(until > (extract(epoch FROM clock_timestamp()) * 1000000), FALSE) DESC, since DESC LIMIT 1",
    );
    connection.prepare_cached(&format!("{OUTAGE}{last}"))?.query_row([], outage).optional()
}

fn outage(row: &Row<'_>) -> Result<RelayTrouble> {
    Ok(RelayTrouble {
        since: time(row, 0)?,
        why: row.get(1)?,
        needs_admin: row.get(2)?,
        failures: row.get(3)?,
        next_try: time(row, 4)?,
        told: row.get(5)?,
        // A later duban may know further ones.
        cure: row.get::<Option<String>>(6)?.and_then(|name| Cure::from_name(&name)),
    })
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

#[cfg(test)]
pub(super) mod tests;
