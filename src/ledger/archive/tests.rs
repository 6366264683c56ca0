//! N6, on both engines.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::ledger::archives::ArchiveRow;
use crate::ledger::tests::open;

/// What is older moves.
const BEFORE: i64 = 100;

fn day(day: i64) -> Timestamp {
    Timestamp::constant(1_700_000_000, 0) + SignedDuration::from_hours(24 * day)
}

fn write(ledger: &Ledger, sql: &str) {
    ledger.connection.execute_batch(sql).unwrap();
}

/// A letter of that day that tells of these: `A-1` of a task, `person:zhang` of a person.
fn letter(ledger: &Ledger, id: &str, state: &str, on: i64, about: &[(&str, &str)]) {
    let at = day(on).as_microsecond();
    let (kind, next) = match (about, state) {
        ([], _) => ("admin", "NULL".to_owned()),
        (_, "queued") => ("reminder", at.to_string()),
        _ => ("reminder", "NULL".to_owned()),
    };
    let settled = if matches!(state, "queued" | "held") { "NULL".into() } else { at.to_string() };
    let reached = match state {
        "sent" => "delivered",
        "failed" => "refused",
        _ => "pending",
    };
    // Both engines take `x'…'` for something, but not for the same.
    let bytes = if ledger.is_shared() { "'\\x686f'::bytea" } else { "x'686f'" };
    let disposition = match state {
        "withdrawn" | "replaced" => state,
        _ => "letter",
    };
    write(
        ledger,
        &format!(
            "INSERT INTO letter (id, message_id, kind, language, importance, subject, sender, state, created, settled, next_attempt)
             VALUES ('{id}', '{id}@x', '{kind}', 'en', 1, '{id}', 'd@x', '{state}', {at}, {settled}, {next});
             INSERT INTO message SELECT number, {bytes} FROM letter WHERE id = '{id}';
             INSERT INTO recipient (letter, position, address, state) SELECT number, 0, 'a@x', '{reached}' FROM letter WHERE id = '{id}';
             INSERT INTO attempt (letter, number, started, ended) SELECT number, 1, {at}, {at} FROM letter WHERE id = '{id}'"
        ),
    );
    for (about, from) in about {
        notice(ledger, about, from, disposition, on, &format!("'{id}'"));
    }
}

fn notice(ledger: &Ledger, about: &str, from: &str, disposition: &str, on: i64, letter: &str) {
    let (kind, about) = about.split_once(':').unwrap_or(("task", about));
    let at = day(on).as_microsecond();
    write(
        ledger,
        &format!(
            r#"INSERT INTO notice (about_kind, about, "from", anchor, stage, occurrence, disposition, moment, recorded, letter)
               VALUES ('{kind}', '{about}', '{from}', '2026-11-20', 's', {on}, '{disposition}', {at}, {at}, {letter})"#
        ),
    );
}

fn edit(ledger: &Ledger, number: i64, words: &str, on: i64, written: bool) {
    let at = day(on).as_microsecond();
    let written = if written { at.to_string() } else { "NULL".to_owned() };
    write(
        ledger,
        &format!(
            "INSERT INTO edit (number, at, command, words, by, login, written)
                 VALUES ({number}, {at}, 'done', '{words}', 'zhang', 'root', {written});
             INSERT INTO edited (edit, place, kind, id, milestone, change)
                 VALUES ({number}, 0, 'task', 'gone', '', 'done = {number}');
             INSERT INTO edit_meant (edit, task, milestone, facts, counts) VALUES ({number}, 'gone', '', 'x', FALSE)"
        ),
    );
}

/// A ledger of many kinds of letters. Those of which the id begins with `-` may move.
fn fill(ledger: &Ledger) {
    letter(ledger, "-gone", "sent", 10, &[("gone", "due")]);
    letter(ledger, "kept", "sent", 10, &[("kept", "due")]);
    letter(ledger, "about both", "sent", 11, &[("gone", "opened"), ("kept", "opened")]);
    letter(ledger, "held", "held", 12, &[("gone", "due")]);
    letter(ledger, "waits", "queued", 13, &[("gone", "due")]);
    letter(ledger, "failed", "failed", 14, &[("gone", "due")]);
    letter(ledger, "in vain", "sent", 15, &[("gone", "due")]);
    letter(ledger, "-replaced", "replaced", 16, &[("gone", "due")]);
    letter(ledger, "-newer", "sent", 17, &[("gone", "due")]);
    letter(ledger, "-withdrawn", "withdrawn", 18, &[("gone", "due")]);
    letter(ledger, "-discarded", "discarded", 19, &[("gone", "due")]);
    letter(ledger, "-word", "sent", 20, &[]);
    letter(ledger, "last word", "sent", 21, &[]);
    letter(ledger, "-digest", "sent", 22, &[("person:zhang", "digest")]);
    letter(ledger, "report", "sent", 23, &[("unit:city", "report")]);
    letter(ledger, "listed", "sent", 24, &[("listed", "due")]);
    letter(ledger, "young", "sent", 150, &[("gone", "due")]);
    letter(ledger, "end", "sent", 160, &[("gone", "due")]);
    for (about, on) in [("gone", 30), ("kept", 30), ("gone", 31), ("gone", 151)] {
        notice(ledger, about, "due", "superseded", on, "NULL");
    }
    for (number, words, on, written) in [
        (1, "written", 10, true),
        (2, "cut short", 11, false),
        (3, "cut short", 12, true),
        (4, "young", 150, true),
        (5, "last", 13, true),
    ] {
        edit(ledger, number, words, on, written);
    }
    write(
        ledger,
        "UPDATE letter SET unreached = TRUE WHERE id = 'in vain';
         UPDATE letter SET replaces = (SELECT number FROM letter WHERE id = '-replaced') WHERE id = '-newer';
         INSERT INTO undelivered (letter, address, answer, told) VALUES ('-gone', 'a@x', '550', '-word'),
             ('kept', 'a@x', '550', 'last word'), ('failed', 'a@x', '550', NULL);
         INSERT INTO listed (task, milestone, facts) VALUES ('listed', '', 'open')",
    );
}

fn archive(ledger: &mut Ledger, file: &Path) -> Result<Moved, LedgerError> {
    ledger.archive(day(BEFORE), file, &|task| task == "kept")
}

fn ids(ledger: &Ledger) -> Vec<String> {
    ledger.letter_ids().unwrap()
}

/// All letters with their bytes, notices, attempts; and all edits.
fn told(ledger: &Ledger) -> Vec<String> {
    let mut all = Vec::new();
    let done = ledger.each_letter(|row, bytes| {
        let attempts = ledger.attempts(&row.id).unwrap();
        all.push(format!("{row:?} {bytes:?} {attempts:?}"));
        Ok::<(), ()>(())
    });
    done.unwrap().unwrap();
    all.extend(ledger.history(None, 1000).unwrap().iter().map(|one| format!("{one:?}")));
    all.extend(ledger.edits(1000).unwrap().iter().map(|one| format!("{one:?}")));
    all
}

pub(in crate::ledger) fn n6_what_is_old_moves_and_what_a_decision_needs_stays() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    fill(&ledger);
    let before = told(&ledger);
    let (all, file) = (ids(&ledger), state.path().join("old.sqlite3"));
    let moved = archive(&mut ledger, &file).unwrap();
    let (old, stays): (Vec<String>, Vec<String>) =
        all.into_iter().partition(|id| id.starts_with('-'));
    assert_eq!(ids(&ledger), stays);
    assert_eq!(moved, Moved { letters: 7, notices: 6 + 2, edits: 1 });
    let rows = ledger.archives().unwrap();
    let [ArchiveRow { path, rows: 16, before: at, .. }] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!((path, *at), (&file, day(BEFORE)));
    assert_eq!(ledger.check().unwrap(), []);

    // All is there, once, and reads as before.
    let (_, archived) = ledger.archive_at(&file).unwrap();
    assert_eq!(ids(&archived), old);
    let mut after = [told(&ledger), told(&archived)].concat();
    let mut before = before;
    before.sort();
    after.sort();
    assert_eq!(after, before);

    // Again, there is nothing to move, and numbers go on after those that moved.
    assert_eq!(archive(&mut ledger, &file).unwrap(), Moved::default());
    letter(&ledger, "next", "sent", 170, &[("gone", "due")]);
    let numbers =
        "SELECT count(*) FROM letter WHERE number > (SELECT number FROM letter WHERE id = 'end')";
    assert_eq!(ledger.rows(numbers, [], |row| row.get::<i64>(0)).unwrap(), [1]);
}

pub(in crate::ledger) fn n6_an_archive_is_gone_on_with_wherever_it_was_moved_and_no_other_file() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    fill(&ledger);
    let [file, moved, other] =
        ["old.sqlite3", "moved.sqlite3", "other"].map(|name| state.path().join(name));
    archive(&mut ledger, &file).unwrap();
    std::fs::rename(&file, &moved).unwrap();
    let gone = archive(&mut ledger, &file).unwrap_err();
    assert!(matches!(gone, LedgerError::ArchiveGone { .. }), "{gone}");
    letter(&ledger, "-later", "sent", 50, &[("gone", "due")]);
    letter(&ledger, "end2", "sent", 170, &[("gone", "due")]);
    assert_eq!(archive(&mut ledger, &moved).unwrap().letters, 1);
    assert_eq!(ledger.archives().unwrap()[0].path, moved);
    assert_eq!(ids(&ledger.archive_at(&moved).unwrap().1).len(), 8);

    std::fs::write(&other, "something else").unwrap();
    assert!(archive(&mut ledger, &other).is_err());
    assert_eq!(std::fs::read(&other).unwrap(), b"something else");
}

#[test]
fn n6_an_archive_is_no_ledger_to_work_on() {
    let state = tempfile::tempdir().unwrap();
    let (lock, mut ledger) = open(state.path());
    fill(&ledger);
    let file = state.path().join("old.sqlite3");
    archive(&mut ledger, &file).unwrap();
    drop((ledger, lock));
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::copy(&file, elsewhere.path().join("ledger.sqlite3")).unwrap();
    let lock = crate::ledger::Lock::acquire(elsewhere.path()).unwrap();
    let refused = Ledger::open(elsewhere.path(), &lock).err().expect("it is refused");
    assert!(matches!(refused, LedgerError::Archive { .. }), "{refused}");
    let refused = Ledger::open_read_only(elsewhere.path()).err().expect("it is refused");
    assert!(matches!(refused, LedgerError::Archive { .. }), "{refused}");
}

/// The ledger's disk fails at each of its commits in turn: what had gone to the file by then is in both.
#[test]
fn n6_a_crash_between_file_and_ledger_loses_nothing_and_doubles_nothing() {
    let mut expected: Option<(Vec<String>, Vec<String>)> = None;
    for failing in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.sqlite3");
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let counted = left.clone();
        let mut ledger =
            Ledger::in_memory(move || counted.fetch_sub(1, Ordering::Relaxed) == 0).unwrap();
        fill(&ledger);
        left.store(if failing == 0 { i64::MAX } else { failing - 1 }, Ordering::Relaxed);
        let done = archive(&mut ledger, &file);
        if failing > 0 && done.is_ok() {
            assert!(failing > 5, "no commit failed");
            return;
        }
        assert_eq!(done.is_ok(), failing == 0);
        left.store(i64::MAX, Ordering::Relaxed);
        archive(&mut ledger, &file).unwrap();
        let archived = ledger.archive_at(&file).unwrap().1;
        let found = (told(&ledger), told(&archived));
        match &expected {
            None => expected = Some(found),
            Some(expected) => assert_eq!(&found, expected, "commit {failing}"),
        }
    }
}
