//! lettre's known faults, each dodged: an answer that comes late, 354 taken for success, words before
//! TLS read as if they had come through it, control characters that break headers.

use mail_parser::{Address, MessageParser};

use super::installation::{Installation, text};
use super::many_letters::ManyLetters;
use super::relay::{Do, Relay, Script, Step, Turn, certificate};

/// L5: whoever gives up waiting never uses that session again, lest the next letter read the answer
/// as its own.
#[test]
fn an_answer_that_comes_late_is_nobodys() {
    std::thread::scope(|scope| {
        for step in [Step::Mail, Step::Rcpt, Step::Data] {
            scope.spawn(move || late_at(step));
        }
    });
}

fn late_at(step: Step) {
    let at = move |turn: &Turn<'_>| match (turn.step, turn.said) {
        (other, _) if other == step && turn.ever == 1 => Do::Late,
        (Step::Rcpt, "gone@example.net") => Do::Say("550 5.1.1 No such user"),
        _ => Do::Well,
    };
    let letters: &[&[&str]] =
        &[&["first@example.net"], &["gone@example.net", "second@example.net"]];
    let room = ManyLetters::new(Script::at(at), "connections = 1", letters);
    room.fast_pass(0, 1);
    if step == Step::Mail {
        // MAIL concerns all letters, so that the second has not been tried.
        assert_eq!(room.relay.connections(), 1);
    } else {
        assert_eq!(room.relay.connections(), 2, "{step:?}: the session was used again");
        assert_eq!(room.tally(), "1 retrying, 1 sent", "{step:?}");
        assert!(room.received().contains_key("second@example.net"), "{step:?}");
        let waiting = room.outbox()[0]["last_answer"].to_string();
        assert!(waiting.contains("no answer within"), "{step:?}: {waiting}");
    }
    room.pass(10, 0);
    room.all_have_it_once(2);
    let fates: Vec<_> = room.letters()[1]["recipients"].as_array().expect("recipients").to_vec();
    assert_eq!((&fates[0]["state"], &fates[1]["state"]), (&"refused".into(), &"delivered".into()));
}

/// To lettre every 3xx is a success, at whatever step.
#[test]
fn a_354_is_no_success_but_after_data() {
    for step in [Step::Mail, Step::Rcpt, Step::Dot] {
        let script = Script::first(1, step, Do::Say("354 Go ahead"));
        let room = ManyLetters::of(script, "connections = 1", 1);
        room.pass(0, 1);
        assert_eq!(room.tally(), "1 retrying", "{step:?}");
        assert_eq!(room.relay.arrived().len(), 0, "{step:?}");
        room.pass(120, 0);
        assert_eq!(room.tally(), "1 sent", "{step:?}");
        room.all_have_it_once(1);
    }
}

/// Whoever stands between may add a word to the last reply before TLS; a client that keeps it reads it
/// as the relay's own (CVE-2011-0411 and its kin).
#[test]
fn a_word_too_many_before_tls_ends_the_connection_and_the_admin_hears_of_it() {
    let reply = b"220 2.0.0 Ready\r\n250-evil.example\r\n250 AUTH PLAIN\r\n".to_vec();
    let (tls, pem) = certificate();
    let (tls, auth) = (Some((tls, false)), Some("PLAIN"));
    let script = Script { tls, auth, ..Script::always(Step::StartTls, Do::Bytes(reply)) };
    let login = "username = 'duban'\npassword = { file = 'secret' }\nsecurity = 'starttls'";
    let room = ManyLetters::of(script, login, 3);
    room.office.write("ca.pem", &pem);
    let output = room.pass(0, 1);
    assert!(text(&output).contains("said more before TLS than it may"), "{}", text(&output));
    assert_eq!(room.tally(), "2 queued, 1 retrying");
    let said = format!("{:?}", room.relay.book().lines());
    assert!(!said.contains("AUTH") && !said.contains("MAIL"), "{said}");
    room.relay.recover();
    room.pass(90, 0);
    room.all_have_it_once(3);
    assert_eq!(room.told().first().map(String::as_str), Some("Letters leave again"));
}

/// Where somebody may write a text that ends up in a header, and what they might write there.
#[test]
fn control_characters_are_refused_or_reach_no_header() {
    let mut arrived = 0;
    for control in
        ["\\n", "\\r\\nBcc: x@evil.example", "\\r\\n\\r\\nx", "\\u0000", "\\u0085", "\\u001b[2J"]
    {
        for place in ["FROM", "REPLY", "PREFIX", "NAME", "UNIT", "TITLE", "STEP", "TASK", "OPS"] {
            arrived += usize::from(letter_with(place, control));
        }
    }
    assert!(arrived >= 12, "only {arrived} letters left; the rest was refused");
}

/// Whether the letter left; else the configuration was refused.
fn letter_with(place: &str, control: &str) -> bool {
    let mut config = r#"
language = "en"
[mail]
from = "FROM <duban@example.org>"
reply-to = "REPLY <office@example.org>"
subject-prefix = "PREFIX"
[mail.smtp]
host = "localhost"
port = 1
security = "none"
[admin]
to = ["OPS <ops@example.org>"]
[calendars.default]
timezone = "UTC"
[people.odd]
name = "NAME"
email = "odd@example.net"
[people.gone]
name = "Gone"
email = "gone@example.net"
[units.u]
name = "UNIT"
head = "odd"
[policies.p]
stages = [{ name = "due", at = "0d", to = ["owner"], cc = ["person:gone"] }]
[[task]]
id = "TASK"
title = "TITLE"
unit = "u"
owner = "odd"
policy = "p"
due = 2026-11-23
milestones = [{ id = "m", title = "STEP", due = 2026-11-23 }]
"#
    .to_owned();
    config = config.replace(place, &format!("a{control}b"));
    let refuse = vec![("gone@example.net".to_owned(), "550 5.1.1 No such user")];
    let relay = Relay::start(Script { refuse, ..Script::default() });
    let office = Installation::of(&config.replace("port = 1", &format!("port = {}", relay.port)));
    let run = office.run(Some("2026-11-23 09:00:10"), &["run", "--once"]);
    let what = format!("{place} {control}: {}", text(&run));
    if run.status.code() == Some(78) {
        assert!(relay.arrived().is_empty(), "{what}");
        return false;
    }
    assert_eq!(run.status.code(), Some(0), "{what}");
    let letters = relay.arrived();
    assert_eq!(letters.len(), 2, "{what}: the letter and the word to the admin");
    for letter in letters {
        let head = letter.bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&letter.bytes[..head]).expect("ASCII");
        let plain = |letter: char| letter == '\t' || !letter.is_control();
        assert!(head.split("\r\n").all(|line| line.chars().all(plain)), "{what}\n{head}");
        let message = MessageParser::default().parse(&letter.bytes).expect("a message");
        assert!(message.bcc().is_none(), "{what}\n{head}");
        assert_eq!(message.to().map(|to| to.iter().count()), Some(1), "{what}\n{head}");
        assert!(message.header("Auto-Submitted").is_some(), "{what}\n{head}");
        let names = |address: Option<&Address<'_>>| -> String {
            let all = address.into_iter().flat_map(Address::iter);
            all.filter_map(|one| one.name()).collect()
        };
        let shown = [
            message.subject().unwrap_or_default().to_owned(),
            names(message.from()),
            names(message.to()),
            names(message.reply_to()),
        ];
        assert!(!shown.concat().contains(char::is_control), "{what}\n{shown:?}");
    }
    true
}
