//! Whether letters go and none is taken. One refused letter is its recipients' affair; several in a row, with none taken
//! between, are a relay that takes none, though it answers.

use jiff::Timestamp;

use crate::daemon::sending::attempt::Landed;
use crate::ledger::{LetterState, Outcome, Refusing};
use crate::model::met::Met;

/// What follows from what was known, and from letters that were settled since, in their order.
pub(crate) fn after<'l>(
    known: Option<Refusing>,
    settled: impl Iterator<Item = (&'l Landed, LetterState)>,
) -> Option<Refusing> {
    settled.fold(known, |known, (landed, state)| next(known, landed, state))
}

fn next(known: Option<Refusing>, landed: &Landed, state: LetterState) -> Option<Refusing> {
    let outcomes = landed.delivery.outcomes();
    if outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Delivered(_))) {
        return None;
    }
    let refused = outcomes.iter().filter_map(|(address, outcome)| match outcome {
        Outcome::Refused(answer) => Some((address, answer)),
        _ => None,
    });
    let refused: Vec<(&String, &Met)> = refused.collect();
    let (Some((first, answer)), LetterState::Failed) = (refused.first(), state) else {
        return known;
    };
    let known = known.unwrap_or_else(|| begun(landed.ended, first));
    let several = refused.iter().any(|(address, _)| **address != known.address);
    Some(Refusing {
        letters: known.letters + 1,
        several: known.several || several,
        answer: (*answer).clone(),
        ..known
    })
}

fn begun(since: Timestamp, address: &str) -> Refusing {
    let (address, answer) = (address.to_owned(), Met::from(""));
    Refusing { since, letters: 0, address, several: false, answer }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::channels::Delivery;
    use crate::ledger::{Kind, Outgoing};

    /// Whether none is taken after these letters: whom each was to, and whether it was taken.
    fn check(letters: &[(&str, bool)], in_effect: bool) {
        let landed = letters.iter().map(|(to, taken)| {
            let answer = Met::from("554 5.7.1 no");
            let (outcome, state) = match taken {
                true => (Outcome::Delivered(answer), LetterState::Sent),
                false => (Outcome::Refused(answer), LetterState::Failed),
            };
            let outcomes = to.split(' ').map(|one| (one.to_owned(), outcome.clone())).collect();
            let delivery = Delivery::heard(outcomes);
            let letter = Arc::new(Outgoing {
                number: 1,
                attempt: 1,
                since: Timestamp::UNIX_EPOCH,
                sender: String::new(),
                kind: Kind::Admin,
                subject: String::new(),
                id: String::new(),
                put_off: 0,
                recipients: Vec::new(),
                one_by_one: false,
                bytes: Vec::new(),
            });
            (Landed { letter, ended: Timestamp::UNIX_EPOCH, delivery, put_off: Vec::new() }, state)
        });
        let landed: Vec<(Landed, LetterState)> = landed.collect();
        let known = after(None, landed.iter().map(|(landed, state)| (landed, *state)));
        assert_eq!(known.is_some_and(|known| known.is_in_effect()), in_effect, "{letters:?}");
    }

    #[test]
    fn several_letters_in_a_row_that_nobody_has_are_a_relay_that_takes_none() {
        check(&[], false);
        check(&[("a", false)], false);
        check(&[("a b", false)], false);
        check(&[("a", false), ("a", false)], false);
        check(&[("a", false), ("b", false)], true);
        check(&[("a b", false), ("a", false)], true);
        check(&[("a", false); 3], true);
        check(&[("a", false), ("a", false), ("c", true)], false);
        check(&[("c", true), ("a", false), ("b", false)], true);
        check(&[("a", false), ("b", false), ("c", true), ("d", false)], false);
    }
}
