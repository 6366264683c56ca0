//! L6c: digests, handovers, letters about answers and urging letters that were held are written anew at release: `release` shows
//! what differs, what holds no more is left out, and where nothing of it holds, or nobody is left, it is withdrawn.

use rusqlite::Connection;

use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

const LI: &str = "[people.li]\nname = '李四'\nemail = 'li@example.org'\n";

/// A time on that day of November 2026, in Shanghai eight hours later; the 10th is a Tuesday.
fn at(day: u32, time: &str) -> String {
    format!("2026-11-{day:02} {time}:10")
}

fn beside(rest: &str) -> (Relay, Installation) {
    Installation::beside(Script::default(), &format!("{LI}{rest}"))
}

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

/// To whom letters went since so many had arrived.
fn since(relay: &Relay, before: usize) -> Vec<String> {
    let to = |all: &[String]| all.join(" ").replace("@example.org", "");
    let mut all: Vec<String> =
        relay.arrived()[before..].iter().map(|one| to(&one.recipients)).collect();
    all.sort();
    all
}

/// The last letter to somebody.
fn letter_to(relay: &Relay, who: &str) -> String {
    let address = format!("{who}@example.org");
    let letter = relay.arrived().into_iter().rfind(|one| one.recipients[0] == address);
    letter.unwrap_or_else(|| panic!("no letter to {who}")).body()
}

fn has(text: &str, words: &[&str], absent: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is missing in\n{text}");
    }
    for word in absent {
        assert!(!text.contains(word), "`{word}` is in\n{text}");
    }
}

fn states(office: &Installation) -> Vec<String> {
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let mut all =
        ledger.prepare("SELECT kind || ' ' || state FROM letter ORDER BY number").expect("sql");
    let all = all.query_map([], |row| row.get(0)).expect("rows");
    all.collect::<Result<_, _>>().expect("rows")
}

/// A digest of the 10th's copies, held on the 11th: it was one of two letters, and one is the limit.
fn held_digest() -> (Relay, Installation) {
    let stage = "{ name = 'overdue', at = '+1d', to = ['owner'], cc = ['person:li'] }";
    let li = LI.replace("li@example.org'", "li@example.org'\ndigest = 'daily'");
    let tasks = [task("A-1", "zhang", "2026-11-09"), task("A-2", "wang", "2026-11-09")].concat();
    let rest = format!("{li}[policies.p]\ngroup = false\nstages = [{stage}]\n{tasks}");
    let (relay, office) = Installation::beside(Script::default(), &rest);
    office.once(&at(10, "01:00"), 0);
    assert_eq!(since(&relay, 0), ["wang", "zhang"]);
    let third = task("A-3", "zhang", "2026-11-10");
    edit(&office, "[policies.p]", "[guard]\nmax-letters = 1\n[policies.p]");
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("{root}{third}"));
    office.once(&at(11, "01:00"), 0);
    assert_eq!(office.outbox(), ["held", "held"]);
    (relay, office)
}

/// The id of the held letter of that kind.
fn held(office: &Installation, kind: &str) -> String {
    let letters = office.json(None, &["letters", "--json"]);
    let all = letters["letters"].as_array().expect("letters");
    let found = all.iter().find(|one| one["kind"] == kind && one["state"] == "held");
    let found = found.unwrap_or_else(|| panic!("no {kind} is held: {letters}"));
    found["letter"].as_str().expect("an id").to_owned()
}

#[test]
fn l6c_a_held_digest_says_how_all_stands_when_it_is_released_and_goes_to_the_new_address() {
    let (relay, office) = held_digest();
    run(&office, &at(12, "01:00"), &["done", "A-1"], 0);
    edit(&office, "'li@example.org'", "'li.new@example.org'");
    let id = held(&office, "digest");
    let asked = run(&office, &at(12, "02:00"), &["release", &id], 2);
    let words = ["- To: li@example.org", "+ To: li.new@example.org", "已报办结", "--as-written"];
    has(&asked, &words, &[]);
    run(&office, &at(12, "02:00"), &["release", &id, "--yes"], 0);
    office.once(&at(12, "02:01"), 0);
    has(&letter_to(&relay, "li.new"), &["11月12日", "已报办结", "已逾期 3 天"], &["11月11日"]);
    // It was told: no other digest tells of the same.
    office.once(&at(13, "01:00"), 0);
    office.once(&at(16, "01:00"), 0);
    assert_eq!(since(&relay, 2), ["li.new"]);
    office.ledger_is_sound();
}

#[test]
fn l6c_a_held_digest_of_letters_that_were_withdrawn_is_withdrawn() {
    let (_, office) = held_digest();
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    // As if no relay had ever taken them.
    let queued = "UPDATE letter SET state = 'withdrawn' WHERE state = 'sent'";
    assert_eq!(ledger.execute(queued, []), Ok(2));
    drop(ledger);
    let id = held(&office, "digest");
    let asked = run(&office, &at(11, "02:00"), &["release", &id], 2);
    has(&asked, &["A-1: no longer holds", "it is withdrawn"], &[]);
    run(&office, &at(11, "02:00"), &["release", &id, "--yes"], 0);
    office.once(&at(11, "02:01"), 0);
    assert!(states(&office).contains(&"digest withdrawn".to_owned()), "{:?}", states(&office));
}

#[test]
fn l6c_a_held_handover_leaves_out_what_was_given_back_and_keeps_whose_it_was() {
    let tasks: String =
        (1..=3).map(|number| task(&format!("A-{number}"), "zhang", "2026-12-20")).collect();
    let policy = "[policies.p]\nstages = [{ name = 'soon', at = '-2d', to = ['owner'] }]\n";
    let guard = "[guard]\nmax-changes = 1\n";
    let (relay, office) = beside(&format!("{policy}{guard}{tasks}"));
    office.once(&at(10, "01:00"), 0);
    let give = |id: &str, from: &str, to: &str| {
        let head = |owner: &str| format!("title = '{id}'\nowner = '{owner}'");
        edit(&office, &head(from), &head(to));
    };
    for id in ["A-1", "A-2", "A-3"] {
        give(id, "zhang", "wang");
    }
    office.once(&at(10, "02:00"), 0);
    office.once(&at(10, "02:16"), 0);
    assert_eq!(office.outbox(), ["held", "held"]);
    // One is put back, one is done, and who takes over has another address.
    give("A-1", "wang", "zhang");
    run(&office, &at(10, "02:18"), &["done", "A-2"], 0);
    edit(&office, "\"wang@example.org\"", "\"wang.new@example.org\"");
    let asked = run(&office, &at(10, "02:20"), &["release", "--all"], 2);
    let words = ["A-1: no longer holds", "A-2: no longer holds", "+ To: wang.new@example.org"];
    has(&asked, &words, &[]);
    run(&office, &at(10, "02:20"), &["release", "--all", "--yes"], 0);
    office.once(&at(10, "02:21"), 0);
    assert_eq!(since(&relay, 0), ["wang.new", "zhang"]);
    has(
        &letter_to(&relay, "wang.new"),
        &["A-3", "原责任人张三", "1 项任务现由您负责"],
        &["A-1", "A-2"],
    );
    has(&letter_to(&relay, "zhang"), &["A-3", "现责任人王五"], &["A-1", "A-2"]);
    // Nobody ever heard of what was put back.
    office.once(&at(10, "03:00"), 0);
    assert_eq!(since(&relay, 2).len(), 0);
    office.ledger_is_sound();
}

#[test]
fn l6c_a_held_handover_still_names_a_former_owner_who_is_gone_from_the_files() {
    let tasks: String =
        (1..=2).map(|number| task(&format!("A-{number}"), "li", "2026-12-20")).collect();
    let policy = "[policies.p]\nstages = [{ name = 'soon', at = '-2d', to = ['owner'] }]\n";
    let (relay, office) = beside(&format!("{policy}[guard]\nmax-changes = 1\n{tasks}"));
    office.once(&at(10, "01:00"), 0);
    for _ in 0..2 {
        edit(&office, "owner = 'li'", "owner = 'wang'");
    }
    edit(&office, LI, "");
    office.once(&at(10, "02:00"), 0);
    office.once(&at(10, "02:16"), 0);
    assert_eq!(office.outbox(), ["held"]);
    run(&office, &at(10, "02:20"), &["release", "--all"], 0);
    office.once(&at(10, "02:21"), 0);
    has(&letter_to(&relay, "wang"), &["原责任人li", "A-1", "A-2"], &[]);
    let run = run(&office, &at(11, "02:20"), &["history", "A-1"], 0);
    assert!(run.contains("wang"), "{run}");
    office.ledger_is_sound();
}

/// Answers that wait, as pages take them in on the 12th at 09:20.
fn give(office: &Installation, task: &str) {
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let sql = "INSERT INTO answer (at, about, milestone, person, verb, day, words, way, proven, state, revision)
               VALUES (1794446400000000, ?1, '', 'zhang', 'done', '2026-11-11', '已整改', 'page', 1, 'waits',
                       (SELECT coalesce(max(revision), 0) + 1 FROM answer))";
    ledger.execute(sql, [task]).expect("it is taken in");
}

#[test]
fn l6c_a_held_letter_about_answers_that_wait_leaves_out_what_was_decided() {
    let policy = "[policies.p]\nstages = [{ name = 'soon', at = '-2d', to = ['owner'] }]\n";
    let supervised = |id: &str, by: &str| {
        task(id, "zhang", "2026-12-20").replace("owner =", &format!("supervisor = '{by}'\nowner ="))
    };
    let tasks = [supervised("A-1", "li"), supervised("A-2", "li"), supervised("A-3", "wang")];
    let guard = "[guard]\nmax-letters = 1\n";
    let (relay, office) = beside(&format!("{policy}{guard}{}", tasks.concat()));
    office.once(&at(12, "01:15"), 0);
    for id in ["A-1", "A-2", "A-3"] {
        give(&office, id);
    }
    office.once(&at(12, "01:30"), 0);
    // Two supervisors and who answered: more letters than the guard lets go.
    assert_eq!(office.outbox(), ["held", "held", "held"]);
    run(&office, &at(12, "01:35"), &["decline", "1", "--why", "无照片"], 0);
    run(&office, &at(12, "01:35"), &["decline", "3", "--why", "无照片"], 0);
    let asked = run(&office, &at(12, "01:40"), &["release", "--all"], 2);
    has(&asked, &["A-1: no longer holds", "it is withdrawn"], &["A-2: no longer"]);
    run(&office, &at(12, "01:40"), &["release", "--all", "--yes"], 0);
    office.once(&at(12, "01:41"), 0);
    has(&letter_to(&relay, "li"), &["A-2"], &["A-1"]);
    assert!(!since(&relay, 0).contains(&"wang".to_owned()), "{:?}", since(&relay, 0));
    office.ledger_is_sound();
}

#[test]
fn l6c_a_held_urging_letter_is_written_anew_with_what_was_added_and_by_whom() {
    let policy = "[policies.p]\nstages = [{ name = 'soon', at = '-2d', to = ['owner'] }]\n";
    let tasks = [
        task("A-1", "zhang", "2026-11-20"),
        task("A-2", "zhang", "2026-11-20"),
        task("A-3", "wang", "2026-11-20"),
    ];
    let (relay, office) = beside(&format!("{policy}[guard]\nmax-letters = 1\n{}", tasks.concat()));
    office.once(&at(10, "01:00"), 0);
    let urge = ["urge", "A-1", "A-2", "A-3", "--note", "书记要求本周内办结", "--by", "李四"];
    run(&office, &at(10, "01:00"), &urge, 0);
    office.once(&at(10, "01:01"), 0);
    assert_eq!(office.outbox(), ["held", "held"]);
    run(&office, &at(10, "01:05"), &["done", "A-2"], 0);
    edit(&office, "title = 'A-1'\nowner = 'zhang'", "title = 'A-1'\nowner = 'li'");
    run(&office, &at(11, "01:05"), &["release", "--all", "--yes"], 0);
    office.once(&at(11, "01:06"), 0);
    let words = ["A-1", "李四催办：书记要求本周内办结", "9 天"];
    has(&letter_to(&relay, "li"), &words, &["A-2", "11月10日：《催办函》"]);
    assert!(!since(&relay, 0).iter().any(|to| to.starts_with("zhang")), "{:?}", since(&relay, 0));
    office.ledger_is_sound();
}
