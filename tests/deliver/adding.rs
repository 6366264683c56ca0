//! E1, T0: `add` writes one more task and nothing else; `init` a configuration that works and overwrites nothing.

use std::process::Output;

use super::installation::{AROUND, Installation, text};

/// 2026-11-24 09:00 in Shanghai.
const NOW: &str = "2026-11-24 01:00:10";

const ROOT: &str = r#"
include = ["tasks/*.toml"]
rules = [{ when = { severity = "high" }, due = "opened+10wd" }, { when = {}, policy = "p" }]
[mail]
from = 'duban@example.org'
[policies.p]
stages = [{ name = "soon", at = "-7d", to = ["owner"] }]
"#;

const LIST: &str = "\u{feff}# 台账\r\n[[task]]\r\nid = 'A-2026-009'\r\ntitle = '制度'\r\nunit = 'city'\r\n\
    due = 2026-12-15\r\n\r\n[[task.milestones]]\r\nid = 'draft'\r\ntitle = 'x'\r\ndue = 2026-12-01 # soon\r\n\r\n\
    # units of this list\r\n[units.town]\r\nname = 'B'\r\n";

fn office() -> Installation {
    let office = Installation::of(&format!("{ROOT}{AROUND}"));
    std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
    office.write("tasks/list.toml", LIST);
    office
}

fn read(office: &Installation, name: &str) -> String {
    std::fs::read_to_string(office.folder.path().join(name)).expect("a file")
}

fn run(office: &Installation, status: i32, arguments: &[&str]) -> Output {
    let output = office.run(Some(NOW), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
    output
}

/// The list with these lines after the last task and its milestones.
fn with(lines: &[&str]) -> String {
    let new: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    LIST.replace("# soon\r\n", &format!("# soon\r\n\r\n{new}"))
}

#[test]
fn e1_add_writes_one_more_task_after_the_last() {
    let office = office();
    let add = ["add", "--title", "整改\"方案\"", "--owner", "张三", "--due", "2026-12-31"];
    run(&office, 0, &add);
    let wanted = [
        "[[task]]",
        "id = \"A-2026-010\"",
        "title = \"整改\\\"方案\\\"\"",
        "owner = \"zhang\"",
        "opened = 2026-11-24",
        "due = 2026-12-31",
    ];
    assert_eq!(read(&office, "tasks/list.toml"), with(&wanted));
    run(&office, 0, &["check"]);
    let again =
        text(&run(&office, 1, &["add", "--title", "x", "--id", "A-2026-010", "--due", "+3d"]));
    assert!(again.contains("there is a task A-2026-010 already"), "{again}");
    let nobody =
        text(&run(&office, 1, &["add", "--title", "x", "--owner", "zhao", "--due", "+3d"]));
    assert!(nobody.contains("zhao"), "{nobody}");
    // Nobody can be asked.
    let untitled = text(&run(&office, 2, &["add", "--due", "+3d"]));
    assert!(untitled.contains("--title"), "{untitled}");
    assert_eq!(read(&office, "tasks/list.toml"), with(&wanted));
}

#[test]
fn t0_add_writes_down_the_deadline_of_a_rule() {
    let office = office();
    let told =
        text(&run(&office, 0, &["add", "--title", "x", "--unit", "A 市局", "--severity", "high"]));
    assert!(told.contains("A-2026-010: deadline 2026-12-08 Tue"), "{told}");
    assert!(read(&office, "tasks/list.toml").contains("\r\ndue = 2026-12-08\r\n"));
    // A distance that is given stays one, and without any deadline there is no task.
    run(&office, 0, &["add", "--title", "y", "--unit", "city", "--due", "opened+30d"]);
    assert!(read(&office, "tasks/list.toml").contains("\r\ndue = \"opened+30d\"\r\n"));
    let before = read(&office, "tasks/list.toml");
    let refused = text(&run(&office, 1, &["add", "--title", "z", "--unit", "city"]));
    assert!(refused.contains("nothing was written"), "{refused}");
    assert_eq!(read(&office, "tasks/list.toml"), before);
}

#[test]
fn e1_add_finds_a_place_in_a_file_without_tasks() {
    let office = office();
    for (name, before) in
        [("empty", ""), ("cut", "[defaults]\nunit = 'city'"), ("ended", "# one\n")]
    {
        let file = format!("tasks/{name}.toml");
        office.write(&file, before);
        let path = office.folder.path().join(&file);
        let path = path.to_str().expect("UTF-8");
        run(
            &office,
            0,
            &[
                "add", "--title", name, "--id", name, "--owner", "wang", "--due", "+9d", "--file",
                path,
            ],
        );
        let after = read(&office, &file);
        assert!(
            after.starts_with(before) && after.contains(&format!("[[task]]\nid = \"{name}\"\n")),
            "{after}"
        );
    }
    run(&office, 0, &["check"]);
}

fn nowhere() -> Installation {
    Installation { folder: tempfile::tempdir().expect("a folder") }
}

fn init(office: &Installation, language: &str, status: i32) -> String {
    let folder = office.folder.path().to_str().expect("UTF-8").to_owned();
    let person =
        ["--name", "张\"三\"", "--email", "Zhang.San@example.org", "--timezone", "Asia/Shanghai"];
    let arguments = [&["--lang", language, "init", &folder], &person[..]].concat();
    text(&run(office, status, &arguments))
}

#[test]
fn init_writes_what_checks_and_its_first_letter_goes_to_the_outbox() {
    for (language, kind) in [("zh-CN", "交办函"), ("en", "Assignment")] {
        let office = nowhere();
        init(&office, language, 0);
        let checked = text(&run(&office, 0, &["check"]));
        assert!(checked.contains("0 errors, 0 warnings"), "{language}: {checked}");
        office.once(NOW, 0);
        let letters = std::fs::read_dir(office.state().join("outbox")).expect("the outbox").count();
        assert_eq!(letters, 1, "{language}");
        let shown = text(&run(&office, 0, &["render", "2026-001", "--stage", "assigned"]));
        assert!(shown.contains(kind), "{language}: {shown}");
    }
}

#[test]
fn init_overwrites_nothing() {
    for taken in ["duban.toml", "tasks/tasks.toml"] {
        let office = nowhere();
        std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
        office.write(taken, "# mine\n");
        let refused = init(&office, "en", 1);
        assert!(refused.contains("is not written over"), "{refused}");
        assert_eq!(read(&office, taken), "# mine\n");
        assert!(
            ["duban.toml", "tasks/tasks.toml"]
                .iter()
                .filter(|name| office.folder.path().join(name).exists())
                .count()
                == 1
        );
    }
    let office = nowhere();
    let unnamed = text(&run(&office, 2, &["init", office.folder.path().to_str().expect("UTF-8")]));
    assert!(unnamed.contains("--name"), "{unnamed}");
}

#[test]
fn the_task_of_init_is_named_beside_those_of_ones_own() {
    for language in ["zh-CN", "en"] {
        let office = nowhere();
        init(&office, language, 0);
        let add = [
            "add",
            "--title",
            "清点钥匙",
            "--due",
            "2026-12-15",
            "--owner",
            "colleague",
            "--policy",
            "standard",
        ];
        let said = text(&run(&office, 0, &add));
        let named = "The sample task of `init`, 2026-001, is still in the list";
        assert!(said.contains(named), "{language}: {said}");
        assert!(said.contains("tasks/tasks.toml:"), "{language}: {said}");
        // What it says to type ends it.
        run(&office, 0, &["cancel", "2026-001", "--reason", "sample"]);
        let again = text(&run(&office, 0, &add));
        assert!(!again.contains("sample task"), "{language}: {again}");
    }
}

#[test]
fn the_lines_for_the_daily_acts_check_as_they_stand() {
    let acts = [
        &["done"][..],
        &["done", "verified"],
        &["returned"],
        &["extended"],
        &["hold"],
        &["cancelled"],
        &["owner"],
    ];
    for language in ["zh-CN", "en"] {
        let office = nowhere();
        init(&office, language, 0);
        let (root, tasks) = (read(&office, "duban.toml"), read(&office, "tasks/tasks.toml"));
        for keys in acts {
            let is_act =
                |line: &&str| keys.iter().any(|key| line.starts_with(&format!("# {key} = ")));
            let lines = tasks.lines().map(|line| match is_act(&line) {
                true => &line[2..],
                // Another owner takes the place of the one above.
                false if line.starts_with("owner") && keys == ["owner"] => "",
                false => line,
            });
            let edited: String = lines.map(|line| format!("{line}\n")).collect();
            assert_ne!(edited, tasks, "{language}: {keys:?}");
            office.write("tasks/tasks.toml", &edited);
            run(&office, 0, &["check"]);
        }
        office.write("tasks/tasks.toml", &tasks);
        office.write("duban.toml", &root.replace("\n# away", "\naway"));
        assert_ne!(read(&office, "duban.toml"), root, "{language}");
        run(&office, 0, &["check"]);
    }
}
