//! `duban letters` as a person reads it.

use super::installation::text;
use super::many_letters::{ManyLetters, task_of};
use super::relay::{Do, Script, Step, Turn};

/// Letters in every state that the outbox shows, two minutes after most were due.
fn room() -> ManyLetters {
    let at = |turn: &Turn<'_>| match (turn.step, turn.said) {
        (Step::Banner, _) if turn.ever > 1 => Do::Bye("421 4.3.2 Going down"),
        (Step::Rcpt, "busy@example.net") => Do::Say("451 4.3.0 Not now"),
        (Step::Rcpt, "gone@example.net") => Do::Say("550 5.1.1 No such user"),
        _ => Do::Well,
    };
    let at_nine = [
        ("busy", "to = ['busy@example.net']"),
        ("gone", "to = ['gone@example.net']"),
        ("some", "to = ['gone@example.net', 'busy@example.net', 'a@example.net', 'b@example.net']"),
        ("held", "to = ['held@example.net'], release = 'ask'"),
        ("sent", "to = ['a@example.net']"),
    ];
    let tasks = at_nine.map(|(id, stage)| task_of(id, stage, "2026-11-24")).concat();
    let later = |id: &str, importance: &str| {
        let stage = format!("to = ['late@example.net'], importance = '{importance}'");
        task_of(id, &stage, "2026-11-24T09:02:00")
    };
    let tasks = format!("{tasks}{}{}", later("urgent", "high"), later("later", "normal"));
    let room = ManyLetters::with(Script::at(at), "connections = 1", &tasks);
    room.pass(0, 1);
    room.pass(2, 1);
    room
}

/// The table; ids are chance, and so is the minute of the next try, which is the one that `--json` has.
fn table(locale: &str) -> String {
    let room = room();
    let mut command = room.office.command(None, &["outbox"]);
    let mut table = text(&command.env("LC_ALL", locale).output().expect("it runs"));
    // A port has five digits here: loopback's are above 32768.
    table = table.replace(&format!("localhost:{}", room.relay.port), "localhost:PORT.");
    let outbox = room.office.json(None, &["outbox", "--json"]);
    for (at, letter) in outbox["letters"].as_array().expect("letters").iter().enumerate() {
        let id = letter["letter"].as_str().expect("an id");
        table = table.replace(id, &format!("{:.<1$}", format!("letter-{at}"), id.len()));
        if let Some(next) = letter["next_attempt"].as_str() {
            table = table.replace(&next[11..16], "hh:mm");
        }
    }
    table
}

#[test]
fn the_table_in_chinese() {
    insta::assert_snapshot!(table("zh_CN.UTF-8"));
}

#[test]
fn the_table_in_english() {
    insta::assert_snapshot!(table("C.UTF-8"));
}
