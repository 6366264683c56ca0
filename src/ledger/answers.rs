//! A2: answers, each a row that is never deleted; one that comes twice is one row.

#[cfg(test)]
pub(super) mod tests;

use jiff::Timestamp;

use crate::ledger::Ledger;
use crate::ledger::db::{Error, OptionalExtension, Result, Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{columns, named, optional_time, time};
use crate::model::{Answer, AnswerState, NewAnswer, Standing, Subject, Verb, Way};
use crate::plan::{Answered, Known};

/// What [`read`] reads, of some answers.
pub(super) const FROM_ANSWER: &str = "SELECT number, at, about, milestone, cycle, person, verb, day, percent, words, more, \
                                      way, letter, message_id, proven, state, decided, by, why, revision, shown, supervised \
                                      FROM answer";

/// Answers that are not decided, in the words of the index `answer_waits`.
const WAITS: &str = "state = 'waits'";

/// Evidence is kept a piece a line.
const BETWEEN: &str = "\n";

/// What is kept of a note that is an answer to one of several tasks, and does not say which.
pub(super) const WHICH: &str = "which";

/// Which answers are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers<'a> {
    /// The newest, so many.
    Latest(u32),
    /// Those that wait for a decision.
    Waiting,
    /// Those about a task and its milestones.
    Of(&'a str),
    /// All.
    All,
    /// The one of that number.
    Numbered(i64),
}

impl Ledger {
    /// Takes in an answer. Its number; of one that came before, by its nonce, the number that it has.
    pub fn answer(&mut self, answer: &NewAnswer, now: Timestamp) -> Result<i64, LedgerError> {
        self.write(|transaction| insert(transaction, answer, now))
    }

    /// Answers, oldest first.
    pub fn answers(&self, which: Answers<'_>) -> Result<Vec<Answer>, LedgerError> {
        let from = FROM_ANSWER;
        let order = "ORDER BY number";
        let rows = match which {
            Answers::Latest(limit) => {
                let sql = format!("{from} ORDER BY number DESC LIMIT ?1");
                let mut rows = self.rows(&sql, [limit], read)?;
                rows.reverse();
                rows
            }
            Answers::All => self.rows(&format!("{from} {order}"), [], read)?,
            Answers::Waiting => self.rows(&format!("{from} WHERE {WAITS} {order}"), [], read)?,
            Answers::Of(task) => {
                self.rows(&format!("{from} WHERE about = ?1 {order}"), [task], read)?
            }
            Answers::Numbered(number) => {
                self.rows(&format!("{from} WHERE number = ?1"), [number], read)?
            }
        };
        Ok(rows.into_iter().map(|(answer, _)| answer).collect())
    }

    /// Answers that came or changed since, and since when to ask next.
    pub fn answers_changed(&self, since: i64) -> Result<(Vec<Answer>, i64), LedgerError> {
        let sql = format!("{FROM_ANSWER} WHERE revision > ?1 ORDER BY revision");
        let rows = self.rows(&sql, [since], read)?;
        let last = rows.last().map_or(since, |(_, revision)| *revision);
        Ok((rows.into_iter().map(|(answer, _)| answer).collect(), last))
    }

    /// What the ledger has of a task, or of one of its milestones.
    pub fn known(&self, task: &str, milestone: Option<&str>) -> Result<Known, LedgerError> {
        let notices = self.recorded(task, milestone)?;
        Ok(Known { notices, answers: self.answers(Answers::Of(task))?.into() })
    }

    /// The answers about all tasks.
    pub fn answered(&self) -> Result<Answered, LedgerError> {
        Ok(Answered::of(self.answers(Answers::All)?))
    }

    /// An answer that waits is declined. Returns whether it was: one that was decided before stays so.
    pub fn decline_answer(
        &mut self,
        number: i64,
        standing: &Standing,
    ) -> Result<bool, LedgerError> {
        self.write(|transaction| decide(transaction, number, standing, "('waits')"))
    }

    /// Answers were accepted, and the files are written. Those that the daemon found to be true by then were accepted all
    /// the same. Returns how many were not before.
    pub fn accept_answers(
        &mut self,
        numbers: &[i64],
        standing: &Standing,
    ) -> Result<u32, LedgerError> {
        let from = "('waits', 'counts', 'true')";
        self.write(|transaction| {
            let mut accepted = 0;
            for number in numbers {
                accepted += u32::from(decide(transaction, *number, standing, from)?);
            }
            Ok(Some(accepted))
        })
        .map(Option::unwrap_or_default)
    }
}

/// What the files in force have made of an answer (A4).
pub struct Settled {
    /// The answer.
    pub number: i64,
    /// What they made of it.
    pub state: AnswerState,
}

impl Ledger {
    /// The files in force made these answers true or void. One that was accepted stays so, and is shown by them.
    pub fn settle_answers(
        &mut self,
        settled: &[Settled],
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        if settled.is_empty() {
            return Ok(());
        }
        let at = now.as_microsecond();
        let waits = format!(
            "UPDATE answer SET state = ?2, decided = ?3, revision = {NEXT} WHERE number = ?1 AND {WAITS}"
        );
        let accepted = format!(
            "UPDATE answer SET shown = ?2, revision = {NEXT}
             WHERE number = ?1 AND state = 'accepted' AND shown IS NULL"
        );
        self.write(|transaction| {
            for Settled { number, state } in settled {
                transaction.execute(&waits, params![number, state.name(), at])?;
                transaction.execute(&accepted, params![number, at])?;
            }
            Ok(())
        })
    }
}

/// The revision that the next change has.
const NEXT: &str = "(SELECT coalesce(max(revision), 0) + 1 FROM answer)";

fn insert(transaction: &Transaction<'_>, answer: &NewAnswer, now: Timestamp) -> Result<i64> {
    if let Some(nonce) = &answer.nonce {
        let known = "SELECT number FROM answer WHERE nonce = ?1";
        let known = transaction.query_row(known, [nonce], |row| row.get(0)).optional()?;
        if let Some(number) = known {
            return Ok(number);
        }
    }
    let NewAnswer { subject, cycle, person, verb, way, nonce } = answer;
    let (_, about, milestone) = columns(subject);
    let said = Said::of(verb);
    let message_id = match way {
        Way::Mail { message_id, .. } => Some(message_id),
        Way::Link { .. } | Way::Page => None,
    };
    let cycle = cycle.map(|cycle| cycle.to_string());
    let sql = format!(
        "INSERT INTO answer (at, about, milestone, cycle, person, verb, day, percent, words, more,
                             way, letter, message_id, proven, nonce, state, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, {NEXT}) RETURNING number"
    );
    let values = params![
        now.as_microsecond(),
        about,
        milestone,
        cycle,
        person,
        verb.name(),
        said.day,
        said.percent,
        said.words,
        said.more,
        way.name(),
        way.letter(),
        message_id,
        way.is_proven(),
        nonce,
        answer.state().name()
    ];
    transaction.query_row(&sql, values, |row| row.get(0))
}

/// What the files show already stays shown.
fn decide(
    transaction: &Transaction<'_>,
    number: i64,
    standing: &Standing,
    from: &str,
) -> Result<bool> {
    let sql = format!(
        "UPDATE answer SET state = ?2, decided = ?3, by = ?4, why = ?5, revision = {NEXT},
             shown = CASE WHEN state = 'true' THEN decided END
         WHERE number = ?1 AND state IN {from}"
    );
    let Standing { state, decided, by, why, .. } = standing;
    let decided = decided.map(Timestamp::as_microsecond);
    Ok(transaction.execute(&sql, params![number, state.name(), decided, by, why])? == 1)
}

/// What was said, as columns.
#[derive(Default)]
struct Said {
    day: Option<String>,
    percent: Option<u32>,
    words: Option<Box<str>>,
    more: Option<Box<str>>,
}

impl Said {
    fn of(verb: &Verb) -> Said {
        let words = verb.words().map(Box::from);
        let said = Said { words, ..Said::default() };
        match verb {
            Verb::Received | Verb::Returned { .. } => said,
            Verb::Note { which, .. } => Said { more: which.then(|| WHICH.into()), ..said },
            Verb::Progress { percent, .. } => Said { percent: percent.map(u32::from), ..said },
            Verb::Done { on, evidence, .. } => {
                let more = (!evidence.is_empty()).then(|| evidence.join(BETWEEN).into());
                Said { day: Some(on.to_string()), more, ..said }
            }
            Verb::MoreTime { until, .. } => Said { day: Some(until.to_string()), ..said },
            Verb::NotMine { whose, .. } => Said { more: whose.clone(), ..said },
            Verb::Verified { on, .. } => Said { day: Some(on.to_string()), ..said },
        }
    }
}

/// An answer and its revision.
pub(super) fn read(row: &Row<'_>) -> Result<(Answer, i64)> {
    let (about, milestone): (String, String) = (row.get(2)?, row.get(3)?);
    let milestone = Some(milestone.as_str()).filter(|one| !one.is_empty());
    let cycle: Option<String> = row.get(4)?;
    let answer = Answer {
        number: row.get(0)?,
        subject: Subject::of_task(&about, milestone),
        cycle: cycle.map(|text| parsed(&text, 4)).transpose()?,
        person: row.get(5)?,
        verb: verb(row)?,
        at: time(row, 1)?,
        way: way(row)?,
        standing: Standing {
            state: named(row, 15, AnswerState::from_name)?,
            decided: optional_time(row, 16)?,
            by: row.get(17)?,
            why: row.get(18)?,
            shown: optional_time(row, 20)?,
        },
    };
    Ok((answer, row.get(19)?))
}

fn verb(row: &Row<'_>) -> Result<Verb> {
    let (name, text): (String, Option<Box<str>>) = (row.get(6)?, row.get(9)?);
    let more: Option<Box<str>> = row.get(10)?;
    Ok(match name.as_str() {
        "received" => Verb::Received,
        "progress" => {
            let percent: Option<u32> = row.get(8)?;
            Verb::Progress { text, percent: percent.and_then(|one| one.try_into().ok()) }
        }
        "done" => {
            let lines = more.iter().flat_map(|more| more.split(BETWEEN));
            Verb::Done { on: day(row)?, text, evidence: lines.map(Box::from).collect() }
        }
        "more-time" => Verb::MoreTime { until: day(row)?, reason: text },
        "not-mine" => Verb::NotMine { whose: more, text },
        "verified" => Verb::Verified { on: day(row)?, text },
        "returned" => Verb::Returned { reason: text.unwrap_or_default() },
        "note" => {
            Verb::Note { text: text.unwrap_or_default(), which: more.as_deref() == Some(WHICH) }
        }
        _ => return Err(Error::column(6, format!("`{name}` is no value this duban knows"))),
    })
}

fn way(row: &Row<'_>) -> Result<Way> {
    let (name, letter): (String, Option<Box<str>>) = (row.get(11)?, row.get(12)?);
    let letter = letter.unwrap_or_default();
    Ok(match name.as_str() {
        "link" => Way::Link { letter },
        "page" => Way::Page,
        "mail" => Way::Mail {
            letter,
            message_id: row.get::<Option<Box<str>>>(13)?.unwrap_or_default(),
            proven: row.get(14)?,
        },
        _ => return Err(Error::column(11, format!("`{name}` is no value this duban knows"))),
    })
}

/// The day, or the instant, that the answer names.
fn day<T: std::str::FromStr<Err = jiff::Error>>(row: &Row<'_>) -> Result<T> {
    let text: Option<String> = row.get(7)?;
    parsed(&text.unwrap_or_default(), 7)
}

fn parsed<T: std::str::FromStr<Err = jiff::Error>>(text: &str, column: usize) -> Result<T> {
    text.parse().map_err(|error: jiff::Error| Error::column(column, error))
}
