//! R1, R2: commands that show something show what is in force, and say which file is not.

use std::process::Output;

use super::installation::{Installation, task, text};

const NOW: &str = "2026-11-24T09:00:00+08:00";

/// Two tasks in files of their own; the daemon has read both once.
fn office() -> Installation {
    let policy = "[policies.p]\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n";
    let office = Installation::with_outbox(policy);
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['*.part']\n{root}"));
    office.write("a.part", &task("A-1", "zhang", "2026-11-24"));
    office.write("b.part", &task("B-1", "wang", "2026-12-10"));
    office.once("2026-11-23 01:00:00", 0);
    office
}

fn said(output: &Output) -> (String, String) {
    assert_eq!(output.status.code(), Some(0), "{}", text(output));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn r1_commands_show_what_is_in_force_and_name_the_file_that_is_not() {
    let office = office();
    office.write("a.part", "[[task]]\nid = 'A-1'\ntitle = 'x'\ndue = 2026-02-30\n");
    office.write("b.part", &task("B-1", "wang", "2026-12-11"));
    let table: [(&[&str], &[&str]); 5] = [
        (&["status"], &["A-1", "2026-11-24", "B-1", "2026-12-11"]),
        (&["plan"], &["A-1", "B-1", "2026-12-11"]),
        (&["explain", "A-1"], &["A-1", "2026-11-24"]),
        (&["render", "A-1"], &["A-1"]),
        (&["history", "A-1"], &[]),
    ];
    for (command, shown) in table {
        let arguments = [&["--now", NOW], command].concat();
        let (out, err) = said(&office.run(None, &arguments));
        for part in shown {
            assert!(out.contains(part), "{command:?} does not show {part}: {out}");
        }
        if command[0] != "history" {
            assert!(err.contains("a.part") && !err.contains("b.part"), "{command:?}: {err}");
            assert!(err.contains("there is no day `2026-02-30`"), "{command:?}: {err}");
        }
    }
    for command in [&["status", "--json"][..], &["plan", "--json"], &["explain", "A-1", "--json"]] {
        let document = office.json(None, &[&["--now", NOW], command].concat());
        let file = document["not_in_force"][0].as_str().expect("a file");
        assert!(file.ends_with("a.part"), "{document}");
    }
    assert_eq!(office.run(None, &["check"]).status.code(), Some(78), "`check` is about the files");
    assert_eq!(office.run(None, &["adopt"]).status.code(), Some(78), "and `adopt` takes them over");
}

#[test]
fn r1_a_file_is_found_in_force_from_whatever_folder_a_command_is_run_in() {
    let office = office();
    office.write("b.part", "nonsense");
    let mut here = std::process::Command::new(env!("CARGO_BIN_EXE_duban"));
    here.current_dir(office.folder.path()).env("LC_ALL", "zh_CN.UTF-8");
    here.args(["--config", "duban.toml", "--state-dir", "state", "--now", NOW, "status"]);
    let (out, err) = said(&here.output().expect("run"));
    assert!(out.contains("B-1") && out.contains("2026-12-10"), "{out}");
    assert!(err.contains("未按现状采用") && err.contains("b.part"), "{err}");
}

#[test]
fn r2_what_is_kept_is_found_by_a_root_file_that_is_named_without_its_folder() {
    let office = office();
    let here = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_duban"));
        command.current_dir(office.folder.path()).env("LC_ALL", "C.UTF-8");
        command.args(["--state-dir", "state", "--now", NOW]).args(arguments);
        said(&command.output().expect("run"))
    };
    let (out, _) = here(&["diff"]);
    assert!(out.contains("what they said when the daemon took them"), "{out}");
    // `check` knows the first promise that was written over.
    let later = task("B-1", "wang", "2026-12-11");
    office.write("b.part", &later);
    let (out, _) = here(&["check"]);
    assert!(out.contains("due-overwritten"), "{out}");
}

#[test]
fn r2_without_a_last_good_version_a_command_shows_the_errors() {
    let office = Installation::with_outbox("[[task]]\nid = 'A'\n");
    let output = office.run(None, &["status"]);
    assert_eq!(output.status.code(), Some(78), "{}", text(&output));
    assert!(text(&output).contains("missing"), "{}", text(&output));
    assert!(!office.state().exists(), "nothing is created");
}
