//! A relay that follows a script: it speaks SMTP on loopback and keeps every letter it accepted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub recipients: Vec<String>,
    pub bytes: Vec<u8>,
    pub encrypted: bool,
    pub login: Option<String>,
}

/// What the relay does that an ordinary one does not.
#[derive(Clone, Default)]
pub struct Script {
    /// Recipients refused, with the answer.
    pub refuse: Vec<(String, &'static str)>,
    /// The answer to the next letters' final dot, one each; then letters are accepted.
    pub answers: Arc<Mutex<Vec<&'static str>>>,
    /// Called with the number of letters received so far and the moment reached.
    pub on: Option<Arc<dyn Fn(Moment) + Send + Sync>>,
    /// TLS, and whether from the first byte.
    pub tls: Option<(Arc<ServerConfig>, bool)>,
    /// The mechanisms offered.
    pub auth: Option<&'static str>,
}

/// A moment in the conversation at which a script may strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The letter's text is about to be sent.
    BeforeData,
    /// The final dot has arrived, the letter is kept, nothing has been answered.
    AfterDot,
}

pub struct Relay {
    pub port: u16,
    connections: Arc<AtomicUsize>,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Relay {
    pub fn start(script: Script) -> Relay {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = listener.local_addr().expect("an address").port();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let kept = arrived.clone();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = connections.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let (script, kept) = (script.clone(), kept.clone());
                thread::spawn(move || converse(stream, &script, &kept));
            }
        });
        Relay { port, connections, arrived }
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("no test panicked here").clone()
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

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

fn converse(stream: TcpStream, script: &Script, kept: &Mutex<Vec<Arrived>>) {
    // A test that goes wrong must end.
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    let again = stream.try_clone().expect("a second handle");
    let early = script.tls.as_ref().filter(|(_, from_the_start)| *from_the_start);
    let wire: Box<dyn Wire> = match early {
        Some((config, _)) => secured(stream, config),
        None => Box::new(stream),
    };
    let encrypted = early.is_some();
    let mut session = Session { wire: BufReader::new(wire), script, kept, encrypted, login: None };
    session.say("220 relay.test ESMTP");
    if session.run() == End::StartTls {
        let Some((config, _)) = &script.tls else {
            return;
        };
        let wire = BufReader::new(secured(again, config));
        Session { wire, script, kept, encrypted: true, login: None }.run();
    }
}

/// How a conversation ended.
#[derive(PartialEq)]
enum End {
    Quit,
    StartTls,
}

fn secured(stream: TcpStream, config: &Arc<ServerConfig>) -> Box<dyn Wire> {
    let connection = ServerConnection::new(config.clone()).expect("a server");
    Box::new(StreamOwned::new(connection, stream))
}

struct Session<'s> {
    wire: BufReader<Box<dyn Wire>>,
    script: &'s Script,
    kept: &'s Mutex<Vec<Arrived>>,
    encrypted: bool,
    login: Option<String>,
}

impl Session<'_> {
    fn say(&mut self, line: &str) {
        let wire = self.wire.get_mut();
        let _ = wire.write_all(format!("{line}\r\n").as_bytes());
        let _ = wire.flush();
    }

    fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.wire.read_line(&mut line) {
            Ok(read) if read > 0 => Some(line.trim_end().to_owned()),
            _ => None,
        }
    }

    fn run(&mut self) -> End {
        let mut recipients = Vec::new();
        while let Some(line) = self.hear() {
            let command = line.to_ascii_uppercase();
            if command.starts_with("EHLO") {
                self.greet();
            } else if command == "STARTTLS" {
                self.say("220 2.0.0 Ready");
                return End::StartTls;
            } else if command.starts_with("AUTH ") {
                self.log_in(&line);
            } else if command.starts_with("RCPT TO:") {
                let address = line[8..].trim().trim_matches(['<', '>']).to_owned();
                let refused = self.script.refuse.iter().find(|(refused, _)| *refused == address);
                match refused {
                    Some((_, answer)) => self.say(answer),
                    None => {
                        recipients.push(address);
                        self.say("250 2.1.5 Ok");
                    }
                }
            } else if command == "DATA" {
                self.take(std::mem::take(&mut recipients));
            } else if command == "QUIT" {
                self.say("221 2.0.0 Bye");
                return End::Quit;
            } else {
                if command == "RSET" || command.starts_with("MAIL") {
                    recipients.clear();
                }
                self.say("250 2.0.0 Ok");
            }
        }
        End::Quit
    }

    fn greet(&mut self) {
        let offers_tls = self.script.tls.is_some() && !self.encrypted;
        let auth = self.script.auth.filter(|_| !offers_tls);
        self.say("250-relay.test");
        if offers_tls {
            self.say("250-STARTTLS");
        }
        if let Some(mechanisms) = auth {
            self.say(&format!("250-AUTH {mechanisms}"));
        }
        self.say("250 8BITMIME");
    }

    /// `AUTH PLAIN` with its answer on the line, or `AUTH LOGIN` asked for piece by piece; the login
    /// is kept as it came.
    fn log_in(&mut self, line: &str) {
        let mut given = line.split(' ').skip(2).map(str::to_owned).collect::<Vec<_>>();
        if line.to_ascii_uppercase().starts_with("AUTH LOGIN") {
            for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                self.say(prompt);
                given.extend(self.hear());
            }
        }
        self.login = Some(given.join(" "));
        self.say("235 2.7.0 Welcome");
    }

    fn take(&mut self, recipients: Vec<String>) {
        if recipients.is_empty() {
            return self.say("503 5.5.1 No recipients");
        }
        self.strike(Moment::BeforeData);
        self.say("354 Go ahead");
        let mut bytes = Vec::new();
        while let Some(line) = self.hear() {
            if line == "." {
                let answers = &self.script.answers;
                let mut answers = answers.lock().expect("no test panicked here");
                let answer =
                    if answers.is_empty() { "250 2.0.0 Queued" } else { answers.remove(0) };
                drop(answers);
                if answer.starts_with('2') {
                    let (encrypted, login) = (self.encrypted, self.login.clone());
                    let arrived = Arrived { recipients, bytes, encrypted, login };
                    self.kept.lock().expect("no test panicked here").push(arrived);
                }
                self.strike(Moment::AfterDot);
                return self.say(answer);
            }
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
    }

    fn strike(&self, moment: Moment) {
        if let Some(on) = &self.script.on {
            on(moment);
        }
    }
}
