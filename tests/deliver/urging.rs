//! `duban urge` (催办): one letter about some tasks at once, by a person's will, beside the ladder.

use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

/// 09:00 in Shanghai, on days when no stage is reached, and when one is.
const QUIET: &str = "2026-11-10 01:00:10";
const LATER: &str = "2026-11-10 01:01:10";
const LAST: &str = "2026-11-10 01:02:10";
const LATE: &str = "2026-12-01 01:00:10";

const POLICY: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[policies.p]
stages = [{ name = "overdue", at = "+1d", to = ["owner"] }]
"#;

fn office() -> (Relay, Installation) {
    let one = task("A-1", "zhang", "2026-11-30").replace("owner =", "supervisor = 'li'\nowner =");
    let tasks = [one, task("A-2", "wang", "2026-12-20"), task("A-3", "zhang", "2026-12-20")];
    Installation::beside(Script::default(), &format!("{POLICY}{}", tasks.concat()))
}

fn urge(office: &Installation, status: i32, arguments: &[&str]) -> String {
    let output = office.run(Some(QUIET), &[&["urge"], arguments].concat());
    assert_eq!(output.status.code(), Some(status), "{}", text(&output));
    text(&output)
}

/// What arrived: to whom, and the letter as a person reads it.
fn arrived(relay: &Relay, office: &Installation) -> Vec<(String, String)> {
    let letters = relay.arrived();
    let read = |bytes: &[u8]| {
        let head = String::from_utf8_lossy(bytes).into_owned();
        let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        let id = id.and_then(|id| id.split(['.', '@']).next()).expect("an id").to_owned();
        text(&office.run(None, &["show", &id]))
    };
    let to = |all: &[String]| all.join(" ").replace("@example.org", "");
    letters.iter().map(|one| (to(&one.recipients), read(&one.bytes))).collect()
}

#[test]
fn who_urges_writes_once_to_the_owners_and_those_who_supervise() {
    let (relay, office) = office();
    office.once(QUIET, 0);
    assert_eq!(relay.arrived().len(), 0);
    let said = urge(&office, 0, &["A-1", "--note", "书记要求本周内办结", "--by", "李四"]);
    assert!(said.contains("张三") && said.contains("李四"), "{said}");
    office.once(LATER, 0);
    office.once(LAST, 0);
    let letters = arrived(&relay, &office);
    assert_eq!(letters.len(), 1, "{letters:?}");
    let (to, letter) = &letters[0];
    assert_eq!(to, "zhang li");
    assert!(letter.contains("催办函"), "{letter}");
    assert!(letter.contains("李四催办：书记要求本周内办结"), "{letter}");
    // It stands in the history with who and why, and the ladder goes on as ever.
    let history = office.json(None, &["history", "A-1", "--json"]);
    assert_eq!(history["notices"][0]["stage"], "urge", "{history}");
    assert_eq!(history["edits"][0]["command"], "urge", "{history}");
    assert_eq!(history["edits"][0]["why"], "书记要求本周内办结", "{history}");
    assert_eq!(history["edits"][0]["written"], true, "{history}");
    office.once(LATE, 0);
    let letters = arrived(&relay, &office);
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(letters[1].1.contains("11月10日：《催办函》，主送张三，抄送李四"), "{}", letters[1].1);
    office.ledger_is_sound();
}

#[test]
fn each_circle_of_owners_gets_a_letter_of_its_own() {
    let (relay, office) = office();
    office.once(QUIET, 0);
    urge(&office, 0, &["A-2", "A-1", "A-3", "A-2"]);
    office.once(LATER, 0);
    let mut to: Vec<String> = arrived(&relay, &office).into_iter().map(|(to, _)| to).collect();
    to.sort();
    assert_eq!(to, ["wang", "zhang", "zhang li"]);
}

#[test]
fn what_is_closed_cannot_be_urged_and_is_not_once_it_is() {
    let (relay, office) = office();
    let said = urge(&office, 1, &["A-1"]);
    assert!(said.contains("duban run"), "{said}");
    office.once(QUIET, 0);
    urge(&office, 0, &["A-2"]);
    let output = office.run(Some(QUIET), &["done", "A-2", "A-3"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    office.once(LATER, 0);
    assert_eq!(relay.arrived().len(), 0);
    let said = urge(&office, 1, &["A-3"]);
    assert!(said.contains("duban reopen A-3"), "{said}");
}

/// W5: the same people in another order are the same circle.
#[test]
fn the_preview_shows_one_letter_where_one_goes() {
    let with = |task: String, other: &str| {
        task.replace("owner =", &format!("with = ['{other}']\nowner ="))
    };
    let tasks = [
        with(task("A-1", "zhang", "2026-12-20"), "wang"),
        with(task("A-2", "wang", "2026-12-20"), "zhang"),
    ];
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{POLICY}{}", tasks.concat()));
    office.once(QUIET, 0);
    let said = urge(&office, 0, &["A-1", "A-2"]);
    let shown: Vec<&str> = said.lines().filter(|line| line.contains("A-")).collect();
    assert!(matches!(shown[..], [one] if one.contains("A-1") && one.contains("A-2")), "{said}");
    office.once(LATER, 0);
    assert_eq!(relay.arrived().len(), 1);
}

#[test]
fn a_dry_run_shows_who_would_get_a_letter_and_urges_nobody() {
    let (relay, office) = office();
    office.once(QUIET, 0);
    let said = urge(&office, 0, &["A-2", "--dry-run"]);
    assert!(said.contains("A-2"), "{said}");
    office.once(LATER, 0);
    assert_eq!(relay.arrived().len(), 0);
}
