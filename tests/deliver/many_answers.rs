//! Many answers by mail and many `kill -9`: none is lost, none is taken twice, and each has one receipt (A2, A5).
//!
//! `DUBAN_KILLS=200 cargo test --release --test deliver -- many_answers` kills as often as you like.

use std::process::Stdio;

use rusqlite::Connection;

use super::installation::{Installation, text};
use super::maildir::{deliver, office, reply};

const LAST: &str = "2026-11-12 09:00:10";

/// So many answers come between a start and its end.
const EACH: usize = 25;

fn kills() -> usize {
    let given = std::env::var("DUBAN_KILLS").ok().and_then(|given| given.parse().ok());
    given.unwrap_or(40)
}

fn count(office: &Installation, sql: &str) -> usize {
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    ledger.busy_timeout(std::time::Duration::from_secs(20)).expect("set");
    let number: i64 = ledger.query_row(sql, [], |row| row.get(0)).expect("a number");
    number as usize
}

/// A daemon that is killed once the ledger has so many answers.
fn killed_at(office: &Installation, clock: &str, answers: usize) {
    let mut daemon = office.command(Some(clock), &["run"]);
    let mut daemon = daemon.stderr(Stdio::null()).spawn().expect("started");
    while count(office, "SELECT count(*) FROM answer") < answers {
        assert_eq!(daemon.try_wait().expect("a status"), None, "it ended by itself");
        std::thread::yield_now();
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("ended");
}

#[test]
fn a_thousand_answers_and_many_kills_lose_and_double_nothing() {
    let (relay, office, mailbox, id) = office();
    let mut total = 0;
    for kill in 0..kills() {
        for _ in 0..EACH {
            total += 1;
            let words = format!("进展 {}% 第 {total} 次", total % 100);
            deliver(&mailbox, &format!("{total:06}.a.host"), &reply(&id, &words, total));
        }
        // Each time at another place: amid the mails, after the last, while its receipt is on its way.
        let clock = format!("2026-11-12 {:02}:{:02}:10", 2 + kill / 60, kill % 60);
        killed_at(&office, &clock, total - EACH + 1 + kill * 7 % EACH);
    }
    for _ in 0..2 {
        let last = office.run(Some(LAST), &["run", "--once"]);
        assert_eq!(last.status.code(), Some(0), "{}", text(&last));
    }
    assert_eq!(count(&office, "SELECT count(*) FROM answer"), total);
    assert_eq!(count(&office, "SELECT count(DISTINCT message_id) FROM answer"), total);
    assert_eq!(count(&office, "SELECT count(*) FROM mail_read"), total);
    let receipts = "SELECT count(DISTINCT occurrence) FROM notice WHERE stage = 'receipt' AND disposition = 'letter'";
    assert_eq!(count(&office, receipts), total, "each has a receipt");
    let all = "SELECT count(*) FROM notice WHERE stage = 'receipt'";
    assert_eq!(count(&office, all), total, "and one alone");
    assert!(!relay.arrived().is_empty());
    office.ledger_is_sound();
}
