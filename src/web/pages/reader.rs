//! The ledger as pages read it: read-only, off the loop, a few connections of their own, so that a page waits for no sweep
//! and no sweep for a page.

use std::sync::{Mutex, PoisonError};

use crate::ledger::{Ledger, LedgerError};

/// What opens the ledger to read it; `None` where there is none yet.
pub type OpenLedger = Box<dyn Fn() -> Result<Option<Ledger>, LedgerError> + Send + Sync>;

/// Connections that are kept.
const KEPT: usize = 4;

pub(super) struct Reader {
    open: OpenLedger,
    idle: Mutex<Vec<Ledger>>,
}

impl Reader {
    pub(super) fn new(open: OpenLedger) -> Reader {
        Reader { open, idle: Mutex::default() }
    }

    /// Reads on the thread that calls it. A connection that failed is not used again.
    pub(super) fn read<R>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<R, LedgerError>,
    ) -> Result<R, Unread> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let ledger = match kept {
            Some(ledger) => ledger,
            None => (self.open)().map_err(|error| Unread(error.to_string()))?.ok_or_else(none)?,
        };
        let read = work(&ledger).map_err(|error| Unread(error.to_string()))?;
        let mut idle = idle();
        if idle.len() < KEPT {
            idle.push(ledger);
        }
        Ok(read)
    }
}

/// Why it could not be read, for the log.
#[derive(Debug)]
pub(super) struct Unread(pub(super) String);

fn none() -> Unread {
    Unread("there is no ledger".to_owned())
}
