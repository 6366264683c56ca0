//! A relay that follows a script: it speaks SMTP on loopback, keeps every letter it accepted, and
//! writes down what was said to it.

mod conversation;

use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Longer than anything here takes; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub recipients: Vec<String>,
    pub bytes: Vec<u8>,
    pub encrypted: bool,
    pub login: Option<String>,
}

/// What the relay does that an ordinary one does not.
#[derive(Clone)]
pub struct Script {
    /// Recipients refused, with the answer.
    pub refuse: Vec<(String, &'static str)>,
    /// The answer to the next letters' final dot, one each; then letters are accepted.
    pub answers: Arc<Mutex<Vec<&'static str>>>,
    /// Called with the number of letters received so far and the moment reached.
    pub on: Option<Arc<dyn Fn(Moment) + Send + Sync>>,
    /// TLS, and whether from the first byte.
    pub tls: Option<(Arc<ServerConfig>, bool)>,
    /// The mechanisms offered, or the whole line that offers them.
    pub auth: Option<&'static str>,
    /// What it says to AUTH LOGIN, before each answer.
    pub challenges: &'static [&'static str],
    /// What else EHLO offers.
    pub offers: &'static [&'static str],
    /// What happens at each step.
    pub at: Option<At>,
}

/// What happens at each step.
type At = Arc<dyn Fn(&Turn<'_>) -> Do + Send + Sync>;

impl Default for Script {
    fn default() -> Script {
        Script {
            refuse: Vec::new(),
            answers: Arc::default(),
            on: None,
            tls: None,
            auth: None,
            challenges: &["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"],
            offers: &["8BITMIME"],
            at: None,
        }
    }
}

impl Script {
    pub fn at(at: impl Fn(&Turn<'_>) -> Do + Send + Sync + 'static) -> Script {
        Script { at: Some(Arc::new(at)), ..Script::default() }
    }

    /// Something at every such step.
    pub fn always(step: Step, what: Do) -> Script {
        Script::at(move |turn| if turn.step == step { what.clone() } else { Do::Well })
    }

    /// Something at the first such steps.
    pub fn first(times: usize, step: Step, what: Do) -> Script {
        let well = move |turn: &Turn<'_>| turn.step != step || turn.ever > times;
        Script::at(move |turn| if well(turn) { Do::Well } else { what.clone() })
    }
}

/// An event for which a script waits; a test that goes wrong ends all the same.
#[derive(Default)]
pub struct Event(Mutex<bool>, Condvar);

impl Event {
    pub fn set(&self) {
        *self.0.lock().expect("no panic") = true;
        self.1.notify_all();
    }

    pub fn wait(&self) {
        let open = self.0.lock().expect("no panic");
        drop(self.1.wait_timeout_while(open, PATIENCE, |open| !*open).expect("no panic"));
    }
}

/// A moment in the conversation at which a script may strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The letter's text is about to be sent.
    BeforeData,
    /// The final dot has arrived, the letter is kept, nothing has been answered.
    AfterDot,
}

/// A step at which the relay may do something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Banner,
    Ehlo,
    StartTls,
    /// The handshake, before its first byte.
    Tls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The message's first line has come.
    Text,
    Dot,
    Rset,
    Quit,
}

/// Where the conversation stands.
#[derive(Debug)]
pub struct Turn<'t> {
    pub step: Step,
    /// The recipient at RCPT, else the command.
    pub said: &'t str,
    /// How often this step has come on this connection, and on any.
    pub time: usize,
    pub ever: usize,
    /// How many recipients were accepted in this transaction.
    pub accepted: usize,
    /// How many connections are open, this one included.
    pub open: usize,
}

/// What the relay does at a step.
#[derive(Debug, Clone)]
pub enum Do {
    /// What an ordinary relay does.
    Well,
    /// Answers these lines.
    Say(&'static str),
    /// Answers these bytes.
    Bytes(Vec<u8>),
    /// Answers this and hangs up.
    Bye(&'static str),
    /// Answers well, but only when the next line has come, if one does.
    Late,
    /// Says nothing more and stays.
    Hang,
    /// Hangs up.
    Drop,
}

/// A command as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub line: String,
    /// More had come behind it before it was answered.
    pub followed: bool,
}

/// What the relay has seen.
#[derive(Debug, Default)]
pub struct Book {
    pub arrived: Vec<Arrived>,
    /// The commands of each connection; the message is not among them.
    pub heard: Vec<Vec<Heard>>,
    pub open: usize,
    pub most_open: usize,
    ever: HashMap<Step, usize>,
    well: bool,
}

impl Book {
    /// How often a step has come.
    pub fn times(&self, step: Step) -> usize {
        self.ever.get(&step).copied().unwrap_or(0)
    }

    /// All that was said on each connection.
    pub fn lines(&self) -> Vec<Vec<&str>> {
        let mut lines = Vec::new();
        for connection in &self.heard {
            lines.push(connection.iter().map(|heard| heard.line.as_str()).collect());
        }
        lines
    }
}

/// The book, and whoever waits for a change in it.
#[derive(Default)]
struct Watched {
    book: Mutex<Book>,
    changed: Condvar,
}

impl Watched {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("no test panicked here")
    }

    fn write<R>(&self, write: impl FnOnce(&mut Book) -> R) -> R {
        let written = write(&mut self.book());
        self.changed.notify_all();
        written
    }

    /// Waits until the book is so; false if it never is.
    fn wait(&self, mut so: impl FnMut(&Book) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.book(), PATIENCE, |book| !so(book));
        !waited.expect("no test panicked here").1.timed_out()
    }
}

/// A certificate for `localhost` that nobody vouches for: a server's configuration, and the PEM to trust.
pub fn certificate() -> (Arc<ServerConfig>, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a configuration");
    (Arc::new(config), made.cert.pem())
}

pub struct Relay {
    pub port: u16,
    watched: Arc<Watched>,
}

impl Relay {
    pub fn start(script: Script) -> Relay {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = listener.local_addr().expect("an address").port();
        let watched = Arc::new(Watched::default());
        let kept = watched.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = kept.write(|book| {
                    book.heard.push(Vec::new());
                    book.open += 1;
                    book.most_open = book.most_open.max(book.open);
                    book.heard.len() - 1
                });
                let (script, kept) = (script.clone(), kept.clone());
                thread::spawn(move || {
                    conversation::converse(stream, &script, &kept, number);
                    kept.write(|book| book.open -= 1);
                });
            }
        });
        Relay { port, watched }
    }

    /// From now on it does what an ordinary relay does.
    pub fn recover(&self) {
        self.watched.write(|book| book.well = true);
    }

    pub fn connections(&self) -> usize {
        self.book().heard.len()
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.book().arrived.clone()
    }

    pub fn book(&self) -> MutexGuard<'_, Book> {
        self.watched.book()
    }

    /// Waits until the relay has seen something, which must come.
    pub fn wait(&self, what: &str, so: impl FnMut(&Book) -> bool) {
        let came = self.watched.wait(so);
        let said = format!("{:#?}", self.book().lines());
        assert!(came, "it never came: {what}\n{said}");
    }
}

impl Arrived {
    pub fn header(&self, name: &str) -> String {
        let message = mail_parser::MessageParser::default().parse(&self.bytes).expect("a message");
        message.header_raw(name).unwrap_or_default().trim().to_owned()
    }

    pub fn body(&self) -> String {
        let message = mail_parser::MessageParser::default().parse(&self.bytes).expect("a message");
        message.body_text(0).unwrap_or_default().into_owned()
    }

    pub fn subject(&self) -> String {
        let message = mail_parser::MessageParser::default().parse(&self.bytes).expect("a message");
        message.subject().unwrap_or_default().to_owned()
    }
}
