//! The ledger's promises, on real files.

use std::collections::HashSet;
use std::path::Path;

use jiff::{Timestamp, ToSpan};

use super::super::*;
use crate::model::{AnchorKind, When};
use crate::plan::Recorded;

fn at(minute: i64) -> Timestamp {
    Timestamp::constant(1_795_000_000, 0) + minute.minutes()
}

fn none() -> HashSet<String> {
    HashSet::new()
}

fn open(state: &Path) -> (Lock, Ledger) {
    let lock = Lock::acquire(state).unwrap();
    let ledger = Ledger::open(state, &lock).unwrap();
    (lock, ledger)
}

fn id(task: &str, stage: &str) -> NoticeId {
    NoticeId {
        task: task.into(),
        milestone: None,
        from: AnchorKind::Due,
        anchor: When::Day("2026-11-30".parse().unwrap()),
        stage: stage.into(),
        occurrence: 0,
    }
}

fn notice(task: &str, letter: Option<&str>) -> NoticeRow {
    let disposition = if letter.is_some() { Disposition::Letter } else { Disposition::Superseded };
    let letter = letter.map(str::to_owned);
    NoticeRow { id: id(task, "soon"), disposition, moment: at(0), recorded: at(1), letter }
}

fn letter(id: &str, recipients: &[&str]) -> NewLetter {
    NewLetter {
        id: id.into(),
        message_id: format!("{id}@example.org"),
        kind: Kind::Letter(LetterKind::Reminder),
        language: Language::ZhCn,
        importance: Importance::Normal,
        subject: "提醒函".into(),
        sender: "duban@example.org".into(),
        recipients: recipients.iter().map(|address| (*address).to_owned()).collect(),
        bytes: b"Subject: x\r\n\r\nbody\r\n".to_vec(),
        held: None,
    }
}

fn record(letters: Vec<NewLetter>, notices: Vec<NoticeRow>) -> SweepRecord {
    SweepRecord { letters, notices }
}

fn attempt(retry: Option<i64>, outcomes: &[(&str, Outcome)]) -> Attempt {
    let outcomes =
        outcomes.iter().map(|(address, outcome)| ((*address).to_owned(), outcome.clone()));
    Attempt { started: at(1), ended: at(2), outcomes: outcomes.collect(), retry: retry.map(at) }
}

fn delivered() -> Outcome {
    Outcome::Delivered("250 ok".into())
}
fn deferred() -> Outcome {
    Outcome::Deferred("450 later".into())
}
fn refused() -> Outcome {
    Outcome::Refused("550 no such user".into())
}

#[test]
fn l1_a_sweep_is_recorded_whole_or_not_at_all() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    ledger
        .commit_sweep(
            at(1),
            &record(vec![letter("a", &["x@example.org"])], vec![notice("T", Some("a"))]),
        )
        .unwrap();
    // The second notice is one the ledger has: nothing of this sweep stays.
    let again = record(
        vec![letter("b", &["x@example.org"])],
        vec![notice("U", Some("b")), notice("T", Some("b"))],
    );
    let refused = ledger.commit_sweep(at(2), &again).unwrap_err();
    assert!(
        matches!(refused, LedgerError::Recorded { ref notice, .. } if notice.contains("\"T\"")),
        "{refused}"
    );
    assert!(ledger.letter("b").unwrap().is_none());
    assert!(ledger.recorded("U", None).unwrap().is_empty());
    assert_eq!(ledger.recorded("T", None).unwrap().len(), 1);
}

#[test]
fn what_is_recorded_is_read_back() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let mut step = notice("T", Some("a"));
    step.id.milestone = Some("draft".into());
    step.id.anchor = When::Instant("2026-11-30T01:02:03.5Z".parse().unwrap());
    ledger
        .commit_sweep(
            at(1),
            &record(vec![letter("a", &["x@example.org"])], vec![step.clone(), notice("T", None)]),
        )
        .unwrap();
    let recorded = ledger.recorded("T", Some("draft")).unwrap();
    let expected = Recorded {
        from: AnchorKind::Due,
        anchor: step.id.anchor,
        stage: "soon".into(),
        occurrence: 0,
        sent: true,
    };
    assert_eq!(recorded, [expected]);
    assert!(!ledger.recorded("T", None).unwrap()[0].sent);
    assert_eq!(ledger.history(None, 10).unwrap().len(), 2);
    assert_eq!(ledger.history(Some("T"), 1).unwrap().len(), 1);
    let latest = ledger.latest_notices().unwrap();
    assert_eq!(latest.keys().collect::<Vec<_>>(), [&("T".to_owned(), Some("draft".to_owned()))]);
    let (row, bytes) = ledger.letter("a").unwrap().unwrap();
    assert_eq!((row.subject.as_str(), bytes), ("提醒函", letter("a", &[]).bytes));
}

#[test]
fn l2_an_interrupted_attempt_is_made_again_with_the_same_bytes() {
    let state = tempfile::tempdir().unwrap();
    let (lock, mut ledger) = open(state.path());
    ledger
        .commit_sweep(
            at(1),
            &record(vec![letter("a", &["x@example.org"])], vec![notice("T", Some("a"))]),
        )
        .unwrap();
    let first = ledger.next_letters(at(1), 9, &none()).unwrap().remove(0);
    ledger.begin_attempt("a", at(1)).unwrap();
    drop((ledger, lock));
    let (_lock, ledger) = open(state.path());
    let second = ledger.next_letters(at(1), 9, &none()).unwrap().remove(0);
    assert_eq!((first.attempt, second.attempt), (1, 2));
    assert_eq!(first.bytes, second.bytes);
}

#[test]
fn l3_recipients_are_settled_one_by_one() {
    let (a, b) = ("a@example.org", "b@example.org");
    let table = [
        (vec![(a, delivered()), (b, delivered())], Some(9), LetterState::Sent, 0),
        (vec![(a, delivered()), (b, refused())], Some(9), LetterState::Sent, 0),
        (vec![(a, refused()), (b, refused())], Some(9), LetterState::Failed, 0),
        (vec![(a, delivered()), (b, deferred())], Some(9), LetterState::Queued, 1),
        (vec![(a, delivered()), (b, deferred())], None, LetterState::Sent, 0),
        (vec![(a, deferred()), (b, deferred())], None, LetterState::Failed, 0),
        (
            vec![(a, Outcome::Unknown("lost".into())), (b, refused())],
            Some(9),
            LetterState::Queued,
            1,
        ),
    ];
    for (outcomes, retry, expected, left) in table {
        let state = tempfile::tempdir().unwrap();
        let (_lock, mut ledger) = open(state.path());
        ledger.commit_sweep(at(1), &record(vec![letter("l", &[a, b])], Vec::new())).unwrap();
        ledger.begin_attempt("l", at(1)).unwrap();
        let found = ledger.settle("l", &attempt(retry, &outcomes), |_| None).unwrap();
        assert_eq!(found, expected, "{outcomes:?}");
        assert!(ledger.next_letters(at(8), 9, &none()).unwrap().is_empty(), "not before its time");
        let again = ledger.next_letters(at(9), 9, &none()).unwrap();
        assert_eq!(again.first().map_or(0, |letter| letter.recipients.len()), left, "{outcomes:?}");
    }
}

#[test]
fn the_more_important_leaves_first_then_the_older_and_none_twice_at_once() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let urgent = NewLetter { importance: Importance::High, ..letter("urgent", &["x@example.org"]) };
    let held = NewLetter { held: Some(Held::Ask), ..letter("held", &["x@example.org"]) };
    ledger
        .commit_sweep(at(1), &record(vec![letter("old", &["x@example.org"])], Vec::new()))
        .unwrap();
    ledger
        .commit_sweep(
            at(2),
            &record(vec![letter("new", &["x@example.org"]), urgent, held], Vec::new()),
        )
        .unwrap();
    let ids = |in_flight: &HashSet<String>| -> Vec<String> {
        let letters = ledger.next_letters(at(3), 2, in_flight).unwrap();
        letters.into_iter().map(|letter| letter.id).collect()
    };
    assert_eq!(ids(&none()), ["urgent", "old"]);
    let flying = HashSet::from(["urgent".to_owned(), "old".to_owned()]);
    assert_eq!(ids(&flying), ["new"]);
    assert_eq!(ledger.next_attempt_at(&flying).unwrap(), Some(at(2)));
}

#[test]
fn held_letters_are_released_or_discarded_and_no_others() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let held = |id| NewLetter { held: Some(Held::Guard), ..letter(id, &["x@example.org"]) };
    ledger
        .commit_sweep(
            at(1),
            &record(vec![held("a"), held("b"), letter("c", &["x@example.org"])], Vec::new()),
        )
        .unwrap();
    ledger.release("a", at(2)).unwrap();
    ledger.discard("b", at(2)).unwrap();
    assert!(matches!(ledger.release("c", at(2)), Err(LedgerError::NotHeld(id)) if id == "c"));
    let state_of = |id: &str| ledger.letter(id).unwrap().unwrap().0.state;
    assert_eq!(
        [state_of("a"), state_of("b"), state_of("c")],
        [LetterState::Queued, LetterState::Discarded, LetterState::Queued]
    );
}

#[test]
fn letters_are_found_by_an_unmistakable_beginning() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let letters = ["abc", "abd", "b"].map(|id| letter(id, &["x@example.org"]));
    ledger.commit_sweep(at(1), &record(letters.to_vec(), Vec::new())).unwrap();
    assert_eq!(ledger.letter("abc").unwrap().unwrap().0.id, "abc");
    assert_eq!(ledger.letter("abd").unwrap().unwrap().0.id, "abd");
    assert!(matches!(ledger.letter("ab"), Err(LedgerError::Ambiguous(id)) if id == "ab"));
    assert!(ledger.letter("z").unwrap().is_none());
}

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
            .pragma_query_value(None, name, |row| {
                row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
            })
            .unwrap()
    };
    assert_eq!((pragma("journal_mode").as_str(), pragma("synchronous").as_str()), ("wal", "2"));
}

#[test]
fn l1_what_the_admin_is_told_is_recorded_with_the_failure_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let failing = letter("l", &["a@example.org"]);
    ledger.commit_sweep(at(0), &record(vec![failing], Vec::new())).unwrap();
    ledger.begin_attempt("l", at(0)).unwrap();
    let told = |state| {
        assert_eq!(state, LetterState::Failed);
        Some(NewLetter { kind: Kind::Admin, ..letter("told", &["ops@example.org"]) })
    };
    let outcomes = [("a@example.org", refused())];
    let state = ledger.settle("l", &attempt(None, &outcomes), told).unwrap();
    assert_eq!(state, LetterState::Failed);
    let (told, _) = ledger.letter("told").unwrap().expect("it was recorded");
    assert_eq!((told.kind, told.state), (Kind::Admin, LetterState::Queued));
}
