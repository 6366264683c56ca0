//! The relay: a few sessions, each used for many letters, and what becomes of each recipient (L3, L5).
//!
//! Sessions are ours, over lettre's connection and commands: lettre's own transport gives a letter up when
//! one recipient is refused, and its pool keeps connections that a cancelled send left half-used.

mod rate;
mod session;
mod stream;

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;
use tracing::debug;

use super::password::Secret;
use crate::ledger::{Outcome, Outgoing};
use crate::model::{Address, Smtp};
use rate::Throttle;
use session::{Session, Spoken};
use stream::Connector;
pub use stream::RelayError;

/// How long a session may be idle before it is closed; relays hang up after some minutes.
const IDLE: Duration = Duration::from_secs(30);

/// L5: how long each step may take. RFC 5321 §4.5.3.2 asks for more patience with some; a relay of
/// one's own that needs longer is in trouble, and the letter is tried again.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Name lookup, TCP and TLS, each.
    pub connect: Duration,
    /// Each command's reply.
    pub command: Duration,
    /// The reply to the final dot, the message's way included.
    pub message: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            message: Duration::from_secs(600),
        }
    }
}

/// The relay, and the sessions open to it.
pub(super) struct Relay {
    connector: Connector,
    hello: ClientId,
    credentials: Option<Credentials>,
    places: Semaphore,
    connections: usize,
    idle: Mutex<Vec<(Session, Instant)>>,
    throttle: Option<Throttle>,
    pub(super) limits: Limits,
}

impl Relay {
    pub(super) fn new(
        smtp: &Smtp,
        password: Option<Secret>,
        sender: &Address,
        limits: Limits,
    ) -> Result<Relay, RelayError> {
        let connections = smtp.connections.max(1) as usize;
        let domain = sender.0.rsplit('@').next().unwrap_or("localhost");
        let credentials = smtp.username.as_ref().zip(password).map(|(user, password)| {
            Credentials::new(user.to_string(), password.reveal().to_owned())
        });
        Ok(Relay {
            connector: Connector::new(smtp)?,
            hello: ClientId::Domain(domain.to_owned()),
            credentials,
            places: Semaphore::new(connections),
            connections,
            idle: Mutex::new(Vec::new()),
            throttle: smtp.rate.map(Throttle::new),
            limits,
        })
    }

    pub(super) fn connections(&self) -> usize {
        self.connections
    }

    /// One attempt at a letter: each recipient's outcome.
    pub(super) async fn deliver(&self, letter: &Outgoing) -> Vec<(String, Outcome)> {
        let Ok(_place) = self.places.acquire().await else {
            return all(letter, &Outcome::Deferred("duban is stopping".to_owned()));
        };
        if let Some(throttle) = &self.throttle {
            throttle.wait().await;
        }
        if let Some(session) = self.take_idle().await {
            match self.speak(session, letter).await {
                // It died while it was idle, before the relay heard of this letter.
                Spoken::Dead(reason) => {
                    debug!(letter = %letter.id, reason, "an idle session had died")
                }
                Spoken::Settled(outcomes) => return outcomes,
            }
        }
        let credentials = self.credentials.as_ref();
        match Session::open(&self.connector, &self.hello, credentials, self.limits).await {
            Err(failure) => all(letter, &failure.outcome()),
            Ok(session) => match self.speak(session, letter).await {
                Spoken::Settled(outcomes) => outcomes,
                Spoken::Dead(reason) => all(letter, &Outcome::Deferred(reason)),
            },
        }
    }

    async fn speak(&self, mut session: Session, letter: &Outgoing) -> Spoken {
        let spoken = session.transact(letter, self.limits).await;
        if session.usable() {
            self.idle.lock().await.push((session, Instant::now()));
        }
        spoken
    }

    /// The session used last; those idle for too long are closed.
    async fn take_idle(&self) -> Option<Session> {
        let mut idle = self.idle.lock().await;
        let fresh = |since: &Instant| since.elapsed() < IDLE;
        idle.retain(|(_, since)| fresh(since));
        idle.pop().map(|(session, _)| session)
    }

    pub(super) async fn close(&self) {
        for (session, _) in self.idle.lock().await.drain(..) {
            session.quit(self.limits).await;
        }
    }
}

fn all(letter: &Outgoing, outcome: &Outcome) -> Vec<(String, Outcome)> {
    letter.recipients.iter().map(|address| (address.clone(), outcome.clone())).collect()
}
