//! T13, L6a: a letter that waits for a person's word, and what goes on meanwhile.

use super::office::{Office, task, text};
use super::relay::{Arrived, Relay, Script};

/// Reminded of every working day, and after four a circular that asks.
const LADDER: &str = r#"
[policies.p]
stages = [
  { name = "overdue", at = "+1d", repeat = "1wd", to = ["owner"] },
  { name = "circular", at = "+4d", to = ["person:wang"], letter = "circular", release = "ask" },
]
"#;

/// 09:00 in Shanghai on that day of November 2026, and a few seconds.
fn morning(day: u32) -> String {
    format!("2026-11-{day:02} 01:00:10")
}

/// One task, a week late in the end.
fn office() -> (Relay, Office) {
    let rest = format!("{LADDER}{}", task("A-1", "zhang", "2026-11-09"));
    Office::beside(Script::default(), &rest)
}

/// Who got a letter since so many had arrived.
fn since(relay: &Relay, before: usize) -> Vec<String> {
    let to = |letter: &Arrived| letter.recipients.join(" ").replace("@example.org", "");
    relay.arrived()[before..].iter().map(to).collect()
}

#[test]
fn t13_as_long_as_nobody_releases_the_circular_the_owner_is_reminded_and_then_no_more() {
    let (relay, office) = office();
    for (sent, day) in [10, 11, 12, 13, 16].into_iter().enumerate() {
        office.once(&morning(day), 0);
        assert_eq!(since(&relay, sent), ["zhang"], "on the {day}th");
    }
    assert_eq!(office.outbox(), ["held"]);
    let released = office.run(Some("2026-11-16 01:05:10"), &["release", "--all"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2026-11-16 01:06:10", 0);
    assert_eq!(since(&relay, 5), ["wang"]);
    for day in [17, 18, 30] {
        office.once(&morning(day), 0);
        assert_eq!(since(&relay, 6).len(), 0, "on the {day}th");
    }
}

#[test]
fn t13_a_discarded_circular_ends_nothing() {
    let (relay, office) = office();
    office.once(&morning(13), 0);
    let discarded = office.run(Some("2026-11-13 01:05:10"), &["discard", "--all"]);
    assert_eq!(discarded.status.code(), Some(0), "{}", text(&discarded));
    office.once(&morning(16), 0);
    assert_eq!(since(&relay, 0), ["zhang", "zhang"]);
    assert_eq!(office.outbox().len(), 0, "what was discarded is not written again");
}

#[test]
fn t13_plan_names_the_track_and_what_would_be_held() {
    let (_, office) = office();
    let arguments = ["plan", "--json", "--until", "2026-11-17T00:00:00Z"];
    let plan = office.json(Some("2026-11-10 00:00:10"), &arguments);
    let notices = plan["notices"].as_array().expect("notices").iter();
    let line = |one: &serde_json::Value| {
        let [stage, track] = ["stage", "track"].map(|key| one[key].as_str().expect("a word"));
        format!("{stage} {track} {}", one["held"])
    };
    let overdue = "overdue due null";
    let found: Vec<String> = notices.map(line).collect();
    assert_eq!(found, [overdue, overdue, overdue, "circular ask \"ask\"", overdue, overdue]);
}

#[test]
fn t13_explain_says_that_a_letter_that_asks_is_held() {
    let (_, office) = office();
    let explained = office.run(Some("2026-11-13 01:00:10"), &["explain", "A-1"]);
    let explained = text(&explained);
    assert!(explained.contains("held for `duban release`"), "{explained}");
    assert!(!explained.contains("Passed over"), "both tracks go on: {explained}");
}
