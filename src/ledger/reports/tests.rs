//! P1, C1, R4: reports, tallies and signs of life, on both engines.

use super::*;
use crate::compare::{Change, What};
use crate::ledger::tallies::Reached;
use crate::ledger::tests::{at, letter, open, record};
use crate::ledger::{Disposition, Held, LetterState, ListRecord, NewLetter, NoticeRow, Told, Word};
use crate::model::{LetterKind, When};
use crate::plan::further::digest::Slot;
use crate::plan::{Origin, all_well_identity};

fn unit(id: &str) -> Subject {
    Subject::Unit(id.into())
}

fn moment(minute: i64) -> Moment {
    Moment { at: at(minute), cron: at(minute - 1) }
}

/// A letter of a cause about a unit, and its notice.
fn told(
    id: &str,
    (from, name): (Origin, &str),
    anchor: When,
    held: Option<Held>,
) -> (NewLetter, NoticeRow) {
    let notice =
        NoticeId { subject: unit("north"), from, anchor, stage: name.into(), occurrence: 0 };
    let row = NoticeRow {
        id: notice,
        disposition: Disposition::Letter,
        moment: at(1),
        recorded: at(1),
        letter: Some(id.to_owned()),
    };
    (NewLetter { held, ..letter(id, &["a@example.org"]) }, row)
}

fn states(ledger: &Ledger) -> Vec<LetterState> {
    let all = ["one", "two", "three"].iter();
    all.filter_map(|id| Some(ledger.letter(id).unwrap()?.0.state)).collect()
}

/// A part is known by its schedule, and each moment is settled once.
pub(in crate::ledger) fn p1_a_report_is_remembered_by_its_schedule_and_its_last_moment() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let see = |ledger: &mut Ledger, schedule: &str, now: Timestamp| {
        ledger.record(now, |one| one.see_report("monthly", &unit("north"), schedule)).unwrap();
    };
    see(&mut ledger, "a", at(0));
    ledger.record(at(5), |one| one.settle_report("monthly", &unit("north"), moment(5))).unwrap();
    let sight = || Sight {
        report: "monthly".into(),
        about: unit("north"),
        schedule: "a".into(),
        seen: at(0),
        last: Some(moment(5)),
    };
    let [known] = &ledger.report_sights().unwrap()[..] else { panic!("one part") };
    assert_eq!(*known, sight());
    assert_eq!(known.owes("a", Some(moment(5))), None, "it was told");
    assert_eq!(known.owes("a", Some(moment(9))), Some(moment(9)));
    assert_eq!(known.owes("b", Some(moment(9))), None, "another schedule");
    see(&mut ledger, "b", at(7));
    let again = Sight { schedule: "b".into(), seen: at(7), ..sight() };
    assert_eq!(ledger.report_sights().unwrap(), [again]);
}

/// L6c: what is held makes room for its next, and what was let go does not.
pub(in crate::ledger) fn l6c_a_held_letter_of_a_report_makes_room_for_its_next() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let cause = (Origin::Report, "monthly");
    let (one, first) = told("one", cause, When::Instant(at(1)), Some(Held::Ask));
    let (two, second) = told("two", cause, When::Instant(at(2)), None);
    ledger.commit_sweep(at(1), &record(vec![one, two], vec![first, second])).unwrap();
    let (three, third) = told("three", cause, When::Instant(at(3)), Some(Held::Ask));
    ledger
        .record(at(3), |recording| {
            recording.letter(&three)?;
            recording.notice(&third)?;
            recording.replace_held(&third.id)
        })
        .unwrap();
    assert_eq!(states(&ledger), [LetterState::Replaced, LetterState::Queued, LetterState::Held]);
    assert!(ledger.has(&third.id).unwrap());
}

/// L8a: what was held for a waiting edit is withdrawn with it, and its report owes its moment again.
pub(in crate::ledger) fn l8a_what_is_held_for_an_edit_is_told_anew_once_that_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let name = ("A-1".to_owned(), String::new());
    let change = Change { name: name.clone(), what: What::Moved, was: None, is: None, ways: None };
    let held = ListRecord { held: vec![change], ..ListRecord::default() };
    ledger.record_list(&held, at(0)).unwrap();
    let anchor = When::Day("2026-11-24".parse().unwrap());
    let (one, first) =
        told("one", (Origin::Report, "monthly"), When::Instant(at(4)), Some(Held::Changes));
    let (two, second) = told("two", (Origin::Tally, "late"), anchor, Some(Held::Changes));
    let reached = Reached {
        tally: "late".into(),
        about: unit("north"),
        since: "2026-11-24".parse().unwrap(),
        number: 5,
    };
    ledger
        .record(at(5), |recording| {
            recording.see_report("monthly", &unit("north"), "a")?;
            recording.settle_report("monthly", &unit("north"), moment(5))?;
            recording.reach_tally(&reached)?;
            [one, two].iter().try_for_each(|one| recording.letter(one))?;
            [first, second].iter().try_for_each(|one| recording.notice(one))
        })
        .unwrap();
    assert_eq!(ledger.tallies_reached().unwrap(), [reached]);
    let undone = ListRecord { undone: [name].into(), ..ListRecord::default() };
    ledger.record_list(&undone, at(6)).unwrap();
    assert_eq!(states(&ledger), [LetterState::Withdrawn, LetterState::Withdrawn]);
    assert_eq!(ledger.report_sights().unwrap()[0].last, None);
    assert_eq!(ledger.tallies_reached().unwrap(), []);
    assert_eq!(ledger.tallies_told().unwrap(), [], "withdrawn, it counts as never sent");
}

/// C1: how a tally stands, which letters count, and what is held once it stands no more.
pub(in crate::ledger) fn c1_a_tally_stands_until_it_is_dropped_and_only_what_left_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let day = "2026-11-24".parse().unwrap();
    let about = unit("north");
    let reached = Reached { tally: "late".into(), about: about.clone(), since: day, number: 5 };
    let (one, first) = told("one", (Origin::Tally, "late"), When::Day(day), Some(Held::Ask));
    let (two, second) = told("two", (Origin::Tally, "other"), When::Day(day), None);
    ledger
        .record(at(5), |recording| {
            recording.judge_tally("late", day)?;
            recording.judge_tally("late", day)?;
            recording.reach_tally(&reached)?;
            recording.reach_tally(&Reached { number: 6, ..reached.clone() })?;
            [one, two].iter().try_for_each(|one| recording.letter(one))?;
            [first, second].iter().try_for_each(|one| recording.notice(one))
        })
        .unwrap();
    assert_eq!(ledger.tallies_judged().unwrap().get("late"), Some(&day));
    assert_eq!(ledger.tallies_reached().unwrap(), [Reached { number: 6, ..reached }]);
    let told = ledger.tallies_told().unwrap();
    assert_eq!(told.iter().map(|one| (one.time, one.reached)).collect::<Vec<_>>(), [(0, day); 2]);
    let released = ledger.released_since(at(0)).unwrap();
    let [other] = &released[..] else { panic!("what is held does not count: {released:?}") };
    assert_eq!((other.kind, other.notices.len()), (LetterKind::Reminder, 1));
    assert_eq!(ledger.released_since(at(6)).unwrap(), []);
    ledger.record(at(7), |recording| recording.drop_tally("late", &about)).unwrap();
    assert_eq!(ledger.tallies_reached().unwrap(), []);
    assert_eq!(states(&ledger), [LetterState::Withdrawn, LetterState::Queued]);
}

/// R4: a sign of life is told once, and known from its first moment on.
pub(in crate::ledger) fn r4_a_sign_of_life_is_remembered_with_its_letter() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    assert!(!ledger.knows_all_well().unwrap());
    let id = all_well_identity(Slot { at: at(0), day: "2026-11-23".parse().unwrap() });
    let (disposition, moment, recorded) = (Disposition::Letter, at(0), at(1));
    let letter_id = Some("one".to_owned());
    let row = NoticeRow { id: id.clone(), disposition, moment, recorded, letter: letter_id };
    let word = Word { told: Told::AllWell(row), letter: Some(letter("one", &["ops@example.org"])) };
    ledger.tell(&[word], at(1)).unwrap();
    assert!(ledger.knows_all_well().unwrap() && ledger.has(&id).unwrap());
    assert_eq!(ledger.causes().unwrap(), ["all-well"]);
    assert_eq!(ledger.history_of_cause("all-well", 10).unwrap().len(), 1);
    assert_eq!(ledger.sent_since(at(0)).unwrap(), 0, "it waits");
}
