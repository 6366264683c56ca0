//! Answers (反馈): what a recipient said of a task or a milestone, by which way, and what has become of it (A2, A4, A5).

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Subject, When, names};

/// An answer, as the ledger keeps it. It is never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its number in the ledger, from 1; by it a clerk accepts or declines it.
    pub number: i64,
    /// The task or the milestone that it is about.
    pub subject: Subject,
    /// Of a standing task the nominal due date of the cycle that it is about (T9).
    pub cycle: Option<When>,
    /// Who answers, a person's id.
    pub person: Box<str>,
    /// What was said.
    pub verb: Verb,
    /// When.
    pub at: Timestamp,
    /// By which way it came.
    pub way: Way,
    /// What has become of it.
    pub standing: Standing,
}

/// The answers about a task and its milestones, oldest first.
pub type Answers = Arc<[Answer]>;

/// An answer that the ledger does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// The task or the milestone that it is about.
    pub subject: Subject,
    /// Of a standing task the nominal due date of the cycle that it is about (T9).
    pub cycle: Option<When>,
    /// Who answers, a person's id.
    pub person: Box<str>,
    /// What is said.
    pub verb: Verb,
    /// By which way it comes.
    pub way: Way,
    /// What makes it the same answer when it comes twice: a form sent again, a mail read again.
    pub nonce: Option<Box<str>>,
}

/// What is said (A2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// It was received (签收).
    Received,
    /// It goes on.
    Progress {
        /// How.
        text: Option<Box<str>>,
        /// How much is done, from 0 to 100.
        percent: Option<u8>,
    },
    /// It is done.
    Done {
        /// Since which day.
        on: Date,
        /// What was done.
        text: Option<Box<str>>,
        /// What shows it.
        evidence: Box<[Box<str>]>,
    },
    /// It needs more time.
    MoreTime {
        /// The deadline that is asked for.
        until: When,
        /// Why.
        reason: Option<Box<str>>,
    },
    /// It lies with somebody else.
    NotMine {
        /// With whom: a person's id, or words.
        whose: Option<Box<str>>,
        /// Why.
        text: Option<Box<str>>,
    },
    /// What was reported done was looked at, and is done. To a letter of a `done` stage.
    Verified {
        /// On which day.
        on: Date,
        /// What was seen.
        text: Option<Box<str>>,
    },
    /// What was reported done is not, and is sent back. To a letter of a `done` stage.
    Returned {
        /// Why.
        reason: Box<str>,
    },
    /// Other words, for the admin to read: they are no answer (A5).
    Note {
        /// The words.
        text: Box<str>,
        /// They are an answer that does not say of which of several tasks: who wrote them is asked.
        which: bool,
    },
}

/// By which way an answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By the link of a letter (A1).
    Link {
        /// The letter's id.
        letter: Box<str>,
    },
    /// From a person's page (A6).
    Page,
    /// By mail (A5).
    Mail {
        /// The id of the letter that was replied to.
        letter: Box<str>,
        /// The `Message-ID` of the mail, without angle brackets.
        message_id: Box<str>,
        /// It had the letter's keyed part, or passed DMARC: it is no forgery.
        proven: bool,
    },
}

/// What has become of an answer (A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What.
    pub state: AnswerState,
    /// When it was decided or settled.
    pub decided: Option<Timestamp>,
    /// Who decided it.
    pub by: Option<Box<str>>,
    /// Why it was declined.
    pub why: Option<Box<str>>,
    /// When the files in force showed what was accepted; until then it keeps notices back (T16).
    pub shown: Option<Timestamp>,
}

/// Whether an answer waits, and what else became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnswerState {
    /// It waits for `duban accept` or `duban decline`.
    Waits,
    /// It counts at once, and nothing is to be decided.
    Counts,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// The files in force made it true.
    True,
    /// The files in force made it void.
    Void,
    /// It is for the admin to read, and nothing is to be decided.
    Noted,
}

names!(AnswerState {
    Waits = "waits",
    Counts = "counts",
    Accepted = "accepted",
    Declined = "declined",
    True = "true",
    Void = "void",
    Noted = "noted",
});

impl Verb {
    /// The name, as it is written in the ledger and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Verb::Received => "received",
            Verb::Progress { .. } => "progress",
            Verb::Done { .. } => "done",
            Verb::MoreTime { .. } => "more-time",
            Verb::NotMine { .. } => "not-mine",
            Verb::Verified { .. } => "verified",
            Verb::Returned { .. } => "returned",
            Verb::Note { .. } => "note",
        }
    }

    /// The words that came with it.
    pub fn words(&self) -> Option<&str> {
        match self {
            Verb::Received => None,
            Verb::Progress { text, .. }
            | Verb::Done { text, .. }
            | Verb::NotMine { text, .. }
            | Verb::Verified { text, .. } => text.as_deref(),
            Verb::MoreTime { reason, .. } => reason.as_deref(),
            Verb::Returned { reason } => Some(reason),
            Verb::Note { text, .. } => Some(text),
        }
    }
}

impl Way {
    /// The name, as it is written in the ledger and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Way::Link { .. } => "link",
            Way::Page => "page",
            Way::Mail { .. } => "mail",
        }
    }

    /// The letter that was answered, where one was.
    pub fn letter(&self) -> Option<&str> {
        match self {
            Way::Link { letter } | Way::Mail { letter, .. } => Some(letter),
            Way::Page => None,
        }
    }

    /// Whether it is known who speaks. What may be a forgery holds nothing back and acknowledges nothing before a
    /// person has accepted it (A5).
    pub fn is_proven(&self) -> bool {
        !matches!(self, Way::Mail { proven: false, .. })
    }
}

impl NewAnswer {
    /// Where it stands when it is taken in. `received` and `progress` count at once; by mail only a `received` that is
    /// proven does (A4, A5).
    pub fn state(&self) -> AnswerState {
        match (&self.verb, &self.way) {
            (Verb::Note { .. }, _) => AnswerState::Noted,
            (Verb::Received, way) if way.is_proven() => AnswerState::Counts,
            (Verb::Progress { .. }, Way::Link { .. } | Way::Page) => AnswerState::Counts,
            _ => AnswerState::Waits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(proven: bool) -> Way {
        Way::Mail { letter: "a1".into(), message_id: "m@example.org".into(), proven }
    }

    fn check(verb: Verb, way: Way, expected: AnswerState) {
        let (subject, person) = (Subject::Task("A-1".into()), "zhang".into());
        let answer = NewAnswer { subject, cycle: None, person, verb, way, nonce: None };
        assert_eq!(answer.state(), expected, "{answer:?}");
    }

    #[test]
    fn a4_received_and_progress_count_at_once_and_all_else_waits() {
        let day = jiff::civil::date(2026, 11, 20);
        let progress = || Verb::Progress { text: Some("报审".into()), percent: Some(60) };
        let done = || Verb::Done { on: day, text: None, evidence: [].into() };
        let link = || Way::Link { letter: "a1".into() };
        check(Verb::Received, link(), AnswerState::Counts);
        check(Verb::Received, Way::Page, AnswerState::Counts);
        check(progress(), link(), AnswerState::Counts);
        check(progress(), Way::Page, AnswerState::Counts);
        check(done(), link(), AnswerState::Waits);
        check(Verb::MoreTime { until: When::Day(day), reason: None }, link(), AnswerState::Waits);
        check(Verb::NotMine { whose: None, text: None }, Way::Page, AnswerState::Waits);
        check(Verb::Verified { on: day, text: None }, link(), AnswerState::Waits);
        check(Verb::Returned { reason: "证据不足".into() }, link(), AnswerState::Waits);
    }

    #[test]
    fn a5_by_mail_everything_but_a_proven_received_waits_and_words_are_noted() {
        let progress = Verb::Progress { text: None, percent: Some(60) };
        check(Verb::Received, mail(true), AnswerState::Counts);
        check(Verb::Received, mail(false), AnswerState::Waits);
        check(progress, mail(true), AnswerState::Waits);
        check(Verb::Note { text: "请来电".into(), which: false }, mail(true), AnswerState::Noted);
    }
}
