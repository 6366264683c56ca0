//! How many at once: commands in one go, connections, `rate`, and relays that limit these themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use serde_json::Value;

use super::many_letters::{ManyLetters, addresses, instant};
use super::relay::{Do, Event, Heard, Script, Step, Turn};

const AHEAD: &[&str] = &["8BITMIME", "PIPELINING"];
const THREE: &[&[&str]] = &[&["a@example.net", "b@example.net", "c@example.net"]];

/// The commands of each connection up to DATA, those marked with which another came along.
fn commands(room: &ManyLetters) -> Vec<String> {
    let book = room.relay.book();
    let shown = |one: &Heard| {
        let verb = one.line.split([' ', ':']).next().unwrap_or_default();
        if one.followed { format!("{verb}+") } else { verb.to_owned() }
    };
    book.heard.iter().map(|one| one.iter().map(shown).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_relay_that_reads_ahead_gets_the_envelope_in_one_go() {
    // It answers each command only when it has the next: whoever waited for an answer would wait in vain.
    let at = |turn: &Turn<'_>| match turn.step {
        Step::Mail | Step::Rcpt => Do::Late,
        _ => Do::Well,
    };
    let room = ManyLetters::new(Script { offers: AHEAD, ..Script::at(at) }, "", THREE);
    room.pass(0, 0);
    room.all_have_it_once(3);
    assert_eq!(commands(&room), ["EHLO EHLO MAIL+ RCPT+ RCPT+ RCPT+ DATA QUIT"]);
}

#[test]
fn any_other_relay_gets_one_command_at_a_time() {
    let room = ManyLetters::new(Script::default(), "", THREE);
    room.pass(0, 0);
    room.all_have_it_once(3);
    assert_eq!(commands(&room), ["EHLO EHLO MAIL RCPT RCPT RCPT DATA QUIT"]);
}

#[test]
fn a_letter_to_hundreds_goes_in_several_gos() {
    for offers in [AHEAD, &[]] {
        let script = Script { offers, ..Script::default() };
        let room = ManyLetters::new(script, "", &[&addresses(250)]);
        room.pass(0, 0);
        room.all_have_it_once(250);
    }
}

/// RFC 2920 §3.1: with nobody to send to, the relay may still answer DATA with 354.
#[test]
fn a_message_to_nobody_is_ended_by_the_lone_dot() {
    let table = [
        (Step::Rcpt, "550 5.1.1 No such user", "1 failed, 1 sent"),
        (Step::Rcpt, "450 4.2.0 Busy", "1 retrying, 1 sent"),
        (Step::Mail, "552 5.3.4 Too big", "1 failed, 1 sent"),
        (Step::Mail, "451 4.3.0 Not now", "1 queued, 1 retrying"),
    ];
    for (step, answer, tally) in table {
        let at = move |turn: &Turn<'_>| match turn.step {
            other if other == step && turn.ever == 1 => Do::Say(answer),
            Step::Data if turn.ever == 1 => Do::Say("354 Go ahead"),
            // Any text but the empty line before the dot.
            Step::Text if turn.ever == 1 && !turn.said.is_empty() => Do::Drop,
            _ => Do::Well,
        };
        let room =
            ManyLetters::of(Script { offers: AHEAD, ..Script::at(at) }, "connections = 1", 2);
        room.pass(0, 1);
        assert_eq!(room.tally(), tally, "{answer}");
        room.all_have_it_once(usize::from(tally.contains("sent")));
        // The dot was answered with 554, so the session was of use to the letter after it.
        assert_eq!(room.relay.connections(), 1, "{answer}: {:?}", commands(&room));
        room.pass(120, 0);
        room.all_have_it_once(2 - usize::from(tally.contains("failed")));
    }
}

#[test]
fn as_many_connections_as_are_allowed_are_used_and_no_more() {
    for connections in [1, 3] {
        // No letter is answered before the last connection has come: whoever used fewer would fail.
        let all = Arc::new(Event::default());
        let at = move |turn: &Turn<'_>| {
            if turn.open == connections {
                all.set();
            }
            if turn.step == Step::Dot && turn.ever > 1 {
                all.wait();
            }
            Do::Well
        };
        let room = ManyLetters::of(Script::at(at), &format!("connections = {connections}"), 40);
        room.pass(0, 0);
        room.all_have_it_once(40);
        assert_eq!(room.relay.book().most_open, connections);
        assert_eq!(room.relay.connections(), connections);
    }
}

#[test]
fn a_relay_that_takes_two_connections_gets_all_letters_over_two() {
    let refused = Arc::new(Event::default());
    let at = move |turn: &Turn<'_>| match turn.step {
        Step::Banner if turn.open > 2 => {
            refused.set();
            Do::Bye("421 4.7.0 Too many connections")
        }
        Step::Dot if turn.ever > 1 => {
            refused.wait();
            Do::Well
        }
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "connections = 4", 20);
    room.pass(0, 0);
    room.all_have_it_once(20);
    // Four were opened, and no further one is before a minute is over.
    let connections = room.relay.connections();
    assert!((3..=6).contains(&connections), "{connections} connections");
    for letter in room.letters() {
        assert_eq!(letter["attempts"].as_array().map(Vec::len), Some(1), "{letter}");
    }
    assert!(room.told().is_empty());
}

#[test]
fn a_relay_that_takes_so_many_letters_at_a_time_gets_them_all_in_turn() {
    let left = Arc::new(AtomicUsize::new(0));
    let budget = left.clone();
    let spend = |left: usize| left.checked_sub(1);
    let at = move |turn: &Turn<'_>| match turn.step {
        Step::Mail => match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, spend) {
            Ok(_) => Do::Well,
            Err(_) => Do::Say("450 4.7.1 Too many letters, slow down"),
        },
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "", 20);
    for pass in 0..4 {
        budget.store(6, Ordering::SeqCst);
        room.pass(pass * 5, i32::from(pass < 3));
    }
    assert_eq!(room.tally(), "20 sent");
    room.all_have_it_once(20);
    assert!(room.told().is_empty());
}

#[test]
fn no_more_letters_leave_than_rate_allows() {
    let room = ManyLetters::of(Script::default(), "rate = '60/min'", 70);
    room.finish(&mut room.at_speed(50, 0, &["run", "--once"]), 0);
    room.all_have_it_once(70);
    let time = |letter: &Value, of: &str| instant(&letter["attempts"][0][of]);
    let letters = room.letters();
    let start = letters.iter().map(|one| time(one, "started")).min().expect("letters");
    let mut ended: Vec<Timestamp> = letters.iter().map(|one| time(one, "ended")).collect();
    ended.sort();
    for (number, ended) in ended.iter().enumerate() {
        let after = ended.duration_since(start).as_millis();
        assert!(after >= number as i128 * 1000, "letter {number} had left after {after} ms");
    }
}

#[test]
fn a_connection_that_has_nothing_to_do_is_closed_with_a_word() {
    let room = ManyLetters::of(Script::default(), "connections = 2", 10);
    let daemon = room.daemon(60);
    room.relay.wait("QUIT on each connection", |book| {
        let lines = book.lines();
        !lines.is_empty() && lines.iter().all(|one| one.last() == Some(&"QUIT"))
    });
    daemon.stop();
    room.all_have_it_once(10);
}
