//! Where a command's output cannot be written, and what of others' words in it could steer a terminal.

use std::fs::{File, OpenOptions};
use std::process::{Output, Stdio};

use rusqlite::Connection;

use super::installation::{DUE, Installation, TASK, text};

/// An office with a letter in its ledger, and the letter's id.
fn with_letter(rest: &str) -> (Installation, String) {
    let office = Installation::of(&format!(
        "[mail]\nfrom = 'duban@example.org'\ndetail = true\n{}{rest}",
        super::installation::AROUND
    ));
    office.once(DUE, 0);
    let history = office.json(None, &["history", "--json"]);
    let letter = history["notices"][0]["letter"].as_str().expect("a letter").to_owned();
    (office, letter)
}

/// Every command that prints, once in each form.
fn commands(letter: &str) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = ["check", "plan", "status", "history", "letters"]
        .into_iter()
        .flat_map(|command| [vec![command], vec![command, "--json"]])
        .collect();
    all.extend([vec!["explain", "A-1"], vec!["explain", "A-1", "--json"]]);
    for format in ["text", "html", "eml"] {
        all.push(vec!["show", letter, "--format", format]);
        all.push(vec!["render", "A-1", "--stage", "now", "--format", format]);
    }
    all.extend([vec!["ledger", "check"], vec!["ledger", "export"], vec!["man"]]);
    all.extend([vec!["completions", "bash"], vec!["retry"], vec!["release", "--all"]]);
    all.extend([vec!["discard", "--failed"], vec!["adopt"]]);
    all.extend([vec!["--help"], vec!["--version"], vec!["help", "run"], vec!["run", "--help"]]);
    all
}

fn run(office: &Installation, arguments: &[&str], out: Stdio, err: Stdio) -> Output {
    let mut command = office.command(Some(DUE), arguments);
    let child = command.stdout(out).stderr(err).spawn().expect("started");
    child.wait_with_output().expect("ended")
}

fn full() -> Stdio {
    OpenOptions::new().write(true).open("/dev/full").expect("a full disk").into()
}

/// A pipe whose reader has gone, as `head` does.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_and_said() {
    let (office, letter) = with_letter(TASK);
    for arguments in commands(&letter) {
        let output = run(&office, &arguments, full(), Stdio::piped());
        let said = text(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        let named = said.contains("cannot be written to standard output: No space left");
        assert!(named && said.lines().count() == 1, "{arguments:?}: {said}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_a_command_quietly() {
    let (office, letter) = with_letter(TASK);
    for arguments in commands(&letter) {
        let output = run(&office, &arguments, closed(), Stdio::piped());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output));
        assert_eq!(text(&output), "", "{arguments:?}");
    }
    // The answer does not depend on who reads it.
    office.write("duban.toml", "nonsense = 1\n");
    let output = run(&office, &["check"], closed(), Stdio::piped());
    assert_eq!((output.status.code(), text(&output)), (Some(78), String::new()));
}

#[test]
fn where_standard_error_cannot_be_written_the_work_and_the_exit_status_stay() {
    for err in [full, closed] {
        let office = Installation::with_outbox(TASK);
        let sent = run(&office, &["run", "--once"], Stdio::piped(), err());
        assert_eq!(sent.status.code(), Some(0), "{}", text(&sent));
        let letters = std::fs::read_dir(office.state().join("outbox")).expect("an outbox");
        assert_eq!(letters.count(), 1);
        for (arguments, status) in
            [(&["explain", "nosuch"][..], 1), (&["nonsense"], 2), (&["show", "nosuch"], 1)]
        {
            let output = run(&office, arguments, Stdio::piped(), err());
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
        }
        // Where nothing was ever in force.
        let office = Installation::of("nonsense = 1\n");
        for arguments in [&["plan"][..], &["check"]] {
            let output = run(&office, arguments, Stdio::null(), err());
            assert_eq!(output.status.code(), Some(78), "{arguments:?}: {}", text(&output));
        }
    }
}

/// What steers a terminal, of each kind.
const HOSTILE: &str =
    "a\rb\u{1b}[31mZ\u{1b}]0;d\u{7}\u{202e}e\u{9b}2J\u{200f}f\u{61c}\u{2066}g\u{7f}\u{85}h\u{2028}";

/// Our own colours may stand there, and nothing else that steers.
#[track_caller]
fn steers_nothing(printed: &str, what: &str) {
    let mut rest = printed;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        assert!(!steers(before), "{what}: {printed:?}");
        let colour = after.strip_prefix('[').and_then(|after| after.split_once('m'));
        let (numbers, after) = colour.unwrap_or_else(|| panic!("{what}: {printed:?}"));
        let ours = numbers.chars().all(|one| one.is_ascii_digit() || one == ';');
        assert!(ours && !after.starts_with('Z'), "{what}: {printed:?}");
        rest = after;
    }
    assert!(!steers(rest), "{what}: {printed:?}");
}

fn steers(text: &str) -> bool {
    let turns = ['\u{200e}', '\u{200f}', '\u{61c}', '\u{2028}', '\u{2029}'];
    text.chars().any(|one| {
        (one.is_control() && !"\n\t".contains(one))
            || turns.contains(&one)
            || ('\u{202a}'..='\u{202e}').contains(&one)
            || ('\u{2066}'..='\u{2069}').contains(&one)
    })
}

#[test]
fn nothing_that_others_wrote_steers_the_terminal() {
    let title = "报告\u{202e}倒着\u{2066}\u{200f}";
    let rest = TASK
        .replace("A task", title)
        .replace("due = ", "detail = \"一\\u001b[2J\\u009b\\u202e\\u000d二\"\ndue = ");
    let (office, letter) = with_letter(&rest);
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("opened");
    for sql in [
        "UPDATE letter SET state = 'failed', subject = ?1, last_answer = ?1, settled = NULL",
        "UPDATE recipient SET state = 'refused', answer = ?1",
        "INSERT INTO relay (node, since, why, needs_admin, failures, next_try) VALUES ('', 1, ?1, 0, 1, 1)",
    ] {
        ledger.execute(sql, [HOSTILE]).expect("changed");
    }
    drop(ledger);
    let look = |arguments: &[&str]| {
        let mut command = office.command(Some(DUE), arguments);
        let output = command.env("CLICOLOR_FORCE", "1").output().expect("run");
        // A message is for programs: on a terminal it is shown, in a pipe its bytes stay.
        let raw = arguments.iter().any(|one| ["html", "eml"].contains(one));
        if !raw {
            steers_nothing(&text(&output), &format!("{arguments:?}"));
        }
        text(&output)
    };
    assert!(look(&["letters"]).contains(r"a\rb\u{1b}[31mZ"), "{}", look(&["letters"]));
    let json: serde_json::Value =
        serde_json::from_str(&look(&["letters", "--json"])).expect("JSON");
    assert_eq!(json["letters"][0]["subject"], HOSTILE, "it means what it meant");
    commands(&letter).iter().for_each(|arguments| drop(look(arguments)));
    // What is named on the command line, and in files and their names.
    look(&["explain", HOSTILE]);
    look(&["show", HOSTILE]);
    look(&["history", HOSTILE]);
    look(&[HOSTILE]);
    look(&["history", "--limit", HOSTILE]);
    std::fs::create_dir(office.folder.path().join("tasks")).expect("made");
    office.write(
        &format!("tasks/{HOSTILE}.toml"),
        &format!("[[task]]\nid = 'x' # {HOSTILE}\n\"{HOSTILE}\" = 1\n"),
    );
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['tasks/*.toml']\n{root}"));
    for arguments in [&["check"][..], &["check", "--json"], &["plan"], &["run", "--once"]] {
        let said = look(arguments);
        assert!(said.contains(r"\r") || said.contains(r"\u"), "{arguments:?}: {said}");
    }
}

/// A file in a pipe or on the disk is the message as it was sent.
#[test]
fn a_message_keeps_its_bytes_where_a_program_reads_it() {
    let (office, letter) = with_letter(TASK);
    let file = office.folder.path().join("letter.eml");
    let out = File::create(&file).expect("made");
    let shown = run(&office, &["show", &letter, "--format", "eml"], out.into(), Stdio::piped());
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown));
    let sent = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let mut sent = sent.map(|file| file.expect("a file").path());
    let named =
        |path: &std::path::PathBuf| path.to_string_lossy().ends_with(&format!("-{letter}.eml"));
    let sent = sent.find(named).expect("the letter");
    assert_eq!(std::fs::read(file).expect("read"), std::fs::read(sent).expect("sent"));
}
