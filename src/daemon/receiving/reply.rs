//! A reply to one of our letters: the answers that it gives, or a note (A5). By mail everything but `received` waits; what may
//! be a forgery holds nothing back.

use jiff::Timestamp;

use crate::channels::email::received::{FirstLine, Received, What, first_line};
use crate::daemon::receiving::letter::{Letter, key};
use crate::model::{Config, NewAnswer, Subject, Verb, Way};
use crate::plan::{answered_cycle, target_of_subject};

/// So many characters of a note are kept.
const NOTE: usize = 2000;

/// A reply to one of our letters.
pub(super) struct Reply<'a> {
    pub(super) config: &'a Config,
    pub(super) mail: &'a Received,
    pub(super) letter: &'a Letter,
    pub(super) now: Timestamp,
}

impl Reply<'_> {
    /// The answers that it gives; none where its first line is no answer, where it is not known from whom it is, or where
    /// it does not say of which tasks.
    pub(super) fn answers(&self) -> Option<Vec<NewAnswer>> {
        let person = self.to_person()?;
        let trusted = self.config.answers.trusted_results.as_deref();
        let proven = trusted.is_some_and(|server| self.mail.passed_dmarc(server));
        if trusted.is_some() && !proven {
            return None;
        }
        let ids: Vec<String> = self.letter.about.iter().map(Subject::to_string).collect();
        let said = first_line(self.mail.own.first()?, &ids)?;
        let about = self.meant(&said)?;
        let answer = |subject: &Subject| {
            let verb = self.verb(&said.what, subject)?;
            let target = target_of_subject(self.config, subject)?;
            let cycle = answered_cycle(self.config, target);
            let way = self.way(proven);
            let nonce = self.nonce(&subject.to_string());
            let (subject, person) = (subject.clone(), person.into());
            Some(NewAnswer { subject, cycle, person, verb, way, nonce })
        };
        about.into_iter().map(answer).collect()
    }

    /// What cannot be taken as an answer, for the admin to read. What a program sends to one letter after another is noted once
    /// a month.
    pub(super) fn note(&self) -> Option<NewAnswer> {
        let subject = self.letter.about.first()?.clone();
        let text: String = self.mail.own.join("\n").chars().take(NOTE).collect();
        let sender = self.mail.sender.as_deref().unwrap_or_default();
        let person = self.to_person().unwrap_or(sender).into();
        let nonce = match self.mail.automatic {
            true => Some(format!("auto {sender} {} {text}", self.mail.month).into()),
            false => self.nonce("note"),
        };
        let (verb, way) = (Verb::Note { text: text.into() }, self.way(false));
        Some(NewAnswer { subject, cycle: None, person, verb, way, nonce })
    }

    /// The person whose address sent it, if the letter was addressed to them.
    fn to_person(&self) -> Option<&str> {
        let sender = self.mail.sender.as_deref()?;
        let mut to = self.letter.row.recipients.iter().filter(|one| !one.copied);
        if !to.any(|one| one.address.eq_ignore_ascii_case(sender)) {
            return None;
        }
        let mut people = self.config.people.iter();
        let person = people.find(|person| person.email.0.eq_ignore_ascii_case(sender))?;
        Some(&person.id)
    }

    /// To a letter about several tasks an answer counts only if it says of which (A5).
    fn meant(&self, said: &FirstLine) -> Option<Vec<&Subject>> {
        let about = &self.letter.about;
        if !said.names.is_empty() {
            let named = about.iter().filter(|one| said.names.contains(&one.to_string()));
            return Some(named.collect());
        }
        (said.all || about.len() == 1).then(|| about.iter().collect())
    }

    fn verb(&self, what: &What, subject: &Subject) -> Option<Verb> {
        let boxed = |text: &Option<String>| -> Option<Box<str>> { text.as_deref().map(Box::from) };
        Some(match what {
            What::Received => Verb::Received,
            What::Progress { text, percent } => {
                Verb::Progress { text: boxed(text), percent: *percent }
            }
            What::Done(on) => {
                let calendar = target_of_subject(self.config, subject)?.calendar(self.config);
                let today = calendar.local_date(self.now);
                let on = on.unwrap_or(today);
                // What is still to come is no report.
                if on > today {
                    return None;
                }
                Verb::Done { on, text: None, evidence: [].into() }
            }
            What::MoreTime { until, reason } => {
                let until = crate::model::When::Day(*until);
                Verb::MoreTime { until, reason: boxed(reason) }
            }
            What::NotMine => Verb::NotMine { whose: None, text: None },
        })
    }

    fn way(&self, proven: bool) -> Way {
        Way::Mail {
            letter: self.letter.row.id.as_str().into(),
            message_id: self.mail.message_id.as_str().into(),
            proven,
        }
    }

    fn nonce(&self, of: &str) -> Option<Box<str>> {
        Some(format!("mail {} {of}", key(self.mail, &self.letter.row)).into())
    }
}
