//! What the package is made of, beside the program: the starter configuration, completions, the manual page. The
//! package itself, and the unit under a real systemd, are tried by tests/package/run.

use std::io::Write;
use std::path::Path;
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

/// A small office whose ids a shell can complete.
const OFFICE: &str = r#"
[policies.strict]
stages = [{ name = "late", at = "+1d", to = ["owner"] }]
[[task]]
id = "A-1"
title = "修订制度"
owner = "zhang"
policy = "strict"
due = 2026-11-30
milestones = [{ id = "draft", title = "草案", due = 2026-11-10 }]
"#;

/// What duban answers a shell that completes the last of these words.
fn completed(office: &Installation, shell: &str, words: &[&str]) -> Vec<String> {
    let mut duban = Command::new(env!("CARGO_BIN_EXE_duban"));
    duban.current_dir(office.folder.path()).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    duban.env("DUBAN_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let output = duban.args(["--", "duban"]).args(words).output().expect("duban runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {}", text(&output));
    let value = |line: &str| line.split(['\t', ':']).next().unwrap_or_default().to_owned();
    String::from_utf8(output.stdout).expect("text").lines().map(value).collect()
}

#[test]
fn shells_complete_commands_options_and_ids_of_the_files() {
    let office = Installation::with_outbox(OFFICE);
    for shell in ["bash", "zsh", "fish"] {
        let commands = completed(&office, shell, &[""]);
        for command in ["run", "check", "explain", "letters", "ledger", "completions", "man"] {
            assert!(commands.iter().any(|one| one == command), "{shell}: {command}: {commands:?}");
        }
        assert_eq!(completed(&office, shell, &["explain", "A"]), ["A-1"], "{shell}");
    }
    let bash = |words: &[&str]| completed(&office, "bash", words);
    assert_eq!(bash(&["done", "A-1/"]), ["A-1/draft"], "a milestone");
    assert_eq!(bash(&["办结", "A"]), ["A-1"], "a command by its Chinese name");
    assert_eq!(bash(&["done", "A-1", "A"]), ["A-1"], "one of several");
    assert_eq!(bash(&["explain", "修"]), ["修订制度"], "a name where no id begins so");
    assert_eq!(bash(&["who", "zh"]), ["zhang"]);
    assert_eq!(bash(&["extend", "A-1", "--by", "wa"]), ["wang"]);
    assert_eq!(bash(&["status", "--unit", "c"]), ["city"]);
    assert_eq!(bash(&["add", "--policy", "str"]), ["strict"]);
    let policies = bash(&["policies", "fedramp"]);
    assert_eq!(policies, ["fedramp"], "the value before its colon: {policies:?}");
    assert_eq!(bash(&["explain-error", "due-over"]), ["due-overwritten"]);
    assert!(bash(&["status", "--la"]).contains(&"--lang".to_owned()));
}

#[test]
fn ids_are_those_of_the_files_that_the_line_names() {
    let office = Installation::with_outbox(OFFICE);
    let other = Installation::with_outbox(&OFFICE.replace("A-1", "B-7"));
    let root = other.folder.path().join("duban.toml");
    let root = root.to_str().expect("UTF-8");
    assert_eq!(completed(&office, "bash", &["--config", root, "explain", "B"]), ["B-7"]);
    // Files that do not check, or are not there, give no candidates and no words.
    office.write("duban.toml", "[[task]]\nid = ");
    assert_eq!(completed(&office, "bash", &["explain", "A"]), Vec::<String>::new());
    std::fs::remove_file(office.folder.path().join("duban.toml")).expect("removed");
    assert_eq!(completed(&office, "bash", &["explain", "A"]), Vec::<String>::new());
}

#[test]
fn completion_scripts_ask_duban_as_the_shell_does() {
    let office = Installation::with_outbox(OFFICE);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = office.run(None, &["completions", shell]);
        assert_eq!(script.status.code(), Some(0), "{shell}: {}", text(&script));
        let script = String::from_utf8(script.stdout).expect("text");
        assert!(script.contains("DUBAN_COMPLETE"), "{shell}: {script}");
        assert!(shell != "zsh" || script.starts_with("#compdef duban\n"), "{script}");
    }
    // The script itself, in a shell that has it read, as a Tab runs it.
    let script = text(&office.run(None, &["completions", "bash"]));
    let script = format!(
        "{script}\nCOMP_WORDS=(duban explain A); COMP_CWORD=2\n\
         complete -p duban >/dev/null && _clap_complete_duban duban A explain\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    let folder = Path::new(env!("CARGO_BIN_EXE_duban")).parent().expect("a folder");
    let mut bash = Command::new("bash");
    bash.current_dir(office.folder.path()).arg("-s").stdin(Stdio::piped());
    bash.env("PATH", format!("{}:/usr/bin:/bin", folder.display())).env("LC_ALL", "C.UTF-8");
    let mut bash = bash.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bash");
    bash.stdin.take().expect("its input").write_all(script.as_bytes()).expect("read");
    let output = bash.wait_with_output().expect("ended");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "A-1\n", "{}", text(&output));
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
