//! Sentences that stood in ledgers before schema 19 become codes. They were English, and `sentences.txt` has them as they
//! were: what `words::causes` says today may be worded anew at any time.

use crate::ledger::db::{Connection, Result, ToValue};
use crate::ledger::shape::Cell;
use crate::model::cause::{Cause, Step};
use crate::model::met::{Met, What};

/// Where they stood: a table, its key, the column.
const PLACES: [(&str, &[&str], &str); 7] = [
    ("letter", &["number"], "last_answer"),
    ("recipient", &["letter", "position"], "answer"),
    ("attempt", &["letter", "number"], "outcome"),
    ("undelivered", &["id"], "answer"),
    ("relay", &["node"], "why"),
    ("refusing", &["id"], "answer"),
    ("unwritten", &["task", "milestone"], "why"),
];

/// A code, a tab, the sentence; of two that fit a text the first counts. Each `{}` is a value.
const SENTENCES: &str = include_str!("sentences.txt");

const VALUE: &str = "{}";

/// What each step was called.
const STEPS: [(&str, Step); 10] = [
    ("connecting", Step::Connect),
    ("TLS", Step::Tls),
    ("greeting", Step::Greeting),
    ("EHLO", Step::Hello),
    ("STARTTLS", Step::StartTls),
    ("login", Step::Login),
    ("MAIL", Step::Mail),
    ("RCPT", Step::Recipient),
    ("DATA", Step::Data),
    ("message", Step::Message),
];

/// A row whose sentence is one of ours.
pub(super) struct Known {
    place: usize,
    key: Vec<Cell>,
    met: Met,
}

/// The rows whose sentences are ours. What a relay said when it took a letter begins with 2, and is most of all rows.
pub(super) fn read(connection: &Connection) -> Result<Vec<Known>> {
    let mut known = Vec::new();
    for (place, (table, key, column)) in PLACES.iter().enumerate() {
        let sql = format!(
            "SELECT {column}, {} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT LIKE '2%'",
            key.join(", ")
        );
        let rows = connection.prepare_cached(&sql)?.query_map([], |row| {
            let cells: Result<Vec<Cell>> = (1..=key.len()).map(|at| row.get(at)).collect();
            Ok((row.get::<String>(0)?, cells?))
        })?;
        known.extend(rows.into_iter().filter_map(|(text, key)| {
            let met = met(&text);
            met.words().is_none().then_some(Known { place, key, met })
        }));
    }
    Ok(known)
}

impl Known {
    /// Puts the code in the place of the sentence.
    pub(super) fn write(&self, connection: &Connection) -> Result<()> {
        let (table, key, column) = PLACES[self.place];
        let key: Vec<String> =
            key.iter().enumerate().map(|(at, name)| format!("{name} = ?{}", at + 2)).collect();
        let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {}", key.join(" AND "));
        let kept = self.met.kept();
        let mut values: Vec<&dyn ToValue> = vec![&kept];
        values.extend(self.key.iter().map(|cell| cell as &dyn ToValue));
        connection.prepare_cached(&sql)?.execute(values).map(drop)
    }
}

/// `localhost:587, RCPT: 550 no such user`: where it was met with, then what. What is not ours stays somebody's words.
fn met(text: &str) -> Met {
    // What stands before its own words has a step, and is no part of it.
    let arrived = |met: &Met| matches!(met.what, What::Of(Cause::MayHaveArrived, _));
    if let Some(met) = of_cause(text).filter(arrived) {
        return met;
    }
    if let Some((relay, rest)) = text.split_once(", ")
        && relay.contains(':')
        && !relay.contains(' ')
        && step(rest).is_some()
    {
        return met(rest).by(relay);
    }
    match step(text) {
        Some((step, what)) => of_cause(what).unwrap_or_else(|| what.into()).at(step),
        None => of_cause(text).unwrap_or_else(|| text.into()),
    }
}

/// The step that a text names first, and what was met with at it.
fn step(text: &str) -> Option<(Step, &str)> {
    let (name, what) = text.split_once(": ")?;
    STEPS.iter().find(|(known, _)| *known == name).map(|(_, step)| (*step, what))
}

/// The cause that a text tells of.
fn of_cause(text: &str) -> Option<Met> {
    let (cause, values) = sentences().find_map(|(cause, sentence)| {
        let values = values(text, sentence)?;
        // What begins with a program's or a file's name may be anybody's words.
        let is_path = |name: &&str| name.contains('/') && !name.contains(char::is_whitespace);
        let named = cause == Cause::MayHaveArrived || values.first().is_some_and(is_path);
        (named || !sentence.starts_with(VALUE)).then_some((cause, values))
    })?;
    let value = |(at, value): (usize, &str)| match (cause, at) {
        (Cause::MayHaveArrived, 0) => met(value),
        _ => of_cause(value).unwrap_or_else(|| value.into()),
    };
    let values = values.into_iter().enumerate().map(value).collect();
    Some(Met { relay: None, step: None, what: What::Of(cause, values) })
}

fn sentences() -> impl Iterator<Item = (Cause, &'static str)> {
    let lines = SENTENCES.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(code, sentence)| Some((Cause::from_name(code)?, sentence)))
}

/// What stands in a text where a sentence has its values, if it is that sentence.
fn values<'t>(text: &'t str, sentence: &str) -> Option<Vec<&'t str>> {
    let mut parts = sentence.split(VALUE).peekable();
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let at = if is_last { rest.len().checked_sub(part.len())? } else { rest.find(part)? };
        values.push(rest.get(..at)?);
        rest = rest.get(at..)?.strip_prefix(part)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_read_as_its_cause() {
        let table = ["/bin/7", "8", "x y"];
        assert_eq!(sentences().count(), SENTENCES.lines().count());
        for (cause, sentence) in sentences() {
            let values = &table[..sentence.matches(VALUE).count()];
            let text = values
                .iter()
                .fold(sentence.to_owned(), |text, value| text.replacen(VALUE, value, 1));
            assert_eq!(met(&text), Met::of(cause, values), "{text}");
        }
    }

    #[test]
    fn what_was_met_with_is_read_with_its_step_and_relay_and_words_of_others_stay() {
        let silent = Met::of(Cause::HungUp, &[]).at(Step::Message);
        let table = [
            (
                "connecting: Connection refused (os error 111)",
                Met::of(Cause::ConnectionRefused, &[]).at(Step::Connect),
            ),
            (
                "mail.example.org:587, TLS: invalid peer certificate: UnknownIssuer",
                Met::of(Cause::UnknownIssuer, &[]).at(Step::Tls).by("mail.example.org:587"),
            ),
            (
                "[::1]:25, greeting: no answer within 60s",
                Met::of(Cause::NoAnswer, &["60s"]).at(Step::Greeting).by("[::1]:25"),
            ),
            (
                "RCPT: 550 5.1.1 No such user",
                Met::from("550 5.1.1 No such user").at(Step::Recipient),
            ),
            ("message: the relay hung up", silent.clone()),
            (
                "message: the relay hung up; handed over 8 times without an answer, so it may have arrived",
                Met::because(Cause::MayHaveArrived, vec![silent, "8".into()]),
            ),
            (
                "the outbox cannot be written: No space left on device (os error 28)",
                Met::because(Cause::OutboxUnwritable, vec![Met::of(Cause::DiskFull, &[])]),
            ),
            (
                "/usr/sbin/sendmail: Permission denied (os error 13)",
                Met::because(
                    Cause::ProgramFailed,
                    vec!["/usr/sbin/sendmail".into(), Met::of(Cause::NotAllowed, &[])],
                ),
            ),
        ];
        for (text, expected) in table {
            assert_eq!(met(text), expected, "{text}");
        }
        for others in ["451 later", "a, b: c", "550 spam/bot: status 7 was killed", ""] {
            assert_eq!(met(others), Met::from(others));
        }
    }
}
