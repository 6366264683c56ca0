//! Letters that cannot be written, as a person and a monitor see it. Nothing in the files is known to bring that about:
//! the ledger is given what a sweep leaves there that met with it.

use super::installation::{DUE, Installation, TASK, text};

const ADMIN: &str = "[admin]\nto = ['admin@example.org']\n";

fn fails(office: &Installation) {
    office.once("2026-11-20 01:00:10", 0);
    let ledger = rusqlite::Connection::open(office.state().join("ledger.sqlite3")).expect("opened");
    let since = "2026-11-24T00:10:10Z".parse::<jiff::Timestamp>().expect("a time");
    let next = "2026-11-24T01:30:00Z".parse::<jiff::Timestamp>().expect("a time");
    let (since, next) = (since.as_microsecond(), next.as_microsecond());
    let row = "INSERT INTO unwritten (task, milestone, why, since, failures, next_try, told)
               VALUES ('A-1', '', 'out of fuel', ?1, 6, ?2, 1)";
    ledger.execute(row, [since, next]).expect("a row");
    let told = "INSERT INTO word (what, at, since) VALUES ('unwritten', ?1, ?1)";
    ledger.execute(told, [since]).expect("a row");
}

#[test]
fn status_says_of_which_tasks_no_letter_can_be_written_since_when_and_why() {
    let office = Installation::with_outbox(&format!("{TASK}{ADMIN}"));
    fails(&office);
    let status = office.json(Some(DUE), &["status", "--json"]);
    let unwritten = &status["delivery"]["unwritten"];
    let [one] = unwritten.as_array().expect("a list").as_slice() else { panic!("{status}") };
    assert_eq!((&one["task"], &one["why"]), (&"A-1".into(), &"out of fuel".into()));
    assert!(one["milestone"].is_null());
    assert_eq!(one["since"], "2026-11-24T08:10:10+08:00");
    assert_eq!(one["next_try"], "2026-11-24T09:30:00+08:00");
    for (language, said) in [
        ("en", "letters cannot be written, tasks: 1 (A-1 first): out of fuel. Next try: "),
        ("zh-CN", "写不出来：“out of fuel”。下次尝试："),
    ] {
        let status = office.run(Some(DUE), &["--lang", language, "status"]);
        assert!(text(&status).contains(said), "{}", text(&status));
    }
}

#[test]
fn once_the_letter_is_written_it_leaves_and_the_admin_hears_that_all_is_well() {
    let office = Installation::with_outbox(&format!("{TASK}{ADMIN}"));
    fails(&office);
    office.once(DUE, 0);
    let status = office.json(Some(DUE), &["status", "--json"]);
    assert_eq!(status["delivery"]["unwritten"], serde_json::json!([]));
    let outbox = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let letters = outbox.map(|file| std::fs::read_to_string(file.expect("a file").path()));
    let letters: Vec<String> = letters.map(|letter| letter.expect("read")).collect();
    let to = |address: &str| letters.iter().filter(|letter| letter.contains(address)).count();
    assert_eq!((letters.len(), to("<admin@example.org>") + to("To: admin@example.org")), (2, 1));
    office.once("2026-11-24 01:01:10", 0);
    let outbox = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    assert_eq!(outbox.count(), 2);
}
