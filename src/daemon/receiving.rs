//! A mail that came in becomes answers, a note, or nothing (A5). By mail everything but `received` waits; what may be a
//! forgery holds nothing back.

use jiff::Timestamp;

use crate::channels::email::received::{FirstLine, Received, What, first_line, read};
use crate::ledger::{Ledger, LedgerError, LetterRow, NoticeRow};
use crate::model::{Config, NewAnswer, Subject, Verb, Way};
use crate::plan::{answered_cycle, target_of_subject};

/// So many characters of a note are kept.
const NOTE: usize = 2000;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Answers, by their numbers.
    Answers(Vec<i64>),
    /// A note for the admin, by its number.
    Note(i64),
    /// A program wrote it: it is no answer, and nobody replies to it.
    Automatic,
    /// It is not about our letters, and is left where it is.
    NotOurs,
}

/// The letter that a mail replies to.
struct Letter {
    row: LetterRow,
    /// The tasks and milestones that it is about, each once.
    about: Vec<Subject>,
}

/// Takes a mail in. The same mail again changes nothing: its answers are known by its `Message-ID`.
pub fn take(
    config: &Config,
    ledger: &mut Ledger,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Taken, LedgerError> {
    let Some(mail) = read(bytes) else { return Ok(Taken::NotOurs) };
    let Some(letter) = letter(ledger, &mail)? else { return Ok(Taken::NotOurs) };
    if mail.automatic {
        return Ok(Taken::Automatic);
    }
    let reply = Reply { config, mail: &mail, letter: &letter, now };
    match reply.answers() {
        Some(answers) => {
            let mut numbers = Vec::new();
            for answer in answers {
                numbers.push(ledger.answer(&answer, now)?);
            }
            Ok(Taken::Answers(numbers))
        }
        None => match reply.note() {
            Some(note) => Ok(Taken::Note(ledger.answer(&note, now)?)),
            None => Ok(Taken::NotOurs),
        },
    }
}

/// The first of the messages it replies to that is a letter of ours about tasks.
fn letter(ledger: &Ledger, mail: &Received) -> Result<Option<Letter>, LedgerError> {
    for reference in &mail.references {
        let Some((id, _)) = reference.split_once('@') else { continue };
        let Some(old) = ledger.old_letter_of(id)? else { continue };
        if !old.row.message_id.eq_ignore_ascii_case(reference) {
            continue;
        }
        let mut about: Vec<Subject> = Vec::new();
        for NoticeRow { id, .. } in &old.notices {
            if id.subject.task().is_some() && !about.contains(&id.subject) {
                about.push(id.subject.clone());
            }
        }
        if !about.is_empty() {
            return Ok(Some(Letter { row: old.row, about }));
        }
    }
    Ok(None)
}

/// A reply to one of our letters.
struct Reply<'a> {
    config: &'a Config,
    mail: &'a Received,
    letter: &'a Letter,
    now: Timestamp,
}

impl Reply<'_> {
    /// The answers that it gives; none where its first line is no answer, where it is not known from whom it is, or where
    /// it does not say of which tasks.
    fn answers(&self) -> Option<Vec<NewAnswer>> {
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

    /// What cannot be taken as an answer, for the admin to read.
    fn note(&self) -> Option<NewAnswer> {
        let subject = self.letter.about.first()?.clone();
        let text: String = self.mail.own.join("\n").chars().take(NOTE).collect();
        let sender = self.mail.sender.as_deref().unwrap_or_default();
        let person = self.to_person().unwrap_or(sender).into();
        let (verb, way) = (Verb::Note { text: text.into() }, self.way(false));
        Some(NewAnswer { subject, cycle: None, person, verb, way, nonce: self.nonce("note") })
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

    /// A mail without an id is told by what it says. Its sender stands in it: another's mail under the same id must not keep
    /// this one from being read.
    fn nonce(&self, of: &str) -> Option<Box<str>> {
        let id = match self.mail.message_id.as_str() {
            "" => format!("{} {}", self.letter.row.id, self.mail.own.join("\n")),
            id => id.to_owned(),
        };
        let sender = self.mail.sender.as_deref().unwrap_or_default().to_lowercase();
        Some(format!("mail {sender} {id} {of}").into())
    }
}
