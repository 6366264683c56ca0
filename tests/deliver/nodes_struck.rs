//! Three nodes on one ledger are killed with -9, stopped past their leases, cut off from the server, whose answers are lost,
//! which is restarted, killed and failed over to its replica, while letters leave: none is lost, and none comes twice but
//! for L2's window (N1–N3). `DUBAN_FAULTS=300 cargo test --test deliver nodes_struck::` does it as often as you like.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::installation::{Installation, text};
use super::nodes::{Node, number, sql, url};
use super::proxy::Proxy;
use super::quick_relay::QuickRelay;
use jiff::{Timestamp, ToSpan, Unit};

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long a lease lasts here, in milliseconds: a machine that stands still for longer has one fault more.
const LEASE: &str = "4000";

/// So many letters become due in a minute.
const LETTERS: u32 = 24;

/// No fault lasts so many minutes.
const MINUTES: u32 = 4;

/// A server and its synchronous replica.
struct Pair {
    child: Child,
    orders: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    /// The folder of the primary's socket.
    primary: String,
}

impl Pair {
    fn start() -> Pair {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres/pair");
        let mut child = Command::new(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/postgres/pair");
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut pair = Pair { child, orders, answers, primary: String::new() };
        pair.answered();
        pair
    }

    fn answered(&mut self) {
        let answer = self.answers.next().expect("PostgreSQL is there: see above");
        self.primary = answer.expect("a line");
    }

    fn order(&mut self, order: &str) {
        let orders = self.orders.as_mut().expect("it lasts");
        writeln!(orders, "{order}").expect("ordered");
        self.answered();
    }

    /// How the primary is reached.
    fn plain(&self) -> String {
        format!(
            "host={} user=duban dbname=postgres application_name=struck options='-c search_path=struck'",
            self.primary
        )
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.child.wait();
    }
}

/// One of the nodes, on a machine of its own.
struct Place {
    office: Installation,
    network: Proxy,
    node: Node,
    /// How its process is called among the nodes.
    name: String,
}

impl Place {
    fn new(pair: &Pair, relay: &QuickRelay, list: &str) -> Place {
        let network = Proxy::before(&pair.primary);
        let through = network.folder.path().display().to_string();
        // All nodes have the same files; the way to the server is their own.
        let rest = format!("[ledger]\nurl = {{ file = 'ledger-url' }}\n{list}");
        let smtp = "security = 'none'\nconnections = 2";
        let office = Installation::with_relay(relay.port, smtp, &rest);
        office.write_secret("ledger-url", &url(&pair.plain().replace(&pair.primary, &through)));
        let node = Node::start_with_lease(&office, LEASE);
        Place { office, network, node, name: String::new() }
    }

    /// The name of its process, once it has one.
    fn named(&mut self) -> &str {
        let noted = std::fs::read_to_string(self.office.state().join("node"));
        self.name = noted.unwrap_or_default();
        &self.name
    }

    /// systemd starts it again, if its process has ended; the name of that process.
    fn revived(&mut self) -> Option<String> {
        let over = self.node.is_over().then(|| self.named().to_owned())?;
        self.node = Node::start_with_lease(&self.office, LEASE);
        Some(over)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Killed,
    Stopped,
    CutOff,
    AnswersLost,
    ServerRestarted,
    ServerKilled,
    FailedOver,
}

const ALL: [Fault; 10] = [
    Fault::Killed,
    Fault::Killed,
    Fault::Stopped,
    Fault::Stopped,
    Fault::CutOff,
    Fault::CutOff,
    Fault::AnswersLost,
    Fault::ServerRestarted,
    Fault::ServerKilled,
    Fault::FailedOver,
];

/// All that is tried, and what befell it.
struct Trial {
    /// The minute before the first letters are due.
    start: Timestamp,
    pair: Pair,
    relay: QuickRelay,
    places: Vec<Place>,
    /// Processes that are gone, whose letters need not be left alone for ten minutes.
    gone: BTreeSet<String>,
    dice: fastrand::Rng,
    tally: BTreeMap<Fault, u32>,
}

/// The server's time.
const SECONDS: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)";

/// Each minute so many tasks become due.
fn list(start: Timestamp, minutes: u32) -> String {
    let mut list = String::from(
        "[guard]\nmax-copies = 1000\n[policies.p]\ngroup = false\nstages = [{ name = 'due', at = '0min', to = ['owner'], cc = ['head'] }]\n\
         [defaults]\npolicy = 'p'\nunit = 'city'\n",
    );
    for minute in 1..=minutes {
        let due = start + i64::from(minute).minutes();
        for at in 0..LETTERS {
            let owner = if at % 3 == 0 { "wang" } else { "zhang" };
            list += &format!(
                "[[task]]\nid = 'T-{minute}-{at}'\ntitle = '第 {at} 项'\nowner = '{owner}'\ndue = {due}\n"
            );
        }
    }
    list
}

impl Trial {
    fn start(seed: u64, minutes: u32) -> Trial {
        let pair = Pair::start();
        sql(&pair.plain(), "CREATE SCHEMA struck");
        let relay = QuickRelay::start(seed);
        relay.be_calm();
        let start = number(&pair.plain(), SECONDS).expect("an answer");
        let start = Timestamp::from_second(start).expect("in range");
        let start = start.round(Unit::Minute).expect("in range");
        let list = list(start, minutes);
        let places = (0..3).map(|_| Place::new(&pair, &relay, &list)).collect();
        let (gone, tally) = Default::default();
        let mut trial =
            Trial { start, pair, relay, places, gone, dice: fastrand::Rng::with_seed(seed), tally };
        trial.places.iter_mut().for_each(|place| place.node.says(" ready "));
        trial
    }

    fn number(&self, question: &str) -> Option<i64> {
        number(&self.pair.plain(), question)
    }

    /// A fault, once so many lines were heard at the relay.
    fn strike(&mut self) {
        let heard = self.relay.listen();
        for _ in 0..self.dice.u32(1..40) {
            assert!(heard.recv_timeout(PATIENCE).is_ok(), "letters stopped:\n{}", self.said());
        }
        let fault = ALL[self.dice.usize(..ALL.len())];
        *self.tally.entry(fault).or_default() += 1;
        let at = self.dice.usize(..self.places.len());
        // It ends before anybody could notice, or after the lease has ended.
        let lasts = self.dice.bool();
        match fault {
            Fault::Killed => self.places[at].node.signal("-KILL"),
            Fault::Stopped => self.places[at].node.signal("-STOP"),
            Fault::CutOff => self.places[at].network.cut(),
            Fault::AnswersLost => self.places[at].network.lose_answers(self.dice.usize(1..4)),
            Fault::ServerRestarted => self.pair.order("restart"),
            Fault::ServerKilled => self.pair.order("crash"),
            Fault::FailedOver => {
                self.pair.order("failover");
                let primary = &self.pair.primary;
                self.places.iter().for_each(|place| place.network.lead_to(primary));
            }
        }
        if lasts && matches!(fault, Fault::Killed | Fault::Stopped | Fault::CutOff) {
            self.outlast(at);
        }
        self.places[at].node.signal("-CONT");
        self.places[at].network.mend();
        self.revive();
    }

    /// Until that node's lease has ended.
    fn outlast(&mut self, at: usize) {
        let name = self.places[at].named().to_owned();
        let lives = format!(
            "SELECT count(*) FROM node WHERE name = '{name}'
             AND until > extract(epoch FROM clock_timestamp()) * 1000000"
        );
        self.until("the lease has ended", |trial| trial.number(&lives) == Some(0));
    }

    fn revive(&mut self) {
        for place in &mut self.places {
            // kill -9 ends a process a moment later.
            self.gone.extend(place.revived());
        }
    }

    fn until(&mut self, what: &str, mut so: impl FnMut(&mut Trial) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !so(self) {
            assert!(Instant::now() < end, "never: {what}\n{}", self.said());
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// No more faults: all letters that are due leave. What a process had in hand that is gone for certain is free at once.
    fn settle(&mut self) {
        let now = self.number(SECONDS).expect("an answer");
        let due = (now - self.start.as_second()) / 60 * i64::from(LETTERS);
        let queued = "SELECT count(*) FROM letter WHERE state = 'queued'";
        let written = "SELECT count(*) FROM letter";
        self.until("all letters have left", |trial| {
            trial.revive();
            let names: Vec<String> = trial.gone.iter().map(|name| format!("'{name}'")).collect();
            if !names.is_empty() {
                sql(
                    &trial.pair.plain(),
                    &format!(
                        "UPDATE node SET until = 0, gone = 0 WHERE name IN ({})",
                        names.join(", ")
                    ),
                );
            }
            let written = trial.number(written).unwrap_or(0);
            written >= due && trial.number(queued) == Some(0)
        });
    }

    /// What the relay has taken, against the ledger: each task by one letter; a copy only where an attempt was cut short.
    fn account(&self) -> (u32, u32) {
        let mut copies: HashMap<String, (Vec<u8>, i64)> = HashMap::new();
        let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for letter in self.relay.new_letters() {
            let id = letter.header("Message-ID");
            told.entry(letter.header("X-Duban-Task")).or_default().insert(id.clone());
            let (bytes, times) = copies.entry(id.clone()).or_insert((letter.bytes.clone(), 0));
            assert!(*bytes == letter.bytes, "{id} came with other bytes");
            *times += 1;
        }
        let sent = self.number("SELECT count(*) FROM letter WHERE state = 'sent'");
        let written = self.number("SELECT count(*) FROM letter");
        assert_eq!(
            (sent, written),
            (Some(told.len() as i64), sent),
            "all arrived, and no other did"
        );
        for (task, ids) in &told {
            assert_eq!(ids.len(), 1, "{task} by one letter: {ids:?}");
        }
        let mut twice = 0;
        for (id, (_, times)) in copies.into_iter().filter(|(_, (_, times))| *times > 1) {
            let bare = id.trim_matches(['<', '>']);
            let cut = format!(
                "SELECT count(*) FROM attempt JOIN letter ON letter.number = attempt.letter
                 WHERE message_id = '{bare}' AND ended IS NULL"
            );
            let cut = self.number(&cut).expect("an answer");
            assert!(times <= 1 + cut, "{id} came {times} times, {cut} attempts were cut short");
            twice += 1;
        }
        (told.len() as u32, twice)
    }

    fn said(&mut self) -> String {
        let said = self.places.iter_mut().map(|place| place.node.said());
        said.collect::<Vec<_>>().join("\n\n")
    }
}

#[test]
fn n3_a_replica_for_which_no_commit_waits_is_told_of() {
    let mut pair = Pair::start();
    sql(&pair.plain(), "CREATE SCHEMA struck");
    let ledger = format!("[ledger]\nurl = '{}'\n", url(&pair.plain()));
    let office = Installation::with_outbox(&ledger);
    let passed = office.run(None, &["run", "--once"]);
    assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
    let told = || ["status", "check"].map(|command| text(&office.run(None, &[command])));
    let words = "its synchronous_standby_names is empty: after a failover, what the replica lacks";
    assert!(told().iter().all(|said| !said.contains(words)), "{:?}", told());
    pair.order("late");
    assert!(told().iter().all(|said| said.contains(words)), "{:?}", told());
}

#[test]
fn n2_whatever_befalls_nodes_and_server_no_letter_is_lost_and_none_doubled_but_in_l2_s_window() {
    let faults = std::env::var("DUBAN_FAULTS").ok().and_then(|given| given.parse().ok());
    let faults: u32 = faults.unwrap_or(6);
    let seed = std::env::var("DUBAN_SEED").ok().and_then(|given| given.parse().ok()).unwrap_or(1);
    let mut trial = Trial::start(seed, faults * MINUTES + 10);
    for _ in 0..faults {
        trial.strike();
    }
    trial.settle();
    for place in std::mem::take(&mut trial.places) {
        place.node.stop();
        place.office.ledger_is_sound();
    }
    let (letters, copies) = trial.account();
    println!("{faults} faults: {:?}; {letters} letters, {copies} came again", trial.tally);
}
