//! One session with the relay: opened, used for one transaction after another, closed.
//!
//! A reply with a code leaves the session in step; a broken step, a step out of time or a reply that
//! makes no sense does not, and such a session is never used again.

use std::error::Error as _;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::stream::Connector;
use super::{Limits, all};
use crate::ledger::{Outcome, Outgoing};

/// A step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    Tls,
    Greeting,
    Hello,
    StartTls,
    Login,
    Mail,
    Recipient,
    Data,
    Message,
}

/// Why a step did not succeed.
#[derive(Debug)]
pub(super) struct Failure {
    step: Step,
    why: String,
    /// The reply's severity, if there was a reply.
    severity: Option<Severity>,
}

/// What came of speaking about a letter.
pub(super) enum Spoken {
    /// Every recipient's outcome.
    Settled(Vec<(String, Outcome)>),
    /// The session was dead before the relay heard of the letter.
    Dead(String),
}

/// A session that greeted and, where asked to, logged in.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    in_step: bool,
    used: bool,
}

impl Session {
    pub(super) async fn open(
        connector: &Connector,
        hello: &ClientId,
        credentials: Option<&Credentials>,
        limits: Limits,
    ) -> Result<Session, Failure> {
        let stream = connector.connect(hello, limits).await?;
        let opening = AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello);
        let connection = within(Step::Hello, limits.command, opening).await?;
        let mut session = Session { connection, in_step: true, used: false };
        if let Some(credentials) = credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let login = session.connection.auth(&mechanisms, credentials);
            within(Step::Login, limits.command, login).await?;
        }
        Ok(session)
    }

    /// Whether another letter may be spoken of.
    pub(super) fn usable(&self) -> bool {
        self.in_step
    }

    pub(super) async fn quit(mut self, limits: Limits) {
        let _goodbye = timeout(limits.command, self.connection.command(Quit)).await;
    }

    /// L3: one transaction. Those refused or deferred at RCPT are settled; the others share the
    /// reply to the message.
    pub(super) async fn transact(&mut self, letter: &Outgoing, limits: Limits) -> Spoken {
        let reused = std::mem::replace(&mut self.used, true);
        if let Err(failure) = self.mail(letter, limits).await {
            let died = reused && failure.is_without_reply();
            return match died {
                true => Spoken::Dead(failure.text()),
                false => {
                    self.reset(limits).await;
                    Spoken::Settled(all(letter, &failure.outcome()))
                }
            };
        }
        let mut outcomes = Vec::new();
        let mut accepted = Vec::new();
        for address in &letter.recipients {
            match self.recipient(address, limits).await {
                Ok(_) => accepted.push(address.clone()),
                Err(failure) => outcomes.push((address.clone(), failure.outcome())),
            }
        }
        if accepted.is_empty() {
            self.reset(limits).await;
            return Spoken::Settled(outcomes);
        }
        let outcome = self.message(letter, limits).await;
        outcomes.extend(accepted.into_iter().map(|address| (address, outcome.clone())));
        Spoken::Settled(outcomes)
    }

    async fn mail(&mut self, letter: &Outgoing, limits: Limits) -> Result<Response, Failure> {
        let sender = parse(Step::Mail, &letter.sender)?;
        let recipients = letter.recipients.iter();
        let international = recipients.chain([&letter.sender]).any(|address| !address.is_ascii());
        let mut parameters = Vec::new();
        if international {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let why = "an address is not ASCII, and the relay does not offer SMTPUTF8";
                return Err(Failure {
                    severity: Some(Severity::PermanentNegativeCompletion),
                    ..Failure::said(Step::Mail, why)
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        self.command(Step::Mail, Mail::new(Some(sender), parameters), limits).await
    }

    async fn recipient(&mut self, address: &str, limits: Limits) -> Result<Response, Failure> {
        let to = parse(Step::Recipient, address)?;
        self.command(Step::Recipient, Rcpt::new(to, Vec::new()), limits).await
    }

    /// DATA, the message, and the reply to its final dot. Without that reply nobody knows.
    async fn message(&mut self, letter: &Outgoing, limits: Limits) -> Outcome {
        let begun = within(Step::Data, limits.command, self.connection.command(Data)).await;
        if let Err(failure) = self.judge(Step::Data, begun, Severity::PositiveIntermediate) {
            self.reset(limits).await;
            return failure.outcome();
        }
        // lettre ends the message with a line end of its own.
        let bytes = letter.bytes.strip_suffix(b"\r\n").unwrap_or(&letter.bytes);
        let sent = within(Step::Message, limits.message, self.connection.message(bytes)).await;
        // To lettre a 354 here is success; it is no word on the message.
        match self.judge(Step::Message, sent, Severity::PositiveCompletion) {
            Ok(reply) => Outcome::Delivered(shown(&reply)),
            Err(failure) if failure.is_without_reply() => Outcome::Unknown(failure.text()),
            Err(failure) => failure.outcome(),
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
        let judged = match done {
            Ok(reply) if reply.code().severity == wanted => return Ok(reply),
            Ok(reply) => Failure::said(step, &format!("unexpected reply {}", shown(&reply))),
            Err(failure) => failure,
        };
        // 421: the relay closes the session (RFC 5321 §3.8).
        self.in_step = self.in_step && !judged.is_without_reply() && !judged.why.starts_with("421");
        Err(judged)
    }
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

fn parse(step: Step, address: &str) -> Result<Address, Failure> {
    address.parse().map_err(|error| Failure {
        severity: Some(Severity::PermanentNegativeCompletion),
        ..Failure::said(step, &format!("`{address}` is no address: {error}"))
    })
}

fn shown(reply: &Response) -> String {
    let lines: Vec<&str> = reply.message().collect();
    format!("{} {}", reply.code(), lines.join(" ")).trim_end().to_owned()
}

impl Failure {
    fn of(step: Step, error: &Error) -> Failure {
        let said = error.source().map(ToString::to_string);
        match error.status() {
            Some(code) => {
                let why = format!("{code} {}", said.unwrap_or_default());
                Failure { step, why: why.trim_end().to_owned(), severity: Some(code.severity) }
            }
            None => {
                let why = said.map_or(error.to_string(), |said| format!("{error}: {said}"));
                Failure { step, why, severity: None }
            }
        }
    }

    pub(super) fn broken(step: Step, failure: &std::io::Error) -> Failure {
        Failure::said(step, &failure.to_string())
    }

    pub(super) fn late(step: Step, limit: Duration) -> Failure {
        Failure::said(step, &format!("no answer within {limit:?}"))
    }

    pub(super) fn said(step: Step, why: &str) -> Failure {
        Failure { step, why: why.to_owned(), severity: None }
    }

    /// Whether the relay left the step unanswered.
    fn is_without_reply(&self) -> bool {
        self.severity.is_none()
    }

    /// L3: "never" only where the relay said so of the letter or the recipient. A refused login or
    /// greeting is no word on either: the letter waits until an admin has mended it.
    pub(super) fn outcome(&self) -> Outcome {
        let about_letter =
            matches!(self.step, Step::Mail | Step::Recipient | Step::Data | Step::Message);
        match self.severity {
            Some(Severity::PermanentNegativeCompletion) if about_letter => {
                Outcome::Refused(self.text())
            }
            _ => Outcome::Deferred(self.text()),
        }
    }

    fn text(&self) -> String {
        let step = match self.step {
            Step::Connect => "connecting",
            Step::Tls => "TLS",
            Step::Greeting => "greeting",
            Step::Hello => "EHLO",
            Step::StartTls => "STARTTLS",
            Step::Login => "login",
            Step::Mail => "MAIL",
            Step::Recipient => "RCPT",
            Step::Data => "DATA",
            Step::Message => "message",
        };
        format!("{step}: {}", self.why)
    }
}
