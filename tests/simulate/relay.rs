//! The relay: an SMTP server in memory, with habits, weather and accidents.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use duban::channels::{Dial, Dialling, Duplex, Limits, Transport};
use duban::daemon::SharedLedger;
use duban::ledger::{LetterState, RecipientState};
use duban::model::Config;
use jiff::Timestamp;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream, ReadBuf,
};
use tokio::time::{sleep, timeout};

use super::seen::{Accepted, Handed};
use super::world::{Enough, Inner, Mood, Side, World};

/// Connects to the relay.
struct Line {
    world: World,
    ledger: SharedLedger,
    /// So many sessions duban may have, and has.
    most: usize,
    lines: Arc<AtomicUsize>,
}

/// A way to the relay.
pub fn transport(world: &World, ledger: &SharedLedger, config: &Config) -> Arc<Transport> {
    let smtp = config.mail.smtp.as_ref().expect("a relay");
    let line = Line {
        world: world.clone(),
        ledger: ledger.clone(),
        most: smtp.connections as usize,
        lines: Arc::default(),
    };
    let sender = &config.mail.from.address;
    Arc::new(Transport::dialled(Box::new(line), smtp, sender, Limits::default()))
}

impl Dial for Line {
    fn dial(&self, _: Limits) -> Dialling<'_> {
        Box::pin(async move {
            let mood = self.world.lock().mood();
            sleep(Duration::from_millis(5)).await;
            match mood {
                Some(Mood::Down) => {
                    self.world.lock().turn_away();
                    Err(io::ErrorKind::ConnectionRefused.into())
                }
                Some(Mood::Silent) => {
                    self.world.lock().turn_away();
                    std::future::pending().await
                }
                _ => Ok(Box::new(self.connect()) as Box<dyn Duplex>),
            }
        })
    }
}

impl Line {
    fn connect(&self) -> Ours {
        let lines = 1 + self.lines.fetch_add(1, Ordering::SeqCst);
        let buffer = self.world.lock().relay.buffer;
        if lines > self.most {
            self.world.fail(format!("{lines} sessions, and mail.smtp.connections = {}", self.most));
        }
        let (ours, theirs) = tokio::io::duplex(buffer);
        let (world, ledger) = (self.world.clone(), self.ledger.clone());
        let hung_up = Arc::new(AtomicBool::new(false));
        let client_hung_up = hung_up.clone();
        let dots = Arc::new(AtomicU32::new(0));
        let dots_written = dots.clone();
        tokio::spawn(async move {
            world.lock().relay.sessions += 1;
            let mut conversation = Conversation {
                world: world.clone(),
                ledger,
                wire: BufReader::new(theirs),
                client_hung_up,
                dots_written,
                carried: 0,
            };
            let _over = conversation.converse().await;
            world.lock().relay.sessions -= 1;
        });
        Ours { line: ours, lines: self.lines.clone(), hung_up, dots }
    }
}

/// Duban's end of a line, counted while it is open.
struct Ours {
    line: DuplexStream,
    lines: Arc<AtomicUsize>,
    hung_up: Arc<AtomicBool>,
    /// How many messages were written to their end.
    dots: Arc<AtomicU32>,
}

/// The end of a message.
const DOT: &[u8] = b"\r\n.\r\n";

impl Drop for Ours {
    fn drop(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        self.lines.fetch_sub(1, Ordering::SeqCst);
    }
}

impl AsyncRead for Ours {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_read(context, buffer)
    }
}

impl AsyncWrite for Ours {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.line).poll_write(context, bytes);
        // The end is written by itself; to duban it is on its way once any of it is.
        if bytes == DOT && matches!(written, Poll::Ready(Ok(_))) {
            self.dots.fetch_add(1, Ordering::SeqCst);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(context)
    }
}

struct Conversation {
    world: World,
    ledger: SharedLedger,
    wire: BufReader<DuplexStream>,
    client_hung_up: Arc<AtomicBool>,
    dots_written: Arc<AtomicU32>,
    /// How many messages this session has carried.
    carried: usize,
}

/// The client is gone, or the relay is.
struct Over;

/// What befalls a command, in place of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accident {
    Later,
    Never,
    Nonsense,
    Goodbye,
}

impl Conversation {
    async fn say(&mut self, line: &str) -> Result<(), Over> {
        let late = {
            let mut world = self.world.lock();
            match world.mood() {
                Some(Mood::Slow) if !world.calm && world.once_in(3) => {
                    let seconds = world.rng.u64(1..900);
                    world.note(format!("the relay takes {seconds} s over {line:?}"));
                    world.trouble();
                    1000 * seconds
                }
                _ => world.rng.u64(0..30),
            }
        };
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

    /// The next command; a relay that is impatient hangs up, with or without a word.
    async fn command(&mut self) -> Result<String, Over> {
        let patience = self.world.lock().relay.patience;
        let Some(patience) = patience else { return self.hear().await };
        match timeout(Duration::from_secs(patience), self.hear()).await {
            Ok(heard) => heard,
            Err(_) => {
                if patience.is_multiple_of(2) {
                    self.say("421 4.4.2 Idle for too long").await?;
                }
                Err(Over)
            }
        }
    }

    /// An accident at this step, if one happens; more often in some weather. The line may break, now or
    /// after an hour of silence, or the relay takes its time.
    async fn accident(&mut self, at: &str) -> Result<Option<Accident>, Over> {
        enum What {
            Break,
            Hang,
            Late(u64),
            Say(Accident),
        }
        let what = {
            let mut world = self.world.lock();
            let flaky = world.mood() == Some(Mood::Flaky);
            if world.calm || (world.relay.smooth && !flaky) {
                return Ok(None);
            }
            if !world.once_in(if flaky { 6 } else { 400 }) {
                return Ok(None);
            }
            let what = match world.rng.u32(0..20) {
                0..5 => What::Break,
                5..8 => What::Hang,
                8..11 => What::Late(world.rng.u64(20..900)),
                11..15 => What::Say(Accident::Later),
                15..17 => What::Say(Accident::Goodbye),
                17..19 => What::Say(Accident::Nonsense),
                _ => What::Say(Accident::Never),
            };
            let said = match &what {
                What::Break => "the line breaks".to_owned(),
                What::Hang => "the relay hangs".to_owned(),
                What::Late(seconds) => format!("the relay takes {seconds} s"),
                What::Say(accident) => format!("the relay says {accident:?}"),
            };
            world.note(format!("{said} at {at}"));
            world.trouble();
            let waits = matches!(what, What::Hang | What::Late(_));
            if waits && world.once_in(4) {
                world.note("somebody stops the daemon".to_owned());
                self.world.stopped.notify_one();
            }
            what
        };
        match what {
            What::Break => Err(Over),
            What::Hang => {
                sleep(Duration::from_secs(3600)).await;
                Err(Over)
            }
            What::Late(seconds) => {
                sleep(Duration::from_secs(seconds)).await;
                Ok(None)
            }
            What::Say(accident) => Ok(Some(accident)),
        }
    }

    /// What the relay says instead of yes.
    async fn excuse(&mut self, accident: Accident) -> Result<(), Over> {
        match accident {
            Accident::Later => self.say("451 4.3.0 Later").await,
            Accident::Never => self.say("554 5.7.1 Not today, not ever").await,
            Accident::Nonsense => self.say("354 What is a mail?").await,
            Accident::Goodbye => {
                self.say("421 4.3.2 Closing down").await?;
                Err(Over)
            }
        }
    }

    async fn converse(&mut self) -> Result<(), Over> {
        let (mood, sessions, most) = {
            let world = self.world.lock();
            (world.mood(), world.relay.sessions, world.relay.most_sessions)
        };
        if sessions > most {
            self.world.lock().trouble();
            return self.say("421 4.7.0 Too many connections").await;
        }
        if mood == Some(Mood::RefusesAll) {
            self.world.lock().turn_away();
            return self.say("554 5.7.1 You are not welcome").await;
        }
        self.say("220 relay.test ESMTP").await?;
        let mut sender = false;
        let mut recipients: Vec<String> = Vec::new();
        loop {
            let line = self.command().await?;
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
                    sender = self.mail().await?;
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
        if let Some(accident) = self.accident("EHLO").await? {
            return self.excuse(accident).await;
        }
        let (pipelining, lower) = {
            let relay = &self.world.lock().relay;
            (relay.pipelining, relay.lower)
        };
        self.say("250-relay.test").await?;
        if pipelining {
            self.say(if lower { "250-pipelining" } else { "250-PIPELINING" }).await?;
        }
        self.say(if lower { "250 8bitmime" } else { "250 8BITMIME" }).await
    }

    /// Whether this session carries no more, and it says so at this step.
    async fn has_enough(&mut self, at: [Enough; 2]) -> Result<bool, Over> {
        let session = self.world.lock().relay.session;
        let Some((most, enough)) = session else { return Ok(false) };
        if self.carried < most || !at.contains(&enough) {
            return Ok(false);
        }
        self.world.lock().seen.spent += 1;
        if matches!(enough, Enough::MailAndGone | Enough::DataAndGone) {
            self.say("421 4.7.0 Too many messages in this session").await?;
            return Err(Over);
        }
        self.say("452 4.4.5 Maximum number of messages per session exceeded").await?;
        Ok(true)
    }

    async fn mail(&mut self) -> Result<bool, Over> {
        self.check_disk();
        if self.has_enough([Enough::Mail, Enough::MailAndGone]).await? {
            return Ok(false);
        }
        let busy = {
            let mut world = self.world.lock();
            let busy = world.mood() == Some(Mood::Busy);
            if busy {
                world.trouble();
            }
            busy
        };
        let accident = self.accident("MAIL").await?;
        match accident.or(busy.then_some(Accident::Later)) {
            Some(accident) => self.excuse(accident).await?,
            None => {
                self.world.lock().listen();
                self.say("250 2.1.0 Ok").await?;
            }
        }
        Ok(accident.is_none() && !busy)
    }

    /// L1: while nothing can be recorded, nothing further is sent.
    fn check_disk(&self) {
        let (known, well) = {
            let world = self.world.lock();
            let process = world.seen.processes.last().expect("one lives");
            (world.knows_of_disk(), world.well_since(process.from))
        };
        if well && known.is_some_and(|known| known > Duration::from_secs(2)) {
            self.world
                .fail(format!("the disk is known to be broken for {known:?}, and letters leave"));
        }
    }

    async fn recipient(&mut self, line: &str, taken: &mut Vec<String>) -> Result<(), Over> {
        let address = line[8..].trim().trim_matches(['<', '>']).to_owned();
        if self.ends_at(&address) {
            if self.world.lock().once_in(2) {
                self.say("421 4.7.0 Not this one, goodbye").await?;
            }
            return Err(Over);
        }
        let accident = self.accident("RCPT").await?;
        let answer = {
            let mut world = self.world.lock();
            let calm = world.calm;
            let relay = &mut world.relay;
            let first = !relay.met.contains(&address);
            if first {
                relay.met.push(address.clone());
            }
            match accident {
                Some(Accident::Never) => Err("550 5.7.1 Not today, not ever"),
                Some(_) => Err(""),
                None if relay.unknown.contains(&address) => Err("550 5.1.1 No such user"),
                None if first && relay.grey.contains(&address) && !calm => {
                    Err("451 4.7.1 Greylisted")
                }
                None if relay.full.contains(&address) && !calm => Err("452 4.2.2 Mailbox full"),
                None if taken.len() >= relay.most_recipients => {
                    Err("452 4.5.3 Too many recipients")
                }
                None => Ok(address.clone()),
            }
        };
        if answer.as_ref().is_err_and(|answer| answer.starts_with("550")) {
            self.refuse(std::slice::from_ref(&address));
        }
        self.world.lock().listen();
        match (answer, accident) {
            (Ok(address), _) => {
                taken.push(address);
                self.say("250 2.1.5 Ok").await
            }
            (Err(""), Some(accident)) => self.excuse(accident).await,
            (Err(answer), _) => self.say(answer).await,
        }
    }

    /// Whether it ends the session at this recipient; sometimes without a word.
    fn ends_at(&self, address: &String) -> bool {
        let mut world = self.world.lock();
        let ends = world.relay.ending.contains(address) && !world.calm;
        world.seen.ended += u64::from(ends);
        ends
    }

    fn refuse(&self, recipients: &[String]) {
        let mut world = self.world.lock();
        let at = world.true_now();
        world.seen.refused.extend(recipients.iter().map(|one| (at, one.clone())));
    }

    async fn data(&mut self, recipients: Vec<String>) -> Result<(), Over> {
        if self.has_enough([Enough::Data, Enough::DataAndGone]).await? {
            return Ok(());
        }
        match self.accident("DATA").await? {
            None | Some(Accident::Nonsense) => self.say("354 Go ahead").await?,
            Some(accident) => {
                if accident == Accident::Never {
                    self.refuse(&recipients);
                }
                return self.excuse(accident).await;
            }
        }
        let (place, at) = {
            let mut world = self.world.lock();
            let at = world.true_now();
            let dots = self.dots_written.clone();
            let before = dots.load(Ordering::SeqCst);
            let recipients = recipients.clone();
            let handed = Handed { at, recipients, dots, before, answered: false, spent: false };
            world.seen.handed.push(handed);
            (world.seen.handed.len() - 1, at)
        };
        match self.message(&recipients, at, place).await {
            Ok(answered) => {
                let mut world = self.world.lock();
                world.seen.handed[place].answered = answered;
                match answered {
                    true => world.answer(),
                    false => world.trouble(),
                }
                Ok(())
            }
            Err(over) => {
                self.world.lock().trouble();
                Err(over)
            }
        }
    }

    /// Whether the client knows what became of the message.
    async fn message(
        &mut self,
        recipients: &[String],
        at: Timestamp,
        handed: usize,
    ) -> Result<bool, Over> {
        let bytes = self.text().await?;
        let deaf = {
            let mut world = self.world.lock();
            (world.mood() == Some(Mood::Deaf)).then(|| world.rng.bool())
        };
        if deaf == Some(false) {
            return Err(Over);
        }
        if self.has_enough([Enough::Dot, Enough::Dot]).await? {
            self.world.lock().seen.handed[handed].spent = true;
            return Ok(true);
        }
        if let Some(accident) = self.accident("the dot").await? {
            if accident == Accident::Never {
                self.refuse(recipients);
            }
            self.excuse(accident).await?;
            return Ok(accident != Accident::Nonsense);
        }
        let place = self.take(recipients, bytes, at).await?;
        self.carried += 1;
        if deaf.is_some() {
            return Err(Over);
        }
        // It has the message; it may be hindered from saying so, but says nothing else.
        match self.accident("its word on the message").await? {
            None => self.say("250 2.0.0 Queued").await?,
            Some(Accident::Nonsense) => {
                self.excuse(Accident::Nonsense).await?;
                return Ok(false);
            }
            Some(_) => return Err(Over),
        }
        let mut world = self.world.lock();
        world.seen.accepted[place].answered = Some(world.true_now());
        Ok(true)
    }

    async fn text(&mut self) -> Result<Vec<u8>, Over> {
        let mut bytes = Vec::new();
        loop {
            let line = self.hear().await?;
            if line == "." {
                return Ok(bytes);
            }
            if bytes.is_empty() {
                let _nothing_is_said_here = self.accident("the text").await?;
            }
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
    }

    /// The message is the relay's from here on.
    async fn take(
        &mut self,
        recipients: &[String],
        bytes: Vec<u8>,
        at: Timestamp,
    ) -> Result<usize, Over> {
        let text = String::from_utf8_lossy(&bytes);
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        let message_id = id.and_then(|id| id.strip_suffix('>')).unwrap_or_default().to_owned();
        // What is on its way from a client that has given up may be settled otherwise by now.
        if !self.client_hung_up.load(Ordering::SeqCst) {
            self.look_up(&message_id, recipients, &bytes).await;
        }
        let mut world = self.world.lock();
        let dead = world.dead();
        let died = self.world.effect(&mut world, "taking");
        if dead || died == Some(Side::Before) {
            return Err(Over);
        }
        world.note(format!("taken {message_id} for {recipients:?}"));
        let accepted = Accepted {
            message_id,
            recipients: recipients.to_vec(),
            at,
            answered: None,
            process: world.seen.processes.len() - 1,
        };
        world.seen.accepted.push(accepted);
        if died.is_some() { Err(Over) } else { Ok(world.seen.accepted.len() - 1) }
    }

    /// L1, L3: what leaves is in the ledger, waits there, and waits for just these people.
    async fn look_up(&self, message_id: &str, recipients: &[String], bytes: &[u8]) {
        let wanted = message_id.to_owned();
        let found = self.ledger.with(move |ledger| {
            let waiting = ledger.unsettled_in(LetterState::Queued)?.into_iter();
            let id = waiting.filter(|one| one.message_id == wanted).map(|one| one.id).next();
            // One that does not wait has, as a rule, the id of its Message-ID.
            let id = id.or_else(|| wanted.split('@').next().map(str::to_owned));
            ledger.letter(&id.unwrap_or_default())
        });
        let found = found.await;
        let Some((letter, recorded)) = found.expect("no panic").expect("read") else {
            return self
                .world
                .fail(format!("{message_id} leaves, and the ledger has no such letter"));
        };
        let wrong = if letter.state != LetterState::Queued {
            format!("it is {:?}", letter.state)
        } else if recorded != bytes {
            "the ledger has other bytes".to_owned()
        } else {
            let waits = |address: &String| {
                let pending = |one: &&duban::ledger::RecipientRow| one.address == *address;
                let row = letter.recipients.iter().find(pending);
                row.is_some_and(|row| row.state == RecipientState::Pending)
            };
            match recipients.iter().find(|address| !waits(address)) {
                None => return,
                Some(address) => format!("{address} does not wait for it"),
            }
        };
        self.world.fail(format!("letter {} leaves, and {wrong}", letter.id));
    }
}

impl Inner {
    /// Something happens that duban may take for trouble with the relay.
    fn trouble(&mut self) {
        let at = self.true_now();
        self.seen.troubled.push(at);
    }

    fn turn_away(&mut self) {
        self.trouble();
        let at = self.true_now();
        self.seen.turned_away.push(at);
    }

    fn listen(&mut self) {
        let at = self.true_now();
        self.seen.listened.push(at);
    }

    /// The relay says what becomes of a letter, or of one recipient.
    fn answer(&mut self) {
        let at = self.true_now();
        self.seen.answered.push(at);
    }
}
