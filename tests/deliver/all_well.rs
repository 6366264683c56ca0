//! R4: `admin.all-well` has the admin told that duban runs: once a week at its first `send-at`, whatever is restarted, and
//! once after downtime.

use super::installation::{Installation, TASK, text};
use super::relay::{Arrived, Relay, Script};

/// 09:00 in Shanghai is 01:00 in UTC. 24 November 2026 is a Tuesday.
const FIRST: &str = "2026-11-24 01:00:10";
const MONDAY: &str = "2026-11-30 01:00:10";

fn office(language: &str, all_well: &str) -> (Relay, Installation) {
    let relay = Relay::start(Script::default());
    let office = Installation::with_relay(relay.port, "security = 'none'", TASK);
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    // Without holiday sets no year is missing.
    let root = if language == "en" { root.replace("holidays = [\"CN\"]\n", "") } else { root };
    let head = format!("language = '{language}'\n");
    let admin = format!("\n[admin]\nto = ['ops@example.org']\n{all_well}\n");
    office.write("duban.toml", &format!("{head}{root}{admin}"));
    (relay, office)
}

/// The letters to the admin.
fn words(relay: &Relay) -> Vec<Arrived> {
    let arrived = relay.arrived().into_iter();
    arrived.filter(|one| one.recipients == ["ops@example.org"]).collect()
}

#[test]
fn r4_it_goes_once_a_week_and_not_for_the_moment_that_had_passed() {
    let (relay, office) = office("en", "all-well = 'weekly'");
    for quiet in [FIRST, "2026-11-25 01:00:10", "2026-11-27 01:00:10", "2026-11-30 00:59:10"] {
        office.once(quiet, 0);
        assert_eq!(words(&relay).len(), 0, "{quiet}");
    }
    office.once(MONDAY, 0);
    let [letter] = &words(&relay)[..] else { panic!("one letter") };
    let body = letter.body();
    for part in [
        "Nothing is to be done",
        "1 open, 1 of them late",
        "1 sent since 2026-11-23 09:00",
        "The next is due on 2026-12-07 09:00",
    ] {
        assert!(body.contains(part), "`{part}` is missing:\n{body}");
    }
    for again in ["2026-11-30 01:00:40", "2026-11-30 01:01:10", "2026-12-01 01:00:10"] {
        office.once(again, 0);
        assert_eq!(words(&relay).len(), 1, "{again}");
    }
    office.once("2026-12-07 01:00:10", 0);
    assert_eq!(words(&relay).len(), 2);
    office.ledger_is_sound();
}

#[test]
fn r4_after_downtime_one_goes_within_the_hours_and_a_clock_set_back_repeats_none() {
    let (relay, office) = office("en", "all-well = 'weekly'");
    office.once(FIRST, 0);
    // Two moments passed, found at eight in the evening.
    office.once("2026-12-08 12:00:10", 0);
    assert_eq!(words(&relay).len(), 0, "late, it keeps to the hours (T8)");
    office.once("2026-12-09 01:00:10", 0);
    assert_eq!(words(&relay).len(), 1);
    office.once("2026-12-07 01:00:10", 0);
    office.once("2026-12-09 01:01:10", 0);
    assert_eq!(words(&relay).len(), 1);
    office.once("2026-12-14 01:00:10", 0);
    assert_eq!(words(&relay).len(), 2);
}

#[test]
fn r4_daily_is_every_working_day_and_without_the_key_there_is_none() {
    let (relay, daily) = office("en", "all-well = 'daily'");
    let (silent, none) = office("en", "");
    // Friday, Saturday, Sunday, Monday.
    for day in ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"] {
        daily.once(&format!("{day} 01:00:10"), 0);
        none.once(&format!("{day} 01:00:10"), 0);
    }
    assert_eq!((words(&relay).len(), words(&silent).len()), (2, 0));
}

#[test]
fn r4_what_waits_and_missing_holidays_are_asked_for() {
    let (relay, office) = office("zh-CN", "all-well = 'weekly'");
    let ask = r#"
[policies.asks]
stages = [{ name = "talk", at = "-9d", to = ["owner"], release = "ask" }]
[[task]]
id = "A-2"
title = "又一项"
owner = "zhang"
policy = "asks"
due = 2040-11-27
[[task]]
id = "A-3"
title = "第三项"
owner = "zhang"
policy = "asks"
due = 2026-11-27
"#;
    office.write("more.toml", ask);
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['more.toml']\n{root}"));
    office.once(FIRST, 0);
    office.once(MONDAY, 0);
    let word = words(&relay).pop().expect("a letter");
    assert!(word.subject().contains("有事项待处理"), "{}", word.subject());
    let body = word.body();
    for part in ["待放行的函件 1 封", "2040 年（日历“default”）", "请处理"] {
        assert!(body.contains(part), "`{part}` is missing:\n{body}");
    }
}

#[test]
fn r4_plan_explain_and_history_tell_of_it() {
    let (_relay, office) = office("en", "all-well = 'weekly'");
    let plan = |clock: &str| -> Vec<String> {
        let plan = office.json(Some(clock), &["plan", "--until", "2026-12-10", "--json"]);
        let letters = plan["letters"].as_array().expect("letters").iter();
        let ours = letters.filter(|one| one["kind"] == "all-well");
        ours.map(|one| format!("{} {}", one["release"].as_str().unwrap_or_default(), one["to"][0]))
            .collect()
    };
    let both = ["2026-11-30T09:00:00+08:00", "2026-12-07T09:00:00+08:00"]
        .map(|at| format!("{at} \"ops@example.org\""));
    assert_eq!(plan(FIRST), both);
    office.once(FIRST, 0);
    assert_eq!(plan("2026-11-25 01:00:10"), both);
    // What fell into downtime leaves at the next opening.
    assert_eq!(plan("2026-11-30 12:00:10")[0], "2026-12-01T09:00:00+08:00 \"ops@example.org\"");
    office.once(MONDAY, 0);
    assert_eq!(plan("2026-11-30 01:01:10"), both[1..]);
    let told = text(&office.run(Some("2026-12-01 01:00:10"), &["explain", "all-well"]));
    for part in
        ["first working day of each week", "2026-12-07 Mon 09:00", "ops@example.org", "sent"]
    {
        assert!(told.contains(part), "`{part}` is missing:\n{told}");
    }
    let history = office.json(None, &["history", "all-well", "--json"]);
    let rows = history["notices"].as_array().expect("notices").iter();
    let rows: Vec<String> = rows
        .map(|one| format!("{} {}", one["anchor"], one["disposition"]).replace('"', ""))
        .collect();
    assert_eq!(rows, ["2026-11-23 superseded", "2026-11-30 letter"]);
}
