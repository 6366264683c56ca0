//! The connection of a session: steps taken one by one, each within its time (L5), and whether the next may follow.
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

use crate::channels::delivery::MessageEnd;
use crate::channels::email::smtp::failure::{Failure, judged};
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::offers::Offers;
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::stream::{Connector, Stream};

/// So many recipients every relay takes at once (RFC 5321 §4.5.3.1.8); the others go in transactions of
/// their own.
const RECIPIENTS: usize = 100;

/// A session that greeted and, where asked to, logged in.
pub(crate) struct Session {
    pub(crate) connection: AsyncSmtpConnection,
    pub(super) dot: MessageEnd,
    pub(crate) offers: Offers,
    /// So many recipients are named at once.
    pub(crate) recipients: usize,
    pub(crate) in_step: bool,
    pub(super) used: bool,
    /// What no answer may bring into the log: the password, in all its forms.
    pub(crate) hidden: Vec<String>,
    /// Counts the sessions that are open, once it is one.
    open: Option<Arc<()>>,
}

impl Session {
    /// Connects and greets; nobody is logged in.
    pub(crate) async fn connect(
        connector: &Connector,
        hello: &ClientId,
        limits: Limits,
    ) -> Result<Session, Failure> {
        Session::over(connector.connect(hello, limits).await?, hello, limits).await
    }

    /// The same over a connection that is as secure as it should be.
    pub(crate) async fn over(
        stream: Stream,
        hello: &ClientId,
        limits: Limits,
    ) -> Result<Session, Failure> {
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

    /// The relay waits for a message to nobody; the lone dot ends that (RFC 2920 §3.1).
    pub(crate) async fn end_empty(&mut self, limits: Limits) {
        let ended = within(Step::Message, limits.command, self.connection.message(b"")).await;
        self.keep_step(&ended);
    }

    /// Forgets the transaction, so that the session serves for the next letter.
    pub(super) async fn reset(&mut self, limits: Limits) {
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
