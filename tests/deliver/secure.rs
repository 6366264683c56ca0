//! STARTTLS and TLS, logins, and a password that nobody sees.

use super::office::{DUE, Office, TASK, text};
use super::relay::{Relay, Script, certificate};

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
    let office = Office::with_relay(relay.port, &smtp, TASK);
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

#[test]
fn a_relay_without_starttls_gets_nothing_in_the_clear() {
    let relay = Relay::start(Script { auth: Some("PLAIN"), ..Script::default() });
    let smtp = "security = 'starttls'\nusername = 'duban'\npassword = { file = 'secret' }";
    let office = Office::with_relay(relay.port, smtp, TASK);
    office.write_secret("secret", "hunter2\n");
    let output = office.once(DUE, 1);
    assert_eq!(relay.arrived().len(), 0);
    assert!(text(&output).contains("STARTTLS"), "{}", text(&output));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (relay, _) = secure(false, "PLAIN LOGIN");
    let office = Office::with_relay(relay.port, "security = 'starttls'", TASK);
    let output = office.once(DUE, 1);
    assert_eq!(relay.arrived().len(), 0);
    assert!(text(&output).to_lowercase().contains("certificate"), "{}", text(&output));
}

#[test]
fn a_password_that_is_not_there_is_told_before_anything_is_sent() {
    let smtp = "username = 'duban'\npassword = { credential = 'smtp-password' }";
    let office = Office::with_relay(9, smtp, TASK);
    let output = office.once(DUE, 1);
    assert!(text(&output).contains("LoadCredential=smtp-password"), "{}", text(&output));
}
