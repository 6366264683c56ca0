//! `explain-error`: the wrong example of each code gives that code and no other, the right one passes.

use std::process::Command;

use super::{AROUND, load, load_text, shown};

fn explained(language: &str) -> Vec<serde_json::Value> {
    let mut duban = Command::new(env!("CARGO_BIN_EXE_duban"));
    let out = duban.args(["explain-error", "--json", "--lang", language]).output().expect("run");
    serde_json::from_slice(&out.stdout).expect("a list")
}

#[test]
fn examples_give_their_code_and_pass_once_they_are_right() {
    let all = explained("en");
    assert!(all.len() > 100);
    let (mut tried, mut failed) = (0, String::new());
    for one in &all {
        let code = one["code"].as_str().expect("a code");
        let (Some(wrong), Some(right)) = (one["wrong"].as_str(), one["right"].as_str()) else {
            continue;
        };
        tried += 1;
        let is_roots = ["[mail", "[http", "[heartbeat", "[web", "[answers", "[check", "[letters"]
            .iter()
            .any(|table| wrong.starts_with(table));
        let load = |text: &str| match is_roots {
            true => load(&[("/d/duban.toml", format!("{AROUND}{text}").as_bytes())]),
            false => load_text(text),
        };
        let loaded = load(wrong);
        let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
        if codes.is_empty() || codes.iter().any(|found| *found != code) {
            failed += &format!("{code}: {codes:?} in\n{wrong}\n{}", shown(&loaded));
        }
        let loaded = load(right);
        if !loaded.findings.is_empty() {
            failed += &format!("{code} is said to be right:\n{right}\n{}", shown(&loaded));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(tried > 80, "{tried}");
}

#[test]
fn both_languages_tell_of_every_code() {
    for (language, is_chinese) in [("zh-CN", true), ("en", false)] {
        for one in explained(language) {
            let means = one["means"].as_str().expect("a sentence");
            let has = means.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one));
            assert_eq!(has, is_chinese, "{}: {means}", one["code"]);
        }
    }
}
