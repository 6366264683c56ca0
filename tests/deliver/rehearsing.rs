//! Trying things out: rehearsals, the relay step by step, a first start, a pass that sends nothing.

use super::installation::{Installation, text};
use super::relay::{Do, Relay, Script, Step};

const TASKS: &str = r#"
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "due", at = "0d", to = ["owner"], cc = ["head"], release = "ask" },
]
[[task]]
id = "A-1"
title = "出台<办法>"
unit = "city"
owner = "zhang"
policy = "p"
due = 2026-12-07
[[task]]
id = "A-2"
title = "清理台账"
unit = "city"
owner = "zhang"
policy = "p"
due = 2026-11-30
[[task]]
id = "A-3"
title = "早已到期"
unit = "city"
owner = "wang"
policy = "p"
due = 2026-09-01
"#;

fn names(folder: &std::path::Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("the folder");
    let mut names: Vec<String> = files
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn rehearse_writes_a_days_letters_with_an_index_and_touches_no_ledger() {
    let office = Installation::with_outbox(TASKS);
    let folder = office.folder.path().join("letters");
    let to = folder.to_str().expect("UTF-8").to_owned();
    // At night, and a Sunday: whatever the hour.
    let now = ["--now", "2026-11-29T23:00:00+08:00"];
    let output = office.run(None, &[&now[..], &["rehearse", "--on", "monday", &to]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("2 letters"), "{}", text(&output));
    let expected = [
        ".duban-rehearsal",
        "001-reminder-zhang.eml",
        "001-reminder-zhang.html",
        "001-reminder-zhang.txt",
        "002-reminder-zhang.eml",
        "002-reminder-zhang.html",
        "002-reminder-zhang.txt",
        "index.html",
    ];
    assert_eq!(names(&folder), expected);
    let index = std::fs::read_to_string(folder.join("index.html")).expect("the index");
    assert!(
        index.contains("2026-11-30 Mon 09:00") && index.contains("001-reminder-zhang.html"),
        "{index}"
    );
    assert!(index.contains("(held)") && !index.contains("出台<办法>"), "{index}");
    assert!(!office.state().exists(), "nothing is recorded");
    // Another day takes the place of the first; as on a first start what is past goes, too.
    let first = ["rehearse", "--on", "2026-12-08", "--first-start", &to];
    let output = office.run(None, &[&now[..], &first].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(names(&folder).contains(&"003-overdue-wang.eml".to_owned()), "{:?}", names(&folder));
    let none = office.run(None, &[&now[..], &["rehearse", "--on", "2026-12-08", &to]].concat());
    assert_eq!(none.status.code(), Some(1), "{}", text(&none));
    assert!(text(&none).contains("no letter leaves on 2026-12-08"), "{}", text(&none));
    // What somebody else put there stays.
    let other = office.folder.path().join("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::write(other.join("precious"), "x").expect("written");
    let refused = office.run(
        None,
        &[&now[..], &["rehearse", "--on", "monday", other.to_str().expect("UTF-8")]].concat(),
    );
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert_eq!(names(&other), ["precious"]);
}

/// W6, L8b, P1: digests and reports of the day are among its letters.
#[test]
fn rehearse_writes_digests_and_reports_too() {
    let people = "[people.boss]\nname = '赵六'\nemail = 'boss@example.org'\ndigest = 'daily'\n\
        [people.chief]\nname = '孙七'\nemail = 'chief@example.org'\n[guard]\nmax-copies = 1\n\
        [[reports]]\nname = 'weekly'\ncron = '30 9 * * 1'\nto = ['person:wang']\n";
    let task = |id: &str, owner: &str, due: &str| {
        format!(
            "[[task]]\nid = '{id}'\ntitle = 'x'\nowner = '{owner}'\npolicy = 'q'\ndue = {due}\n"
        )
    };
    let policy = "[policies.q]\nstages = [{ name = 'overdue', at = '+1d', to = ['owner'], cc = ['person:boss', 'person:chief'] }]\n";
    // Friday one, Monday two: of the two chief has one digest at once, and boss the next day.
    let tasks = [
        task("B-1", "zhang", "2026-11-26"),
        task("B-2", "zhang", "2026-11-29"),
        task("B-3", "wang", "2026-11-29"),
    ];
    let office = Installation::with_outbox(&format!("{people}{policy}{}", tasks.concat()));
    let folder = office.folder.path().join("letters");
    let to = folder.to_str().expect("UTF-8").to_owned();
    let now = ["--now", "2026-11-20T23:00:00+08:00"];
    let rehearse = |day: &str| -> Vec<String> {
        let output = office.run(None, &[&now[..], &["rehearse", "--on", day, &to]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        names(&folder).into_iter().filter(|name| name.ends_with(".txt")).collect()
    };
    assert_eq!(
        rehearse("2026-11-30"),
        [
            "001-overdue-zhang.txt",
            "002-overdue-wang.txt",
            "003-digest-chief.txt",
            "004-digest-boss.txt",
            "005-report-wang.txt",
        ]
    );
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("read");
    let (chief, boss) = (read("003-digest-chief.txt"), read("004-digest-boss.txt"));
    assert!(chief.contains("B-2") && chief.contains("B-3") && !chief.contains("B-1"), "{chief}");
    assert!(boss.contains("B-1") && !boss.contains("B-2"), "{boss}");
    let page = std::fs::read_to_string(folder.join("005-report-wang.html")).expect("read");
    assert!(!page.contains("cid:"), "its pictures are in it");
    assert_eq!(rehearse("2026-12-01"), ["001-digest-boss.txt"]);
    assert!(!office.state().exists(), "nothing is recorded");
}

#[test]
fn a_first_start_says_what_it_would_send_and_names_adopt() {
    let office = Installation::with_outbox(TASKS);
    let once = office.run(Some("2026-11-24 02:00:10"), &["run", "--once"]);
    assert!(text(&once).contains("the ledger is empty"), "{}", text(&once));
    assert!(text(&once).contains("3 notices in 3 letters"), "{}", text(&once));
    assert!(text(&once).contains("duban adopt"), "{}", text(&once));
    let again = office.run(Some("2026-11-24 02:01:10"), &["run", "--once"]);
    assert!(!text(&again).contains("duban adopt"), "{}", text(&again));
}

#[test]
fn t8_a_pass_that_sends_nothing_says_what_waits_and_until_when() {
    let office = Installation::with_outbox(TASKS);
    // 20:00 in Shanghai: A-2 and A-3 were reached.
    let once = office.run(Some("2026-11-24 12:00:10"), &["run", "--once"]);
    assert_eq!(once.status.code(), Some(0), "{}", text(&once));
    let printed = text(&once);
    assert!(printed.contains("until 2026-11-25 Wed 09:00: 2 (A-2, A-3)"), "{printed}");
    office.once("2026-11-25 02:00:10", 0);
    let printed = text(&office.run(Some("2026-11-25 02:01:10"), &["run", "--once"]));
    assert!(printed.contains("next: 2026-11-30 Mon 09:00"), "{printed}");
}

#[test]
fn test_mail_tells_each_step_and_sends_one_letter() {
    let relay = Relay::start(Script { auth: Some("PLAIN"), ..Script::default() });
    let login = "security = 'none'\nusername = 'duban'\npassword = { file = 'secret' }";
    let office = Installation::with_relay(relay.port, login, TASKS);
    office.write_secret("secret", "hunter2\n");
    let output = office.run(None, &["test-mail", "me@example.org"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let printed = text(&output);
    let steps = [
        "name: ok (",
        "connection: ok",
        "not encrypted, as the configuration says",
        "greeting: ok",
        "login: ok (duban)",
        "sender: ok (duban@example.org)",
        "recipient: ok (me@example.org)",
        "letter: ok (",
    ];
    let mut rest = printed.as_str();
    for step in steps {
        let at = rest.find(step).unwrap_or_else(|| panic!("`{step}` is missing in:\n{printed}"));
        rest = &rest[at..];
    }
    let arrived = relay.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].recipients, ["me@example.org"]);
    assert_eq!(arrived[0].subject(), "督办系统测试函");
    assert!(!office.state().join("ledger.sqlite3").exists(), "nothing is recorded");
}

#[test]
fn test_mail_says_at_which_step_it_fails() {
    for (step, answer, said) in [
        (Step::Mail, "550 5.7.1 not you", "sender: failed:"),
        (Step::Rcpt, "550 5.1.1 no such user", "recipient: failed:"),
        (Step::Data, "554 5.7.1 spam", "letter: failed:"),
        (Step::Ehlo, "554 go away", "greeting: failed:"),
    ] {
        let relay = Relay::start(Script::always(step, Do::Say(answer)));
        let office = Installation::with_relay(relay.port, "security = 'none'", TASKS);
        let output = office.run(None, &["test-mail", "me@example.org"]);
        assert_eq!(output.status.code(), Some(1), "{step:?}: {}", text(&output));
        assert!(
            text(&output).contains(said),
            "{step:?}: `{said}` is missing in:\n{}",
            text(&output)
        );
        assert!(relay.arrived().is_empty(), "{step:?}");
    }
    let office = Installation::with_relay(9, "security = 'none'", TASKS);
    let output = office.run(None, &["test-mail", "me@example.org"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("connection: failed: "), "{}", text(&output));
    assert_eq!(office.run(None, &["test-mail", "nobody"]).status.code(), Some(2));
    let outbox = Installation::with_outbox(TASKS);
    let output = outbox.run(None, &["test-mail", "me@example.org"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let files = names(&outbox.state().join("outbox"));
    assert!(files[0].contains("-me@example.org-test-") && files[0].ends_with(".eml"), "{files:?}");
}

#[test]
fn test_mail_tells_of_tls_and_its_certificate() {
    let (tls, pem) = super::relay::certificate();
    let relay = Relay::start(Script { tls: Some((tls, false)), ..Script::default() });
    let office =
        Installation::with_relay(relay.port, "security = 'starttls'\nca = 'ca.pem'", TASKS);
    office.write("ca.pem", &pem);
    let output = office.run(None, &["test-mail", "me@example.org"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("TLS and certificate: ok (TLSv1"), "{}", text(&output));
    assert!(relay.arrived()[0].encrypted);
    let (_, other) = super::relay::certificate();
    office.write("ca.pem", &other);
    let output = office.run(None, &["test-mail", "me@example.org"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("TLS and certificate: failed"), "{}", text(&output));
}
