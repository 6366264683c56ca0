//! The loop: wait for the minute, sweep, record, send, record.
//!
//! [`sweep`] decides and records, [`dispatch`] sends what is recorded, `schedule` knows who is to
//! be looked at when, `heartbeat` ticks, `systemd` tells the service manager. Only [`clock`]
//! reads the clock.

pub mod clock;
pub mod dispatch;
mod heartbeat;
mod schedule;
mod shared;
pub mod sweep;
mod systemd;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

pub use shared::SharedLedger;

use crate::mail::Transport;
use crate::model::Config;
use dispatch::Dispatch;
use heartbeat::Heartbeat;
use sweep::Sweeper;

/// How long letters in flight may take to finish once the daemon is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// What a daemon works with.
pub struct Office {
    /// The configuration in force.
    pub config: Arc<Config>,
    /// The ledger, which is ours alone (L7).
    pub ledger: SharedLedger,
    /// How letters leave.
    pub transport: Arc<Transport>,
}

/// Runs until SIGTERM or SIGINT: sweeps at once and at every whole minute, and sends.
pub async fn run(office: Office) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    withdraw_moot(&office).await?;
    let queued = Arc::new(Notify::new());
    let dispatch =
        Dispatch::new(office.ledger.clone(), office.transport.clone(), office.config.clone());
    let sending = tokio::spawn(dispatch.run(queued.clone(), stop.clone()));
    let mut sweeper = Sweeper::new(office.config.clone());
    let mut heartbeat = Heartbeat::start().await?;
    systemd::ready(&office.config);
    info!(tasks = office.config.tasks.len(), "ready");
    loop {
        sweeper = sweep_once(sweeper, &office.ledger, &queued).await?;
        tokio::select! {
            () = heartbeat.tick() => {}
            () = stop.cancelled() => break,
        }
    }
    systemd::stopping();
    heartbeat.stop().await;
    finish(sending, &office.transport).await;
    Ok(())
}

/// One sweep, then everything that can be sent now. True if nothing failed.
pub async fn run_once(office: Office) -> anyhow::Result<bool> {
    withdraw_moot(&office).await?;
    let mut sweeper = Sweeper::new(office.config.clone());
    let swept = office.ledger.with(move |ledger| sweeper.sweep(ledger, clock::now())).await?;
    let dispatch =
        Dispatch::new(office.ledger.clone(), office.transport.clone(), office.config.clone());
    let tally = dispatch.drain().await?;
    office.transport.close().await;
    info!(sent = tally.sent, deferred = tally.deferred, failed = tally.failed, "done");
    Ok(swept?.unwritten == 0 && tally.deferred == 0 && tally.failed == 0)
}

async fn withdraw_moot(office: &Office) -> anyhow::Result<()> {
    let config = office.config.clone();
    let work = move |ledger: &mut crate::ledger::Ledger| {
        sweep::withdraw_moot(&config, ledger, clock::now())
    };
    office.ledger.with(work).await??;
    Ok(())
}

/// A sweep on a thread of its own. What fails is logged and tried again at the next minute: the
/// ledger being out of order holds up nothing but itself.
async fn sweep_once(
    mut sweeper: Sweeper,
    ledger: &SharedLedger,
    queued: &Notify,
) -> anyhow::Result<Sweeper> {
    let work = move |ledger: &mut crate::ledger::Ledger| {
        let swept = sweeper.sweep(ledger, clock::now());
        (sweeper, swept)
    };
    let (sweeper, swept) = ledger.with(work).await.context("the sweep's thread ended early")?;
    match swept {
        Ok(swept) => {
            systemd::status(&swept.to_string());
            // Even if it wrote nothing: `duban release` may have queued a letter from beside.
            queued.notify_one();
        }
        Err(failure) => {
            error!(error = %failure, "the sweep failed; it is tried again at the next minute");
            systemd::status(&format!("the last sweep failed: {failure}"));
        }
    }
    Ok(sweeper)
}

async fn finish(sending: tokio::task::JoinHandle<()>, transport: &Transport) {
    if tokio::time::timeout(GRACE, sending).await.is_err() {
        warn!("letters still in flight after {} s; they stay queued", GRACE.as_secs());
    }
    transport.close().await;
    info!("stopped");
}

fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => info!("SIGTERM: stopping"),
            _ = interrupt.recv() => info!("SIGINT: stopping"),
        }
        stopped.cancel();
    });
    Ok(stop)
}
