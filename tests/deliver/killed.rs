//! kill -9 at random points, several hundred times, and no letter is lost; none comes twice but for L2's
//! window. `DUBAN_KILLS=10000 cargo test --test deliver killed::` does it as often as you like.
//!
//! strace ends `run --once` before the n-th system call of a kind that one of its threads makes: before, within
//! and after the ledger's commits, the commands to the relay, the reading of its answers. A daemon is ended
//! from outside, whatever it is doing then.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use rusqlite::Connection;
use serde_json::Value;

use super::daemon::{Daemon, with_clocks};
use super::installation::{Installation, text};
use super::quick_relay::QuickRelay;
use super::year::{clock, identity};

const START: &str = "2026-11-24T01:00:00Z";

/// Kills in one lane.
const EACH: u32 = 100;

/// What strace waits for, and up to how many of them one thread may make.
const CALLS: [(&str, u32); 5] = [
    ("fsync,fdatasync", 6),
    ("pwrite64", 60),
    ("sendto", 10),
    ("recvfrom", 14),
    ("epoll_pwait", 8),
];

/// A list that keeps producing letters, and what came of it.
struct Lane {
    office: Installation,
    relay: QuickRelay,
    dice: fastrand::Rng,
    now: Timestamp,
    /// When the last task is due.
    end: Timestamp,
    planned: BTreeSet<String>,
    /// Each letter's bytes, by its `Message-ID`.
    bytes: HashMap<String, Vec<u8>>,
    /// Letters and recipients of which the ledger knows that they came together.
    settled: HashSet<(String, String)>,
    tally: BTreeMap<&'static str, u32>,
}

impl Lane {
    /// Every so many minutes a task becomes due, and with it a letter to its owner and the head.
    fn start(seed: u64, tasks: u32, minutes: u32) -> Lane {
        let relay = QuickRelay::start(seed);
        let start: Timestamp = START.parse().expect("a time");
        let due = |at: u32| start + i64::from(at * minutes).minutes();
        let task = |at: u32| {
            let (owner, due) = (if at.is_multiple_of(3) { "wang" } else { "zhang" }, due(at));
            format!(
                "[[task]]\nid = 'T-{at}'\ntitle = '第 {at} 项'\nowner = '{owner}'\ndue = {due}\n"
            )
        };
        let list: String = (1..=tasks).map(task).collect();
        let rest = format!(
            "[policies.p]\nstages = [{{ name = 'due', at = '0min', to = ['owner'], cc = ['head'] }}]\n\
             [defaults]\npolicy = 'p'\nunit = 'city'\n{list}"
        );
        let smtp = "security = 'none'\nconnections = 2";
        let office = Installation::with_relay(relay.port, smtp, &rest);
        let planned = ["--now", START, "plan", "--json", "--until", "2027-01-01T00:00:00Z"];
        let planned = office.json(None, &planned);
        let planned =
            planned["notices"].as_array().expect("notices").iter().map(identity).collect();
        let dice = fastrand::Rng::with_seed(seed);
        let (bytes, settled, tally) = Default::default();
        Lane { office, relay, dice, now: start, end: due(tasks), planned, bytes, settled, tally }
    }

    /// `run --once`, killed before the n-th system call of a kind if it makes so many.
    fn struck(&mut self) -> bool {
        self.now += i64::from(self.dice.u8(1..4)).minutes();
        let (calls, most) = CALLS[self.dice.usize(..CALLS.len())];
        let when = self.dice.u32(1..=most);
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:signal=KILL:when={when}")]);
        let command = self.office.command(None, &["run", "--once"]);
        strace.arg(command.get_program()).args(command.get_args());
        strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        with_clocks(&mut strace, &self.office, &clock(self.now));
        let output = strace.stdin(Stdio::null()).output();
        let output = output.expect("strace is not installed; tests/run installs it");
        // strace ends as the process did.
        let killed = output.status.code().is_none();
        assert!(killed || !text(&output).contains("error:"), "{}", text(&output));
        self.account(killed);
        killed
    }

    /// A daemon, killed once so many lines were heard at the relay, or minutes passed.
    fn daemon(&mut self) -> bool {
        let heard = self.relay.listen();
        let mut daemon = Daemon::spawn(&self.office, &clock(self.now));
        daemon.says(" ready ");
        for _ in 0..self.dice.u32(1..25) {
            let pause = Duration::from_micros(self.dice.u64(..20_000));
            if heard.recv_timeout(pause).is_err() {
                self.now += 1.minute();
                daemon.set(&clock(self.now));
            }
        }
        drop(daemon);
        self.account(true);
        true
    }

    /// What arrived by a process that has ended: nothing of which the ledger knew that it had arrived.
    fn account(&mut self, killed: bool) {
        let letters = self.relay.new_letters();
        let ledger = (killed && !letters.is_empty()).then(|| self.ledger());
        let (nothing, mut unrecorded) = (letters.is_empty(), false);
        for letter in letters {
            let id = letter.header("Message-ID");
            let known = self.bytes.entry(id.clone()).or_insert_with(|| letter.bytes.clone());
            assert!(*known == letter.bytes, "{id} came with other bytes");
            for pair in letter.recipients.into_iter().map(|address| (id.clone(), address)) {
                assert!(
                    !self.settled.contains(&pair),
                    "{pair:?} came again though it was recorded"
                );
                match &ledger {
                    Some((_, ledger)) if !is_delivered(ledger, &pair) => unrecorded = true,
                    _ => drop(self.settled.insert(pair)),
                }
            }
        }
        let when = match (nothing, unrecorded) {
            (true, _) => "before anything left",
            (false, true) => "in L2's window",
            (false, false) => "with all that left recorded",
        };
        *self.tally.entry(when).or_default() += u32::from(killed);
    }

    /// The ledger as the kill left it; a copy, for opening it mends it.
    fn ledger(&self) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir_in(self.office.folder.path()).expect("a folder");
        for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
            let from = self.office.state().join(name);
            if from.exists() {
                std::fs::copy(from, folder.path().join(name)).expect("copied");
            }
        }
        let ledger = Connection::open(folder.path().join("ledger.sqlite3")).expect("opened");
        (folder, ledger)
    }

    /// Passes that nobody disturbs, until nothing is left to do; then everything is there.
    fn finish(mut self) -> BTreeMap<&'static str, u32> {
        self.relay.be_calm();
        let now = self.now.max(self.end);
        for pass in 1..=3 {
            self.office.once(&clock(now + pass.hours()), 0);
            self.account(false);
        }
        self.office.ledger_is_sound();
        let export = self.office.run(None, &["ledger", "export"]).stdout;
        let lines = serde_json::Deserializer::from_slice(&export).into_iter();
        let (letters, notices): (Vec<Value>, Vec<Value>) = lines
            .map(|line| line.expect("JSON"))
            .partition(|line: &Value| line.get("message_id").is_some());
        let known = notices.iter().filter(|one| one["disposition"] == "letter").map(identity);
        assert_eq!(known.collect::<BTreeSet<_>>(), self.planned);
        let mut known = HashSet::new();
        for letter in &letters {
            let word = |value: &Value| value.as_str().expect("a word").to_owned();
            let id = format!("<{}>", word(&letter["message_id"]));
            // L6c: a new day writes anew what no relay was told of.
            if letter["state"] == "replaced" {
                assert!(!self.bytes.contains_key(&id), "a letter that was replaced came: {letter}");
                continue;
            }
            assert_eq!(letter["state"], "sent", "{letter}");
            let came = self.bytes.get(&id).expect("every letter of the ledger came");
            assert!(*came == word(&letter["message"]).as_bytes(), "{letter}");
            let recipients = letter["recipients"].as_array().expect("recipients").iter();
            known.extend(recipients.map(|one| (id.clone(), word(&one["address"]))));
        }
        assert_eq!(self.settled, known);
        self.tally
    }
}

/// What the ledger says of a letter that arrived. It must have the letter (L1).
fn is_delivered(ledger: &Connection, (message_id, recipient): &(String, String)) -> bool {
    let sql = "SELECT recipient.state FROM recipient JOIN letter ON number = letter
               WHERE message_id = ?1 AND address = ?2";
    let id = message_id.trim_matches(['<', '>']);
    let state = ledger.query_row(sql, [id, recipient], |row| row.get::<_, String>(0));
    state.expect("the ledger has every letter that left") == "delivered"
}

#[test]
fn killed_again_and_again_nothing_is_lost_and_nothing_comes_twice_that_was_recorded() {
    let kills = std::env::var("DUBAN_KILLS").map_or(400, |kills| kills.parse().expect("a number"));
    let lanes: Vec<u64> = (0..kills / EACH as u64).collect();
    let mut sum: BTreeMap<&str, u32> = BTreeMap::new();
    for seeds in lanes.chunks(4) {
        thread::scope(|scope| {
            let lanes: Vec<_> = seeds.iter().map(|seed| scope.spawn(|| lane(*seed))).collect();
            for tally in lanes.into_iter().map(|lane| lane.join().expect("a lane failed")) {
                tally.iter().for_each(|(what, count)| *sum.entry(what).or_default() += count);
            }
        });
    }
    println!("{sum:?}");
    assert!(sum.len() == 3 && sum.values().all(|kills| *kills > 0), "too little: {sum:?}");
}

/// A list, and a hundred kills.
fn lane(seed: u64) -> BTreeMap<&'static str, u32> {
    let (mut lane, life): (_, fn(&mut Lane) -> bool) = match seed % 4 {
        0 => (Lane::start(seed, 2 * EACH, 6), Lane::daemon),
        _ => (Lane::start(seed, EACH, 3), Lane::struck),
    };
    let mut left = EACH;
    while left > 0 {
        left -= u32::from(life(&mut lane));
    }
    lane.finish()
}
