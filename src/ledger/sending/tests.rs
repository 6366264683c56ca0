//! L2–L4: what is recorded of letters that leave.

use std::collections::HashSet;

use crate::ledger::tests::{
    at, attempt, deferred, delivered, due, letter, none, notice, open, record, refused, take,
};
use crate::ledger::*;
use crate::model::Importance;
use crate::model::cause::Cause;
use crate::model::met::Met;

pub(in crate::ledger) fn l2_an_interrupted_attempt_is_made_again_with_the_same_bytes() {
    let state = tempfile::tempdir().unwrap();
    let (lock, mut ledger) = open(state.path());
    ledger
        .commit_sweep(
            at(1),
            &record(vec![letter("a", &["x@example.org"])], vec![notice("T", Some("a"))]),
        )
        .unwrap();
    let first = take(&mut ledger, at(1), 9, &none()).remove(0);
    drop((ledger, lock));
    let (_lock, mut ledger) = open(state.path());
    let second = take(&mut ledger, at(1), 9, &none()).remove(0);
    let attempts = ledger.attempts("a").unwrap();
    assert!(attempts.iter().all(|attempt| attempt.ended.is_none()) && attempts.len() == 2);
    assert_eq!((first.attempt, second.attempt), (1, 2));
    assert_eq!(first.bytes, second.bytes);
}

pub(in crate::ledger) fn l3_recipients_are_settled_one_by_one() {
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
        take(&mut ledger, at(1), 9, &none());
        let found = ledger.send(|sending| sending.settle(1, &attempt(retry, &outcomes))).unwrap();
        assert_eq!(found, expected, "{outcomes:?}");
        assert!(due(&mut ledger, at(8), 9, &none()).is_empty(), "not before its time");
        let again = due(&mut ledger, at(9), 9, &none());
        assert_eq!(again.first().map_or(0, |letter| letter.recipients.len()), left, "{outcomes:?}");
    }
}

pub(in crate::ledger) fn the_more_important_leaves_first_then_the_older_and_none_twice_at_once() {
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
    let mut ids = |in_flight: &HashSet<i64>| -> Vec<String> {
        let letters = due(&mut ledger, at(3), 2, in_flight);
        letters.into_iter().map(|letter| letter.id).collect()
    };
    assert_eq!(ids(&none()), ["urgent", "old"]);
    // "old" was written first, then "new", "urgent".
    let flying = HashSet::from([1, 3]);
    assert_eq!(ids(&flying), ["new"]);
    let next = ledger.send(|sending| sending.next_due(&flying)).unwrap();
    assert_eq!(next, Some(at(2)));
}

pub(in crate::ledger) fn l1_who_will_not_get_a_letter_is_noted_with_the_failure_itself_and_told_once()
 {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let failing = letter("l", &["a@example.org"]);
    let word = |id| NewLetter { kind: Kind::Admin, ..letter(id, &["ops@example.org"]) };
    ledger.commit_sweep(at(0), &record(vec![failing, word("word")], Vec::new())).unwrap();
    take(&mut ledger, at(0), 9, &none());
    let outcomes = [("a@example.org", refused())];
    let state = ledger.send(|sending| sending.settle(1, &attempt(None, &outcomes))).unwrap();
    assert_eq!(state, LetterState::Failed);
    // A failing letter to the admin breeds no further letter.
    let outcomes = [("ops@example.org", refused())];
    ledger.send(|sending| sending.settle(2, &attempt(None, &outcomes))).unwrap();
    let list = ledger.undelivered().unwrap();
    let [one] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(
        (one.letter.as_str(), one.failed, &one.answer),
        ("l", true, &"550 no such user".into())
    );
    let told = Word { told: Told::Undelivered(one.id), letter: Some(word("told")) };
    ledger.tell(&[told], at(3)).unwrap();
    assert!(ledger.undelivered().unwrap().is_empty());
    assert_eq!(ledger.told_at(Matter::Undelivered).unwrap(), Some(at(3)));
    let (told, _) = ledger.letter("told").unwrap().expect("it was recorded");
    assert_eq!((told.kind, told.state), (Kind::Admin, LetterState::Queued));
}

pub(in crate::ledger) fn l2_what_was_handed_over_twice_without_an_answer_is_not_sent_a_third_time()
{
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    ledger.commit_sweep(at(0), &record(vec![letter("l", &["a@example.org"])], Vec::new())).unwrap();
    let outcomes = [("a@example.org", Outcome::Unknown("hung up".into()))];
    let mut states = Vec::new();
    for time in [1, 9] {
        assert_eq!(take(&mut ledger, at(time), 9, &none()).len(), 1);
        let settled = ledger.send(|sending| sending.settle(1, &attempt(Some(9), &outcomes)));
        states.push(settled.unwrap());
    }
    assert_eq!(states, [LetterState::Queued, LetterState::Failed]);
    let answer = &ledger.undelivered().unwrap()[0].answer;
    let values = vec!["hung up".into(), "2".into()];
    assert_eq!(*answer, Met::because(Cause::MayHaveArrived, values));
    // Unless a person says so.
    ledger.retry("l", at(10)).unwrap();
    assert_eq!(take(&mut ledger, at(10), 9, &none()).len(), 1);
}

pub(in crate::ledger) fn a_letter_put_off_by_a_clock_that_stood_ahead_is_tried_when_the_clock_is_right()
 {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let year = 60 * 24 * 365;
    ledger
        .commit_sweep(at(year), &record(vec![letter("l", &["a@example.org"])], Vec::new()))
        .unwrap();
    assert!(due(&mut ledger, at(0), 9, &none()).is_empty());
    ledger.send(|sending| sending.heal(at(0))).unwrap();
    assert_eq!(due(&mut ledger, at(0), 9, &none()).len(), 1);
}

/// The daemon may know of a later pause than the ledger has yet (a wrong password): only a person or a clock set right
/// shortens it.
pub(in crate::ledger) fn the_pause_of_the_relay_ends_early_only_for_a_person_or_a_clock_set_right()
{
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let down = |ledger: &mut Ledger, next_try| {
        let trouble = RelayTrouble {
            since: at(0),
            why: "down".into(),
            needs_admin: false,
            cure: None,
            failures: 1,
            next_try,
            told: false,
        };
        ledger.send(|sending| sending.relay_down(&trouble)).unwrap();
    };
    let early = |ledger: &mut Ledger| {
        ledger.send(|sending| Ok((sending.heal(at(1))?, sending.asked(at(1))?))).unwrap()
    };
    down(&mut ledger, at(5));
    assert_eq!(early(&mut ledger), (false, false));
    ledger.retry_all(at(1)).unwrap();
    assert_eq!(early(&mut ledger), (false, true));
    assert_eq!(early(&mut ledger), (false, false), "once");
    down(&mut ledger, at(60 * 24));
    assert_eq!(early(&mut ledger), (true, false));
    assert_eq!(ledger.relay_trouble().unwrap().unwrap().next_try, at(1));
}

pub(in crate::ledger) fn l4_a_letter_that_some_have_is_no_failed_one_when_its_time_is_up() {
    let (a, b) = ("a@example.org", "b@example.org");
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let letters = vec![letter("some", &[a, b]), letter("none", &[a])];
    ledger.commit_sweep(at(0), &record(letters, Vec::new())).unwrap();
    take(&mut ledger, at(0), 1, &none());
    let partly = attempt(Some(1), &[(a, delivered()), (b, deferred())]);
    ledger.send(|sending| sending.settle(1, &partly)).unwrap();
    let over =
        ledger.send(|sending| sending.expire(at(9), at(9), &"down".into(), &none())).unwrap();
    let expected = [("some", LetterState::Sent), ("none", LetterState::Failed)];
    assert_eq!(over, expected.map(|(id, state)| (id.to_owned(), state)));
}

pub(in crate::ledger) fn l4_a_letter_in_hand_is_not_given_up() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let letters = ["a", "b"].map(|id| letter(id, &["x@example.org"])).to_vec();
    ledger.commit_sweep(at(0), &record(letters, Vec::new())).unwrap();
    let taken = take(&mut ledger, at(0), 1, &none());
    let claims = HashSet::from([taken[0].number]);
    let over =
        ledger.send(|sending| sending.expire(at(9), at(9), &"down".into(), &claims)).unwrap();
    assert_eq!(over, [("b".to_owned(), LetterState::Failed)]);
}

pub(in crate::ledger) fn l4_what_was_put_off_finds_out_whether_letters_leave_only_where_nothing_is_due()
 {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let both = record(
        vec![letter("a", &["a@x"]), letter("b", &["b@x"])],
        vec![notice("A", Some("a")), notice("B", Some("b"))],
    );
    ledger.commit_sweep(at(1), &both).unwrap();
    // One is put off for an hour, the other was tried twice and is due.
    let later = [("a@x", Outcome::Deferred("451 Later".into()))];
    let trouble = [("b@x", Outcome::Deferred("MAIL: the relay hung up".into()))];
    let taken = take(&mut ledger, at(1), 2, &none());
    let number = |id: &str| taken.iter().find(|one| one.id == id).unwrap().number;
    let (a, b) = (number("a"), number("b"));
    ledger
        .send(|sending| {
            sending.settle(a, &attempt(Some(60), &later))?;
            sending.settle(b, &attempt(Some(2), &trouble))
        })
        .unwrap();
    let mut probe = |now: i64, left: &HashSet<i64>| {
        ledger.send(|sending| sending.probe(at(now), left)).unwrap().unwrap().id
    };
    assert_eq!(probe(3, &none()), "b");
    assert_eq!(probe(4, &none()), "b", "though it was tried more often");
    assert_eq!(probe(5, &HashSet::from([b])), "a", "where nothing is due, any");
    assert_eq!(probe(61, &none()), "a", "of those that are due the one tried least often");
}
