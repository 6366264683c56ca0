//! `explain` foresees: what it says will come of a task, and for a person, is what the daemon then sends, on those days, to those
//! people.

use std::collections::BTreeSet;

use serde_json::Value;

use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

/// Reminded, overdue and its repeats copied to li, who has a digest; then a talk that asks. A report every Monday.
const OFFICE: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
digest = "daily"
[[reports]]
name = "weekly"
cron = "0 9 * * 1"
to = ["person:wang"]
[policies.p]
stages = [
  { name = "soon", at = "-3d", to = ["owner"], cc = ["person:li"] },
  { name = "overdue", at = "+1d", repeat = "2wd", times = 2, to = ["owner"], cc = ["person:li"] },
  { name = "talk", at = "+4d", to = ["person:wang"], letter = "circular", release = "ask" },
]
"#;

fn office(rest: &str) -> (Relay, Installation) {
    let tasks = format!("{}{rest}", task("A-1", "zhang", "2026-11-20"));
    Installation::beside(Script::default(), &format!("{OFFICE}{tasks}"))
}

/// 08:30 in Shanghai on Thursday, the 12th of November 2026.
const BEFORE: &str = "2026-11-12 00:30:10";

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn words(value: &Value) -> String {
    let all = value.as_array().expect("a list").iter();
    all.map(|one| one.as_str().expect("text").replace("@example.org", ""))
        .collect::<Vec<_>>()
        .join(" ")
}

fn day(value: &Value) -> String {
    value["release"].as_str().expect("a time")[..10].to_owned()
}

/// Every letter that is foreseen of the task: its day and to whom it goes.
fn foreseen(explained: &Value) -> (BTreeSet<String>, usize) {
    let target = &explained["targets"][0];
    let (mut all, mut held) = (BTreeSet::new(), 0);
    for one in list(target, "coming") {
        if one["held"].is_null() {
            let to = format!("{} {}", words(&one["to"]), words(&one["cc"]));
            all.insert(format!("{} {}", day(one), to.trim()));
            let digests = list(one, "digests").iter();
            all.extend(
                digests.map(|one| format!("{} {}", day(one), one["person"].as_str().expect("who"))),
            );
        } else {
            held += 1;
        }
    }
    (all, held)
}

/// A sweep at 09:00 on each of these days; what arrived, with its day. Reports are told apart.
fn swept(
    relay: &Relay,
    office: &Installation,
    days: impl Iterator<Item = jiff::civil::Date>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut letters, mut reports) = (BTreeSet::new(), BTreeSet::new());
    for day in days {
        let before = relay.arrived().len();
        office.once(&format!("{day} 01:00:10"), 0);
        for one in &relay.arrived()[before..] {
            let to = one.recipients.join(" ").replace("@example.org", "");
            let line = format!("{day} {to}");
            let report = String::from_utf8_lossy(&one.bytes).contains("X-Duban-Letter: report");
            if report {
                reports.insert(line)
            } else {
                letters.insert(line)
            };
        }
    }
    (letters, reports)
}

fn days() -> impl Iterator<Item = jiff::civil::Date> {
    let first = jiff::civil::date(2026, 11, 12);
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(28)
}

#[test]
fn explain_foresees_of_a_task_what_is_then_sent_on_which_day_and_to_whom() {
    let (relay, office) = office("");
    let explained = office.json(Some(BEFORE), &["explain", "A-1", "--json"]);
    let (expected, held) = foreseen(&explained);
    assert!(expected.len() >= 6 && held == 1, "{explained}");
    let (letters, reports) = swept(&relay, &office, days());
    assert_eq!(letters, expected, "{explained}");
    assert_eq!(office.outbox().iter().filter(|one| *one == "held").count(), held);
    // The first report names it only where it is late by then.
    assert_eq!(list(&explained["targets"][0], "reports").len(), 0, "{explained}");
    let late = office.json(Some("2026-11-24 02:00:10"), &["explain", "A-1", "--json"]);
    let named = &list(&late["targets"][0], "reports")[0];
    assert_eq!((day(named), named["as"].as_str()), ("2026-11-30".to_owned(), Some("overdue")));
    assert!(reports.contains(&format!("{} {}", day(named), words(&named["to"]))), "{reports:?}");
}

#[test]
fn explain_foresees_for_a_person_what_plan_has_of_them() {
    let (relay, office) = office(&task("A-2", "wang", "2026-11-20"));
    for who in ["li", "wang", "zhang"] {
        let explained = office.json(Some(BEFORE), &["explain", who, "--json"]);
        let plan = office.json(Some(BEFORE), &["plan", "--json", "--person", who]);
        assert_eq!(explained["coming"]["notices"], plan["notices"], "{who}");
    }
    let coming = office.json(Some(BEFORE), &["explain", "li", "--json"])["coming"].clone();
    let digests: BTreeSet<String> =
        list(&coming, "letters").iter().map(|one| format!("{} li", day(one))).collect();
    let (letters, _) = swept(&relay, &office, days());
    let to_li: BTreeSet<String> = letters.into_iter().filter(|one| one.ends_with(" li")).collect();
    assert_eq!(to_li, digests, "{coming}");
    let wang = office.json(Some(BEFORE), &["explain", "wang", "--json"]);
    let kinds: Vec<&str> =
        list(&wang["coming"], "letters").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert!(kinds.contains(&"report"), "{wang}");
}

#[test]
fn explain_says_what_will_hold_a_letter_back() {
    let hold = "hold = { until = 2026-11-25, reason = '等待法院' }\n";
    let (_, office) = office(hold);
    let say = |arguments: &[&str]| text(&office.run(Some(BEFORE), arguments));
    let english = say(&["--lang", "en", "explain", "A-1"]);
    for words in [
        "The next 30 days",
        "kept back by the hold (T8)",
        "held then for `duban release`: its stage asks first",
        "李四 has it in the digest of",
    ] {
        assert!(english.contains(words), "`{words}` is missing in\n{english}");
    }
    let chinese = say(&["--lang", "zh-CN", "explain", "A-1"]);
    for words in
        ["今后 30 天", "因搁置推迟（T8）", "届时扣住待放行：须经批准", "李四不另抄送，列入"]
    {
        assert!(chinese.contains(words), "`{words}` is missing in\n{chinese}");
    }
    // L6: two letters at once, and one is the limit.
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let more = [task("A-2", "wang", "2026-11-20"), task("A-3", "li", "2026-11-20")].concat();
    office.write("duban.toml", &format!("{root}[guard]\nmax-letters = 1\n{more}"));
    let explained = office.json(Some(BEFORE), &["explain", "A-2", "--json"]);
    let first = &list(&explained["targets"][0], "coming")[0];
    assert_eq!(first["held"], "guard", "{explained}");
    office.once("2026-11-17 01:00:10", 0);
    assert_eq!(office.outbox().iter().filter(|one| *one == "held").count(), 2);
}
