//! Letters taken out of the queue ahead of a free place, and not handed over yet. Each belongs to whoever claims it:
//! to sending, which hands it over or puts it back, or to the sweep, which recalls all of them before it
//! withdraws letters (L6b). Only the one that claimed it writes down that the attempt was not made.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ledger::{Ledger, LedgerError};

/// A handle to them; all clones are of the same letters.
#[derive(Clone, Default)]
pub struct Ahead(Arc<Mutex<HashSet<i64>>>);

impl Ahead {
    /// These were taken out.
    pub(super) fn add(&self, letters: impl Iterator<Item = i64>) {
        self.letters().extend(letters);
    }

    /// Whether it has not been recalled.
    pub(super) fn has(&self, letter: i64) -> bool {
        self.letters().contains(&letter)
    }

    /// It is handed over, or put back; false if it was recalled, and is as if it had not been taken out.
    pub(super) fn claim(&self, letter: i64) -> bool {
        self.letters().remove(&letter)
    }

    /// All are as if they had not been taken out. Should that not be recorded, they count as cut short.
    pub(super) fn recall(&self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        let recalled = std::mem::take(&mut *self.letters());
        if recalled.is_empty() {
            return Ok(());
        }
        ledger.send(|sending| recalled.iter().try_for_each(|letter| sending.strike(*letter)))
    }

    fn letters(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
