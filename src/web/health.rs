//! `/healthz`: whether reminders go out as the files say, and if not, why. What a person of the office has to decide (a large
//! edit, a letter held or failed) is told beside it, and wakes nobody.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::time::Instant;

use crate::daemon::lease;
use crate::daemon::{RELAY_PATIENCE, Seen};
use crate::ledger::{MailboxTrouble, NodeRow};
use crate::view::trouble::Trouble;

/// How long no sweep may end: one is due at every whole minute.
const SWEEPLESS: SignedDuration = SignedDuration::from_mins(3);

/// How long an answer waits before it is told here.
const ANSWERS_OLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How the daemon does.
pub(crate) struct Health {
    reasons: Vec<Reason>,
    attention: Vec<Reason>,
    seen: Seen,
}

/// What is wrong, for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Reason {
    code: Trouble,
    text: String,
}

#[derive(Serialize)]
struct Document<'a> {
    status: &'static str,
    reasons: &'a [Reason],
    attention: &'a [Reason],
    last_sweep: Option<Timestamp>,
    last_letter_taken: Option<Timestamp>,
    configuration: &'static str,
    files_refused: usize,
    version: &'static str,
    /// Whether this is the one that sweeps.
    sweeps: bool,
    /// The nodes that share the ledger; none where it is a file.
    nodes: Vec<Node<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    node: &'a str,
    version: &'a str,
    files: Option<&'a str>,
    living: bool,
    sweeps: bool,
    seen: Timestamp,
    clock_ahead: f64,
}

impl<'a> Node<'a> {
    fn of(row: &'a NodeRow) -> Node<'a> {
        let NodeRow { name, version, files, living, sweeps, seen, ahead, .. } = row;
        let clock_ahead = ahead.as_millis() as f64 / 1000.0;
        let (living, sweeps, seen) = (*living, *sweeps, *seen);
        Node { node: name, version, files: files.as_deref(), living, sweeps, seen, clock_ahead }
    }
}

impl Health {
    pub(crate) fn of(seen: &Seen, now: Timestamp) -> Health {
        let reasons = [
            sweepless(seen),
            ledger(seen),
            relay(seen, now),
            refusing(seen),
            mailbox(seen, now),
            unwritten(seen),
            files(seen),
            reading(seen),
        ];
        let attention = [edit(seen), held(seen), failed(seen), answers(seen, now), clock(seen)];
        Health {
            reasons: reasons.into_iter().flatten().collect(),
            attention: attention.into_iter().flatten().collect(),
            seen: seen.clone(),
        }
    }

    pub(crate) fn is_well(&self) -> bool {
        self.reasons.is_empty()
    }

    /// All that is wrong, and what a person has to decide.
    pub(crate) fn all(&self) -> impl Iterator<Item = Trouble> {
        self.reasons.iter().chain(&self.attention).map(|one| one.code)
    }

    pub(crate) fn to_json(&self) -> String {
        let refused = self.seen.refused > 0;
        let document = Document {
            status: if self.is_well() { "ok" } else { "failing" },
            reasons: &self.reasons,
            attention: &self.attention,
            last_sweep: self.seen.swept.map(|(at, _)| at),
            last_letter_taken: self.seen.taken,
            configuration: if refused { "last-good" } else { "current" },
            files_refused: self.seen.refused,
            version: env!("CARGO_PKG_VERSION"),
            sweeps: self.seen.standing.sweeps,
            nodes: self.seen.nodes.iter().map(Node::of).collect(),
        };
        // It holds nothing that JSON cannot say.
        let json = serde_json::to_string_pretty(&document).unwrap_or_default();
        json + "\n"
    }
}

fn reason(wrong: bool, code: Trouble, text: impl FnOnce() -> String) -> Option<Reason> {
    wrong.then(|| Reason { code, text: text() })
}

/// One that stands by takes over itself where nobody sweeps; where the ledger does not answer, nobody knows.
fn sweepless(seen: &Seen) -> Option<Reason> {
    if !seen.standing.sweeps {
        return reason(seen.standing.sweeper.is_none(), Trouble::NoSweep, || {
            "no node sweeps".to_owned()
        });
    }
    let since = seen.swept.map_or(seen.started, |(_, at)| at);
    let silent = Instant::now().saturating_duration_since(since);
    let silent = SignedDuration::try_from(silent).unwrap_or(SignedDuration::MAX);
    let never = seen.swept.is_none();
    reason(never || silent > SWEEPLESS, Trouble::NoSweep, || match never {
        true => "no sweep has ended since the start".to_owned(),
        false => format!("no sweep has ended for {} min", silent.as_mins()),
    })
}

fn ledger(seen: &Seen) -> Option<Reason> {
    let fails = seen.unswept || seen.untaken || seen.unsettled || seen.cut_off;
    reason(fails, Trouble::Ledger, || "the ledger cannot be written, see the log".to_owned())
}

/// N1: sweeps go by the server's clock all the same.
fn clock(seen: &Seen) -> Option<Reason> {
    let ahead = seen.standing.ahead;
    reason(lease::is_off(ahead), Trouble::ClockOff, || {
        format!("the clock is {:+.1} s off the server's", ahead.as_secs_f64())
    })
}

/// Waiting mends most trouble; the admin is told after the same time. With no letter to try it by, nobody knows
/// whether it still lasts, and nobody waits.
fn relay(seen: &Seen, now: Timestamp) -> Option<Reason> {
    let trouble = seen.relay.as_ref()?;
    let lasts = now.duration_since(trouble.since) >= RELAY_PATIENCE;
    let waits = seen.queue.queued > 0;
    reason(waits && (trouble.needs_admin || lasts), Trouble::Relay, || {
        format!("no letter can leave since {:.0}: see `duban status`", trouble.since)
    })
}

/// They leave, and nobody has them.
fn refusing(seen: &Seen) -> Option<Reason> {
    let refusing = seen.refusing.as_ref()?;
    reason(true, Trouble::Refused, || {
        format!(
            "letters go and none is taken since {:.0}, {} in a row: see `duban status`",
            refusing.since, refusing.letters
        )
    })
}

/// Who has answered by mail is reminded all the same.
fn mailbox(seen: &Seen, now: Timestamp) -> Option<Reason> {
    let lasts =
        |one: &&MailboxTrouble| one.needs_admin || now.duration_since(one.since) >= RELAY_PATIENCE;
    let trouble = seen.mailboxes.iter().find(lasts)?;
    reason(true, Trouble::Mailbox, || {
        format!(
            "the mailbox of replies cannot be read since {:.0}: see `duban status`",
            trouble.since
        )
    })
}

/// The others leave, and nobody is told of these.
fn unwritten(seen: &Seen) -> Option<Reason> {
    reason(seen.unwritten > 0, Trouble::LettersUnwritten, || {
        format!("tasks whose letter cannot be written: {}, see `duban status`", seen.unwritten)
    })
}

fn files(seen: &Seen) -> Option<Reason> {
    reason(seen.refused > 0, Trouble::FilesRefused, || {
        format!("files not in force: {}, see `duban check`", seen.refused)
    })
}

fn reading(seen: &Seen) -> Option<Reason> {
    reason(seen.reads_slowly, Trouble::FilesSlow, || {
        "the files are being read for more than a minute, see the log".to_owned()
    })
}

fn edit(seen: &Seen) -> Option<Reason> {
    reason(seen.edit_waits, Trouble::EditWaits, || {
        "a large edit waits for `duban release --changes`".to_owned()
    })
}

fn held(seen: &Seen) -> Option<Reason> {
    let held = seen.queue.held();
    reason(held > 0, Trouble::LettersHeld, || format!("letters that wait for a person: {held}"))
}

fn failed(seen: &Seen) -> Option<Reason> {
    let failed = seen.queue.failed;
    reason(failed > 0, Trouble::LettersFailed, || format!("letters that nobody has: {failed}"))
}

/// A4: letters about a task go on after `patience`, whatever was answered, and nobody has looked at it.
fn answers(seen: &Seen, now: Timestamp) -> Option<Reason> {
    let since = seen.answers_since?;
    reason(now.duration_since(since) >= ANSWERS_OLD, Trouble::AnswersWait, || {
        format!("answers wait for a decision since {since:.0}: see `duban answers`")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::daemon::Status;
    use crate::ledger::{Refusing, RelayTrouble, Standing};

    const NOW: &str = "2026-11-24T01:00:00Z";

    /// What is wrong with a daemon that has just swept, but for that.
    fn wrong(change: impl FnOnce(&mut Seen)) -> Vec<&'static str> {
        let now: Timestamp = NOW.parse().unwrap();
        let mut seen = Status::default().seen();
        seen.swept = Some((now, Instant::now()));
        change(&mut seen);
        Health::of(&seen, now).reasons.iter().map(|reason| reason.code.code()).collect()
    }

    fn trouble(minutes: i64, needs_admin: bool) -> Option<RelayTrouble> {
        let now: Timestamp = NOW.parse().unwrap();
        let since = now - SignedDuration::from_mins(minutes);
        let why = "550 no".into();
        Some(RelayTrouble {
            since,
            why,
            needs_admin,
            cure: None,
            failures: 1,
            next_try: now,
            told: false,
        })
    }

    #[tokio::test(start_paused = true)]
    async fn sweeps_that_stay_away_are_told_after_three_minutes() {
        tokio::time::advance(Duration::from_secs(3600)).await;
        let ago = |seconds| Instant::now() - Duration::from_secs(seconds);
        let swept = |at| move |seen: &mut Seen| seen.swept = Some((Timestamp::MIN, at));
        assert_eq!(wrong(|_| ()), [""; 0]);
        assert_eq!(wrong(swept(ago(180))), [""; 0]);
        assert_eq!(wrong(swept(ago(181))), ["no-sweep"]);
        assert_eq!(wrong(|seen| seen.swept = None), ["no-sweep"]);
    }

    #[test]
    fn n2_a_node_that_stands_by_is_well_while_another_sweeps() {
        let stands_by = |sweeper: Option<&str>| {
            let sweeper = sweeper.map(str::to_owned);
            wrong(|seen| {
                seen.swept = None;
                seen.standing = Standing { sweeps: false, sweeper, ..Standing::alone() };
            })
        };
        assert_eq!(stands_by(Some("a")), [""; 0]);
        assert_eq!(stands_by(None), ["no-sweep"]);
        assert_eq!(wrong(|seen| seen.cut_off = true), ["ledger"]);
    }

    #[test]
    fn n1_a_clock_that_is_off_is_attention() {
        let mut seen = Status::default().seen();
        seen.swept = Some((Timestamp::MIN, Instant::now()));
        seen.standing.ahead = SignedDuration::from_secs(-6);
        let health = Health::of(&seen, NOW.parse().unwrap());
        assert!(health.is_well());
        let codes: Vec<&str> = health.attention.iter().map(|one| one.code.code()).collect();
        assert_eq!(codes, ["clock-off"]);
        assert!(health.attention[0].text.contains("-6.0 s"), "{}", health.attention[0].text);
    }

    #[test]
    fn a_relay_is_told_of_when_waiting_has_not_mended_it_or_never_will() {
        let wrong = |queued: u32, relay: Option<RelayTrouble>| {
            wrong(|seen| (seen.queue.queued, seen.relay) = (queued, relay))
        };
        assert_eq!(wrong(1, trouble(14, false)), [""; 0]);
        assert_eq!(wrong(1, trouble(15, false)), ["relay"]);
        assert_eq!(wrong(1, trouble(0, true)), ["relay"]);
        // The letter that met with it was withdrawn.
        assert_eq!(wrong(0, trouble(15, true)), [""; 0]);
    }

    #[test]
    fn r3_a_reading_of_the_files_that_takes_long_is_told_of() {
        assert_eq!(wrong(|seen| seen.reads_slowly = true), ["files-slow"]);
    }

    #[test]
    fn letters_that_go_and_are_all_refused_are_no_health() {
        let refusing = Refusing {
            since: NOW.parse().unwrap(),
            letters: 3,
            address: "zhang@example.org".to_owned(),
            several: false,
            answer: "554 5.7.1 no".into(),
        };
        assert_eq!(wrong(|seen| seen.refusing = Some(refusing)), ["refused"]);
    }

    #[test]
    fn a4_answers_that_have_waited_for_a_week_are_attention() {
        let now: Timestamp = NOW.parse().unwrap();
        let codes = |minutes: i64| {
            let mut seen = Status::default().seen();
            seen.swept = Some((now, Instant::now()));
            seen.answers_since = Some(now - SignedDuration::from_mins(minutes));
            let health = Health::of(&seen, now);
            assert!(health.is_well());
            health.attention.iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(7 * 24 * 60 - 1), [] as [Trouble; 0]);
        assert_eq!(codes(7 * 24 * 60), [Trouble::AnswersWait]);
    }

    #[test]
    fn a5_a_mailbox_that_cannot_be_read_is_told_of_as_a_relay_is() {
        let wrong = |minutes: i64, needs_admin: bool| {
            let since = NOW.parse::<Timestamp>().unwrap() - SignedDuration::from_mins(minutes);
            let (mailbox, why) = ("/var/mail/duban".to_owned(), "no".into());
            let (failures, ended, told) = (1, None, false);
            let one = MailboxTrouble { mailbox, since, why, needs_admin, failures, ended, told };
            wrong(|seen| seen.mailboxes = vec![one])
        };
        assert_eq!(wrong(14, false), [""; 0]);
        assert_eq!(wrong(15, false), ["mailbox"]);
        assert_eq!(wrong(0, true), ["mailbox"]);
    }

    #[test]
    fn letters_that_cannot_be_written_are_no_health() {
        assert_eq!(wrong(|seen| seen.unwritten = 1), ["letters-unwritten"]);
    }

    #[test]
    fn what_a_person_of_the_office_decides_wakes_nobody() {
        let waits = |seen: &mut Seen| {
            seen.edit_waits = true;
            seen.queue.asking = 1;
            seen.queue.failed = 1;
        };
        assert_eq!(wrong(waits), [""; 0]);
    }
}
