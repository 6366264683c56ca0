//! L3: recipients are settled one by one, whatever the relay's habits; nobody gets a letter twice.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use super::installation::text;
use super::many_letters::{ManyLetters, addresses, minutes_later};
use super::relay::{Do, Event, Script, Step, Turn, certificate};

const PLAIN: &[&str] = &["8BITMIME"];
const AHEAD: &[&str] = &["8BITMIME", "PIPELINING"];

#[test]
fn each_recipient_has_an_outcome_of_its_own() {
    for offers in [PLAIN, AHEAD] {
        let at = |turn: &Turn<'_>| match (turn.step, turn.said) {
            (Step::Rcpt, "gone@example.net") => Do::Say("550 5.1.1 No such user"),
            (Step::Rcpt, "busy@example.net") if turn.ever <= 7 => Do::Say("450 4.2.0 Busy"),
            (Step::Rcpt, "fifth@example.net") if turn.ever == 5 => {
                Do::Say("452 4.5.3 Too many recipients")
            }
            _ => Do::Well,
        };
        let to = ["a", "b", "gone", "busy", "fifth"].map(|one| format!("{one}@example.net"));
        let room = ManyLetters::new(Script { offers, ..Script::at(at) }, "", &[&to]);
        room.pass(0, 1);
        let with_busy = |fate: &str| {
            ["a delivered", "b delivered", "gone refused", fate, "fifth delivered"]
                .map(|one| one.replace(' ', "@example.net "))
        };
        assert_eq!(room.fates(), with_busy("busy pending"));
        room.all_have_it_once(3);
        room.pass(90, 0);
        assert_eq!(room.fates(), with_busy("busy delivered"));
        room.all_have_it_once(4);
        let id = room.letters()[0]["letter"].as_str().expect("an id").to_owned();
        let shown = text(&room.office.run(None, &["show", &id]));
        assert!(
            shown.contains("gone@example.net refused: RCPT: 550 5.1.1 No such user"),
            "{shown}"
        );
        assert_eq!(room.told(), ["Recipients were refused"]);
        let told =
            room.relay.arrived().into_iter().find(|one| one.recipients[0] == "ops@example.org");
        let body = told.expect("a letter").body();
        assert!(body.contains("gone@example.net") && body.contains("550 5.1.1"), "{body}");
        assert!(!body.contains("busy@example.net"), "{body}");
    }
}

/// What is said to the second of two recipients, and what it means.
#[test]
fn too_many_recipients_is_one_thing_and_a_full_mailbox_another() {
    let table = [
        ("452 4.5.3 Too many recipients", 2, "delivered"),
        ("452 Too many recipients", 2, "delivered"),
        ("552 5.5.3 Too many recipients", 2, "delivered"),
        ("452 4.2.2 Mailbox full", 1, "pending"),
        ("552 5.2.2 Mailbox full", 1, "refused"),
        ("451 4.3.0 Not now", 1, "pending"),
        ("530 5.7.0 Authentication required", 1, "pending"),
    ];
    for (answer, transactions, fate) in table {
        let at = move |turn: &Turn<'_>| match turn.step {
            Step::Rcpt if turn.ever == 2 => Do::Say(answer),
            _ => Do::Well,
        };
        let letters: &[&[&str]] = &[&["a@example.net", "b@example.net"]];
        let room = ManyLetters::new(Script::at(at), "", letters);
        room.pass(0, i32::from(fate == "pending"));
        assert_eq!(room.fates()[1], format!("b@example.net {fate}"), "{answer}");
        let refused = usize::from(fate == "refused");
        assert_eq!(room.relay.book().times(Step::Mail), transactions + refused, "{answer}");
        room.pass(120, 0);
        room.all_have_it_once(2 - refused);
    }
}

#[test]
fn a_relay_that_takes_three_recipients_at_once_gets_a_letter_to_ten_in_four_transactions() {
    for offers in [PLAIN, AHEAD] {
        let at = |turn: &Turn<'_>| match turn.step {
            Step::Rcpt if turn.accepted == 3 => Do::Say("452 4.5.3 Too many recipients"),
            _ => Do::Well,
        };
        let script = Script { offers, ..Script::at(at) };
        let room = ManyLetters::new(script, "", &[&addresses(10)]);
        room.pass(0, 0);
        room.all_have_it_once(10);
        assert_eq!(room.relay.arrived().len(), 4);
        assert_eq!(room.tally(), "1 sent");
    }
}

#[test]
fn a_relay_that_greylists_has_every_letter_on_the_second_try() {
    let seen = Mutex::new(HashSet::new());
    let at = move |turn: &Turn<'_>| match turn.step {
        Step::Rcpt if seen.lock().expect("no panic").insert(turn.said.to_owned()) => {
            Do::Say("451 4.7.1 Greylisted, come back in a minute")
        }
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "", 10);
    room.pass(0, 1);
    assert_eq!(room.tally(), "10 retrying");
    room.pass(2, 0);
    room.all_have_it_once(10);
}

/// RFC 5321 §3.8: the relay may close a session at any time, and says so with 421.
#[test]
fn a_relay_that_says_goodbye_too_early_gets_the_letters_later() {
    let steps =
        [Step::Banner, Step::Ehlo, Step::Mail, Step::Rcpt, Step::Data, Step::Dot, Step::Rset];
    for step in steps {
        for offers in [PLAIN, AHEAD] {
            // At RCPT it says so to the second of three, and some relays do not hang up themselves.
            let when = if step == Step::Rcpt { 2 } else { 1 };
            let at = move |turn: &Turn<'_>| match turn.step {
                Step::Rcpt if step == Step::Rset && turn.ever == 1 => Do::Say("450 4.2.0 Busy"),
                other if other == step && turn.ever == when && offers == AHEAD => {
                    Do::Say("421 4.3.2 Going down")
                }
                other if other == step && turn.ever == when => Do::Bye("421 4.3.2 Going down"),
                _ => Do::Well,
            };
            let letters: &[&[&str]] = &[
                &["a@example.net", "b@example.net", "c@example.net"],
                &["d@example.net", "e@example.net"],
            ];
            let room = ManyLetters::new(Script { offers, ..Script::at(at) }, "", letters);
            room.pass(0, 1);
            room.pass(2, 0);
            assert_eq!(room.tally(), "2 sent", "{step:?} {offers:?}");
            room.all_have_it_once(5);
            assert!(room.told().is_empty(), "{step:?}: {:?}", room.told());
        }
    }
}

/// A session that waited may be dead; nothing was said of the letter then, and another is opened.
#[test]
fn a_session_that_died_while_it_was_idle_costs_no_attempt() {
    for death in [Do::Drop, Do::Bye("421 4.4.2 Idle for too long")] {
        let at = move |turn: &Turn<'_>| match turn.step {
            Step::Mail if turn.time == 2 => death.clone(),
            _ => Do::Well,
        };
        let room = ManyLetters::of(Script::at(at), "connections = 1", 5);
        room.pass(0, 0);
        room.all_have_it_once(5);
        assert_eq!(room.relay.connections(), 5);
        let letters = room.letters();
        assert!(letters.iter().all(|one| one["attempts"].as_array().map(Vec::len) == Some(1)));
    }
}

/// Relays count what a session carries, and say so in different words: that is no matter of the letter.
#[test]
fn a_session_that_carries_no_more_letters_is_left_for_another() {
    let table = [
        (Step::Mail, "452 4.4.5 Too many messages per session"),
        (Step::Mail, "450 4.7.1 Slow down"),
        (Step::Mail, "550 5.7.0 Maximum number of messages per connection exceeded"),
        (Step::Rcpt, "452 4.5.3 Too many recipients"),
        (Step::Rcpt, "421 4.7.0 Too many"),
        (Step::Data, "452 4.4.5 Maximum number of messages per session exceeded."),
        (Step::Data, "452 4.5.3 Too many messages"),
        (Step::Data, "451 4.7.0 Too many letters"),
        (Step::Data, "421 4.7.0 Enough"),
        (Step::Dot, "452 4.4.5 Too many messages per session"),
        (Step::Dot, "421 4.7.0 Too many messages in this session"),
    ];
    for (step, answer) in table {
        for offers in [PLAIN, AHEAD] {
            let at = move |turn: &Turn<'_>| match turn.step {
                other if other == step && turn.time > 3 && answer.starts_with("421") => {
                    Do::Bye(answer)
                }
                other if other == step && turn.time > 3 => Do::Say(answer),
                _ => Do::Well,
            };
            let room = ManyLetters::of(Script { offers, ..Script::at(at) }, "connections = 1", 10);
            room.pass(0, 0);
            assert_eq!(room.tally(), "10 sent", "{step:?} {answer} {offers:?}");
            room.all_have_it_once(10);
            assert_eq!(room.relay.connections(), 4, "{step:?} {answer} {offers:?}");
            let letters = room.letters();
            let once =
                |one: &serde_json::Value| one["attempts"].as_array().map(Vec::len) == Some(1);
            assert!(letters.iter().all(once), "{step:?} {answer} {offers:?}");
            assert!(room.told().is_empty(), "{:?}", room.told());
        }
    }
}

/// It is not asked again and again.
#[test]
fn a_session_that_carries_no_letter_from_the_start_puts_them_off() {
    for (step, sessions, tally) in
        [(Step::Mail, 1, "2 queued, 1 retrying"), (Step::Data, 5, "3 retrying")]
    {
        let script = Script::always(step, Do::Say("452 4.4.5 Too many messages per session"));
        let room = ManyLetters::of(script, "connections = 1", 3);
        room.pass(0, 1);
        assert_eq!(room.tally(), tally, "{step:?}");
        let connections = room.relay.connections();
        assert!(connections <= sessions, "{step:?}: {connections} connections");
        room.relay.recover();
        room.pass(5, 0);
        room.all_have_it_once(3);
    }
}

/// Whoever ends a session is put off alone; the others have the letter at once.
#[test]
fn a_recipient_who_ends_the_session_keeps_the_letter_from_nobody_else() {
    let five = ["a", "b", "c", "d", "e"].map(|one| format!("{one}@example.net"));
    let ends = [
        Do::Bye("421 4.7.0 Go away"),
        Do::Say("421 4.7.0 Go away"),
        Do::Drop,
        Do::Say("354 What is a mail?"),
    ];
    for end in ends {
        for offers in [PLAIN, AHEAD] {
            for bad in
                [&["a@example.net"][..], &["c@example.net"], &["b@example.net", "e@example.net"]]
            {
                let end = end.clone();
                let what = format!("{end:?} {offers:?} {bad:?}");
                let at = move |turn: &Turn<'_>| match turn.step == Step::Rcpt
                    && bad.contains(&turn.said)
                {
                    true => end.clone(),
                    false => Do::Well,
                };
                let room = ManyLetters::new(Script { offers, ..Script::at(at) }, "", &[&five]);
                room.pass(0, 1);
                room.all_have_it_once(5 - bad.len());
                let waits = |one: &String| !bad.contains(&one.as_str());
                let fates = five.each_ref().map(|one| match waits(one) {
                    true => format!("{one} delivered"),
                    false => format!("{one} pending"),
                });
                assert_eq!(room.fates(), fates, "{what}");
                assert!(
                    room.relay.connections() <= 2 + 2 * bad.len(),
                    "{what} {:#?}",
                    room.relay.book().heard
                );
                room.relay.recover();
                room.pass(5, 0);
                room.all_have_it_once(5);
                assert_eq!(room.tally(), "1 sent", "{what}");
            }
        }
    }
}

/// So many do so that an attempt does not go on to the end: those before them have the letter all the same, and the
/// others at once.
#[test]
fn l3_however_many_recipients_end_the_session_all_others_have_the_letter_at_once() {
    let ten = addresses(10);
    for offers in [PLAIN, AHEAD] {
        for (bad, end) in [
            (&[2, 4, 5, 7, 8][..], Do::Bye("421 4.7.0 Go away")),
            (&[1, 2, 3, 4, 5, 6, 7, 8], Do::Say("421 4.7.0 Go away")),
            (&[2, 3, 4, 5, 6, 7, 8, 9], Do::Drop),
            (&[5, 6, 7, 8, 9], Do::Drop),
        ] {
            let bad: Vec<String> = bad.iter().map(|at| ten[*at].clone()).collect();
            let what = format!("{end:?} {offers:?} {bad:?}");
            let (ends, whom) = (end.clone(), bad.clone());
            let at = move |turn: &Turn<'_>| match turn.step == Step::Rcpt
                && whom.iter().any(|one| one == turn.said)
            {
                true => ends.clone(),
                false => Do::Well,
            };
            let room = ManyLetters::new(Script { offers, ..Script::at(at) }, "", &[&ten]);
            room.pass(0, 1);
            room.all_have_it_once(10 - bad.len());
            let fates = ten.iter().map(|one| match bad.contains(one) {
                true => format!("{one} pending"),
                false => format!("{one} delivered"),
            });
            assert_eq!(room.fates(), fates.collect::<Vec<String>>(), "{what}");
            assert!(room.relay.connections() <= 20, "{what}: {}", room.relay.connections());
            room.relay.recover();
            room.pass(5, 0);
            room.all_have_it_once(10);
        }
    }
}

#[test]
fn l4_whoever_ends_every_session_is_given_up_after_five_days_and_the_admin_hears_of_it() {
    let at = |turn: &Turn<'_>| match (turn.step, turn.said) {
        (Step::Rcpt, "bad@example.net") => Do::Bye("421 4.7.0 Go away"),
        _ => Do::Well,
    };
    let letters: &[&[&str]] = &[&["a@example.net", "bad@example.net", "z@example.net"]];
    let room = ManyLetters::new(Script::at(at), "", letters);
    room.pass(0, 1);
    room.all_have_it_once(2);
    for tried in 1..9 {
        room.pass(90 * tried, 1);
    }
    assert!(room.told().is_empty());
    room.pass(5 * 24 * 60 + 5, 0);
    room.pass(5 * 24 * 60 + 10, 0);
    assert_eq!(room.fates()[1], "bad@example.net refused");
    assert_eq!(room.told(), ["Recipients were refused"]);
    room.all_have_it_once(2);
}

/// However many do so, one attempt ends.
#[test]
fn a_relay_that_hangs_up_at_every_recipient_is_not_called_without_end() {
    let room = ManyLetters::new(Script::always(Step::Rcpt, Do::Drop), "", &[&addresses(50)]);
    room.pass(0, 1);
    assert_eq!(room.tally(), "1 retrying");
    assert!(room.relay.connections() <= 6, "{} connections", room.relay.connections());
    room.relay.recover();
    room.pass(5, 0);
    room.all_have_it_once(50);
}

/// RFC 6531 §3.1: without SMTPUTF8 MAIL may be refused, whoever else is to have the letter.
#[test]
fn recipients_beyond_ascii_whose_mail_is_refused_keep_the_letter_from_nobody_else() {
    let letters: &[&[&str]] = &[&["a@example.net", "李四@example.net", "b@example.net"]];
    let table = [
        (Step::Mail, "555 5.5.4 Unsupported parameter", "refused"),
        (Step::Mail, "451 4.3.0 Not now", "pending"),
        (Step::Rcpt, "553 5.6.7 Not from here", "refused"),
        (Step::Data, "554 5.6.7 Not from here", "refused"),
        (Step::Dot, "554 5.6.9 Not from here", "refused"),
    ];
    for (step, answer, fate) in table {
        for extras in [&["smtputf8"][..], &["SMTPUTF8", "PIPELINING"]] {
            let international = Mutex::new(false);
            let at = move |turn: &Turn<'_>| {
                let mut international = international.lock().expect("no panic");
                if turn.step == Step::Mail {
                    *international = turn.said.ends_with(" SMTPUTF8");
                }
                if turn.step == step && *international { Do::Say(answer) } else { Do::Well }
            };
            let room = ManyLetters::new(Script { offers: extras, ..Script::at(at) }, "", letters);
            room.pass(0, i32::from(fate == "pending"));
            let what = format!("{step:?} {answer} {extras:?}");
            room.all_have_it_once(2);
            assert_eq!(room.fates()[1], format!("李四@example.net {fate}"), "{what}");
        }
    }
}

#[test]
fn letters_are_seven_bit_so_a_relay_without_8bitmime_takes_them() {
    let room = ManyLetters::of(Script { offers: &[], ..Script::default() }, "", 1);
    room.pass(0, 0);
    assert!(room.relay.arrived()[0].bytes.is_ascii());
    assert!(room.relay.book().lines()[0].contains(&"MAIL FROM:<duban@example.org>"));
}

/// RFC 6531: a local part beyond ASCII needs SMTPUTF8; a domain beyond ASCII is known by another name.
#[test]
fn a_relay_that_takes_not_even_one_recipient_is_tried_later() {
    let script = Script::always(Step::Rcpt, Do::Say("452 4.5.3 Too many recipients"));
    let room = ManyLetters::new(script, "", &[&addresses(3)]);
    room.pass(0, 1);
    assert_eq!(room.tally(), "1 retrying");
    let named = room.relay.book().times(Step::Rcpt);
    assert!(named <= 3, "it was asked {named} times");
    room.relay.recover();
    room.pass(5, 0);
    room.all_have_it_once(3);
}

#[test]
fn addresses_beyond_ascii() {
    let letters: &[&[&str]] = &[&["a@example.net", "李四@example.net", "z@例子.中国"]];
    let refused = [
        "a@example.net delivered",
        "李四@example.net refused",
        "z@xn--fsqu00a.xn--fiqs8s delivered",
    ];
    let taken = refused.map(|one| one.replace("refused", "delivered"));
    let room = ManyLetters::new(Script::default(), "", letters);
    room.pass(0, 0);
    assert_eq!(room.fates(), refused);
    room.all_have_it_once(2);
    // Nor does the header bear it as it is: it stands there as an empty group (RFC 6857).
    let letter = &room.relay.arrived()[0];
    assert!(letter.bytes.is_ascii(), "{letter:?}");
    let to = letter.header("To");
    let group = "=?utf-8?b?5p2O5ZubQGV4YW1wbGUubmV0?=:;";
    // With the next address the line would have more than 78 characters.
    assert_eq!(to, format!("a@example.net, {group},\r\n z@xn--fsqu00a.xn--fiqs8s"));
    let answer = room.letters()[0]["recipients"][1]["answer"].to_string();
    assert!(answer.contains("the relay does not offer SMTPUTF8"), "{answer}");
    assert_eq!(room.told(), ["Recipients were refused"]);
    let offers = &["8BITMIME", "SMTPUTF8"];
    let room = ManyLetters::new(Script { offers, ..Script::default() }, "", letters);
    room.pass(0, 0);
    assert_eq!(room.fates(), taken);
    room.all_have_it_once(3);
    let book = room.relay.book();
    assert!(
        book.lines()[0].contains(&"MAIL FROM:<duban@example.org> SMTPUTF8"),
        "{:?}",
        book.lines()
    );
}

/// Replies of many lines, and of no encoding that duban knows.
#[test]
fn replies_of_many_lines_and_in_another_encoding_are_understood() {
    // "没有这个用户" in GBK.
    let gbk = b"\xc3\xbb\xd3\xd0\xd5\xe2\xb8\xf6\xd3\xc3\xbb\xa7";
    let steps = [
        (Step::Banner, "220"),
        (Step::Ehlo, "250"),
        (Step::Mail, "250"),
        (Step::Rcpt, "250"),
        (Step::Data, "354"),
        (Step::Dot, "250"),
    ];
    for security in ["none", "starttls"] {
        for (step, code) in steps {
            let mut reply: Vec<u8> = Vec::new();
            for line in 0..98 {
                reply.extend(format!("{code}-line {line}\r\n").bytes());
            }
            reply.extend(format!("{code}-STARTTLS\r\n{code} ").bytes());
            reply.extend([gbk, &b"\r\n"[..]].concat());
            let (tls, pem) = certificate();
            let script =
                Script { tls: Some((tls, false)), ..Script::always(step, Do::Bytes(reply)) };
            let room = ManyLetters::of(script, &format!("security = '{security}'"), 2);
            room.office.write("ca.pem", &pem);
            room.pass(0, 0);
            room.all_have_it_once(2);
        }
    }
    let reply = [b"550-5.1.1 ", &gbk[..], b"\r\n550 5.1.1 ", &gbk[..], b"\r\n"].concat();
    let room = ManyLetters::of(Script::always(Step::Rcpt, Do::Bytes(reply)), "", 1);
    room.pass(0, 1);
    let answer = room.outbox()[0]["last_answer"].to_string();
    assert!(answer.contains("RCPT: 550 5.1.1"), "{answer}");
}

/// L2: the ledger knows who has the letter before the relay is asked about others, which may take long.
#[test]
fn l2_killed_while_the_relay_hangs_at_the_rest_nobody_gets_the_letter_again() {
    let three = addresses(3);
    let bad = three[1].clone();
    let hangs = Arc::new(Event::default());
    let told = hangs.clone();
    let at = move |turn: &Turn<'_>| match turn.step {
        Step::Rcpt if turn.said == bad => Do::Bye("421 4.7.0 Go away"),
        // The first recipient has it by then; the third is to be named.
        Step::Mail if turn.ever == 3 => {
            told.set();
            Do::Hang
        }
        _ => Do::Well,
    };
    let room = ManyLetters::new(Script { offers: PLAIN, ..Script::at(at) }, "", &[&three]);
    let mut running = room.office.command(Some(&minutes_later(0)), &["run", "--once"]);
    let mut running = running.spawn().expect("it runs");
    hangs.wait();
    running.kill().expect("kill -9");
    running.wait().expect("it ended");
    room.all_have_it_once(1);
    room.relay.recover();
    room.pass(5, 0);
    room.all_have_it_once(3);
}
