//! One session with the relay: opened, used for one transaction after another, closed.
//!
//! A reply with a code leaves the session in step; a broken step, a step out of time or a reply that
//! makes no sense does not, and such a session is never used again.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use crate::channels::delivery::{Delivery, Dot, Progress, Trouble};
use crate::channels::email::smtp::Limits;
use crate::channels::email::smtp::failure::{Failure, Step, judged, shown};
use crate::channels::email::smtp::stream::Connector;
use crate::ledger::{Outcome, Outgoing};

/// So many commands go out before their replies are read: little enough for any socket's buffers,
/// so that neither side waits for the other (RFC 2920 §3.1).
const GROUP: usize = 100;

/// So many recipients every relay takes at once (RFC 5321 §4.5.3.1.8); the others go in transactions of
/// their own.
const RECIPIENTS: usize = 100;

/// What came of speaking about a letter.
pub(crate) enum Spoken {
    /// What the attempt came to.
    Done(Delivery),
    /// The session was dead before the relay heard of the letter.
    Dead(String),
}

/// A session that greeted and, where asked to, logged in.
pub(crate) struct Session {
    connection: AsyncSmtpConnection,
    dot: Dot,
    /// The relay reads ahead (RFC 2920).
    pipelining: bool,
    /// So many recipients are named at once.
    recipients: usize,
    in_step: bool,
    used: bool,
    /// Counts the sessions that are open, once it is one.
    open: Option<Arc<()>>,
}

/// What the envelope of a letter met with.
#[derive(Default)]
struct Envelope {
    accepted: Vec<String>,
    outcomes: Vec<(String, Outcome)>,
    /// The relay takes no more recipients at once.
    more: bool,
    /// The reply to DATA, where it was said.
    data: Option<Result<Response, Failure>>,
}

impl Session {
    pub(crate) async fn open(
        connector: &Connector,
        hello: &ClientId,
        credentials: Option<&Credentials>,
        limits: Limits,
    ) -> Result<Session, Failure> {
        let stream = connector.connect(hello, limits).await?;
        let dot = stream.dot();
        let opening = AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello);
        let connection = within(Step::Greeting, limits.envelope, opening).await?;
        let mut session = Session {
            connection,
            dot,
            pipelining: false,
            recipients: RECIPIENTS,
            in_step: true,
            used: false,
            open: None,
        };
        // lettre keeps only what it knows of the first reply.
        let offered = session.command(Step::Hello, Ehlo::new(hello.clone()), limits).await?;
        session.pipelining = offered.message().any(|line| line.eq_ignore_ascii_case("PIPELINING"));
        if let Some(credentials) = credentials
            && let Err(failure) = session.log_in(credentials, limits).await
        {
            // Those who watch for break-ins count sessions that end without a word.
            session.quit(limits).await;
            return Err(failure);
        }
        Ok(session)
    }

    async fn log_in(&mut self, credentials: &Credentials, limits: Limits) -> Result<(), Failure> {
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        if self.connection.server_info().get_auth_mechanism(&mechanisms).is_none() {
            let why = "the relay offers no login that duban knows (PLAIN, LOGIN)";
            return Err(Failure::needs_admin(Step::Login, why));
        }
        let login = self.connection.auth(&mechanisms, credentials);
        within(Step::Login, limits.command, login).await.map(drop)
    }

    /// It is open, and counted from now on.
    pub(crate) fn count(&mut self, open: &Arc<()>) {
        self.open = Some(open.clone());
    }

    /// Whether another letter may be spoken of.
    pub(crate) fn usable(&self) -> bool {
        self.in_step
    }

    pub(crate) async fn quit(mut self, limits: Limits) {
        let _goodbye = timeout(limits.command, self.connection.command(Quit)).await;
    }

    /// L3: one transaction. Those refused or deferred at RCPT are settled; the others share the
    /// reply to the message.
    pub(crate) async fn transact(
        &mut self,
        letter: &Outgoing,
        progress: &Progress,
        limits: Limits,
    ) -> Spoken {
        let reused = std::mem::replace(&mut self.used, true);
        let envelope = match self.envelope(letter, limits).await {
            Ok(envelope) => envelope,
            // It hung up, said goodbye, or forgot the login, while the session was idle.
            Err(failure) if reused && failure.ends_idle_session() => {
                self.in_step = false;
                return Spoken::Dead(failure.text());
            }
            Err(failure) => {
                self.reset(limits).await;
                let all = letter.recipients.iter();
                return Spoken::Done(
                    failure
                        .trouble()
                        .map_or_else(|| Delivery::all(all, &failure.outcome()), Delivery::Trouble),
                );
            }
        };
        let Envelope { accepted, mut outcomes, more, data } = envelope;
        let outcome = match data {
            None => {
                self.reset(limits).await;
                return Spoken::Done(nobody_accepted(outcomes, more));
            }
            Some(Err(failure)) => {
                self.reset(limits).await;
                if let Some(trouble) = failure.trouble() {
                    return Spoken::Done(Delivery::Trouble(trouble));
                }
                failure.outcome()
            }
            Some(Ok(_)) if accepted.is_empty() => {
                // The relay waits for a message to nobody; the lone dot ends that (RFC 2920 §3.1).
                let ended = within(Step::Message, limits.command, self.connection.message(b""));
                let ended = ended.await;
                self.keep_step(&ended);
                return Spoken::Done(nobody_accepted(outcomes, more));
            }
            Some(Ok(_)) => {
                self.dot.lift();
                progress.message(&self.dot, &accepted);
                match self.message(letter, limits).await {
                    Ok(outcome) => outcome,
                    Err(trouble) => return Spoken::Done(Delivery::Trouble(trouble)),
                }
            }
        };
        if accepted.is_empty() {
            return Spoken::Done(nobody_accepted(outcomes, more));
        }
        let more = more && outcome.is_final();
        outcomes.extend(accepted.into_iter().map(|address| (address, outcome.clone())));
        Spoken::Done(Delivery::Heard { outcomes, more })
    }

    /// MAIL, each RCPT and DATA; an error is what MAIL met with, or trouble that is everyone's.
    async fn envelope(&mut self, letter: &Outgoing, limits: Limits) -> Result<Envelope, Failure> {
        let mut envelope = Envelope::default();
        let mut recipients = Vec::new();
        for address in &letter.recipients {
            match self.possible(Step::Recipient, address) {
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
        let parameters = if international { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
        let mut commands = vec![(Step::Mail, Mail::new(Some(sender), parameters).to_string())];
        commands.extend(recipients.iter().map(|(_, rcpt)| (Step::Recipient, rcpt.to_string())));
        commands.push((Step::Data, Data.to_string()));
        let mut replies = self.speak(&commands, limits).await.into_iter();
        match replies.next() {
            Some(Ok(_)) => {}
            Some(Err(failure)) => {
                self.end_empty(replies.next_back(), limits).await;
                // Said of few letters, it may be the parameter that the relay does not bear.
                return Err(if international { failure.of_this_letter() } else { failure });
            }
            None => return Err(Failure::needs_admin(Step::Mail, "nothing was said")),
        }
        let mut trouble = None;
        for ((address, _), reply) in recipients.iter().zip(replies.by_ref()) {
            let failure = match reply {
                Ok(_) => {
                    envelope.accepted.push((*address).clone());
                    continue;
                }
                Err(failure) => failure,
            };
            let outcome = match failure.is_too_many() && !envelope.accepted.is_empty() {
                true => {
                    self.recipients = self.recipients.min(envelope.accepted.len());
                    envelope.more = true;
                    Outcome::Untried
                }
                false => failure.outcome(),
            };
            envelope.outcomes.push(((*address).clone(), outcome));
            trouble = trouble.or(failure.trouble().map(|_| failure));
        }
        envelope.data = replies.next();
        match trouble {
            Some(failure) if envelope.accepted.is_empty() => {
                self.end_empty(envelope.data, limits).await;
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
        limits: Limits,
    ) -> Vec<Result<Response, Failure>> {
        let mut replies: Vec<Result<Response, Failure>> = Vec::with_capacity(commands.len());
        for group in commands.chunks(if self.pipelining { GROUP } else { 1 }) {
            let (first, _) = &group[0];
            let refused = |step: Step, replies: &[Result<Response, Failure>]| match step {
                Step::Recipient => replies.first().is_some_and(Result::is_err),
                Step::Data => !replies.iter().skip(1).any(Result::is_ok),
                _ => false,
            };
            if !self.in_step || (!self.pipelining && refused(*first, &replies)) {
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
    async fn end_empty(&mut self, data: Option<Result<Response, Failure>>, limits: Limits) {
        if let Some(Ok(_)) = data {
            let ended = within(Step::Message, limits.command, self.connection.message(b"")).await;
            self.keep_step(&ended);
        }
    }

    /// An address that can be spoken of in this session.
    fn possible(&self, step: Step, address: &str) -> Result<Address, Failure> {
        let international = Extension::SmtpUtfEight;
        if !address.is_ascii() && !self.connection.server_info().supports_feature(international) {
            let why = format!("`{address}` is not ASCII, and the relay does not offer SMTPUTF8");
            return Err(Failure::impossible(step, why));
        }
        let parsed = address.parse();
        parsed.map_err(|error| {
            Failure::impossible(step, format!("`{address}` is no address: {error}"))
        })
    }

    /// The message, and the reply to its final dot. Once the dot was sent, nobody knows without that
    /// reply; before it the relay has nothing to deliver (RFC 5321 §4.1.1.4).
    async fn message(&mut self, letter: &Outgoing, limits: Limits) -> Result<Outcome, Trouble> {
        // lettre ends the message with a line end of its own.
        let bytes = letter.bytes.strip_suffix(b"\r\n").unwrap_or(&letter.bytes);
        let sent = within(Step::Message, limits.message, self.connection.message(bytes)).await;
        // To lettre a 354 here is success; it is no word on the message.
        match self.judge(Step::Message, sent, Severity::PositiveCompletion) {
            Ok(reply) => Ok(Outcome::Delivered(shown(&reply))),
            Err(failure) if failure.is_without_reply() && self.dot.is_set() => {
                Ok(Outcome::Unknown(failure.text()))
            }
            Err(failure) => failure.trouble().map_or_else(|| Ok(failure.outcome()), Err),
        }
    }

    /// Forgets the transaction, so that the session serves for the next letter.
    async fn reset(&mut self, limits: Limits) {
        if self.in_step {
            let _judged = self.command(Step::Mail, Rset, limits).await;
        }
    }

    async fn command(
        &mut self,
        step: Step,
        command: impl std::fmt::Display,
        limits: Limits,
    ) -> Result<Response, Failure> {
        let done = within(step, limits.command, self.connection.command(command)).await;
        self.judge(step, done, Severity::PositiveCompletion)
    }

    /// Whether the reply is the one the step needs, and whether the session is still in step.
    fn judge(
        &mut self,
        step: Step,
        done: Result<Response, Failure>,
        wanted: Severity,
    ) -> Result<Response, Failure> {
        let done = judged(step, done, wanted);
        self.keep_step(&done);
        done
    }

    fn keep_step(&mut self, done: &Result<Response, Failure>) {
        if let Err(failure) = done {
            self.in_step = self.in_step && !failure.is_without_reply() && !failure.is_goodbye();
        }
    }
}

/// The rest goes at once only where somebody was settled, or a relay that says "later" is never left alone.
fn nobody_accepted(outcomes: Vec<(String, Outcome)>, more: bool) -> Delivery {
    let more = more && outcomes.iter().any(|(_, outcome)| outcome.is_final());
    Delivery::Heard { outcomes, more }
}

/// L5: a step of lettre's within its time.
async fn within<T>(
    step: Step,
    limit: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| Failure::of(step, &error)),
        Err(_) => Err(Failure::late(step, limit)),
    }
}
