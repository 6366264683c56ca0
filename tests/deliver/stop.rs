//! Told to stop in the middle of a letter: its answer counts if it comes soon, and else what it had come to.

use std::sync::Arc;
use std::thread;

use super::many_letters::ManyLetters;
use super::relay::{Do, Event, Script, Step, Turn};

#[test]
fn a_letter_answered_while_duban_stops_is_sent_and_no_other_begins() {
    for step in [Step::Rcpt, Step::Data, Step::Dot] {
        let told = Arc::new(Event::default());
        let stops = told.clone();
        let at = move |turn: &Turn<'_>| {
            if turn.step == step && turn.ever == 1 {
                stops.wait();
            }
            Do::Well
        };
        let room = ManyLetters::of(Script::at(at), "connections = 1", 2);
        let daemon = room.daemon(1);
        room.relay.wait("the step", |book| book.times(step) == 1);
        daemon.ask_to_stop();
        room.until_logged("SIGTERM: stopping");
        told.set();
        daemon.ends();
        assert_eq!(room.tally(), "1 queued, 1 sent", "{step:?}");
        room.pass(5, 0);
        room.all_have_it_once(2);
    }
}

/// One letter, and the daemon told to stop while the relay says nothing at a step; a second takes a fifth.
fn stopped_at(step: Step) -> ManyLetters {
    let room = ManyLetters::of(Script::first(1, step, Do::Hang), "", 1);
    let daemon = room.daemon(5);
    room.relay.wait("the step", |book| book.times(step) == 1);
    daemon.stop();
    room
}

#[test]
fn one_without_its_dot_counts_as_not_tried_and_goes_once_after_the_restart() {
    thread::scope(|scope| {
        for step in [Step::Mail, Step::Rcpt, Step::Data] {
            scope.spawn(move || {
                let room = stopped_at(step);
                assert_eq!(room.tally(), "1 queued", "{step:?}");
                assert_eq!(room.outbox()[0]["attempts"], 0, "{step:?}");
                room.pass(30, 0);
                assert_eq!(room.tally(), "1 sent", "{step:?}");
                room.all_have_it_once(1);
            });
        }
    });
}

#[test]
fn one_with_its_dot_may_have_arrived_and_goes_once_more_after_an_hour() {
    let room = stopped_at(Step::Dot);
    assert_eq!(room.tally(), "1 retrying");
    let answer = room.outbox()[0]["last_answer"].to_string();
    assert!(answer.contains("duban stopped before the answer came"), "{answer}");
    room.pass(30, 0);
    room.all_have_it_once(1);
    room.pass(120, 0);
    assert_eq!(room.tally(), "1 sent");
    let arrived = room.relay.arrived();
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0].bytes, arrived[1].bytes);
}
