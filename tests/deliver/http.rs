//! The daemon seen by monitoring: `/healthz` and `/metrics`, read with a plain client while things go well and not; where it
//! listens; and what a rude client can do to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::daemon::Daemon;
use super::installation::{AROUND, Installation, text};
use super::relay::{Do, Moment, Relay, Script, Step};

/// Before nine o'clock in Shanghai on the day when everything is due, and after.
const EARLY: &str = "2026-11-24 00:30:10";
const DUE: &str = "2026-11-24 01:00:10";

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What must not be told: whoever and whatever the files name.
const PRIVATE: [&str; 8] = ["张三", "王五", "zhang", "wang", "@", "市局", "领导干部", "A-2026"];

/// Two tasks of the unit `city`, one for each of two people, due today.
const TASKS: &str = "
[policies.p]
stages = [{ name = 'due', at = '0d', to = ['owner'] }]
[defaults]
unit = 'city'
policy = 'p'
[[task]]
id = 'A-2026-017'
title = '领导干部交流轮岗'
owner = 'zhang'
due = 2026-11-24
[[task]]
id = 'A-2026-018'
title = '领导干部兼职清理'
owner = 'wang'
due = 2026-11-24
";

/// An office that is watched at a socket of its own.
fn watched(relay: u16, rest: &str) -> (Installation, PathBuf) {
    let office = Installation::with_relay(relay, "security = 'none'", rest);
    let socket = office.folder.path().join("http.sock");
    listen_at(&office, &format!("unix:{}", socket.display()));
    (office, socket)
}

/// The root file anew, with this `[http]`.
fn listen_at(office: &Installation, at: &str) {
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let before = root.split("[http]").next().unwrap_or_default();
    let http = if at.is_empty() { String::new() } else { format!("[http]\nlisten = '{at}'\n") };
    office.write("duban.toml", &format!("{before}{http}"));
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The codes of what it says is wrong.
    fn reasons(&self) -> Vec<String> {
        self.listed("reasons")
    }

    fn listed(&self, key: &str) -> Vec<String> {
        let json = self.json();
        let listed = json[key].as_array().expect("a list").iter();
        listed.map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
    }

    /// A sample of the metrics.
    #[track_caller]
    fn sample(&self, series: &str) -> f64 {
        let line = self.body.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        let line = line.unwrap_or_else(|| panic!("no `{series}` in:\n{}", self.body));
        line.parse().expect("a number")
    }
}

/// Sends bytes, and reads to the end.
fn talk(stream: &mut (impl Read + Write), request: &[u8]) -> String {
    // It may be cut off in the middle.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8(bytes).expect("UTF-8")
}

fn parsed(answer: &str) -> Answer {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Answer { status: status.unwrap_or(0), head: head.to_lowercase(), body: body.to_owned() }
}

fn connect(socket: &Path) -> UnixStream {
    let stream = UnixStream::connect(socket).expect("somebody listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("set");
    stream
}

fn ask(socket: &Path, request: &str) -> Answer {
    let request = format!("{request} HTTP/1.1\r\nHost: duban\r\n\r\n");
    parsed(&insist(|| talk(&mut connect(socket), request.as_bytes())))
}

/// The daemon's ten seconds are a sixth of a real one, which may pass on a busy machine: then once more.
fn insist(ask: impl Fn() -> String) -> String {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if !answer.is_empty() || Instant::now() > end {
            return answer;
        }
    }
}

fn health(socket: &Path) -> Answer {
    ask(socket, "GET /healthz")
}

fn metrics(socket: &Path) -> Answer {
    ask(socket, "GET /metrics")
}

/// Asks until the answer is like that.
#[track_caller]
fn until(asked: impl Fn() -> Answer, so: impl Fn(&Answer) -> bool) -> Answer {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = asked();
        if so(&answer) {
            return answer;
        }
        assert!(Instant::now() < end, "it never came about: {answer:#?}");
        std::thread::yield_now();
    }
}

#[track_caller]
fn until_true(so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < end, "it never came about");
        std::thread::yield_now();
    }
}

#[track_caller]
fn until_well(socket: &Path) -> Answer {
    until(|| health(socket), |answer| answer.status == 200)
}

#[track_caller]
fn until_unwell(socket: &Path, reason: &str) -> Answer {
    let unwell = until(|| health(socket), |answer| answer.reasons() == [reason]);
    assert_eq!((unwell.status, &unwell.json()["status"]), (503, &Value::from("failing")));
    assert_eq!(metrics(socket).sample("duban_healthy"), 0.0);
    unwell
}

fn names_nobody(answer: &Answer) {
    for private in PRIVATE {
        assert!(!answer.body.contains(private), "it tells `{private}`:\n{}", answer.body);
    }
}

#[test]
fn metrics_tell_what_was_done_and_name_nobody() {
    let refuse = vec![("wang@example.org".to_owned(), "550 5.1.1 no such user")];
    let relay = Relay::start(Script { refuse, ..Script::default() });
    let (office, socket) = watched(relay.port, TASKS);
    let mut daemon = Daemon::start(&office, EARLY);
    let before = metrics(&socket);
    names_nobody(&before);
    assert_eq!(before.sample("duban_tasks{unit=\"city\",colour=\"yellow\"}"), 2.0);
    assert_eq!(before.sample("duban_letters_total{outcome=\"sent\"}"), 0.0);
    assert_eq!(before.sample("duban_last_taken_timestamp_seconds"), 0.0);
    daemon.at(DUE);
    let settled = |answer: &Answer| {
        let of = |outcome| answer.sample(&format!("duban_letters_total{{outcome=\"{outcome}\"}}"));
        let waits = answer.sample("duban_queued_letters");
        of("sent") + of("failed") == 2.0 && waits == 0.0
    };
    let after = until(|| metrics(&socket), settled);
    let type_of = "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert!(after.status == 200 && after.head.contains(type_of), "{after:#?}");
    assert!(after.body.ends_with("\n# EOF\n"));
    names_nobody(&after);
    for (series, expected) in [
        ("duban_notices_total{letter=\"reminder\"}", 2.0),
        ("duban_notices_superseded_total", 0.0),
        ("duban_letters_total{outcome=\"queued\"}", 2.0),
        ("duban_letters_total{outcome=\"held\"}", 0.0),
        ("duban_letters_total{outcome=\"sent\"}", 1.0),
        ("duban_letters_total{outcome=\"failed\"}", 1.0),
        ("duban_recipients_total{outcome=\"delivered\"}", 1.0),
        ("duban_recipients_total{outcome=\"refused\"}", 1.0),
        ("duban_recipients_total{outcome=\"deferred\"}", 0.0),
        ("duban_send_duration_seconds_count", 2.0),
        ("duban_queued_letters", 0.0),
        ("duban_failed_letters", 1.0),
        ("duban_queue_age_seconds", 0.0),
        ("duban_held_letters{why=\"ask\"}", 0.0),
        ("duban_relay_up", 1.0),
        ("duban_refused_files", 0.0),
        ("duban_edit_waiting", 0.0),
        ("duban_sweeps_total{result=\"failed\"}", 0.0),
        ("duban_last_sweep_timestamp_seconds", 1_795_482_010.0),
        ("duban_last_taken_timestamp_seconds", 1_795_482_010.0),
    ] {
        assert_eq!(after.sample(series), expected, "{series}");
    }
    let sweeps = after.sample("duban_sweeps_total{result=\"recorded\"}");
    assert!(sweeps >= 2.0 && after.sample("duban_sweep_duration_seconds_count") == sweeps);
    let on_disk = |name| fs::metadata(office.state().join(name)).map_or(0, |file| file.len());
    let most = on_disk("ledger.sqlite3") + on_disk("ledger.sqlite3-wal");
    let told = after.sample("duban_ledger_size_bytes");
    assert!(told > 0.0 && told <= most as f64, "{told} of {most}");
    // A letter that nobody has is the office's affair: it is told, and is no ill health.
    let well = until_well(&socket);
    names_nobody(&well);
    assert_eq!(well.listed("attention"), ["letters-failed"]);
    let json = well.json();
    assert_eq!(json["last_sweep"], "2026-11-24T01:00:10Z");
    assert_eq!(json["last_letter_taken"], "2026-11-24T01:00:10Z");
    assert_eq!((&json["status"], &json["configuration"]), (&"ok".into(), &"current".into()));
    // Started anew, it knows when the relay last took a letter.
    daemon.stop();
    let _daemon = Daemon::start(&office, "2026-11-24 01:01:10");
    assert_eq!(until_well(&socket).json()["last_letter_taken"], "2026-11-24T01:00:10Z");
    assert_eq!(metrics(&socket).sample("duban_failed_letters"), 1.0);
}

/// The relay answers, and nobody has a letter, be it one person's task or another's.
#[test]
fn letters_that_are_all_refused_are_ill_health_until_one_is_taken() {
    let relay = Relay::start(Script::always(Step::Rcpt, Do::Say("554 5.7.1 Relay access denied")));
    let (office, socket) = watched(relay.port, TASKS);
    let mut daemon = Daemon::start(&office, EARLY);
    until_well(&socket);
    daemon.at(DUE);
    let unwell = until_unwell(&socket, "refused");
    names_nobody(&unwell);
    assert_eq!(unwell.listed("attention"), ["letters-failed"]);
    relay.recover();
    let retried = office.run(Some(DUE), &["retry", "--failed"]);
    assert_eq!(retried.status.code(), Some(0));
    daemon.at("2026-11-24 01:02:00");
    until_well(&socket);
}

#[test]
fn a_relay_that_is_lost_is_ill_health_after_a_quarter_of_an_hour_and_until_letters_leave() {
    let relay = Relay::start(Script::always(Step::Banner, Do::Say("421 4.3.2 closed")));
    let (office, socket) = watched(relay.port, TASKS);
    let mut daemon = Daemon::start(&office, EARLY);
    daemon.at(DUE);
    let down = until(|| metrics(&socket), |answer| answer.sample("duban_relay_up") == 0.0);
    assert_eq!(down.sample("duban_queued_letters"), 2.0);
    until_well(&socket);
    daemon.at("2026-11-24 01:16:00");
    let unwell = until_unwell(&socket, "relay");
    assert!(unwell.body.contains("since 2026-11-24T01:00:10Z"), "{unwell:#?}");
    names_nobody(&unwell);
    let down = metrics(&socket);
    assert_eq!(down.sample("duban_queued_letters"), 2.0);
    assert_eq!(down.sample("duban_queue_age_seconds"), 950.0);
    // The try of this minute is over and written down: the next begins at a relay that is well.
    let status = || office.json(None, &["status", "--json"])["delivery"]["relay"].clone();
    until_true(|| status()["next_try"].as_str().expect("a time") > "2026-11-24T09:16:00");
    relay.recover();
    daemon.set("2026-11-24 03:00:10");
    until_well(&socket);
    let sent = |answer: &Answer| answer.sample("duban_letters_total{outcome=\"sent\"}") == 2.0;
    let empty = |answer: &Answer| answer.sample("duban_queued_letters") == 0.0;
    let up = until(|| metrics(&socket), |answer| sent(answer) && empty(answer));
    assert_eq!((up.sample("duban_relay_up"), up.sample("duban_queue_age_seconds")), (1.0, 0.0));
}

#[test]
fn files_that_are_refused_are_ill_health_until_they_are_well() {
    let relay = Relay::start(Script::default());
    let (office, socket) = watched(relay.port, "");
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['tasks.toml']\n{root}"));
    office.write("tasks.toml", TASKS);
    let _daemon = Daemon::start(&office, EARLY);
    assert_eq!(until_well(&socket).json()["configuration"], "current");
    office.write("tasks.toml", &TASKS.replace("owner = 'wang'", "owner = 'nobody'"));
    let unwell = until_unwell(&socket, "files-refused");
    assert_eq!(
        (unwell.json()["files_refused"].as_u64(), &unwell.json()["configuration"]),
        (Some(1), &"last-good".into())
    );
    names_nobody(&unwell);
    let refused = metrics(&socket);
    assert_eq!(refused.sample("duban_refused_files"), 1.0);
    assert_eq!(refused.sample("duban_tasks{unit=\"city\",colour=\"yellow\"}"), 2.0);
    office
        .write("tasks.toml", &TASKS.replace("owner = 'wang'", "owner = 'wang'\ndone = 2026-11-23"));
    until_well(&socket);
    let taken = metrics(&socket);
    assert_eq!(taken.sample("duban_refused_files"), 0.0);
    assert_eq!(taken.sample("duban_reloads_total{result=\"taken\"}"), 1.0);
    let refused = ["partly", "refused"]
        .map(|result| taken.sample(&format!("duban_reloads_total{{result=\"{result}\"}}")));
    assert_eq!(refused.iter().sum::<f64>(), 1.0);
    assert_eq!(taken.sample("duban_tasks{unit=\"city\",colour=\"blue\"}"), 1.0);
}

/// While the sweep waits for the ledger, whoever asks does not.
#[test]
fn a_ledger_that_cannot_be_written_is_ill_health_until_it_can() {
    let relay = Relay::start(Script::default());
    let (office, socket) = watched(relay.port, TASKS);
    let daemon = Daemon::start(&office, EARLY);
    until_well(&socket);
    let other = rusqlite::Connection::open(office.state().join("ledger.sqlite3")).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    daemon.set(DUE);
    let failed = |answer: &Answer| answer.sample("duban_sweeps_total{result=\"failed\"}") > 0.0;
    until(|| metrics(&socket), failed);
    let unwell = health(&socket);
    assert!(unwell.status == 503 && unwell.reasons().contains(&"ledger".to_owned()), "{unwell:#?}");
    assert_eq!(metrics(&socket).sample("duban_letters_total{outcome=\"queued\"}"), 0.0);
    other.execute_batch("ROLLBACK").expect("let go");
    until_well(&socket);
    let sent = |answer: &Answer| answer.sample("duban_letters_total{outcome=\"sent\"}") == 2.0;
    until(|| metrics(&socket), sent);
    daemon.stop();
}

/// Sweeps that have nothing to record go on meanwhile.
#[test]
fn what_cannot_be_recorded_of_a_letter_is_ill_health_until_it_is() {
    let (path, lock) = (Arc::new(OnceLock::<PathBuf>::new()), Arc::new(OnceLock::new()));
    let (known, locked) = (path.clone(), lock.clone());
    let on = move |moment| {
        if let (Moment::AfterDot, Some(path)) = (moment, known.get()) {
            locked.get_or_init(|| {
                let other = rusqlite::Connection::open(path).expect("opened");
                other.execute_batch("BEGIN IMMEDIATE").expect("locked");
                Mutex::new(other)
            });
        }
    };
    let relay = Relay::start(Script { on: Some(Arc::new(on)), ..Script::default() });
    let (office, socket) = watched(relay.port, TASKS);
    path.set(office.state().join("ledger.sqlite3")).expect("set once");
    let mut daemon = Daemon::start(&office, EARLY);
    daemon.at(DUE);
    until_unwell(&socket, "ledger");
    let other = lock.get().expect("the letter came").lock().expect("whole");
    other.execute_batch("ROLLBACK").expect("let go");
    until_well(&socket);
    let sent = |answer: &Answer| answer.sample("duban_letters_total{outcome=\"sent\"}") == 2.0;
    until(|| metrics(&socket), sent);
    assert_eq!(relay.arrived().len(), 2);
    daemon.stop();
}

#[test]
fn letters_and_edits_that_wait_for_a_person_are_told_and_are_no_ill_health() {
    let relay = Relay::start(Script::default());
    let rest = TASKS.replace("['owner']", "['owner'], release = 'ask'");
    let (office, socket) = watched(relay.port, &format!("[guard]\nmax-changes = 1\n{rest}"));
    let mut daemon = Daemon::start(&office, EARLY);
    daemon.at(DUE);
    let held = metrics(&socket);
    assert_eq!(held.sample("duban_held_letters{why=\"ask\"}"), 2.0);
    assert_eq!(held.sample("duban_letters_total{outcome=\"held\"}"), 2.0);
    let moved = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &moved.replace("due = 2026-11-24", "due = 2026-12-24"));
    until(|| metrics(&socket), |answer| answer.sample("duban_edit_waiting") == 1.0);
    assert_eq!(until_well(&socket).listed("attention"), ["edit-waits", "letters-held"]);
}

#[test]
fn only_get_and_head_of_two_pages_are_answered() {
    let (office, socket) = watched(9, TASKS);
    let _daemon = Daemon::start(&office, EARLY);
    let head = ask(&socket, "HEAD /metrics");
    assert!(head.status == 200 && head.body.is_empty(), "{head:#?}");
    for (request, status) in [
        ("GET /healthz", 200),
        ("HEAD /healthz", 200),
        ("POST /healthz", 405),
        ("DELETE /metrics", 405),
        ("GET /", 404),
        ("GET /../../etc/passwd", 404),
        ("GET", 400),
    ] {
        assert_eq!(ask(&socket, request).status, status, "{request}");
    }
}

#[test]
fn rude_clients_are_cut_off_and_keep_nobody_out() {
    let (office, socket) = watched(9, TASKS);
    let _daemon = Daemon::start(&office, EARLY);
    // More than are served at once, and none says a word, or more than one.
    let mut silent: Vec<UnixStream> = (0..40).map(|_| connect(&socket)).collect();
    for one in silent.iter_mut().step_by(2) {
        one.write_all(b"GET /metrics HTTP/1.1\r\n").expect("written");
    }
    assert_eq!(health(&socket).status, 200);
    for one in &mut silent {
        let mut rest = Vec::new();
        match one.read_to_end(&mut rest) {
            Ok(_) => assert!(!rest.starts_with(b"HTTP/1.1 200"), "half a request was answered"),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        }
    }
    // A head without end is not read to the end.
    let endless = format!("GET /healthz HTTP/1.1\r\nX: {}", "x".repeat(1 << 20));
    let cut = parsed(&talk(&mut connect(&socket), endless.as_bytes()));
    assert!(matches!(cut.status, 0 | 431), "{cut:#?}");
    // A second request on the same connection is not answered.
    let twice = "GET /healthz HTTP/1.1\r\nHost: duban\r\n\r\n".repeat(2);
    let answer = insist(|| talk(&mut connect(&socket), twice.as_bytes()));
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    // Who never reads gets no more than a socket holds.
    let mut deaf = connect(&socket);
    deaf.write_all(b"GET /metrics HTTP/1.1\r\nHost: duban\r\n\r\n").expect("written");
    assert_eq!(health(&socket).status, 200);
}

#[test]
fn a_socket_is_for_the_group_replaced_when_stale_and_goes_with_the_daemon() {
    let (office, socket) = watched(9, TASKS);
    let killed = Daemon::start(&office, EARLY);
    let mode = fs::metadata(&socket).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o660);
    drop(killed);
    assert!(socket.exists(), "kill -9 leaves it");
    let daemon = Daemon::start(&office, EARLY);
    until_well(&socket);
    daemon.stop();
    assert!(!socket.exists());
}

/// Letters leave without it, and it is taken once it is free.
#[test]
fn a_place_that_is_taken_is_named_left_alone_and_tried_again() {
    let relay = Relay::start(Script::default());
    let (office, socket) = watched(relay.port, TASKS);
    let hinder = |daemon: &mut Daemon, why: &str| {
        let said = daemon.says("not listening where [http] says");
        assert!(said.contains("cannot listen at unix:") && said.contains(why), "{said}");
    };
    let other = UnixListener::bind(&socket).expect("bound");
    let mut daemon = Daemon::spawn(&office, EARLY);
    hinder(&mut daemon, "another program answers there");
    daemon.says(" ready ");
    assert_eq!(daemon.sends_at(DUE), 2);
    assert!(UnixStream::connect(&socket).is_ok(), "the other's socket is gone");
    drop(other);
    fs::remove_file(&socket).expect("removed");
    fs::create_dir(&socket).expect("made");
    hinder(&mut daemon, "a file that is no socket");
    assert!(socket.is_dir());
    fs::remove_dir(&socket).expect("removed");
    daemon.says("listening for [http]");
    assert_eq!(metrics(&socket).sample("duban_letters_total{outcome=\"sent\"}"), 2.0);
    daemon.stop();
    let taken = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = taken.local_addr().expect("an address");
    listen_at(&office, &address.to_string());
    let mut daemon = Daemon::spawn(&office, DUE);
    daemon.says("Address already in use");
    drop(taken);
    assert!(daemon.says("listening for [http]").contains(&address.to_string()));
    daemon.stop();
}

#[test]
fn a_socket_may_be_named_by_another_spelling_of_its_path() {
    let (office, socket) = watched(9, TASKS);
    let mut daemon = Daemon::start(&office, EARLY);
    let folder = office.folder.path();
    std::os::unix::fs::symlink(folder, folder.join("here")).expect("linked");
    let other = folder.join("here/http.sock");
    listen_at(&office, &format!("unix:{}", other.display()));
    assert!(daemon.says("listening for [http]").contains("here/http.sock"));
    until_well(&socket);
    until_well(&other);
    daemon.stop();
    assert!(!socket.exists());
}

#[test]
fn a_reload_listens_elsewhere_without_a_restart_and_stays_where_it_is_if_it_cannot() {
    let free = || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        listener.local_addr().expect("an address").to_string()
    };
    let well = |at: &str| {
        let connect = || TcpStream::connect(at).expect("somebody listens");
        let request = b"GET /healthz HTTP/1.1\r\nHost: duban\r\n\r\n";
        parsed(&insist(|| talk(&mut connect(), request))).status != 0
    };
    let office = Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{AROUND}{TASKS}"));
    let mut daemon = Daemon::start(&office, EARLY);
    let first = free();
    listen_at(&office, &first);
    assert!(daemon.says("listening for [http]").contains(&first));
    assert!(well(&first));
    let taken = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let elsewhere = taken.local_addr().expect("an address").to_string();
    listen_at(&office, &elsewhere);
    let said = daemon.says("not listening where [http] says");
    assert!(said.contains(&elsewhere) && said.contains(&first), "{said}");
    assert!(well(&first));
    // The same port under another address, which the old one stands in the way of.
    let wide = first.replace("127.0.0.1", "0.0.0.0");
    listen_at(&office, &wide);
    assert!(daemon.says("listening for [http]").contains(&wide));
    assert!(well(&first));
    let socket = office.folder.path().join("http.sock");
    listen_at(&office, &format!("unix:{}", socket.display()));
    assert!(daemon.says("listening for [http]").contains("unix:/"));
    assert!(TcpStream::connect(&first).is_err());
    listen_at(&office, "");
    daemon.says("no longer listening");
    assert!(!socket.exists());
    daemon.stop();
}

#[test]
fn status_says_whether_the_daemon_runs() {
    let (office, _) = watched(9, TASKS);
    let says = |locale: &str, words: &str| {
        let mut command = office.command(None, &["status"]);
        let output = command.env("LC_ALL", locale).output().expect("it runs");
        assert!(output.status.success() && text(&output).contains(words), "{}", text(&output));
    };
    let running = || office.json(None, &["status", "--json"])["daemon"]["running"].clone();
    assert_eq!(running(), false);
    says("C.UTF-8", "The daemon is not running: nothing is sent now.");
    says("zh_CN.UTF-8", "服务没有运行：现在不会有函件发出。");
    let daemon = Daemon::start(&office, EARLY);
    assert_eq!(running(), true);
    says("C.UTF-8", "The daemon is running.");
    says("zh_CN.UTF-8", "服务正在运行。");
    daemon.stop();
    assert_eq!(running(), false);
}

/// A metric as it is exported, or as docs/monitoring.md has it.
#[derive(Debug, PartialEq, Eq)]
struct Described {
    kind: String,
    labels: BTreeSet<String>,
}

/// Every metric by the name under which it is asked for, and every name that a query may use.
fn exported(answer: &Answer) -> (BTreeMap<String, Described>, BTreeSet<String>) {
    let (mut metrics, mut names) = (BTreeMap::new(), BTreeSet::new());
    for line in answer.body.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let ["#", "TYPE", family, kind] = words[..] else { continue };
        let (name, samples): (_, &[&str]) = match kind {
            "counter" => (format!("{family}_total"), &["_total"]),
            "info" => (format!("{family}_info"), &["_info"]),
            "histogram" => (family.to_owned(), &["_bucket", "_count", "_sum"]),
            _ => (family.to_owned(), &[""]),
        };
        let own = samples.iter().map(|end| format!("{family}{end}")).collect::<Vec<_>>();
        let mut labels = BTreeSet::new();
        for sample in answer.body.lines() {
            if let Some((name, rest)) = sample.split_once('{')
                && own.iter().any(|one| one == name)
            {
                let pairs = rest.split('}').next().unwrap_or_default().split(',');
                labels.extend(pairs.filter_map(|pair| Some(pair.split_once('=')?.0.to_owned())));
            }
        }
        labels.remove("le");
        names.extend(own);
        metrics.insert(name, Described { kind: kind.to_owned(), labels });
    }
    (metrics, names)
}

/// Every metric's name in a text.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|one: char| !one.is_ascii_alphanumeric() && one != '_');
    words.filter(|word| word.starts_with("duban_")).map(str::to_owned).collect()
}

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    fs::read_to_string(path).expect("it is there")
}

#[test]
fn what_the_documents_name_is_exported_and_what_is_exported_is_explained() {
    let relay = Relay::start(Script::default());
    let milestone = "milestones = [{ id = 'm', title = 'm', due = 2026-11-20 }]\n";
    let (office, socket) = watched(relay.port, &format!("{TASKS}{milestone}"));
    let _daemon = Daemon::start(&office, EARLY);
    let (metrics, mut names) = exported(&metrics(&socket));
    assert!(metrics.len() > 15, "{metrics:#?}");
    for document in ["alerts.yml", "grafana.json"] {
        let used = named(&docs(document));
        assert!(used.len() > 5, "{document} names only {used:?}");
        let unknown: Vec<_> = used.difference(&names).collect();
        assert!(unknown.is_empty(), "{document} names what is not exported: {unknown:?}");
    }
    let text = docs("monitoring.md");
    names.extend(metrics.keys().cloned());
    let unknown: Vec<_> = named(&text).difference(&names).cloned().collect();
    assert!(unknown.is_empty(), "monitoring.md names what is not exported: {unknown:?}");
    let mut explained = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `duban_")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let labels = cells[3].split(", ").map(|label| label.trim_matches('`').to_owned());
        let labels = labels.filter(|label| !label.is_empty()).collect();
        let name = cells[1].trim_matches('`').to_owned();
        explained.insert(name, Described { kind: cells[2].to_owned(), labels });
    }
    assert_eq!(explained, metrics);
}
