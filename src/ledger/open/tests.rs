//! L7: which ledger is opened, which is refused, and what reading leaves alone.

use std::path::Path;

use jiff::Timestamp;

use crate::ledger::tests::{none, open, take};
use crate::ledger::*;

#[test]
fn l7_reading_makes_nothing() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("none");
    assert!(Ledger::open_read_only(&folder).unwrap().is_none());
    assert!(!folder.exists());
    let (lock, ledger) = open(&folder);
    // A reader beside the daemon sees what the daemon sees.
    assert!(Ledger::open_read_only(&folder).unwrap().is_some());
    drop((ledger, lock));
    let before = names(&folder);
    assert!(Ledger::open_read_only(&folder).unwrap().is_some());
    assert_eq!(names(&folder), before);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_ledger_from_the_future_a_foreign_one_and_a_damaged_one_are_refused_by_name() {
    let state = tempfile::tempdir().unwrap();
    drop(open(state.path()));
    let file = state.path().join("ledger.sqlite3");
    let lock = Lock::acquire(state.path()).unwrap();
    let other = rusqlite::Connection::open(&file).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    let refused = Ledger::open(state.path(), &lock).err().unwrap();
    assert!(matches!(refused, LedgerError::Newer { found: 99, .. }));
    assert!(refused.to_string().contains("written by a newer duban (schema 99"), "{refused}");
    other.pragma_update(None, "user_version", 1).unwrap();
    other.pragma_update(None, "application_id", 7).unwrap();
    drop(other);
    assert!(matches!(Ledger::open(state.path(), &lock).err(), Some(LedgerError::Foreign { .. })));
    std::fs::write(&file, vec![b'x'; 8192]).unwrap();
    let refused = Ledger::open(state.path(), &lock).err().unwrap();
    assert!(matches!(refused, LedgerError::Damaged { .. }), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), vec![b'x'; 8192], "it is left as it is");
}

#[test]
fn the_ledger_is_private_and_synced() {
    use std::os::unix::fs::PermissionsExt;
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("state");
    let (_lock, ledger) = open(&folder);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("ledger.sqlite3"))), (0o700, 0o600));
    let pragma = |name| {
        ledger
            .connection
            .file()
            .unwrap()
            .pragma_query_value(None, name, |row| {
                row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
            })
            .unwrap()
    };
    assert_eq!((pragma("journal_mode").as_str(), pragma("synchronous").as_str()), ("wal", "2"));
}

#[test]
fn the_first_schema_is_brought_up_to_date_with_all_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.sqlite3");
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch(include_str!("../schema/0001.sql")).unwrap();
    old.execute_batch(
        "PRAGMA application_id = 0x64756261; PRAGMA user_version = 1;
         INSERT INTO letter VALUES ('a', 'a@x', 'reminder', 'en', 1, 's', 'd@x', x'4142', 'queued', NULL,
                                    1000000, NULL, 1, 2000000, '451 later');
         INSERT INTO recipient VALUES ('a', 0, 'z@x', 'pending', '451 later');
         INSERT INTO attempt VALUES ('a', 1, 1000000, 1500000, '451 later');
         INSERT INTO notice VALUES ('T', '', 'due', '2026-11-30', 'soon', 0, 'letter', 900000, 1000000, 'a');",
    )
    .unwrap();
    drop(old);
    assert!(matches!(
        Ledger::open_read_only(folder.path()).err(),
        Some(LedgerError::Older { found: 1, .. })
    ));
    let (_lock, mut ledger) = open(folder.path());
    assert_eq!(ledger.check().unwrap(), []);
    let (row, bytes) = ledger.letter("a").unwrap().unwrap();
    assert_eq!(
        (row.attempts, row.last_answer, bytes),
        (1, Some("451 later".into()), b"AB".to_vec())
    );
    assert_eq!(ledger.recorded("T", None).unwrap().len(), 1);
    let again = take(&mut ledger, Timestamp::from_second(3).unwrap(), 9, &none());
    assert_eq!(
        (again[0].attempt, again[0].recipients.as_slice()),
        (2, ["z@x".to_owned()].as_slice())
    );
}
