//! A damaged ledger is named and refused and stays as it is; a copy of a sound one takes its place.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Output;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use serde_json::Value;

use super::daemon::{Daemon, with_clocks};
use super::installation::{Installation, text, went_to};
use super::many_letters::ManyLetters;
use super::relay::{Do, Relay, Script, Step};

/// 09:00 in Shanghai of two days, in UTC.
const FIRST: &str = "2026-11-24 01:00:00";
const SECOND: &str = "2026-11-25 01:00:00";

const PAGE: usize = 4096;

/// An office whose first letter is sent, and whose second is not due.
struct Fixture {
    relay: Relay,
    office: Installation,
}

impl Fixture {
    fn new() -> Fixture {
        let (relay, office) = Installation::reminding(
            Script::default(),
            &[("zhang", "2026-11-24"), ("wang", "2026-11-25")],
        );
        let fixture = Fixture { relay, office };
        let sent = fixture.pass(FIRST);
        assert_eq!(sent.status.code(), Some(0), "{}", text(&sent));
        assert_eq!(went_to(&fixture.relay), ["zhang"]);
        fixture
    }

    /// One pass; should it ask a broken ledger again and again, that takes no time.
    fn pass(&self, time: &str) -> Output {
        let mut command = self.office.command(None, &["run", "--once"]);
        with_clocks(&mut command, &self.office, time);
        command.output().expect("run")
    }

    fn ledger(&self) -> PathBuf {
        self.office.state().join("ledger.sqlite3")
    }

    /// Where the page begins that a table has at its root.
    fn root_of(&self, table: &str) -> usize {
        let ledger = Connection::open(self.ledger()).expect("opened");
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
        let page: u32 = ledger.query_row(sql, [table], |row| row.get(0)).expect("a table");
        (page as usize - 1) * PAGE
    }
}

fn flipped(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at..at + 8].iter_mut().for_each(|byte| *byte ^= 0xff);
    bytes
}

#[test]
fn a_damaged_ledger_is_named_and_refused_and_stays_as_it_is() {
    let fixture = Fixture::new();
    let whole = std::fs::read(fixture.ledger()).expect("read");
    let table = [
        ("the first page", flipped(whole.clone(), 100)),
        ("in the middle", flipped(whole.clone(), fixture.root_of("notice"))),
        ("another table", flipped(whole.clone(), fixture.root_of("letter"))),
        ("zeroed at the beginning", [vec![0; 100], whole[100..].to_vec()].concat()),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("cut off early", whole[..50].to_vec()),
        ("another file", "notes of the day\n".repeat(1000).into_bytes()),
        ("another, shorter", b"notes\n".to_vec()),
    ];
    for (what, bytes) in table {
        std::fs::write(fixture.ledger(), &bytes).expect("written");
        for output in [fixture.office.run(None, &["ledger", "check"]), fixture.pass(SECOND)] {
            let said = text(&output);
            assert_eq!(output.status.code(), Some(1), "{what}: {said}");
            let named = said.contains(&fixture.ledger().display().to_string());
            assert!(named && said.contains("is damaged"), "{what}: {said}");
        }
        assert!(std::fs::read(fixture.ledger()).expect("read") == bytes, "{what}: it was changed");
        assert_eq!(went_to(&fixture.relay), ["zhang"], "{what}");
    }
    std::fs::write(fixture.ledger(), whole).expect("written");
    assert_eq!(fixture.pass(SECOND).status.code(), Some(0));
    assert_eq!(went_to(&fixture.relay), ["wang", "zhang"]);
}

#[test]
fn wherever_the_damage_lies_check_finds_it_and_nothing_that_was_sent_goes_again() {
    let fixture = Fixture::new();
    let whole = std::fs::read(fixture.ledger()).expect("read");
    let mut others = 0;
    for page in 0..whole.len() / PAGE {
        let bytes = flipped(whole.clone(), if page == 0 { 100 } else { page * PAGE });
        std::fs::write(fixture.ledger(), &bytes).expect("written");
        let check = fixture.office.run(None, &["ledger", "check"]);
        assert_eq!(check.status.code(), Some(1), "page {page}: {}", text(&check));
        let passed = fixture.pass(SECOND);
        let went = fixture.relay.arrived().split_off(1 + others);
        let went: Vec<String> = went.iter().map(|one| one.recipients.concat()).collect();
        match passed.status.code() {
            Some(0) => assert_eq!(went, ["wang@example.org"], "page {page}"),
            _ => assert_eq!(went.len(), 0, "page {page}: {}", text(&passed)),
        }
        others += went.len();
        for side in ["-wal", "-shm"] {
            let _ =
                std::fs::remove_file(fixture.office.state().join(format!("ledger.sqlite3{side}")));
        }
    }
    assert!(others * 2 < whole.len() / PAGE, "{others} were not refused");
}

/// The pages of a tree in the file, its root among them (SQLite's file format, 1.6).
fn pages_below(bytes: &[u8], root: usize) -> Vec<usize> {
    let number = |at: usize, length: usize| {
        bytes[at..at + length].iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let mut pages = vec![root];
    // Only what lies above others names them.
    if matches!(bytes[root], 2 | 5) {
        let cells = (0..number(root + 3, 2)).map(|cell| root + number(root + 12 + 2 * cell, 2));
        for at in cells.chain([root + 8]) {
            pages.extend(pages_below(bytes, (number(at, 4) - 1) * PAGE));
        }
    }
    pages
}

/// A start does not wait for a large ledger, nor does it send again what an index has lost.
#[test]
fn a_large_ledger_is_looked_over_while_the_daemon_works_which_then_stops() {
    let fixture = Fixture::new();
    let ledger = Connection::open(fixture.ledger()).expect("opened");
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200001)
                INSERT INTO notice (about, \"from\", anchor, stage, occurrence, disposition, moment, recorded)
                SELECT 'gone-' || i, 'due', '2020-01-01', 'late', 0, 'superseded', 1, 1 FROM n";
    ledger.execute_batch(many).expect("written");
    drop(ledger);
    assert_eq!(fixture.pass(SECOND).status.code(), Some(0));
    assert_eq!(went_to(&fixture.relay), ["wang", "zhang"]);
    let whole = std::fs::read(fixture.ledger()).expect("read");
    for index in ["notice_about", "notice_identity"] {
        let pages = pages_below(&whole, fixture.root_of(index));
        let places = pages.into_iter().filter_map(|page| {
            let found = whole[page..page + PAGE].windows(7).position(|part| part == b"zhang-1");
            found.map(|at| page + at)
        });
        // A sound one that was looked over is no longer taken for the damaged one before it.
        std::fs::write(fixture.ledger(), &whole).expect("written");
        assert_eq!(fixture.pass(SECOND).status.code(), Some(0));
        let mut bytes = whole.clone();
        bytes[places.min().expect("the notice")] ^= 1;
        std::fs::write(fixture.ledger(), bytes).expect("written");
        let mut daemon = fixture.office.command(None, &["run"]);
        with_clocks(&mut daemon, &fixture.office, SECOND);
        // It ends by itself.
        let ended = daemon.output().expect("run");
        let said = text(&ended);
        assert_eq!(ended.status.code(), Some(1), "{index}: {said}");
        assert!(said.contains(" ready with 2 tasks") && said.contains("is damaged"), "{said}");
        assert_eq!(went_to(&fixture.relay), ["wang", "zhang"], "{index}: nothing goes again");
    }
    // The next start looks first.
    let mut again = fixture.office.command(None, &["run"]);
    with_clocks(&mut again, &fixture.office, SECOND);
    let again = again.output().expect("run");
    assert!(!text(&again).contains(" ready ") && text(&again).contains("is damaged"));
    let once = fixture.pass(SECOND);
    assert_eq!(once.status.code(), Some(1), "{}", text(&once));
    assert!(text(&once).contains("is damaged"), "{}", text(&once));
}

#[test]
fn a_copy_made_beside_the_daemon_takes_the_ledgers_place_and_nothing_goes_twice() {
    let answers = Arc::new(Mutex::new(vec!["451 4.3.0 Try later"]));
    let tasks = [("zhang", "2026-11-24"), ("wang", "2026-11-24")];
    let (relay, office) = Installation::reminding(Script { answers, ..Script::default() }, &tasks);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    daemon.at(FIRST);
    daemon.says("letter sent");
    let copy = office.folder.path().join("copy");
    let backup = ["ledger", "backup", &copy.to_string_lossy()];
    let made = office.run(None, &backup);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made));
    let mode = std::fs::metadata(&copy).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = office.run(None, &backup);
    assert_eq!(again.status.code(), Some(1), "it was overwritten");
    drop(daemon);
    std::fs::remove_dir_all(office.state()).expect("removed");
    std::fs::create_dir(office.state()).expect("made");
    std::fs::rename(&copy, office.state().join("ledger.sqlite3")).expect("put in place");
    office.ledger_is_sound();
    office.once("2026-11-24 01:10:10", 0);
    office.once("2026-11-24 02:10:10", 0);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

#[test]
fn export_prints_every_letter_with_its_message_and_every_notice() {
    let fixture = Fixture::new();
    fixture.pass(SECOND);
    let export = fixture.office.run(None, &["ledger", "export"]);
    assert_eq!(export.status.code(), Some(0), "{}", text(&export));
    let lines = String::from_utf8(export.stdout).expect("UTF-8");
    let lines = lines.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let (letters, notices): (Vec<Value>, Vec<Value>) =
        lines.partition(|line: &Value| line.get("message").is_some());
    let tasks: Vec<_> = notices.iter().map(|one| one["task"].as_str()).collect();
    assert_eq!((letters.len(), tasks), (2, vec![Some("zhang-1"), Some("wang-1")]));
    for ((letter, notice), arrived) in letters.iter().zip(&notices).zip(fixture.relay.arrived()) {
        assert_eq!(letter["message"], *String::from_utf8_lossy(&arrived.bytes));
        assert_eq!(letter["recipients"][0]["address"], *arrived.recipients[0]);
        assert_eq!((&letter["state"], &letter["letter"]), (&"sent".into(), &notice["letter"]));
    }
}

#[test]
fn a_ledger_that_was_emptied_is_refused_and_no_reading_command_removes_what_its_wal_has() {
    let tasks = [("zhang", "2026-11-24"), ("wang", "2026-11-24")];
    let (relay, office) = Installation::reminding(Script::default(), &tasks);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    assert_eq!(daemon.sends_at(FIRST), 2);
    drop(daemon);
    let wal = office.state().join("ledger.sqlite3-wal");
    let recorded = std::fs::read(&wal).expect("a kill leaves the WAL");
    std::fs::write(office.state().join("ledger.sqlite3"), b"").expect("emptied");
    let check = office.run(None, &["ledger", "check"]);
    assert_eq!(check.status.code(), Some(1), "{}", text(&check));
    assert!(std::fs::read(&wal).is_ok_and(|now| now == recorded), "`ledger check` removed the WAL");
    office.once("2026-11-24 02:00:10", 1);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

#[test]
fn a_ledger_whose_index_has_forgotten_what_was_sent_is_refused() {
    let fixture = Fixture::new();
    let mut bytes = std::fs::read(fixture.ledger()).expect("read");
    let page = fixture.root_of("notice_identity");
    let at = bytes[page..page + PAGE].windows(7).position(|part| part == b"zhang-1");
    bytes[page + at.expect("the notice")] ^= 1;
    std::fs::write(fixture.ledger(), &bytes).expect("written");
    let passed = fixture.pass(SECOND);
    assert_eq!(went_to(&fixture.relay), ["zhang"], "{}", text(&passed));
    assert_eq!(passed.status.code(), Some(1), "{}", text(&passed));
}

#[test]
fn a_folder_in_the_ledgers_place_is_named_and_not_waited_for() {
    let (_relay, office) = Installation::reminding(Script::default(), &[("zhang", "2026-11-24")]);
    std::fs::create_dir_all(office.state().join("ledger.sqlite3")).expect("made");
    let ended = office.run(None, &["run"]);
    assert_eq!(ended.status.code(), Some(1));
    assert!(text(&ended).contains("ledger.sqlite3: it is a folder"), "{}", text(&ended));
}

/// The ledger is damaged, so no other leaves; but what came of those before it is recorded.
#[test]
fn a_letter_whose_text_cannot_be_read_is_named_and_none_that_was_sent_goes_again() {
    let down = Script::always(Step::Banner, Do::Say("421 4.3.2 Going down"));
    let room = ManyLetters::of(down, "connections = 1", 3);
    room.pass(0, 1);
    let ledger = Connection::open(room.office.state().join("ledger.sqlite3")).expect("opened");
    let (number, id, bytes): (i64, String, Vec<u8>) = ledger
        .query_row(
            "SELECT number, id, bytes FROM letter JOIN message ON letter = number ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("a letter");
    ledger.execute("DELETE FROM message WHERE letter = ?1", [number]).expect("deleted");
    // A relay knows of them, so none is written anew (L6c).
    ledger.execute("UPDATE letter SET offered = 1", []).expect("marked");
    room.relay.recover();
    let said = text(&room.fast_pass(5, 1));
    assert!(said.contains(&format!("the text of letter {id} cannot be read")), "{said}");
    assert_eq!(room.tally(), "1 queued, 1 retrying, 1 sent");
    ledger.execute("INSERT INTO message VALUES (?1, ?2)", (number, bytes)).expect("put back");
    drop(ledger);
    room.pass(10, 0);
    room.all_have_it_once(3);
}
