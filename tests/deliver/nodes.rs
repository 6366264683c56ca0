//! A ledger on a PostgreSQL server, and the nodes that share it (L7, N1–N3). Clocks and timers are true here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tokio_postgres::NoTls;

use super::installation::{Installation, text, went_to};
use super::proxy::Proxy;
use super::relay::{Do, Event, Moment, Relay, Script, Step};
use super::server;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long a lease lasts here, in milliseconds: shorter than in earnest, and longer than a slow machine stands still.
const LEASE: &str = "12000";

/// A letter that is due at any hour, counted in exact time.
fn tasks(of: &[&str]) -> String {
    let policy = "[policies.p]\nstages = [{ name = 'now', at = '+1h', to = ['owner'] }]\n";
    let task = |owner: &&str| {
        format!(
            "[[task]]\nid = '{owner}-1'\ntitle = 'x'\nowner = '{owner}'\npolicy = 'p'\ndue = 2026-11-20T09:00:00\n"
        )
    };
    policy.to_owned() + &of.iter().map(task).collect::<String>()
}

/// A task is added to the files of a node.
fn add(office: &Installation, owner: &str) {
    let root = office.folder.path().join("duban.toml");
    let written = std::fs::read_to_string(&root).expect("read");
    let (_, task) = tasks(&[owner])
        .split_once("[[task]]")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a task");
    std::fs::write(&root, format!("{written}[[task]]{task}")).expect("written");
}

/// A ledger of its own on the server: its URL, and how psql would be told of it.
struct Shared {
    url: String,
    plain: String,
}

impl Shared {
    fn of(name: &str) -> Shared {
        let plain = format!("{} application_name={name}", server::url(name));
        let shared = Shared { url: url(&plain), plain };
        shared.sql(&format!("CREATE SCHEMA {name}"));
        shared
    }

    /// Statements beside the nodes.
    fn sql(&self, statements: &str) {
        sql(&self.plain, statements);
    }

    fn node(&self, relay: &Relay, tasks: &str) -> Installation {
        self.node_with(relay, "", tasks)
    }

    /// The same with further settings of the relay.
    fn node_with(&self, relay: &Relay, smtp: &str, tasks: &str) -> Installation {
        let ledger = format!("[ledger]\nurl = '{}'\n", self.url);
        let smtp = format!("security = 'none'\n{smtp}");
        Installation::with_relay(relay.port, &smtp, &format!("{ledger}{tasks}"))
    }

    /// The same ledger, reached through a network that may break.
    fn through_proxy(&self) -> (Proxy, Shared) {
        let folder = self.plain.split("host=").nth(1).and_then(|rest| rest.split(' ').next());
        let folder = folder.expect("the folder of its socket");
        let proxy = Proxy::before(folder);
        let plain = self.plain.replace(folder, &proxy.folder.path().display().to_string());
        let shared = Shared { url: url(&plain), plain: self.plain.clone() };
        (proxy, shared)
    }

    /// What a question for a number gives.
    fn number(&self, question: &str) -> i64 {
        number(&self.plain, question).expect("an answer")
    }

    /// The leases of that node end, as if it had stood still for so long; `since`: when others saw it.
    fn ended(&self, node: &str, since: &str) {
        self.sql(&format!(
            "UPDATE lease SET until = 0 WHERE node LIKE '%';
             UPDATE node SET until = 0, gone = {since} WHERE name = '{node}'"
        ));
    }
}

/// Statements on that server.
pub fn sql(plain: &str, statements: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let (client, connection) = tokio_postgres::connect(plain, NoTls).await.expect("connected");
        tokio::spawn(connection);
        client.batch_execute(statements).await.expect("done");
    });
}

/// What a question for a number gives on that server; `None` where it was lost.
pub fn number(plain: &str, question: &str) -> Option<i64> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let (client, connection) = tokio_postgres::connect(plain, NoTls).await.ok()?;
        tokio::spawn(connection);
        Some(client.query_one(question, &[]).await.ok()?.get(0))
    })
}

/// The same as a URL.
pub fn url(plain: &str) -> String {
    let value = |key: &str| {
        let rest = plain.split(&format!("{key}=")).nth(1).expect("it is there");
        rest.split(' ').next().unwrap_or_default().replace('/', "%2F")
    };
    let options = plain.split("options='").nth(1).and_then(|rest| rest.split('\'').next());
    let options = options.expect("a schema").replace(' ', "%20").replace('=', "%3D");
    format!(
        "postgres://{}@{}/{}?application_name={}&options={options}",
        value("user"),
        value("host"),
        value("dbname"),
        value("application_name")
    )
}

/// `duban run` on a node.
pub struct Node {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Node {
    pub fn start(office: &Installation) -> Node {
        Node::start_at(office, None)
    }

    /// With a lease of so many milliseconds.
    pub fn start_with_lease(office: &Installation, millis: &str) -> Node {
        Node::spawn(office.command(None, &["run"]), millis)
    }

    /// Whether its process has ended.
    pub fn is_over(&mut self) -> bool {
        self.child.try_wait().expect("asked").is_some()
    }

    /// All that it has said.
    pub fn said(&mut self) -> String {
        self.said.extend(self.lines.try_iter());
        self.said.join("\n")
    }

    /// With a clock that is wrong.
    fn start_at(office: &Installation, clock: Option<&str>) -> Node {
        Node::spawn(office.command(clock, &["run"]), LEASE)
    }

    fn spawn(mut command: Command, lease: &str) -> Node {
        command.env("DUBAN_TEST_LEASE_MILLIS", lease);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let (say, lines) = channel();
        let log = BufReader::new(child.stderr.take().expect("piped"));
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|one| say.send(one)));
        Node { child, lines, said: Vec::new() }
    }

    pub fn says(&mut self, wanted: &str) {
        let end = Instant::now() + PATIENCE;
        while let Ok(line) = self.lines.recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.said.push(line.clone());
            if line.contains(wanted) {
                return;
            }
        }
        panic!("never heard `{wanted}`:\n{}", self.said.join("\n"));
    }

    /// What it said, once, that begins behind these words: up to the next blank.
    fn word(&self, before: &str) -> String {
        let line = self.said.iter().find(|line| line.contains(before)).expect("it was said");
        let rest = line.split(before).nth(1).unwrap_or_default();
        rest.split(' ').next().unwrap_or_default().to_owned()
    }

    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    pub fn stop(mut self) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").arg(pid).status();
        assert!(asked.is_ok_and(|status| status.success()));
        assert_eq!(self.child.wait().expect("ended").code(), Some(0));
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_ledger_on_a_server_is_read_and_written_by_every_command() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_commands"));
    let office = shared.node(&relay, &tasks(&["zhang", "wang"]));
    for _ in 0..2 {
        let passed = office.run(None, &["run", "--once"]);
        assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
        assert_eq!(went_to(&relay), ["wang", "zhang"]);
    }
    office.ledger_is_sound();
    let history = office.json(None, &["history", "--json"]);
    assert_eq!(history["notices"].as_array().expect("notices").len(), 2, "{history}");
    let status = office.run(None, &["status"]);
    assert_eq!(status.status.code(), Some(0), "{}", text(&status));
    // What makes a copy of a file has none to copy.
    let backup = office.run(None, &["ledger", "backup", "copy"]);
    assert_eq!(backup.status.code(), Some(1));
    assert!(text(&backup).contains("pg_dump"), "{}", text(&backup));
    assert!(!office.state().join("ledger.sqlite3").exists());
}

#[test]
fn the_url_of_the_ledger_may_stand_in_a_file_of_its_own() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_kept"));
    let ledger = "[ledger]\nurl = { file = 'ledger-url' }\n";
    let rest = format!("{ledger}{}", tasks(&["zhang"]));
    let office = Installation::with_relay(relay.port, "security = 'none'", &rest);
    let refused = office.run(None, &["history"]);
    assert!(text(&refused).contains("ledger-url"), "{}", text(&refused));
    office.write_secret("ledger-url", &shared.url);
    let passed = office.run(None, &["run", "--once"]);
    assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
    assert_eq!(went_to(&relay), ["zhang"]);
}

#[test]
fn n1_a_second_node_stands_by_and_takes_over_when_the_first_is_killed() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_killed"));
    let (one, other) =
        (shared.node(&relay, &tasks(&["zhang"])), shared.node(&relay, &tasks(&["zhang"])));
    let mut first = Node::start(&one);
    first.says("letter sent");
    let mut second = Node::start(&other);
    second.says("stands by");
    // What only the daemon does is refused beside it.
    let once = other.run(None, &["run", "--once"]);
    assert_ne!(once.status.code(), Some(0), "{}", text(&once));
    let status = one.run(None, &["status"]);
    assert!(text(&status).contains("sweeps and sends"), "{}", text(&status));
    assert!(text(&status).contains("stands by to sweep"), "{}", text(&status));
    let nodes = one.json(None, &["status", "--json"])["nodes"].clone();
    let nodes = nodes.as_array().expect("nodes");
    let sweeps: Vec<bool> = nodes.iter().map(|node| node["sweeps"] == true).collect();
    assert_eq!(sweeps, [true, false], "the one that sweeps is first: {nodes:?}");
    assert!(nodes.iter().all(|node| node["living"] == true), "{nodes:?}");
    first.kill();
    shared.sql("UPDATE lease SET until = 0");
    second.says("has taken over");
    add(&other, "wang");
    second.says("letter sent");
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    second.stop();
    other.ledger_is_sound();
}

#[test]
fn n1_a_node_that_ends_in_order_is_followed_at_once_and_one_that_lost_its_lease_stops() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_order"));
    let (one, other) =
        (shared.node(&relay, &tasks(&["zhang"])), shared.node(&relay, &tasks(&["zhang"])));
    let mut first = Node::start(&one);
    first.says("letter sent");
    let mut second = Node::start(&other);
    second.says("stands by");
    first.stop();
    second.says("has taken over");
    // As if it had stood still for longer than its lease, and another had come.
    shared.sql("UPDATE lease SET node = 'another', until = 9000000000000000");
    second.says("another node has taken over; this one stops");
    let ended = second.child.wait().expect("ended");
    assert_eq!(ended.code(), Some(1), "{}", second.said.join("\n"));
    assert_eq!(went_to(&relay), ["zhang"]);
}

#[test]
fn n3_a_lost_connection_is_made_anew_and_nothing_is_sent_twice() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_lost"));
    let office = shared.node(&relay, &tasks(&["zhang"]));
    let mut node = Node::start(&office);
    node.says("letter sent");
    shared.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'n_lost' AND pid <> pg_backend_pid()",
    );
    add(&office, "wang");
    node.says("letter sent");
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    node.stop();
    office.ledger_is_sound();
}

#[test]
fn n2_letters_leave_by_another_node_while_the_relay_of_this_one_is_down() {
    let shared = Shared::of("n_outage");
    let down = Relay::start(Script::always(Step::Banner, Do::Say("421 not now")));
    let well = Relay::start(Script::default());
    let admin = "[admin]\nto = ['ops@example.org']\n";
    let rest = format!("{admin}{}", tasks(&["zhang"]));
    let (one, other) = (shared.node(&down, &rest), shared.node(&well, &rest));
    let mut first = Node::start(&one);
    first.says("no letter can leave");
    let all = one.run(None, &["status"]);
    assert!(text(&all).contains("No letter can leave"), "{}", text(&all));
    let mut second = Node::start(&other);
    second.says("stands by");
    second.says("letter sent");
    assert_eq!(went_to(&well), ["zhang"]);
    let status = one.run(None, &["status"]);
    assert!(!text(&status).contains("No letter can leave"), "{}", text(&status));
    second.stop();
    first.stop();
    one.ledger_is_sound();
}

/// A relay at which the first letter waits at its final dot until the event.
fn waits_at_the_dot() -> (Relay, std::sync::Arc<Event>) {
    let go = std::sync::Arc::new(Event::default());
    let (waits, first) = (go.clone(), std::sync::atomic::AtomicBool::new(true));
    let on = move |moment| {
        if moment == Moment::AfterDot && first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            waits.wait();
        }
    };
    let script = Script { on: Some(std::sync::Arc::new(on)), ..Script::default() };
    (Relay::start(script), go)
}

#[test]
fn n2_what_a_killed_node_had_begun_goes_again_after_ten_minutes_with_the_same_bytes() {
    let (relay, _never) = waits_at_the_dot();
    let shared = Shared::of("n_begun");
    let one = shared.node_with(&relay, "connections = 1", &tasks(&["zhang"]));
    let other = shared.node(&relay, &tasks(&["zhang", "wang"]));
    let mut first = Node::start(&one);
    first.says(" ready ");
    relay.wait("the letter is with the relay", |book| book.arrived.len() == 1);
    let mut second = Node::start(&other);
    second.says("stands by");
    let dead = second.word("holder=");
    first.kill();
    shared.ended(&dead, "NULL");
    second.says("has taken over");
    second.says("letter sent");
    assert_eq!(went_to(&relay), ["wang", "zhang"], "what was not begun leaves at once");
    shared.ended(&dead, "0");
    second.says("letter sent");
    assert_eq!(went_to(&relay), ["wang", "zhang", "zhang"]);
    let copies = relay.arrived();
    let copies: Vec<_> =
        copies.iter().filter(|one| one.recipients[0].starts_with("zhang")).collect();
    assert_eq!(copies[0].bytes, copies[1].bytes);
    assert!(!copies[0].header("Message-ID").is_empty());
    second.stop();
    other.ledger_is_sound();
}

#[test]
fn n3_a_node_that_stood_still_past_its_lease_hands_nothing_over_and_what_it_had_is_not_sent_twice()
{
    let (relay, go) = waits_at_the_dot();
    let shared = Shared::of("n_stood");
    let list = tasks(&["zhang", "wang"]);
    let one = shared.node_with(&relay, "connections = 1", &list);
    let other = shared.node(&relay, &list);
    let mut first = Node::start(&one);
    first.says(" ready ");
    relay.wait("a letter is with the relay", |book| book.arrived.len() == 1);
    let mut second = Node::start(&other);
    second.says("stands by");
    first.signal("-STOP");
    // By itself, once the lease is over.
    second.says("has taken over");
    go.set();
    first.signal("-CONT");
    first.says("another node has taken over; this one stops");
    assert_eq!(first.child.wait().expect("ended").code(), Some(1), "{}", first.said.join("\n"));
    relay.wait("the other letter", |book| book.arrived.len() == 2);
    second.stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"], "each once");
    other.ledger_is_sound();
}

#[test]
fn n3_a_node_that_is_cut_off_hands_nothing_over_once_its_lease_has_ended() {
    let (relay, go) = waits_at_the_dot();
    let shared = Shared::of("n_cut");
    let (proxy, through) = shared.through_proxy();
    let list = tasks(&["zhang", "wang"]);
    let one = through.node_with(&relay, "connections = 1", &list);
    let other = shared.node(&relay, &list);
    let mut first = Node::start(&one);
    first.says(" ready ");
    relay.wait("a letter is with the relay", |book| book.arrived.len() == 1);
    let mut second = Node::start(&other);
    second.says("stands by");
    let cut_off = second.word("holder=");
    proxy.cut();
    second.says("has taken over");
    first.says("the lease was not prolonged");
    // It is told of the first letter, and keeps the second back.
    go.set();
    shared.ended(&cut_off, "0");
    second.says("letter sent");
    second.says("letter sent");
    let went = went_to(&relay);
    let twice = relay.arrived()[0].recipients[0].replace("@example.org", "");
    let mut expected = vec!["wang".to_owned(), "zhang".to_owned(), twice];
    expected.sort();
    assert_eq!(went, expected, "only what was with the relay when it was cut off goes again");
    proxy.mend();
    first.says("its letters were given to others");
    assert_eq!(first.child.wait().expect("ended").code(), Some(1), "{}", first.said.join("\n"));
    second.stop();
    other.ledger_is_sound();
}

#[test]
fn n1_a_node_that_stands_still_amid_a_transaction_keeps_no_other_from_taking_over() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_frozen"));
    let (proxy, through) = shared.through_proxy();
    let (one, other) =
        (through.node(&relay, &tasks(&["zhang"])), shared.node(&relay, &tasks(&["zhang"])));
    let mut first = Node::start(&one);
    first.says("letter sent");
    let mut second = Node::start(&other);
    second.says("stands by");
    proxy.freeze();
    second.says("has taken over");
    first.says("another node has taken over; this one stops");
    assert_eq!(first.child.wait().expect("ended").code(), Some(1), "{}", first.said.join("\n"));
    add(&other, "wang");
    second.says("letter sent");
    second.stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    other.ledger_is_sound();
}

#[test]
fn n3_a_commit_whose_answer_is_lost_is_asked_after_and_nothing_is_sent_twice() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_answers"));
    let (proxy, through) = shared.through_proxy();
    let office = through.node(&relay, &tasks(&["zhang"]));
    let mut node = Node::start(&office);
    node.says("letter sent");
    proxy.lose_answers(4);
    add(&office, "wang");
    node.says("letter sent");
    assert!(proxy.lost() > 0);
    node.stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    assert_eq!(shared.number("SELECT count(*) FROM attempt WHERE ended IS NULL"), 0);
    office.ledger_is_sound();
}

#[test]
fn n1_sweeps_go_by_the_server_s_clock_and_a_clock_that_is_off_is_told_of() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_clock"));
    // Due by the machine's clock, and not by the server's.
    let later = tasks(&["wang"]).replace("2026-11-20", "2150-11-20");
    let (_, later) = later.split_once("[[task]]").expect("a task");
    let office = shared.node(&relay, &format!("{}[[task]]{later}", tasks(&["zhang"])));
    let mut node = Node::start_at(&office, Some("2160-01-01 00:00:00"));
    node.says("is more than 5 s off the server's");
    node.says("letter sent");
    assert_eq!(went_to(&relay), ["zhang"]);
    node.stop();
    assert_eq!(shared.number("SELECT count(*) FROM letter"), 1);
}

#[test]
fn n2_three_nodes_share_a_list_and_survive_one_another() {
    let relay = Relay::start(Script::default());
    let shared = Shared::of("n_three");
    let owners = ["zhang", "wang"];
    let offices = [(); 3].map(|()| shared.node(&relay, &tasks(&owners)));
    let mut nodes: Vec<Node> = offices.iter().map(Node::start).collect();
    nodes.iter_mut().for_each(|node| node.says(" ready "));
    relay.wait("both letters", |book| book.arrived.len() == 2);
    // All connections end, as when the server is restarted; then each node dies in turn.
    shared.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'n_three' AND pid <> pg_backend_pid()",
    );
    while nodes.len() > 1 {
        nodes.remove(0).kill();
        shared.sql("UPDATE lease SET until = 0");
        let sweeps = "SELECT count(*) FROM node JOIN lease ON node = name
                      WHERE lease.until > extract(epoch FROM clock_timestamp()) * 1000000";
        let end = Instant::now() + PATIENCE;
        while shared.number(sweeps) == 0 {
            assert!(Instant::now() < end, "nobody took over");
            thread::yield_now();
        }
    }
    nodes.remove(0).stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    offices[2].ledger_is_sound();
}

#[test]
fn n4_a_node_that_takes_over_with_an_older_copy_goes_on_from_the_files_in_force() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_older"));
    let rest = format!("[admin]\nto = ['ops@example.org']\n{}", tasks(&["zhang"]));
    let (one, other) = (shared.node(&relay, &rest), shared.node(&relay, &rest));
    let mut first = Node::start(&one);
    first.says("letter sent");
    let mut second = Node::start(&other);
    second.says("stands by");
    let nodes = one.json(None, &["status", "--json"])["nodes"].clone();
    assert_eq!(nodes[0]["files"], nodes[1]["files"], "the same files: {nodes}");
    assert!(nodes[0]["files"].as_str().is_some_and(|files| files.len() == 64), "{nodes}");
    add(&one, "wang");
    // Either node may send it (N2).
    relay.wait("the letter about what was added", |book| book.arrived.len() == 2);
    // Commands read the files in force, wherever they are given.
    let tasks_of = |office: &Installation| {
        let status = office.json(None, &["status", "--json"]);
        status["tasks"].as_array().expect("tasks").len()
    };
    assert_eq!((tasks_of(&one), tasks_of(&other)), (2, 2));
    first.stop();
    second.says("has taken over");
    second.says("are an older version and left aside");
    relay.wait("the letter to the admin", |book| book.arrived.len() == 3);
    assert_eq!(went_to(&relay), ["ops", "wang", "zhang"], "the admin hears of it");
    assert_eq!(tasks_of(&other), 2);
    second.stop();
    other.ledger_is_sound();
}

#[test]
fn n4_an_edit_belongs_on_the_node_that_sweeps() {
    let (relay, shared) = (Relay::start(Script::default()), Shared::of("n_edit"));
    let list = tasks(&["zhang"]);
    let (one, other) = (shared.node(&relay, &list), shared.node(&relay, &list));
    let mut first = Node::start(&one);
    first.says("letter sent");
    let mut second = Node::start(&other);
    second.says("stands by");
    let sweeps = second.word("holder=");
    let edit = ["done", "zhang-1", "--on", "2026-11-20"];
    let refused = other.run(None, &edit);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert!(text(&refused).contains(&sweeps) && text(&refused).contains("--here"));
    let here = other.run(None, &[&edit[..], &["--here"]].concat());
    assert_eq!(here.status.code(), Some(0), "{}", text(&here));
    let there = one.run(None, &edit);
    assert_eq!(there.status.code(), Some(0), "{}", text(&there));
}

/// The files name no key: the ledger has one for all nodes, so that a Message-ID cannot be guessed from what `history` shows.
#[test]
fn a5_message_ids_cannot_be_guessed_whichever_node_writes_them() {
    let shared = Shared::of("unguessed");
    let relay = Relay::start(Script::default());
    let first = shared.node(&relay, &tasks(&["zhang"]));
    let other = shared.node(&relay, &tasks(&["zhang", "wang"]));
    for office in [&first, &other] {
        let passed = office.run(None, &["run", "--once"]);
        assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
    }
    let letters = relay.arrived();
    assert_eq!(letters.len(), 2, "{:?}", went_to(&relay));
    let history = first.json(None, &["history", "--json"]);
    let known = history["notices"].as_array().expect("notices").iter();
    let known: Vec<&str> = known.filter_map(|one| one["letter"].as_str()).collect();
    for letter in letters {
        let head = String::from_utf8_lossy(&letter.bytes).into_owned();
        let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        let local = id.and_then(|id| id.split('@').next()).expect("a Message-ID");
        let (id, secret) = local.split_once('.').expect("a part that nobody can guess");
        assert!(known.contains(&id) && secret.len() == 20, "{local}");
    }
}
