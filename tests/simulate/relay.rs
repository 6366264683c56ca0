//! The relay: an SMTP server in memory, with habits, moods and accidents.

use std::io;
use std::time::Duration;

use duban::mail::{Dial, Dialling, Duplex, Limits};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::time::sleep;

use super::world::{Accepted, Mood, Side, World};

/// Connects to the relay.
pub struct Line(pub World);

impl Dial for Line {
    fn dial(&self, _: Limits) -> Dialling<'_> {
        Box::pin(async move {
            let mood = self.0.lock().mood();
            sleep(Duration::from_millis(5)).await;
            match mood {
                Some(Mood::Down) => Err(io::ErrorKind::ConnectionRefused.into()),
                Some(Mood::Silent) => std::future::pending().await,
                _ => {
                    let (ours, theirs) = tokio::io::duplex(256 * 1024);
                    let world = self.0.clone();
                    tokio::spawn(async move {
                        world.lock().relay.sessions += 1;
                        Conversation { world: world.clone(), wire: BufReader::new(theirs) }
                            .run()
                            .await;
                        world.lock().relay.sessions -= 1;
                    });
                    Ok(Box::new(ours) as Box<dyn Duplex>)
                }
            }
        })
    }
}

struct Conversation {
    world: World,
    wire: BufReader<DuplexStream>,
}

/// The client is gone, or the relay is.
struct Over;

/// What befalls a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Accident {
    Drop,
    Hang,
    Later,
    Never,
}

impl Conversation {
    async fn run(mut self) {
        let _over = self.converse().await;
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        let late = self.world.lock().rng.u64(0..30);
        sleep(Duration::from_millis(late)).await;
        if self.world.is_dead() {
            return Err(Over);
        }
        let line = format!("{line}\r\n");
        self.wire.get_mut().write_all(line.as_bytes()).await.map_err(|_| Over)
    }

    async fn hear(&mut self) -> Result<String, Over> {
        let mut line = String::new();
        match self.wire.read_line(&mut line).await {
            Ok(read) if read > 0 && !self.world.is_dead() => Ok(line.trim_end().to_owned()),
            _ => Err(Over),
        }
    }

    /// An accident, if one happens; more often in some moods.
    async fn accident(&mut self) -> Result<Option<Accident>, Over> {
        let accident = {
            let mut world = self.world.lock();
            let flaky = world.mood() == Some(Mood::Flaky);
            if world.calm || !world.once_in(if flaky { 6 } else { 400 }) {
                return Ok(None);
            }
            let all = [Accident::Drop, Accident::Hang, Accident::Later, Accident::Never];
            // What is refused for good is rare, or nothing would be left to deliver.
            let kinds = if world.once_in(5) { 4 } else { 3 };
            all[world.rng.usize(0..kinds)]
        };
        match accident {
            Accident::Drop => Err(Over),
            Accident::Hang => {
                sleep(Duration::from_secs(3600)).await;
                Err(Over)
            }
            other => Ok(Some(other)),
        }
    }

    async fn converse(&mut self) -> Result<(), Over> {
        let (mood, sessions, most) = {
            let world = self.world.lock();
            (world.mood(), world.relay.sessions, world.relay.most_sessions)
        };
        if sessions > most {
            return self.say("421 4.7.0 Too many connections").await;
        }
        match mood {
            Some(Mood::RefusesAll) => return self.say("554 5.7.1 You are not welcome").await,
            _ => self.say("220 relay.test ESMTP").await?,
        }
        let mut sender = false;
        let mut recipients: Vec<String> = Vec::new();
        loop {
            let line = self.hear().await?;
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.greet().await?,
                "RSET" => {
                    (sender, recipients) = (false, Vec::new());
                    self.say("250 2.0.0 Ok").await?;
                }
                "QUIT" => return self.say("221 2.0.0 Bye").await,
                "MAIL" => {
                    recipients.clear();
                    let busy = self.world.lock().mood() == Some(Mood::Busy);
                    sender = match self.accident().await? {
                        _ if busy => {
                            self.say("450 4.7.1 Too much mail").await?;
                            false
                        }
                        // For MAIL "never" would be trouble for all; it has its mood.
                        Some(_) => {
                            self.say("451 4.3.0 Later").await?;
                            false
                        }
                        None => {
                            self.say("250 2.1.0 Ok").await?;
                            true
                        }
                    };
                }
                "RCPT" if !sender => self.say("503 5.5.1 MAIL first").await?,
                "RCPT" => self.recipient(&line, &mut recipients).await?,
                "DATA" if recipients.is_empty() => self.say("503 5.5.1 RCPT first").await?,
                "DATA" => {
                    self.data(std::mem::take(&mut recipients)).await?;
                    sender = false;
                }
                _ => self.say("500 5.5.2 What?").await?,
            }
        }
    }

    async fn greet(&mut self) -> Result<(), Over> {
        let pipelining = self.world.lock().relay.pipelining;
        self.say("250-relay.test").await?;
        if pipelining {
            self.say("250-PIPELINING").await?;
        }
        self.say("250 8BITMIME").await
    }

    async fn recipient(&mut self, line: &str, taken: &mut Vec<String>) -> Result<(), Over> {
        let address = line[8..].trim().trim_matches(['<', '>']).to_owned();
        let accident = self.accident().await?;
        let answer = {
            let mut world = self.world.lock();
            let calm = world.calm;
            let relay = &mut world.relay;
            let first = !relay.met.contains(&address);
            if first {
                relay.met.push(address.clone());
            }
            match accident {
                Some(Accident::Never) => "550 5.7.1 Not today, not ever",
                Some(_) => "450 4.2.1 Not now",
                None if relay.unknown.contains(&address) => "550 5.1.1 No such user",
                None if first && relay.grey.contains(&address) && !calm => "451 4.7.1 Greylisted",
                None if taken.len() >= relay.most_recipients => "452 4.5.3 Too many recipients",
                None => {
                    taken.push(address);
                    "250 2.1.5 Ok"
                }
            }
        };
        self.say(answer).await
    }

    async fn data(&mut self, recipients: Vec<String>) -> Result<(), Over> {
        match self.accident().await? {
            Some(Accident::Never) => return self.say("554 5.6.0 No").await,
            Some(_) => return self.say("451 4.3.0 Later").await,
            None => self.say("354 Go ahead").await?,
        }
        let mut bytes = Vec::new();
        loop {
            let line = self.hear().await?;
            if line == "." {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        // Before it is taken, and after.
        match self.accident().await? {
            Some(Accident::Never) => return self.say("554 5.6.0 Spam").await,
            Some(_) => return self.say("451 4.3.0 Later").await,
            None => {}
        }
        let place = self.take(recipients, bytes)?;
        match self.accident().await {
            Err(Over) => Err(Over),
            Ok(_) => {
                self.say("250 2.0.0 Queued").await?;
                self.world.lock().accepted[place].answered = true;
                Ok(())
            }
        }
    }

    /// The message is the relay's from here on.
    fn take(&mut self, recipients: Vec<String>, bytes: Vec<u8>) -> Result<usize, Over> {
        let mut world = self.world.lock();
        let died = self.world.effect(&mut world, "taking");
        if died == Some(Side::Before) {
            return Err(Over);
        }
        let text = String::from_utf8_lossy(&bytes);
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        let message_id = id.and_then(|id| id.strip_suffix('>')).unwrap_or_default().to_owned();
        world.note(format!("taken {message_id} for {recipients:?}"));
        // A crash after this is counted with it: the client cannot have heard.
        let crashes = world.crashes - u32::from(died.is_some());
        let place = world.accepted.len();
        world.accepted.push(Accepted { message_id, recipients, bytes, answered: false, crashes });
        if died.is_some() { Err(Over) } else { Ok(place) }
    }
}
