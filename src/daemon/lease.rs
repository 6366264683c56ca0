//! N1: of the nodes that share a ledger one works on it, the holder of a lease. The others stand by.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::daemon::shared::SharedLedger;
use crate::daemon::systemd;
use crate::ledger::{Lease, LedgerError};
use crate::log::{cause, tell};
use crate::words::log::nodes as log;

/// How often the lease is prolonged: it lasts three times as long.
const PROLONGED: Duration = Duration::from_secs(10);

/// How often a node that stands by looks whether the lease has ended.
const LOOKED: Duration = Duration::from_secs(5);

/// Waits until this node has the lease. True if it had to stand by; `None` if it was told to stop before.
pub async fn stand_by(
    ledger: &SharedLedger,
    node: &str,
    stop: &CancellationToken,
) -> anyhow::Result<Option<bool>> {
    let mut before: Option<String> = None;
    loop {
        match take(ledger, node).await? {
            Ok(Ok(())) => {
                if let Some(before) = &before {
                    tell!(INFO, log::TAKEN_OVER, node, before);
                }
                return Ok(Some(before.is_some()));
            }
            Ok(Err(Lease { node: holder, .. })) => {
                systemd::waiting(&format!("stands by: node {holder} sweeps and sends"));
                if before.as_ref() != Some(&holder) {
                    tell!(INFO, log::STANDS_BY, node, holder);
                    before = Some(holder);
                }
            }
            Err(failure) => {
                tell!(ERROR, log::NOT_ASKED, error = cause(&failure));
                systemd::waiting(&format!("waits for the ledger: {failure}"));
                before.get_or_insert_default();
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(LOOKED) => {}
        }
    }
}

/// Prolongs the lease until told to stop. Should another node have taken it, this one is told to stop: the lease it names.
pub async fn hold(
    ledger: SharedLedger,
    node: String,
    stop: CancellationToken,
) -> anyhow::Result<Option<Lease>> {
    if !ledger.with(|ledger| ledger.is_shared()).await? {
        stop.cancelled().await;
    }
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(PROLONGED) => {}
        }
        match take(&ledger, &node).await? {
            Ok(Ok(())) => {}
            Ok(Err(lease)) => {
                tell!(ERROR, log::LOST, node, holder = lease.node);
                stop.cancel();
                return Ok(Some(lease));
            }
            Err(failure) => {
                tell!(WARN, log::NOT_PROLONGED, error = cause(&failure));
            }
        }
    }
}

async fn take(
    ledger: &SharedLedger,
    node: &str,
) -> anyhow::Result<Result<Result<(), Lease>, LedgerError>> {
    let node = node.to_owned();
    Ok(ledger.with(move |ledger| ledger.take_lease(&node)).await?)
}
