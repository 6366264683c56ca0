//! STARTTLS and TLS, logins, and a password that nobody sees.

use super::installation::{DUE, Installation, TASK, text};
use super::many_letters::ManyLetters;
use super::relay::{Do, Relay, Script, Step, certificate};

/// base64 of "\\0duban\\0hunter2-督办".
const PLAIN: &str = "AGR1YmFuAGh1bnRlcjIt552j5Yqe";

/// A relay with a certificate of its own, and the certificate.
fn secure(from_the_start: bool, mechanisms: &'static str) -> (Relay, String) {
    let (config, pem) = certificate();
    let tls = Some((config, from_the_start));
    let auth = Some(mechanisms);
    (Relay::start(Script { tls, auth, ..Script::default() }), pem)
}

fn sends(security: &str, mechanisms: &'static str, login: &str) {
    let (relay, certificate) = secure(security == "tls", mechanisms);
    let smtp =
        format!("security = '{security}'\nusername = 'duban'\npassword = {{ file = 'secret' }}");
    let office = Installation::with_relay(relay.port, &smtp, TASK);
    office.write_secret("secret", "hunter2-督办\n");
    office.write("ca.pem", &certificate);
    let mut command = office.command(Some(DUE), &["run", "--once", "--verbose", "--log", "json"]);
    command.env("SSL_CERT_FILE", office.folder.path().join("ca.pem"));
    let output = command.output().expect("run");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let arrived = relay.arrived();
    assert_eq!(arrived.len(), 1);
    assert!(arrived[0].encrypted, "it went in the clear");
    assert_eq!(arrived[0].login.as_deref(), Some(login));
    assert!(!text(&output).contains("hunter2"), "the password is in the log");
    let ledger = std::fs::read(office.state().join("ledger.sqlite3")).expect("read");
    assert!(!ledger.windows(7).any(|part| part == b"hunter2"), "the password is in the ledger");
}

#[test]
fn starttls_with_a_login() {
    sends("starttls", "PLAIN LOGIN", PLAIN);
}

#[test]
fn a_relay_that_knows_only_the_older_login() {
    // base64 of "duban" and of "hunter2-督办".
    sends("starttls", "LOGIN", "ZHViYW4= aHVudGVyMi3nnaPlip4=");
}

#[test]
fn tls_with_a_login() {
    sends("tls", "PLAIN LOGIN", PLAIN);
}

const LOGIN: &str = "username = 'duban'\npassword = { file = 'secret' }";
/// base64 of "duban" and of "hunter2".
const BY_LOGIN: &str = "ZHViYW4= aHVudGVyMg==";
/// base64 of "\\0duban\\0hunter2".
const BY_PLAIN: &str = "AGR1YmFuAGh1bnRlcjI=";

/// RFC 5321 §2.4: keywords count in any case; `AUTH=` is how relays say it to old clients.
#[test]
fn what_a_relay_offers_is_understood_in_any_case() {
    let table = [
        ("auth plain login", BY_PLAIN),
        ("Auth login", BY_LOGIN),
        ("AUTH=LOGIN PLAIN", BY_PLAIN),
        ("auth=login xoauth2", BY_LOGIN),
        ("AUTH LOGIN XOAUTH2", BY_LOGIN),
    ];
    for (offer, login) in table {
        let script = Script { auth: Some(offer), ..Script::default() };
        let room = ManyLetters::of(script, LOGIN, 2);
        room.pass(0, 0);
        let logins: Vec<_> = room.relay.arrived().into_iter().map(|one| one.login).collect();
        assert_eq!(logins, [Some(login.to_owned()), Some(login.to_owned())], "{offer}");
    }
    let (tls, pem) = certificate();
    let greeting = "250-relay.test\r\n250-starttls\r\n250 8bitmime";
    let at = move |turn: &super::relay::Turn<'_>| match turn.step {
        Step::Ehlo if turn.time == 1 => Do::Say(greeting),
        _ => Do::Well,
    };
    let script = Script { tls: Some((tls, false)), ..Script::at(at) };
    let room = ManyLetters::of(script, "security = 'starttls'", 1);
    room.office.write("ca.pem", &pem);
    room.pass(0, 0);
    assert!(room.relay.arrived()[0].encrypted);
}

#[test]
fn a_relay_that_does_not_give_its_name_is_spoken_to() {
    for hello in ["250", "250-\r\n250 8BITMIME", "250-\r\n250-PIPELINING\r\n250"] {
        let room = ManyLetters::of(Script::always(Step::Ehlo, Do::Say(hello)), "", 2);
        room.pass(0, 0);
        room.all_have_it_once(2);
    }
}

/// RFC 4954 §4: a challenge may be empty, and what AUTH LOGIN asks for stands in no standard.
#[test]
fn a_relay_that_asks_for_the_login_in_whatever_words_gets_it() {
    let table: [&[&str]; 6] = [
        &["334", "334"],
        &["334 ", "334 "],
        &["334 VXNlciBOYW1lAA==", "334 UGFzc3dvcmQA"],
        &["334 dXNlcm5hbWU6", "334 cGFzc3dvcmQ6"],
        &["334 Username:", "334 Password:"],
        &["334 55So5oi35ZCN", "334 5a+G56CB"],
    ];
    for challenges in table {
        let script = Script { auth: Some("LOGIN"), challenges, ..Script::default() };
        let room = ManyLetters::of(script, LOGIN, 2);
        room.pass(0, 0);
        assert_eq!(room.relay.arrived()[0].login.as_deref(), Some(BY_LOGIN), "{challenges:?}");
    }
}

/// Waiting mends none of these, so that it is not tried every minute, and the admin hears of it at once.
#[test]
fn a_login_that_comes_to_no_end_is_for_the_admin() {
    const LONG: &[&str] = &["334", "334", "334 T25lIG1vcmU6"];
    let table = [
        (Script { challenges: LONG, ..Script::default() }, "more than a user name and a password"),
        (Script::always(Step::Auth, Do::Say("354 Go ahead")), "unexpected reply 354 Go ahead"),
    ];
    for (script, why) in table {
        let room = ManyLetters::of(Script { auth: Some("LOGIN"), ..script }, LOGIN, 2);
        room.pass(0, 1);
        let status = room.office.json(None, &["status", "--json"])["delivery"]["relay"].clone();
        assert_eq!(status["needs_admin"], true, "{status}");
        assert!(status["why"].to_string().contains(why), "{status}");
    }
}

#[test]
fn a_mechanism_that_is_offered_and_not_known_gives_way_to_the_other() {
    let at = |turn: &super::relay::Turn<'_>| match turn.step {
        Step::Auth if turn.time == 1 => Do::Say("504 5.5.4 Unrecognized authentication type"),
        _ => Do::Well,
    };
    let script = Script { auth: Some("PLAIN LOGIN"), ..Script::at(at) };
    let room = ManyLetters::of(script, LOGIN, 1);
    room.pass(0, 0);
    assert_eq!(room.relay.arrived()[0].login.as_deref(), Some(BY_LOGIN));
}

/// Where a relay repeats what it was told, nothing of it is shown or kept.
#[test]
fn a_password_that_the_relay_repeats_is_shown_nowhere() {
    let table = [
        (Step::Auth, "535 5.7.8 No such password: hunter2"),
        (Step::Auth, "535-5.7.8 You said aHVudGVyMg==\r\n535 5.7.8 or AGR1YmFuAGh1bnRlcjI="),
        (Step::Auth, "454 4.7.0 Later, hunter2"),
        (Step::Mail, "530 5.7.0 Log in again, not with aHVudGVyMg=="),
        (Step::Dot, "250 2.0.0 Queued as hunter2"),
    ];
    for (step, answer) in table {
        for auth in ["PLAIN", "LOGIN"] {
            let script = Script { auth: Some(auth), ..Script::always(step, Do::Say(answer)) };
            let room = ManyLetters::of(script, LOGIN, 1);
            let mut command = room.at_speed(1, 0, &["run", "--once", "--verbose", "--log", "json"]);
            let said = text(&room.finish(&mut command, i32::from(step != Step::Dot)));
            let stands = room.office.run(None, &["status"]);
            let all = format!("{said}{}{:?}", text(&stands), room.exported());
            for secret in ["hunter2", "aHVudGVyMg", "AGR1YmFuAGh1bnRlcjI"] {
                assert!(!all.contains(secret), "{answer}: {all}");
            }
            assert!(all.contains("…"), "{answer}: {all}");
        }
    }
}

#[test]
fn a_relay_without_starttls_gets_nothing_in_the_clear() {
    let relay = Relay::start(Script { auth: Some("PLAIN"), ..Script::default() });
    let smtp = "security = 'starttls'\nusername = 'duban'\npassword = { file = 'secret' }";
    let office = Installation::with_relay(relay.port, smtp, TASK);
    office.write_secret("secret", "hunter2\n");
    let output = office.once(DUE, 1);
    assert_eq!(relay.arrived().len(), 0);
    assert!(text(&output).contains("STARTTLS"), "{}", text(&output));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (relay, _) = secure(false, "PLAIN LOGIN");
    let office = Installation::with_relay(relay.port, "security = 'starttls'", TASK);
    let output = office.once(DUE, 1);
    assert_eq!(relay.arrived().len(), 0);
    assert!(text(&output).to_lowercase().contains("certificate"), "{}", text(&output));
}

#[test]
fn a_password_that_is_not_there_is_told_before_anything_is_sent() {
    let smtp = "username = 'duban'\npassword = { credential = 'smtp-password' }";
    let office = Installation::with_relay(9, smtp, TASK);
    let output = office.once(DUE, 1);
    assert!(text(&output).contains("LoadCredential=smtp-password"), "{}", text(&output));
}
