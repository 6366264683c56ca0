//! The relay: an SMTP server in memory that delays, puts off, and hangs up before and after the dot.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use duban::channels::{Dial, Dialling, Duplex, Limits, Transport};
use duban::model::Config;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::time::sleep;

use super::node::Pulse;
use super::world::{Accepted, SECOND, World};

/// After so long without a command it hangs up, in microseconds.
const PATIENCE: i64 = 300 * SECOND;

/// Connects a process to the relay.
struct Line {
    world: World,
    pulse: Pulse,
    process: usize,
}

/// A process's way to the relay.
pub fn transport(world: &World, pulse: &Pulse, process: usize, config: &Config) -> Arc<Transport> {
    let smtp = config.mail.smtp.as_ref().expect("a relay");
    let line = Line { world: world.clone(), pulse: pulse.clone(), process };
    let sender = &config.mail.from.address;
    Arc::new(Transport::dialled(Box::new(line), smtp, sender, Limits::default()))
}

impl Dial for Line {
    fn dial(&self, _: Limits) -> Dialling<'_> {
        Box::pin(async move {
            sleep(Duration::from_millis(5)).await;
            if self.world.lock().accident(60) {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            let (ours, theirs) = tokio::io::duplex(65536);
            let conversation = Conversation {
                world: self.world.clone(),
                pulse: self.pulse.clone(),
                process: self.process,
                wire: BufReader::new(theirs),
            };
            tokio::spawn(conversation.converse());
            Ok(Box::new(ours) as Box<dyn Duplex>)
        })
    }
}

/// The client is gone, or the relay is.
struct Over;

struct Conversation {
    world: World,
    pulse: Pulse,
    process: usize,
    wire: BufReader<DuplexStream>,
}

/// A message is on its way until this is dropped.
struct UnderWay(World, (usize, String));

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut world = self.0.lock();
        if let Some(at) = world.under_way.iter().position(|one| *one == self.1) {
            world.under_way.swap_remove(at);
        }
    }
}

impl Conversation {
    async fn converse(mut self) {
        let _over = self.commands().await;
    }

    async fn commands(&mut self) -> Result<(), Over> {
        self.say("220 relay.test ESMTP").await?;
        let mut recipients: Vec<String> = Vec::new();
        loop {
            let line = self.hear().await?;
            match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
                "EHLO" => {
                    self.say("250-relay.test").await?;
                    self.say("250 8BITMIME").await?;
                }
                "RSET" => self.say("250 2.0.0 Ok").await?,
                "QUIT" => return self.say("221 2.0.0 Bye").await,
                "MAIL" => {
                    recipients.clear();
                    self.say("250 2.1.0 Ok").await?;
                }
                "RCPT" if self.world.lock().accident(50) => self.say("451 4.3.0 Later").await?,
                "RCPT" => {
                    recipients.push(line[8..].trim().trim_matches(['<', '>']).to_owned());
                    self.say("250 2.1.5 Ok").await?;
                }
                "DATA" => self.data(std::mem::take(&mut recipients)).await?,
                _ => self.say("500 5.5.2 What?").await?,
            }
        }
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        let late = {
            let mut world = self.world.lock();
            if world.accident(80) {
                return Err(Over);
            }
            match world.accident(30) {
                true => world.rng.u64(1000..40_000),
                false if world.slow => world.rng.u64(500..4000),
                false => world.rng.u64(0..50),
            }
        };
        sleep(Duration::from_millis(late)).await;
        let line = format!("{line}\r\n");
        self.wire.get_mut().write_all(line.as_bytes()).await.map_err(|_| Over)
    }

    async fn hear(&mut self) -> Result<String, Over> {
        let (mut line, since) = (String::new(), self.pulse.now());
        match self.wire.read_line(&mut line).await {
            Ok(read) if read > 0 && self.pulse.now() - since < PATIENCE => {
                Ok(line.trim_end().to_owned())
            }
            _ => Err(Over),
        }
    }

    async fn data(&mut self, recipients: Vec<String>) -> Result<(), Over> {
        if recipients.is_empty() {
            return self.say("503 5.5.1 RCPT first").await;
        }
        self.say("354 Go ahead").await?;
        let mut bytes = Vec::new();
        loop {
            let line = self.hear().await?;
            if line == "." {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        let message_id = message_id(&bytes);
        let _under_way = self.under_way(&message_id);
        if self.world.lock().accident(40) {
            return Err(Over);
        }
        let place = {
            let mut world = self.world.lock();
            let at = self.pulse.now();
            world.note(at, &format!("process {} hands over {message_id}", self.process));
            let process = self.process;
            world.accepted.push(Accepted {
                message_id,
                recipients,
                bytes,
                process,
                at,
                answered: None,
            });
            world.accepted.len() - 1
        };
        if self.world.lock().accident(25) {
            return Err(Over);
        }
        self.say("250 2.0.0 Queued").await?;
        self.world.lock().accepted[place].answered = Some(self.pulse.now());
        Ok(())
    }

    /// N2: no other process has the letter in hand, but one that was away for too long or is gone.
    fn under_way(&self, message_id: &str) -> UnderWay {
        let own = (self.process, message_id.to_owned());
        let mut world = self.world.lock();
        let now = self.pulse.now();
        let other = world.under_way.iter().find(|(process, id)| {
            *process != self.process && id == message_id && !world.may_be_lost(*process, now)
        });
        if let Some((other, _)) = other {
            let why = format!("{message_id} is in hand of {other} and of {}", self.process);
            world.fail(why);
        }
        world.under_way.push(own.clone());
        drop(world);
        UnderWay(self.world.clone(), own)
    }
}

fn message_id(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
    id.and_then(|id| id.strip_suffix('>')).unwrap_or_default().to_owned()
}
