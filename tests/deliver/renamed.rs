//! What `check` warns of by the files in force: promises that were edited, ids that were changed after letters had gone.

use super::installation::{Installation, text};

const NOW: &str = "2026-11-24 01:00:10";

const LIST: &str = r#"
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "late", at = "+1d", to = ["owner"] },
]
[[task]]
id = "A-1"
title = "出台办法"
owner = "zhang"
policy = "p"
due = 2026-11-30
milestones = [{ id = "draft", title = "草案", due = 2026-11-27 }]
"#;

/// An office whose letters of the first stage have gone; and its root file.
fn told() -> (Installation, String) {
    let office = Installation::with_outbox(LIST);
    office.once(NOW, 0);
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    (office, root)
}

/// The codes that `check` finds, with what it says of them.
fn found(office: &Installation, language: &str) -> Vec<(String, String)> {
    let output = office.run(Some(NOW), &["--lang", language, "check", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let said = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or("").to_owned();
    let all = document["findings"].as_array().expect("findings").iter();
    all.map(|one| {
        let message =
            format!("{}; {}; line {}", said(one, "message"), said(one, "help"), one["line"]);
        (said(one, "code"), message)
    })
    .collect()
}

#[test]
fn t10_a_renamed_task_milestone_or_stage_is_named_while_notices_stand_under_the_old_one() {
    let (office, root) = told();
    assert_eq!(found(&office, "en"), []);
    for (old, new, said) in [
        (
            "id = \"A-1\"",
            "id = \"A-01\"",
            "the task `A-1` seems to have been renamed to `A-01`; 2 notices stand under `A-1`",
        ),
        (
            "id = \"draft\"",
            "id = \"entwurf\"",
            "the milestone `draft` seems to have been renamed to `entwurf`; 1 notice stands under `draft`",
        ),
        (
            "name = \"soon\"",
            "name = \"临近\"",
            "the stage `soon` seems to have been renamed to `临近`; 2 notices stand under `soon`",
        ),
    ] {
        office.write("duban.toml", &root.replace(old, new));
        let found = found(&office, "en");
        let [(code, message)] = &found[..] else { panic!("{new}: {found:?}") };
        assert!(code == "renamed" && message.starts_with(said), "{new}: {message}");
    }
    office.write("duban.toml", &root.replace("name = \"soon\"", "name = \"临近\""));
    let (_, message) = &found(&office, "zh-CN")[0];
    assert!(
        message.contains("督办阶段 `soon` 好像改名成了 `临近`; 发过的提醒（台账里 2 条）"),
        "{message}"
    );
    assert!(message.ends_with("line 16"), "{message}");
    // A stage of which nothing was told may be renamed.
    office.write("duban.toml", &root.replace("name = \"late\"", "name = \"逾期\""));
    assert_eq!(found(&office, "en"), []);
}

#[test]
fn t10_another_task_in_place_of_an_old_one_is_no_renamed_one() {
    let (office, root) = told();
    for other in [
        "title = \"别的事\"",
        "title = \"出台办法\"\nextended = [{ on = 2026-11-20, to = 2026-12-31 }]",
    ] {
        let root = root.replace("id = \"A-1\"", "id = \"B-1\"");
        office.write("duban.toml", &root.replace("title = \"出台办法\"", other));
        assert!(found(&office, "en").iter().all(|(code, _)| code != "renamed"), "{other}");
    }
}

#[test]
fn t10_without_the_ledger_the_last_good_version_tells() {
    let (office, root) = told();
    // What is no ledger cannot be opened.
    for file in std::fs::read_dir(office.state()).expect("a folder").flatten() {
        if file.file_name().to_string_lossy().starts_with("ledger") {
            std::fs::write(file.path(), "no ledger").expect("written");
        }
    }
    office.write("duban.toml", &root.replace("id = \"A-1\"", "id = \"A-01\""));
    let found = found(&office, "en");
    let [(code, message)] = &found[..] else { panic!("{found:?}") };
    assert!(code == "renamed" && message.contains("what was told stands under `A-1`"), "{message}");
}

#[test]
fn a_first_promise_that_was_edited_is_named_with_the_line_to_type() {
    let (office, root) = told();
    let moved = root.replace("due = 2026-11-30", "due = 2026-12-31");
    office.write("duban.toml", &moved);
    for (language, said) in [
        ("en", "the first promise of `A-1` was changed from 2026-11-30 to 2026-12-31"),
        ("zh-CN", "`A-1` 最初的期限由 2026-11-30 改成了 2026-12-31"),
    ] {
        let found = found(&office, language);
        let [(code, message)] = &found[..] else { panic!("{found:?}") };
        assert!(code == "due-overwritten" && message.starts_with(said), "{message}");
        assert!(
            message.contains("extended = [{ on = 2026-11-24, to = 2026-12-31, reason = \"…\" }]"),
            "{message}"
        );
    }
    // What it says to write passes.
    let listed =
        "due = 2026-11-30\nextended = [{ on = 2026-11-24, to = 2026-12-31, reason = \"…\" }]";
    office.write("duban.toml", &root.replace("due = 2026-11-30", listed));
    assert_eq!(found(&office, "en"), []);
    let output = office.run(Some(NOW), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    // Nobody needs to hear of it who knows.
    office.write("duban.toml", &format!("[check]\nallow = [\"due-overwritten\"]\n{moved}"));
    assert_eq!(found(&office, "en"), []);
}
