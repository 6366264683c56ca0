//! `duban link`: who gets which link, for how long, and what ends it (A1, A6).

use std::fs;
use std::os::unix::fs::PermissionsExt;

use duban::model::{Link, LinkKey};

use super::installation::{DUE, Installation, text};

const WEB: &str = "[web]\nlisten = '127.0.0.1:9480'\nurl = 'https://duban.example.org/zhengge'\n";

fn office() -> Installation {
    let office = Installation::with_outbox(WEB);
    fs::create_dir_all(office.state()).expect("made");
    office
}

/// The link that a command prints: its path, and what it was signed for, by the key that lies in the state folder.
fn linked(office: &Installation, arguments: &[&str]) -> (String, Link, i64) {
    let output = office.run(Some(DUE), &[&["--lang", "en", "link"], arguments].concat());
    let printed = text(&output);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    let url = printed.lines().next().expect("a line");
    let path = url.strip_prefix("https://duban.example.org/zhengge/").expect("begins with `url`");
    let (purpose, token) = path.split_once('/').expect("two parts");
    let secret = fs::read_to_string(office.state().join("web.key")).expect("a key");
    let key = LinkKey::of(secret.trim().as_bytes()).expect("long enough");
    let now = "2026-11-24T01:00:10Z".parse::<jiff::Timestamp>().expect("a time");
    let (link, until) = key.verify(token.trim_end_matches(".ics"), now).expect("a valid link");
    let days = until.duration_since(now).as_hours() / 24;
    (purpose.to_owned(), link, days)
}

#[test]
fn a6_links_are_for_a_person_their_calendar_or_the_office() {
    let office = office();
    let zhang = || Link::Person("zhang".into());
    assert_eq!(linked(&office, &["zhang"]), ("p".to_owned(), zhang(), 30));
    assert_eq!(linked(&office, &["张三", "--for", "7d"]), ("p".to_owned(), zhang(), 7));
    let calendar = ("c".to_owned(), Link::Calendar("zhang".into()), 30);
    assert_eq!(linked(&office, &["zhang", "--calendar"]), calendar);
    assert_eq!(linked(&office, &["--office"]), ("o".to_owned(), Link::Office, 30));
    let key = fs::metadata(office.state().join("web.key")).expect("there");
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a6_a_new_key_ends_the_links_that_were_given() {
    let office = office();
    let key = || fs::read_to_string(office.state().join("web.key")).expect("a key");
    linked(&office, &["zhang"]);
    let old = key();
    let output = office.run(None, &["--lang", "en", "link", "--rotate"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("all older links have ended"), "{}", text(&output));
    assert_ne!(key(), old);
    linked(&office, &["zhang"]);
}

#[test]
fn a6_what_cannot_be_linked_is_refused_with_the_reason() {
    let refused = |office: &Installation, arguments: &[&str], words: &str, status: i32| {
        let output = office.run(None, &[&["--lang", "en", "link"], arguments].concat());
        let printed = text(&output);
        assert_eq!(output.status.code(), Some(status), "{printed}");
        assert!(printed.contains(words), "{printed}");
    };
    let without = Installation::with_outbox("");
    refused(&without, &["zhang"], "there is no [web]", 1);
    let office = office();
    refused(&office, &["zhan"], "zhang", 1);
    refused(&office, &["zhang", "--for", "13mo"], "a year at most", 2);
    refused(&office, &["zhang", "--office"], "--office", 2);
    refused(&office, &[], "PERSON", 2);
    office.write("key", "short\n");
    office.set_mode("key", 0o600);
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("{root}key = {{ file = 'key' }}\n"));
    refused(&office, &["zhang"], "too short", 1);
    office.write("key", "0123456789abcdef0123456789abcdef\n");
    refused(&office, &["--rotate"], "not duban's to change", 1);
}
