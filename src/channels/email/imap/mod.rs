//! A mailbox on a server, read by IMAP (RFC 9051, RFC 3501). It is opened for reading alone: nothing in it is deleted, moved or
//! marked as seen.
//!
//! What is said on the wire is async-imap's affair. It takes a connection that ends amid an answer for the end of the answer,
//! so [`Mailbox::alive`] asks before anything is concluded from what did not come.

mod start_tls;
mod wire;

use std::io;
use std::path::Path;
use std::time::Duration;

use async_imap::error::Error;
use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client, Session};
use futures_util::TryStreamExt;
use tokio::time::timeout;

use crate::channels::delivery::Trouble;
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::stream::Connector;
use crate::channels::secret::{PasswordError, PasswordSource, Secret};
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::model::{Imap, Security};
use wire::Wire;

/// How long one waits for word of new mail before one looks by oneself. Networks forget a connection that is still for longer.
const IDLE: Duration = Duration::from_secs(60);

/// How often one looks at a server that does not tell.
const POLL: Duration = Duration::from_secs(30);

/// How long a whole mail may take.
const MAIL: Duration = Duration::from_secs(300);

/// Codes of a refused login that passes by itself (RFC 5530 §3).
const PASSING: [&str; 3] = ["UNAVAILABLE", "INUSE", "LIMIT"];

/// How to get at a mailbox.
pub(crate) struct Account {
    connector: Connector,
    security: Security,
    /// Host and port, as errors name them.
    name: String,
    user: String,
    password: PasswordSource,
    folder: String,
    limits: Limits,
}

/// An open mailbox.
pub(crate) struct Mailbox {
    session: Session<Wire>,
    /// Numbers of mails hold as long as this number does not change (RFC 9051 §2.3.1.1).
    pub(crate) validity: u32,
    /// How many mails were in it when it was opened.
    pub(crate) count: usize,
    /// Whether the server tells of new mail.
    tells: bool,
    limits: Limits,
}

/// A mail that was asked for.
pub(crate) enum Fetched {
    Mail(Vec<u8>),
    TooLarge,
    /// It is in the mailbox no more.
    Gone,
}

impl Account {
    /// What is not there is told now; `root` is the folder from which relative paths start.
    pub(crate) fn of(imap: &Imap, root: &Path) -> Result<Account, Trouble> {
        let env = |name: &str| std::env::var(name).ok();
        let none = || PasswordError::Empty(imap.user.to_string());
        let password = imap.password.as_ref().ok_or_else(none);
        let password = password.and_then(|one| PasswordSource::of(one, root, &env));
        let ca = imap.ca.as_ref().map(|path| root.join(&**path));
        let connector = Connector::to((&imap.host, imap.port), imap.security, ca);
        Ok(Account {
            connector: connector.map_err(|error| for_good(error.met()))?,
            security: imap.security,
            name: format!("{}:{}", imap.host, imap.port),
            user: imap.user.to_string(),
            password: password.map_err(|error| for_good(error.met()))?,
            folder: imap.folder.to_string(),
            limits: Limits::default(),
        })
    }

    /// Connects, logs in and opens the folder.
    pub(crate) async fn open(&self) -> Result<Mailbox, Trouble> {
        let password = self.password.read().map_err(|error| for_good(error.met()))?;
        let opened = self.opened(&password).await;
        // A server may repeat what it was told.
        opened.map_err(|failure| self.trouble(failure.without(&[password.reveal().to_owned()])))
    }

    /// What keeps the mailbox from being read; names the server.
    pub(crate) fn trouble(&self, failure: Failure) -> Trouble {
        let Trouble { why, needs_admin, .. } = failure.all_letters();
        Trouble { why: why.by(&self.name), needs_admin, cure: None }
    }

    async fn opened(&self, password: &Secret) -> Result<Mailbox, Failure> {
        let limits = self.limits;
        let mut session = self.logged_in(password).await?;
        let offers = within(Step::Mailbox, limits.command, session.capabilities()).await?;
        if offers.has_str("ID") {
            // Some providers let only clients in that say who they are.
            let own = [("name", Some("duban")), ("version", Some(env!("CARGO_PKG_VERSION")))];
            within(Step::Mailbox, limits.command, session.id(own)).await?;
        }
        let opened = within(Step::Mailbox, limits.command, session.examine(&self.folder)).await?;
        let Some(validity) = opened.uid_validity else {
            return Err(Failure::needs_admin(Step::Mailbox, Cause::NoUids, &[&self.folder]));
        };
        let (count, tells) = (opened.exists as usize, offers.has_str("IDLE"));
        Ok(Mailbox { session, validity, count, tells, limits })
    }

    async fn logged_in(&self, password: &Secret) -> Result<Session<Wire>, Failure> {
        let mut plain = self.connector.dial(self.limits).await?;
        if self.security == Security::StartTls {
            plain = start_tls::offered(plain, self.limits).await?;
        }
        let wire = match self.security {
            Security::None => plain,
            _ => self.connector.encrypt(plain, self.limits).await?,
        };
        let mut client = Client::new(Wire(wire));
        if self.security != Security::StartTls {
            greeted(&mut client, self.limits).await?;
        }
        let (user, password) = (self.user.as_str(), password.reveal());
        // A quoted string holds ASCII alone.
        let logged_in = async {
            match user.is_ascii() && password.is_ascii() {
                true => client.login(user, password).await.map_err(|(error, _)| error),
                false => {
                    let plain = Plain(format!("\0{user}\0{password}"));
                    client.authenticate("PLAIN", plain).await.map_err(|(error, _)| error)
                }
            }
        };
        within(Step::Login, self.limits.command, logged_in).await
    }
}

impl Mailbox {
    /// The numbers of the mails above that one, in their order.
    pub(crate) async fn numbers(&mut self, above: u32) -> Result<Vec<u32>, Failure> {
        let wanted = match above {
            0 => "ALL".to_owned(),
            above => format!("UID {}:*", above.saturating_add(1)),
        };
        let found = self.session.uid_search(wanted);
        let found = within(Step::Mailbox, self.limits.envelope, found).await?;
        self.alive().await?;
        // `*` is the last mail, whatever its number.
        let mut found: Vec<u32> = found.into_iter().filter(|number| *number > above).collect();
        found.sort_unstable();
        Ok(found)
    }

    /// A mail as it is; none larger than that.
    pub(crate) async fn mail(&mut self, number: u32, largest: u64) -> Result<Fetched, Failure> {
        let size = self.asked(number, "(UID RFC822.SIZE)", |found| found.size).await?;
        let Some(size) = size else { return Ok(Fetched::Gone) };
        if u64::from(size) > largest {
            return Ok(Fetched::TooLarge);
        }
        let mail =
            self.asked(number, "(UID BODY.PEEK[])", |found| found.body().map(<[u8]>::to_vec));
        Ok(mail.await?.map_or(Fetched::Gone, Fetched::Mail))
    }

    /// What the server has to say of a mail; none where it has it no more.
    async fn asked<T>(
        &mut self,
        number: u32,
        what: &str,
        answer: impl Fn(&async_imap::types::Fetch) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let fetched = async {
            let mut said = self.session.uid_fetch(number.to_string(), what).await?;
            let mut found = None;
            while let Some(one) = said.try_next().await? {
                // Word of other mails comes between.
                if one.uid == Some(number) {
                    found = answer(&one).or(found);
                }
            }
            Ok(found)
        };
        let found = within(Step::Mailbox, MAIL, fetched).await?;
        if found.is_none() {
            self.alive().await?;
        }
        Ok(found)
    }

    /// Waits until there may be new mail.
    pub(crate) async fn wait(mut self) -> Result<Mailbox, Failure> {
        if !self.tells {
            tokio::time::sleep(POLL).await;
            self.alive().await?;
            return Ok(self);
        }
        let mut idle = self.session.idle();
        within(Step::Mailbox, self.limits.command, idle.init()).await?;
        let (news, _interrupt) = idle.wait_with_timeout(IDLE);
        let news = news.await.map_err(|error| failed(Step::Mailbox, error));
        news?;
        self.session = within(Step::Mailbox, self.limits.command, idle.done()).await?;
        Ok(self)
    }

    /// Says goodbye.
    pub(crate) async fn close(mut self) {
        let _said = timeout(self.limits.command, self.session.logout()).await;
    }

    async fn alive(&mut self) -> Result<(), Failure> {
        let alive = self.session.run_command_and_check_ok("NOOP");
        within(Step::Mailbox, self.limits.command, alive).await
    }
}

/// RFC 4616.
struct Plain(String);

impl Authenticator for Plain {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.clone()
    }
}

async fn greeted(client: &mut Client<Wire>, limits: Limits) -> Result<(), Failure> {
    let greeting = async { client.read_response().await.map_err(Error::Io) };
    let greeting = within(Step::Greeting, limits.envelope, greeting).await?;
    let Some(greeting) = greeting else {
        return Err(failed(Step::Greeting, Error::ConnectionLost));
    };
    match greeting.parsed() {
        Response::Data { status: Status::Ok, .. } => Ok(()),
        other => Err(Failure::said(Step::Greeting, format!("{other:?}"), false)),
    }
}

/// L5: a step within its time.
async fn within<T>(
    step: Step,
    limit: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| failed(step, error)),
        Err(_) => Err(Failure::late(step, limit)),
    }
}

/// A login or a folder that is refused stays so until somebody mends it.
fn failed(step: Step, error: Error) -> Failure {
    match error {
        Error::Io(error) => Failure::broken(step, &error),
        Error::No(said) | Error::Bad(said) => {
            let passes = PASSING.iter().any(|code| said.to_ascii_uppercase().contains(code));
            Failure::said(step, words_of(&said), !passes)
        }
        Error::ConnectionLost => Failure::broken(step, &io::ErrorKind::ConnectionReset.into()),
        other => Failure::said(step, other.to_string(), false),
    }
}

/// The server's words, out of the library's account of them.
fn words_of(said: &str) -> String {
    let words = said.split_once("info: Some(\"").map(|(_, words)| words);
    let words = words.and_then(|words| words.strip_suffix("\")"));
    words.unwrap_or(said).trim_end_matches('.').to_owned()
}

fn for_good(why: Met) -> Trouble {
    Trouble { why, needs_admin: true, cure: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cause;

    #[test]
    fn a_refused_login_is_told_in_the_servers_words() {
        let said =
            r#"code: Some(Alert), info: Some("[AUTHENTICATIONFAILED] Authentication failed.")"#;
        let failure = failed(Step::Login, Error::No(said.to_owned()));
        let trouble = failure.all_letters();
        let why = "[AUTHENTICATIONFAILED] Authentication failed";
        assert_eq!(trouble.why, Met::from(why).at(cause::Step::Login));
        assert!(trouble.needs_admin);
        let busy = failed(Step::Login, Error::No("[UNAVAILABLE] later".to_owned()));
        assert!(!busy.all_letters().needs_admin);
    }
}
