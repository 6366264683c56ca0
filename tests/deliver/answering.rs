//! Answers (反馈): decided by a clerk (A4), told of (A3), and what they do to letters meanwhile (T16).

use rusqlite::{Connection, params};

use super::installation::{Installation, task, text, went_to};
use super::relay::{Relay, Script};

/// A Thursday and the days after, 09:30 in Shanghai.
const THURSDAY: &str = "2026-11-12 01:30:10";
const LATER: &str = "2026-11-12 01:31:10";
const LAST: &str = "2026-11-12 01:32:10";
const FRIDAY: &str = "2026-11-13 01:30:10";
const MONDAY: &str = "2026-11-16 01:30:10";
const NEXT_THURSDAY: &str = "2026-11-19 01:30:10";

const POLICY: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[policies.p]
stages = [
  { name = "overdue", at = "+1d", repeat = "1d", to = ["owner"] },
  { name = "check", from = "done", at = "+1d", repeat = "1d", to = ["supervisor"] },
]
"#;

/// Tasks of zhang, supervised by li, due on the Tuesday before.
fn office(tasks: usize) -> (Relay, Installation) {
    let supervised = "supervisor = 'li'\nowner =";
    let one =
        |at: usize| task(&format!("A-{at}"), "zhang", "2026-11-10").replace("owner =", supervised);
    let tasks: String = (1..=tasks).map(one).collect();
    Installation::beside(Script::default(), &format!("{POLICY}{tasks}"))
}

/// An answer, as a page takes it in at 09:20 that Thursday.
struct Given<'a> {
    task: &'a str,
    verb: &'a str,
    day: Option<&'a str>,
    words: Option<&'a str>,
    more: Option<&'a str>,
}

const AT: i64 = 1_794_446_400_000_000; // 2026-11-12 01:20 UTC

fn give(office: &Installation, given: &Given<'_>) {
    let Given { task, verb, day, words, more } = given;
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let state = if matches!(*verb, "received" | "progress") { "counts" } else { "waits" };
    ledger
        .execute(
            "INSERT INTO answer (at, about, milestone, person, verb, day, words, more, way, proven, state, revision)
             VALUES (?1, ?2, '', 'zhang', ?3, ?4, ?5, ?6, 'page', 1, ?7,
                     (SELECT coalesce(max(revision), 0) + 1 FROM answer))",
            params![AT, task, verb, day, words, more, state],
        )
        .expect("it is taken in");
}

fn done(task: &str) -> Given<'_> {
    let day = Some("2026-11-11");
    Given { task, verb: "done", day, words: Some("已整改"), more: Some("照片一组") }
}

fn more_time(task: &str) -> Given<'_> {
    let (day, words) = (Some("2026-12-31"), Some("等待法院"));
    Given { task, verb: "more-time", day, words, more: None }
}

fn run(office: &Installation, clock: &str, status: i32, arguments: &[&str]) -> String {
    let output = office.run(Some(clock), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
    text(&output)
}

fn file(office: &Installation) -> String {
    std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("the file")
}

/// What became of each answer.
fn states(office: &Installation) -> Vec<String> {
    let all = office.json(None, &["answers", "--all", "--json"]);
    let all = all["answers"].as_array().expect("answers").iter();
    all.map(|one| one["state"].as_str().expect("a state").to_owned()).collect()
}

/// The letters whose text has these words, as `duban show` prints them.
fn letters_with(relay: &Relay, office: &Installation, words: &str) -> Vec<String> {
    let shown = relay
        .arrived()
        .iter()
        .map(|letter| {
            let head = String::from_utf8_lossy(&letter.bytes).into_owned();
            let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
            let id = id.and_then(|id| id.split(['.', '@']).next()).expect("an id").to_owned();
            text(&office.run(None, &["show", &id]))
        })
        .collect::<Vec<String>>();
    shown.into_iter().filter(|one| one.contains(words)).collect()
}

#[test]
fn t16_a_done_answer_holds_letters_back_until_it_is_accepted_and_the_ladder_turns() {
    let (relay, office) = office(1);
    office.once(THURSDAY, 0);
    assert_eq!(went_to(&relay), ["zhang"]);
    give(&office, &done("A-1"));
    // A receipt to zhang, word to li who supervises it; no reminder on Friday and Monday.
    office.once(LATER, 0);
    office.once(FRIDAY, 0);
    assert_eq!(went_to(&relay), ["li", "zhang", "zhang"]);
    let explained = text(&office.run(Some(FRIDAY), &["explain", "A-1"]));
    assert!(explained.contains("张三 reported it done on"), "{explained}");
    assert!(explained.contains("waiting for a decision since"), "{explained}");
    let listed = run(&office, FRIDAY, 0, &["answers"]);
    assert!(listed.contains("A-1") && listed.contains("张三"), "{listed}");

    let said = run(&office, MONDAY, 0, &["accept", "1", "--by", "wang"]);
    assert!(said.contains("+done = 2026-11-11"), "{said}");
    assert!(
        file(&office).contains("done = 2026-11-11\nevidence = [\"照片一组\"]"),
        "{}",
        file(&office)
    );
    assert_eq!(states(&office), ["accepted"]);
    let history = office.json(None, &["history", "A-1", "--json"]);
    assert_eq!(history["edits"][0]["command"], "accept", "{history}");
    // Accepting again changes nothing.
    let before = file(&office);
    run(&office, MONDAY, 0, &["accept", "1"]);
    assert_eq!(file(&office), before);
    // The ladder turns to whoever verifies.
    office.once("2026-11-16 02:30:10", 0);
    let went = went_to(&relay);
    assert_eq!(went, ["li", "li", "zhang", "zhang"]);
    office.ledger_is_sound();
}

#[test]
fn t16_a_letter_after_the_patience_says_first_that_an_answer_waits() {
    let (relay, office) = office(1);
    office.once(THURSDAY, 0);
    give(&office, &done("A-1"));
    office.once(LATER, 0);
    office.once("2026-11-18 01:30:10", 0);
    assert!(letters_with(&relay, &office, "起待审核。").is_empty());
    office.once(NEXT_THURSDAY, 0);
    let letters = letters_with(&relay, &office, "起待审核。");
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.contains("张三报告已于"), "{letter}");
}

#[test]
fn a4_fifty_answers_are_one_edit_with_one_difference() {
    let (relay, office) = office(50);
    office.once(THURSDAY, 0);
    for at in 1..=50 {
        give(&office, &done(&format!("A-{at}")));
    }
    let numbers: Vec<String> = (1..=50).map(|at| at.to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let said = run(&office, LATER, 0, &[&["accept", "--yes"], numbers.as_slice()].concat());
    assert_eq!(said.matches("+++ ").count(), 1, "{said}");
    assert_eq!(file(&office).matches("done = 2026-11-11").count(), 50);
    assert!(states(&office).iter().all(|state| state == "accepted"));
    let history = office.json(None, &["history", "--json"]);
    assert_eq!(history["edits"].as_array().map(Vec::len), Some(50));
    office.once(LAST, 0);
    // One letter tells all fifty receipts.
    assert_eq!(letters_with(&relay, &office, "已收到您的 50 条反馈").len(), 1);
}

/// Who supervises was told of it that day; a clock that stood ahead told them again, and is set right.
#[test]
fn a3_a_clock_that_is_set_back_keeps_no_sweep_from_being_made() {
    let (relay, office) = office(1);
    run(&office, THURSDAY, 0, &["run", "--once"]);
    give(&office, &done("A-1"));
    for clock in [LATER, "2026-12-24 01:30:10", LAST, NEXT_THURSDAY] {
        run(&office, clock, 0, &["run", "--once"]);
    }
    let told: Vec<String> = went_to(&relay).into_iter().filter(|one| one == "li").collect();
    assert_eq!(told.len(), 3, "{:?}", went_to(&relay));
}

/// What a crash between edit and record leaves: the file says so, and the answer still waits.
#[test]
fn a4_after_a_crash_between_edit_and_record_accepting_again_changes_nothing_twice() {
    let (_relay, office) = office(2);
    office.once(THURSDAY, 0);
    give(&office, &done("A-1"));
    give(&office, &more_time("A-2"));
    run(&office, LATER, 0, &["accept", "1", "2", "--yes"]);
    let written = file(&office);
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    ledger
        .execute_batch(
            "UPDATE answer SET state = 'waits', decided = NULL, by = NULL, shown = NULL;
                        UPDATE edit SET written = NULL;",
        )
        .expect("as if it had not been recorded");
    drop(ledger);
    assert_eq!(states(&office), ["waits", "waits"]);
    run(&office, LATER, 0, &["accept", "1", "2", "--yes"]);
    assert_eq!(file(&office), written);
    assert_eq!(states(&office), ["accepted", "accepted"]);
    // The daemon finds them true by itself where nobody accepts again.
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    ledger
        .execute_batch("UPDATE answer SET state = 'waits', decided = NULL, by = NULL, shown = NULL")
        .expect("as if it had not been recorded");
    drop(ledger);
    office.once(LAST, 0);
    assert_eq!(states(&office), ["true", "true"]);
    run(&office, FRIDAY, 0, &["accept", "1"]);
    assert_eq!(states(&office)[0], "true");
}

#[test]
fn a4_the_clerk_decides_until_when_and_whose_it_is() {
    let (_relay, office) = office(3);
    office.once(THURSDAY, 0);
    give(&office, &more_time("A-1"));
    give(&office, &Given { task: "A-2", verb: "not-mine", day: None, words: None, more: None });
    give(
        &office,
        &Given { task: "A-3", verb: "not-mine", day: None, words: None, more: Some("wang") },
    );
    run(&office, LATER, 0, &["accept", "1", "--until", "2026-12-10", "--by", "wang"]);
    let expected =
        "extended = [{ on = 2026-11-12, to = 2026-12-10, by = \"wang\", reason = \"等待法院\" }]";
    assert!(file(&office).contains(expected), "{}", file(&office));
    let refused = run(&office, LATER, 1, &["accept", "2"]);
    assert!(refused.contains("--to"), "{refused}");
    run(&office, LATER, 0, &["accept", "2", "--to", "李四"]);
    assert!(file(&office).contains("owner = \"li\""), "{}", file(&office));
    run(&office, LATER, 0, &["accept", "3"]);
    assert!(file(&office).contains("owner = \"wang\""), "{}", file(&office));
    assert_eq!(states(&office), ["accepted"; 3]);
    let unknown = run(&office, LATER, 1, &["accept", "9"]);
    assert!(unknown.contains("no answer 9"), "{unknown}");
    let dry = more_time("A-3");
    give(&office, &dry);
    let before = file(&office);
    run(&office, LATER, 0, &["accept", "4", "--dry-run"]);
    assert_eq!(file(&office), before);
    assert_eq!(states(&office)[3], "waits");
}

#[test]
fn a4_who_answered_is_told_once_why_it_was_declined_and_letters_go_on() {
    let (relay, office) = office(1);
    office.once(THURSDAY, 0);
    give(&office, &done("A-1"));
    office.once(LATER, 0);
    let said = run(&office, LATER, 0, &["decline", "1", "--why", "证据不足", "--by", "wang"]);
    assert!(said.contains("declined answer 1"), "{said}");
    run(&office, LATER, 0, &["decline", "1", "--why", "再次"]);
    office.once(LAST, 0);
    office.once("2026-11-12 01:33:10", 0);
    let letters = letters_with(&relay, &office, "未采纳，原因：证据不足");
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(states(&office), ["declined"]);
    office.once(FRIDAY, 0);
    assert_eq!(letters_with(&relay, &office, "逾期提醒").len(), 2);
    let refused = run(&office, FRIDAY, 1, &["accept", "1"]);
    assert!(refused.contains("declined"), "{refused}");
}

#[test]
fn a3_the_admin_hears_of_what_waits_in_one_letter_a_quarter_of_an_hour_and_again() {
    let (relay, office) = office(3);
    let root = file(&office);
    office.write("duban.toml", &format!("{root}\n[admin]\nto = ['ops@example.org']\n"));
    office.once(THURSDAY, 0);
    give(&office, &done("A-1"));
    give(&office, &more_time("A-2"));
    give(&office, &Given { task: "A-3", verb: "received", day: None, words: None, more: None });
    office.once("2026-11-12 01:31:10", 0);
    let told = |words: &str| letters_with(&relay, &office, words).len();
    // What counts at once is told to nobody.
    assert_eq!(told("2 条反馈待审核"), 2, "the admin and the supervisor");
    give(&office, &more_time("A-3"));
    office.once("2026-11-12 01:40:10", 0);
    let of_admin = || went_to(&relay).iter().filter(|name| *name == "ops").count();
    assert_eq!(of_admin(), 1);
    office.once("2026-11-12 01:47:10", 0);
    assert_eq!(of_admin(), 2);
    // Again two working days later, in one letter.
    office.once(FRIDAY, 0);
    assert_eq!(of_admin(), 2);
    office.once(MONDAY, 0);
    assert_eq!(of_admin(), 3);
    assert_eq!(told("仍待审核"), 1);
    let of_supervisor = went_to(&relay).iter().filter(|name| *name == "li").count();
    assert_eq!(of_supervisor, 3);
}

#[test]
fn a4_the_files_settle_an_answer_by_themselves() {
    let (_relay, office) = office(2);
    office.once(THURSDAY, 0);
    give(&office, &done("A-1"));
    give(&office, &more_time("A-2"));
    run(&office, LATER, 0, &["done", "A-1"]);
    run(&office, LATER, 0, &["cancel", "A-2", "--reason", "合并"]);
    office.once(LAST, 0);
    assert_eq!(states(&office), ["true", "void"]);
}
