//! W7: who is newly responsible gets one letter with all that is theirs now, and who was gets a note.

use serde_json::Value;

use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

/// Reminded nine days before the deadline.
const POLICY: &str = "[people.li]\nname = '李四'\nemail = 'li@example.org'\n[policies.p]\n\
                      stages = [{ name = 'soon', at = '-9d', to = ['owner'] }]\n";

/// That time on Tuesday, the 10th of November 2026, in UTC; in Shanghai it is eight hours later.
fn at(time: &str) -> String {
    format!("2026-11-10 {time}:10")
}

/// Two tasks of Zhang's, of which both were reminded at 09:00.
fn office() -> (Relay, Installation) {
    let tasks = [task("A-1", "zhang", "2026-11-13"), task("A-2", "zhang", "2026-11-16")].concat();
    let (relay, office) = Installation::beside(Script::default(), &format!("{POLICY}{tasks}"));
    office.once(&at("01:00"), 0);
    assert_eq!(since(&relay, 0), ["zhang"]);
    (relay, office)
}

/// To whom letters went since so many had arrived.
fn since(relay: &Relay, before: usize) -> Vec<String> {
    let to = |all: &[String]| all.join(" ").replace("@example.org", "");
    let mut all: Vec<String> =
        relay.arrived()[before..].iter().map(|one| to(&one.recipients)).collect();
    all.sort();
    all
}

/// The letter to somebody since so many had arrived, as a person reads it.
fn letter_to(relay: &Relay, office: &Installation, who: &str, before: usize) -> String {
    let address = format!("{who}@example.org");
    let arrived = relay.arrived();
    let mut letters = arrived[before..].iter().filter(|one| one.recipients[0] == address);
    let letter = letters.next().unwrap_or_else(|| panic!("no letter to {who}"));
    assert!(letters.next().is_none(), "several letters to {who}");
    let head = String::from_utf8_lossy(&letter.bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
    let id = id.and_then(|id| id.split(['.', '@']).next()).expect("an id").to_owned();
    text(&office.run(None, &["show", &id]))
}

fn edit(office: &Installation, from: &str, to: &str) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from} is not in\n{config}");
    office.write("duban.toml", &config.replacen(from, to, 1));
}

fn give(office: &Installation, id: &str, from: &str, to: &str) {
    let head = |owner: &str| format!("title = '{id}'\nowner = '{owner}'");
    edit(office, &head(from), &head(to));
}

fn has_all(letter: &str, parts: &[&str]) {
    for part in parts {
        assert!(letter.contains(part), "no {part} in\n{letter}");
    }
}

#[test]
fn w7_the_new_owner_gets_one_letter_and_the_former_a_note() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("02:00"), 0);
    office.once(&at("02:14"), 0);
    assert_eq!(since(&relay, 1).len(), 0, "15 minutes after the change");
    office.once(&at("02:16"), 0);
    assert_eq!(since(&relay, 1), ["wang", "zhang"]);
    let told = ["交接函", "A-1", "1 项任务现由您负责", "原责任人张三", "11月10日发《提醒函》"];
    has_all(&letter_to(&relay, &office, "wang", 1), &told);
    let told = ["移交告知", "A-1", "不再由您负责", "现责任人王五"];
    has_all(&letter_to(&relay, &office, "zhang", 1), &told);
    office.once(&at("03:00"), 0);
    assert_eq!(since(&relay, 3).len(), 0, "it is told once");
    office.ledger_is_sound();
}

#[test]
fn w7_fifteen_minutes_after_the_last_change_all_in_one_letter() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("02:00"), 0);
    give(&office, "A-2", "zhang", "wang");
    office.once(&at("02:10"), 0);
    office.once(&at("02:17"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
    office.once(&at("02:26"), 0);
    assert_eq!(since(&relay, 1), ["wang", "zhang"]);
    has_all(&letter_to(&relay, &office, "wang", 1), &["2 项任务现由您负责", "A-1", "A-2"]);
}

#[test]
fn w7_changed_back_before_it_left_nobody_hears_of_it() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("02:00"), 0);
    give(&office, "A-1", "wang", "zhang");
    office.once(&at("02:05"), 0);
    office.once(&at("02:30"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
}

#[test]
fn w7_changed_back_while_its_letter_waits_it_is_withdrawn() {
    let (relay, office) = office();
    let port = format!("port = {}", relay.port);
    edit(&office, &port, "port = 9");
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("02:00"), 0);
    office.once(&at("02:16"), 1);
    assert_eq!(office.outbox().len(), 2);
    give(&office, "A-1", "wang", "zhang");
    edit(&office, "port = 9", &port);
    office.once(&at("02:20"), 0);
    office.once(&at("02:40"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
    assert_eq!(office.outbox().len(), 0);
    // They are as they were: giving it away again is told.
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("03:00"), 0);
    office.once(&at("03:16"), 0);
    assert_eq!(since(&relay, 1), ["wang", "zhang"]);
}

#[test]
fn w7_it_leaves_within_the_hours_in_which_mail_is_sent() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("09:50"), 0);
    office.once(&at("10:06"), 0);
    assert_eq!(since(&relay, 1).len(), 0, "it is after 18:00");
    office.once("2026-11-11 01:00:10", 0);
    assert_eq!(since(&relay, 1), ["wang", "zhang"]);
}

#[test]
fn w7_away_changes_nothing_and_who_is_gone_gets_no_note() {
    let (relay, office) = office();
    let zhang = "zhang = { name = \"张三\", email = \"zhang@example.org\" }";
    let away = "away = [{ from = 2026-11-09, until = 2026-11-13, delegate = 'li' }]";
    edit(&office, zhang, &zhang.replace(" }", &format!(", {away} }}")));
    office.once(&at("02:00"), 0);
    office.once(&at("02:20"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
    give(&office, "A-1", "zhang", "wang");
    give(&office, "A-2", "zhang", "wang");
    edit(&office, &zhang.replace(" }", &format!(", {away} }}")), "");
    office.once(&at("03:00"), 0);
    office.once(&at("03:16"), 0);
    assert_eq!(since(&relay, 1), ["wang"]);
    has_all(&letter_to(&relay, &office, "wang", 1), &["原责任人zhang"]);
}

/// Owners that no task names: heads of units, members of groups, co-owners.
#[test]
fn w7_after_units_and_groups() {
    let tasks = "[groups.team]\nmembers = ['zhang']\n[defaults]\npolicy = 'p'\n\
                 [[task]]\nid = 'H'\ntitle = 'H'\nunit = 'city'\ndue = 2026-12-20\n\
                 [[task]]\nid = 'G'\ntitle = 'G'\nowner = 'team'\ndue = 2026-12-20\n\
                 [[task]]\nid = 'W'\ntitle = 'W'\nowner = 'zhang'\nwith = ['li']\ndue = 2026-12-20\n";
    let (relay, office) = Installation::beside(Script::default(), &format!("{POLICY}{tasks}"));
    office.once(&at("01:00"), 0);
    edit(&office, "head = \"wang\"", "head = \"li\"");
    edit(&office, "members = ['zhang']", "members = ['zhang', 'wang']");
    edit(&office, "with = ['li']", "with = ['wang']");
    office.once(&at("02:00"), 0);
    office.once(&at("02:16"), 0);
    assert_eq!(since(&relay, 0), ["li", "wang"]);
    // One letter each: what came, and what went.
    has_all(&letter_to(&relay, &office, "li", 0), &["现由您负责", "H", "不再由您负责", "W"]);
    has_all(
        &letter_to(&relay, &office, "wang", 0),
        &["2 项任务现由您负责", "G", "W", "不再由您负责"],
    );
}

#[test]
fn w7_plan_lists_handovers_and_adopt_takes_them_as_known() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    let handovers = |clock: &str| -> Vec<String> {
        let plan = office.json(Some(clock), &["plan", "--json"]);
        let letters = plan["letters"].as_array().expect("letters").iter();
        let of = |one: &Value| format!("{} {} {}", one["kind"], one["about"], one["release"]);
        letters.map(of).collect()
    };
    let expected = |time: &str| {
        ["zhang", "wang"]
            .map(|who| format!("\"handover\" \"{who}\" \"2026-11-10T{time}:00+08:00\""))
    };
    assert_eq!(handovers(&at("02:00")), expected("10:16"), "seen by the next sweep");
    office.once(&at("02:00"), 0);
    assert_eq!(handovers(&at("02:05")), expected("10:16"));
    let adopted = office.run(Some(&at("02:06")), &["adopt"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted));
    assert_eq!(handovers(&at("02:07")).len(), 0);
    office.once(&at("02:30"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
}

#[test]
fn w7_what_is_closed_is_handed_over_to_nobody() {
    let (relay, office) = office();
    give(&office, "A-1", "zhang", "wang");
    office.once(&at("02:00"), 0);
    let done = office.run(Some(&at("02:05")), &["done", "A-1"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done));
    office.once(&at("02:06"), 0);
    office.once(&at("02:30"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
    // Open again, it is as if it had not been known.
    let reopened = office.run(Some(&at("02:35")), &["reopen", "A-1"]);
    assert_eq!(reopened.status.code(), Some(0), "{}", text(&reopened));
    office.once(&at("02:36"), 0);
    office.once(&at("03:00"), 0);
    assert_eq!(since(&relay, 1).len(), 0);
}

/// More owners than L8's limit, by as many causes: the letters wait for a person. A new head is one change.
#[test]
fn w7_more_changes_than_the_guard_allows_wait_for_a_person() {
    let tasks: String =
        (1..=4).map(|number| task(&format!("A-{number}"), "zhang", "2026-12-20")).collect();
    let heads = "[[task]]\nid = 'H-1'\ntitle = 'H'\nunit = 'city'\npolicy = 'p'\ndue = 2026-12-20\n\
                 [[task]]\nid = 'H-2'\ntitle = 'H'\nunit = 'city'\npolicy = 'p'\ndue = 2026-12-20\n";
    let guard = "[guard]\nmax-changes = 3\n";
    let rest = format!("{POLICY}{guard}{tasks}{heads}");
    let (relay, office) = Installation::beside(Script::default(), &rest);
    office.once(&at("01:00"), 0);
    edit(&office, "head = \"wang\"", "head = \"li\"");
    for id in ["A-1", "A-2"] {
        give(&office, id, "zhang", "wang");
    }
    office.once(&at("02:00"), 0);
    office.once(&at("02:16"), 0);
    assert_eq!(since(&relay, 0), ["li", "wang", "zhang"], "three changes: two tasks and a head");
    for id in ["A-1", "A-2"] {
        give(&office, id, "wang", "zhang");
    }
    for id in ["A-3", "A-4"] {
        give(&office, id, "zhang", "wang");
    }
    office.once(&at("03:00"), 0);
    office.once(&at("03:16"), 0);
    assert_eq!(since(&relay, 3).len(), 0);
    assert_eq!(office.outbox(), ["held", "held"]);
    let released = office.run(Some(&at("03:20")), &["release", "--all", "--yes"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once(&at("03:21"), 0);
    assert_eq!(since(&relay, 3), ["wang", "zhang"]);
}
