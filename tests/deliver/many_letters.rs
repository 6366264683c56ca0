//! An office with so many letters to send, one for each task, run pass by pass against a scripted
//! relay; and what became of the letters, as the commands say it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::faketime::fake_clock;
use super::installation::{Installation, text};
use super::relay::{Relay, Script};

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// When the letters are due: 2026-11-24 09:00 in Shanghai, and a few seconds.
const DUE: &str = "2026-11-24 01:00:10";

/// So long after the letters were due, as a clock.
pub fn minutes_later(minutes: i64) -> String {
    let due: DateTime = DUE.parse().expect("a time");
    let later = due.checked_add(SignedDuration::from_mins(minutes)).expect("in range");
    later.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

pub fn instant(value: &Value) -> Timestamp {
    value.as_str().expect("a time").parse().expect("RFC 3339")
}

pub struct ManyLetters {
    pub relay: Relay,
    pub office: Installation,
}

impl ManyLetters {
    /// One letter for each of these lists of addresses. `smtp` are lines of `[mail.smtp]`.
    pub fn new<S: Debug>(script: Script, smtp: &str, letters: &[&[S]]) -> ManyLetters {
        ManyLetters::with(script, smtp, &tasks(letters))
    }

    /// So many letters, to `r0@example.net`, `r1@example.net` and so on.
    pub fn of(script: Script, smtp: &str, letters: usize) -> ManyLetters {
        let each = addresses(letters);
        ManyLetters::new(script, smtp, &each.chunks(1).collect::<Vec<_>>())
    }

    /// An office of these tasks.
    pub fn with(script: Script, smtp: &str, tasks: &str) -> ManyLetters {
        let relay = Relay::start(script);
        let security = if smtp.contains("security") { "" } else { "security = 'none'\n" };
        let office = Installation::of(&format!(
            "language = 'en'\n[mail]\nfrom = 'duban@example.org'\ndetail = true\n\
             [mail.smtp]\nhost = 'localhost'\nport = {}\n{security}{smtp}\n\
             [admin]\nto = ['ops@example.org']\n\
             [calendars.default]\ntimezone = 'Asia/Shanghai'\nholidays = ['CN']\n{tasks}",
            relay.port
        ));
        office.write_secret("secret", "hunter2\n");
        ManyLetters { relay, office }
    }

    /// One pass, which must end with that status.
    pub fn pass(&self, minutes: i64, status: i32) -> Output {
        let mut command = self.office.command(Some(&minutes_later(minutes)), &["run", "--once"]);
        self.finish(&mut command, status)
    }

    /// The same while a second takes a hundredth, so that time limits are soon over.
    pub fn fast_pass(&self, minutes: i64, status: i32) -> Output {
        let mut command = self.at_speed(100, minutes, &["run", "--once"]);
        self.finish(&mut command, status)
    }

    /// A command whose time passes so many times as fast.
    pub fn at_speed(&self, times: u32, minutes: i64, arguments: &[&str]) -> Command {
        let mut command = self.office.command(None, arguments);
        fake_clock(&mut command, &format!("{} x{times}", minutes_later(minutes)));
        command
    }

    /// The daemon, whose time passes so many times as fast.
    pub fn daemon(&self, times: u32) -> Daemon {
        let log = std::fs::File::create(self.office.folder.path().join("log")).expect("a log");
        let mut command = self.at_speed(times, 0, &["run"]);
        self.trusting(&mut command);
        Daemon(command.stderr(log).spawn().expect("started"))
    }

    /// What the daemon logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.office.folder.path().join("log")).expect("a log")
    }

    /// Waits until the daemon has logged that.
    pub fn until_logged(&self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.log().contains(words) {
            assert!(Instant::now() < end, "never logged `{words}`:\n{}", self.log());
            std::thread::yield_now();
        }
    }

    fn trusting(&self, command: &mut Command) {
        let trusted = self.office.folder.path().join("ca.pem");
        if trusted.exists() {
            command.env("SSL_CERT_FILE", trusted);
        }
    }

    pub fn finish(&self, command: &mut Command, status: i32) -> Output {
        self.trusting(command);
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(status), "{}", text(&output));
        output
    }

    /// How many letters are in which state, those to the admin left out: `1 retrying, 9 sent`.
    pub fn tally(&self) -> String {
        let waiting = self.outbox();
        let history = self.office.json(None, &["history", "--json", "--limit", "10000"]);
        let mut tally: BTreeMap<String, usize> = BTreeMap::new();
        let notices = history["notices"].as_array().expect("notices").iter();
        for notice in notices.filter(|one| one["disposition"] != "replaced") {
            let waits = waiting.iter().find(|one| one["letter"] == notice["letter"]);
            let state = waits.map_or(&notice["letter_state"], |one| &one["state"]);
            *tally.entry(state.as_str().unwrap_or("none").to_owned()).or_default() += 1;
        }
        let words: Vec<String> =
            tally.iter().map(|(state, count)| format!("{count} {state}")).collect();
        words.join(", ")
    }

    /// The letters not yet settled, those to the admin left out.
    pub fn outbox(&self) -> Vec<Value> {
        let outbox = self.office.json(None, &["outbox", "--json"]);
        let letters = outbox["letters"].as_array().expect("letters").iter();
        letters.filter(|one| one["kind"] != "admin").cloned().collect()
    }

    /// Waits until the ledger has an answer to a letter that waits.
    pub fn until_answered(&self) {
        let answered = || self.outbox().iter().any(|one| one["last_answer"].is_string());
        assert!((0..1000).any(|_| answered()), "no answer was ever recorded");
    }

    /// Every letter with its recipients and attempts, as the ledger is exported.
    pub fn exported(&self) -> Vec<Value> {
        let exported = self.office.run(None, &["ledger", "export"]);
        let lines = String::from_utf8(exported.stdout).expect("UTF-8");
        let lines = lines.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        lines.filter(|one: &Value| one["message_id"].is_string()).collect()
    }

    /// The same without those to the admin.
    pub fn letters(&self) -> Vec<Value> {
        self.exported().into_iter().filter(|one| one["kind"] != "admin").collect()
    }

    /// What became of each recipient of the only letter: `a@example.net delivered`.
    pub fn fates(&self) -> Vec<String> {
        let letters = self.letters();
        let recipients = letters[0]["recipients"].as_array().expect("recipients").iter();
        let plain = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        recipients
            .map(|one| format!("{} {}", plain(&one["address"]), plain(&one["state"])))
            .collect()
    }

    /// How many letters came for whom, the admin left out.
    pub fn received(&self) -> BTreeMap<String, usize> {
        let mut received = BTreeMap::new();
        for letter in self.relay.arrived() {
            for one in letter.recipients.into_iter().filter(|one| one != "ops@example.org") {
                *received.entry(one).or_default() += 1;
            }
        }
        received
    }

    /// Whether so many recipients have their letter, and each has it once.
    pub fn all_have_it_once(&self, recipients: usize) {
        let received = self.received();
        assert_eq!(received.len(), recipients, "{received:?}");
        assert!(received.values().all(|count| *count == 1), "{received:?}");
    }

    /// The same in the order of the alphabet: over several connections they come as they come.
    pub fn told_of(&self) -> Vec<String> {
        let mut told = self.told();
        told.sort();
        told
    }

    /// The subjects of the letters that came for the admin.
    pub fn told(&self) -> Vec<String> {
        let arrived = self.relay.arrived();
        let told = arrived.iter().filter(|one| one.recipients == ["ops@example.org"]);
        told.map(|letter| letter.subject()).collect()
    }
}

/// A daemon that ends with the test.
pub struct Daemon(Child);

impl Daemon {
    /// Asks it to stop, and waits until it has.
    pub fn stop(self) {
        self.ask_to_stop();
        self.ends();
    }

    pub fn ask_to_stop(&self) {
        self.signal("-TERM");
    }

    /// Asks it to read the files.
    pub fn reload(&self) {
        self.signal("-HUP");
    }

    fn signal(&self, which: &str) {
        let pid = self.0.id().to_string();
        let asked = Command::new("kill").args([which, &pid]).status().expect("kill");
        assert!(asked.success());
    }

    /// Waits until it has stopped, which must be in order.
    pub fn ends(mut self) {
        assert_eq!(self.0.wait().expect("ended").code(), Some(0));
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ended_before = self.0.kill();
        let _status = self.0.wait();
    }
}

/// `r0@example.net`, `r1@example.net` and so on.
pub fn addresses(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("r{at}@example.net")).collect()
}

/// A task for each letter.
pub fn tasks<S: Debug>(letters: &[&[S]]) -> String {
    let task = |(at, to): (usize, &&[S])| {
        task_of(&format!("L-{at:03}"), &format!("to = {to:?}"), "2026-11-24")
    };
    letters.iter().enumerate().map(task).collect()
}

/// A task with a stage like that at its deadline.
pub fn task_of(id: &str, stage: &str, due: &str) -> String {
    let at = if due.contains('T') { "0min" } else { "0d" };
    format!(
        "[policies.{id}]\ngroup = false\nstages = [{{ name = 'due', at = '{at}', {stage} }}]\n\
         [[task]]\nid = '{id}'\ntitle = 'Letter {id}'\npolicy = '{id}'\ndue = {due}\n"
    )
}
