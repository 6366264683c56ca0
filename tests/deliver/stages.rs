//! What a failure means at each step of the conversation: for every letter, for one letter, or nothing.

use std::thread;

use rusqlite::Connection;

use super::installation::text;
use super::many_letters::{ManyLetters, instant, minutes_later, tasks};
use super::relay::{Do, Script, Step, Turn, certificate};

/// Ten letters to a relay that fails once, at the first time it comes to the step.
fn ten_letters(step: Step, failure: &Do, offers: &'static [&'static str]) -> ManyLetters {
    let secure = matches!(step, Step::StartTls | Step::Tls);
    let (tls, pem) = certificate();
    let tls = secure.then_some((tls, false));
    let script =
        Script { tls, offers, auth: Some("PLAIN"), ..Script::first(1, step, failure.clone()) };
    let security = if secure { "starttls" } else { "none" };
    let smtp = format!("security = '{security}'\n{LOGIN}");
    let room = ManyLetters::of(script, &smtp, 10);
    room.office.write("ca.pem", &pem);
    room
}

const LOGIN: &str = "username = 'duban'\npassword = { file = 'secret' }";
const NOT_NOW: Do = Do::Say("451 4.3.0 Not now");
const NEVER: Do = Do::Say("554 5.7.1 Never");
const PLAIN: &[&str] = &["8BITMIME"];
const AHEAD: &[&str] = &["8BITMIME", "PIPELINING"];

fn after_the_first_pass(
    (step, failure, offers): (Step, Do, &'static [&'static str]),
    status: i32,
) -> (ManyLetters, String) {
    let room = ten_letters(step, &failure, offers);
    let _printed = match failure {
        Do::Hang => room.fast_pass(0, status),
        _ => room.pass(0, status),
    };
    (room, format!("{step:?} {failure:?} {offers:?}"))
}

/// Failures that concern whatever letter comes: only one was tried, and all leave once it is over.
#[test]
fn what_no_letter_would_fare_better_with_stops_the_queue_after_one() {
    let mut table = Vec::new();
    for step in [Step::Banner, Step::Ehlo, Step::StartTls, Step::Auth, Step::Mail] {
        table.extend([NOT_NOW, NEVER, Do::Drop].map(|failure| (step, failure, PLAIN)));
    }
    table.push((Step::Tls, Do::Drop, PLAIN));
    table.extend([NOT_NOW, NEVER, Do::Drop].map(|failure| (Step::Mail, failure, AHEAD)));
    table.into_iter().for_each(stops_the_queue);
}

#[test]
fn so_does_a_relay_that_answers_nothing_more() {
    let steps = [Step::Banner, Step::Ehlo, Step::StartTls, Step::Tls, Step::Auth, Step::Mail];
    thread::scope(|scope| {
        for step in steps {
            scope.spawn(move || stops_the_queue((step, Do::Hang, PLAIN)));
        }
    });
}

fn stops_the_queue(case: (Step, Do, &'static [&'static str])) {
    let step = case.0;
    let (room, what) = after_the_first_pass(case, 1);
    assert_eq!(room.tally(), "9 queued, 1 retrying", "{what}");
    // A port that says nothing is asked once whether it wants TLS first.
    let silent = step == Step::Banner && what.contains("Drop") | what.contains("Hang");
    let times = if silent { 2 } else { 1 };
    assert_eq!(room.relay.book().times(step), times, "{what}: it was tried again");
    room.pass(120, 0);
    assert_eq!(room.tally(), "10 sent", "{what}");
    room.all_have_it_once(10);
}

/// 530 is a login forgotten, whichever command misses it.
#[test]
fn where_the_login_is_at_fault_the_queue_stops_too_and_the_admin_hears_of_it_at_once() {
    const MISSED: Do = Do::Say("530 5.7.0 Authentication required");
    let table = [
        (Step::Mail, MISSED, PLAIN),
        (Step::Rcpt, MISSED, PLAIN),
        (Step::Rcpt, MISSED, AHEAD),
        (Step::Data, MISSED, PLAIN),
        (Step::Data, MISSED, AHEAD),
        (Step::Dot, MISSED, PLAIN),
        (Step::Ehlo, Do::Say("250-relay.test\r\n250 AUTH CRAM-MD5 XOAUTH2"), PLAIN),
        (Step::Ehlo, Do::Say("250 relay.test"), PLAIN),
    ];
    for (step, failure, offers) in table {
        let what = format!("{step:?} {failure:?} {offers:?}");
        let script = Script { offers, auth: Some("PLAIN"), ..Script::always(step, failure) };
        let room = ManyLetters::of(script, LOGIN, 10);
        room.pass(0, 1);
        assert_eq!(room.tally(), "9 queued, 1 retrying", "{what}");
        assert_eq!(room.relay.connections(), 1, "{what}: it was tried again");
        let waiting = room.outbox();
        let tried = waiting.iter().find(|one| one["state"] == "retrying").expect("the one tried");
        let pause = instant(&tried["next_attempt"]).duration_since(instant(&tried["created"]));
        assert!(pause.as_mins() >= 48, "{what}: tried again after {pause:#}");
        room.relay.recover();
        room.pass(5, 0);
        room.all_have_it_once(10);
        assert_eq!(room.told_of(), ["Letters leave again"], "{what}");
    }
}

#[test]
fn a_session_that_forgets_its_login_is_left_for_another() {
    for step in [Step::Mail, Step::Rcpt] {
        let at = move |turn: &Turn<'_>| match turn.step == step && turn.time > 1 {
            true => Do::Say("530 5.7.0 Authentication required"),
            false => Do::Well,
        };
        let room = ManyLetters::of(Script::at(at), "connections = 1", 3);
        room.pass(0, 0);
        room.all_have_it_once(3);
        assert_eq!(room.relay.connections(), 3, "{step:?}");
        assert!(room.told().is_empty(), "{:?}", room.told());
    }
}

/// It says nothing of the recipient at whom it is missed.
#[test]
fn a_login_forgotten_among_the_recipients_refuses_none_of_them() {
    for offers in [PLAIN, AHEAD] {
        let at = |turn: &Turn<'_>| match (turn.step, turn.said) {
            (Step::Rcpt, "b@example.net") => Do::Say("530 5.7.0 Authentication required"),
            _ => Do::Well,
        };
        let script = Script { offers, ..Script::at(at) };
        let room = ManyLetters::new(script, "", &[&["a@example.net", "b@example.net"]]);
        room.pass(0, 1);
        assert_eq!(room.fates(), ["a@example.net delivered", "b@example.net pending"]);
        room.relay.recover();
        room.pass(5, 0);
        room.all_have_it_once(2);
    }
}

/// Failures that concern one letter: the other nine leave in the same pass.
#[test]
fn what_concerns_one_letter_holds_up_no_other() {
    let mut table = Vec::new();
    for (step, offers) in [
        (Step::Rcpt, PLAIN),
        (Step::Rcpt, AHEAD),
        (Step::Data, PLAIN),
        (Step::Data, AHEAD),
        (Step::Dot, PLAIN),
    ] {
        table.push(((step, NOT_NOW, offers), "1 retrying, 9 sent"));
        table.push(((step, NEVER, offers), "1 failed, 9 sent"));
        if step != Step::Dot {
            table.push(((step, Do::Drop, offers), "1 retrying, 9 sent"));
        }
    }
    for offers in [PLAIN, AHEAD] {
        let (full, large) = ("452 4.3.4 Message too big now", "552 5.3.4 Message too big");
        table.push(((Step::Mail, Do::Say(full), offers), "1 retrying, 9 sent"));
        table.push(((Step::Mail, Do::Say(large), offers), "1 failed, 9 sent"));
    }
    for (case, tally) in table {
        concerns_one(case, tally);
    }
}

/// It may be the parameter that the relay does not bear; who else is to have the letter has it.
#[test]
fn nor_does_one_to_an_address_beyond_ascii_whose_mail_is_not_taken() {
    let table = [
        ("451 4.3.0 Not now", "1 retrying, 2 sent"),
        ("555 5.5.4 Unsupported parameter", "3 sent"),
        ("553 5.6.7 Not from here", "3 sent"),
    ];
    let letters: &[&[&str]] =
        &[&["李四@example.net", "a@example.net"], &["b@example.net"], &["c@example.net"]];
    for extras in [&["SMTPUTF8"][..], &["SMTPUTF8", "PIPELINING"]] {
        for (answer, tally) in table {
            let at = move |turn: &Turn<'_>| match turn.step {
                Step::Mail if turn.said.ends_with(" SMTPUTF8") => Do::Say(answer),
                _ => Do::Well,
            };
            let room = ManyLetters::new(Script { offers: extras, ..Script::at(at) }, "", letters);
            room.pass(0, i32::from(tally.contains("retrying")));
            assert_eq!(room.tally(), tally, "{answer} {extras:?}");
            room.all_have_it_once(3);
            let met = &room.letters()[0]["recipients"][0];
            assert_eq!(met["answer"], format!("MAIL: {answer}"), "{extras:?}");
        }
    }
}

#[test]
fn nor_does_a_letter_about_which_the_relay_answers_nothing() {
    thread::scope(|scope| {
        for step in [Step::Rcpt, Step::Data] {
            for offers in [PLAIN, AHEAD] {
                scope.spawn(move || concerns_one((step, Do::Hang, offers), "1 retrying, 9 sent"));
            }
        }
    });
}

fn concerns_one(case: (Step, Do, &'static [&'static str]), tally: &str) {
    let (room, what) = after_the_first_pass(case, 1);
    assert_eq!(room.tally(), tally, "{what}");
    room.all_have_it_once(9);
    room.pass(120, 0);
    let failed = tally.contains("failed");
    assert_eq!(room.tally(), if failed { tally } else { "10 sent" }, "{what}");
    room.all_have_it_once(if failed { 9 } else { 10 });
    let told: &[&str] = if failed { &["Letters could not be delivered"] } else { &[] };
    assert_eq!(room.told(), told, "{what}");
}

/// The letters have left by then.
#[test]
fn how_the_relay_says_goodbye_matters_to_no_letter() {
    for goodbye in [NOT_NOW, NEVER, Do::Drop, Do::Hang] {
        let (room, what) = after_the_first_pass((Step::Quit, goodbye, PLAIN), 0);
        assert_eq!(room.tally(), "10 sent", "{what}");
        room.all_have_it_once(10);
    }
}

/// L2: it may have arrived, so the copy bears the same bytes, and is not made before an hour is over.
#[test]
fn a_dot_without_an_answer_is_said_once_more_after_an_hour() {
    thread::scope(|scope| {
        for silence in [Do::Drop, Do::Hang] {
            scope.spawn(move || {
                let (room, what) = after_the_first_pass((Step::Dot, silence, PLAIN), 1);
                assert_eq!(room.tally(), "1 retrying, 9 sent", "{what}");
                room.all_have_it_once(10);
                room.pass(40, 0);
                room.all_have_it_once(10);
                // The relay was given its ten minutes to answer.
                room.pass(95, 0);
                assert_eq!(room.tally(), "10 sent", "{what}");
                let arrived = room.relay.arrived();
                let copies: Vec<_> =
                    arrived.iter().filter(|one| one.recipients == ["r0@example.net"]).collect();
                assert_eq!(copies.len(), 2, "{what}");
                assert_eq!(copies[0].bytes, copies[1].bytes, "{what}");
                assert_eq!(arrived.len(), 11, "{what}");
            });
        }
    });
}

/// One dot without an answer is its letter's affair, two in a row are a relay that takes none.
#[test]
fn after_two_dots_in_a_row_without_an_answer_the_others_wait() {
    let table = [
        ([1, 2], "8 queued, 2 retrying"),
        ([3, 4], "6 queued, 2 retrying, 2 sent"),
        ([1, 3], "2 retrying, 8 sent"),
    ];
    for (silent, tally) in table {
        let at = move |turn: &Turn<'_>| match turn.step {
            Step::Dot if silent.contains(&turn.ever) => Do::Drop,
            _ => Do::Well,
        };
        let room = ManyLetters::of(Script::at(at), "connections = 1", 10);
        room.pass(0, 1);
        assert_eq!(room.tally(), tally, "{silent:?}");
        let status = room.office.json(None, &["status", "--json"]);
        let waits = status["delivery"]["relay"].is_object();
        assert_eq!(waits, tally.contains("queued"), "{silent:?}: {status}");
        room.pass(5, 0);
        assert_eq!(room.tally(), "2 retrying, 8 sent", "{silent:?}");
        room.all_have_it_once(10);
        room.pass(95, 0);
        assert_eq!(room.tally(), "10 sent", "{silent:?}");
        assert_eq!(room.relay.arrived().len(), 12, "{silent:?}");
        assert!(room.told().is_empty(), "{silent:?}: {:?}", room.told());
    }
}

#[test]
fn the_second_dot_without_an_answer_is_the_last_and_the_admin_hears_that_it_may_have_arrived() {
    let room = ManyLetters::of(Script::first(2, Step::Dot, Do::Drop), "", 1);
    room.pass(0, 1);
    room.pass(75, 1);
    assert_eq!(room.tally(), "1 failed");
    let answer = room.outbox()[0]["recipients"][0]["answer"].to_string();
    assert!(answer.contains("may have arrived"), "{answer}");
    room.pass(300, 0);
    assert_eq!(room.received()["r0@example.net"], 2, "it is not said a third time");
    assert_eq!(room.told().len(), 1);
    let arrived = room.relay.arrived();
    assert!(arrived[2].body().contains("may have arrived"), "{}", arrived[2].body());
}

#[test]
fn a_letter_tried_anew_by_hand_may_go_unanswered_once_more() {
    // The third is that of the letter to the admin.
    let at = |turn: &Turn<'_>| match turn.step {
        Step::Dot if [1, 2, 4].contains(&turn.ever) => Do::Drop,
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "", 1);
    room.pass(0, 1);
    room.pass(75, 1);
    let id = room.letters()[0]["letter"].as_str().expect("an id").to_owned();
    let retried = room.office.run(Some(&minutes_later(80)), &["retry", &id]);
    assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
    room.pass(81, 1);
    assert_eq!(room.tally(), "1 retrying");
    room.pass(160, 0);
    assert_eq!(room.tally(), "1 sent");
}

/// Letters become longer than all buffers on their way, so that their end cannot have been written when the
/// connection breaks. duban itself writes none that long.
fn lengthen_letters(room: &ManyLetters) {
    let ledger = Connection::open(room.office.state().join("ledger.sqlite3")).expect("opened");
    let line = "x".repeat(60);
    let trigger = format!(
        "CREATE TRIGGER lengthen AFTER INSERT ON message BEGIN
           UPDATE message SET bytes =
             CAST(CAST(NEW.bytes AS TEXT) || replace(hex(zeroblob(200000)), '00', '{line}' || char(13, 10)) AS BLOB)
           WHERE letter = NEW.letter;
         END"
    );
    ledger.execute_batch(&trigger).expect("a trigger");
}

/// Nobody can have a letter whose end was never written: it is deferred like any other, as often as it takes.
#[test]
fn a_connection_that_breaks_in_the_middle_of_the_text_made_no_copy() {
    let letters: &[&[&str]] = &[&["r0@example.net"], &["r1@example.net"]];
    let tasks = tasks(letters);
    let breaks_twice = |failure: Do| {
        let breaks = failure.clone();
        // The first time in a session that has carried another letter to its end.
        let at = move |turn: &Turn<'_>| match turn.step {
            Step::Text if (2..=3).contains(&turn.ever) => breaks.clone(),
            _ => Do::Well,
        };
        let room = ManyLetters::with(Script::at(at), "connections = 1", &tasks);
        room.pass(-60, 0);
        lengthen_letters(&room);
        let mut minutes = 0;
        for _ in 0..2 {
            match failure {
                Do::Hang => room.fast_pass(minutes, 1),
                _ => room.pass(minutes, 1),
            };
            assert_eq!(room.tally(), "1 retrying, 1 sent", "{failure:?} at {minutes} min");
            let letter = room.letters().pop().expect("the second");
            let ended =
                letter["attempts"].as_array().and_then(|all| all.last()).expect("an attempt");
            let waits = &room.outbox()[0];
            let next = instant(&waits["next_attempt"]);
            let pause = next.duration_since(instant(&ended["ended"]));
            assert!(pause.as_mins() < 40, "{failure:?}: tried again after {pause:#}");
            minutes = next.duration_since(instant(&waits["created"])).as_mins() + 10;
        }
        room.pass(minutes, 0);
        assert_eq!(room.tally(), "2 sent", "{failure:?}");
        room.all_have_it_once(2);
        assert!(room.told().is_empty());
    };
    thread::scope(|scope| {
        scope.spawn(|| breaks_twice(Do::Drop));
        scope.spawn(|| breaks_twice(Do::Hang));
    });
}
