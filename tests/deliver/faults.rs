//! The delivery promise: L1, L2, L5, L7, and what a relay may do on the way.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::faketime::fake_clock;
use super::installation::{Installation, text};
use super::relay::{Do, Moment, Relay, Script, Step};

const TASK: &str = r#"
[policies.p]
stages = [{ name = "due", at = "0d", to = ["owner"], cc = ["head"] }]
[[task]]
id = "A-1"
title = "出台干部交流轮岗办法"
unit = "city"
owner = "zhang"
policy = "p"
due = 2026-11-24
"#;

/// 2026-11-24 09:00 in Shanghai, in UTC.
const DUE: &str = "2026-11-24 01:00:10";

fn plain(script: Script) -> (Relay, Installation) {
    let relay = Relay::start(script);
    let office = Installation::with_relay(relay.port, "security = 'none'", TASK);
    (relay, office)
}

fn recipients(relay: &Relay) -> Vec<Vec<String>> {
    relay.arrived().into_iter().map(|letter| letter.recipients).collect()
}

#[test]
fn a_letter_reaches_its_audience_once_and_as_the_ledger_has_it() {
    let (relay, office) = plain(Script::default());
    office.once("2026-11-24 00:59:10", 0);
    assert_eq!(relay.arrived().len(), 0, "nothing is due before 09:00");
    office.once(DUE, 0);
    office.once("2026-11-24 01:01:10", 0);
    assert_eq!(recipients(&relay), [["zhang@example.org", "wang@example.org"]]);
    let letter = &relay.arrived()[0];
    assert!(
        letter.subject().contains("提醒函｜11月24日到期｜出台干部交流轮岗办法"),
        "{}",
        letter.subject()
    );
    let history = office.json(None, &["history", "--json"]);
    let id = history["notices"][0]["letter"].as_str().expect("a letter").to_owned();
    let recorded = office.run(None, &["show", &id, "--format", "eml"]).stdout;
    assert_eq!(letter.bytes, recorded, "what was sent is what the ledger has");
}

#[test]
fn l1_what_the_relay_refuses_for_now_is_sent_later_as_the_same_bytes_l2() {
    let answers = Arc::new(Mutex::new(vec!["451 4.3.0 Try later"]));
    let (relay, office) = plain(Script { answers, ..Script::default() });
    office.once(DUE, 1);
    assert_eq!(relay.arrived().len(), 0);
    let waiting = office.json(None, &["outbox", "--json"]);
    let answer = waiting["letters"][0]["last_answer"].as_str().unwrap_or_default();
    assert!(answer.ends_with("451 4.3.0 Try later"), "{answer}");
    let id = waiting["letters"][0]["letter"].as_str().expect("an id").to_owned();
    let recorded = office.run(None, &["show", &id, "--format", "eml"]).stdout;
    office.once("2026-11-24 01:05:10", 0);
    office.once("2026-11-24 01:30:10", 0);
    let arrived = relay.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].bytes, recorded, "the same bytes, whenever they are sent");
}

#[test]
fn l1_a_relay_that_is_down_loses_nothing() {
    let relay = Relay::start(Script::default());
    let office = Installation::with_relay(relay.port, "security = 'none'", TASK);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    // Port 9 of loopback: nobody listens.
    office.write("duban.toml", &config.replace(&format!("port = {}", relay.port), "port = 9"));
    office.once(DUE, 1);
    office.write("duban.toml", &config);
    office.once("2026-11-24 01:10:10", 0);
    // Each attempt names another recipient first.
    assert_eq!(recipients(&relay), [["wang@example.org", "zhang@example.org"]]);
}

#[test]
fn status_names_a_next_try_only_where_something_waits() {
    let relay = Relay::start(Script::always(Step::Banner, Do::Drop));
    let office = Installation::with_relay(relay.port, "security = 'none'", TASK);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let status = |locale: &str| {
        let mut command = office.command(None, &["status"]);
        text(&command.env("LC_ALL", locale).output().expect("it runs"))
    };
    let next_try =
        || office.json(None, &["status", "--json"])["delivery"]["relay"]["next_try"].clone();
    office.once(DUE, 1);
    assert!(status("C.UTF-8").contains("No letter can leave since"), "{}", status("C.UTF-8"));
    assert!(status("C.UTF-8").contains("Next try: "));
    assert!(status("zh_CN.UTF-8").contains("下次尝试："));
    assert!(next_try().is_string());
    office.write("duban.toml", &format!("{config}done = 2026-11-24\n"));
    office.once("2026-11-24 01:00:40", 0);
    assert_eq!(office.outbox(), Vec::<String>::new());
    assert!(status("C.UTF-8").contains("None waits now; the next one tries again."));
    assert!(status("zh_CN.UTF-8").contains("现在没有待发的函件，下一份函件发出时再试。"));
    assert!(!status("C.UTF-8").contains("Next try"));
    assert!(next_try().is_null());
}

#[test]
fn a_recipient_refused_for_good_does_not_keep_the_letter_from_the_others() {
    let refuse = vec![("wang@example.org".to_owned(), "550 5.1.1 No such user")];
    let relay = Relay::start(Script { refuse, ..Script::default() });
    let admin = format!("[admin]\nto = ['ops@example.org']\n{TASK}");
    let office = Installation::with_relay(relay.port, "security = 'none'", &admin);
    office.once(DUE, 0);
    office.once("2026-11-24 02:00:10", 0);
    assert_eq!(recipients(&relay), [["zhang@example.org"], ["ops@example.org"]]);
    let told = &relay.arrived()[1];
    assert!(told.subject().contains("部分收件人拒收函件"), "{}", told.subject());
    assert!(
        told.body().contains("wang@example.org") && told.body().contains("550 5.1.1 No such user")
    );
    let id = office.json(None, &["history", "--json"])["notices"][0]["letter"].clone();
    let shown = office.run(None, &["show", id.as_str().expect("an id")]);
    assert!(text(&shown).contains("550 5.1.1 No such user"), "{}", text(&shown));
}

#[test]
fn l1_a_letter_that_nobody_can_have_ends_as_failed_and_the_admin_is_told_once() {
    let refuse = ["zhang@example.org", "wang@example.org"]
        .map(|one| (one.to_owned(), "550 5.1.1 No such user"));
    let relay = Relay::start(Script { refuse: refuse.to_vec(), ..Script::default() });
    let admin = format!("[admin]\nto = ['ops@example.org']\n{TASK}");
    let office = Installation::with_relay(relay.port, "security = 'none'", &admin);
    office.once(DUE, 1);
    office.once("2026-11-24 02:00:10", 0);
    assert_eq!(recipients(&relay), [["ops@example.org"]]);
    assert!(
        relay.arrived()[0].subject().contains("函件未能送达"),
        "{}",
        relay.arrived()[0].subject()
    );
    let unsettled = office.json(None, &["outbox", "--json"]);
    assert_eq!(unsettled["letters"][0]["state"], "failed", "{unsettled}");
}

#[test]
fn held_letters_wait_for_a_word_and_the_admin_hears_of_them() {
    let relay = Relay::start(Script::default());
    let asking = TASK.replace("cc = [\"head\"]", "cc = [\"head\"], release = \"ask\"");
    let office = Installation::with_relay(
        relay.port,
        "security = 'none'",
        &format!("[admin]\nto = ['ops@example.org']\n{asking}"),
    );
    office.once(DUE, 0);
    assert_eq!(recipients(&relay), [["ops@example.org"]]);
    assert!(relay.arrived()[0].body().contains("duban release"), "{}", relay.arrived()[0].body());
    // The same day, so nothing of it would be written anew (L6c).
    let released = office.run(Some(DUE), &["release", "--all"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2030-01-01 02:00:10", 0);
    assert_eq!(recipients(&relay)[1], ["zhang@example.org", "wang@example.org"]);
}

#[test]
fn a_letter_released_beside_the_daemon_leaves_within_a_minute() {
    let (heard, arrivals) = std::sync::mpsc::channel();
    let heard = Mutex::new(heard);
    let on = move |moment| {
        if moment == Moment::AfterDot {
            let _ = heard.lock().expect("no test panicked here").send(());
        }
    };
    let relay = Relay::start(Script { on: Some(Arc::new(on)), ..Script::default() });
    let asking = TASK.replace("cc = [\"head\"]", "cc = [\"head\"], release = \"ask\"");
    let office = Installation::with_relay(relay.port, "security = 'none'", &asking);
    office.once(DUE, 0);
    // A minute passes in a second.
    let mut command = office.command(None, &["run"]);
    fake_clock(&mut command, "2026-11-24 01:02:10 x60");
    let mut daemon = command.stderr(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(daemon.stderr.take().expect("piped")).lines();
    assert!(lines.any(|line| line.is_ok_and(|line| line.contains("ready"))), "never ready");
    std::thread::spawn(move || lines.for_each(drop));
    let released = office.run(Some("2026-11-24 01:02:10"), &["release", "--all"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    let arrived = arrivals.recv_timeout(std::time::Duration::from_secs(60));
    Command::new("kill").arg(daemon.id().to_string()).status().expect("kill");
    daemon.wait().expect("ended");
    assert_eq!(arrived, Ok(()), "the released letter stayed where it was");
}

/// What the only notice came to after the first attempt failed, the file was edited, and duban ran again.
fn after_edit(edit: impl Fn(&str) -> String) -> (Relay, Installation, String) {
    let answers = Arc::new(Mutex::new(vec!["451 4.3.0 Try later"]));
    let (relay, office) = plain(Script { answers, ..Script::default() });
    office.once(DUE, 1);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &edit(&config));
    office.once("2026-11-24 01:20:10", 0);
    let history = office.json(None, &["history", "--json"]);
    let disposition = history["notices"][0]["disposition"].as_str().expect("a word").to_owned();
    (relay, office, disposition)
}

#[test]
fn l6b_a_letter_that_waits_is_withdrawn_once_nothing_in_it_holds_any_more() {
    let table = [
        ("done", "due = 2026-11-24\ndone = 2026-11-24"),
        ("cancelled", "due = 2026-11-24\ncancelled = 2026-11-24"),
        ("extended", "due = 2026-11-24\nextended = [{ to = 2026-12-31 }]"),
        ("on hold", "due = 2026-11-24\nhold = { until = 2026-11-25 }"),
    ];
    for (what, lines) in table {
        let (relay, _, disposition) =
            after_edit(|config| config.replace("due = 2026-11-24", lines));
        assert_eq!((relay.arrived().len(), disposition.as_str()), (0, "withdrawn"), "{what}");
    }
    let (relay, _, disposition) = after_edit(|config| config.replace("A-1", "A-2"));
    assert_eq!(disposition, "withdrawn", "a task that is gone");
    assert_eq!(relay.arrived().len(), 1, "the other is another task, and reminded");
    let (relay, _, disposition) =
        after_edit(|config| config.replace("title = \"出台", "title = \"再出台"));
    assert_eq!((relay.arrived().len(), disposition.as_str()), (1, "letter"), "any other edit");
}

#[test]
fn l6b_what_was_withdrawn_for_a_hold_is_sent_when_the_hold_is_over() {
    let (relay, office, _) = after_edit(|config| {
        config.replace("due = 2026-11-24", "due = 2026-11-24\nhold = { until = 2026-11-25 }")
    });
    assert_eq!(relay.arrived().len(), 0);
    office.once("2026-11-25 01:00:10", 0);
    office.once("2026-11-25 02:00:10", 0);
    assert_eq!(relay.arrived().len(), 1);
}

#[test]
fn connections_are_used_again() {
    let relay = Relay::start(Script::default());
    let tasks: String = (0..30)
        .map(|at| format!("[[task]]\nid = 'T-{at}'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'q'\ndue = 2026-11-24\n"))
        .collect();
    let policy =
        "[policies.q]\ngroup = false\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n";
    let office = Installation::with_relay(
        relay.port,
        "security = 'none'\nconnections = 2",
        &format!("{policy}{tasks}"),
    );
    office.once(DUE, 0);
    assert_eq!(relay.arrived().len(), 30);
    assert!((1..=2).contains(&relay.connections()), "{} connections", relay.connections());
}

#[test]
fn sendmail_is_handed_the_letter_for_one_recipient_after_another_l3() {
    // It takes the letter for all but one.
    let program = "#!/bin/sh\nhere=$(dirname \"$0\")\necho \"$@\" >> \"$here/calls\"\n\
        [ \"$5\" = wang@example.org ] && { echo 'no such user' >&2; exit 67; }\ncat > \"$here/letter\"\n";
    let office = Installation::with_outbox(TASK);
    office.write("sendmail", program);
    let path = office.folder.path().join("sendmail");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .expect("made executable");
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let by_program = format!("[mail]\ntransport = 'sendmail'\nsendmail = '{}'\n", path.display());
    office.write("duban.toml", &config.replace("[mail]\n", &by_program));
    office.once(DUE, 0);
    let read = |name: &str| {
        std::fs::read_to_string(office.folder.path().join(name)).expect("it was called")
    };
    let calls =
        ["zhang", "wang"].map(|to| format!("-i -f duban@example.org -- {to}@example.org\n"));
    assert_eq!(read("calls"), calls.concat());
    assert!(read("letter").contains("Auto-Submitted: auto-generated"));
    let id = office.json(None, &["history", "--json"])["notices"][0]["letter"].clone();
    let shown = text(&office.run(None, &["show", id.as_str().expect("an id")]));
    assert!(shown.contains("status 67 no such user") && shown.contains("taken by"), "{shown}");
    office.write("sendmail", "#!/bin/sh\necho 'queue full' >&2\nexit 75\n");
    office.write(
        "duban.toml",
        &config.replace("[mail]\n", &by_program).replace("id = \"A-1\"", "id = \"A-2\""),
    );
    let output = office.once("2026-11-24 01:10:10", 1);
    assert!(text(&output).contains("queue full"), "{}", text(&output));
}

/// The script of a relay that kills duban at a moment, once.
fn killer(at: Moment) -> (Script, Arc<AtomicU32>) {
    let victim = Arc::new(AtomicU32::new(0));
    let target = victim.clone();
    let on = move |moment: Moment| {
        if moment == at {
            let pid = target.swap(0, Ordering::SeqCst);
            if pid != 0 {
                let killed = Command::new("kill").args(["-9", &pid.to_string()]).status();
                assert!(killed.is_ok_and(|status| status.success()));
            }
        }
    };
    (Script { on: Some(Arc::new(on)), ..Script::default() }, victim)
}

fn killed_at(moment: Moment) -> Vec<String> {
    let (script, victim) = killer(moment);
    let (relay, office) = plain(script);
    let mut child = office
        .command(Some(DUE), &["run", "--once"])
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    victim.store(child.id(), Ordering::SeqCst);
    let status = child.wait().expect("ended");
    assert_eq!(status.code(), None, "it was killed, and did not end by itself");
    office.once("2026-11-24 01:30:10", 0);
    office.once("2026-11-24 02:30:10", 0);
    relay.arrived().iter().map(|letter| letter.header("Message-ID")).collect()
}

#[test]
fn l1_killed_before_the_letter_went_it_goes_once_after_the_restart() {
    assert_eq!(killed_at(Moment::BeforeData).len(), 1);
}

#[test]
fn l2_killed_between_the_dot_and_the_answer_the_copy_bears_the_same_message_id() {
    let ids = killed_at(Moment::AfterDot);
    assert!((1..=2).contains(&ids.len()), "{ids:?}");
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn l5_a_relay_that_answers_nothing_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("an address").port();
    let office = Installation::with_relay(port, "security = 'none'", TASK);
    // The monotonic clock runs a hundred times as fast, so that minutes pass in a second.
    let mut command = office.command(None, &["run", "--once"]);
    fake_clock(&mut command, &format!("{DUE} x100"));
    let output = command.output().expect("it ends");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let waiting = office.json(None, &["outbox", "--json"]);
    assert_eq!(waiting["letters"][0]["state"], "retrying", "{waiting}");
    drop(listener);
}

#[test]
fn l7_a_second_daemon_is_refused_with_the_pid_of_the_first() {
    let office = Installation::with_outbox(TASK);
    let mut first = office.command(None, &["run"]).stderr(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(first.stderr.take().expect("piped")).lines();
    let ready =
        |line: &std::io::Result<String>| line.as_ref().is_ok_and(|line| line.contains("ready"));
    assert!(lines.any(|line| ready(&line)), "the first daemon is never ready");
    let second = office.run(None, &["run", "--once"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second).contains(&first.id().to_string()), "{}", text(&second));
    let asked = Command::new("kill").arg(first.id().to_string()).status().expect("kill");
    assert!(asked.success());
    assert_eq!(first.wait().expect("ended").code(), Some(0), "SIGTERM ends it in order");
    office.run(None, &["run", "--once"]);
}

#[test]
fn a_ledger_from_a_newer_duban_is_refused_and_left_alone() {
    let office = Installation::with_outbox(TASK);
    office.once(DUE, 0);
    let path = office.state().join("ledger.sqlite3");
    let ledger = rusqlite::Connection::open(&path).expect("opened");
    ledger.pragma_update(None, "user_version", 99).expect("written");
    drop(ledger);
    let output = office.run(None, &["run", "--once"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("newer duban"), "{}", text(&output));
}

#[test]
fn systemd_is_told_when_it_is_ready_and_how_it_stands() {
    let office = Installation::with_outbox(TASK);
    let socket = office.folder.path().join("notify");
    let heard = std::os::unix::net::UnixDatagram::bind(&socket).expect("a socket");
    heard.set_read_timeout(Some(std::time::Duration::from_secs(30))).expect("a limit");
    let mut command = office.command(None, &["run"]);
    let mut daemon =
        command.env("NOTIFY_SOCKET", &socket).stderr(Stdio::null()).spawn().expect("started");
    let next = || {
        let mut buffer = [0; 4096];
        let length = heard.recv(&mut buffer).expect("a message within 30 s");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    let first = next();
    assert!(first.contains("READY=1") && first.contains("STATUS="), "{first}");
    let asked = Command::new("kill").arg(daemon.id().to_string()).status().expect("kill");
    assert!(asked.success());
    while !next().contains("STOPPING=1") {}
    assert_eq!(daemon.wait().expect("ended").code(), Some(0));
}
