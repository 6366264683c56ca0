//! One session with the relay: opened, used for one transaction after another, closed.
//!
//! A reply with a code leaves the session in step; a broken step, a step out of time or a reply that
//! makes no sense does not, and such a session is never used again.

use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Ehlo, Quit, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use crate::channels::delivery::{MessageEnd, Progress, Trouble};
use crate::channels::email::smtp::envelope::{Envelope, Part};
use crate::channels::email::smtp::failure::{Failure, judged, shown, without};
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::login::Login;
use crate::channels::email::smtp::offers::Offers;
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::stream::Connector;
use crate::ledger::{Outcome, Outgoing};

/// So many recipients every relay takes at once (RFC 5321 §4.5.3.1.8); the others go in transactions of
/// their own.
const RECIPIENTS: usize = 100;

/// What came of speaking about a letter with some of its recipients.
pub(crate) enum Spoken {
    /// The letter was heard of: each recipient's outcome.
    Heard {
        outcomes: Vec<(String, Outcome)>,
        /// Some were not named, since so many cannot be taken at once.
        more: bool,
    },
    /// No letter can leave.
    Trouble(Trouble),
    /// The session serves no longer. Nothing was settled, and the letter may be spoken of in another one.
    Spent(String),
    /// The session ended at a recipient, before the relay had the message; nobody else was settled. Where commands
    /// went together and no reply came, nobody knows at which.
    Ended(Option<(String, Outcome)>),
}

/// A session that greeted and, where asked to, logged in.
pub(crate) struct Session {
    pub(crate) connection: AsyncSmtpConnection,
    dot: MessageEnd,
    pub(crate) offers: Offers,
    /// So many recipients are named at once.
    pub(crate) recipients: usize,
    pub(crate) in_step: bool,
    used: bool,
    /// What no answer may bring into the log: the password, in all its forms.
    pub(crate) hidden: Vec<String>,
    /// Counts the sessions that are open, once it is one.
    open: Option<Arc<()>>,
}

impl Session {
    pub(crate) async fn open(
        connector: &Connector,
        hello: &ClientId,
        login: Option<&Login>,
        limits: Limits,
    ) -> Result<Session, Failure> {
        let stream = connector.connect(hello, limits).await?;
        let dot = stream.dot();
        let opening = AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello);
        let connection = within(Step::Greeting, limits.envelope, opening).await?;
        let mut session = Session {
            connection,
            dot,
            offers: Offers::default(),
            recipients: RECIPIENTS,
            in_step: true,
            used: false,
            hidden: Vec::new(),
            open: None,
        };
        // lettre keeps only what it knows of the first reply.
        let offered = session.command(Step::Hello, Ehlo::new(hello.clone()), limits).await?;
        session.offers = Offers::of(&offered);
        if let Some(login) = login
            && let Err(failure) = session.log_in(login, limits).await
        {
            // Those who watch for break-ins count sessions that end without a word.
            session.quit(limits).await;
            return Err(failure);
        }
        Ok(session)
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
        part: &Part,
        progress: &Progress,
        limits: Limits,
    ) -> Spoken {
        let reused = std::mem::replace(&mut self.used, true);
        let envelope = match self.envelope(letter, part, limits).await {
            Ok(envelope) => envelope,
            Err(failure) if reused && failure.spends_session() => return spent(&failure),
            Err(failure) => {
                self.reset(limits).await;
                return failure.trouble().map_or_else(
                    || heard(all(&part.recipients, &failure.outcome()), false),
                    Spoken::Trouble,
                );
            }
        };
        if reused && let Some(failure) = envelope.spends_session() {
            return spent(failure);
        }
        let Envelope { accepted, mut outcomes, more, data, ended, .. } = envelope;
        if let Some(ended) = ended {
            return Spoken::Ended(ended.by());
        }
        let outcome = match data {
            None => {
                self.reset(limits).await;
                return nobody_accepted(outcomes, more);
            }
            Some(Err(failure)) => {
                self.reset(limits).await;
                if let Some(trouble) = failure.trouble() {
                    return Spoken::Trouble(trouble);
                }
                failure.outcome()
            }
            Some(Ok(_)) if accepted.is_empty() => {
                self.end_empty(limits).await;
                return nobody_accepted(outcomes, more);
            }
            Some(Ok(_)) => {
                self.dot.lift();
                progress.message(&self.dot, &accepted);
                match self.message(letter, limits).await {
                    Ok(outcome) => outcome,
                    Err(failure) if reused && failure.is_session_limit_or_goodbye() => {
                        progress.not_taken();
                        return spent(&failure);
                    }
                    Err(failure) => match failure.trouble() {
                        Some(trouble) => return Spoken::Trouble(trouble),
                        None => failure.outcome(),
                    },
                }
            }
        };
        if accepted.is_empty() {
            return nobody_accepted(outcomes, more);
        }
        let more = more && outcome.is_final();
        outcomes.extend(accepted.into_iter().map(|address| (address, outcome.clone())));
        heard(outcomes, more)
    }

    /// The message, and the reply to its final dot. Once the dot was sent, nobody knows without that
    /// reply; before it the relay has nothing to deliver (RFC 5321 §4.1.1.4).
    async fn message(&mut self, letter: &Outgoing, limits: Limits) -> Result<Outcome, Failure> {
        // lettre ends the message with a line end of its own.
        let bytes = letter.bytes.strip_suffix(b"\r\n").unwrap_or(&letter.bytes);
        let sent = within(Step::Message, limits.message, self.connection.message(bytes)).await;
        // To lettre a 354 here is success; it is no word on the message.
        match self.judge(Step::Message, sent, Severity::PositiveCompletion) {
            Ok(reply) => Ok(Outcome::Delivered(without(&shown(&reply), &self.hidden))),
            Err(failure) if failure.is_without_reply() && self.dot.is_set() => {
                Ok(Outcome::Unknown(failure.text()))
            }
            failed => failed.map(|_| Outcome::Untried),
        }
    }

    /// The relay waits for a message to nobody; the lone dot ends that (RFC 2920 §3.1).
    pub(crate) async fn end_empty(&mut self, limits: Limits) {
        let ended = within(Step::Message, limits.command, self.connection.message(b"")).await;
        self.keep_step(&ended);
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
    pub(crate) fn judge(
        &mut self,
        step: Step,
        done: Result<Response, Failure>,
        wanted: Severity,
    ) -> Result<Response, Failure> {
        let done = judged(step, done, wanted).map_err(|failure| failure.without(&self.hidden));
        self.keep_step(&done);
        done
    }

    pub(crate) fn keep_step(&mut self, done: &Result<Response, Failure>) {
        if let Err(failure) = done {
            self.in_step = self.in_step && !failure.ends_session();
        }
    }
}

fn heard(outcomes: Vec<(String, Outcome)>, more: bool) -> Spoken {
    Spoken::Heard { outcomes, more }
}

fn spent(failure: &Failure) -> Spoken {
    Spoken::Spent(failure.text())
}

fn all(recipients: &[String], outcome: &Outcome) -> Vec<(String, Outcome)> {
    recipients.iter().map(|address| (address.clone(), outcome.clone())).collect()
}

/// The rest goes at once only where somebody was settled, or a relay that says "later" is never left alone.
fn nobody_accepted(outcomes: Vec<(String, Outcome)>, more: bool) -> Spoken {
    let more = more && outcomes.iter().any(|(_, outcome)| outcome.is_final());
    heard(outcomes, more)
}

/// L5: a step of lettre's within its time.
pub(crate) async fn within<T>(
    step: Step,
    limit: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| Failure::of(step, &error)),
        Err(_) => Err(Failure::late(step, limit)),
    }
}
