//! A node among those that share a ledger: it prolongs its leases, learns whether it is the one that sweeps, and looks
//! after the others (N1, N2).

use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::daemon::shared::SharedLedger;
use crate::daemon::status::Status;
use crate::daemon::systemd;
use crate::ledger::{Forgotten, Ledger, LedgerError, Standing};
use crate::log::{cause, tell};
use crate::words::log::nodes as log;

/// A clock that is further off is told of (N1).
const OFF: SignedDuration = SignedDuration::from_secs(5);

/// How a node stands, for whoever waits for its turn.
pub type Standings = watch::Receiver<Standing>;

/// Why a node may not go on.
#[derive(Debug, thiserror::Error)]
pub enum Left {
    /// It swept, stood still or was cut off for longer than its lease, and another sweeps.
    #[error("node {0} has taken over")]
    TakenOver(String),
    /// It stood still or was cut off for so long that others were given the letters it had in hand.
    #[error("the lease of this node ended so long ago that its letters were given to others")]
    Forgotten,
}

/// The one process that works on a ledger in a file.
pub fn alone() -> Standings {
    watch::channel(Standing::alone()).1
}

/// How often a node says that it lives: one that does not sweep takes over within two such times of the end of the
/// sweeping one's lease.
fn pause(standing: Option<&Standing>) -> Duration {
    let length = Ledger::lease_length();
    if standing.is_some_and(|standing| standing.sweeps) { length / 3 } else { length / 6 }
}

/// Opens the ledger of a server. While another node works by an older schema, its end is waited for.
pub async fn open(url: &str, stop: &CancellationToken) -> Result<Ledger, LedgerError> {
    let mut told = false;
    loop {
        let failure = match Ledger::open_server(url) {
            Err(failure @ LedgerError::InUse { .. }) => failure,
            opened => return opened,
        };
        systemd::waiting(&format!("waits for a node of an older version: {failure}"));
        if !std::mem::replace(&mut told, true) {
            tell!(WARN, log::WAITS_FOR_OLDER, error = cause(&failure));
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Err(failure),
            () = tokio::time::sleep(pause(None)) => {}
        }
    }
}

/// Joins the nodes of a ledger: how this one stands, from now on. `None` if it was told to stop before. `files`: their
/// fingerprint, and whether all of them check.
pub async fn join(
    ledger: &SharedLedger,
    node: &str,
    files: (Option<String>, bool),
    stop: &CancellationToken,
) -> anyhow::Result<Option<watch::Sender<Standing>>> {
    loop {
        let (name, (files, checks)) = (node.to_owned(), files.clone());
        let joined = move |ledger: &mut Ledger| {
            ledger.join(&name)?;
            ledger.keep(files.as_deref(), checks)
        };
        match ledger.with(joined).await? {
            Ok(Ok(standing)) => return Ok(Some(watch::channel(standing).0)),
            Ok(Err(Forgotten)) => {}
            Err(failure) if failure.is_lasting() => return Err(failure.into()),
            Err(failure) => {
                tell!(ERROR, log::NOT_ASKED, error = cause(&failure));
                systemd::waiting(&format!("waits for the ledger: {failure}"));
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(pause(None)) => {}
        }
    }
}

/// Prolongs the leases until told to stop. Where that comes too late, the process is told to stop: why it may not go on.
pub async fn keep(
    ledger: SharedLedger,
    standing: watch::Sender<Standing>,
    status: Status,
    stop: CancellationToken,
) -> anyhow::Result<Option<Left>> {
    // A ledger in a file has no other node, and no lease.
    if !ledger.with(|ledger| ledger.is_shared()).await? {
        stop.cancelled().await;
        return Ok(None);
    }
    let mut clock = ClockWatch::default();
    let first = standing.borrow().clone();
    ledger.with(status.stands(&first)).await?;
    loop {
        let before = standing.borrow().clone();
        clock.looked(before.ahead);
        let pause = pause(Some(&before));
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(pause) => {}
        }
        let (files, checks) = status.own_files();
        let keep = move |ledger: &mut Ledger| ledger.keep(files.as_deref(), checks);
        let left = match ledger.with(keep).await? {
            Err(failure) => {
                tell!(WARN, log::NOT_PROLONGED, error = cause(&failure));
                status.is_cut_off();
                continue;
            }
            Ok(Err(Forgotten)) => {
                tell!(ERROR, log::FORGOTTEN);
                Left::Forgotten
            }
            Ok(Ok(now)) if before.sweeps && !now.sweeps => {
                let holder = now.sweeper.unwrap_or_default();
                tell!(ERROR, log::LOST, holder);
                Left::TakenOver(holder)
            }
            Ok(Ok(now)) => {
                told(&before, &now);
                ledger.with(status.stands(&now)).await?;
                standing.send_replace(now);
                continue;
            }
        };
        stop.cancel();
        return Ok(Some(left));
    }
}

/// Who sweeps, where that has changed.
fn told(before: &Standing, now: &Standing) {
    if now.sweeps && !before.sweeps {
        let before = before.sweeper.as_deref().unwrap_or_default();
        tell!(INFO, log::TAKEN_OVER, before);
    } else if !now.sweeps && now.sweeper != before.sweeper {
        stands_by(now);
    }
}

/// Another node sweeps.
pub(crate) fn stands_by(standing: &Standing) {
    let holder = standing.sweeper.as_deref().unwrap_or_default();
    tell!(INFO, log::STANDS_BY, holder);
}

/// Whether the clock of this machine is off by too much, told when that begins and ends.
#[derive(Default)]
struct ClockWatch {
    off: bool,
}

impl ClockWatch {
    fn looked(&mut self, ahead: SignedDuration) {
        let off = is_off(ahead);
        if off != std::mem::replace(&mut self.off, off) {
            let ahead = format!("{:+.1} s", ahead.as_secs_f64());
            match off {
                true => tell!(WARN, log::CLOCK_OFF, ahead),
                false => tell!(INFO, log::CLOCK_RIGHT, ahead),
            }
        }
    }
}

/// Whether a clock is so far off the server's that it is told of.
pub(crate) fn is_off(ahead: SignedDuration) -> bool {
    ahead.abs() > OFF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_a_clock_that_is_more_than_five_seconds_off_is_told_of() {
        let off = |millis| is_off(SignedDuration::from_millis(millis));
        assert!(!off(0) && !off(5000) && !off(-5000));
        assert!(off(5001) && off(-5001));
    }

    #[test]
    fn n1_a_lease_is_prolonged_thrice_before_it_ends() {
        let sweeps = Standing::alone();
        assert_eq!(pause(Some(&sweeps)), Duration::from_secs(10));
        assert_eq!(pause(Some(&Standing { sweeps: false, ..sweeps })), Duration::from_secs(5));
    }
}
