//! L9: letters that come back. The corpus in `tests/mails` has what common servers write.

use super::installation::{Installation, task, text, went_to};
use super::receiving::{answers, receive_bytes};
use super::relay::{Relay, Script};

const NOW: &str = "2026-11-12 01:30:10";
const LATER: &str = "2026-11-12 01:31:10";
const LAST: &str = "2026-11-12 01:32:10";
const FRIDAY: &str = "2026-11-13 01:30:10";
const SATURDAY: &str = "2026-11-14 01:30:10";

const POLICY: &str = "[policies.p]\nstages = [{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'], cc = ['person:wang'] }]\n\
                      [admin]\nto = ['ops@example.org']\n";

/// An office that has sent zhang a letter, a copy of it to wang, and that letter's Message-ID.
fn office() -> (Relay, Installation, String) {
    let task = task("A-1", "zhang", "2026-11-10");
    let (relay, office) = Installation::beside(Script::default(), &format!("{POLICY}{task}"));
    office.once(NOW, 0);
    let letters = relay.arrived();
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    let head = String::from_utf8_lossy(&letter.bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <")).expect("an id");
    let id = id.trim().trim_end_matches('>').to_owned();
    (relay, office, id)
}

/// A mail of the corpus about that letter.
fn corpus(name: &str, id: &str) -> Vec<u8> {
    let path = format!("{}/tests/mails/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    let mail = std::fs::read(&path).expect(&path);
    let mark = b"MESSAGE-ID@example.org";
    let mut whole = Vec::new();
    let mut rest = mail.as_slice();
    while let Some(at) = rest.windows(mark.len()).position(|window| window == mark) {
        whole.extend_from_slice(&rest[..at]);
        whole.extend_from_slice(id.as_bytes());
        rest = &rest[at + mark.len()..];
    }
    whole.extend_from_slice(rest);
    whole
}

fn receive(office: &Installation, mail: &[u8]) -> String {
    let output = receive_bytes(office, mail, LATER);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    text(&output).trim().to_owned()
}

/// What became of the recipients of the first letter: `zhang bounced`.
fn recipients(office: &Installation, id: &str) -> Vec<String> {
    let letter = id.split(['.', '@']).next().expect("an id");
    let shown = text(&office.run(None, &["show", letter]));
    let of = |line: &str| {
        let (who, rest) = line.trim().split_once("@example.org ")?;
        let state = rest.split(':').next()?;
        matches!(state, "bounced" | "delivered").then(|| format!("{who} {state}"))
    };
    shown.lines().filter_map(of).collect()
}

fn corrected(office: &Installation) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    office.write("duban.toml", &config.replace("zhang@example.org", "zhang.san@example.org"));
}

#[test]
fn l9_every_bounce_of_the_corpus_makes_delivered_bounced_for_its_recipient_alone() {
    for name in [
        "postfix",
        "exchange",
        "gmail",
        "qmail",
        "exim",
        "qq",
        "163",
        "coremail-8bit",
        "sendmail-words",
        "forwarded",
    ] {
        let (_relay, office, id) = office();
        let said = receive(&office, &corpus(name, &id));
        assert!(
            said.starts_with("a bounce") && said.ends_with("zhang@example.org"),
            "{name}: {said}"
        );
        assert_eq!(recipients(&office, &id), ["zhang bounced", "wang delivered"], "{name}");
        assert_eq!(office.outbox(), ["undelivered"], "{name}");
        assert!(answers(&office).is_empty(), "{name}");
        office.ledger_is_sound();
    }
}

#[test]
fn l9_a_delay_is_only_noted_and_a_success_changes_nothing() {
    for name in ["postfix-delay", "exim-delay"] {
        let (relay, office, id) = office();
        let said = receive(&office, &corpus(name, &id));
        assert!(said.starts_with("a delay"), "{name}: {said}");
        assert_eq!(recipients(&office, &id), ["zhang delivered", "wang delivered"], "{name}");
        let letter = id.split(['.', '@']).next().expect("an id");
        let shown = text(&office.run(None, &["show", letter]));
        assert!(shown.contains("late for zhang@example.org"), "{name}: {shown}");
        office.once(LAST, 0);
        assert_eq!(went_to(&relay), ["zhang"], "{name}: the admin is told of no delay");
    }
    let (_relay, office, id) = office();
    assert!(receive(&office, &corpus("relayed", &id)).starts_with("an automatic reply"));
    assert_eq!(recipients(&office, &id), ["zhang delivered", "wang delivered"]);
}

#[test]
fn l9_the_admin_is_told_once_an_address_until_the_files_have_another() {
    let (relay, office, id) = office();
    receive(&office, &corpus("postfix", &id));
    // Read again, it changes nothing.
    receive(&office, &corpus("postfix", &id));
    office.once(LAST, 0);
    assert_eq!(went_to(&relay), ["ops", "zhang"]);
    let told = relay.arrived()[1].body();
    assert!(told.contains("zhang@example.org") && told.contains("User unknown"), "{told}");

    // A further letter goes there all the same, and its bounce is told to nobody.
    office.once(FRIDAY, 0);
    assert_eq!(went_to(&relay), ["ops", "zhang", "zhang"]);
    let head = String::from_utf8_lossy(&relay.arrived()[2].bytes).into_owned();
    let second = head.lines().find_map(|line| line.strip_prefix("Message-ID: <")).expect("an id");
    let second = second.trim().trim_end_matches('>').to_owned();
    let mail = receive_bytes(&office, &corpus("qmail", &second), "2026-11-13 01:31:10");
    assert!(text(&mail).starts_with("a bounce"), "{}", text(&mail));
    office.once("2026-11-13 03:30:10", 0);
    assert_eq!(went_to(&relay), ["ops", "zhang", "zhang"]);

    // Corrected, and back again: it is told anew.
    corrected(&office);
    office.once("2026-11-13 03:40:10", 0);
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    office.write("duban.toml", &config.replace("zhang.san@example.org", "zhang@example.org"));
    office.once(SATURDAY, 0);
    let letters = relay.arrived();
    let last = String::from_utf8_lossy(&letters.last().expect("a letter").bytes).into_owned();
    let third = last.lines().find_map(|line| line.strip_prefix("Message-ID: <")).expect("an id");
    let third = third.trim().trim_end_matches('>').to_owned();
    receive_bytes(&office, &corpus("exim", &third), "2026-11-14 01:31:10");
    office.once("2026-11-14 03:30:10", 0);
    assert_eq!(
        went_to(&relay).iter().filter(|one| *one == "ops").count(),
        2,
        "{:?}",
        went_to(&relay)
    );
}

#[test]
fn l9_status_and_check_name_the_address_while_the_files_have_it() {
    let (_relay, office, id) = office();
    receive(&office, &corpus("exchange", &id));
    let status = text(&office.run(Some(LAST), &["status"]));
    assert!(status.contains("Letters to zhang@example.org come back since"), "{status}");
    let json = office.json(Some(LAST), &["status", "--json"]);
    assert_eq!(json["delivery"]["bounced"][0]["address"], "zhang@example.org");
    let check = office.json(Some(LAST), &["check", "--json"]);
    let codes = check["findings"].as_array().expect("findings").iter();
    assert!(codes.clone().any(|one| one["code"] == "bounced"), "{check}");
    assert_eq!(check["ok"], true);
    let chinese = text(&office.run(Some(LAST), &["--lang", "zh-CN", "check"]));
    assert!(chinese.contains("发往 `zhang@example.org` 的函件自 2026-11-12 起被退回"), "{chinese}");
    corrected(&office);
    assert_eq!(
        office.json(Some(LAST), &["status", "--json"])["delivery"]["bounced"][0],
        serde_json::Value::Null
    );
}

/// L3: what none of its To people has goes once to the address that the files name then.
#[test]
fn l3_l9_what_came_back_is_written_anew_once_to_the_new_address() {
    let (relay, office, id) = office();
    receive(&office, &corpus("163", &id));
    office.once(LAST, 0);
    assert_eq!(went_to(&relay), ["ops", "zhang"]);
    corrected(&office);
    office.once("2026-11-12 01:33:10", 0);
    assert_eq!(went_to(&relay), ["ops", "zhang", "zhang.san"]);
    assert_eq!(relay.arrived()[2].recipients, ["zhang.san@example.org"], "wang has it already");
    assert_eq!(office.outbox().len(), 0);
    office.once("2026-11-12 01:34:10", 0);
    assert_eq!(went_to(&relay).len(), 3, "once");
    office.ledger_is_sound();
}

/// The address was mended before the bounce was read: the bounce itself makes it go.
#[test]
fn l3_l9_a_bounce_that_comes_after_the_address_was_corrected_has_it_written_anew() {
    let (relay, office, id) = office();
    corrected(&office);
    office.once(LATER, 0);
    assert_eq!(went_to(&relay), ["zhang"]);
    receive(&office, &corpus("gmail", &id));
    office.once(LAST, 0);
    let went = went_to(&relay);
    assert!(went.contains(&"zhang.san".to_owned()), "{went:?}");
}

#[test]
fn l9_a_letter_that_came_back_goes_to_the_same_address_once_more_by_retry() {
    let (relay, office, id) = office();
    receive(&office, &corpus("postfix", &id));
    let letter = id.split(['.', '@']).next().expect("an id");
    let retried = office.run(Some(LATER), &["retry", letter]);
    assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
    office.once(LAST, 0);
    assert!(went_to(&relay).iter().filter(|one| *one == "zhang").count() == 2);
    assert_eq!(recipients(&office, &id), ["zhang delivered", "wang delivered"]);
}

/// An absence of one text is noted once, whatever the number of letters.
#[test]
fn a5_absences_are_noted_and_never_answers() {
    for name in ["away-exchange", "away-bare", "away-english"] {
        let (relay, office, id) = office();
        assert!(receive(&office, &corpus(name, &id)).starts_with("an automatic reply"), "{name}");
        receive(&office, &corpus(name, &id));
        assert_eq!(answers(&office), ["A-1 zhang note noted"], "{name}");
        office.once(LAST, 0);
        assert_eq!(
            went_to(&relay),
            ["ops", "zhang"],
            "{name}: the admin reads it, and nobody gets a receipt"
        );
    }
}

#[test]
fn a5_replies_of_the_corpus_become_answers() {
    for (name, expected) in [
        ("reply-gbk-top", "A-1 zhang progress waits proven"),
        ("reply-html-top", "A-1 zhang done waits proven"),
        ("reply-bottom", "A-1 zhang more-time waits proven"),
    ] {
        let (_relay, office, id) = office();
        assert_eq!(receive(&office, &corpus(name, &id)), "taken in as answer 1", "{name}");
        assert_eq!(answers(&office), [expected], "{name}");
    }
}
