//! AUTH (RFC 4954): PLAIN, or LOGIN where the relay knows no better.
//!
//! What a challenge says is not looked at: relays ask for user name and password in whatever words, in none, or in
//! what is not base64, and always in this order. lettre goes by the words.

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::Auth;
use lettre::transport::smtp::response::Severity;

use crate::channels::email::smtp::connection::{Session, within};
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::step::Step;
use crate::channels::secret::Secret;
use crate::model::cause::Cause;
use crate::model::cure::Cure;

/// A challenge (RFC 4954 §4).
const CHALLENGE: u16 = 334;

/// Who logs in.
pub(crate) struct Login {
    pub(crate) credentials: Credentials,
    pub(crate) password: Secret,
}

/// What is said: the command, and the answer to each challenge; the last one bears the password.
struct Lines {
    command: String,
    answers: Vec<String>,
}

impl Session {
    /// Logs in. Those who refuse a mechanism that they offered are tried with the other one.
    pub(crate) async fn log_in(&mut self, login: &Login, limits: Limits) -> Result<(), Failure> {
        self.hide(login)?;
        let mut refused = None;
        let mechanisms: Vec<Mechanism> = self.offers.mechanisms().collect();
        for mechanism in mechanisms {
            let lines = Lines::of(mechanism, &login.credentials)?;
            match self.authenticate(lines, limits).await {
                Err(failure) if failure.is_of_mechanism() && self.usable() => {
                    refused = Some(failure)
                }
                done => return done,
            }
        }
        Err(refused.unwrap_or_else(|| self.no_login()))
    }

    /// A relay that repeats what it was told must not bring it into the log.
    fn hide(&mut self, login: &Login) -> Result<(), Failure> {
        self.hidden.push(login.password.reveal().to_owned());
        for mechanism in [Mechanism::Plain, Mechanism::Login] {
            let lines = Lines::of(mechanism, &login.credentials)?;
            let bears_it = lines.answers.last();
            self.hidden.extend(bears_it.map(|line| line.trim_end_matches('=').to_owned()));
        }
        Ok(())
    }

    fn no_login(&self) -> Failure {
        let offered = self.offers.logins();
        let failure = match offered.as_str() {
            "" => Failure::needs_admin(Step::Login, Cause::NoLoginAtAll, &[]),
            offered => Failure::needs_admin(Step::Login, Cause::NoLogin, &[offered]),
        };
        failure.mended_by(Cure::Mechanism)
    }

    async fn authenticate(&mut self, lines: Lines, limits: Limits) -> Result<(), Failure> {
        let mut answers = lines.answers.into_iter();
        let mut line = lines.command;
        loop {
            let said = within(Step::Login, limits.command, self.connection.command(line)).await;
            let said = said.map_err(|failure| failure.without(&self.hidden));
            self.keep_step(&said);
            let reply = said?;
            if reply.code().severity == Severity::PositiveCompletion {
                return Ok(());
            }
            if u16::from(reply.code()) != CHALLENGE {
                let failure = Failure::unexpected(Step::Login, &reply).for_good();
                return Err(failure.without(&self.hidden));
            }
            line = match answers.next() {
                Some(answer) => format!("{answer}\r\n"),
                None => {
                    // RFC 4954 §4: the client takes its login back.
                    let cancel = self.connection.command("*\r\n".to_owned());
                    let _refused = within(Step::Login, limits.command, cancel).await;
                    return Err(Failure::needs_admin(Step::Login, Cause::AsksForMore, &[]));
                }
            };
        }
    }
}

impl Lines {
    fn of(mechanism: Mechanism, credentials: &Credentials) -> Result<Lines, Failure> {
        // lettre encodes, and goes by these words.
        let say = |challenge: Option<&str>| {
            let line = Auth::new(mechanism, credentials.clone(), challenge.map(str::to_owned));
            let line = line.map_err(|error| Failure::of(Step::Login, &error))?;
            Ok(line.to_string())
        };
        let command = say(None)?;
        let answer = |line: String| line.trim_end().to_owned();
        let answers = match mechanism {
            Mechanism::Login => {
                vec![answer(say(Some("Username"))?), answer(say(Some("Password"))?)]
            }
            // Some ask again for what stood in the command.
            _ => vec![answer(command.rsplit(' ').next().unwrap_or_default().to_owned())],
        };
        Ok(Lines { command, answers })
    }
}
