//! One sweep and what can be sent then, for `duban run --once`; and sending alone.

use anyhow::Context;
use tokio::sync::watch;

use crate::daemon::files_read::Read;
use crate::daemon::pass::{begin, pass};
use crate::daemon::receiving::mailbox;
use crate::daemon::sending::{Active, Dispatch, Tally};
use crate::daemon::sweeping::admin_notices;
use crate::daemon::{GOODBYE, Setup, own_copy};
use crate::ledger::{Ledger, LedgerError};
use crate::log::tell;
use crate::words::log;

/// One sweep, then everything that can be sent now. True if nothing failed.
pub async fn run_once(setup: Setup) -> anyhow::Result<bool> {
    let Setup { config, before, refusal, ledger, clock, status, copy, .. } = &setup;
    let (config, before, refusal) = (config.clone(), before.clone(), refusal.clone());
    let mut read = Read { config, before, refusal, copy: copy.clone() };
    own_copy::judge(&mut read, ledger, clock).await??;
    let sweeper = begin(&read, ledger, clock, status).await??;
    mailbox::read_once(sweeper.config(), ledger, clock).await;
    let (sweeper, passed) = pass(sweeper, ledger, clock, status).await?;
    let unwritten = passed?.unwritten;
    let mut tally = send(&setup).await?;
    // The admin hears of what failed just now, if letters leave.
    let (told, now) = (sweeper.config().clone(), setup.clock.now());
    let tell = move |ledger: &mut Ledger| {
        let told = admin_notices::tell(&told, ledger, now)?;
        Ok::<_, LedgerError>(told && ledger.relay_trouble()?.is_none())
    };
    if setup.ledger.with(tell).await?? {
        let more = send(&setup).await?;
        tally.sent += more.sent;
        tally.deferred.extend(more.deferred);
    }
    let _said = tokio::time::timeout(GOODBYE, setup.transport.close()).await;
    let delivery = setup.ledger.with(|ledger| ledger.delivery_status()).await??;
    let stuck = delivery.relay.is_some() && delivery.queued > 0;
    let deferred = tally.deferred.len();
    tell!(INFO, log::daemon::PASS_DONE, sent = tally.sent, deferred, failed = tally.failed);
    let well = setup.refusal.is_none() && !stuck;
    Ok(well && unwritten == 0 && deferred == 0 && tally.failed == 0)
}

/// Sends everything that can be sent now, and sweeps nothing.
pub async fn send(setup: &Setup) -> anyhow::Result<Tally> {
    let Setup { config, ledger, transport, clock, status, .. } = setup;
    let active = Active { config: config.clone(), transport: transport.clone() };
    let (_lasting, active) = watch::channel(active);
    let dispatch = Dispatch::new(ledger.clone(), active, clock.clone(), status.clone());
    tokio::spawn(dispatch.drain()).await.context("sending ended early")?
}
