//! L9, on both engines.

use super::*;
use crate::ledger::tests::{at, attempt, delivered, letter, none, open, record, take};
use crate::ledger::{NewLetter, RecipientState};

const A: &str = "a@example.org";
const B: &str = "b@example.org";

/// A ledger with these letters to A and B, taken out to be sent.
fn taken(state: &std::path::Path, ids: &[&str]) -> (crate::ledger::Lock, Ledger) {
    let (lock, mut ledger) = open(state);
    let letters: Vec<NewLetter> = ids.iter().map(|id| letter(id, &[A, B])).collect();
    ledger.commit_sweep(at(1), &record(letters, Vec::new())).unwrap();
    take(&mut ledger, at(1), 9, &none());
    (lock, ledger)
}

fn deliver(ledger: &mut Ledger, number: i64) {
    let all = attempt(Some(9), &[(A, delivered()), (B, delivered())]);
    ledger.send(|sending| sending.settle(number, &all)).unwrap();
}

fn bounced(address: &str) -> [CameBack; 1] {
    [CameBack { address: address.into(), bounced: true, text: "550 no".into() }]
}

/// Of a letter: what became of A and B, and whether none has it whom it is addressed to.
fn stands(ledger: &Ledger, id: &str) -> (Vec<RecipientState>, bool) {
    let row = ledger.letter_row(id).unwrap().unwrap();
    (row.recipients.iter().map(|one| one.state).collect(), row.unreached)
}

fn untold(ledger: &Ledger) -> Vec<String> {
    ledger.undelivered().unwrap().into_iter().map(|one| one.address).collect()
}

pub(in crate::ledger) fn l9_delivered_becomes_bounced_once_and_the_admin_hears_of_an_address_once()
{
    use RecipientState::{Bounced, Delivered};
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = taken(state.path(), &["l", "m"]);
    deliver(&mut ledger, 1);
    deliver(&mut ledger, 2);
    ledger.came_back("l", "one", &bounced(A), at(3)).unwrap();
    ledger.came_back("l", "one", &bounced(A), at(4)).unwrap();
    assert_eq!(stands(&ledger, "l"), (vec![Bounced, Delivered], false));
    assert_eq!(ledger.came_back_of("l").unwrap().len(), 1);
    ledger.came_back("m", "two", &bounced(A), at(4)).unwrap();
    assert_eq!(untold(&ledger), [A], "once an address");
    let late = CameBack { bounced: false, ..bounced(B)[0].clone() };
    ledger.came_back("l", "three", &[late], at(5)).unwrap();
    assert_eq!(stands(&ledger, "l"), (vec![Bounced, Delivered], false), "a delay changes nothing");
    ledger.came_back("l", "four", &bounced(B), at(5)).unwrap();
    assert_eq!(stands(&ledger, "l"), (vec![Bounced, Bounced], true));
    assert!(ledger.undelivered().unwrap()[1].failed, "nobody has it");
    // A person has it sent once more; the old bounce is not about that.
    assert!(!ledger.retry("l", at(6)).unwrap());
    take(&mut ledger, at(6), 9, &none());
    let again = crate::ledger::Attempt {
        number: 2,
        ..attempt(None, &[(A, delivered()), (B, delivered())])
    };
    ledger.send(|sending| sending.settle(1, &again)).unwrap();
    assert_eq!(stands(&ledger, "l"), (vec![Delivered, Delivered], false));
    assert!(
        ledger.check().unwrap().iter().all(|flaw| matches!(flaw, crate::ledger::Flaw::NoNotice(_)))
    );
}

pub(in crate::ledger) fn l9_a_bounce_that_comes_before_the_relays_answer_is_recorded_counts_all_the_same()
 {
    use RecipientState::{Bounced, Delivered, Pending};
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = taken(state.path(), &["l"]);
    ledger.came_back("l", "one", &bounced(B), at(1)).unwrap();
    assert_eq!(stands(&ledger, "l"), (vec![Pending, Pending], false));
    deliver(&mut ledger, 1);
    assert_eq!(stands(&ledger, "l"), (vec![Delivered, Bounced], false));
    assert_eq!(untold(&ledger), [B]);
}

pub(in crate::ledger) fn l9_an_address_is_forgotten_when_the_files_lose_it_or_a_later_letter_stayed()
 {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = taken(state.path(), &["l", "m"]);
    deliver(&mut ledger, 1);
    ledger.came_back("l", "one", &[bounced(A), bounced(B)].concat(), at(1)).unwrap();
    let known = |ledger: &Ledger| {
        let all = ledger.bounced_addresses().unwrap().into_iter();
        all.map(|one| one.address).collect::<Vec<String>>()
    };
    assert_eq!(known(&ledger), [A, B]);
    ledger.forget_bounced(|address| address != B, at(2)).unwrap();
    assert_eq!(known(&ledger), [A]);
    // A later letter, taken at minute 2: it may still come back.
    deliver(&mut ledger, 2);
    ledger.forget_bounced(|_| true, at(5 * 24 * 60)).unwrap();
    assert_eq!(known(&ledger), [A]);
    ledger.forget_bounced(|_| true, at(5 * 24 * 60 + 2)).unwrap();
    assert_eq!(known(&ledger), [""; 0]);
    ledger.came_back("m", "two", &bounced(A), at(5 * 24 * 60 + 3)).unwrap();
    assert_eq!(untold(&ledger).iter().filter(|one| *one == A).count(), 2, "told anew");
}
