//! §5: numbers of letters (文号): counted from 1 in each year of the letter's date, given when a letter may leave, never
//! twice.

use super::installation::{Installation, task, text};
use super::relay::{Arrived, Relay, Script};

const LETTERS: &str = r#"
[letters.overdue]
number = "催〔{year}〕{n:03}号"
[letters.circular]
number = "通报〔{year}〕{n}号"
[policies.p]
stages = [{ name = "overdue", at = "+1d", repeat = "1w", to = ["owner"] }]
[policies.asked]
stages = [{ name = "talk", at = "+1d", to = ["owner"], letter = "circular", release = "ask" }]
"#;

/// 09:00 in Shanghai, the day after the deadlines.
const DUE: &str = "2026-11-24 01:00:10";

fn asked(id: &str, owner: &str) -> String {
    task(id, owner, "2026-11-23").replace("policy = 'p'", "policy = 'asked'")
}

fn edit(office: &Installation, from: &str, to: &str) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from} is not in\n{config}");
    office.write("duban.toml", &config.replacen(from, to, 1));
}

/// The number that a letter bears: the same at its head in the plain text and in the page.
fn number(letter: &Arrived) -> String {
    let message = mail_parser::MessageParser::default().parse(&letter.bytes).expect("a message");
    let (text, page) = (message.body_text(0).expect("text"), message.body_html(0).expect("a page"));
    let head = text.lines().find(|line| line.contains('〔')).expect("a head with a number");
    let number = head.rsplit(['　', ' ']).next().expect("a number").to_owned();
    assert!(page.contains(&format!(">{number}</td>")), "{number} is not at the head of\n{page}");
    number
}

fn numbers(relay: &Relay) -> Vec<String> {
    let mut numbers: Vec<String> = relay.arrived().iter().map(number).collect();
    numbers.sort();
    numbers
}

fn letters(office: &Installation) -> Vec<(String, Option<String>)> {
    let document = office.json(None, &["letters", "--json"]);
    let letters = document["letters"].as_array().expect("letters").iter();
    let number = |one: &serde_json::Value| one["number"].as_str().map(str::to_owned);
    letters.map(|one| (one["letter"].as_str().expect("an id").to_owned(), number(one))).collect()
}

#[test]
fn letters_are_counted_in_each_year_and_other_kinds_for_themselves() {
    let tasks = [
        task("A-1", "zhang", "2026-12-20"),
        task("B-1", "wang", "2026-12-20"),
        asked("C-1", "wang"),
    ];
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{LETTERS}{}", tasks.concat()));
    office.once("2026-12-21 01:00:10", 0);
    assert_eq!(numbers(&relay), ["催〔2026〕001号", "催〔2026〕002号"]);
    office.once("2026-12-28 01:00:10", 0);
    office.once("2027-01-04 01:00:10", 0);
    let all = ["001", "002", "003", "004"].map(|n| format!("催〔2026〕{n}号"));
    let new = ["001", "002"].map(|n| format!("催〔2027〕{n}号"));
    assert_eq!(numbers(&relay), [&all[..], &new[..]].concat());
    let history = office.json(None, &["history", "A-1", "--json"]);
    assert!(
        history["notices"][0]["letter_number"]
            .as_str()
            .is_some_and(|one| one.starts_with("催〔2026〕"))
    );
    let history = text(&office.run(None, &["--lang", "zh-CN", "history", "A-1"]));
    assert!(history.contains("催〔2027〕00"), "{history}");
    office.ledger_is_sound();
}

#[test]
fn a_held_letter_has_none_and_as_written_fills_in_only_that() {
    let tasks = [asked("A-1", "zhang"), asked("B-1", "wang")].concat();
    let (relay, office) = Installation::beside(Script::default(), &format!("{LETTERS}{tasks}"));
    office.once(DUE, 0);
    let held = letters(&office);
    assert_eq!(held.iter().filter(|(_, number)| number.is_none()).count(), 2, "{held:?}");
    // One that a person discards takes no number.
    office.run(Some(DUE), &["discard", &held[0].0]);
    let shown = |format: &str| {
        let shown = office.run(None, &["show", &held[1].0, "--format", format]);
        String::from_utf8(shown.stdout).expect("UTF-8")
    };
    let before = [shown("text"), shown("html")];
    assert!(before[0].contains("通报〔2026〕\u{2002}号"), "{}", before[0]);
    let released =
        office.run(Some("2026-11-25 01:00:10"), &["release", "--as-written", &held[1].0]);
    assert!(released.status.success(), "{}", text(&released));
    let after = shown("html");
    assert_eq!(after, before[1].replace("〔2026〕\u{2002}号", "〔2026〕1号"));
    office.once("2026-11-25 01:01:10", 0);
    assert_eq!(numbers(&relay), ["通报〔2026〕1号"]);
    office.ledger_is_sound();
}

#[test]
fn a_released_letter_gets_its_number_whether_it_is_written_anew_or_not() {
    let tasks = [asked("A-1", "zhang"), asked("B-1", "wang")].concat();
    let (relay, office) = Installation::beside(Script::default(), &format!("{LETTERS}{tasks}"));
    office.once(DUE, 0);
    let held = letters(&office);
    // On the same day it is as it was written, later it is not.
    office.run(Some(DUE), &["release", "--yes", &held[0].0]);
    office.once("2026-11-24 02:00:10", 0);
    assert_eq!(numbers(&relay), ["通报〔2026〕1号"]);
    office.run(Some("2027-01-05 01:00:10"), &["release", "--yes", &held[1].0]);
    office.once("2027-01-05 02:00:10", 0);
    assert_eq!(numbers(&relay), ["通报〔2026〕1号", "通报〔2027〕1号"]);
}

/// The letter waits for a relay that is not there; with the day, and the owner, it is written anew.
#[test]
fn l6c_a_letter_written_anew_keeps_its_number() {
    let relay = Relay::start(Script::default());
    let tasks = task("A-1", "zhang", "2026-11-23") + &task("B-1", "wang", "2026-11-23");
    let office = Installation::with_relay(9, "security = 'none'", &format!("{LETTERS}{tasks}"));
    office.once(DUE, 1);
    let before = letters(&office);
    assert_eq!(before[0].1.as_deref(), Some("催〔2026〕001号"));
    // Nothing differs but the number that it bears: it is not written anew.
    office.once("2026-11-24 01:01:10", 1);
    assert_eq!(letters(&office), before);
    edit(&office, "port = 9", &format!("port = {}", relay.port));
    office.once("2026-11-26 01:00:10", 0);
    assert_eq!(numbers(&relay), ["催〔2026〕001号", "催〔2026〕002号"]);
    assert!(relay.arrived().iter().all(|one| one.body().contains("已逾期 3 天")), "written anew");
    office.once("2026-12-01 01:00:10", 0);
    assert_eq!(numbers(&relay)[2..], ["催〔2026〕003号", "催〔2026〕004号"]);
}

#[test]
fn kinds_with_one_pattern_are_one_series() {
    let letters = LETTERS.replace("通报〔", "催〔");
    let tasks = task("A-1", "zhang", "2026-11-23") + &asked("B-1", "wang");
    let (relay, office) = Installation::beside(Script::default(), &format!("{letters}{tasks}"));
    office.once(DUE, 0);
    let held = self::letters(&office);
    office.run(Some(DUE), &["release", "--yes", &held[0].0]);
    office.once("2026-11-24 01:01:10", 0);
    assert_eq!(numbers(&relay), ["催〔2026〕001号", "催〔2026〕2号"]);
}

#[test]
fn a_subject_may_begin_with_the_number() {
    let tasks = task("A-1", "zhang", "2026-11-23");
    let (relay, office) = Installation::beside(Script::default(), &format!("{LETTERS}{tasks}"));
    edit(&office, "[mail]\n", "[mail]\nsubject = 'number'\nsubject-prefix = '[督办]'\n");
    office.once(DUE, 0);
    let subject = relay.arrived()[0].subject();
    assert!(subject.starts_with("[督办] 催〔2026〕001号｜逾期提醒｜"), "{subject}");
}
