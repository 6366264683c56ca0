//! A reply to one of our letters: the answers that it gives, or a note (A5). By mail everything but `received` waits; what may
//! be a forgery holds nothing back.

use jiff::Timestamp;

use crate::channels::email::received::{FirstLine, Received, What, first_line};
use crate::daemon::receiving::letter::{Letter, key};
use crate::model::link::mark_of;
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

/// What a reply says.
pub(super) enum Said {
    /// Answers.
    Answers(Vec<NewAnswer>),
    /// Words for the admin to read.
    Note(NewAnswer),
    /// Nothing of any task.
    Nothing,
}

impl Reply<'_> {
    /// What it says: answers, else a note; nothing where it is not about a task.
    pub(super) fn said(&self) -> Said {
        if self.mail.automatic {
            return self.note(false).map_or(Said::Nothing, Said::Note);
        }
        let answer = self.to_person().filter(|_| !self.is_forged()).and_then(|person| {
            let ids: Vec<String> = self.letter.about.iter().map(Subject::to_string).collect();
            Some((person, first_line(self.mail.own.first()?, &ids)?))
        });
        let several = match &answer {
            Some((person, said)) => match self.meant(said) {
                Some(about) => match self.answers(person, said, &about) {
                    Some(answers) => return Said::Answers(answers),
                    None => false,
                },
                None => true,
            },
            None => false,
        };
        self.note(several).map_or(Said::Nothing, Said::Note)
    }

    fn answers(
        &self,
        person: &str,
        said: &FirstLine,
        about: &[&Subject],
    ) -> Option<Vec<NewAnswer>> {
        let answer = |subject: &&Subject| {
            let verb = self.verb(&said.what, subject)?;
            let target = target_of_subject(self.config, subject)?;
            let cycle = answered_cycle(self.config, target);
            let way = self.way(self.is_proven());
            let nonce = self.nonce(&subject.to_string());
            let (subject, person) = ((*subject).clone(), person.into());
            Some(NewAnswer { subject, cycle, person, verb, way, nonce })
        };
        about.iter().map(answer).collect()
    }

    /// Where a server's word is asked for, what it did not vouch for is no answer.
    fn is_forged(&self) -> bool {
        let trusted = self.config.answers.trusted_results.as_deref();
        trusted.is_some_and(|server| !self.mail.passed_dmarc(server))
    }

    /// It has the letter's keyed part, which nobody can guess, or a server that is trusted vouches for its sender.
    fn is_proven(&self) -> bool {
        let trusted = self.config.answers.trusted_results.as_deref();
        mark_of(&self.letter.row.message_id).is_some()
            || trusted.is_some_and(|server| self.mail.passed_dmarc(server))
    }

    /// What cannot be taken as an answer, for the admin to read; `which`: it is one, and does not say of which task. What a
    /// program sends to one letter after another is noted once a month.
    fn note(&self, which: bool) -> Option<NewAnswer> {
        let subject = self.letter.about.first()?.clone();
        let text: String = self.mail.own.join("\n").chars().take(NOTE).collect();
        let sender = self.mail.sender.as_deref().unwrap_or_default();
        let person = self.to_person().unwrap_or(sender).into();
        let nonce = match self.mail.automatic {
            true => Some(format!("auto {sender} {} {text}", self.mail.month).into()),
            false => self.nonce("note"),
        };
        let (verb, way) = (Verb::Note { text: text.into(), which }, self.way(false));
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
