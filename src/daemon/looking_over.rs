//! A large ledger is looked over while the daemon works: a start would wait minutes for it.

use std::path::PathBuf;

use tokio::sync::oneshot::{self, Receiver};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::ledger::{Ledger, LedgerError};
use crate::log::{cause, tell};
use crate::words::log::daemon as said;

/// Looks over the ledger of that state folder, by a connection of its own. Where it is damaged, the damage is told first, and
/// then the daemon is stopped.
pub(crate) fn beside(state: PathBuf, stop: CancellationToken) -> Receiver<LedgerError> {
    let (damage, found) = oneshot::channel();
    spawn_blocking(move || {
        let Err(failure) = Ledger::look_over_beside(&state) else { return };
        if failure.is_lasting() {
            let _stops_anyway = damage.send(failure);
            stop.cancel();
        } else {
            // The daemon itself meets with what is wrong now, and waits.
            tell!(WARN, said::NOT_LOOKED_OVER, error = cause(&failure));
        }
    });
    found
}
