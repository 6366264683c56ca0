//! Letters in sending's hands: taken out of the ledger's queue, and what became of them not recorded. Those that
//! only wait for a free place belong to whoever claims them: to sending, which hands them over or puts
//! them back, or to the sweep, which recalls all of them before it withdraws letters (L6b). What an attempt in the
//! ledger without an end cannot tell, since a crash leaves them too, is told here: whether it goes on.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ledger::{Ledger, LedgerError, Outgoing};

/// A handle to them; all clones are of the same letters.
#[derive(Clone, Default)]
pub struct Claims(Arc<Mutex<HashMap<i64, Place>>>);

/// Where such a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It waits for its turn to make this attempt.
    Ahead(u32),
    /// It was handed over, or put back.
    Claimed,
}

impl Claims {
    /// These were taken out; and what became of those is recorded.
    pub(crate) fn turn(&self, taken: &[Outgoing], recorded: &HashSet<i64>) {
        let mut letters = self.letters();
        letters.retain(|letter, _| !recorded.contains(letter));
        letters.extend(taken.iter().map(|one| (one.number, Place::Ahead(one.attempt))));
    }

    /// Whether it waits for its turn, and was not recalled.
    pub(crate) fn is_ahead(&self, letter: &Outgoing) -> bool {
        self.letters().get(&letter.number) == Some(&Place::Ahead(letter.attempt))
    }

    /// It is handed over, or put back; false if it was recalled, and is as if it had not been taken out.
    pub(crate) fn claim(&self, letter: &Outgoing) -> bool {
        match self.letters().get_mut(&letter.number) {
            Some(place) if *place == Place::Ahead(letter.attempt) => {
                *place = Place::Claimed;
                true
            }
            _ => false,
        }
    }

    /// All that wait for their turn are as if they had not been taken out. Should that not be recorded, they
    /// count as cut short.
    pub(crate) fn recall(&self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        let recalled: Vec<i64> = {
            let mut letters = self.letters();
            let ahead = letters.extract_if(|_, place| *place != Place::Claimed);
            ahead.map(|(letter, _)| letter).collect()
        };
        if recalled.is_empty() {
            return Ok(());
        }
        ledger.send(|sending| recalled.iter().try_for_each(|letter| sending.strike(*letter)))
    }

    /// Whether it is one of them.
    pub(crate) fn has(&self, letter: i64) -> bool {
        self.letters().contains_key(&letter)
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = i64> {
        self.letters().keys().copied().collect::<Vec<_>>().into_iter()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.letters().is_empty()
    }

    fn letters(&self) -> MutexGuard<'_, HashMap<i64, Place>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
