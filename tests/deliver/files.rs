//! Files that are not what they seem: hidden ones, near misses, links to nowhere, named pipes. None is waited for,
//! and no task is left out without a word.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use super::daemon::Daemon;
use super::installation::{AROUND, DUE, Installation, TASK, task, text};
use super::secrecy::unprivileged;

/// An office whose tasks stand in `tasks/*.toml`, one of them A-1.
fn office(pattern: &str) -> Installation {
    let rest = "[policies.p]\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n";
    let office = Installation::of(&format!(
        "include = ['{pattern}']\n[mail]\nfrom = 'duban@example.org'\n{AROUND}{rest}"
    ));
    fs::create_dir(office.folder.path().join("tasks")).expect("made");
    office.write("tasks/a.toml", &task("A-1", "zhang", "2026-11-24"));
    office
}

fn mkfifo(office: &Installation, name: &str) {
    let path = office.folder.path().join(name);
    let _ = fs::remove_file(&path);
    let made = Command::new("mkfifo").args(["-m", "600"]).arg(path).status();
    assert!(made.expect("mkfifo").success());
}

/// What a command comes to that might wait for ever.
fn ends(office: &Installation, arguments: &[&str]) -> Output {
    let inner = office.command(Some(DUE), arguments);
    let mut command = Command::new("timeout");
    command.args(["--signal=KILL", "60"]).arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.output().expect("run")
}

#[track_caller]
fn refused(office: &Installation, words: &[&str]) {
    let output = ends(office, &["check"]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(78), "{said}");
    assert!(words.iter().all(|words| said.contains(words)), "{said}");
    assert!(!said.contains("fine"), "{said}");
}

/// How many tasks are in force, and what is doubtful.
#[track_caller]
fn taken(office: &Installation, tasks: usize) -> String {
    let said = text(&ends(office, &["check"]));
    let wanted = if tasks == 1 { "1 task;".to_owned() } else { format!("{tasks} tasks;") };
    assert!(said.contains(&wanted), "{said}");
    said
}

#[test]
fn hidden_files_are_matched_by_no_star() {
    for pattern in ["tasks/*.toml", "**/a*.toml", "**/*.toml"] {
        let office = office(pattern);
        let other = task("B-1", "zhang", "2026-11-24");
        for hidden in ["tasks/.#b.toml", "tasks/._a.toml", "tasks/.a.toml.swp"] {
            office.write(hidden, &other);
        }
        for folder in [".git", "tasks/..data", "tasks/.old"] {
            fs::create_dir(office.folder.path().join(folder)).expect("made");
            office.write(&format!("{folder}/a.toml"), &other);
        }
        let said = taken(&office, 1);
        assert!(said.contains("0 warnings"), "{said}");
    }
}

/// A Kubernetes ConfigMap: what is seen are links into a hidden folder that is a link itself.
#[test]
fn links_into_a_hidden_folder_are_files_like_any_other() {
    let office = office("tasks/*.toml");
    let at = |name: &str| office.folder.path().join(name);
    fs::create_dir(at("tasks/..2026")).expect("made");
    fs::rename(at("tasks/a.toml"), at("tasks/..2026/a.toml")).expect("moved");
    symlink("..2026", at("tasks/..data")).expect("a link");
    symlink("..data/a.toml", at("tasks/a.toml")).expect("a link");
    assert!(taken(&office, 1).contains("0 warnings"));
}

#[test]
fn a_name_that_is_nearly_right_is_named() {
    let office = office("tasks/*.toml");
    for name in ["b.toml.txt", "C.TOML", "d.tom"] {
        office.write(&format!("tasks/{name}"), &task(name, "zhang", "2026-11-24"));
    }
    office.write("tasks/README.md", "# Tasks\n");
    let said = taken(&office, 1);
    for name in ["tasks/b.toml.txt", "tasks/C.TOML", "tasks/d.tom"] {
        assert!(said.contains(&format!("{name} is not read")), "{said}");
    }
    assert!(said.contains("3 warnings") && said.contains("rename it"), "{said}");
}

#[test]
fn what_a_pattern_names_and_nobody_can_read_is_refused_by_name() {
    let other = office("tasks/*.toml");
    symlink("gone.toml", other.folder.path().join("tasks/b.toml")).expect("a link");
    refused(&other, &["tasks/b.toml: it is a link to gone.toml, which is not there"]);

    let other = office("tasks/*.toml");
    let gbk = OsStr::from_bytes(b"\xC8\xCE\xCE\xF1.toml");
    fs::write(other.folder.path().join("tasks").join(gbk), "").expect("written");
    refused(&other, &[".toml: its name is not UTF-8", "convmv"]);

    for (kind, words) in [("list", "b.toml"), ("nothing", "cannot list")] {
        let other = office("**/*.toml");
        fs::create_dir(other.folder.path().join("tasks/closed")).expect("made");
        other.write("tasks/closed/b.toml", &task("B-1", "zhang", "2026-11-24"));
        other.set_mode("tasks/closed", if kind == "list" { 0o444 } else { 0 });
        let output = unprivileged(&other, &["check"]);
        other.set_mode("tasks/closed", 0o755);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(78), "{kind}: {said}");
        assert!(said.contains(words) && said.contains("Permission denied"), "{kind}: {said}");
    }
}

#[test]
fn named_pipes_are_not_waited_for() {
    let pipe = "it is a named pipe, no regular file";
    let other = office("tasks/*.toml");
    mkfifo(&other, "tasks/b.toml");
    refused(&other, &["tasks/b.toml", pipe]);
    assert_eq!(ends(&other, &["run", "--once"]).status.code(), Some(78));

    for set in ["h.ics", "h.toml"] {
        let around = AROUND.replace("[\"CN\"]", &format!("['{set}']"));
        let other =
            Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{around}{TASK}"));
        mkfifo(&other, set);
        refused(&other, &[set, pipe]);
        assert_eq!(ends(&other, &["run", "--once"]).status.code(), Some(78));
    }

    let other = office("tasks/*.toml");
    mkfifo(&other, "duban.toml");
    refused(&other, &["duban.toml", pipe]);

    let login = "security = 'none'\nusername = 'duban'\npassword = { file = 'pw' }";
    let other = Installation::with_relay(9, login, TASK);
    mkfifo(&other, "pw");
    refused(&other, &["pw", pipe]);
    let once = ends(&other, &["run", "--once"]);
    assert_eq!(once.status.code(), Some(1), "{}", text(&once));
    assert!(text(&once).contains(pipe), "{}", text(&once));
}

/// What is kept of the files is worth less than the letters.
#[test]
fn a_pipe_for_the_last_good_files_keeps_no_letter_back() {
    for name in ["state/last-good.sqlite3", "state/last-good.sqlite3-journal"] {
        let office = Installation::with_outbox(TASK);
        office.once("2026-11-16 01:00:10", 0);
        mkfifo(&office, name);
        let once = ends(&office, &["run", "--once"]);
        let said = text(&once);
        assert_eq!(once.status.code(), Some(0), "{said}");
        assert!(said.contains("letter sent") && said.contains("a named pipe"), "{said}");
    }
}

/// The reload ends, letters go on, and so does the end.
#[test]
fn a_daemon_whose_file_becomes_a_pipe_stays_at_work() {
    let office = office("tasks/*.toml");
    let mut daemon = Daemon::start(&office, "2026-11-24 00:30:10");
    mkfifo(&office, "tasks/b.toml");
    daemon.says("a named pipe");
    assert_eq!(daemon.sends_at(DUE), 1);
    daemon.stop();
}

/// 100,000 entries at most, so that no pattern reads the whole machine.
#[test]
fn a_pattern_that_leads_through_the_machine_is_refused() {
    let office = office("**/duban.toml");
    for folder in 0..10 {
        let folder = office.folder.path().join(format!("f{folder}"));
        fs::create_dir(&folder).expect("made");
        for file in 0..10_000 {
            fs::File::create(folder.join(file.to_string())).expect("made");
        }
    }
    refused(&office, &["more than 100,000 files and folders", "duban.toml:1:12"]);
}

/// Whoever may write in `tasks/` may name any file as a holiday set: nothing of it is told.
#[test]
fn a_holiday_set_that_is_a_link_to_a_password_tells_nothing_of_it() {
    for set in ["h.ics", "h.toml"] {
        let around = AROUND.replace("[\"CN\"]", &format!("['{set}']"));
        let office =
            Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{around}{TASK}"));
        office.write_secret("pw", "hunter2\n");
        symlink("pw", office.folder.path().join(set)).expect("a link");
        for arguments in [&["check"][..], &["check", "--json"], &["run", "--once"]] {
            let output = ends(&office, arguments);
            let said = text(&output);
            assert_eq!(output.status.code(), Some(78), "{said}");
            assert!(said.contains("line 1") && !said.contains("hunter2"), "{said}");
        }
    }
}
