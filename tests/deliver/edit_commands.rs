//! E1, E4: commands that edit the files in place change the bytes that they must, and no other.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use super::installation::{Installation, text};

/// 2026-11-24 09:00 in Shanghai.
pub const NOW: &str = "2026-11-24 01:00:10";

pub const POLICIES: &str = r#"
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

/// A file of 2,000 lines, as an office has kept it for years: every task with its comment.
fn long_file() -> String {
    let mut text = String::from("# 台账，多年积累\n[defaults]\npolicy = \"p\"   # 统一\n\n");
    let mut number = 0;
    while text.lines().count() < 1_990 {
        number += 1;
        text += &format!(
            "# 第 {number} 项\t—— 见纪要 #{number}\n[[task]]\nid    = \"L-{number}\"\ntitle = '事项 {number}'  # 注\n\
             owner = \"zhang\"\ndue   = 2026-12-15  # 定于会上\nlinks = [\n  \"a\",   # 一\n  \"b\",\n]\n\n"
        );
    }
    text + "# 完\n# 以下空白\n"
}

#[test]
fn e1_a_long_commented_file_keeps_every_byte_but_the_lines_meant() {
    let office = office();
    let before = long_file();
    assert!((1_990..2_020).contains(&before.lines().count()));
    for ends in ["\n", "\r\n"] {
        let before = before.replace('\n', ends);
        for (arguments, line) in [
            (&["done", "L-77"][..], "done = 2026-11-24"),
            (&["progress", "L-90", "--text", "已报审"], "progress = [{ on = 2026-11-24, by = "),
            (
                &["extend", "L-100", "--to", "2026-12-31", "--reason", "x"],
                "extended = [{ on = 2026-11-24, to = 2026-12-31",
            ),
            (
                &["hold", "L-150", "--until", "2026-12-05", "--reason", "x"],
                "hold = [{ until = 2026-12-05",
            ),
            (&["cancel", "L-180", "--reason", "x"], "cancelled = 2026-11-24"),
        ] {
            office.write("tasks/long.toml", &before);
            edit(&office, 0, arguments);
            let after = read(&office, "tasks/long.toml");
            // Its own line goes after the last key of its task, and nothing else is there.
            let of = format!("id    = \"{}\"{ends}", arguments[1]);
            let task = before.find(&of).expect("the task");
            let at =
                task + before[task..].find(&format!("]{ends}")).expect("its list") + 1 + ends.len();
            let new = &after[at..after.len() - (before.len() - at)];
            assert_eq!(format!("{}{new}{}", &before[..at], &before[at..]), after, "{arguments:?}");
            assert!(
                new.starts_with(line) && new.ends_with(ends) && new.matches(ends).count() == 1,
                "{new}"
            );
        }
    }
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

#[test]
fn what_was_entered_by_mistake_is_taken_back() {
    let office = office();
    office.once(NOW, 0);
    let (one, two, people) = (
        read(&office, "tasks/one.toml"),
        read(&office, "tasks/two.toml"),
        read(&office, "duban.toml"),
    );
    let same = |told: &str| {
        assert_eq!(read(&office, "tasks/one.toml"), one, "{told}");
        assert_eq!(read(&office, "tasks/two.toml"), two, "{told}");
        assert_eq!(read(&office, "duban.toml"), people, "{told}");
    };
    for id in ["A-1", "A-1/draft", "B-1"] {
        edit(&office, 0, &["extend", id, "--to", "2026-12-31", "--reason", "等批复"]);
        let told = text(&edit(&office, 0, &["extend", id, "--undo"]));
        assert!(told.contains("deadline 2026-12-31") && told.contains("late: "), "{told}");
        same(&told);
        edit(
            &office,
            0,
            &["hold", id, "--until", "2026-12-05", "--reason", "待裁定", "--stops-clock"],
        );
        same(&text(&edit(&office, 0, &["hold", id, "--undo", "2026-12-05"])));
        // Given again, it changes nothing.
        same(&text(&edit(&office, 0, &["hold", id, "--undo", "2026-12-05"])));
    }
    edit(
        &office,
        0,
        &["away", "zhang", "--from", "2026-12-01", "--until", "2026-12-03", "--delegate", "wang"],
    );
    same(&text(&edit(&office, 0, &["away", "zhang", "--undo", "2026-12-02"])));
    let told = text(&edit(&office, 0, &["history"]));
    assert!(told.contains("- extended = { to = 2026-12-31"), "{told}");
    assert!(told.contains("- away = { from = 2026-12-01"), "{told}");
}

/// E1, E4: the task goes on before its hold would end.
#[test]
fn a_hold_ends_early_by_one_day_in_the_file() {
    let office = office();
    for (id, file) in
        [("A-1", "tasks/one.toml"), ("A-1/draft", "tasks/one.toml"), ("B-1", "tasks/two.toml")]
    {
        let hold = [
            "hold",
            id,
            "--from",
            "2026-11-20",
            "--until",
            "2026-12-31",
            "--reason",
            "待裁定",
            "--stops-clock",
        ];
        edit(&office, 0, &hold);
        let before = read(&office, file);
        // It is no hold of a day before it, or after it.
        for day in ["2026-11-19", "2026-12-31"] {
            let told = text(&edit(
                &office,
                if day == "2026-12-31" { 0 } else { 1 },
                &["hold", id, "--end", day],
            ));
            assert_eq!(read(&office, file), before, "{told}");
        }
        let told = text(&edit(&office, 0, &["hold", id, "--end", "2026-11-25"]));
        assert_eq!(read(&office, file), before.replace("2026-12-31", "2026-11-25"), "{told}");
        assert!(told.contains(&format!("{id}: deadline ")), "the clock goes on: {told}");
        // Given again, it changes nothing.
        let told = text(&edit(&office, 0, &["hold", id, "--end", "2026-11-25"]));
        assert_eq!(read(&office, file), before.replace("2026-12-31", "2026-11-25"), "{told}");
        edit(&office, 0, &["hold", id, "--undo"]);
    }
}

#[test]
fn a_hold_that_ends_on_the_day_on_which_it_begins_goes() {
    let office = office();
    let before = read(&office, "tasks/two.toml");
    edit(
        &office,
        0,
        &["hold", "B-1", "--from", "2026-11-20", "--until", "2026-12-31", "--reason", "x"],
    );
    let told = text(&edit(&office, 0, &["hold", "B-1", "--end", "2026-11-20"]));
    assert_eq!(read(&office, "tasks/two.toml"), before, "{told}");
}

#[test]
fn what_is_not_on_hold_has_no_hold_that_ends() {
    let office = office();
    let told = text(&edit(&office, 1, &["hold", "B-1", "--end"]));
    assert!(told.contains("B-1 is not on hold, so nothing can end"), "{told}");
    edit(
        &office,
        0,
        &["hold", "B-1", "--from", "2027-01-04", "--until", "2027-01-11", "--reason", "x"],
    );
    let told = text(&edit(&office, 1, &["hold", "B-1", "--end", "2026-11-30"]));
    let wanted =
        "B-1 is not on hold on 2026-11-30; its holds: from 2027-01-04 until 2027-01-11 (x)";
    assert!(told.contains(wanted), "{told}");
    edit(&office, 0, &["hold", "A-1", "--until", "2026-12-31", "--reason", "x"]);
    let told = text(&edit(&office, 1, &["hold", "A-1/draft", "--end"]));
    assert!(told.contains("duban hold A-1 --end"), "{told}");
    edit(&office, 2, &["hold", "B-1", "--end", "--undo"]);
}

#[test]
fn of_several_entries_the_one_that_is_named_is_taken_back() {
    let office = office();
    for day in ["2026-12-20", "2026-12-31"] {
        edit(&office, 0, &["extend", "B-1", "--to", day, "--reason", day]);
    }
    let told = text(&edit(&office, 1, &["extend", "B-1", "--undo"]));
    assert!(told.contains("B-1 has several") && told.contains("(2026-12-20)"), "{told}");
    let told = text(&edit(&office, 1, &["extend", "B-1", "--undo", "2026-12-21"]));
    assert!(told.contains("has no such entry, but") && told.contains("(2026-12-31)"), "{told}");
    edit(&office, 0, &["extend", "B-1", "--undo", "2026-12-31"]);
    let text = read(&office, "tasks/two.toml");
    assert!(text.contains("to = 2026-12-20") && !text.contains("2026-12-31"), "{text}");
    edit(&office, 2, &["extend", "B-1"]);
    edit(&office, 2, &["hold", "B-1", "--undo", "--until", "2026-12-01"]);
}

#[test]
fn e2_history_tells_who_edited_what_and_why() {
    let office = office();
    let told = text(&edit(&office, 0, &["done", "A-1/draft"]));
    assert!(told.contains("there is no ledger yet"), "{told}");
    office.once(NOW, 0);
    edit(
        &office,
        0,
        &["extend", "B-1", "--to", "2026-12-31", "--reason", "等批复", "--by", "王五"],
    );
    edit(&office, 0, &["away", "wang", "--from", "+7d", "--until", "+9d", "--by", "the office"]);
    let history = office.json(Some(NOW), &["history", "--json"]);
    let edits = history["edits"].as_array().expect("edits");
    assert_eq!(edits.len(), 2, "{history}");
    let extended = &edits[0];
    assert_eq!(extended["task"], "B-1");
    assert_eq!(extended["command"], "extend");
    assert_eq!((&extended["by"], &extended["why"]), (&"wang".into(), &"等批复".into()));
    let recorded = extended["recorded"].as_str().expect("a time");
    assert!(
        recorded.starts_with("2026-11-24T09:00:1") && recorded.ends_with("+08:00"),
        "{recorded}"
    );
    assert_eq!(extended["written"], true);
    let change =
        "+ extended = { on = 2026-11-24, to = 2026-12-31, by = \"wang\", reason = \"等批复\" }";
    assert_eq!(extended["change"], change);
    let away = &edits[1];
    assert_eq!((&away["subject"], &away["about"]), (&"person".into(), &"wang".into()));
    assert_eq!(away["by"], "the office");
    let told = text(&edit(&office, 0, &["history", "B-1"]));
    assert!(told.contains("等批复") && !told.contains("the office"), "{told}");
    assert!(
        office.json(None, &["history", "A-1", "--json"])["edits"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
}

#[test]
fn l8_what_a_command_changes_is_meant_and_it_asks_where_it_is_much() {
    let mut list = String::new();
    for at in 1..=9 {
        let id = format!("C-{at}");
        list += &super::installation::task(&id, "zhang", "2026-12-15");
    }
    let office = office();
    office.write("tasks/three.toml", &list);
    office.once(NOW, 0);
    // 12 tasks: a third, and so at most 4.
    let extend = |ids: &[&str], more: &[&str]| {
        let words = ["--to", "2026-12-31", "--reason", "r"];
        office.run(Some(NOW), &[&["extend"], ids, &words, more].concat())
    };
    assert_eq!(extend(&["C-1", "C-2", "C-3"], &[]).status.code(), Some(0));
    let refused = extend(&["C-4", "C-5"], &[]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused));
    assert!(text(&refused).contains("Say --yes"), "{}", text(&refused));
    assert_eq!(read(&office, "tasks/three.toml").matches("extended").count(), 3);
    assert_eq!(extend(&["C-4", "C-5", "C-6"], &["--yes"]).status.code(), Some(0));
    // The guard holds none of it, and by hand as many again may be changed as ever.
    office.once("2026-11-24 01:02:10", 0);
    assert_eq!(
        office.json(None, &["status", "--json"])["delivery"]["held_edit"],
        serde_json::Value::Null
    );
    let text = read(&office, "tasks/three.toml");
    let text = text.replace("due = 2026-12-15", "due = 2026-12-16").replace("12-31", "12-30");
    office.write("tasks/three.toml", &text);
    office.once("2026-11-24 01:03:10", 0);
    let held = &office.json(None, &["status", "--json"])["delivery"];
    assert_ne!(held["edit"], serde_json::Value::Null, "{held}");
}

#[test]
fn t9_a_standing_task_is_done_once_by_a_command_that_was_cut_short() {
    // The cycle of October is late: the next one goes on after it.
    let command = ["done", "A-2", "B-1"];
    for n in 1.. {
        let office = office();
        office.once(NOW, 0);
        let killed = killed_at(&office, n, &command);
        // Recorded as written, it is over: given again it would be another command.
        if !is_written(&office) {
            edit(&office, 0, &command);
        }
        let one = read(&office, "tasks/one.toml");
        assert!(one.ends_with("done-through = 2026-10-31"), "{n}: {one}");
        assert!(read(&office, "tasks/two.toml").ends_with("done = 2026-11-24\r\n"), "{n}");
        assert!(is_written(&office), "{n}");
        if !killed {
            break;
        }
    }
}

/// Whether some edits are recorded, and all as written.
fn is_written(office: &Installation) -> bool {
    let history = office.json(None, &["history", "--json"]);
    let edits = history["edits"].as_array().expect("edits");
    !edits.is_empty() && edits.iter().all(|edit| edit["written"] == true)
}

/// Only root can be several users.
#[test]
fn e2_who_may_not_open_the_ledger_leaves_the_record_in_the_spool() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let office = office();
    let folder = office.folder.path();
    office.once(NOW, 0);
    // The daemon is root here, and its group `games` (60); `man` (6) is in that group, and may edit the files.
    for path in [folder.to_owned(), folder.join("tasks"), folder.join("tasks/one.toml")] {
        std::os::unix::fs::chown(path, Some(6), Some(60)).expect("given");
    }
    office.set_mode("", 0o755);
    let give = |name: &str| std::os::unix::fs::chown(folder.join(name), None, Some(60));
    give("state").expect("given");
    office.set_mode("state", 0o710);
    office.once(NOW, 0);
    give("state/spool").expect("given");
    let arguments = ["done", "A-1", "--by", "zhang"];
    let mut command = office.command(Some(NOW), &arguments);
    std::os::unix::process::CommandExt::uid(&mut command, 6);
    std::os::unix::process::CommandExt::gid(&mut command, 60);
    let output = command.output().expect("duban");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("left for duban to record"), "{}", text(&output));
    let left = || std::fs::read_dir(folder.join("state/spool")).expect("the spool").count();
    assert_eq!(left(), 1);
    // What is no record is no obstacle.
    office.write("state/spool/junk.json", "{}");
    std::os::unix::fs::symlink("/etc/passwd", folder.join("state/spool/link.json"))
        .expect("a link");
    office.once("2026-11-24 01:02:10", 0);
    assert_eq!(left(), 0);
    let history = office.json(None, &["history", "A-1", "--json"]);
    let edit = &history["edits"][0];
    assert_eq!((&edit["by"], &edit["login"]), (&"zhang".into(), &"man".into()), "{history}");
    assert_eq!(edit["written"], true);
}
