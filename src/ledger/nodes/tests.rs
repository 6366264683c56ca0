//! What several nodes may do with one ledger, on a real server: no relay, and leases that are ended by hand.

use std::collections::HashSet;

use jiff::{Timestamp, ToSpan};

use super::*;
use crate::ledger::db::Connection;
use crate::ledger::test_server;
use crate::ledger::{
    Attempt, CopyState, Kind, LetterState, NewFile, NewLetter, Outcome, Outgoing, RelayTrouble,
    SweepRecord, Told, Word,
};
use crate::model::{Importance, Language};

fn at(minute: i64) -> Timestamp {
    Timestamp::constant(1_795_000_000, 0) + minute.minutes()
}

/// A ledger of its own on the server, under that name.
struct Shared(String);

impl Shared {
    fn of(name: &str) -> Shared {
        let url = test_server::url(name);
        let shared = Shared(url);
        shared.sql(&format!("CREATE SCHEMA {name}"));
        shared
    }

    /// Statements beside the nodes.
    fn sql(&self, statements: &str) {
        let connection = Connection::Postgres(Box::new(
            Postgres::connect(&self.0, crate::clock::Machine::this()).unwrap(),
        ));
        connection.execute_batch(statements).unwrap();
    }

    /// A node that has joined.
    fn node(&self, name: &str) -> Ledger {
        let ledger = Ledger::open_server(&self.0).unwrap();
        ledger.join(name).unwrap();
        ledger
    }

    /// One that sweeps, with so many letters written.
    fn sweeper(&self, name: &str, letters: &[&str]) -> Ledger {
        let mut ledger = self.node(name);
        assert!(ledger.keep(None, true).unwrap().unwrap().sweeps);
        let letters = letters.iter().map(|id| letter(id)).collect();
        ledger.commit_sweep(at(0), &SweepRecord { letters, notices: Vec::new() }).unwrap();
        ledger
    }
}

fn letter(id: &str) -> NewLetter {
    NewLetter {
        id: id.into(),
        message_id: format!("{id}@example.org"),
        kind: Kind::Admin,
        own_name: None,
        language: Language::En,
        importance: Importance::Normal,
        subject: "x".into(),
        sender: "duban@example.org".into(),
        addressed: 1,
        recipients: vec!["x@example.org".to_owned()],
        bytes: b"Subject: x\r\n\r\nbody\r\n".to_vec(),
        numbering: None,
        left_out: Vec::new(),
        held: None,
        failed: Vec::new(),
    }
}

fn take(ledger: &mut Ledger, wanted: usize) -> Vec<String> {
    let taken = ledger.send(|sending| sending.take(at(1), wanted, usize::MAX, &HashSet::new()));
    taken.unwrap().into_iter().map(|letter: Outgoing| letter.id).collect()
}

fn trouble(minute: i64) -> RelayTrouble {
    RelayTrouble {
        since: at(minute),
        why: "connecting: refused".into(),
        needs_admin: false,
        cure: None,
        failures: 1,
        next_try: at(minute + 1),
        told: false,
    }
}

#[test]
fn n1_one_node_sweeps_and_another_takes_over_when_its_lease_has_ended() {
    let shared = Shared::of("nodes_sweep");
    let mut first = shared.sweeper("a-1", &[]);
    let mut second = shared.node("b-1");
    let standing = second.keep(None, true).unwrap().unwrap();
    assert_eq!((standing.sweeps, standing.sweeper.as_deref()), (false, Some("a-1")));
    assert_eq!(second.lease_clock().living(), 2);
    let refused = second.commit_sweep(at(1), &SweepRecord::default()).unwrap_err();
    assert!(matches!(refused, LedgerError::Lease { ref node, .. } if node == "a-1"), "{refused}");
    shared.sql("UPDATE lease SET until = 0");
    assert!(!second.keep(None, false).unwrap().unwrap().sweeps, "the other's files check");
    assert!(second.keep(None, true).unwrap().unwrap().sweeps);
    let refused = first.commit_sweep(at(2), &SweepRecord::default()).unwrap_err();
    assert!(matches!(refused, LedgerError::Lease { ref node, .. } if node == "b-1"), "{refused}");
    second.commit_sweep(at(2), &SweepRecord::default()).unwrap();
    // The server's time is known to both.
    assert!(second.lease_clock().now().is_some() && second.lease_clock().lasts());
}

#[test]
fn n2_every_node_sends_and_none_takes_what_another_has_in_hand() {
    let shared = Shared::of("nodes_claims");
    let mut first = shared.sweeper("a-1", &["p", "q", "r"]);
    let mut second = shared.node("b-1");
    assert_eq!(take(&mut first, 2), ["p", "q"]);
    assert_eq!(take(&mut second, 3), ["r"]);
    let rows = first.nodes().unwrap();
    let hands: Vec<(&str, u32)> = rows.iter().map(|row| (row.name.as_str(), row.letters)).collect();
    assert_eq!(hands, [("a-1", 2), ("b-1", 1)]);
    // What is settled is in no hands, and what was not tried may be taken.
    let attempt = Attempt {
        number: 1,
        ended: at(1),
        outcomes: vec![("x@example.org".to_owned(), Outcome::Delivered("250".into()))],
        retry: None,
        puts_off: false,
        offered: true,
    };
    let state = first.send(|sending| {
        // Said twice, as after a commit whose answer was lost.
        sending.strike(2)?;
        sending.strike(2)?;
        sending.settle(1, &attempt)
    });
    assert_eq!(state.unwrap(), LetterState::Sent);
    assert_eq!(take(&mut second, 3), ["q", "r"], "its own are free to it, as after a crash");
}

#[test]
fn n2_what_a_node_had_in_hand_is_free_ten_minutes_after_its_lease_was_seen_to_have_ended() {
    let shared = Shared::of("nodes_doubt");
    let mut first = shared.sweeper("a-1", &["p", "q"]);
    let mut second = shared.node("b-1");
    assert_eq!(take(&mut first, 1), ["p"]);
    shared.sql("UPDATE node SET until = 0 WHERE name = 'a-1'; UPDATE lease SET until = 0");
    assert!(second.keep(None, true).unwrap().unwrap().sweeps);
    assert_eq!(take(&mut second, 2), ["q"], "what was not begun is free at once");
    // It may record nothing while its lease is over; back before the ten minutes are, it goes on where it was.
    let refused = first.send(|sending| sending.strike(1)).unwrap_err();
    assert!(matches!(refused, LedgerError::Lapsed { .. }), "{refused}");
    assert!(!first.keep(None, true).unwrap().unwrap().sweeps);
    first.send(|sending| sending.strike(1)).unwrap();
    assert_eq!(take(&mut first, 1), ["p"]);
    shared.sql("UPDATE node SET until = 0, gone = 0 WHERE name = 'a-1'");
    second.keep(None, true).unwrap().unwrap();
    assert_eq!(take(&mut second, 1), ["p"]);
    // Others were given what it had: it may not go on.
    assert_eq!(first.keep(None, true).unwrap(), Err(Forgotten));
    let refused = first.send(|sending| sending.strike(1)).unwrap_err();
    assert!(matches!(refused, LedgerError::Lapsed { .. }), "{refused}");
}

#[test]
fn n2_an_outage_is_a_node_s_own_and_one_of_all_when_no_node_can_send() {
    let shared = Shared::of("nodes_outage");
    let mut first = shared.sweeper("a-1", &["p"]);
    let mut second = shared.node("b-1");
    first.send(|sending| sending.relay_down(&trouble(0))).unwrap();
    assert_eq!(first.own_relay_trouble().unwrap(), Some(trouble(0)));
    assert_eq!(second.own_relay_trouble().unwrap(), None);
    assert_eq!(first.relay_trouble().unwrap(), None, "the other can send");
    second.send(|sending| sending.relay_down(&trouble(9))).unwrap();
    assert_eq!(first.relay_trouble().unwrap(), Some(trouble(9)), "since the last of them cannot");
    second.send(|sending| sending.relay_up()).unwrap();
    assert_eq!(first.relay_trouble().unwrap(), None);
    // One that is gone sends nothing, either.
    shared.sql("UPDATE node SET until = 0 WHERE name = 'b-1'");
    assert_eq!(first.relay_trouble().unwrap(), Some(trouble(0)));
    // Started again, it knows what kept letters from leaving before.
    first.give_up_lease().unwrap();
    let again = shared.node("a-2");
    assert_eq!(again.own_relay_trouble().unwrap(), Some(trouble(0)));
}

#[test]
fn n2_an_outage_that_was_told_is_not_told_again_when_a_further_node_meets_with_it() {
    let shared = Shared::of("nodes_told");
    let mut first = shared.sweeper("a-1", &[]);
    first.send(|sending| sending.relay_down(&trouble(0))).unwrap();
    let word = Word { told: Told::Outage(at(0)), letter: Some(letter("word")) };
    first.tell(&[word], at(20)).unwrap();
    let mut second = shared.node("b-1");
    second.send(|sending| sending.relay_down(&trouble(30))).unwrap();
    assert!(first.relay_trouble().unwrap().expect("none can send").told);
    // The word that letters leave again is about the outage that was told.
    let told = second.send(|sending| sending.told_outage()).unwrap().expect("it was told");
    assert_eq!(told.since, at(0));
    second.send(|sending| sending.relay_up()).unwrap();
    assert_eq!(first.send(|sending| sending.told_outage()).unwrap(), None);
}

#[test]
fn a_schema_is_brought_up_to_date_when_no_node_works_by_the_old_one() {
    let shared = Shared::of("nodes_upgrade");
    let first = shared.node("a-1");
    // The step after it makes a table.
    shared.sql("UPDATE lease SET schema = 17");
    let refused = Ledger::open_server(&shared.0).err().unwrap();
    assert!(matches!(refused, LedgerError::InUse { ref node, .. } if node == "a-1"), "{refused}");
    assert!(!refused.is_lasting());
    first.give_up_lease().unwrap();
    // Nobody works by it: the step is tried, which this ledger has had.
    let tried = Ledger::open_server(&shared.0).err().unwrap();
    assert!(tried.to_string().contains("already exists"), "{tried}");
}

#[test]
fn n4_a_node_whose_files_do_not_check_sweeps_only_where_those_of_no_other_do() {
    let shared = Shared::of("nodes_checks");
    let first = shared.node("a-1");
    let second = shared.node("b-1");
    assert!(!first.keep(None, false).unwrap().unwrap().sweeps);
    assert!(second.keep(None, false).unwrap().unwrap().sweeps, "somebody must");
}

#[test]
fn n4_the_files_in_force_are_kept_with_their_fingerprint_and_all_earlier_ones() {
    let shared = Shared::of("nodes_files");
    let mut ledger = shared.sweeper("a-1", &[]);
    let file = |name: &str, digest: &str, text: Option<&str>| NewFile {
        name: name.to_owned(),
        digest: digest.to_owned(),
        bytes: text.map(|text| text.as_bytes().to_vec()),
    };
    assert_eq!(
        ledger.copy_of_files("one").unwrap(),
        CopyState::InForce,
        "there is nothing else yet"
    );
    let both = [file("duban.toml", "1", Some("root")), file("a.toml", "2", Some("a"))];
    ledger.put_in_force("one", &both, at(1)).unwrap();
    ledger.put_in_force("two", &[file("duban.toml", "1", None)], at(2)).unwrap();
    assert_eq!(ledger.kept_files().unwrap(), [("duban.toml".to_owned(), b"root".to_vec())]);
    let copies = ["one", "two", "three"].map(|one| ledger.copy_of_files(one).unwrap());
    assert_eq!(copies, [CopyState::Older, CopyState::InForce, CopyState::New]);
    // Put back by an edit.
    ledger.put_in_force("one", &[file("duban.toml", "3", Some("anew"))], at(3)).unwrap();
    assert_eq!(ledger.copy_of_files("two").unwrap(), CopyState::Older);
    assert_eq!(ledger.kept_files().unwrap(), [("duban.toml".to_owned(), b"anew".to_vec())]);
}
