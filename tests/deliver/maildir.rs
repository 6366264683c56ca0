//! A5: replies in a Maildir. It is only read, and nothing in it twice.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::daemon::Daemon;
use super::installation::{Installation, task, text, went_to};
use super::receiving::answers;
use super::relay::{Relay, Script};

const NOW: &str = "2026-11-12 01:30:10";
const LATER: &str = "2026-11-12 01:31:10";
const LAST: &str = "2026-11-12 01:32:10";

const POLICY: &str =
    "[policies.p]\nstages = [{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'] }]\n";

/// An office with that `[answers]`, which has sent zhang a letter, and that letter's Message-ID.
pub fn office_with(answers: &str) -> (Relay, Installation, String) {
    let task = task("A-1", "zhang", "2026-11-10");
    let rest = format!("{answers}\n{POLICY}{task}");
    let (relay, office) = Installation::beside(Script::default(), &rest);
    office.once(NOW, 0);
    let head = String::from_utf8_lossy(&relay.arrived()[0].bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id");
    let id = id.trim().to_owned();
    (relay, office, id)
}

/// An office that has sent zhang a letter, its Maildir, and that letter's Message-ID.
pub fn office() -> (Relay, Installation, PathBuf, String) {
    let (relay, office, id) = office_with("[answers]\nmaildir = 'mail'");
    let mailbox = office.folder.path().join("mail");
    ["new", "cur", "tmp"]
        .iter()
        .for_each(|one| fs::create_dir_all(mailbox.join(one)).expect("made"));
    (relay, office, mailbox, id)
}

/// A reply of zhang's, the mail of that number.
pub fn reply(id: &str, words: &str, number: usize) -> String {
    format!(
        "From: zhang@example.org\nTo: duban@example.org\nMessage-ID: <{number}@mail>\nIn-Reply-To: {id}\nSubject: Re\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
    )
}

/// As a mail server delivers: written whole under another name first.
pub fn deliver(mailbox: &Path, name: &str, mail: &str) {
    let part = mailbox.join("tmp").join(name);
    fs::write(&part, mail).expect("written");
    fs::rename(part, mailbox.join("new").join(name)).expect("delivered");
}

fn all_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a5_a_maildir_is_read_once_and_left_as_it_is() {
    let (relay, office, mailbox, id) = office();
    deliver(&mailbox, "1.a.host", &reply(&id, "已完成", 1));
    deliver(&mailbox, "2.b.host", "From: x@example.org\nSubject: lunch\n\nnot ours\n");
    office.once(LATER, 0);
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
    assert_eq!(all_in(&mailbox.join("new")), ["1.a.host", "2.b.host"]);
    // A mail reader has looked at it: it is no new one.
    fs::rename(mailbox.join("new/1.a.host"), mailbox.join("cur/1.a.host:2,S")).expect("moved");
    office.once(LAST, 0);
    assert_eq!(answers(&office).len(), 1);
    assert_eq!(went_to(&relay), ["zhang", "zhang"], "one receipt");
    office.ledger_is_sound();
}

/// Killed after the answer was taken in and before the mail was noted as read: it is read again, and is the same answer.
#[test]
fn a5_a_crash_between_a_mail_and_its_mark_doubles_nothing() {
    let (relay, office, mailbox, id) = office();
    deliver(&mailbox, "1.a.host", &reply(&id, "已完成", 2));
    deliver(&mailbox, "2.b.host", &reply(&id, "请问找谁？", 3));
    office.once(LATER, 0);
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    assert_eq!(ledger.execute("DELETE FROM mail_read", []).expect("they go"), 2);
    drop(ledger);
    office.once(LAST, 0);
    assert_eq!(answers(&office), ["A-1 zhang done waits proven", "A-1 zhang note noted"]);
    assert_eq!(went_to(&relay), ["zhang", "zhang"], "one receipt");
}

/// What is taken out of the mailbox is forgotten, so that the ledger does not grow with it.
#[test]
fn a5_mails_that_are_gone_are_forgotten() {
    let (_relay, office, mailbox, id) = office();
    deliver(&mailbox, "1.a.host", &reply(&id, "收到", 4));
    office.once(LATER, 0);
    fs::remove_file(mailbox.join("new/1.a.host")).expect("deleted");
    deliver(&mailbox, "2.b.host", &reply(&id, "进展 60%", 5));
    office.once(LAST, 0);
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let known: String = ledger
        .query_row("SELECT group_concat(name) FROM mail_read", [], |row| row.get(0))
        .expect("one");
    assert_eq!(known, "2.b.host");
    assert_eq!(answers(&office).len(), 2);
}

/// Whoever may write into the mailbox has no other file read by a link.
#[test]
fn a5_a_link_in_the_mailbox_is_not_followed() {
    let (_relay, office, mailbox, id) = office();
    office.write("secret.eml", &reply(&id, "已完成", 6));
    std::os::unix::fs::symlink("../../secret.eml", mailbox.join("new/1.a.host")).expect("a link");
    let passed = office.once(LATER, 0);
    assert!(text(&passed).contains("a mail in the mailbox cannot be read"), "{}", text(&passed));
    assert!(answers(&office).is_empty());
}

#[test]
fn a5_check_and_the_log_say_that_a_maildir_cannot_be_read() {
    let (_relay, office, mailbox, _) = office();
    fs::remove_dir_all(mailbox.join("cur")).expect("gone");
    let check = office.json(Some(LATER), &["check", "--json"]);
    let codes = check["findings"].as_array().expect("findings").iter();
    assert!(codes.clone().any(|one| one["code"] == "no-maildir"), "{check}");
    let passed = office.once(LATER, 0);
    assert!(text(&passed).contains("the mailbox of replies cannot be read"), "{}", text(&passed));
}

#[test]
fn a5_a_daemon_sees_a_mail_that_comes_and_its_sweep_writes_the_receipt() {
    let (relay, office, mailbox, id) = office();
    let mut daemon = Daemon::start(&office, LATER);
    deliver(&mailbox, "1.a.host", &reply(&id, "已完成", 7));
    daemon.says("an answer came by mail");
    daemon.sends_at(LAST);
    assert_eq!(went_to(&relay), ["zhang", "zhang"]);
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
}
