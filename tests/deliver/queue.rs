//! L4: when a letter is tried again, which goes first, when it is given up; and what a person can say to it.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::installation::text;
use super::many_letters::{Daemon, ManyLetters, addresses, instant, minutes_later, task_of, tasks};
use super::relay::{Do, Event, Relay, Script, Step, Turn};

const NOT_NOW: Do = Do::Say("451 4.3.0 Not now");

fn attempts(letter: &Value) -> Vec<Value> {
    letter["attempts"].as_array().expect("attempts").clone()
}

#[test]
fn pauses_double_up_to_an_hour_and_after_five_days_the_admin_hears_that_it_failed() {
    let at = |turn: &Turn<'_>| match (turn.step, turn.said) {
        (Step::Rcpt, "r0@example.net") => NOT_NOW,
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "", 1);
    let pass = |at: Timestamp, status| {
        room.office.once(&at.strftime("%Y-%m-%d %H:%M:%S").to_string(), status);
    };
    room.pass(0, 1);
    let created = instant(&room.outbox()[0]["created"]);
    for (made, minutes) in [1, 2, 4, 8, 16, 32, 60, 60, 60].into_iter().enumerate() {
        let letter = &room.outbox()[0];
        assert_eq!(
            (&letter["state"], &letter["attempts"]),
            (&"retrying".into(), &(made + 1).into())
        );
        assert_eq!(letter["last_answer"], "RCPT: 451 4.3.0 Not now");
        let last = instant(&attempts(&room.letters()[0])[made]["ended"]);
        let next = instant(&letter["next_attempt"]);
        let pause = next.duration_since(last).as_secs();
        assert!((minutes * 48..=minutes * 72).contains(&pause), "{pause} s after {minutes} min");
        pass(next - 5.seconds(), 0);
        assert_eq!(room.outbox()[0]["attempts"], made + 1, "it was tried too early");
        pass(next + 1.second(), 1);
    }
    assert!(room.told().is_empty());
    pass(created + 120.hours() + 1.minute(), 1);
    assert_eq!(room.tally(), "1 failed");
    assert_eq!(room.told(), ["Letters could not be delivered"]);
    pass(created + 240.hours(), 0);
    assert_eq!(room.told().len(), 1);
}

#[test]
fn letters_that_could_not_leave_for_five_days_fail_and_the_admin_hears_of_all_of_them_at_once() {
    let room = ManyLetters::of(Script::always(Step::Banner, NOT_NOW), "", 3);
    // A clock that is suddenly five days further makes no letter old that was hardly tried.
    for hours in [0, 5 * 24 + 1, 1, 2, 3, 4, 5] {
        room.pass(hours * 60, 1);
        assert!(!room.tally().contains("failed"), "{} at {hours} h", room.tally());
    }
    room.pass(5 * 24 * 60 + 1, 1);
    assert_eq!(room.tally(), "3 failed");
    room.relay.recover();
    room.pass(5 * 24 * 60 + 120, 0);
    let told = room.told();
    assert_eq!(
        told.iter().filter(|one| *one == "Letters could not be delivered").count(),
        1,
        "{told:?}"
    );
    assert!(room.received().is_empty());
}

#[test]
fn a_thousand_letters_do_not_hold_up_the_urgent_one() {
    let stage = "to = ['urgent@example.net'], importance = 'high'";
    let urgent = task_of("urgent", stage, "2026-11-24T09:05:00");
    let all = addresses(1000);
    let all = tasks(&all.chunks(1).collect::<Vec<_>>());
    let tasks = format!("{all}{urgent}[guard]\nmax-letters = 2000\n");
    // Refused each for itself, and kept back by the relay as a whole.
    for step in [Step::Rcpt, Step::Mail] {
        let room = ManyLetters::with(Script::always(step, NOT_NOW), "", &tasks);
        room.pass(0, 1);
        assert!(room.received().is_empty());
        room.relay.recover();
        room.pass(5, 0);
        room.all_have_it_once(1001);
        assert_eq!(room.relay.arrived()[0].recipients, ["urgent@example.net"], "{step:?}");
    }
}

/// Many have left at full speed when the relay falls silent: many more are ready to leave. It goes on when it is told to.
fn silent_after(letters: usize) -> (Script, Arc<Event>) {
    let goes_on = Arc::new(Event::default());
    let silent = goes_on.clone();
    let at = move |turn: &Turn<'_>| {
        if turn.step == Step::Dot && turn.ever > letters {
            silent.wait();
        }
        Do::Well
    };
    (Script::at(at), goes_on)
}

#[test]
fn letters_about_to_leave_do_not_hold_up_the_urgent_one_that_comes_in_between() {
    let (script, goes_on) = silent_after(150);
    let stage = "to = ['urgent@example.net'], importance = 'high'";
    let urgent = task_of("urgent", stage, "2026-11-24T09:02:00");
    let all = addresses(300);
    let tasks = format!("{}{urgent}", tasks(&all.chunks(1).collect::<Vec<_>>()));
    let room = ManyLetters::with(script, "connections = 1", &tasks);
    let daemon = room.daemon(20);
    room.relay.wait("the silence", |book| book.times(Step::Dot) > 150);
    let taken = |letter: &Value| {
        letter["recipients"][0]["address"] == "urgent@example.net" && !attempts(letter).is_empty()
    };
    assert!((0..100).any(|_| room.letters().iter().any(taken)), "it was never taken out");
    goes_on.set();
    room.relay.wait("the letters", |book| book.arrived.len() >= 301);
    daemon.stop();
    room.all_have_it_once(301);
    assert_eq!(room.relay.arrived()[151].recipients, ["urgent@example.net"]);
}

#[test]
fn l6b_letters_about_to_leave_are_withdrawn_when_their_tasks_are_done() {
    let (script, goes_on) = silent_after(150);
    let room = ManyLetters::of(script, "connections = 1", 300);
    let daemon = room.daemon(20);
    room.relay.wait("the silence", |book| book.times(Step::Dot) > 150);
    let taken = || {
        let letters = room.letters();
        letters.iter().filter(|one| !attempts(one).is_empty()).count()
    };
    // One is in the relay's hands; how many more were taken out depends on how fast the machine is.
    assert!((0..100).any(|_| taken() > 151), "none were ready to leave");
    edit(&room, "[[task]]\n", "[[task]]\ndone = 2026-11-24\n");
    let left = || room.outbox().len();
    assert!((0..1000).any(|_| left() <= 1), "{} still wait: {}", left(), room.tally());
    goes_on.set();
    room.relay.wait("the last", |book| book.arrived.len() > 150);
    daemon.stop();
    room.all_have_it_once(151);
    assert_eq!(room.tally(), "151 sent, 149 withdrawn");
}

#[test]
fn l6b_a_letter_in_the_relays_hands_is_left_alone() {
    let goes_on = Arc::new(Event::default());
    let waits = goes_on.clone();
    let at = move |turn: &Turn<'_>| {
        if turn.step == Step::Dot {
            waits.wait();
        }
        Do::Well
    };
    let room = ManyLetters::of(Script::at(at), "connections = 1", 2);
    let daemon = room.daemon(20);
    room.relay.wait("the dot", |book| book.times(Step::Dot) == 1);
    edit(&room, "[[task]]\n", "[[task]]\ndone = 2026-11-24\n");
    assert!((0..1000).any(|_| room.tally().contains("withdrawn")), "{}", room.tally());
    assert_eq!(room.tally(), "1 queued, 1 withdrawn");
    goes_on.set();
    room.relay.wait("the letter", |book| !book.arrived.is_empty());
    daemon.stop();
    assert_eq!(room.tally(), "1 sent, 1 withdrawn");
}

/// Ten of forty letters have left when the relay falls silent and the daemon is killed, with more letters taken
/// out; the next one finds that no letter can leave. Says which letters the kill left in doubt.
fn killed_with_letters_in_hand() -> (ManyLetters, Daemon, Vec<Value>) {
    let at = |turn: &Turn<'_>| match turn.step {
        Step::Mail if turn.ever > 10 => Do::Hang,
        Step::Banner if turn.ever > 1 => Do::Say("421 4.3.2 Going down"),
        _ => Do::Well,
    };
    let tasks = tasks(&addresses(40).chunks(1).collect::<Vec<_>>());
    let tasks = format!("[guard]\nmax-changes = 100\nmax-changes-share = 1\n{tasks}");
    let room = ManyLetters::with(Script::at(at), "connections = 1", &tasks);
    let daemon = room.daemon(20);
    room.relay.wait("the silence", |book| book.times(Step::Mail) > 10);
    let in_doubt = || {
        let letters = room.letters().into_iter();
        let begun = letters.filter(|one| one["state"] == "queued" && !attempts(one).is_empty());
        begun.map(|one| one["letter"].clone()).collect::<Vec<_>>()
    };
    assert!((0..100).any(|_| in_doubt().len() > 1), "none were ready to leave");
    drop(daemon);
    let in_doubt = in_doubt();
    let daemon = room.daemon(20);
    room.relay.wait("the next one", |book| book.times(Step::Banner) > 1);
    (room, daemon, in_doubt)
}

#[test]
fn l6b_letters_that_a_kill_left_in_doubt_are_withdrawn_when_their_tasks_are_done() {
    let (room, daemon, in_doubt) = killed_with_letters_in_hand();
    edit(&room, "[[task]]\n", "[[task]]\ndone = 2026-11-24\n");
    assert!((0..1000).any(|_| room.outbox().is_empty()), "{}", room.tally());
    daemon.stop();
    room.relay.recover();
    room.pass(60, 0);
    assert_eq!(room.tally(), "10 sent, 30 withdrawn");
    room.all_have_it_once(10);
    // Only the one with which the next daemon began was tried again before.
    let letters = room.letters().into_iter();
    let again =
        letters.filter(|one| in_doubt.contains(&one["letter"]) && attempts(one).len() > 1).count();
    assert!(again <= 1, "{again} of {} were tried before they were withdrawn", in_doubt.len());
}

#[test]
fn l6b_letters_that_a_kill_left_in_doubt_go_as_they_were_when_their_tasks_come_back() {
    let (room, daemon, in_doubt) = killed_with_letters_in_hand();
    let path = room.office.folder.path().join("duban.toml");
    let files = std::fs::read_to_string(&path).expect("read");
    let (without, _) = files.split_once("[policies.L-000]").expect("tasks");
    room.office.write("duban.toml", without);
    assert!((0..1000).any(|_| room.outbox().is_empty()), "{}", room.tally());
    room.office.write("duban.toml", &files);
    assert!((0..1000).any(|_| room.outbox().len() == 30), "{}", room.tally());
    daemon.stop();
    room.relay.recover();
    room.pass(60, 0);
    room.all_have_it_once(40);
    let letters = room.letters();
    for id in in_doubt {
        let letter = letters.iter().find(|one| one["letter"] == id).expect("there");
        assert_eq!(letter["state"], "sent", "another one went in its place: {letter}");
    }
}

/// A letter that is not answered at its dot so many times.
fn in_doubt(unanswered: usize) -> ManyLetters {
    let task = task_of("A", "to = ['a@example.net']", "2026-11-24");
    ManyLetters::with(Script::first(unanswered, Step::Dot, Do::Drop), "", &task)
}

const HOLD: &str = "[[task]]\nhold = { until = 2026-11-25, reason = 'waits' }\n";

fn edit(room: &ManyLetters, from: &str, to: &str) {
    let path = room.office.folder.path().join("duban.toml");
    let files = std::fs::read_to_string(path).expect("read");
    assert!(files.contains(from), "{files}");
    room.office.write("duban.toml", &files.replace(from, to));
}

/// What arrived, the admin's letters left out.
fn arrived_as(room: &ManyLetters) -> Vec<String> {
    let arrived = room.relay.arrived().into_iter();
    let letters = arrived.filter(|one| one.recipients == ["a@example.net"]);
    letters.map(|one| one.header("Message-ID")).collect()
}

#[test]
fn l2_a_letter_in_doubt_that_was_withdrawn_goes_again_an_hour_later_as_it_was() {
    let room = in_doubt(1);
    room.pass(0, 1);
    edit(&room, "[[task]]\n", HOLD);
    room.pass(5, 0);
    assert_eq!(room.tally(), "1 withdrawn");
    edit(&room, HOLD, "[[task]]\n");
    room.pass(6, 0);
    room.pass(50, 0);
    assert_eq!(room.tally(), "1 retrying");
    room.pass(75, 0);
    assert_eq!(room.tally(), "1 sent");
    let arrived = arrived_as(&room);
    assert!(arrived.len() == 2 && arrived[0] == arrived[1], "{arrived:?}");
}

#[test]
fn l2_that_a_letter_may_have_arrived_is_known_after_it_was_tried_anew_by_hand() {
    let room = in_doubt(2);
    room.pass(0, 1);
    room.pass(100, 1);
    assert_eq!(room.tally(), "1 failed");
    let id = room.letters()[0]["letter"].as_str().expect("an id").to_owned();
    say(&room, &["retry", &id], 0);
    edit(&room, "[[task]]\n", HOLD);
    room.pass(102, 0);
    assert_eq!(room.tally(), "1 withdrawn");
    room.office.once("2026-11-25 01:00:10", 0);
    let arrived = arrived_as(&room);
    assert!(arrived.len() == 3 && arrived.iter().all(|one| *one == arrived[0]), "{arrived:?}");
}

#[test]
fn what_a_letter_in_doubt_said_may_be_adopted() {
    let room = in_doubt(1);
    room.pass(0, 1);
    edit(&room, "[[task]]\n", HOLD);
    room.pass(5, 0);
    edit(&room, HOLD, "[[task]]\n");
    say(&room, &["adopt"], 0);
    room.pass(75, 0);
    assert_eq!(room.tally(), "1 none, 1 withdrawn");
    assert_eq!(arrived_as(&room).len(), 1);
}

#[test]
fn each_relay_that_takes_the_place_of_a_silent_one_has_at_most_one_session_beside() {
    let room = ManyLetters::of(Script::always(Step::Dot, Do::Hang), "connections = 2", 20);
    let daemon = room.daemon(1);
    for dots in [1, 2, 3] {
        room.relay.wait("a letter", |book| book.times(Step::Dot) == dots);
        daemon.reload();
    }
    while room.log().matches("SIGHUP: reading the files").count() < 3 {}
    drop(daemon);
    assert_eq!(room.relay.book().most_open, 3);
}

#[test]
fn a_relay_named_anew_has_the_letters_at_once_though_the_old_one_is_silent() {
    let silent = |turn: &Turn<'_>| match turn.step {
        Step::Mail if turn.ever > 5 => Do::Hang,
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(silent), "connections = 4", 20);
    let _daemon = room.daemon(1);
    room.relay.wait("the silence", |book| book.times(Step::Mail) == 9);
    let other = Relay::start(Script::default());
    let [old, new] = [room.relay.port, other.port].map(|port| format!("port = {port}\n"));
    edit(&room, &old, &new);
    // Four are in the hands of the old one, for minutes yet.
    other.wait("the others", |book| book.arrived.len() == 11);
}

/// Where the letters' ids come from: the outbox, in the order of their recipients.
fn ids(room: &ManyLetters) -> Vec<String> {
    let id = |letter: &Value| {
        let to = letter["recipients"][0]["address"].as_str().unwrap_or_default().to_owned();
        (to, letter["letter"].as_str().expect("an id").to_owned())
    };
    let mut ids: Vec<_> = room.outbox().iter().map(id).collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}

/// Runs a command, two minutes after the letters were due; it must end with that status.
fn say(room: &ManyLetters, arguments: &[&str], status: i32) {
    let output = room.office.run(Some(&minutes_later(2)), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
}

#[test]
fn retry_tries_what_waits_at_once_all_or_one() {
    let room = ManyLetters::of(Script::always(Step::Rcpt, NOT_NOW), "", 4);
    room.pass(0, 1);
    room.pass(2, 1);
    room.relay.recover();
    room.pass(3, 0);
    assert_eq!(room.tally(), "4 retrying", "it is not their time");
    say(&room, &["retry", &ids(&room)[1]], 0);
    room.pass(3, 0);
    assert_eq!(room.received().into_keys().collect::<Vec<_>>(), ["r1@example.net"]);
    say(&room, &["retry"], 0);
    room.pass(3, 0);
    room.all_have_it_once(4);
}

#[test]
fn retry_of_a_letter_goes_only_to_those_who_do_not_have_it() {
    let at = |turn: &Turn<'_>| match turn.said {
        "gone@example.net" | "left@example.net" => Do::Say("550 5.1.1 No such user"),
        _ => Do::Well,
    };
    let letters: &[&[&str]] =
        &[&["has@example.net", "gone@example.net"], &["left@example.net"], &["fine@example.net"]];
    let room = ManyLetters::new(Script::at(at), "", letters);
    room.pass(0, 1);
    assert_eq!(room.tally(), "1 failed, 2 sent");
    room.all_have_it_once(2);
    room.relay.recover();
    let letters = room.letters();
    let [part, failed, sent] = [0, 1, 2].map(|at| letters[at]["letter"].as_str().expect("an id"));
    say(&room, &["retry"], 0);
    room.pass(3, 0);
    room.all_have_it_once(2);
    say(&room, &["retry", part], 0);
    say(&room, &["retry", failed], 0);
    say(&room, &["retry", sent], 1);
    say(&room, &["retry", "nosuchletter"], 1);
    room.pass(3, 0);
    assert_eq!(room.tally(), "3 sent");
    room.all_have_it_once(4);
}

#[test]
fn retry_beside_the_daemon_ends_the_wait_for_a_relay_that_is_well_again() {
    for of_all in [true, false] {
        let never = Do::Say("554 5.7.1 Never");
        let room = ManyLetters::of(Script::always(Step::Banner, never), "", 3);
        let daemon = room.daemon(60);
        room.relay.wait("the first try", |book| book.times(Step::Banner) == 1);
        room.until_answered();
        room.relay.recover();
        let one = ids(&room).remove(2);
        let words = ["retry", one.as_str()];
        say(&room, if of_all { &words[..1] } else { &words }, 0);
        room.relay.wait("the letters", |book| book.arrived.len() >= 3);
        daemon.stop();
        room.all_have_it_once(3);
        did_not_wait_for_the_hour(&room);
    }
}

#[test]
fn what_a_person_lets_go_or_tries_anew_has_a_lifetime_of_its_own() {
    for (command, release) in [("retry", ""), ("release", ", release = 'ask'")] {
        let at = move |turn: &Turn<'_>| match turn.said {
            "a@example.net" if turn.ever == 1 && command == "retry" => {
                Do::Say("550 5.1.1 No such user")
            }
            "a@example.net" => NOT_NOW,
            _ => Do::Well,
        };
        let task = task_of("A", &format!("to = ['a@example.net']{release}"), "2026-11-24");
        let room = ManyLetters::with(Script::at(at), "", &task);
        room.pass(0, i32::from(command == "retry"));
        let id = room.letters()[0]["letter"].as_str().expect("an id").to_owned();
        let six_days = 6 * 24 * 60;
        let arguments =
            if command == "release" { vec![command, &id, "--yes"] } else { vec![command, &id] };
        let output = room.office.run(Some(&minutes_later(six_days)), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        for hours in 0..10 {
            room.pass(six_days + 1 + hours * 75, 1);
        }
        assert_eq!(room.tally(), "1 retrying", "{command}");
    }
}

#[test]
fn a_relay_that_replaces_a_broken_one_is_tried_at_once() {
    let never = Do::Say("554 5.7.1 Never");
    let room = ManyLetters::of(Script::always(Step::Banner, never), "", 3);
    let daemon = room.daemon(60);
    room.until_answered();
    let works = Relay::start(Script::default());
    let [broken, other] = [&room.relay, &works].map(|relay| format!("port = {}\n", relay.port));
    edit(&room, &broken, &other);
    works.wait("the letters", |book| book.arrived.len() >= 3);
    daemon.stop();
    did_not_wait_for_the_hour(&room);
}

/// After which a relay that an admin has to mend is tried of duban's own accord.
fn did_not_wait_for_the_hour(room: &ManyLetters) {
    let last = attempts(&room.letters()[2]).pop().expect("an attempt");
    let started = instant(&last["started"]);
    let due = instant(&room.letters()[0]["created"]);
    assert!(started.duration_since(due).as_mins() < 40, "it waited for {:#}", started - due);
}

#[test]
fn held_letters_are_settled_by_letter_by_sweep_or_all() {
    let task =
        |id: &str, due| task_of(id, &format!("to = ['{id}@example.net'], release = 'ask'"), due);
    let first = ["a", "b", "c", "d"].map(|id| task(id, "2026-11-24")).concat();
    let second = ["e", "f", "g"].map(|id| task(id, "2026-11-25")).concat();
    let third = task("h", "2026-11-26");
    let room = ManyLetters::with(Script::default(), "", &format!("{first}{second}{third}"));
    let day = 24 * 60;
    room.pass(0, 0);
    room.pass(day, 0);
    assert_eq!(room.tally(), "7 held");
    assert!(room.received().is_empty());
    let [a, b, e] = [0, 1, 4].map(|at| ids(&room)[at].clone());
    let [sweep, later] =
        [0, 4].map(|at| room.letters()[at]["created"].as_str().expect("a time").to_owned());
    let received = |minutes| {
        room.pass(minutes, 0);
        let names = room.received().into_keys().map(|one| one.replace("@example.net", ""));
        names.collect::<Vec<_>>().concat()
    };
    say(&room, &["release", &a], 0);
    assert_eq!(received(day), "a");
    say(&room, &["release", &a], 1);
    say(&room, &["discard", &b], 0);
    say(&room, &["release", &b], 1);
    say(&room, &["release", "--sweep", &sweep], 0);
    assert_eq!(received(day), "acd");
    say(&room, &["release", &e, "--yes"], 0);
    say(&room, &["discard", "--sweep", &sweep], 0);
    say(&room, &["discard", "--sweep", &later], 0);
    assert_eq!(received(day), "acde");
    assert_eq!(room.tally(), "3 discarded, 4 sent");
    assert_eq!(received(2 * day), "acde");
    assert_eq!(room.tally(), "3 discarded, 1 held, 4 sent");
    say(&room, &["discard", "--all"], 0);
    assert_eq!(received(2 * day), "acde");
    assert_eq!(room.tally(), "4 discarded, 4 sent");
    room.all_have_it_once(4);
}

#[test]
fn more_letters_than_the_guard_allows_wait_for_a_word() {
    let all = addresses(4);
    let tasks = tasks(&all.chunks(1).collect::<Vec<_>>());
    let guarded = format!("{tasks}[guard]\nmax-letters = 3\n");
    for (word, tally) in [("release", "4 sent"), ("discard", "4 discarded")] {
        let room = ManyLetters::with(Script::default(), "", &guarded);
        room.pass(0, 0);
        assert_eq!(room.tally(), "4 held");
        assert_eq!(room.told(), ["Letters held back: 4"]);
        say(&room, &[word, "--all"], 0);
        room.pass(3, 0);
        assert_eq!(room.tally(), tally);
        room.all_have_it_once(if word == "release" { 4 } else { 0 });
        assert_eq!(room.told().len(), 1);
    }
}

/// So many letters taken out, at the first dot of which the daemon was killed: the ledger cannot tell who has one.
fn killed_at_the_dot(letters: usize) -> ManyLetters {
    let script = Script::first(1, Step::Dot, Do::Hang);
    let room = ManyLetters::of(script, &format!("connections = {letters}"), letters);
    let daemon = room.daemon(1);
    room.relay.wait("the dot", |book| book.times(Step::Dot) == 1);
    drop(daemon);
    room
}

/// L2: nobody may have two letters that say the same.
#[test]
fn l6b_what_may_have_arrived_and_was_withdrawn_for_a_hold_comes_back_as_the_same_letter() {
    let unanswered = || {
        let room = ManyLetters::of(Script::first(1, Step::Dot, Do::Drop), "", 1);
        room.pass(0, 1);
        room
    };
    for room in [unanswered(), killed_at_the_dot(1)] {
        edit(&room, "[[task]]\n", HOLD);
        room.pass(5, 0);
        assert_eq!(room.tally(), "1 withdrawn");
        room.pass(24 * 60, 0);
        assert_eq!(room.tally(), "1 sent");
        let arrived = room.relay.arrived();
        assert_eq!(arrived.len(), 2);
        assert_eq!(arrived[0].bytes, arrived[1].bytes);
    }
}

#[test]
fn l6_letters_that_come_back_count_like_new_ones_for_the_guard() {
    let room = killed_at_the_dot(3);
    edit(&room, "[[task]]\n", HOLD);
    room.pass(5, 0);
    assert_eq!(room.tally(), "3 withdrawn");
    edit(&room, "[calendars", "[guard]\nmax-letters = 2\n[calendars");
    room.pass(24 * 60, 0);
    assert_eq!(room.tally(), "3 held");
    assert_eq!(room.told(), ["Letters held back: 3"]);
    say(&room, &["release", "--all"], 0);
    room.pass(24 * 60, 0);
    assert_eq!(room.tally(), "3 sent");
    assert_eq!(room.received().into_values().collect::<Vec<_>>(), [2, 1, 1]);
}

/// What may have arrived goes again by itself, an hour later; sooner only if a person names it (L2).
#[test]
fn l2_retry_of_all_leaves_letters_in_doubt_to_their_time_and_says_so() {
    let at = |turn: &Turn<'_>| match (turn.step, turn.ever) {
        (Step::Dot, 1) => Do::Drop,
        (Step::Rcpt, 1..=2) if turn.said == "r1@example.net" => NOT_NOW,
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "connections = 1", 2);
    room.pass(0, 1);
    assert_eq!(room.tally(), "2 retrying");
    let retry = |arguments: &[&str]| {
        let output = room.office.run(Some(&minutes_later(2)), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        text(&output)
    };
    let in_doubt = ids(&room);
    let said = retry(&["retry"]);
    assert!(said.contains("since they may have arrived: 1"), "{said}");
    assert!(said.contains("letters to be tried once duban runs: 1"), "{said}");
    room.pass(3, 0);
    assert_eq!(room.tally(), "1 retrying, 1 sent");
    let said = retry(&["retry", &in_doubt[0]]);
    assert!(said.contains("it may have arrived before"), "{said}");
    room.pass(4, 0);
    assert_eq!(room.tally(), "2 sent");
}

#[test]
fn l2_retry_of_what_failed_leaves_out_what_may_have_arrived_unless_it_is_named() {
    let room = in_doubt(2);
    room.pass(0, 1);
    room.pass(100, 1);
    assert_eq!(room.tally(), "1 failed");
    let retry = |arguments: &[&str]| {
        let output = room.office.run(Some(&minutes_later(101)), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        text(&output)
    };
    let said = retry(&["retry", "--failed"]);
    assert!(said.contains("not sent again, since they may have arrived: 1"), "{said}");
    assert_eq!(room.tally(), "1 failed");
    let id = room.letters()[0]["letter"].as_str().expect("an id").to_owned();
    let said = retry(&["retry", &id]);
    assert!(said.contains("it may have arrived before"), "{said}");
    room.pass(102, 0);
    assert_eq!(room.tally(), "1 sent");
}
