//! What the admin hears: of refused recipients together, of a relay that is lost once and once that it is
//! back, of what only a person can mend at once; and never of a letter to the admin.

use serde_json::Value;

use super::installation::text;
use super::many_letters::{ManyLetters, instant, minutes_later, task_of};
use super::relay::{Arrived, Do, Script, Step, Turn, certificate};

/// base64 of "\0duban\0hunter2".
const RIGHT: &str = "AGR1YmFuAGh1bnRlcjI=";

/// Twenty letters to a relay that knows the password `hunter2`, and vouches for itself in `ca.pem`.
fn twenty_letters(security: &str) -> ManyLetters {
    let at = |turn: &Turn<'_>| match turn.step {
        Step::Auth if turn.said != RIGHT => Do::Say("535 5.7.8 Authentication failed"),
        _ => Do::Well,
    };
    let (tls, pem) = certificate();
    let tls = (security == "starttls").then_some((tls, false));
    let script = Script { tls, auth: Some("PLAIN"), ..Script::at(at) };
    let login = "username = 'duban'\npassword = { file = 'secret' }";
    let room = ManyLetters::of(script, &format!("security = '{security}'\n{login}"), 20);
    room.office.write("ca.pem", &pem);
    room
}

/// What only a person can mend is tried once an hour, whatever waits, and the admin hears of it once.
#[test]
fn a_wrong_password_is_tried_once_an_hour() {
    let room = twenty_letters("none");
    room.office.write_secret("secret", "wrong\n");
    let daemon = room.daemon(200);
    room.relay.wait("the second login", |book| book.times(Step::Auth) == 2);
    daemon.stop();
    let exported = room.exported();
    let attempts = exported.iter().flat_map(|one| one["attempts"].as_array().expect("attempts"));
    let mut logins: Vec<_> = attempts.map(|one| instant(&one["started"])).collect();
    logins.sort();
    assert_eq!(logins.len(), 2, "{logins:?}");
    let pause = logins[1].duration_since(logins[0]).as_mins();
    assert!(pause >= 48, "it was tried again after {pause} min:\n{}", room.log());
    let to_admin = exported.iter().filter(|one| one["kind"] == "admin").count();
    assert_eq!((room.relay.arrived().len(), to_admin), (0, 1));
    room.office.write_secret("secret", "hunter2\n");
    room.pass(240, 0);
    room.pass(360, 0);
    room.all_have_it_once(20);
    assert_eq!(room.told_of(), ["Letters leave again"]);
}

/// What is wrong, what is said of it, the step at which it shows.
const WRONG: [(&str, &str, Step); 2] = [
    ("secret", "535 5.7.8 Authentication failed", Step::Auth),
    ("ca.pem", "invalid peer certificate", Step::StartTls),
];

/// The twenty letters after one pass with a wrong password or a certificate that nobody vouches for, and
/// what is right in its place.
fn after_one_pass(file: &str, said: &str) -> (ManyLetters, String) {
    let room = twenty_letters("starttls");
    let path = room.office.folder.path().join(file);
    let right = std::fs::read_to_string(path).expect("it was written");
    let wrong = if file == "ca.pem" { certificate().1 } else { "wrong\n".to_owned() };
    room.office.write(file, &wrong);
    let output = room.pass(0, 1);
    assert!(text(&output).contains(said), "{}", text(&output));
    (room, right)
}

#[test]
fn a_wrong_password_or_certificate_stops_the_queue_after_one_letter() {
    for (file, said, step) in WRONG {
        let (room, _) = after_one_pass(file, said);
        assert_eq!(room.relay.book().times(step), 1, "{file}: tried more than once");
        assert_eq!(room.tally(), "19 queued, 1 retrying", "{file}");
        let letters = room.outbox();
        let next = letters.iter().find(|one| one["state"] == "retrying").expect("the one tried");
        let pause = instant(&next["next_attempt"]).duration_since(instant(&next["created"]));
        assert!(pause.as_mins() >= 48, "{file}: {pause:#}");
    }
}

/// Also that which was tried. The admin has one letter, which says from when to when: word that nothing can leave would
/// come with it.
#[test]
fn once_it_is_put_right_a_restart_sends_all_letters() {
    for (file, said, _) in WRONG {
        let (room, right) = after_one_pass(file, said);
        room.office.write(file, &right);
        room.pass(5, 0);
        room.all_have_it_once(20);
        assert_eq!(room.told_of(), ["Letters leave again"], "{file}");
        room.pass(120, 0);
        assert_eq!(room.relay.arrived().len(), 21, "{file}");
        let arrived = room.relay.arrived();
        let word = arrived.iter().find(|one| one.recipients == ["ops@example.org"]);
        let body = word.expect("a letter").body();
        assert!(
            body.contains("From 2026-11-24 09:00 to 2026-11-24 09:05") && body.contains(said),
            "{body}"
        );
        let unleft: Vec<_> =
            room.exported().into_iter().filter(|one| one["kind"] == "admin").collect();
        let first = unleft[0]["message_id"].as_str().expect("an id");
        assert_eq!(word.expect("a letter").header("References"), format!("<{first}>"), "{file}");
        let states: Vec<_> =
            unleft.iter().map(|one| one["state"].as_str().unwrap_or_default()).collect();
        assert_eq!(states, ["withdrawn", "sent"], "{file}");
    }
}

/// The word to the admin says that `duban retry` does.
#[test]
fn retry_beside_the_daemon_takes_the_corrected_password() {
    let room = twenty_letters("none");
    room.office.write_secret("secret", "wrong\n");
    let daemon = room.daemon(60);
    room.relay.wait("the first login", |book| book.times(Step::Auth) == 1);
    room.until_answered();
    room.office.write_secret("secret", "hunter2\n");
    let retried = room.office.run(Some(&minutes_later(1)), &["retry"]);
    assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
    room.relay.wait("the second login", |book| book.times(Step::Auth) >= 2);
    let said = format!("{:?}", room.relay.book().lines());
    assert!(said.contains(RIGHT), "the old password was used again: {said}");
    let is_letter = |one: &&Arrived| one.recipients != ["ops@example.org"];
    room.relay.wait("all letters", |book| book.arrived.iter().filter(is_letter).count() == 20);
    daemon.stop();
    room.all_have_it_once(20);
}

#[test]
fn refused_recipients_are_told_of_together_and_at_most_once_an_hour() {
    let at = |turn: &Turn<'_>| match turn.step {
        Step::Rcpt if turn.said != "ops@example.org" => Do::Say("550 5.1.1 No such user"),
        _ => Do::Well,
    };
    let mut tasks = String::new();
    for (number, minute) in (0..30).map(|number| (number, 0)).chain([(30, 10), (31, 20)]) {
        let (stage, due) =
            (format!("to = ['r{number}@example.net']"), format!("2026-11-24T09:{minute:02}:00"));
        tasks += &task_of(&format!("L-{number}"), &stage, &due);
    }
    let room = ManyLetters::with(Script::at(at), "", &tasks);
    for (minutes, status, letters) in
        [(0, 1, 1), (10, 1, 1), (20, 1, 1), (40, 0, 1), (62, 0, 2), (180, 0, 2)]
    {
        room.pass(minutes, status);
        assert_eq!(room.told(), vec!["Letters could not be delivered"; letters], "{minutes} min");
    }
    let bodies: Vec<String> = room.relay.arrived().iter().map(|letter| letter.body()).collect();
    for number in 0..32 {
        let address = format!("r{number}@example.net (nobody)");
        let told: Vec<bool> = bodies.iter().map(|body| body.contains(&address)).collect();
        assert_eq!(told, [number < 30, number >= 30], "{address}");
    }
}

#[test]
fn a_lost_relay_is_told_of_once_it_is_back_if_it_was_lost_for_a_quarter_of_an_hour() {
    for (lost_for, told) in [(12, &[][..]), (200, &["Letters leave again"][..])] {
        let room = ManyLetters::of(Script::always(Step::Banner, Do::Drop), "", 5);
        for minutes in [0, 5, 11, 14, 16, 30, 90].into_iter().filter(|one| *one < lost_for) {
            room.pass(minutes, 1);
            let written = room.exported().iter().filter(|one| one["kind"] == "admin").count();
            assert_eq!(written, usize::from(minutes > 15), "{minutes} min");
        }
        room.relay.recover();
        room.pass(lost_for, 0);
        room.pass(lost_for + 90, 0);
        room.all_have_it_once(5);
        assert_eq!(room.told_of(), told);
    }
}

#[test]
fn a_letter_to_the_admin_that_fails_is_shown_and_not_mailed_about() {
    let refuse =
        ["ops@example.org", "r0@example.net"].map(|one| (one.to_owned(), "550 5.1.1 No such user"));
    let room = ManyLetters::of(Script { refuse: refuse.to_vec(), ..Script::default() }, "", 2);
    let output = room.pass(0, 1);
    assert!(text(&output).matches("letter failed").count() == 2, "{}", text(&output));
    for minutes in [62, 130, 200] {
        room.pass(minutes, 0);
    }
    let outbox = room.office.json(None, &["outbox", "--json"]);
    let failed: Vec<&Value> = outbox["letters"].as_array().expect("letters").iter().collect();
    let kinds: Vec<&Value> = failed.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["reminder", "admin"]);
    assert!(failed.iter().all(|one| one["state"] == "failed"), "{outbox}");
    room.all_have_it_once(1);
    let run = |arguments: &[&str]| {
        let output = room.office.run(Some(&minutes_later(201)), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        text(&output)
    };
    let unreached = || {
        let status = room.office.json(None, &["status", "--json"]);
        let unreached = status["delivery"]["admin_unreached"].as_array().expect("a list").clone();
        unreached.iter().map(|one| one["address"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(unreached(), ["ops@example.org"]);
    let status = run(&["status"]);
    assert!(status.contains("ops@example.org") && status.contains("550 5.1.1"), "{status}");
    run(&["retry", "--failed"]);
    assert!(unreached().is_empty(), "it is tried again");
    assert_eq!(room.office.outbox(), ["retrying", "retrying"]);
    room.pass(202, 1);
    // The new failure is word to the admin of its own.
    assert_eq!(room.office.outbox(), ["failed"; 3]);
    assert!(!unreached().is_empty() && unreached().iter().all(|one| one == "ops@example.org"));
    run(&["discard", "--failed"]);
    assert_eq!(room.office.outbox(), Vec::<String>::new());
    room.all_have_it_once(1);
}
