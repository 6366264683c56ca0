//! The relay: a few sessions, each used for many letters, and what becomes of each recipient (L3, L5).
//!
//! Sessions are ours, over lettre's connection and commands: lettre's own transport gives a letter up when
//! one recipient is refused, and its pool keeps connections that a cancelled send left half-used.

pub mod attempt;
pub mod connection;
pub mod diagnosis;
pub mod envelope;
pub mod failure;
pub mod limits;
pub mod login;
pub mod offers;
pub mod rate;
pub mod relay_error;
pub mod replies;
pub mod session;
pub mod step;
pub mod stream;
pub mod trial;
pub mod trust;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::Instant;

use crate::channels::delivery::{Delivery, Trouble};
use crate::channels::email::smtp::connection::Session;
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::login::Login;
use crate::channels::email::smtp::rate::Throttle;
use crate::channels::email::smtp::stream::Connector;
use crate::channels::secret::{PasswordError, PasswordSource};
use crate::model::cure::Cure;
use crate::model::{Address, Smtp};
pub use limits::Limits;
pub use relay_error::RelayError;
pub use stream::{Dial, Dialling, Duplex};

/// How long a session may be idle before it is closed; relays hang up after some minutes.
const IDLE: Duration = Duration::from_secs(30);

/// The relay, and the sessions open to it.
pub(crate) struct Relay {
    connector: Connector,
    /// Its host and port, as errors name them.
    name: String,
    host: String,
    port: u16,
    hello: ClientId,
    login: Option<(String, PasswordSource)>,
    connections: usize,
    /// Sessions that wait for a letter, the one used last at the end.
    idle: Mutex<Vec<(Session, Instant)>>,
    /// One reference more than there are sessions open, and sessions being opened.
    open: Arc<()>,
    opening: Arc<()>,
    throttle: Option<Throttle>,
    pub(crate) limits: Limits,
}

impl Relay {
    pub(crate) fn new(
        smtp: &Smtp,
        password: Option<PasswordSource>,
        ca: Option<PathBuf>,
        sender: &Address,
        limits: Limits,
    ) -> Result<Relay, RelayError> {
        let login = smtp.username.as_ref().map(ToString::to_string).zip(password);
        let connector = Connector::new(smtp, ca)?;
        Ok(Relay { login, ..Relay::through(connector, smtp, sender, limits) })
    }

    /// A relay reached in another way than TCP.
    pub(crate) fn dialled(
        dial: Box<dyn Dial>,
        smtp: &Smtp,
        sender: &Address,
        limits: Limits,
    ) -> Relay {
        Relay::through(Connector::through(dial), smtp, sender, limits)
    }

    fn through(connector: Connector, smtp: &Smtp, sender: &Address, limits: Limits) -> Relay {
        let domain = sender.0.rsplit('@').next().unwrap_or("localhost");
        Relay {
            connector,
            name: named(&smtp.host, smtp.port),
            host: smtp.host.to_string(),
            port: smtp.port,
            hello: ClientId::Domain(domain.to_owned()),
            login: None,
            connections: smtp.connections.max(1) as usize,
            idle: Mutex::new(Vec::new()),
            open: Arc::new(()),
            opening: Arc::new(()),
            throttle: smtp.rate.map(Throttle::new),
            limits,
        }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections
    }

    /// Whether a letter may leave now by `mail.smtp.rate`, and takes its turn; else when.
    pub(crate) fn turn(&self) -> Result<(), Instant> {
        self.throttle.as_ref().map_or(Ok(()), Throttle::turn)
    }

    /// N2: so many nodes share `mail.smtp.rate`.
    pub(crate) fn share(&self, nodes: u32) {
        self.throttle.iter().for_each(|throttle| throttle.share(nodes));
    }

    /// A session; else why there is none.
    async fn open(&self) -> Result<Session, Delivery> {
        let login = self.login().map_err(|failure| {
            Delivery::Trouble(Trouble { why: failure.met(), needs_admin: true, cure: None })
        })?;
        let opened = {
            let _opening = self.opening.clone();
            Session::open(&self.connector, &self.hello, login.as_ref(), self.limits).await
        };
        match opened {
            Err(failure) if self.others_work(&failure) && !failure.is_login() => {
                Err(Delivery::Crowded(failure.met()))
            }
            Err(failure) => {
                let tls = failure.is_no_greeting() && self.connector.expects_tls(self.limits).await;
                let failure =
                    if tls { failure.for_good().mended_by(Cure::TlsFirst) } else { failure };
                Err(Delivery::Trouble(self.at_this_relay(failure.all_letters())))
            }
            Ok(mut session) => {
                session.count(&self.open);
                Ok(session)
            }
        }
    }

    /// Names the relay: there may be several, and one mistyped.
    fn at_this_relay(&self, trouble: Trouble) -> Trouble {
        Trouble { why: trouble.why.by(&self.name), ..trouble }
    }

    fn user(&self) -> &str {
        self.login.as_ref().map_or("", |(user, _)| user)
    }

    /// As a name is looked up.
    fn host_and_port(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    fn login(&self) -> Result<Option<Login>, PasswordError> {
        let Some((user, password)) = &self.login else { return Ok(None) };
        let password = password.read()?;
        let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
        Ok(Some(Login { credentials, password }))
    }

    /// The session waits for the next letter.
    fn put_away(&self, session: Option<Session>) {
        self.waiting().extend(session.map(|session| (session, Instant::now())));
    }

    /// While other sessions work, it is this one that is too many. Where the relay said so, those being
    /// opened may have been just enough; where it said nothing, they wait for nothing, too.
    fn others_work(&self, failure: &Failure) -> bool {
        let others = |of: &Arc<()>| Arc::strong_count(of) > 1;
        others(&self.open) || (!failure.is_without_reply() && others(&self.opening))
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<(Session, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_idle(&self) -> Option<Session> {
        self.waiting().pop().map(|(session, _)| session)
    }

    /// When the session that has waited longest has waited long enough.
    pub(crate) fn idle_until(&self) -> Option<Instant> {
        self.waiting().first().map(|(_, since)| *since + IDLE)
    }

    /// Says goodbye to sessions that have waited long enough.
    pub(crate) async fn close_idle(&self) {
        let now = Instant::now();
        let over: Vec<Session> = {
            let mut waiting = self.waiting();
            let (over, kept) = waiting.drain(..).partition(|(_, since)| *since + IDLE <= now);
            *waiting = kept;
            let over: Vec<(Session, Instant)> = over;
            over.into_iter().map(|(session, _)| session).collect()
        };
        for session in over {
            session.quit(self.limits).await;
        }
    }

    /// Says goodbye to all sessions that wait.
    pub(crate) async fn close(&self) {
        let all: Vec<(Session, Instant)> = self.waiting().drain(..).collect();
        for (session, _) in all {
            session.quit(self.limits).await;
        }
    }
}

fn named(host: &str, port: u16) -> String {
    match host.contains(':') {
        true => format!("[{host}]:{port}"),
        false => format!("{host}:{port}"),
    }
}
