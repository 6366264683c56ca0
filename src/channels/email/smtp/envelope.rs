//! The envelope of a transaction: MAIL, RCPT for each recipient and DATA, one by one or together.

use std::fmt::Write as _;

use lettre::Address;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::MailParameter;
use lettre::transport::smtp::response::{Response, Severity};

use crate::channels::email::smtp::connection::{Session, within};
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::step::Step;
use crate::ledger::{Outcome, Outgoing};
use crate::model::cause::Cause;

/// So many commands go out before their replies are read: little enough for any socket's buffers,
/// so that neither side waits for the other (RFC 2920 §3.1).
const GROUP: usize = 100;

/// The recipients of a letter that go in one transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) recipients: Vec<String>,
    /// Commands go one by one, also where the relay reads ahead: then it is known at whom a session ends.
    pub(crate) one_by_one: bool,
}

/// What the envelope of a letter met with.
#[derive(Default)]
pub(crate) struct Envelope {
    pub(crate) accepted: Vec<String>,
    pub(crate) outcomes: Vec<(String, Outcome)>,
    /// The relay takes no more recipients at once.
    pub(crate) more: bool,
    /// The reply to DATA, where it was said.
    pub(crate) data: Option<Result<Response, Failure>>,
    /// The session ended at a recipient.
    pub(crate) ended: Option<Ended>,
    /// A recipient's reply that speaks of the session.
    of_session: Option<Failure>,
}

/// At whom a session ended.
pub(crate) struct Ended {
    by: (String, Outcome),
    /// No reply said so: commands that went together may all have come to nothing.
    silent: bool,
    several: bool,
}

impl Ended {
    /// At whom, where that is known.
    pub(crate) fn by(self) -> Option<(String, Outcome)> {
        (!self.silent || !self.several).then_some(self.by)
    }
}

impl Envelope {
    /// Why a session that was used before serves no longer, if so.
    pub(crate) fn spends_session(&self) -> Option<&Failure> {
        let at_data = match &self.data {
            Some(Err(failure)) if !self.accepted.is_empty() => Some(failure),
            _ => None,
        };
        let at_data = at_data.filter(|failure| failure.spends_session());
        let nobody = self.accepted.is_empty() || self.ended.is_some();
        self.of_session.as_ref().filter(|_| nobody).or(at_data)
    }

    /// Takes in a recipient's reply; returns it where it is trouble for every letter.
    fn hear(&mut self, address: &str, reply: Result<Response, Failure>) -> Option<Failure> {
        let failure = match reply {
            Ok(_) => {
                self.accepted.push(address.to_owned());
                return None;
            }
            Err(failure) => failure,
        };
        let of_session =
            failure.ends_session() || failure.is_session_limit() || failure.is_too_many();
        if of_session && self.of_session.is_none() {
            self.of_session = Some(failure.clone());
        }
        if failure.ends_session() && self.ended.is_none() {
            let by = (address.to_owned(), failure.outcome());
            self.ended = Some(Ended { by, silent: failure.is_without_reply(), several: false });
        }
        let outcome = match failure.is_too_many() && !self.accepted.is_empty() {
            true => {
                self.more = true;
                Outcome::Untried
            }
            false => failure.outcome(),
        };
        self.outcomes.push((address.to_owned(), outcome));
        failure.trouble().map(|_| failure)
    }
}

impl Session {
    /// MAIL, each RCPT and DATA; an error is what MAIL met with, or trouble that is everyone's.
    pub(crate) async fn envelope(
        &mut self,
        letter: &Outgoing,
        part: &Part,
        limits: Limits,
    ) -> Result<Envelope, Failure> {
        let mut envelope = Envelope::default();
        let mut recipients = Vec::new();
        for address in &part.recipients {
            let possible = self.fits(letter);
            match possible.and_then(|()| self.possible(Step::Recipient, address)) {
                Ok(_) if recipients.len() >= self.recipients => {
                    envelope.more = true;
                    envelope.outcomes.push((address.clone(), Outcome::Untried));
                }
                Ok(to) => recipients.push((address, Rcpt::new(to, Vec::new()))),
                Err(failure) => envelope.outcomes.push((address.clone(), failure.outcome())),
            }
        }
        if recipients.is_empty() {
            return Ok(envelope);
        }
        let sender = self.possible(Step::Mail, &letter.sender)?;
        let international = recipients.iter().any(|(address, _)| !address.is_ascii());
        let utf8 = international.then_some(MailParameter::SmtpUtfEight);
        let size = self.offers.size.map(|_| MailParameter::Size(letter.bytes.len()));
        let parameters = utf8.into_iter().chain(size).collect();
        let mut commands = vec![(Step::Mail, Mail::new(Some(sender), parameters).to_string())];
        commands.extend(recipients.iter().map(|(_, rcpt)| (Step::Recipient, rcpt.to_string())));
        commands.push((Step::Data, Data.to_string()));
        let ahead = self.offers.pipelining && !part.one_by_one;
        let mut replies = self.speak(&commands, ahead, limits).await.into_iter();
        match replies.next() {
            Some(Ok(_)) => {}
            Some(Err(failure)) => {
                self.end_data(replies.next_back(), limits).await;
                // Said of few letters, it may be the parameter that the relay does not bear.
                return Err(if international { failure.of_this_letter() } else { failure });
            }
            None => return Err(Failure::needs_admin(Step::Mail, Cause::NothingSaid, &[])),
        }
        let mut trouble = None;
        for ((address, _), reply) in recipients.iter().zip(replies.by_ref()) {
            let all = envelope.hear(address, reply);
            trouble = trouble.or(all);
        }
        if envelope.more && !envelope.accepted.is_empty() {
            self.recipients = self.recipients.min(envelope.accepted.len());
        }
        envelope.data = replies.next();
        if let Some(ended) = &mut envelope.ended {
            ended.several = ahead && recipients.len() > 1;
        }
        match trouble {
            Some(failure) if envelope.accepted.is_empty() => {
                self.end_data(envelope.data, limits).await;
                Err(failure)
            }
            _ => Ok(envelope),
        }
    }

    /// Commands one by one or, where the relay reads ahead, together (RFC 2920); each reply judged.
    /// Where they are said one by one, none follows a refused MAIL, and no DATA refused recipients.
    async fn speak(
        &mut self,
        commands: &[(Step, String)],
        ahead: bool,
        limits: Limits,
    ) -> Vec<Result<Response, Failure>> {
        let mut replies: Vec<Result<Response, Failure>> = Vec::with_capacity(commands.len());
        for group in commands.chunks(if ahead { GROUP } else { 1 }) {
            let (first, _) = &group[0];
            let refused = |step: Step, replies: &[Result<Response, Failure>]| match step {
                Step::Recipient => replies.first().is_some_and(Result::is_err),
                Step::Data => !replies.iter().skip(1).any(Result::is_ok),
                _ => false,
            };
            if !self.in_step || (!ahead && refused(*first, &replies)) {
                break;
            }
            let mut text = String::new();
            for (_, command) in group {
                let _infallible = write!(text, "{command}");
            }
            let mut text = Some(text);
            for (step, _) in group {
                let reply = match text.take() {
                    Some(text) => {
                        within(*step, limits.envelope, self.connection.command(text)).await
                    }
                    None if self.in_step => {
                        within(*step, limits.envelope, self.connection.read_response()).await
                    }
                    None => break,
                };
                let wanted = match step {
                    Step::Data => Severity::PositiveIntermediate,
                    _ => Severity::PositiveCompletion,
                };
                replies.push(self.judge(*step, reply, wanted));
            }
        }
        self.fill(commands, replies)
    }

    /// What was not said for want of a session has the failure that ended it.
    fn fill(
        &self,
        commands: &[(Step, String)],
        mut replies: Vec<Result<Response, Failure>>,
    ) -> Vec<Result<Response, Failure>> {
        if !self.in_step
            && let Some(Err(last)) = replies.last()
        {
            let last = last.clone();
            let unsaid = commands.iter().skip(replies.len());
            replies.extend(unsaid.map(|(step, _)| Err(last.at(*step))));
        }
        replies
    }

    /// DATA was said together with commands that were refused: should the relay wait for a message
    /// all the same, it gets the lone dot.
    async fn end_data(&mut self, data: Option<Result<Response, Failure>>, limits: Limits) {
        if let Some(Ok(_)) = data {
            self.end_empty(limits).await;
        }
    }

    /// RFC 1870: what the relay says it would refuse is not handed over to it.
    fn fits(&self, letter: &Outgoing) -> Result<(), Failure> {
        let (bytes, most) = (letter.bytes.len(), self.offers.size.flatten());
        match most.filter(|most| bytes > *most) {
            None => Ok(()),
            Some(most) => {
                let [bytes, most] = [bytes, most].map(|number| number.to_string());
                Err(Failure::impossible(Step::Recipient, Cause::TooLarge, &[&bytes, &most]))
            }
        }
    }

    /// An address that can be spoken of in this session.
    pub(crate) fn possible(&self, step: Step, address: &str) -> Result<Address, Failure> {
        if !address.is_ascii() && !self.offers.international {
            return Err(Failure::impossible(step, Cause::NotAscii, &[address]));
        }
        let parsed = address.parse();
        parsed.map_err(|error: lettre::address::AddressError| {
            Failure::impossible(step, Cause::NoAddress, &[address, &error.to_string()])
        })
    }
}
