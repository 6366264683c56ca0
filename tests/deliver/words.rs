//! The command line speaks the reader's language, and no other (section 8).

use std::path::Path;

use super::installation::{Installation, text};
use super::languages::{chinese_in, english_in};
use super::relay::{Do, Relay, Script, Step};

/// What is printed in that language, and the status.
fn said(office: &Installation, language: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let output = office.run(None, &[&["--lang", language], arguments].concat());
    (text(&output), output.status.code())
}

fn only_that_language(language: &str, printed: &str, about: &[&str]) {
    assert!(!printed.trim().is_empty(), "{about:?} prints nothing");
    match language {
        "zh-CN" => {
            let english = english_in(printed);
            assert!(english.is_empty(), "{about:?}: {english:?} in:\n{printed}");
            assert!(!chinese_in(printed).is_empty(), "{about:?}: no Chinese in:\n{printed}");
        }
        _ => assert!(chinese_in(printed).is_empty(), "{about:?}:\n{printed}"),
    }
}

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| line.starts_with("  "));
    let names = listed.filter(|line| !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Every command line that names a command.
fn every_command(office: &Installation) -> Vec<Vec<String>> {
    let mut found = vec![vec![]];
    let mut at = 0;
    while at < found.len() {
        let path: Vec<String> = found[at].clone();
        let arguments: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
        let below = commands(&said(office, "en", &arguments).0).into_iter();
        found.extend(below.map(|name| [path.clone(), vec![name]].concat()));
        at += 1;
    }
    found
}

#[test]
fn every_help_text_is_in_the_readers_language() {
    let office = Installation::of("");
    let all = every_command(&office);
    assert!(all.len() >= 21, "some commands are missing: {all:?}");
    for command in all {
        for option in ["-h", "--help"] {
            let arguments: Vec<&str> = command.iter().map(String::as_str).chain([option]).collect();
            for language in ["zh-CN", "en"] {
                let (printed, status) = said(&office, language, &arguments);
                assert_eq!(status, Some(0), "{arguments:?}");
                only_that_language(language, &printed, &arguments);
            }
        }
    }
}

/// The lines of a usage, on which each form of a command stands.
fn usage(printed: &str) -> Vec<String> {
    let from_usage = printed.lines().skip_while(|line| !line.starts_with("Usage: "));
    let lines = from_usage.take_while(|line| !line.trim().is_empty() && !line.starts_with("For "));
    lines.map(|line| line.trim_start_matches("Usage:").trim().to_owned()).collect()
}

#[test]
fn every_usage_line_names_what_the_command_needs() {
    let office = Installation::of("");
    let mut checked = 0;
    // Without arguments these start or ask for something.
    let works = ["", "run", "receive", "init", "add"];
    let all = every_command(&office).into_iter().map(|path| path.join(" "));
    for command in all.filter(|command| !works.contains(&command.as_str())) {
        let arguments: Vec<&str> = command.split(' ').collect();
        let (printed, _) = said(&office, "en", &arguments);
        let Some((_, rest)) = printed.split_once("this is missing: ") else { continue };
        let missing = rest.lines().next().unwrap_or_default().trim_end_matches('.');
        let help = usage(&said(&office, "en", &[&arguments[..], &["--help"]].concat()).0);
        assert_eq!(usage(&printed), help, "{command}");
        for one in missing.split(", ") {
            assert!(help[0].contains(one), "{command}: `{one}` is missing in {help:?}");
        }
        checked += 1;
    }
    assert!(checked > 15, "{checked}");
}

#[test]
fn a_command_that_takes_back_shows_both_forms() {
    let office = Installation::of("");
    for (command, forms) in [
        ("extend", &["--to <DAY> --reason <REASON> <ID>...", "<ID>... --undo [<DAY>]"][..]),
        (
            "hold",
            &[
                "--until <DAY> --reason <REASON> <ID>...",
                "<ID>... --end [<DAY>]",
                "<ID>... --undo [<DAY>]",
            ],
        ),
        ("away", &["--from <DAY> --until <DAY> <PERSON>", "<PERSON> --undo [<DAY>]"]),
        ("link", &["<PERSON>", "--office", "--rotate"]),
    ] {
        let wanted: Vec<String> =
            forms.iter().map(|form| format!("duban {command} [OPTIONS] {form}")).collect();
        let (help, _) = said(&office, "en", &[command, "--help"]);
        assert_eq!(usage(&help), wanted, "{help}");
        let (help, _) = said(&office, "zh-CN", &[command, "--help"]);
        let lines = help.lines().filter(|line| line.contains(&format!("duban {command} [选项] ")));
        assert_eq!(lines.count(), forms.len(), "{help}");
        let (page, _) = said(&office, "en", &["man"]);
        let (_, own) = page.split_once(&format!(".SS \"duban {command}\"")).expect("it is told");
        let own = own.split(".SS ").next().unwrap_or_default();
        let synopses = own.matches(&format!("\\fBduban {command}\\fR")).count();
        assert_eq!(synopses, forms.len(), "{own}");
    }
}

#[test]
fn every_option_says_what_it_does() {
    let office = Installation::of("");
    for command in every_command(&office) {
        let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let (printed, _) = said(&office, "zh-CN", &arguments);
        let lines: Vec<&str> = printed.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.trim().starts_with("-"))
        {
            let told = line.split_once("  ").is_some_and(|(_, rest)| !chinese_in(rest).is_empty());
            let below = lines.get(at + 1).is_some_and(|below| !chinese_in(below).is_empty());
            assert!(told || below, "{command:?}: {line}");
        }
    }
}

/// Command lines that make no sense, and what is named to the reader.
const SENSELESS: &[(&[&str], &str)] = &[
    (&[], "plan"),
    (&["plna"], "plan"),
    (&["plan", "--frm", "x"], "--from"),
    (&["plan", "17"], "17"),
    (&["plan", "--json", "--json"], "--json"),
    (&["plan", "--now", "17"], "2026-11-24T09:00:00+08:00"),
    (&["plan", "--until"], "--until"),
    (&["status", "--colour", "17"], "--colour"),
    (&["show"], "show"),
    (&["show", "17", "--format", "3"], "eml"),
    (&["history", "--limit", "0"], "--limit"),
    (&["run", "--poll", "0"], "--poll"),
    (&["run", "--log", "17"], "json"),
    (&["run", "--once", "--now", "2026-11-24T09:00:00+08:00"], "--now"),
    (&["release", "--all", "--changes"], "--changes"),
    (&["discard", "--failed", "--all"], "--failed"),
    (&["ledger"], "backup"),
    (&["ledger", "backup"], "ledger backup"),
    (&["help", "17"], "17"),
    (&["status", "--state", "open"], "--colour"),
    (&["--state", "17", "plan", "--state-dir", "18"], "--state-dir"),
];

#[test]
fn every_usage_error_is_in_the_readers_language() {
    let office = Installation::of("");
    for (arguments, named) in SENSELESS {
        for language in ["zh-CN", "en"] {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_duban"));
            command.args(["--lang", language]).args(*arguments).current_dir(office.folder.path());
            let output = command.output().expect("it runs");
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output));
            let printed = text(&output);
            only_that_language(language, &printed, arguments);
            assert!(printed.contains(named), "{arguments:?}: `{named}` is missing in:\n{printed}");
        }
    }
}

#[test]
fn lang_beats_the_locale_wherever_it_stands() {
    let office = Installation::of("");
    let speaks = |locale: &str, arguments: &[&str]| {
        let mut command = office.command(None, arguments);
        let printed = text(&command.env("LC_ALL", locale).output().expect("it runs"));
        if chinese_in(&printed).is_empty() { "en" } else { "zh-CN" }
    };
    assert_eq!(speaks("zh_CN.UTF-8", &["help"]), "zh-CN");
    assert_eq!(speaks("C.UTF-8", &["help"]), "en");
    assert_eq!(speaks("zh_CN.UTF-8", &["--lang", "en", "help"]), "en");
    assert_eq!(speaks("C.UTF-8", &["help", "--lang=zh-CN"]), "zh-CN");
    // Of a language that is none, in that of the locale.
    assert_eq!(speaks("zh_CN.UTF-8", &["--lang", "fr", "help"]), "zh-CN");
}

#[test]
fn the_manual_page_is_in_the_readers_language() {
    let office = Installation::of("");
    for (language, headings) in [
        ("en", ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "\"EXIT STATUS\"", "FILES", "SIGNALS"]),
        ("zh-CN", ["名称", "概要", "选项", "命令", "退出状态", "文件", "信号"]),
    ] {
        let (page, _) = said(&office, language, &["man"]);
        for heading in headings {
            assert!(page.contains(&format!("\n.SH {heading}\n")), "no {heading}:\n{page}");
        }
        let below = page.split_once(".TH duban 1").expect("a title").1;
        let plain = ["\\fB", "\\fI", "\\fR", "\\-"].iter().fold(below.to_owned(), |page, mark| {
            page.replace(mark, if *mark == "\\-" { "-" } else { "" })
        });
        only_that_language(language, &plain, &["man"]);
    }
}

#[test]
fn the_manual_page_has_every_command_with_its_options() {
    let office = Installation::of("");
    let (page, _) = said(&office, "en", &["man"]);
    let told: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix(".SS ")).collect();
    let all = every_command(&office).into_iter().map(|path| path.join(" "));
    let all = all.filter(|name| !["", "help", "ledger"].contains(&name.as_str()));
    let mut all: Vec<String> = all.map(|name| format!("\"duban {name}\"")).collect();
    all.sort();
    let mut sorted = told.clone();
    sorted.sort();
    assert_eq!(sorted, all);
    for said in ["\\-\\-once", "\\-\\-log", "\\-\\-colour", "SIGHUP", "/etc/duban/duban.toml"] {
        assert!(page.contains(said), "`{said}` is missing in:\n{page}");
    }
    // What every command takes is told once.
    assert_eq!(page.matches("\n\\fB\\-\\-config\\fR \\fI").count(), 1, "{page}");
}

const TASKS: &str = r#"
[policies.p]
stages = [{ name = "overdue", at = "+1d", to = ["owner"] }]
[[task]]
id = "LATE"
title = "出台办法"
owner = "zhang"
policy = "p"
due = 2026-11-20
[[task]]
id = "DONE"
title = "出台办法"
owner = "zhang"
policy = "p"
opened = 2026-11-01
due = 2026-11-20
done = 2026-11-19
"#;

#[test]
fn status_shows_the_tasks_of_a_colour_named_in_either_language() {
    let office = Installation::with_outbox(TASKS);
    for (colour, shown) in [("red", "LATE"), ("红", "LATE"), ("blue", "DONE"), ("蓝", "DONE")] {
        let now = ["--now", "2026-11-24T02:00:00Z", "status", "--json", "--colour", colour];
        let status = office.json(None, &now);
        let tasks = status["tasks"].as_array().expect("tasks");
        let ids: Vec<&str> = tasks.iter().filter_map(|task| task["task"].as_str()).collect();
        assert_eq!(ids, [shown], "{colour}");
    }
}

#[test]
fn status_does_not_guess_what_state_means() {
    let office = Installation::with_outbox(TASKS);
    for arguments in [&["--state", "open", "status"][..], &["status", "--state", "open"]] {
        let output = office.run(None, arguments);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        for named in ["--colour", "--state-dir"] {
            assert!(text(&output).contains(named), "{}", text(&output));
        }
    }
}

#[test]
fn state_still_names_the_folder_elsewhere() {
    let office = Installation::with_outbox(TASKS);
    let config = office.folder.path().join("duban.toml");
    for before in [true, false] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_duban"));
        let state = ["--state", "here"];
        let arguments = if before {
            [&state[..], &["adopt"]].concat()
        } else {
            [&["adopt"], &state[..]].concat()
        };
        command.arg("--config").arg(&config).args(arguments).current_dir(office.folder.path());
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        let ledger = office.folder.path().join("here/ledger.sqlite3");
        assert!(ledger.exists());
        std::fs::remove_dir_all(ledger.parent().expect("a folder")).expect("removed");
    }
}

#[test]
fn the_root_file_here_comes_first() {
    let office = Installation::with_outbox(TASKS);
    let folder = office.folder.path();
    let here = |shown: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_duban"));
        command.args(["--now", "2026-11-24T02:00:00Z", "status"]).current_dir(folder);
        let printed = text(&command.env("LC_ALL", "C.UTF-8").output().expect("it runs"));
        assert!(printed.contains(shown), "`{shown}` is missing in:\n{printed}");
    };
    std::fs::create_dir(folder.join("config")).expect("made");
    let other = std::fs::read_to_string(folder.join("duban.toml")).expect("read");
    let other = other.replace("LATE", "OTHER");
    std::fs::write(folder.join("config/duban.toml"), other).expect("written");
    here("LATE");
    std::fs::rename(folder.join("duban.toml"), folder.join("elsewhere.toml")).expect("moved");
    here("OTHER");
}

#[test]
fn letters_is_also_called_outbox() {
    let office = Installation::with_outbox(TASKS);
    for name in ["letters", "outbox"] {
        let printed = text(&office.run(None, &[name]));
        assert!(printed.contains("No letter is unsettled."), "{name}: {printed}");
    }
}

/// A list whose own words are Chinese, so that whatever English is printed is ours.
const CHINESE: &str = r#"
language = "zh-CN"
[mail]
from = '督办室 <duban@example.org>'
subject-prefix = '[督办]'
[policies.p]
stages = [
  { name = "s-1", at = "-7d", to = ["owner"], cc = ["head"] },
  { name = "s-2", at = "+1d", repeat = "2wd", times = 3, to = ["owner"] },
  { name = "s-3", at = "+3d", to = ["owner"], release = "ask" },
  { name = "s-4", from = "done", at = "+5wd", to = ["owner"], letter = "verification" },
]
[[task]]
id = "A-1"
title = "出台办法"
unit = "city"
owner = "zhang"
policy = "p"
due = 2026-11-20
milestones = [{ id = "m-1", title = "草案", due = 2026-11-30 }]
[[task]]
id = "A-2"
title = "清理台账"
unit = "city"
owner = "wang"
policy = "p"
due = 2026-11-20
hold = { until = 2026-12-10, reason = "待批复" }
"#;

/// Commands with the status they end with, in the order in which they are called.
const ANSWERS: &[(&[&str], i32)] = &[
    (&["check"], 0),
    (&["letters"], 0),
    (&["history"], 1),
    (&["render", "A-1"], 0),
    (&["render", "A-2/m-9"], 1),
    (&["adopt"], 0),
    (&["plan"], 0),
    (&["plan", "--task", "A-9"], 1),
    (&["plan", "--until", "2026-11-24T02:00:00Z"], 0),
    (&["render", "A-1"], 1),
    (&["render", "A-1", "--stage", "s-9"], 1),
    (&["render", "A-1", "--stage", "s-2"], 0),
    (&["status"], 0),
    (&["status", "--unit", "u-9"], 1),
    (&["explain", "A-1"], 0),
    (&["explain", "A-2"], 0),
    (&["explain", "A-3"], 1),
    (&["history"], 0),
    (&["letters"], 0),
    (&["release", "--all"], 0),
    (&["discard", "--failed"], 0),
    (&["retry"], 0),
    (&["ledger", "check"], 0),
    (&["ledger", "backup", "b-1.sqlite3"], 0),
];

/// Edits with the status they end with, in the order in which they are called. What they print of the file is the
/// file's.
const EDITS: &[(&[&str], i32)] = &[
    (&["done", "A-1", "--on", "2026-11-23"], 0),
    (&["done", "A-1"], 0),
    (&["done", "A-9"], 1),
    (&["done", "A-1", "--on", "2026-13-45"], 2),
    (&["verify", "A-2"], 1),
    (&["verify", "A-1", "--on", "2026-11-24"], 0),
    (&["return", "A-1", "--reason", "17"], 1),
    (&["reopen", "A-1"], 0),
    (&["extend", "A-1", "--to", "2026-12-31", "--reason", "17"], 0),
    (&["extend", "A-1", "--to", "2027-01-08", "--reason", "17"], 0),
    (&["hold", "A-1", "--until", "2026-12-20", "--reason", "17"], 0),
    (&["assign", "A-1", "--to", "p-9"], 1),
    (&["assign", "A-1", "--to", "wang"], 0),
    (&["progress", "A-1", "--text", "17", "--percent", "60"], 0),
    (&["acknowledge", "A-1"], 0),
    (&["away", "p-9", "--from", "2026-12-01", "--until", "2026-12-10"], 1),
    (&["away", "zhang", "--from", "2026-12-01", "--until", "2026-12-10", "--delegate", "wang"], 0),
    (&["cancel", "A-2", "--reason", "17"], 0),
    (&["check"], 0),
    (&["policies"], 0),
    (&["policies", "p-9"], 1),
    (&["plan", "--until", "17-17"], 2),
    (&["run", "--once", "--now", "2026-11-24T02:00:00Z"], 2),
    (&["release", "f0f0f0f0"], 1),
    (&["ledger", "export", "17"], 2),
];

/// The words of that list in English.
const IN_ENGLISH: [(&str, &str); 10] = [
    ("zh-CN", "en"),
    ("督办室", "The office"),
    ("[督办]", "[duban]"),
    ("出台办法", "Rules"),
    ("清理台账", "Registers"),
    ("草案", "Draft"),
    ("待批复", "awaits approval"),
    ("张三", "Zhang San"),
    ("王五", "Wang Wu"),
    ("A 市局", "City A"),
];

/// The list with words of the reader's language, and no other.
fn list(language: &str) -> String {
    let list = format!("{CHINESE}{}", super::installation::AROUND);
    match language {
        "zh-CN" => list,
        _ => IN_ENGLISH.iter().fold(list, |list, (zh, en)| list.replace(zh, en)),
    }
}

/// A line of a difference, or of a file that a warning shows.
fn is_of_a_file(line: &str) -> bool {
    line.starts_with(['+', '-', '@', ' ']) || line.contains(" | ")
}

/// A line of the files that a finding shows: `20 | milestones = …`.
fn is_quoted(line: &str) -> bool {
    let number = line.trim_start().split_once(" | ").map(|(number, _)| number);
    number.is_some_and(|number| number.chars().all(|one| one.is_ascii_digit()))
}

#[test]
fn every_answer_is_in_the_readers_language() {
    for language in ["zh-CN", "en"] {
        for table in [ANSWERS, EDITS] {
            let office = Installation::of(&list(language));
            for (arguments, status) in table {
                // Only commands that read take a made-up time.
                let mut command =
                    office.command(Some("2026-11-24 02:00:00"), &["--lang", language]);
                let output = command.args(*arguments).current_dir(office.folder.path()).output();
                let output = output.expect("it runs");
                let printed = text(&output);
                assert_eq!(output.status.code(), Some(*status), "{arguments:?}: {printed}");
                // Ids, and the folder of the test.
                let folder = office.folder.path().display().to_string();
                let ids = match office.state().join("ledger.sqlite3").exists() {
                    true => letter_ids(&office.state()),
                    false => Vec::new(),
                };
                let printed = match table == EDITS {
                    false => printed
                        .lines()
                        .filter(|line| !is_quoted(line))
                        .collect::<Vec<_>>()
                        .join("\n"),
                    true => printed
                        .lines()
                        .filter(|line| !is_of_a_file(line))
                        .collect::<Vec<_>>()
                        .join("\n"),
                };
                let ids =
                    ids.iter().map(String::as_str).chain([&*folder, "default", "zhang", "wang"]);
                let own = ids.fold(printed, |text, id| text.replace(id, ""));
                only_that_language(language, &own, arguments);
            }
        }
    }
}

/// The ids of a ledger's letters: whatever letters they are made of, they are no words.
fn letter_ids(state: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(state.join("ledger.sqlite3")).expect("opened");
    let mut statement = connection.prepare("SELECT id FROM letter").expect("a ledger");
    let ids = statement.query_map([], |row| row.get(0)).expect("read");
    ids.collect::<Result<_, _>>().expect("read")
}

fn without(ids: &[String], printed: &str) -> String {
    ids.iter().fold(printed.to_owned(), |text, id| text.replace(id.as_str(), ""))
}

/// A ledger that `sql` has changed by hand.
fn changed(state: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(state.join("ledger.sqlite3")).expect("opened");
    connection.execute_batch(sql).expect("changed");
}

fn replaced(state: &Path, bytes: &[u8]) {
    std::fs::write(state.join("ledger.sqlite3"), bytes).expect("written");
}

/// What may be wrong with a ledger, the command that meets it, and what is named to the reader.
type Wrong = (fn(&Path), &'static [&'static str], &'static str);

const WRONG: &[Wrong] = &[
    (|state| std::fs::remove_dir_all(state).expect("removed"), &["history"], "duban run"),
    (
        |state| std::fs::remove_file(state.join("ledger.sqlite3")).expect("gone"),
        &["status"],
        "ledger.sqlite3",
    ),
    (|state| replaced(state, &[b'x'; 4096]), &["status"], "ledger.sqlite3"),
    (|state| replaced(state, b""), &["status"], "ledger.sqlite3"),
    (|state| changed(state, "PRAGMA application_id = 7"), &["status"], "SQLite"),
    (|state| changed(state, "PRAGMA user_version = 999"), &["status"], "999"),
    (|state| changed(state, "PRAGMA user_version = 1"), &["status"], "duban run"),
    (
        |state| changed(state, "PRAGMA foreign_keys = 0; DELETE FROM recipient"),
        &["ledger", "check"],
        "",
    ),
    (
        |state| changed(state, "PRAGMA foreign_keys = 0; DELETE FROM message"),
        &["ledger", "check"],
        "",
    ),
    (|_| (), &["show", "f0f0f0f0"], "f0f0f0f0"),
    (|_| (), &["show", ""], ""),
    (|_| (), &["release", "f0f0f0f0"], "f0f0f0f0"),
    (|_| (), &["ledger", "backup", "/proc/b-1"], "/proc/b-1"),
    (|_| (), &["ledger", "backup", "duban.toml"], "duban.toml"),
];

#[test]
fn what_is_wrong_with_the_ledger_is_told_in_the_readers_language() {
    for (at, (spoil, arguments, named)) in WRONG.iter().enumerate() {
        let office = Installation::of(&format!("{CHINESE}{}", super::installation::AROUND));
        office.once("2026-11-24 02:00:10", 0);
        let ids = letter_ids(&office.state());
        spoil(&office.state());
        for language in ["zh-CN", "en"] {
            let mut command = office.command(None, &["--lang", language]);
            let output = command.args(*arguments).current_dir(office.folder.path()).output();
            let output = output.expect("it runs");
            let printed = text(&output);
            assert_eq!(output.status.code(), Some(1), "{at} {arguments:?}: {printed}");
            let folder = office.folder.path().display().to_string();
            let own = without(&ids, &printed.replace(&folder, ""));
            only_that_language(language, &own, arguments);
            assert!(printed.contains(named), "{at} {arguments:?}: `{named}` is missing: {printed}");
        }
    }
}

/// What keeps a letter from its recipient, and the words that stay as they were said.
type Kept = (fn() -> (Option<Relay>, Installation), &'static str);

const KEPT: &[Kept] = &[
    (|| (None, to_relay(9, "security = 'none'")), ""),
    (|| (None, to_relay(9, "security = 'none'\nusername = 'u'\npassword = { file = 'none' }")), ""),
    (
        || beside(Script { refuse: refused("550 5.1.1 No such user"), ..Script::default() }),
        "No such user",
    ),
    (|| beside(Script { refuse: refused("450 4.2.1 Later"), ..Script::default() }), "Later"),
    (|| beside(Script::always(Step::Banner, Do::Say("554 5.7.1 Go away"))), "Go away"),
    (|| beside(Script::always(Step::Banner, Do::Drop)), ""),
    (|| beside(Script::always(Step::Dot, Do::Drop)), ""),
    (
        || {
            (
                None,
                Installation::of(&format!(
                    "{CHINESE_MAIL}transport = 'sendmail'\nsendmail = '/none/sendmail'\n{}",
                    rest()
                )),
            )
        },
        "",
    ),
    (
        || {
            let office = Installation::of(&format!("{CHINESE_MAIL}{}", rest()));
            std::fs::create_dir(office.state()).expect("made");
            std::fs::write(office.state().join("outbox"), "no folder").expect("written");
            (None, office)
        },
        "",
    ),
];

const CHINESE_MAIL: &str = "language = \"zh-CN\"\n[mail]\nfrom = '督办室 <duban@example.org>'\n";

/// The list whose own words are Chinese, and word to the admin.
fn rest() -> String {
    let around = super::installation::AROUND;
    let tasks = &CHINESE[CHINESE.find("[policies").expect("a policy")..];
    format!("[admin]\nto = ['ops@example.org']\n{around}{tasks}")
}

fn to_relay(port: u16, smtp: &str) -> Installation {
    let relay = format!("[mail.smtp]\nhost = 'localhost'\nport = {port}\n{smtp}\n");
    Installation::of(&format!("{CHINESE_MAIL}{relay}{}", rest()))
}

fn beside(script: Script) -> (Option<Relay>, Installation) {
    let relay = Relay::start(script);
    let office = to_relay(relay.port, "security = 'none'");
    (Some(relay), office)
}

/// What `show` prints of a letter's headers, and a letter to the admin of the machine.
fn is_header(line: &str) -> bool {
    ["Date:", "Message-ID:", "References:", "主机：", "配置文件："]
        .iter()
        .any(|name| line.starts_with(name))
}

fn refused(answer: &'static str) -> Vec<(String, &'static str)> {
    vec![("zhang@example.org".to_owned(), answer)]
}

#[test]
fn why_a_letter_does_not_arrive_is_told_in_the_readers_language() {
    for (at, (make, named)) in KEPT.iter().enumerate() {
        let (_relay, office) = make();
        let pass = |clock, language: &str| {
            text(&office.run(Some(clock), &["--lang", language, "run", "--once"]))
        };
        let folder = office.folder.path().display().to_string();
        let logs = [pass("2026-11-24 02:00:10", "zh-CN"), pass("2026-11-24 02:20:10", "zh-CN")];
        for log in &logs {
            only_that_language("zh-CN", &log.replace(&folder, ""), &["run"]);
        }
        let letters = office.json(None, &["letters", "--json"]);
        let letters = letters["letters"].as_array().expect("letters").clone();
        let told: Vec<String> = letters.iter().map(|one| one["last_answer"].to_string()).collect();
        let is_named = named.is_empty() || told.iter().any(|answer| answer.contains(named));
        assert!(is_named, "{at}: {told:?}");
        assert!(chinese_in(&told.concat()).is_empty(), "{at}: {told:?}");
        let ids: Vec<&str> = letters.iter().filter_map(|one| one["letter"].as_str()).collect();
        let shows = ids.iter().map(|id| vec!["show", *id]);
        for command in [vec!["letters"], vec!["status"], vec!["history"]].into_iter().chain(shows) {
            let mut shown = office.command(Some("2026-11-24 02:30:00"), &["--lang", "zh-CN"]);
            let printed = text(&shown.args(&command).output().expect("it runs"));
            let own = printed.replace(&folder, "").replace("/etc/duban", "");
            let own = ids.iter().fold(own, |own, id| own.replace(id, ""));
            let own: Vec<&str> = own.lines().filter(|line| !is_header(line)).collect();
            only_that_language("zh-CN", &own.join("\n"), &command);
            assert!(!printed.contains("os error"), "{at} {command:?}: {printed}");
        }
    }
}

#[test]
fn l7_who_works_on_the_ledger_is_told_in_the_readers_language() {
    let office = Installation::of(&format!("{CHINESE}{}", super::installation::AROUND));
    let _held = duban::ledger::Lock::acquire(&office.state()).expect("locked");
    for language in ["zh-CN", "en"] {
        let (printed, status) = said(&office, language, &["adopt"]);
        assert_eq!(status, Some(1), "{printed}");
        let folder = office.folder.path().display().to_string();
        only_that_language(language, &printed.replace(&folder, ""), &["adopt"]);
        assert!(printed.contains(&format!("pid {}", std::process::id())), "{printed}");
    }
}
