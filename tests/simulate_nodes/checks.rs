//! Once all is over: what became of every letter (L1, L2, N2), and whether the plan is what happened (T7).

use std::collections::BTreeMap;

use duban::ledger::{Ledger, LetterRow, LetterState};
use duban::model::{Config, Language};
use jiff::Timestamp;

use super::unsent::never_sent;
use super::world::{Accepted, Inner, Moment, World};

/// All that is wrong with a life that ended now.
pub fn check(world: &World, ledger: &Ledger, config: &Config, now: Moment) {
    let mut letters: BTreeMap<String, (LetterRow, Vec<u8>)> = BTreeMap::new();
    let read = ledger.each_letter(|row, bytes| {
        letters.insert(row.message_id.clone(), (row, bytes));
        Ok::<(), ()>(())
    });
    assert_eq!(read.expect("read"), Ok(()));
    let mut wrong: Vec<String> =
        ledger.check().expect("read").iter().map(|flaw| flaw.sentence(Language::En)).collect();
    let mut world = world.lock();
    for (row, bytes) in letters.values() {
        wrong.extend(letter(&world, row, bytes));
    }
    let unknown = world.accepted.iter().filter(|one| !letters.contains_key(&one.message_id));
    wrong.extend(unknown.map(|one| format!("{} is in no ledger", one.message_id)));
    wrong.extend(never_sent(config, ledger, Timestamp::from_microsecond(now).expect("in range")));
    if !wrong.is_empty() {
        world.fail(wrong.join("\n"));
    }
}

fn letter(world: &Inner, row: &LetterRow, bytes: &[u8]) -> Vec<String> {
    let mut wrong = Vec::new();
    let copies: Vec<&Accepted> =
        world.accepted.iter().filter(|one| one.message_id == row.message_id).collect();
    // L2: one that was handed over twice without an answer is given up, and has arrived.
    // T7: one that still waited is replaced by the letter of the next stage.
    let settled = [LetterState::Sent, LetterState::Failed, LetterState::Replaced];
    if !settled.contains(&row.state) {
        wrong.push(format!("letter {} is {:?}", row.id, row.state));
    }
    if copies.iter().any(|one| one.bytes != bytes) {
        wrong.push(format!("letter {} left with other bytes", row.id));
    }
    for recipient in &row.recipients {
        let mut reached: Vec<&&Accepted> =
            copies.iter().filter(|one| one.recipients.contains(&recipient.address)).collect();
        reached.sort_by_key(|one| one.at);
        if row.state != LetterState::Replaced && reached.is_empty() {
            wrong.push(format!("letter {} never reached {}", row.id, recipient.address));
        }
        let known = |one: &&&Accepted| {
            one.answered.is_some_and(|heard| !world.may_be_lost(one.process, heard))
        };
        // The last is nobody's first of two.
        if let Some(first) = reached.iter().rev().skip(1).find(|one| known(one)) {
            let who = &recipient.address;
            let why = format!("letter {} for {who} was taken at {}", row.id, shown(first.at));
            let times: Vec<String> = reached.iter().map(|one| shown(one.at)).collect();
            wrong.push(format!("{why}, which was known, and went again: {}", times.join(" ")));
        }
    }
    wrong
}

fn shown(at: Moment) -> String {
    Timestamp::from_microsecond(at).expect("in range").to_string()
}

/// How many letters there are.
pub fn letters(ledger: &Ledger) -> u64 {
    let mut letters = 0;
    let read = ledger.each_letter(|_, _| {
        letters += 1;
        Ok::<(), ()>(())
    });
    assert_eq!(read.expect("read"), Ok(()));
    letters
}

/// How many messages came twice.
pub fn copies(world: &World) -> u64 {
    let world = world.lock();
    let mut times: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for one in &world.accepted {
        for recipient in &one.recipients {
            *times.entry((&one.message_id, recipient)).or_default() += 1;
        }
    }
    times.values().map(|times| times - 1).sum()
}
