//! The ledger's promises, on real files and on a real server.

use std::cell::Cell;
use std::collections::HashSet;
use std::path::Path;

use jiff::{Timestamp, ToSpan};

use crate::ledger::answers::tests::*;
use crate::ledger::archive::tests::*;
use crate::ledger::came_back::tests::*;
use crate::ledger::digests::tests::*;
use crate::ledger::reports::tests::*;
use crate::ledger::sending::tests::*;
use crate::ledger::*;
use crate::model::{AnchorKind, Importance, Language, LetterKind, Subject, When};
use crate::plan::{NoticeId, Origin, Recorded, ToldIn};

pub(in crate::ledger) fn at(minute: i64) -> Timestamp {
    Timestamp::constant(1_795_000_000, 0) + minute.minutes()
}

pub(in crate::ledger) fn none() -> HashSet<i64> {
    HashSet::new()
}

/// The tests of what is promised whatever the engine.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod in_a_file {
            $(#[test] fn $name() { super::$name() })*
        }
        mod on_a_server {
            $(#[test] fn $name() { super::ON_SERVER.set(true); super::$name() })*
        }
    };
}

on_both_engines!(
    l1_a_sweep_is_recorded_whole_or_not_at_all,
    what_is_recorded_is_read_back,
    l2_an_interrupted_attempt_is_made_again_with_the_same_bytes,
    l3_recipients_are_settled_one_by_one,
    the_more_important_leaves_first_then_the_older_and_none_twice_at_once,
    held_letters_are_released_or_discarded_and_no_others,
    letters_are_found_by_an_unmistakable_beginning,
    l1_who_will_not_get_a_letter_is_noted_with_the_failure_itself_and_told_once,
    l2_what_was_handed_over_twice_without_an_answer_is_not_sent_a_third_time,
    a_letter_put_off_by_a_clock_that_stood_ahead_is_tried_when_the_clock_is_right,
    the_pause_of_the_relay_ends_early_only_for_a_person_or_a_clock_set_right,
    l4_a_letter_that_some_have_is_no_failed_one_when_its_time_is_up,
    l4_a_letter_in_hand_is_not_given_up,
    l4_what_was_put_off_finds_out_whether_letters_leave_only_where_nothing_is_due,
    l2_what_a_letter_said_that_may_have_arrived_no_other_says,
    t10_a_notice_is_about_a_task_a_unit_a_person_or_the_office_and_recorded_once,
    a2_an_answer_is_read_back_as_it_was_given,
    a2_a_form_sent_twice_is_one_answer,
    a4_an_answer_is_decided_once_and_whoever_asks_for_changes_hears_of_it,
    l9_delivered_becomes_bounced_once_and_the_admin_hears_of_an_address_once,
    l9_a_bounce_that_comes_before_the_relays_answer_is_recorded_counts_all_the_same,
    l9_an_address_is_forgotten_when_the_files_lose_it_or_a_later_letter_stayed,
    n6_what_is_old_moves_and_what_a_decision_needs_stays,
    w6_an_entry_is_told_once_its_letter_was_let_go,
    w7_owners_are_remembered_with_the_letter_that_tells_them,
    p1_a_report_is_remembered_by_its_schedule_and_its_last_moment,
    l6c_a_held_letter_of_a_report_makes_room_for_its_next,
    l8a_what_is_held_for_an_edit_is_told_anew_once_that_is_undone,
    c1_a_tally_stands_until_it_is_dropped_and_only_what_left_counts,
    r4_a_sign_of_life_is_remembered_with_its_letter,
    n6_an_archive_is_gone_on_with_wherever_it_was_moved_and_no_other_file,
);

thread_local! {
    static ON_SERVER: Cell<bool> = const { Cell::new(false) };
}

/// The ledger of this folder, or the one on the server that has its name.
pub(in crate::ledger) fn open(state: &Path) -> (Lock, Ledger) {
    let lock = Lock::acquire(state).unwrap();
    let ledger = match ON_SERVER.get() {
        false => Ledger::open(state, &lock).unwrap(),
        true => {
            let name = state.display().to_string();
            let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            let name = name.to_lowercase();
            let url = test_server::url(&format!("t{name}"));
            make_schema(&url, &format!("t{name}"));
            let ledger = Ledger::open_server(&url).unwrap();
            assert_eq!(ledger.take_lease("a").unwrap(), Ok(()));
            ledger
        }
    };
    (lock, ledger)
}

fn make_schema(url: &str, name: &str) {
    let connection = db::Connection::Postgres(Box::new(
        db::Postgres::connect(url, crate::clock::Machine::this()).unwrap(),
    ));
    connection.execute_batch(&format!("CREATE SCHEMA IF NOT EXISTS {name}")).unwrap();
}

fn id(task: &str, stage: &str) -> NoticeId {
    NoticeId {
        subject: Subject::Task(task.into()),
        from: Origin::Stage(AnchorKind::Due),
        anchor: When::Day("2026-11-30".parse().unwrap()),
        stage: stage.into(),
        occurrence: 0,
    }
}

pub(in crate::ledger) fn notice(task: &str, letter: Option<&str>) -> NoticeRow {
    let disposition = if letter.is_some() { Disposition::Letter } else { Disposition::Superseded };
    let letter = letter.map(str::to_owned);
    NoticeRow { id: id(task, "soon"), disposition, moment: at(0), recorded: at(1), letter }
}

pub(in crate::ledger) fn letter(id: &str, recipients: &[&str]) -> NewLetter {
    NewLetter {
        id: id.into(),
        message_id: format!("{id}@example.org"),
        kind: Kind::Letter(LetterKind::Reminder),
        own_name: None,
        language: Language::ZhCn,
        importance: Importance::Normal,
        subject: "提醒函".into(),
        sender: "duban@example.org".into(),
        addressed: recipients.len(),
        recipients: recipients.iter().map(|address| (*address).to_owned()).collect(),
        bytes: b"Subject: x\r\n\r\nbody\r\n".to_vec(),
        numbering: None,
        left_out: Vec::new(),
        held: None,
        failed: Vec::new(),
    }
}

pub(in crate::ledger) fn record(letters: Vec<NewLetter>, notices: Vec<NoticeRow>) -> SweepRecord {
    SweepRecord { letters, notices }
}

pub(in crate::ledger) fn attempt(retry: Option<i64>, outcomes: &[(&str, Outcome)]) -> Attempt {
    let outcomes =
        outcomes.iter().map(|(address, outcome)| ((*address).to_owned(), outcome.clone()));
    let (ended, outcomes) = (at(2), outcomes.collect());
    Attempt { number: 1, ended, outcomes, retry: retry.map(at), puts_off: true, offered: true }
}

/// Takes out what is due.
pub(in crate::ledger) fn take(
    ledger: &mut Ledger,
    now: Timestamp,
    wanted: usize,
    in_flight: &HashSet<i64>,
) -> Vec<Outgoing> {
    ledger.send(|sending| sending.take(now, wanted, usize::MAX, in_flight)).unwrap()
}

/// The same, and nothing is written down.
pub(in crate::ledger) fn due(
    ledger: &mut Ledger,
    now: Timestamp,
    wanted: usize,
    in_flight: &HashSet<i64>,
) -> Vec<Outgoing> {
    let taken = take(ledger, now, wanted, in_flight);
    ledger.send(|sending| taken.iter().try_for_each(|one| sending.strike(one.number))).unwrap();
    taken
}

pub(in crate::ledger) fn delivered() -> Outcome {
    Outcome::Delivered("250 ok".into())
}
pub(in crate::ledger) fn deferred() -> Outcome {
    Outcome::Deferred("450 later".into())
}
pub(in crate::ledger) fn refused() -> Outcome {
    Outcome::Refused("550 no such user".into())
}

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

fn what_is_recorded_is_read_back() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let mut step = notice("T", Some("a"));
    step.id.subject = Subject::of_task("T", Some("draft"));
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
        released: true,
        held: false,
        letter: Some(ToldIn { number: 1, kind: LetterKind::Reminder, own: None, at: at(1) }),
    };
    assert_eq!(recorded, [expected]);
    assert!(!ledger.recorded("T", None).unwrap()[0].sent);
    assert_eq!(ledger.history(None, 10).unwrap().len(), 2);
    assert_eq!(ledger.history(Some("T"), 1).unwrap().len(), 1);
    let latest = ledger.latest_notices(&["T", "U"]).unwrap();
    assert_eq!(latest.keys().collect::<Vec<_>>(), [&("T".to_owned(), Some("draft".to_owned()))]);
    let (row, bytes) = ledger.letter("a").unwrap().unwrap();
    assert_eq!((row.subject.as_str(), bytes), ("提醒函", letter("a", &[]).bytes));
}

fn held_letters_are_released_or_discarded_and_no_others() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let held = |id| NewLetter { held: Some(Held::Guard), ..letter(id, &["x@example.org"]) };
    ledger
        .commit_sweep(
            at(1),
            &record(
                vec![held("a"), held("b"), letter("c", &["x@example.org"]), held("d")],
                Vec::new(),
            ),
        )
        .unwrap();
    ledger.by_hand(at(2), |hand| hand.release_as_written("a")).unwrap();
    ledger.discard("b", at(2)).unwrap();
    ledger.release("d", at(2)).unwrap();
    assert!(matches!(ledger.release("c", at(2)), Err(LedgerError::NotHeld(id)) if id == "c"));
    let state_of = |id: &str| ledger.letter(id).unwrap().unwrap().0.state;
    assert_eq!(
        [state_of("a"), state_of("b"), state_of("c")],
        [LetterState::Queued, LetterState::Discarded, LetterState::Queued]
    );
    // L6c: the next sweep does it.
    let row = ledger.letter("d").unwrap().unwrap().0;
    assert_eq!((row.state, row.released, row.is_let_go()), (LetterState::Held, Some(at(2)), true));
    assert_eq!(ledger.renewable(Why::Released).unwrap().len(), 1);
    ledger.discard("d", at(3)).unwrap();
    assert_eq!(ledger.letter("d").unwrap().unwrap().0.released, None, "the last word counts");
}

fn letters_are_found_by_an_unmistakable_beginning() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let letters = ["abc", "abd", "b"].map(|id| letter(id, &["x@example.org"]));
    ledger.commit_sweep(at(1), &record(letters.to_vec(), Vec::new())).unwrap();
    assert_eq!(ledger.letter("abc").unwrap().unwrap().0.id, "abc");
    assert_eq!(ledger.letter("abd").unwrap().unwrap().0.id, "abd");
    assert!(matches!(ledger.letter("ab"), Err(LedgerError::Ambiguous(id)) if id == "ab"));
    assert!(ledger.letter("z").unwrap().is_none());
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let only = vec![letter("abc", &["x@example.org"])];
    ledger.commit_sweep(at(1), &record(only, Vec::new())).unwrap();
    assert!(ledger.letter("a").unwrap().is_some());
    assert!(ledger.letter("").unwrap().is_none(), "it names no letter");
}

fn l2_what_a_letter_said_that_may_have_arrived_no_other_says() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let said =
        |task, id| record(vec![letter(id, &["x@example.org"])], vec![notice(task, Some(id))]);
    ledger.commit_sweep(at(1), &said("T", "a")).unwrap();
    ledger.commit_sweep(at(1), &said("U", "b")).unwrap();
    // A crash, while one of them was in hand; then both are withdrawn.
    take(&mut ledger, at(1), 1, &none());
    ledger.withdraw(&[1, 2], at(2)).unwrap();
    for (task, in_doubt) in [("T", Some("a")), ("U", None)] {
        assert!(ledger.recorded(task, None).unwrap().is_empty(), "{task}");
        let found = ledger.withdrawn_in_doubt(&id(task, "soon")).unwrap();
        assert_eq!(found.as_deref(), in_doubt, "{task}");
    }
    // What nobody can have is said anew.
    ledger.commit_sweep(at(3), &said("U", "c")).unwrap();
    let other = ledger.commit_sweep(at(3), &said("T", "d"));
    assert!(matches!(other, Err(LedgerError::Recorded { .. })), "{other:?}");
    ledger.record(at(3), |recording| recording.again("a", None)).unwrap();
    let mut going: Vec<_> =
        take(&mut ledger, at(3), 9, &none()).into_iter().map(|one| one.id).collect();
    going.sort();
    assert_eq!(going, ["a", "c"]);
    assert!(ledger.recorded("T", None).unwrap()[0].sent);
    // Withdrawn again, it may pass for good.
    ledger.withdraw(&[1], at(4)).unwrap();
    ledger.commit_sweep(at(5), &record(vec![], vec![notice("T", None)])).unwrap();
    assert_eq!(ledger.withdrawn_in_doubt(&id("T", "soon")).unwrap(), None);
    assert!(!ledger.recorded("T", None).unwrap()[0].sent);
}

/// Letters that were sent long ago, each with a notice, and the word to the admin of one who refused it.
fn history(ledger: &Ledger, letters: i64) {
    let fill = format!(
        "WITH RECURSIVE past(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM past WHERE n < 1000 + {letters})
         INSERT INTO letter (number, id, message_id, kind, language, importance, subject, sender, state, created, settled,
                             attempts, last_answer, offered)
             SELECT n, 'l' || n, 'm' || n, iif(n % 9, 'reminder', 'admin'), 'en', 1, 's', 'd@x', 'sent', n, n, 1, '250', 1
             FROM past;
         INSERT INTO message SELECT number, x'41' FROM letter WHERE number >= 1000;
         INSERT INTO recipient SELECT number, 0, 'a@x', 'delivered', NULL, 0, 0 FROM letter WHERE number >= 1000;
         INSERT INTO attempt SELECT number, 1, 1, 1, '250' FROM letter WHERE number >= 1000;
         INSERT INTO undelivered SELECT number, id, 'b@x', '550', id FROM letter WHERE number >= 1000;
         INSERT INTO notice SELECT 'T' || number, '', 'due', '2026-11-30', 'soon', 0, 'letter', 1, 1, id, 'task'
                            FROM letter WHERE number >= 1000;"
    );
    ledger.connection.execute_batch(&fill).unwrap();
}

#[test]
fn what_is_asked_every_minute_costs_the_same_after_ten_years() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    let cost = |letters: i64| {
        let folder = tempfile::tempdir().unwrap();
        let (_lock, mut ledger) = open(folder.path());
        history(&ledger, letters);
        let waiting = record(vec![letter("w", &["a@x"])], vec![notice("W", Some("w"))]);
        ledger.commit_sweep(at(1), &waiting).unwrap();
        let steps = Arc::new(AtomicU64::new(0));
        let count = steps.clone();
        let step = move || {
            count.fetch_add(1, Ordering::Relaxed);
            false
        };
        let db::Connection::Sqlite(file) = &mut ledger.connection else { panic!("no file") };
        file.progress_handler(1, Some(step)).unwrap();
        let mut waiting = 0;
        ledger.waiting(|_| waiting += 1).unwrap();
        assert_eq!(waiting, 1);
        let id = notice("W", Some("w")).id;
        assert_eq!(ledger.withdrawn_in_doubt(&id).unwrap(), None);
        ledger.unsettled().unwrap();
        ledger.queue().unwrap();
        ledger.last_taken().unwrap();
        ledger.undelivered().unwrap();
        ledger.told_at(Matter::Undelivered).unwrap();
        ledger.held_edit().unwrap();
        ledger.held_since().unwrap();
        for why in [Why::Released, Why::Unoffered, Why::Unreached, Why::Passed] {
            ledger.renewable(why).unwrap();
        }
        ledger.relay_trouble().unwrap();
        ledger.refused().unwrap();
        ledger.recorded("W", None).unwrap();
        ledger
            .send(|sending| {
                sending.heal(at(2))?;
                sending.asked(at(2))?;
                sending.probe(at(2), &none())?;
                sending.take(at(2), 9, 1 << 20, &none())?;
                sending.next_due(&none())?;
                sending.expire(at(0), at(2), &"down".into(), &none())
            })
            .unwrap();
        steps.load(Ordering::Relaxed)
    };
    let (new, old) = (cost(10), cost(5000));
    assert!(old < new + new / 4, "{new} steps in a new ledger, {old} in an old one");
}

/// T10: what the ledger takes once, whatever it is about.
fn beside_the_ladder(subject: Subject, from: Origin, anchor: &str) -> NoticeRow {
    let id = NoticeId {
        subject,
        from,
        anchor: anchor.parse().unwrap(),
        stage: "x".into(),
        occurrence: 0,
    };
    let (moment, recorded) = (at(0), at(1));
    NoticeRow { id, disposition: Disposition::Letter, moment, recorded, letter: Some("a".into()) }
}

fn t10_a_notice_is_about_a_task_a_unit_a_person_or_the_office_and_recorded_once() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    // All have the same id and the same name.
    let subjects = [
        Subject::Task("x".into()),
        Subject::of_task("x", Some("x")),
        Subject::Unit("x".into()),
        Subject::Person("x".into()),
        Subject::Office,
    ];
    let (day, moment) = ("2026-12-01", "2026-12-01T01:00:00Z");
    let of = |subject: &Subject| {
        let told = [
            (Origin::Digest, day),
            (Origin::Handover, moment),
            (Origin::Report, moment),
            (Origin::Tally, day),
            (Origin::Urge, moment),
            (Origin::Word, moment),
        ];
        told.map(|(from, anchor)| beside_the_ladder(subject.clone(), from, anchor))
    };
    let all: Vec<NoticeRow> = subjects.iter().flat_map(of).collect();
    let letters = vec![letter("a", &["x@example.org"])];
    ledger.commit_sweep(at(1), &record(letters, all.clone())).unwrap();
    for subject in &subjects {
        let told: Vec<NoticeId> =
            ledger.notices_about(subject).unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(told, of(subject).map(|one| one.id), "{subject}");
    }
    for one in &all {
        assert!(ledger.has(&one.id).unwrap());
        let again = record(Vec::new(), vec![one.clone()]);
        let refused = ledger.commit_sweep(at(2), &again).unwrap_err();
        assert!(matches!(refused, LedgerError::Recorded { .. }), "{refused}");
    }
    // No ladder knows of them.
    assert!(ledger.recorded("x", None).unwrap().is_empty());
    assert!(ledger.recorded_of(&["x"]).unwrap().is_empty());
    assert!(ledger.latest_notices(&["x"]).unwrap().is_empty());
    assert_eq!(ledger.history(None, 100).unwrap().len(), all.len());
    assert_eq!(ledger.history(Some("x"), 100).unwrap().len(), 12);
    // Withdrawn with its letter, it counts as never sent (L6b).
    let number = take(&mut ledger, at(1), 1, &none())[0].number;
    ledger.send(|sending| sending.strike(number)).unwrap();
    ledger.withdraw(&[number], at(3)).unwrap();
    assert!(!ledger.has(&all[0].id).unwrap());
    ledger.commit_sweep(at(4), &record(Vec::new(), vec![passed(&all[0])])).unwrap();
    assert!(ledger.has(&all[0].id).unwrap());
    assert!(ledger.check().unwrap().is_empty());
}

fn passed(notice: &NoticeRow) -> NoticeRow {
    NoticeRow { disposition: Disposition::Superseded, letter: None, ..notice.clone() }
}

#[test]
fn t10_an_origin_is_read_back_by_its_name() {
    use crate::plan::Origin::{Answer, Digest, Handover, Report, Stage, Tally, Urge, Word};
    let stages = AnchorKind::ALL.iter().map(|(_, anchor)| Stage(*anchor));
    for origin in stages.chain([Answer, Digest, Handover, Report, Tally, Urge, Word]) {
        assert_eq!(Origin::from_name(origin.name()), Some(origin));
        // What the ledger counts as of a ladder is what a stage may count from.
        let named = crate::ledger::history::OF_STAGE.contains(&format!("'{origin}'"));
        assert_eq!(named, origin.stage().is_some(), "{origin}");
    }
}
