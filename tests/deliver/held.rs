//! T13, L6a: a letter that waits for a person's word, and what goes on meanwhile.

use super::installation::{Installation, task, text};
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
fn office() -> (Relay, Installation) {
    let rest = format!("{LADDER}{}", task("A-1", "zhang", "2026-11-09"));
    Installation::beside(Script::default(), &rest)
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
    let released = office.run(Some("2026-11-16 01:05:10"), &["release", "--all", "--yes"]);
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

/// Two tasks of one owner, of which the circular goes to their unit's head.
const TWO: &str = r#"
[policies.p]
stages = [{ name = "talk", at = "+1d", to = ["owner"], cc = ["person:wang"], letter = "circular", release = "ask" }]
"#;

fn owned(first: &str, second: &str) -> String {
    let [one, other] = [("A-1", first), ("A-2", second)].map(|(id, to)| task(id, to, "2026-11-09"));
    let li = "[people.li]\nname = '李四'\nemail = 'li@example.org'\n";
    format!("{li}{TWO}{one}{other}")
}

/// An office in whose files something is replaced from now on.
fn edit(office: &Installation, from: &str, to: &str) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from} is not in\n{config}");
    office.write("duban.toml", &config.replacen(from, to, 1));
}

fn run(office: &Installation, clock: &str, arguments: &[&str], status: i32) -> String {
    let output = office.run(Some(clock), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
    text(&output)
}

#[test]
fn l6c_a_held_letter_goes_to_the_owner_of_the_day_on_which_it_is_released() {
    let (relay, office) = Installation::beside(Script::default(), &owned("zhang", "zhang"));
    office.once(&morning(10), 0);
    assert_eq!(office.outbox(), ["held"]);
    for _ in 0..2 {
        edit(&office, "owner = 'zhang'", "owner = 'li'");
    }
    let later = "2026-11-20 14:30:10";
    let asked = run(&office, later, &["release", "--all"], 2);
    for said in ["- To: zhang@example.org", "+ To: li@example.org", "--yes", "--as-written"] {
        assert!(asked.contains(said), "`{said}` is missing in:\n{asked}");
    }
    assert_eq!(office.outbox(), ["held"]);
    run(&office, later, &["release", "--all", "--yes"], 0);
    // Whatever the hour: in Shanghai it is half past ten at night.
    office.once("2026-11-20 14:31:10", 0);
    assert_eq!(since(&relay, 0), ["li wang"]);
    let letter = &relay.arrived()[0];
    assert!(letter.body().contains("11"), "days late as of the 20th: {}", letter.body());
    let history = office.json(None, &["history", "--json"]);
    let states: Vec<String> = history["notices"]
        .as_array()
        .expect("notices")
        .iter()
        .map(|one| format!("{} {}", one["disposition"], one["letter_state"]).replace('"', ""))
        .collect();
    let (replaced, sent) = ("replaced replaced".to_owned(), "letter sent".to_owned());
    let count = |what: &String| states.iter().filter(|one| *one == what).count();
    assert_eq!((count(&replaced), count(&sent)), (2, 2), "{states:?}");
    office.ledger_is_sound();
}

#[test]
fn l6c_several_letters_go_where_the_audience_is_no_longer_one() {
    let (relay, office) = Installation::beside(Script::default(), &owned("zhang", "zhang"));
    office.once(&morning(10), 0);
    edit(&office, "owner = 'zhang'", "owner = 'li'");
    run(&office, "2026-11-11 01:00:10", &["release", "--all", "--yes"], 0);
    office.once("2026-11-11 01:01:10", 0);
    let mut went = since(&relay, 0);
    went.sort();
    assert_eq!(went, ["li wang", "zhang wang"]);
    assert_eq!(office.outbox().len(), 0);
}

#[test]
fn l6c_what_is_moot_is_left_out_when_a_letter_is_released() {
    let (relay, office) = Installation::beside(Script::default(), &owned("zhang", "zhang"));
    office.once(&morning(10), 0);
    edit(&office, "id = 'A-2'", "done = 2026-11-10\nid = 'A-2'");
    run(&office, "2026-11-10 02:00:10", &["release", "--all", "--yes"], 0);
    office.once("2026-11-10 02:01:10", 0);
    let body = relay.arrived()[0].body();
    assert!(body.contains("A-1") && !body.contains("A-2"), "{body}");
}

#[test]
fn l6c_as_written_sends_the_old_bytes() {
    let (relay, office) = Installation::beside(Script::default(), &owned("zhang", "zhang"));
    office.once(&morning(10), 0);
    let held = office.json(None, &["letters", "--json"])["letters"][0].clone();
    let id = held["letter"].as_str().expect("an id");
    let written = office.run(None, &["show", id, "--format", "eml"]).stdout;
    for _ in 0..2 {
        edit(&office, "owner = 'zhang'", "owner = 'li'");
    }
    run(&office, "2026-11-20 14:30:10", &["release", id, "--as-written"], 0);
    office.once("2026-11-20 14:31:10", 0);
    assert_eq!(since(&relay, 0), ["zhang wang"]);
    assert_eq!(relay.arrived()[0].bytes, written);
}

#[test]
fn l6c_a_letter_that_would_be_the_same_is_released_without_a_question_and_as_it_is() {
    let (relay, office) = Installation::beside(Script::default(), &owned("zhang", "zhang"));
    office.once(&morning(10), 0);
    let held = office.json(None, &["letters", "--json"])["letters"][0].clone();
    run(&office, "2026-11-10 05:00:10", &["release", "--all"], 0);
    // A kill or a stop between the word and the sweep loses nothing: the word is in the ledger.
    office.once("2026-11-10 05:01:10", 0);
    assert_eq!(since(&relay, 0), ["zhang wang"]);
    let id = held["letter"].as_str().expect("an id");
    let shown = run(&office, &morning(11), &["show", id], 0);
    assert!(shown.contains("sent"), "{shown}");
}

/// Reminded of every day, and each time a person is asked.
const DAILY: &str = r#"
[admin]
to = ["ops@example.org"]
[policies.p]
stages = [{ name = "talk", at = "+1d", repeat = "1d", to = ["owner"], letter = "circular", release = "ask" }]
"#;

#[test]
fn t7_l6a_two_weeks_of_holding_leave_one_letter_a_task_and_the_admin_hears_every_two_working_days()
{
    let people = [("A-1", "zhang", "2026-11-01"), ("A-2", "wang", "2026-11-02")];
    let tasks: String = people.iter().map(|(id, owner, due)| task(id, owner, due)).collect();
    let (relay, office) = Installation::beside(Script::default(), &format!("{DAILY}{tasks}"));
    let mut told = Vec::new();
    for day in 2..=16 {
        let before = relay.arrived().len();
        office.once(&morning(day), 0);
        assert!(since(&relay, before).iter().all(|to| to == "ops"));
        told.extend(relay.arrived()[before..].iter().map(|one| (day, one.subject())));
    }
    assert_eq!(office.outbox(), ["held", "held"]);
    // The first letter on the 2nd, the second on the 3rd; then both, and not at the weekend.
    let (first, again) = ("1 份函件待批", "仍有 2 件待人工处理");
    let expected =
        [(2, first), (3, first), (4, again), (6, again), (10, again), (12, again), (16, again)];
    let expected = expected.map(|(day, subject)| (day, subject.to_owned()));
    assert_eq!(told, expected);
    run(&office, "2026-11-16 02:00:10", &["release", "--all"], 0);
    let before = relay.arrived().len();
    office.once("2026-11-16 02:01:10", 0);
    let mut went = since(&relay, before);
    went.sort();
    assert_eq!(went, ["wang", "zhang"]);
    office.once(&morning(18), 0);
    assert!(!told.is_empty());
    let last = relay.arrived().last().expect("a letter").subject();
    assert!(last.contains("2 份函件待批") || last.contains("1 份函件待批"), "{last}");
}

#[test]
fn t7_a_newer_letter_leaves_the_other_tasks_of_a_held_one_held() {
    let stages = "[policies.p]\nstages = [{ name = 'talk', at = '+1d', repeat = '1d', times = 1, to = ['owner'], letter = 'circular', release = 'ask' }]\n";
    let tasks = [task("A-1", "zhang", "2026-11-09"), task("A-2", "zhang", "2026-11-08")].concat();
    let (relay, office) = Installation::beside(Script::default(), &format!("{stages}{tasks}"));
    office.once(&morning(10), 0);
    assert_eq!(office.outbox(), ["held"]);
    // On the 11th the first task is told once more, the second is not.
    office.once(&morning(11), 0);
    assert_eq!(office.outbox(), ["held", "held"]);
    run(&office, "2026-11-11 02:00:10", &["release", "--all", "--yes"], 0);
    office.once("2026-11-11 02:01:10", 0);
    let told: String = relay.arrived().iter().map(|one| one.body()).collect();
    assert_eq!((told.matches("A-1").count() > 0, told.matches("A-2").count() > 0), (true, true));
    office.ledger_is_sound();
}
