//! P1: reports that the daemon sends: at their cron's moments, moved from days off, once, also after downtime; held where
//! they ask; nothing for a part that has nothing to say.

use super::installation::{Installation, text};
use super::relay::{Relay, Script};

const LIST: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[units.north]
name = "北县"
parent = "city"
head = "zhang"
[units.south]
name = "南县"
parent = "city"
head = "li"
[units.west]
name = "西县"
parent = "city"
head = "li"
[policies.p]
stages = [{ name = "later", at = "+300d", to = ["owner"] }]
[defaults]
policy = "p"
opened = 2026-10-01
[[task]]
id = "N-1"
title = "北县的任务"
unit = "north"
due = 2026-11-01
[[task]]
id = "S-1"
title = "南县的任务"
unit = "south"
due = 2027-11-01
[[reports]]
name = "monthly"
title = "整改工作情况通报"
cron = "0 9 5 * *"
roll = "later"
per = "unit"
to = ["head"]
cc = ["top"]
attach = ["xlsx", "csv"]
"#;

/// 09:00 in Shanghai is 01:00 in UTC. 5 December 2026 is a Saturday.
const FIRST: &str = "2026-11-24 01:00:10";
const MONDAY: &str = "2026-12-07 01:00:10";

fn office(rest: &str) -> (Relay, Installation) {
    let (relay, office) = Installation::beside(Script::default(), &format!("{LIST}{rest}"));
    office.once(FIRST, 0);
    (relay, office)
}

fn recipients(relay: &Relay) -> Vec<String> {
    let letters = relay.arrived();
    let mut all: Vec<String> =
        letters.iter().map(|one| one.recipients.join(" ").replace("@example.org", "")).collect();
    all.sort();
    all
}

#[test]
fn p1_each_part_goes_once_to_its_own_head_at_the_moment_that_roll_gives() {
    let (relay, office) = office("");
    for quiet in ["2026-12-05 01:00:10", "2026-12-06 01:00:10", "2026-12-07 00:59:10"] {
        office.once(quiet, 0);
    }
    assert_eq!(recipients(&relay), [""; 0], "before its moment");
    office.once(MONDAY, 0);
    // The west has no task, and so nothing to say.
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    for again in ["2026-12-07 01:01:10", "2026-12-08 01:00:10"] {
        office.once(again, 0);
    }
    assert_eq!(relay.arrived().len(), 2, "told once");
    let letters = relay.arrived();
    let north = letters.iter().find(|one| one.recipients[0].starts_with("zhang")).expect("sent");
    let bytes = String::from_utf8_lossy(&north.bytes).into_owned();
    for part in [
        "multipart/related",
        "Content-ID: <ages.png>",
        "filename=\"report.xlsx\"",
        "filename=\"report.csv\"",
        "X-Duban-Letter: report",
        "X-Duban-Stage: monthly",
    ] {
        assert!(bytes.contains(part), "`{part}` is missing in:\n{bytes}");
    }
    // It stands in the history.
    let history = office.json(None, &["history", "--json"]);
    let stages: Vec<&str> = history["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["stage"].as_str())
        .collect();
    assert_eq!(stages, ["monthly", "monthly"], "{history}");
    office.ledger_is_sound();
}

#[test]
fn p1_after_downtime_only_the_latest_goes_and_within_the_hours() {
    let (relay, office) = office("");
    // Two moments passed, the second on Tuesday, 5 January 2027; found at eight in the evening.
    office.once("2027-01-05 12:00:10", 0);
    assert_eq!(relay.arrived().len(), 0, "late, it keeps to the hours (T8)");
    office.once("2027-01-06 01:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    office.once("2027-01-06 01:01:10", 0);
    assert_eq!(relay.arrived().len(), 2);
}

#[test]
fn p1_moments_before_the_ledger_saw_the_report_or_its_cron_are_not_its() {
    let (relay, office) = office("");
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &root.replace("0 9 5 * *", "0 9 4 * *"));
    // The new cron is seen on Monday; its moment was on Friday.
    office.once(MONDAY, 0);
    office.once("2026-12-07 01:01:10", 0);
    assert_eq!(relay.arrived().len(), 0);
    office.once("2027-01-04 01:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
}

#[test]
fn l6a_a_report_that_asks_is_held_and_its_next_takes_its_place() {
    let (relay, office) = office("release = \"ask\"\n");
    office.once(MONDAY, 0);
    assert_eq!(relay.arrived().len(), 0);
    let held = || {
        let letters = office.json(None, &["letters", "--json"]);
        letters["letters"].as_array().expect("letters").len()
    };
    assert_eq!(held(), 2);
    office.once("2027-01-05 01:00:10", 0);
    assert_eq!(held(), 2, "the next replaces the older");
    let released = office.run(Some("2027-01-05 01:00:20"), &["release", "--all", "--as-written"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2027-01-05 01:01:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    office.ledger_is_sound();
}
