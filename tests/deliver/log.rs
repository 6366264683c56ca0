//! The log, read alone: one line for each event, with what it is about as fields; addresses in it are masked; it is
//! the same in every form. Under systemd's journal: `journal`.

use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::installation::{Installation, text};
use super::languages::{chinese_in, english_in};
use super::relay::{Relay, Script};

/// Two tasks, reminded in one letter, whose copy is refused.
pub const TASKS: &str = r#"
[policies.p]
stages = [{ name = "now", at = "-9d", to = ["owner"], cc = ["head"] }]
[[task]]
id = "A-1"
title = "A task"
owner = "zhang"
unit = "city"
policy = "p"
due = 2026-11-27
[[task]]
id = "A-2"
title = "Another task"
owner = "zhang"
unit = "city"
policy = "p"
due = 2026-11-27
"#;

pub const DUE: &str = "2026-11-24 01:00:10";

/// An office whose relay refuses a recipient, and spells the address out.
pub fn refusing() -> (Relay, Installation) {
    let answer = "550 5.1.1 <wang@example.org>: wang@example.org is no such user";
    let refuse = vec![("wang@example.org".to_owned(), answer)];
    Installation::beside(Script { refuse, ..Script::default() }, TASKS)
}

/// A command whose standard error is a file that `JOURNAL_STREAM` names.
pub fn on_the_journal(office: &Installation, command: &mut Command) -> PathBuf {
    let path = office.folder.path().join("stderr");
    let file = File::create(&path).expect("made");
    let known = file.metadata().expect("known");
    command.env("JOURNAL_STREAM", format!("{}:{}", known.dev(), known.ino()));
    command.stderr(Stdio::from(file));
    path
}

/// Every line of a log in JSON.
fn events(log: &str) -> Vec<Value> {
    let event = |line: &str| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in `{line}` of:\n{log}"))
    };
    log.lines().map(event).collect()
}

fn said<'e>(events: &'e [Value], message: &str) -> &'e Value {
    let found = events
        .iter()
        .find(|event| event["message"].as_str().is_some_and(|found| found.starts_with(message)));
    found.unwrap_or_else(|| panic!("no `{message}` in {events:#?}"))
}

#[test]
fn each_event_says_about_which_letter_and_tasks_it_is() {
    let (_relay, office) = refusing();
    let log = office.run(Some(DUE), &["run", "--once", "--verbose", "--log", "json"]);
    let events = events(&String::from_utf8_lossy(&log.stderr));
    let letter = &office.json(None, &["history", "--json"])["notices"][0]["letter"];
    let written = said(&events, "letter written");
    assert_eq!((&written["letter"], written["level"].as_str()), (letter, Some("INFO")));
    assert_eq!(written["tasks"], serde_json::json!(["A-1", "A-2"]));
    let notice = said(&events, "notice recorded");
    assert_eq!((&notice["task"], &notice["stage"]), (&"A-1".into(), &"now".into()));
    assert_eq!(&notice["letter"], letter);
    let refused = said(&events, "refused for good");
    assert_eq!((&refused["letter"], refused["level"].as_str()), (letter, Some("WARN")));
    assert_eq!(&said(&events, "letter sent")["letter"], letter);
}

/// A line without its time.
fn lines(log: &str) -> Vec<&str> {
    let line = |line: &'_ str| -> Option<usize> { line.find(' ').map(|at| at + 1) };
    log.lines().map(|one| &one[line(one).unwrap_or(0)..]).collect()
}

/// What happens at an office, with the clock at which it does.
type Happens = (&'static str, fn() -> Installation, &'static str);

/// A list without a language of its own.
fn office(root: &str, tasks: &str) -> Installation {
    let around = super::installation::AROUND;
    Installation::of(&format!("{root}\n[mail]\nfrom = 'duban@example.org'\n{around}{tasks}"))
}

const HAPPENS: &[Happens] = &[
    ("a letter leaves", || office("", TASKS), DUE),
    (
        "a letter is held",
        || office("", &TASKS.replace("\"now\",", "\"now\", release = \"ask\",")),
        DUE,
    ),
    ("a file does not check", || office("tirtle = 1", TASKS), DUE),
    ("nothing answers", || Installation::with_relay(9, "security = 'none'", TASKS), DUE),
    (
        "the ledger is no ledger",
        || {
            let office = office("", TASKS);
            std::fs::create_dir(office.state()).expect("made");
            std::fs::write(office.state().join("ledger.sqlite3"), [b'x'; 4096]).expect("written");
            office
        },
        DUE,
    ),
    (
        "others may exchange the files",
        || {
            let office = office("", TASKS);
            std::fs::create_dir(office.state()).expect("made");
            office.set_mode("state", 0o777);
            office
        },
        DUE,
    ),
];

#[test]
fn people_read_the_log_in_their_language_and_programs_in_english() {
    for (what, office, clock) in HAPPENS {
        let run = |language: &str, arguments: &[&str]| {
            let office = office();
            let folder = office.folder.path().display().to_string();
            let arguments =
                [&["--lang", language, "run", "--once", "--verbose"], arguments].concat();
            let output = office.run(Some(clock), &arguments);
            String::from_utf8_lossy(&output.stderr).replace(&folder, "")
        };
        let log = run("zh-CN", &[]);
        assert!(!log.is_empty(), "{what}");
        for line in lines(&log) {
            assert!(!chinese_in(line).is_empty(), "{what}: no Chinese in `{line}` of\n{log}");
            assert_eq!(english_in(line), Vec::<String>::new(), "{what}: `{line}` of\n{log}");
        }
        let log = run("en", &[]);
        assert!(lines(&log).iter().all(|line| chinese_in(line).is_empty()), "{what}: {log}");
        let log = run("zh-CN", &["--log", "json"]);
        assert!(chinese_in(&log).is_empty() && !events(&log).is_empty(), "{what}: {log}");
        let office = office();
        let mut command = office.command(Some(clock), &["--lang", "zh-CN", "run", "--once"]);
        let path = on_the_journal(&office, &mut command);
        command.status().expect("it runs");
        let journal = std::fs::read_to_string(path).expect("read");
        assert!(chinese_in(&journal).is_empty(), "{what}: {journal}");
    }
}

#[test]
fn addresses_are_masked_also_in_what_the_relay_says_unless_asked() {
    for form in ["text", "json"] {
        let (_relay, office) = refusing();
        let log = text(&office.run(Some(DUE), &["run", "--once", "--verbose", "--log", form]));
        assert!(!log.contains("wang@") && !log.contains("zhang@"), "{log}");
        assert_eq!(log.matches("w…@example.org").count(), 3, "{log}");
        assert!(!log.contains("张三") && !log.contains("王五"), "a name is in the log: {log}");
        let (_relay, office) = refusing();
        let asked = ["run", "--once", "--log", form, "--log-addresses"];
        let log = text(&office.run(Some(DUE), &asked));
        assert_eq!(log.matches("wang@example.org").count(), 3, "{log}");
    }
}

#[test]
fn ids_and_paths_are_in_the_log_as_they_are_written() {
    let tasks = TASKS.replace("A-1", "A@17").replace("A-2", "A@north");
    let office = Installation::with_outbox("");
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['tasks@north.toml']\n{root}"));
    office.write("tasks@north.toml", &tasks);
    let log = office.run(Some(DUE), &["run", "--once", "--verbose", "--log", "json"]);
    let events = events(&text(&log));
    assert_eq!(said(&events, "letter written")["tasks"], serde_json::json!(["A@17", "A@north"]));
    assert_eq!(said(&events, "notice recorded")["task"], "A@17");
    office.write("tasks@north.toml", &format!("{tasks}titel = 'x'\n"));
    let log = text(&office.run(Some(DUE), &["run", "--once", "--log", "json"]));
    let events = self::events(&log);
    let unknown = said(&events, "`titel` is no key");
    assert!(unknown["file"].as_str().expect("a file").ends_with("/tasks@north.toml"), "{log}");
}

#[test]
fn a_start_that_fails_is_told_in_the_log_a_line_for_each_mistake() {
    let office = Installation::with_outbox("[[task]]\nid = 'A-1'\ntitel = 'x'\ndue = 2026-02-30\n");
    let output = office.run(None, &["run", "--log", "json"]);
    assert_eq!(output.status.code(), Some(78));
    let events = events(&text(&output));
    let unknown = said(&events, "`titel` is no key");
    let place = (&unknown["line"], &unknown["code"], &unknown["level"]);
    assert_eq!(place, (&15.into(), &"unknown-key".into(), &"ERROR".into()));
    assert!(unknown["help"].as_str().expect("help").contains("did you mean `title`?"));
    assert!(unknown["file"].as_str().expect("a file").ends_with("duban.toml"));
    said(&events, "there is no day `2026-02-30`");
    said(&events, "the configuration does not check");

    let office = Installation::with_outbox("");
    std::fs::write(office.state(), "no folder").expect("written");
    let output = office.run(None, &["run", "--log", "json"]);
    assert_eq!(output.status.code(), Some(1));
    said(&self::events(&text(&output)), "cannot lock the state folder");
}

#[test]
fn many_mistakes_are_counted_not_listed() {
    let tasks: String = (0..100).map(|at| format!("[[task]]\nid = 'A-{at}'\nnone = 1\n")).collect();
    let office = Installation::with_outbox(&tasks);
    let log = text(&office.run(None, &["run", "--log", "json"]));
    let events = events(&log);
    assert_eq!(events.len(), 22, "{log}");
    assert!(said(&events, "further problems")["more"].as_u64().expect("a number") >= 80);
}

#[test]
fn what_goes_to_a_file_is_no_journal_and_has_the_time() {
    let office = Installation::with_outbox(TASKS);
    let mut command = office.command(Some(DUE), &["run", "--once"]);
    let path = on_the_journal(&office, &mut command);
    let elsewhere = office.folder.path().join("elsewhere");
    command.stderr(File::create(&elsewhere).expect("made"));
    assert!(command.status().expect("run").success());
    let log = std::fs::read_to_string(elsewhere).expect("a log");
    assert!(log.starts_with("2026-11-24T01:00:"), "{log}");
    assert!(log.contains(" INFO letter written letter="), "{log}");
    assert_eq!(std::fs::read_to_string(path).expect("a file"), "");
}
