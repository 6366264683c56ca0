//! One conversation of the scripted relay: what an ordinary relay answers, unless the script has it otherwise.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;

use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Arrived, Do, Heard, Moment, PATIENCE, Script, Step, Turn, Watched};

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// The conversation is over: the other side is gone, or the script has it so.
struct Over;

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Over {
        Over
    }
}

pub(super) fn converse(stream: TcpStream, script: &Script, watched: &Watched, number: usize) {
    // A test that goes wrong must end.
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut session = Session {
        wire: BufReader::new(Box::new(stream.try_clone().expect("a second handle"))),
        stream,
        script,
        watched,
        number,
        times: HashMap::new(),
        recipients: Vec::new(),
        late: Vec::new(),
        encrypted: false,
        login: None,
    };
    let _over = session.run();
}

struct Session<'s> {
    wire: BufReader<Box<dyn Wire>>,
    stream: TcpStream,
    script: &'s Script,
    watched: &'s Watched,
    number: usize,
    times: HashMap<Step, usize>,
    /// Those accepted in this transaction.
    recipients: Vec<String>,
    /// Answers kept back until the next command has come.
    late: Vec<u8>,
    encrypted: bool,
    login: Option<String>,
}

impl Session<'_> {
    fn run(&mut self) -> Result<(), Over> {
        if let Some((config, true)) = &self.script.tls {
            self.secure(config)?;
        }
        self.answer(Step::Banner, "", "220 relay.test ESMTP")?;
        let mut mail = false;
        loop {
            let line = self.hear()?;
            let command = line.to_ascii_uppercase();
            if command.starts_with("EHLO") {
                mail = false;
                let offered = self.offered();
                self.answer(Step::Ehlo, &line, &offered)?;
            } else if command == "STARTTLS" {
                if self.answer(Step::StartTls, &line, "220 2.0.0 Ready")?
                    && let Some((config, _)) = &self.script.tls
                {
                    self.secure(config)?;
                }
            } else if command.starts_with("AUTH ") {
                self.log_in(&line)?;
            } else if command.starts_with("MAIL FROM:") {
                let ordinary = if mail { "503 5.5.1 Nested MAIL" } else { "250 2.1.0 Ok" };
                mail |= self.answer(Step::Mail, &line, ordinary)?;
            } else if command.starts_with("RCPT TO:") {
                let address = line[8..].trim().trim_matches(['<', '>']).to_owned();
                let refused = self.script.refuse.iter().find(|(refused, _)| *refused == address);
                let ordinary = match refused {
                    _ if !mail => "503 5.5.1 MAIL first",
                    Some((_, answer)) => answer,
                    None => "250 2.1.5 Ok",
                };
                if self.answer(Step::Rcpt, &address, ordinary)? {
                    self.recipients.push(address);
                }
            } else if command == "DATA" {
                let ended = self.take()?;
                mail = mail && !ended;
            } else if command == "RSET" {
                mail = false;
                self.recipients.clear();
                self.answer(Step::Rset, &line, "250 2.0.0 Ok")?;
            } else if command == "QUIT" {
                self.answer(Step::Quit, &line, "221 2.0.0 Bye")?;
                return Ok(());
            } else {
                self.say("500 5.5.2 What?")?;
            }
        }
    }

    fn secure(&mut self, config: &Arc<ServerConfig>) -> Result<(), Over> {
        match self.turn(Step::Tls, "") {
            Do::Drop => return Err(Over),
            Do::Hang => return self.hang(),
            _ => {}
        }
        let connection = ServerConnection::new(config.clone()).expect("a server");
        let stream = self.stream.try_clone()?;
        self.wire = BufReader::new(Box::new(StreamOwned::new(connection, stream)));
        self.encrypted = true;
        Ok(())
    }

    fn offered(&self) -> String {
        let tls = self.script.tls.is_some() && !self.encrypted;
        let auth =
            self.script.auth.filter(|_| !tls).map(|mechanisms| match mechanisms.split_once(' ') {
                Some((keyword, _)) if keyword.to_ascii_uppercase().starts_with("AUTH") => {
                    mechanisms.to_owned()
                }
                _ => format!("AUTH {mechanisms}"),
            });
        let mut lines = vec!["relay.test".to_owned()];
        lines.extend(tls.then(|| "STARTTLS".to_owned()));
        lines.extend(auth);
        lines.extend(self.script.offers.iter().map(|offer| (*offer).to_owned()));
        let (last, first) = lines.split_last().expect("the name is there");
        let first: String = first.iter().map(|line| format!("250-{line}\r\n")).collect();
        format!("{first}250 {last}")
    }

    /// `AUTH PLAIN` with its answer on the line, or `AUTH LOGIN` asked for piece by piece; the login
    /// is kept as it came.
    fn log_in(&mut self, line: &str) -> Result<(), Over> {
        let mut given = line.split(' ').skip(2).map(str::to_owned).collect::<Vec<_>>();
        if line.to_ascii_uppercase().starts_with("AUTH LOGIN") {
            for prompt in self.script.challenges {
                self.say(prompt)?;
                match self.hear()? {
                    cancelled if cancelled == "*" => return self.say("501 5.7.0 Cancelled"),
                    answer => given.push(answer),
                }
            }
        }
        self.login = Some(given.join(" "));
        self.answer(Step::Auth, &given.join(" "), "235 2.7.0 Welcome").map(drop)
    }

    /// Whether there was a message, so that its transaction is over.
    fn take(&mut self) -> Result<bool, Over> {
        let recipients = std::mem::take(&mut self.recipients);
        let ordinary =
            if recipients.is_empty() { "503 5.5.1 No recipients" } else { "354 Go ahead" };
        if !recipients.is_empty() {
            self.strike(Moment::BeforeData);
        }
        if !self.answer(Step::Data, "DATA", ordinary)? {
            return Ok(false);
        }
        let mut bytes = Vec::new();
        loop {
            let line = self.line()?;
            if line == "." {
                break;
            }
            if bytes.is_empty() {
                match self.turn(Step::Text, &line) {
                    Do::Drop => return Err(Over),
                    // Not even what the other side still sends is read.
                    Do::Hang => loop {
                        thread::park();
                    },
                    _ => {}
                }
            }
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        let ordinary = {
            let mut answers = self.script.answers.lock().expect("no test panicked here");
            match answers.is_empty() {
                _ if recipients.is_empty() => "554 5.5.1 No valid recipients",
                true => "250 2.0.0 Queued",
                false => answers.remove(0),
            }
        };
        let action = self.turn(Step::Dot, ".");
        let kept = match &action {
            Do::Say(answer) | Do::Bye(answer) => answer.starts_with('2'),
            Do::Bytes(answer) => answer.starts_with(b"2"),
            // Nobody hears of it, and the relay has it.
            _ => ordinary.starts_with('2'),
        };
        if kept {
            let (encrypted, login) = (self.encrypted, self.login.clone());
            let arrived = Arrived { recipients, bytes, encrypted, login };
            self.watched.write(|book| book.arrived.push(arrived));
        }
        self.strike(Moment::AfterDot);
        self.act(action, ordinary).map(|_| true)
    }

    fn strike(&self, moment: Moment) {
        if let Some(on) = &self.script.on {
            on(moment);
        }
    }

    /// Answers as the script has it, or else as an ordinary relay; whether that was a yes.
    fn answer(&mut self, step: Step, said: &str, ordinary: &str) -> Result<bool, Over> {
        let action = self.turn(step, said);
        self.act(action, ordinary)
    }

    /// What the script has for the step that has come.
    fn turn(&mut self, step: Step, said: &str) -> Do {
        let time = self.times.entry(step).or_default();
        *time += 1;
        let (ever, open, well) = self.watched.write(|book| {
            let ever = book.ever.entry(step).or_default();
            *ever += 1;
            (*ever, book.open, book.well)
        });
        let accepted = self.recipients.len();
        let turn = Turn { step, said, time: *time, ever, accepted, open };
        let at = self.script.at.as_ref().filter(|_| !well);
        at.map_or(Do::Well, |at| at(&turn))
    }

    fn act(&mut self, action: Do, ordinary: &str) -> Result<bool, Over> {
        let bytes = match action {
            Do::Well => lines(ordinary),
            Do::Say(answer) => lines(answer),
            Do::Bytes(bytes) => bytes,
            Do::Late => {
                self.late.extend(lines(ordinary));
                return Ok(yes(ordinary.as_bytes()));
            }
            Do::Bye(answer) => {
                self.say(answer)?;
                return Err(Over);
            }
            Do::Hang => return self.hang().map(|()| false),
            Do::Drop => return Err(Over),
        };
        self.send(&bytes)?;
        Ok(yes(&bytes))
    }

    /// Says nothing until the other side has gone.
    fn hang(&mut self) -> Result<(), Over> {
        let _heard = io::copy(&mut self.wire, &mut io::sink());
        Err(Over)
    }

    fn say(&mut self, line: &str) -> Result<(), Over> {
        self.send(&lines(line))
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Over> {
        let wire = self.wire.get_mut();
        wire.write_all(bytes)?;
        Ok(wire.flush()?)
    }

    fn hear(&mut self) -> Result<String, Over> {
        let line = self.line()?;
        let heard = Heard { line: line.clone(), followed: !self.wire.buffer().is_empty() };
        self.watched.write(|book| book.heard[self.number].push(heard));
        Ok(line)
    }

    fn line(&mut self) -> Result<String, Over> {
        let mut line = String::new();
        if self.wire.read_line(&mut line)? == 0 {
            return Err(Over);
        }
        let late = std::mem::take(&mut self.late);
        self.send(&late)?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn lines(answer: &str) -> Vec<u8> {
    format!("{answer}\r\n").into_bytes()
}

/// Whether an answer is one after which an ordinary conversation goes on.
fn yes(answer: &[u8]) -> bool {
    matches!(answer.first(), Some(b'2' | b'3'))
}
