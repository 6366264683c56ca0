//! How letters leave: through a relay, a local program, or into a folder.

use std::path::Path;

use super::outbox::Outbox;
use super::password::{self, PasswordError};
use super::sendmail;
use super::smtp::{Limits, Relay, RelayError};
use crate::ledger::{Outcome, Outgoing};
use crate::model::{Mail, TransportKind};

/// How letters leave.
pub struct Transport {
    way: Way,
}

enum Way {
    Outbox(Outbox),
    Sendmail(String),
    Smtp(Box<Relay>),
}

/// Why letters cannot leave at all.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The relay's password could not be had.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The relay cannot be spoken to at all.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// The configuration names no relay.
    #[error("mail.transport is \"smtp\", but there is no [mail.smtp]")]
    NoRelay,
}

impl Transport {
    /// The transport of a configuration. `root` is the folder of the root file, `env` the process's variables.
    pub fn new(
        mail: &Mail,
        root: &Path,
        state: &Path,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Transport, TransportError> {
        let way = match mail.transport {
            TransportKind::Outbox => Way::Outbox(Outbox::new(state)),
            TransportKind::Sendmail => Way::Sendmail(mail.sendmail.to_string()),
            TransportKind::Smtp => {
                let smtp = mail.smtp.as_ref().ok_or(TransportError::NoRelay)?;
                let password =
                    smtp.password.as_ref().map(|one| password::read(one, root, env)).transpose()?;
                Way::Smtp(Box::new(Relay::new(
                    smtp,
                    password,
                    &mail.from.address,
                    Limits::default(),
                )?))
            }
        };
        Ok(Transport { way })
    }

    /// The same, with other time limits.
    pub fn with_limits(mut self, limits: Limits) -> Transport {
        if let Way::Smtp(relay) = &mut self.way {
            relay.limits = limits;
        }
        self
    }

    /// How many letters may be under way at once.
    pub fn parallel(&self) -> usize {
        match &self.way {
            Way::Outbox(_) | Way::Sendmail(_) => 4,
            Way::Smtp(relay) => relay.connections(),
        }
    }

    /// Makes one attempt, and answers for every recipient. It always ends (L5).
    pub async fn deliver(&self, letter: &Outgoing) -> Vec<(String, Outcome)> {
        let all = |outcome: Outcome| {
            letter.recipients.iter().map(|address| (address.clone(), outcome.clone())).collect()
        };
        match &self.way {
            Way::Smtp(relay) => relay.deliver(letter).await,
            Way::Sendmail(program) => all(sendmail::deliver(program, letter).await),
            Way::Outbox(outbox) => all(write(outbox.clone(), letter).await),
        }
    }

    /// Says goodbye to whoever is still connected.
    pub async fn close(&self) {
        if let Way::Smtp(relay) = &self.way {
            relay.close().await;
        }
    }
}

async fn write(outbox: Outbox, letter: &Outgoing) -> Outcome {
    let (id, bytes) = (letter.id.clone(), letter.bytes.clone());
    match tokio::task::spawn_blocking(move || outbox.write(&id, &bytes)).await {
        Ok(Ok(path)) => Outcome::Delivered(format!("written to {}", path.display())),
        Ok(Err(failure)) => Outcome::Deferred(format!("the outbox cannot be written: {failure}")),
        Err(failure) => Outcome::Deferred(format!("the outbox cannot be written: {failure}")),
    }
}
