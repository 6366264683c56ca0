//! An answer as it is shown.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::model::{Answer, Config, Verb, When};
use crate::view::{At, On};

/// An answer, as `duban answers` and pages show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerRow<'a> {
    /// Its number.
    pub number: i64,
    /// When it came.
    pub at: At,
    /// What it is about: `task`, `milestone`.
    pub subject: &'static str,
    /// The task.
    pub task: &'a str,
    /// The milestone.
    pub milestone: Option<&'a str>,
    /// Of a standing task the due date of the cycle.
    pub cycle: Option<On>,
    /// Who answers.
    pub person: &'a str,
    /// Their name, while they are in the files.
    pub name: Option<&'a str>,
    /// What was said.
    pub verb: &'static str,
    /// Done or verified on.
    pub on: Option<On>,
    /// More time until.
    pub until: Option<On>,
    /// How much is done.
    pub percent: Option<u8>,
    /// The words that came with it.
    pub text: Option<&'a str>,
    /// What shows that it is done.
    pub evidence: Vec<&'a str>,
    /// Whose it is, where it is not theirs.
    pub whose: Option<&'a str>,
    /// By which way it came.
    pub way: &'static str,
    /// The letter that was answered.
    pub letter: Option<&'a str>,
    /// It is known who speaks.
    pub proven: bool,
    /// What has become of it.
    pub state: &'static str,
    /// When it was decided.
    pub decided: Option<At>,
    /// Who decided.
    pub by: Option<&'a str>,
    /// Why it was declined.
    pub why: Option<&'a str>,
    /// What was said, for a text.
    #[serde(skip)]
    pub said: &'a Verb,
}

impl<'a> AnswerRow<'a> {
    /// An answer, its times told in a zone.
    pub fn of(config: Option<&'a Config>, answer: &'a Answer, zone: &TimeZone) -> AnswerRow<'a> {
        let (on, until, percent) = match &answer.verb {
            Verb::Done { on, .. } | Verb::Verified { on, .. } => (Some(*on), None, None),
            Verb::MoreTime { until, .. } => (None, Some(*until), None),
            Verb::Progress { percent, .. } => (None, None, *percent),
            _ => (None, None, None),
        };
        let evidence = match &answer.verb {
            Verb::Done { evidence, .. } => evidence.iter().map(|one| &**one).collect(),
            _ => Vec::new(),
        };
        let whose = match &answer.verb {
            Verb::NotMine { whose, .. } => whose.as_deref(),
            _ => None,
        };
        let date = |when| On::within(zone, when);
        let people = config.map_or(&[][..], |config| &config.people);
        let person = people.iter().find(|one| one.id == answer.person);
        AnswerRow {
            number: answer.number,
            at: At::within(zone, answer.at),
            subject: answer.subject.kind(),
            task: answer.subject.id(),
            milestone: answer.subject.milestone(),
            cycle: answer.cycle.map(date),
            person: &answer.person,
            name: person.map(|one| &*one.name),
            verb: answer.verb.name(),
            on: on.map(|on| date(When::Day(on))),
            until: until.map(date),
            percent,
            text: answer.verb.words(),
            evidence,
            whose,
            way: answer.way.name(),
            letter: answer.way.letter(),
            proven: answer.way.is_proven(),
            state: answer.standing.state.name(),
            decided: answer.standing.decided.map(|at| At::within(zone, at)),
            by: answer.standing.by.as_deref(),
            why: answer.standing.why.as_deref(),
            said: &answer.verb,
        }
    }
}
