//! How fast letters leave the queue, each with its commits to the ledger, beside Postfix's own test
//! client: `cargo bench --bench send`. Needs `smtp-sink` and `smtp-source` (package `postfix`).
//!
//! - `rate`: 20,000 letters over 4 connections to `smtp-sink` on loopback, and `smtp-source -d -s 4` with
//!   as many letters of the same size, five times by turns; the last line is the five together.
//! - `server`: the same with the ledger on a PostgreSQL server on this machine, every commit on its disk.
//! - `memory`: the most memory held while 5,000 and while 50,000 letters wait and leave.
//! - `delay`: letters a second over 1, 2, 4 and 8 connections when each answer comes 20 ms late.

mod process;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use duban::channels::Transport;
use duban::clock::Clock;
use duban::config::{self, Files};
use duban::daemon::{self, Setup, SharedLedger, Status};
use duban::ledger::{Kind, Ledger, Lock, NewLetter};
use duban::model::{Config, Importance, Language, LetterKind};

/// The size of a letter about one task: what `duban show --format eml` of the sample gives.
const SIZE: usize = 6_200;

/// How often the rates are taken: a single one differs from the next by a third where others use the machine.
const TURNS: usize = 5;

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|one| !one.starts_with('-')).collect();
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|one| one == name);
    if let Some(count) = wanted.iter().find_map(|one| one.strip_prefix("held=")) {
        return hold(count.parse().expect("a number"));
    }
    if runs("rate") {
        println!("rate: {LETTERS} letters of {SIZE} bytes, 4 connections, smtp-sink on loopback");
        rate(|turn| {
            let folder = tempfile::tempdir().expect("a folder");
            (queue(folder.path(), LETTERS, turn), Some(folder))
        });
    }
    if runs("server") {
        println!("server: the same, the ledger on a PostgreSQL server");
        let server = Server::start();
        rate(|turn| (server.queue(LETTERS, turn), None));
    }
    if runs("memory") {
        memory();
    }
    if runs("delay") {
        delay();
    }
}

/// Letters of a turn.
const LETTERS: usize = 20_000;

/// With the queue of each turn, and the folder that it is in.
fn rate(filled: impl Fn(usize) -> (SharedLedger, Option<tempfile::TempDir>)) {
    let letters = LETTERS;
    let said = |turn: &str, ours: Duration, source: Duration, letters| {
        let [ours, source] = [ours, source].map(|took| per_second(letters, took));
        let share = 100.0 * ours / source;
        println!("  {turn}: duban {ours:.0}/s, smtp-source {source:.0}/s: {share:.0} %");
    };
    let mut all = [Duration::ZERO; 2];
    for turn in 1..=TURNS {
        let sink = Sink::start();
        let source = Instant::now();
        let status = Command::new("smtp-source")
            .args(["-d", "-s", "4", "-l", &SIZE.to_string(), "-m", &letters.to_string()])
            .args(["-f", "duban@example.org", "-t", "zhang@example.org"])
            .arg(format!("127.0.0.1:{}", sink.port))
            .status();
        assert!(status.expect("smtp-source (package postfix)").success());
        let source = source.elapsed();
        let (queue, _folder) = filled(turn);
        let ours = sent(&queue, sink.port, 4, letters);
        give_up(&queue);
        said(&format!("turn {turn}"), ours, source, letters);
        all = [all[0] + ours, all[1] + source];
    }
    said("together", all[0], all[1], TURNS * letters);
}

/// Each count in a process of its own, so that the most memory ever held is that of this count.
fn memory() {
    println!("memory: the most held while so many letters wait and leave");
    for letters in ["5000", "50000"] {
        let ourselves = std::env::current_exe().expect("our own path");
        let status = Command::new(ourselves).arg(format!("held={letters}")).status();
        assert!(status.expect("run").success());
    }
}

fn hold(letters: usize) {
    let sink = Sink::start();
    let folder = tempfile::tempdir().expect("a folder");
    // Filled by another process, so that the filling does not count.
    let setup = match std::env::var_os("DUBAN_BENCH_FILL") {
        Some(into) => {
            queue(Path::new(&into), letters, 0);
            return;
        }
        None => {
            let ourselves = std::env::current_exe().expect("our own path");
            let mut fill = Command::new(ourselves);
            fill.arg(format!("held={letters}")).env("DUBAN_BENCH_FILL", folder.path());
            assert!(fill.status().expect("run").success());
            let lock = Lock::acquire(folder.path()).expect("a lock");
            (Ledger::open(folder.path(), &lock).expect("a ledger"), lock)
        }
    };
    let before = process::memory("self", "VmHWM").expect("Linux");
    sent(&SharedLedger::new(setup.0), sink.port, 4, letters);
    println!(
        "  {letters} letters: {} MB before, {} MB at most",
        before / 1024,
        process::memory("self", "VmHWM").expect("Linux") / 1024
    );
}

fn delay() {
    println!("delay: letters a second when each answer comes 20 ms late");
    for connections in [1, 2, 4, 8] {
        let letters = 100 * connections;
        let folder = tempfile::tempdir().expect("a folder");
        let port = slow_relay(Duration::from_millis(20));
        let took = sent(&queue(folder.path(), letters, 0), port, connections, letters);
        println!("  {connections} connections: {:.0}/s", per_second(letters, took));
    }
}

/// Sends what is queued, and says how long it took.
fn sent(ledger: &SharedLedger, port: u16, connections: usize, letters: usize) -> Duration {
    let config = Arc::new(configuration(port, connections));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let _entered = runtime.enter();
    let transport = Transport::new(&config.mail, Path::new("/"), Path::new("/"), &|_| None);
    let transport = Arc::new(transport.expect("a transport"));
    let setup = Setup {
        config,
        before: None,
        refusal: None,
        ledger: ledger.clone(),
        transport,
        clock: Clock::system(),
        status: Status::default(),
        standing: duban::daemon::lease::alone(),
        copy: None,
    };
    let began = Instant::now();
    let tally = runtime.block_on(daemon::send(&setup)).expect("sent");
    let took = began.elapsed();
    assert_eq!(tally.sent, letters, "{tally:?}");
    took
}

fn per_second(letters: usize, took: Duration) -> f64 {
    letters as f64 / took.as_secs_f64()
}

/// A ledger with so many letters in its queue, on the disk. Each turn has letters of its own.
fn queue(folder: &Path, letters: usize, turn: usize) -> SharedLedger {
    let lock = Lock::acquire(folder).expect("a lock");
    filled(Ledger::open(folder, &lock).expect("a ledger"), letters, turn)
}

fn filled(mut ledger: Ledger, letters: usize, turn: usize) -> SharedLedger {
    let now = Clock::system().now();
    let recorded = ledger.record(now, |recording| {
        let numbers = turn * letters..(turn + 1) * letters;
        numbers.into_iter().try_for_each(|number| recording.letter(&letter(number)))
    });
    recorded.expect("recorded");
    SharedLedger::new(ledger)
}

/// The next turn takes the lease.
fn give_up(ledger: &SharedLedger) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let given_up = runtime.block_on(ledger.with(|ledger| ledger.give_up_lease()));
    given_up.expect("no panic").expect("given up");
}

/// A PostgreSQL server that ends when its standard input does.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Server {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres/serve");
        let mut child = Command::new(script)
            .args(["-c", "fsync=on"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/postgres/serve");
        let mut url = String::new();
        let said = child.stdout.take().expect("it is piped");
        BufReader::new(said).read_line(&mut url).expect("a line");
        assert!(!url.is_empty(), "PostgreSQL did not start: see above");
        Server { child, url: url.trim().to_owned() }
    }

    fn queue(&self, letters: usize, turn: usize) -> SharedLedger {
        let ledger = Ledger::open_server(&self.url).expect("a ledger");
        let taken = ledger.take_lease(&format!("turn-{turn}")).expect("asked");
        taken.expect("nobody else has it");
        filled(ledger, letters, turn)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

fn letter(number: usize) -> NewLetter {
    let line = format!("{}\r\n", "x".repeat(74));
    let head = format!("Subject: {number}\r\n\r\n");
    let body = line.repeat((SIZE - head.len()) / line.len());
    NewLetter {
        id: format!("{:012x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16),
        message_id: format!("{number}@example.org"),
        kind: Kind::Letter(LetterKind::Reminder),
        own_name: None,
        language: Language::ZhCn,
        importance: Importance::Normal,
        subject: "提醒函".to_owned(),
        sender: "duban@example.org".to_owned(),
        recipients: vec!["zhang@example.org".to_owned()],
        addressed: 1,
        bytes: format!("{head}{body}").into_bytes(),
        numbering: None,
        left_out: Vec::new(),
        held: None,
        failed: Vec::new(),
    }
}

/// A configuration in memory.
struct Text(String);

impl Files for Text {
    fn read(&self, _: &Path) -> std::io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<std::path::PathBuf>, duban::model::met::Met> {
        Ok(Vec::new())
    }
}

fn configuration(port: u16, connections: usize) -> Config {
    let text = format!(
        "[mail]\nfrom = 'duban@example.org'\ntransport = 'smtp'\n[mail.smtp]\nhost = '127.0.0.1'\n\
         port = {port}\nsecurity = 'none'\nconnections = {connections}\n"
    );
    let loaded = config::load(Path::new("/duban.toml"), &Text(text), Clock::system().now());
    loaded.config.expect("it checks")
}

/// `smtp-sink`, ended when dropped.
struct Sink {
    child: Child,
    port: u16,
}

impl Sink {
    fn start() -> Sink {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let child = Command::new("smtp-sink")
            .args(["-u", "nobody", &format!("127.0.0.1:{port}"), "1000"])
            .stdout(Stdio::null())
            .spawn();
        let sink = Sink { child: child.expect("smtp-sink (package postfix)"), port };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let patience = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(patience.elapsed() < Duration::from_secs(10), "smtp-sink does not listen");
            std::thread::yield_now();
        }
        sink
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// A relay that takes everything, each answer so late.
fn slow_relay(late: Duration) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream, late));
        }
    });
    port
}

fn answer(stream: TcpStream, late: Duration) {
    let _best_effort = stream.set_nodelay(true);
    let mut wire = BufReader::new(stream);
    let say = |wire: &mut BufReader<TcpStream>, text: &str| {
        std::thread::sleep(late);
        wire.get_mut().write_all(text.as_bytes()).is_ok()
    };
    let mut line = String::new();
    let mut going = say(&mut wire, "220 slow\r\n");
    while going && wire.by_ref().take(2000).read_line(&mut line).is_ok_and(|read| read > 0) {
        going = match line.trim_end() {
            "DATA" => {
                let go_on = say(&mut wire, "354 go on\r\n");
                let mut text = String::new();
                while text != ".\r\n" {
                    text.clear();
                    if wire.read_line(&mut text).map_or(true, |read| read == 0) {
                        return;
                    }
                }
                go_on && say(&mut wire, "250 taken\r\n")
            }
            "QUIT" => return,
            _ => say(&mut wire, "250 ok\r\n"),
        };
        line.clear();
    }
}
