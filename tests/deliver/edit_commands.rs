//! E1, E4: commands that edit the files in place change the bytes that they must, and no other.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use super::installation::{Installation, text};

/// 2026-11-24 09:00 in Shanghai.
const NOW: &str = "2026-11-24 01:00:10";

const POLICIES: &str = r#"
include = ["tasks/*.toml"]
[mail]
from = 'duban@example.org'
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "late", at = "+1d", repeat = "2wd", to = ["owner"] },
]
"#;

/// Two files of tasks, written as people write them.
const ONE: &str = "# 台账 甲\n\n[[task]]\nid = \"A-1\"   # first\ntitle = \"制度\"\nowner = 'zhang'\npolicy = \"p\"\n\
    due = 2026-11-30 # promised\nacknowledged = 2026-11-01\n\n  [[task.milestones]]\n  id = \"draft\"\n  \
    title = \"草案\"\n  due = 2026-11-26\n\n# next\n[[task]]\nid = \"A-2\"\ntitle = \"月报\"\nowner = 'wang'\npolicy = 'p'\n\
    due = 2026-10-31\nevery = \"1mo\"";
const TWO: &str = "[[task]]\r\nid = 'B-1'\r\ntitle = 'B-1'\r\nowner = 'wang'\r\npolicy = 'p'\r\ndue = 2026-12-15\r\n";

fn office() -> Installation {
    let office = Installation::of(&format!("{POLICIES}{}", super::installation::AROUND));
    std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
    office.write("tasks/one.toml", ONE);
    office.write("tasks/two.toml", &format!("\u{feff}{TWO}"));
    office
}

fn read(office: &Installation, name: &str) -> String {
    std::fs::read_to_string(office.folder.path().join(name)).expect("a file")
}

/// Runs a command, which must end with that status.
fn edit(office: &Installation, status: i32, arguments: &[&str]) -> Output {
    let output = office.run(Some(NOW), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
    output
}

/// The first file after a command: the lines that came, and those that went.
#[track_caller]
fn changes(office: &Installation, arguments: &[&str], gone: &[&str], come: &[&str]) {
    office.write("tasks/one.toml", ONE);
    edit(office, 0, arguments);
    let after = read(office, "tasks/one.toml");
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (was, is) = (lines(ONE), lines(&after));
    let only = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|line| !others.contains(line)).cloned().collect()
    };
    assert_eq!(only(&was, &is), gone, "{arguments:?}\n{after}");
    assert_eq!(only(&is, &was), come, "{arguments:?}\n{after}");
    assert_eq!(is.len() + gone.len(), was.len() + come.len(), "{arguments:?}\n{after}");
    assert!(!after.ends_with('\n'), "a missing last line end stays missing: {after}");
}

#[test]
fn e4_each_command_changes_its_lines_and_no_other() {
    let office = office();
    let done = "done = 2026-11-24";
    changes(&office, &["done", "A-1"], &[], &[done]);
    changes(&office, &["办结", "A-1", "--on", "2026-11-20"], &[], &["done = 2026-11-20"]);
    changes(&office, &["done", "A-1/draft"], &[], &["  done = 2026-11-24"]);
    let extended = "extended = [{ on = 2026-11-24, to = 2026-12-31, by = \"wang\", reason = \"等\\\"批复\\\"\" }]";
    let extend = ["extend", "A-1", "--to", "2026-12-31", "--reason", "等\"批复\"", "--by", "王五"];
    changes(&office, &extend, &[], &[extended]);
    let hold = "hold = [{ from = 2026-11-24, until = 2026-12-10, reason = \"court\", stops-clock = true }]";
    let until = ["hold", "A-1", "--until", "2026-12-10", "--reason", "court", "--stops-clock"];
    changes(&office, &until, &[], &[hold]);
    let until = ["暂停", "A-1", "--until", "2026-12-10", "--reason", "court"];
    changes(&office, &until, &[], &["hold = [{ until = 2026-12-10, reason = \"court\" }]"]);
    let progress = ["progress", "A-1", "--text", "已报审", "--percent", "60", "--by", "zhang"];
    let entry = "progress = [{ on = 2026-11-24, by = \"zhang\", text = \"已报审\", percent = 60 }]";
    changes(&office, &progress, &[], &[entry]);
    changes(&office, &["cancel", "A-1", "--reason", "moot"], &[], &["cancelled = 2026-11-24"]);
    // T14: the new owner has not received it.
    let assign = ["assign", "A-1", "--to", "王五"];
    let gone = ["owner = 'zhang'", "acknowledged = 2026-11-01"];
    changes(&office, &assign, &gone, &["owner = \"wang\""]);
    // T9: a standing task goes on, its cycle is done.
    changes(&office, &["done", "A-2"], &[], &["done-through = 2026-10-31"]);
    let wang = read(&office, "duban.toml");
    let away =
        ["请假", "王五", "--from", "2026-12-01", "--until", "2026-12-10", "--delegate", "张三"];
    let told = text(&edit(&office, 0, &away));
    assert!(told.contains("A-2  月报  2026-11-30 Mon  yellow"), "{told}");
    let entry = ", away = [{ from = 2026-12-01, until = 2026-12-10, delegate = \"zhang\" }] }";
    let with = wang.replace("\"wang@example.org\" }", &format!("\"wang@example.org\"{entry}"));
    assert_eq!(read(&office, "duban.toml"), with);
}

#[test]
fn e4_a_task_goes_through_its_states_and_comes_back() {
    let office = office();
    let refused = text(&edit(&office, 1, &["verify", "B-1"]));
    assert!(refused.contains("B-1 is not done and cannot be verified"), "{refused}");
    assert_eq!(read(&office, "tasks/two.toml"), format!("\u{feff}{TWO}"));
    edit(&office, 0, &["done", "B-1", "--on", "2026-11-20"]);
    edit(&office, 0, &["return", "B-1", "--reason", "证据不足", "--by", "zhang"]);
    let returned = "returned = [{ on = 2026-11-24, by = \"zhang\", reason = \"证据不足\", done = 2026-11-20 }]\r\n";
    assert_eq!(read(&office, "tasks/two.toml"), format!("\u{feff}{TWO}{returned}"));
    edit(&office, 0, &["done", "B-1"]);
    edit(&office, 0, &["verify", "B-1"]);
    let closed = "done = 2026-11-24\r\nverified = 2026-11-24\r\n";
    assert_eq!(read(&office, "tasks/two.toml"), format!("\u{feff}{TWO}{returned}{closed}"));
    edit(&office, 0, &["reopen", "B-1"]);
    assert_eq!(read(&office, "tasks/two.toml"), format!("\u{feff}{TWO}{returned}"));
}

#[test]
fn e1_what_would_not_check_is_refused_and_a_dry_run_writes_nothing() {
    let office = office();
    let both = ["done", "A-1", "B-1", "--on", "2026-11-20"];
    office.write("tasks/two.toml", &TWO.replace("due =", "opened = 2026-11-22\r\ndue ="));
    let before = (read(&office, "tasks/one.toml"), read(&office, "tasks/two.toml"));
    let refused = text(&edit(&office, 1, &both));
    assert!(refused.contains("`B-1` is done before it was opened"), "{refused}");
    assert!(refused.contains("nothing was written"), "{refused}");
    let shown = text(&edit(&office, 0, &["done", "A-1", "--dry-run"]));
    assert!(shown.contains("\n+done = 2026-11-24\n"), "{shown}");
    assert_eq!((read(&office, "tasks/one.toml"), read(&office, "tasks/two.toml")), before);
}

#[test]
fn e1_an_error_that_the_files_had_is_no_obstacle() {
    let office = office();
    office.once(NOW, 0);
    office.write("tasks/two.toml", "[[task]]\nid = 'B-1'\n");
    let shown = text(&edit(&office, 0, &["done", "A-1"]));
    assert!(read(&office, "tasks/one.toml").contains("\ndone = 2026-11-24\n"), "{shown}");
    // The file of this one is broken, and the edit would not mend it.
    office.write("tasks/two.toml", "[[task]\nid = 'B-1'\n");
    let refused = text(&edit(&office, 1, &["done", "B-1"]));
    assert!(refused.contains("it is no TOML"), "{refused}");
}

#[test]
fn e1_a_file_keeps_its_mode_and_a_link_stays_a_link() {
    let office = office();
    let at = |name: &str| office.folder.path().join(name);
    std::fs::rename(at("tasks/one.toml"), at("elsewhere.toml")).expect("moved");
    std::os::unix::fs::symlink("../elsewhere.toml", at("tasks/one.toml")).expect("a link");
    office.set_mode("elsewhere.toml", 0o640);
    edit(&office, 0, &["done", "A-1"]);
    assert!(at("tasks/one.toml").is_symlink());
    let mode = std::fs::metadata(at("elsewhere.toml")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o7777, 0o640);
    assert!(read(&office, "elsewhere.toml").contains("\ndone = 2026-11-24\n"));
    assert!(!at("tasks/.one.toml.duban-new").exists() && !at(".elsewhere.toml.duban-new").exists());
}

#[test]
fn e1_the_same_command_completes_what_a_crash_cut_short() {
    let command = ["extend", "A-1", "B-1", "--to", "2026-12-31", "--reason", "r"];
    let whole = {
        let office = office();
        edit(&office, 0, &command);
        (read(&office, "tasks/one.toml"), read(&office, "tasks/two.toml"))
    };
    let before = (ONE.to_owned(), format!("\u{feff}{TWO}"));
    for n in 1.. {
        let office = office();
        let killed = killed_at(&office, n, &command);
        let found = (read(&office, "tasks/one.toml"), read(&office, "tasks/two.toml"));
        // Each file is the old or the new one, the first written first.
        let halfway = (whole.0.clone(), before.1.clone());
        assert!([&before, &halfway, &whole].contains(&&found), "{n}: {found:?}");
        assert_eq!(office.run(Some(NOW), &["check"]).status.code(), Some(0));
        edit(&office, 0, &command);
        assert_eq!(
            (read(&office, "tasks/one.toml"), read(&office, "tasks/two.toml")),
            whole,
            "{n}"
        );
        if !killed {
            assert!(n > 4, "the command was killed nowhere");
            break;
        }
    }
}

/// The command ended by a kill at the n-th call that brings something to the disk; false if it made fewer.
fn killed_at(office: &Installation, n: u32, arguments: &[&str]) -> bool {
    let command = office.command(Some(NOW), arguments);
    let mut strace = Command::new("strace");
    let calls = "fsync,fdatasync,rename,renameat,renameat2";
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    strace.args(["-e", &format!("inject={calls}:signal=KILL:when={n}")]);
    strace.arg(command.get_program()).args(command.get_args());
    strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = strace.output().expect("strace is not installed; tests/run installs it");
    match output.status.code() {
        None => true,
        Some(0) => false,
        Some(_) => panic!("{arguments:?}: {}", text(&output)),
    }
}

#[test]
fn extend_shows_how_the_ladder_moves_and_how_often_it_was_extended() {
    let office = office();
    edit(&office, 0, &["extend", "B-1", "--to", "2026-12-22", "--reason", "one"]);
    let told = text(&edit(&office, 0, &["extend", "B-1", "--to", "2026-12-29", "--reason", "two"]));
    for line in [
        "B-1: deadline 2026-12-22 Tue \u{2192} 2026-12-29 Tue",
        "first promise 2026-12-15 Tue, extended 1 time before: 2026-12-22 Tue",
        "soon: 2026-12-15 Tue 09:00 \u{2192} 2026-12-22 Tue 09:00",
        "late: 2026-12-23 Wed 09:00 \u{2192} 2026-12-30 Wed 09:00",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}
