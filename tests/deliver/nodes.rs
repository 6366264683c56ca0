//! A ledger on a PostgreSQL server, and the nodes that share it (L7, N1–N3). Clocks and timers are true here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tokio_postgres::NoTls;

use super::installation::{Installation, text, went_to};
use super::relay::{Relay, Script};
use super::server;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

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
        let ledger = format!("[ledger]\nurl = '{}'\n", self.url);
        Installation::with_relay(relay.port, "security = 'none'", &format!("{ledger}{tasks}"))
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
struct Node {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Node {
    fn start(office: &Installation) -> Node {
        let mut command = office.command(None, &["run"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let (say, lines) = channel();
        let log = BufReader::new(child.stderr.take().expect("piped"));
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|one| say.send(one)));
        Node { child, lines, said: Vec::new() }
    }

    fn says(&mut self, wanted: &str) {
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

    /// kill -9.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    fn stop(mut self) {
        let pid = self.child.id().to_string();
        let asked = std::process::Command::new("kill").arg(pid).status();
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
    first.kill();
    shared.sql("UPDATE lease SET until = 0");
    second.says("has taken over");
    second.says(" ready ");
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
