//! What the root file alone may settle: language, mail, ledger, guard, http, web.

use std::fmt;
use std::net::SocketAddr;
use std::path::Path;

use crate::model::names::names;
use crate::model::{LinkKey, Mailbox, Span, TimeUnit};

/// `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The sender.
    pub from: Mailbox,
    /// Where answers go, where not to the sender.
    pub reply_to: Option<Mailbox>,
    /// What every subject begins with.
    pub subject_prefix: Option<Box<str>>,
    /// What it begins with after that.
    pub subject: SubjectStart,
    /// How letters leave.
    pub transport: TransportKind,
    /// Every letter goes here instead, its true audience shown in it.
    pub redirect: Option<Mailbox>,
    /// Whether a task's detail text is put in letters.
    pub detail: bool,
    /// Whether letters about one task carry its deadline for a calendar.
    pub calendar: bool,
    /// Whom to ask: a name and a telephone number.
    pub contact: Option<Box<str>>,
    /// How each person is addressed, `{name}` standing for the name; empty for no salutation.
    pub salutation: Option<Box<str>>,
    /// The program the `sendmail` transport runs.
    pub sendmail: Box<str>,
    /// The relay; there whenever the transport is SMTP.
    pub smtp: Option<Smtp>,
}

/// What a subject begins with, after the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectStart {
    /// What the letter is called.
    Name,
    /// The letter's number, where it has one.
    Number,
}
names!(SubjectStart { Name = "name", Number = "number" });

/// How letters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TransportKind {
    /// To a relay.
    Smtp,
    /// Through a local `sendmail` program.
    Sendmail,
    /// As `.eml` files below the state folder.
    Outbox,
}
names!(TransportKind { Smtp = "smtp", Sendmail = "sendmail", Outbox = "outbox" });

/// `[mail.smtp]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// The relay's name or address.
    pub host: Box<str>,
    /// Its port; by default 465 for TLS, 587 for STARTTLS, 25 for none.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// A file of certificates: the authorities that may vouch for the relay's, instead of the system's. A relative
    /// path is relative to the root file.
    pub ca: Option<Box<str>>,
    /// Who logs in; there exactly if `password` is.
    pub username: Option<Box<str>>,
    /// Where the password is found, never the password itself.
    pub password: Option<Password>,
    /// How many connections at most.
    pub connections: u32,
    /// How many letters at most in a time.
    pub rate: Option<Rate>,
}

/// How a connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Security {
    /// Plain first, TLS required before anything else is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all.
    None,
}
names!(Security { StartTls = "starttls", Tls = "tls", None = "none" });

impl Security {
    /// The port on which a relay usually offers it.
    pub fn port(self) -> u16 {
        match self {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        }
    }

    /// The port at which a mailbox is usually read so.
    pub fn port_of_mailbox(self) -> u16 {
        match self {
            Security::Tls => 993,
            Security::StartTls | Security::None => 143,
        }
    }
}

/// Where a password is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Password {
    /// A systemd credential: a file of that name in `$CREDENTIALS_DIRECTORY`.
    Credential(Box<str>),
    /// A file; a relative path is relative to the root file.
    File(Box<str>),
    /// An environment variable.
    Env(Box<str>),
}

/// At most so many letters in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Letters.
    pub letters: u32,
    /// Seconds: 1, 60 or 3600.
    pub seconds: u32,
}

/// Where duban runs, for those who keep more than one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installation {
    /// The machine's name, where that is known.
    pub machine: Box<str>,
    /// The root file.
    pub file: Box<str>,
}

/// `[guard]`: the limits of L6 and L8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// The most letters one sweep may send.
    pub max_letters: u32,
    /// The most tasks that edits of one working hour may change.
    pub max_changes: u32,
    /// The same as a share of the tasks that were open before.
    pub max_changes_share: Share,
    /// On how many letters of one sweep somebody is copied at most (L8b).
    pub max_copies: u32,
}

/// `[answers]`: what becomes of answers (section 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRules {
    /// How long an answer that waits for a decision keeps notices back (T16).
    pub patience: Span,
    /// The server whose `Authentication-Results` count (A5).
    pub trusted_results: Option<Box<str>>,
    /// The Maildir in which replies arrive, relative to the root file's folder.
    pub maildir: Option<Box<str>>,
    /// The mailbox on a server in which they arrive.
    pub imap: Option<Imap>,
}

/// `[answers.imap]`: a mailbox that is read by IMAP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imap {
    /// The server's name or address.
    pub host: Box<str>,
    /// Its port; by default 993 for TLS, else 143.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// A file of certificates: the authorities that may vouch for the server's, instead of the system's. A relative
    /// path is relative to the root file.
    pub ca: Option<Box<str>>,
    /// Who logs in.
    pub user: Box<str>,
    /// Where the password is found, never the password itself.
    pub password: Option<Password>,
    /// Which folder is read.
    pub folder: Box<str>,
}

impl Default for AnswerRules {
    fn default() -> AnswerRules {
        let patience = Span { count: 5, unit: TimeUnit::WorkingDay };
        AnswerRules { patience, trusted_results: None, maildir: None, imap: None }
    }
}

/// A share from 0 to 1, in millionths, so that it can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(pub u32);

impl Share {
    /// All of it.
    pub const WHOLE: Share = Share(1_000_000);

    /// So much of that many, rounded down.
    pub fn of(self, many: usize) -> usize {
        let part = many as u128 * u128::from(self.0) / u128::from(Share::WHOLE.0);
        usize::try_from(part).unwrap_or(usize::MAX)
    }
}

/// The share of a short list is never less than this.
const FEWEST: usize = 3;

impl Guard {
    /// L8: the most changes that are taken as meant, where so many tasks were open before.
    pub fn most_changes(self, open: usize) -> usize {
        let most = self.max_changes as usize;
        match self.max_changes_share {
            Share::WHOLE => most,
            share => most.min(share.of(open).max(FEWEST)),
        }
    }
}

impl Default for Guard {
    fn default() -> Guard {
        Guard {
            max_letters: 500,
            max_changes: 50,
            max_changes_share: Share(340_000),
            max_copies: 3,
        }
    }
}

/// Where the ledger is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum LedgerUrl {
    /// A SQLite file in the state folder.
    Sqlite,
    /// A PostgreSQL server: its URL, without a password.
    Server(Box<str>),
    /// The same, with a password in it: where that URL stands.
    Kept(Password),
}

impl fmt::Debug for LedgerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerUrl::Sqlite => f.write_str("Sqlite"),
            // Whoever wrote a password into it all the same finds it in no log.
            LedgerUrl::Server(_) => f.write_str("Server(…)"),
            LedgerUrl::Kept(kept) => f.debug_tuple("Kept").field(kept).finish(),
        }
    }
}

/// `[web]`, and `[answers] links`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Where pages for people are served.
    pub listen: Listen,
    /// What their links begin with, without a slash at its end.
    pub url: Box<str>,
    /// Where the key that signs links stands; a file in the state folder unless that is said.
    pub key: Option<Password>,
    /// Whether letters have a link for each task, by which it is answered (A1).
    pub links: bool,
    /// The key itself, where whoever goes by these files could read it; without it no letter has links.
    pub signing: Option<LinkKey>,
}

/// Where `[http]` or `[web]` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// At an address and a port.
    Tcp(SocketAddr),
    /// At a Unix socket: its absolute path.
    Unix(Box<Path>),
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => address.fmt(f),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}
