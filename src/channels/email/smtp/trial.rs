//! One letter through the relay, step by step, each told: for `duban test-mail`.
//!
//! The steps are those of every letter. Nothing is retried, nothing recorded.

use std::net::SocketAddr;

use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::MailParameter;
use lettre::transport::smtp::response::Severity;
use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::channels::delivery::Trouble;
use crate::channels::email::smtp::Relay;
use crate::channels::email::smtp::connection::{Session, within};
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::step::Step;
use crate::ledger::{Outcome, Outgoing};
use crate::view::trial::{Passed, Stage};

/// Where it stopped, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// At which step.
    pub stage: Stage,
    /// What was met with, and what would mend it.
    pub trouble: Trouble,
}

impl Stopped {
    fn at(stage: Stage, failure: &Failure) -> Stopped {
        Stopped { stage, trouble: failure.all_letters() }
    }
}

impl Relay {
    /// Takes the steps one after another until one fails.
    pub(crate) async fn trial(
        &self,
        letter: &Outgoing,
        tell: &mut (dyn FnMut(Passed) + Send),
    ) -> Result<(), Stopped> {
        tell(Passed::Name(self.addresses().await?));
        let dialled = self.connector.dial(self.limits).await;
        let plain = dialled.map_err(|failure| Stopped::at(Stage::Connection, &failure))?;
        tell(Passed::Connected);
        let stream = self.connector.secure(plain, &self.hello, self.limits).await;
        let stream = stream.map_err(|failure| {
            let stage = if failure.is_of_tls() { Stage::Tls } else { Stage::Greeting };
            Stopped::at(stage, &failure)
        })?;
        tell(match stream.protocol() {
            None => Passed::InTheClear,
            Some(protocol) => Passed::Secured {
                protocol: protocol.to_owned(),
                own_authority: self.connector.has_own_authority(),
            },
        });
        let session = Session::over(stream, &self.hello, self.limits).await;
        let mut session = session.map_err(|failure| Stopped::at(Stage::Greeting, &failure))?;
        tell(Passed::Greeted);
        let done = self.logged_in(&mut session, letter, tell).await;
        session.quit(self.limits).await;
        done
    }

    async fn addresses(&self) -> Result<Vec<SocketAddr>, Stopped> {
        let found = timeout(self.limits.connect, lookup_host(self.host_and_port())).await;
        let failure = match found {
            Err(_) => Failure::late(Step::Connect, self.limits.connect),
            Ok(Err(error)) => Failure::broken(Step::Connect, &error),
            Ok(Ok(addresses)) => return Ok(addresses.collect()),
        };
        Err(Stopped::at(Stage::Name, &failure))
    }

    async fn logged_in(
        &self,
        session: &mut Session,
        letter: &Outgoing,
        tell: &mut (dyn FnMut(Passed) + Send),
    ) -> Result<(), Stopped> {
        let login = self.login().map_err(|error| Stopped {
            stage: Stage::Login,
            trouble: Trouble { why: error.met(), needs_admin: true, cure: None },
        })?;
        match &login {
            None => tell(Passed::NoLogin),
            Some(login) => {
                let done = session.log_in(login, self.limits).await;
                done.map_err(|failure| Stopped::at(Stage::Login, &failure))?;
                tell(Passed::LoggedIn(self.user().to_owned()));
            }
        }
        session.send_one(letter, self.limits, tell).await
    }
}

impl Session {
    async fn send_one(
        &mut self,
        letter: &Outgoing,
        limits: crate::channels::Limits,
        tell: &mut (dyn FnMut(Passed) + Send),
    ) -> Result<(), Stopped> {
        let at = |stage: Stage| move |failure: Failure| Stopped::at(stage, &failure);
        let (sender, to) = (&letter.sender, letter.recipients.first().cloned().unwrap_or_default());
        let possible = self.possible(Step::Mail, sender).map_err(at(Stage::Sender))?;
        let recipient = self.possible(Step::Recipient, &to).map_err(at(Stage::Recipient))?;
        let utf8 = (!to.is_ascii()).then_some(MailParameter::SmtpUtfEight);
        let size = self.offers.size.map(|_| MailParameter::Size(letter.bytes.len()));
        let mail = Mail::new(Some(possible), utf8.into_iter().chain(size).collect());
        let positive = Severity::PositiveCompletion;
        self.step(Step::Mail, &mail.to_string(), positive, limits)
            .await
            .map_err(at(Stage::Sender))?;
        tell(Passed::Sender(sender.clone()));
        let rcpt = Rcpt::new(recipient, Vec::new()).to_string();
        let taken = self.step(Step::Recipient, &rcpt, positive, limits).await;
        taken.map_err(at(Stage::Recipient))?;
        tell(Passed::Recipient(to));
        let go_on = Severity::PositiveIntermediate;
        let data = self.step(Step::Data, &Data.to_string(), go_on, limits).await;
        data.map_err(at(Stage::Letter))?;
        match self.message(letter, limits).await.map_err(at(Stage::Letter))? {
            Outcome::Delivered(answer) => tell(Passed::Taken(answer)),
            other => {
                let why = other.answer().cloned().unwrap_or_else(|| "".into());
                let trouble = Trouble { why, needs_admin: false, cure: None };
                return Err(Stopped { stage: Stage::Letter, trouble });
            }
        }
        Ok(())
    }

    async fn step(
        &mut self,
        step: Step,
        command: &str,
        wanted: Severity,
        limits: crate::channels::Limits,
    ) -> Result<(), Failure> {
        let done = within(step, limits.envelope, self.connection.command(command)).await;
        self.judge(step, done, wanted).map(|_| ())
    }
}
