//! L6c, L3: letters that wait for the relay, or reached none whom they are addressed to, are written anew.

use super::installation::{Installation, task, text};
use super::relay::{Do, Relay, Script, Step, Turn};

const LATE: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[policies.p]
stages = [{ name = "overdue", at = "+1d", repeat = "1w", to = ["owner"], cc = ["person:wang"] }]
"#;

/// 09:00 in Shanghai, the day after the deadline.
const DUE: &str = "2026-11-10 01:00:10";

/// An office whose relay is not there yet.
fn without_relay() -> (u16, Installation) {
    let port = Relay::start(Script::default()).port;
    let tasks = task("A-1", "zhang", "2026-11-09");
    (port, Installation::with_relay(port, "security = 'none'", &format!("{LATE}{tasks}")))
}

fn edit(office: &Installation, from: &str, to: &str) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from} is not in\n{config}");
    office.write("duban.toml", &config.replacen(from, to, 1));
}

/// The relay is there, by another port.
fn relay_comes(office: &Installation, was: u16) -> Relay {
    let relay = Relay::start(Script::default());
    edit(office, &format!("port = {was}"), &format!("port = {}", relay.port));
    relay
}

fn recipients(relay: &Relay) -> Vec<String> {
    let all = relay.arrived();
    let to = |mut recipients: Vec<String>| {
        recipients.sort_by_key(|one| one.starts_with("wang"));
        recipients.join(" ").replace("@example.org", "")
    };
    all.into_iter().map(|one| to(one.recipients)).collect()
}

fn dead_port() -> (u16, Installation) {
    let (port, office) = without_relay();
    // Nobody listens there.
    edit(&office, &format!("port = {port}"), "port = 9");
    (9, office)
}

#[test]
fn l6c_a_queued_letter_that_no_relay_saw_goes_to_the_owner_of_the_day() {
    let (port, office) = dead_port();
    office.once(DUE, 1);
    assert_eq!(office.outbox(), ["retrying"]);
    edit(&office, "owner = 'zhang'", "owner = 'li'");
    let relay = relay_comes(&office, port);
    office.once("2026-11-10 03:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang"]);
    assert_eq!(office.outbox().len(), 0);
    office.ledger_is_sound();
}

#[test]
fn l6c_a_queued_letter_says_how_late_it_is_on_the_day_on_which_it_leaves() {
    let (port, office) = dead_port();
    office.once(DUE, 1);
    let relay = relay_comes(&office, port);
    office.once("2026-11-13 01:00:10", 0);
    let arrived = relay.arrived();
    assert_eq!(arrived.len(), 1);
    assert!(arrived[0].body().contains("已逾期 4 天"), "{}", arrived[0].body());
}

#[test]
fn l2_l6c_a_letter_that_a_relay_was_told_of_is_never_written_anew() {
    let put_off = |turn: &Turn<'_>| match turn.step {
        Step::Rcpt => Do::Say("450 4.2.0 greylisted"),
        _ => Do::Well,
    };
    let tasks = task("A-1", "zhang", "2026-11-09");
    let (busy, office) = Installation::beside(Script::at(put_off), &format!("{LATE}{tasks}"));
    office.once(DUE, 1);
    let written = office.json(None, &["letters", "--json"])["letters"][0].clone();
    edit(&office, "owner = 'zhang'", "owner = 'li'");
    let relay = relay_comes(&office, busy.port);
    office.once("2026-11-11 01:00:10", 0);
    assert_eq!(recipients(&relay), ["zhang wang"]);
    let id = written["letter"].as_str().expect("an id");
    let shown = office.run(None, &["show", id, "--format", "eml"]).stdout;
    assert_eq!(relay.arrived()[0].bytes, shown);
}

/// The owner's address is mistyped, and refused; the copy is taken.
fn mistyped() -> (Relay, Installation) {
    let refuse = vec![("zhangg@example.org".to_owned(), "550 5.1.1 no such user")];
    let tasks = task("A-1", "zhang", "2026-11-09");
    let script = Script { refuse, ..Script::default() };
    let (relay, office) = Installation::beside(script, &format!("{LATE}{tasks}"));
    edit(&office, "zhang@example.org", "zhangg@example.org");
    office.once(DUE, 0);
    assert_eq!(recipients(&relay), ["wang"]);
    (relay, office)
}

#[test]
fn l3_a_letter_that_none_has_whom_it_is_addressed_to_is_said_to_be_undelivered() {
    let (_relay, office) = mistyped();
    assert_eq!(office.outbox(), ["undelivered"]);
    let status = office.json(Some(DUE), &["status", "--json"]);
    assert_eq!(status["delivery"]["undelivered"], 1);
    let status = text(&office.run(Some(DUE), &["status"]));
    assert!(status.contains("none they are addressed to"), "{status}");
}

#[test]
fn l3_with_the_address_corrected_it_goes_once_to_that_one_alone() {
    let (relay, office) = mistyped();
    office.once("2026-11-10 02:00:10", 0);
    assert_eq!(recipients(&relay), ["wang"], "nothing has changed");
    edit(&office, "zhangg@example.org", "zhang@example.org");
    office.once("2026-11-10 03:00:10", 0);
    assert_eq!(recipients(&relay), ["wang", "zhang"]);
    assert_eq!(office.outbox().len(), 0);
    office.once("2026-11-10 04:00:10", 0);
    office.once("2026-11-11 04:00:10", 0);
    assert_eq!(recipients(&relay), ["wang", "zhang"], "once");
    // The ladder goes on: the next repeat is for both.
    office.once("2026-11-17 01:00:10", 0);
    assert_eq!(recipients(&relay), ["wang", "zhang", "zhang wang"]);
    office.ledger_is_sound();
}

#[test]
fn l3_retry_leaves_the_old_address_and_has_the_new_one_told() {
    let (relay, office) = mistyped();
    edit(&office, "zhangg@example.org", "zhang@example.org");
    for arguments in [&["retry", "--failed"][..], &["retry", &first(&office)]] {
        let retried = office.run(Some("2026-11-10 03:00:10"), arguments);
        assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
        assert!(text(&retried).contains("another address"), "{}", text(&retried));
    }
    office.once("2026-11-10 03:01:10", 0);
    assert_eq!(recipients(&relay), ["wang", "zhang"]);
}

fn first(office: &Installation) -> String {
    let letters = office.json(None, &["letters", "--json"]);
    letters["letters"][0]["letter"].as_str().expect("an id").to_owned()
}

#[test]
fn l3_a_task_that_is_done_meanwhile_is_not_told_of_anew() {
    let (relay, office) = mistyped();
    edit(&office, "zhangg@example.org", "zhang@example.org");
    edit(&office, "id = 'A-1'", "id = 'A-1'\ndone = 2026-11-10");
    office.once("2026-11-10 03:00:10", 0);
    assert_eq!(recipients(&relay), ["wang"]);
    assert_eq!(office.outbox().len(), 0, "it is not looked at again");
}
