//! What sending does next, told as a course of events without a runtime, a ledger or a network.

use jiff::ToSpan;

use super::*;
use crate::ledger::{Kind, LetterState, Outcome};
use crate::model::met::Met;

/// Sending and its clocks.
struct Course {
    state: State,
    claims: Claims,
    now: Now,
}

fn letter(number: i64) -> Outgoing {
    Outgoing {
        number,
        attempt: 1,
        since: Timestamp::UNIX_EPOCH,
        sender: String::new(),
        kind: Kind::Admin,
        subject: String::new(),
        id: format!("letter-{number}"),
        put_off: 0,
        recipients: vec!["zhang@example.org".to_owned()],
        one_by_one: false,
        bytes: Vec::new(),
    }
}

fn heard(outcome: fn(Met) -> Outcome) -> Delivery {
    let outcomes = vec![("zhang@example.org".to_owned(), outcome("said so".into()))];
    Delivery::heard(outcomes)
}

impl Course {
    fn new(mode: Mode, parallel: usize) -> Course {
        let now = Now { wall: Timestamp::UNIX_EPOCH, running: Instant::now() };
        let claims = Claims::default();
        let state = State::new(mode, parallel, claims.clone(), None, now);
        Course { state, claims, now }
    }

    /// A course whose relay has answered, with so many letters taken out.
    fn well(parallel: usize, letters: i64) -> Course {
        let mut course = Course::new(Mode::Running, parallel);
        course.round(letters);
        let first = course.hand_over();
        assert_eq!(first.len(), 1, "one letter finds out how the relay is");
        course.land(first[0], Ended::Said(heard(Outcome::Delivered)));
        course
    }

    fn pass(&mut self, seconds: i64) {
        self.now.wall += seconds.seconds();
        self.now.running += Duration::from_secs(seconds.unsigned_abs());
        self.state.passed(self.now);
    }

    /// A round that takes out letters of these numbers.
    fn round(&mut self, letters: i64) -> Round {
        assert!(self.state.has_work(self.now), "there is nothing for a round to do");
        let round = self.state.begin_round(self.now);
        let taken: Vec<Outgoing> = (1..=letters).map(letter).collect();
        let brought: HashSet<i64> = round.brought().collect();
        self.claims.turn(&taken, &brought);
        let next = Some(self.now.wall);
        let turned = Turned { taken, all: true, next, ..Turned::default() };
        self.state.recorded(&round, turned, self.now);
        round
    }

    /// All that may be handed over now.
    fn hand_over(&mut self) -> Vec<FlightNumber> {
        let mut numbers = Vec::new();
        while self.state.may_hand_over() {
            numbers.extend(self.state.hand_over().map(|(number, _)| number));
        }
        numbers
    }

    fn land(&mut self, number: FlightNumber, ended: Ended) -> Option<usize> {
        self.state.land(number, ended, self.now).and_then(|(_, sessions)| sessions)
    }
}

#[test]
fn l4_one_letter_finds_out_how_the_relay_is_and_the_others_follow() {
    let mut course = Course::well(4, 10);
    assert_eq!(course.hand_over().len(), 4, "as many as there are places");
    assert_eq!(course.hand_over().len(), 0);
}

#[test]
fn l4_a_relay_in_trouble_is_tried_by_one_letter_when_its_pause_is_over() {
    let mut course = Course::new(Mode::Running, 4);
    course.round(10);
    let first = course.hand_over();
    let trouble = Delivery::trouble("connecting: refused".into());
    course.land(first[0], Ended::Said(trouble));
    assert_eq!(course.hand_over().len(), 0, "all others are put back");
    let round = course.round(0);
    assert_eq!((round.landed.len(), round.unmade.len()), (1, 9));
    assert_eq!(course.round(0).wanted, 0, "what was put back is looked at, and nothing taken out");
    assert!(!course.state.has_work(course.now));
    let due = course.state.wait(false, course.now).due.expect("it is tried again");
    let pause = due.duration_since(course.now.wall).as_secs();
    assert!((48..=72).contains(&pause), "after about a minute, not {pause} s");
    course.pass(73);
    course.state.due();
    let round = course.state.begin_round(course.now);
    assert_eq!(round.wanted, 1);
}

#[test]
fn l4_once_letters_leave_again_all_follow_and_it_is_told_once() {
    let mut course = Course::new(Mode::Running, 4);
    course.round(2);
    let first = course.hand_over();
    course.land(first[0], Ended::Said(Delivery::trouble("421".into())));
    course.round(0);
    course.pass(80);
    course.state.due();
    course.round(1);
    let probe = course.hand_over();
    course.land(probe[0], Ended::Said(heard(Outcome::Delivered)));
    let round = course.state.begin_round(course.now);
    assert!(round.came_back && round.trouble.is_none());
    course.state.unrecorded(round, course.now);
    course.pass(60);
    assert!(course.state.begin_round(course.now).came_back, "it could not be told, so it is again");
}

#[test]
fn l6b_a_letter_that_the_sweep_took_back_is_not_handed_over() {
    let mut course = Course::well(4, 3);
    let all: Vec<i64> = course.claims.all().collect();
    assert_eq!(all.len(), 3);
    course.claims.turn(&[], &HashSet::from([2]));
    assert_eq!(course.hand_over().len(), 1, "of the two that waited one was taken back");
}

#[test]
fn l2_what_cannot_be_recorded_is_not_sent_again_and_nothing_else_is_sent_before() {
    let mut course = Course::well(4, 10);
    course.state.due();
    let round = course.state.begin_round(course.now);
    assert_eq!(round.landed.len(), 1);
    course.state.unrecorded(round, course.now);
    assert_eq!(course.hand_over().len(), 0);
    // What came of attempts is recorded by itself first: what failed may be a letter to be taken out.
    assert!(course.state.has_work(course.now));
    let round = course.state.begin_round(course.now);
    assert!(!round.look && round.landed.len() == 1);
    course.state.unrecorded(round, course.now);
    assert!(!course.state.has_work(course.now), "the ledger is left alone for a minute");
    course.pass(60);
    let round = course.round(0);
    assert_eq!(round.landed.len(), 1, "it is recorded once the ledger can be used");
    assert_eq!(course.hand_over().len(), 4);
}

#[test]
fn a_relay_that_bears_no_further_session_gets_one_more_after_each_minute() {
    let mut course = Course::well(4, 10);
    let flying = course.hand_over();
    let crowded = || Ended::Said(Delivery::Crowded("421 too many connections".into()));
    assert_eq!(course.land(flying[0], crowded()), Some(3));
    assert_eq!(course.land(flying[1], crowded()), Some(2));
    assert_eq!(course.hand_over().len(), 0);
    course.pass(59);
    assert_eq!(course.hand_over().len(), 0);
    course.pass(1);
    assert_eq!(course.hand_over().len(), 1);
    course.pass(60);
    assert_eq!(course.hand_over().len(), 1);
}

#[test]
fn a_relay_named_anew_is_tried_at_once_beside_a_silent_one() {
    let mut course = Course::well(2, 10);
    assert_eq!(course.hand_over().len(), 2);
    course.state.replaced(2, course.now);
    assert_eq!(course.hand_over().len(), 1, "one goes beside those that the old one has");
    assert_eq!(course.hand_over().len(), 0);
}

#[test]
fn what_another_relay_met_with_tells_nothing_of_this_one() {
    let mut course = Course::well(2, 10);
    let flying = course.hand_over();
    course.state.replaced(2, course.now);
    course.land(flying[0], Ended::Said(Delivery::trouble("connecting: refused".into())));
    let round = course.state.begin_round(course.now);
    assert!(round.trouble.is_none());
    let crowded = |landed: &Landed| matches!(landed.delivery, Delivery::Crowded(_));
    assert!(round.landed.iter().any(crowded), "the letter counts as not tried");
}

#[test]
fn l2_a_second_message_without_an_answer_keeps_the_others_back() {
    let mut course = Course::well(4, 10);
    let flying = course.hand_over();
    course.land(flying[0], Ended::Said(heard(Outcome::Unknown)));
    assert_eq!(course.hand_over().len(), 1, "one is that letter's affair");
    course.land(flying[1], Ended::Said(heard(Outcome::Unknown)));
    assert_eq!(course.hand_over().len(), 0);
    assert!(course.state.begin_round(course.now).trouble.is_some());
}

#[test]
fn told_to_stop_it_hands_nothing_over_and_records_what_lands() {
    let mut course = Course::well(4, 10);
    let flying = course.hand_over();
    course.state.stop(course.now);
    assert_eq!(course.hand_over().len(), 0);
    let round = course.round(0);
    assert_eq!(round.unmade.len(), 5, "those that waited for a place count as not tried");
    assert!(course.state.ended().is_none(), "letters are in flight");
    let wait = course.state.wait(false, course.now);
    assert_eq!(wait.cut, Some(course.now.running + LANDING));
    course.land(flying[0], Ended::Said(heard(Outcome::Delivered)));
    course.land(flying[1], Ended::CutShort(heard(Outcome::Unknown)));
    course.land(flying[2], Ended::Untried);
    course.land(flying[3], Ended::Untried);
    let round = course.round(0);
    assert_eq!((round.landed.len(), round.unmade.len()), (2, 2));
    assert!(round.trouble.is_none(), "that duban ended them tells nothing of the relay");
    assert!(matches!(course.state.ended(), Some(Ok(_))));
}

#[test]
fn whoever_waits_for_the_end_is_told_that_the_ledger_cannot_be_used() {
    let mut course = Course::well(4, 1);
    course.state.stop(course.now);
    for _ in 0..LAST_TRIES {
        assert!(course.state.ended().is_none());
        let round = course.state.begin_round(course.now);
        course.state.unrecorded(round, course.now);
        course.pass(1);
    }
    assert_eq!(course.state.ended().and_then(Result::err), Some(GivenUp::Unrecorded));
}

#[test]
fn draining_ends_once_nothing_can_be_sent_now_and_tries_no_letter_twice() {
    let mut course = Course::new(Mode::Draining, 4);
    course.round(1);
    let first = course.hand_over();
    assert!(course.state.ended().is_none());
    course.land(first[0], Ended::Said(heard(Outcome::Deferred)));
    let round = course.state.begin_round(course.now);
    let settled = vec![("letter-1".to_owned(), LetterState::Queued)];
    let turned = Turned { settled, put_off: vec![1], all: true, ..Turned::default() };
    course.state.recorded(&round, turned, course.now);
    let deferred = HashSet::from(["letter-1".to_owned()]);
    let tally = Tally { sent: 0, deferred, failed: 0 };
    assert_eq!(course.state.ended(), Some(Ok(&tally)));
    course.state.due();
    let left = course.state.begin_round(course.now).left;
    assert_eq!(left, HashSet::from([1]), "it is left alone until the end");
}
