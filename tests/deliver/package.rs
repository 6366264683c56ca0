//! What the package is made of, beside the program: the starter configuration, completions, the manual page. The
//! package itself, and the unit under a real systemd, are tried by tests/package/run.

use std::io::Write;
use std::process::{Command, Stdio};

use super::installation::{Installation, text};

#[test]
fn the_starter_configuration_checks_and_says_nothing_to_anybody() {
    let office = Installation::of(include_str!("../../config/starter.toml"));
    let checked = text(&office.run(None, &["check"]));
    assert!(checked.contains("0 tasks; 0 errors, 0 warnings"), "{checked}");
    office.once("2026-11-24 02:00:10", 0);
    assert!(!office.state().join("outbox").exists(), "something was written");
}

#[test]
fn the_starter_configuration_leads_to_a_first_letter_by_taking_marks_away() {
    let starter = include_str!("../../config/starter.toml");
    let (above, task) = starter.split_once("# [[task]]").expect("a task to begin with");
    let task = format!("[[task]]{}", task.replace("\n# ", "\n"));
    let office = Installation::of(&format!("{above}{task}"));
    let checked = text(&office.run(None, &["check"]));
    assert!(checked.contains("1 task; 0 errors, 0 warnings"), "{checked}");
    office.once("2026-11-24 02:00:10", 0);
    let letters = std::fs::read_dir(office.state().join("outbox")).expect("the outbox").count();
    assert_eq!(letters, 1);
}

#[test]
fn completions_know_every_command_and_are_sound_to_the_shell() {
    let office = Installation::of("");
    for shell in ["bash", "zsh", "fish"] {
        let script = office.run(None, &["completions", shell]);
        assert_eq!(script.status.code(), Some(0), "{shell}: {}", text(&script));
        let script = String::from_utf8(script.stdout).expect("text");
        for command in ["run", "check", "explain", "letters", "ledger", "completions", "man"] {
            assert!(script.contains(command), "`{command}` is missing for {shell}");
        }
        if shell == "bash" {
            let mut bash = Command::new("bash");
            let mut bash = bash.arg("-n").stdin(Stdio::piped()).spawn().expect("bash");
            bash.stdin.take().expect("its input").write_all(script.as_bytes()).expect("read");
            assert!(bash.wait().expect("ended").success(), "bash does not take its own");
        }
    }
}

#[test]
fn the_manual_page_is_a_page() {
    let page = text(&Installation::of("").run(None, &["man"]));
    assert!(page.contains(".TH duban 1"), "{page}");
    for section in
        ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "\"EXIT STATUS\"", "FILES", "SIGNALS"]
    {
        assert!(page.contains(&format!("\n.SH {section}\n")), "no {section}:\n{page}");
    }
}
