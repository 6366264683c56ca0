//! A large ledger is looked over while the daemon works: a start would wait minutes for it.

use std::path::PathBuf;

use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::ledger::{Ledger, LedgerError};
use crate::log::{cause, tell};
use crate::words::log::daemon as said;

/// Looks over the ledger of that state folder, by a connection of its own. Where it is damaged, the daemon is stopped, and the
/// damage is the result.
pub(crate) fn beside(state: PathBuf, stop: CancellationToken) -> JoinHandle<Option<LedgerError>> {
    spawn_blocking(move || {
        let failure = Ledger::look_over_beside(&state).err()?;
        if failure.is_lasting() {
            stop.cancel();
            return Some(failure);
        }
        // The daemon itself meets with what is wrong now, and waits.
        tell!(WARN, said::NOT_LOOKED_OVER, error = cause(&failure));
        None
    })
}

/// What it has found by the daemon's end. One that goes on is of no use any more.
pub(crate) async fn found(
    looking: Option<JoinHandle<Option<LedgerError>>>,
) -> Result<Option<LedgerError>, JoinError> {
    match looking {
        Some(looking) if looking.is_finished() => looking.await,
        _ => Ok(None),
    }
}
