//! The loop: wait for the minute, sweep, record, send, record.
//!
//! [`sweep`] decides and records, `dispatch` sends what is recorded, `round` is what it records,
//! `guard` looks at what an edit changed, `news` tells the admin, `schedule` knows who is to be looked
//! at when, [`heartbeat`] ticks, `systemd` tells the service manager. Only [`clock`] reads the clock.

pub mod clock;
mod dispatch;
mod guard;
pub mod heartbeat;
mod news;
mod round;
mod schedule;
mod shared;
pub mod sweep;
mod systemd;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

pub use clock::Clock;
pub use shared::SharedLedger;

use crate::ledger::{Ledger, LedgerError, RelayTrouble};
use crate::mail::Transport;
use crate::model::Config;
use dispatch::Dispatch;
pub use dispatch::Tally;
use heartbeat::Heartbeat;
use sweep::{Sweeper, Swept};

/// How long letters in flight may take to finish once the daemon is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// How long goodbyes to the relay may take then.
const GOODBYE: Duration = Duration::from_secs(3);

/// What a daemon works with.
pub struct Office {
    /// The configuration in force.
    pub config: Arc<Config>,
    /// The ledger, which is ours alone (L7).
    pub ledger: SharedLedger,
    /// How letters leave.
    pub transport: Arc<Transport>,
    /// What tells the time.
    pub clock: Clock,
}

/// Runs until it is told to stop: sweeps at once and at every whole minute, and sends.
pub async fn run(
    office: Office,
    mut heartbeat: impl Heartbeat,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Office { config, ledger, transport, clock } = office;
    systemd::ready(&config);
    info!(tasks = config.tasks.len(), "ready");
    let begun = begin_when_possible(&config, &ledger, &clock, &mut heartbeat, &stop).await?;
    let Some(mut sweeper) = begun else {
        systemd::stopping();
        heartbeat.stop().await;
        return Ok(());
    };
    let queued = Arc::new(Notify::new());
    let dispatch = Dispatch::new(ledger.clone(), transport.clone(), config.clone(), clock.clone());
    let mut sending = tokio::spawn(dispatch.run(queued.clone(), stop.clone()));
    loop {
        let passed;
        (sweeper, passed) = pass(sweeper, &ledger, &clock).await?;
        match passed {
            Ok(passed) => systemd::status(&passed.to_string()),
            Err(failure) => {
                error!(error = %failure, "the sweep failed; it is tried again at the next minute");
                systemd::status(&format!("the last sweep failed: {failure}"));
            }
        }
        // Even if it wrote nothing: `duban release` may have queued a letter from beside.
        queued.notify_one();
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            ended = &mut sending => {
                ended.context("sending ended early")??;
                anyhow::bail!("sending ended early");
            }
            () = heartbeat.tick(sweeper.next()) => {}
        }
    }
    systemd::stopping();
    heartbeat.stop().await;
    match tokio::time::timeout(GRACE, sending).await {
        Ok(ended) => ended.context("sending ended early")??,
        Err(_) => warn!("letters still in flight after {} s; they stay queued", GRACE.as_secs()),
    }
    let _said = tokio::time::timeout(GOODBYE, transport.close()).await;
    info!("stopped");
    Ok(())
}

/// One sweep, then everything that can be sent now. True if nothing failed.
pub async fn run_once(office: Office) -> anyhow::Result<bool> {
    let sweeper = begin(&office.config, &office.ledger, &office.clock).await??;
    let (sweeper, passed) = pass(sweeper, &office.ledger, &office.clock).await?;
    let swept = passed?.swept;
    let mut tally = send(&office).await?;
    // The admin hears of what failed just now.
    let (told, now) = (sweeper.config().clone(), office.clock.now());
    if office.ledger.with(move |ledger| news::tell(&told, ledger, now)).await?? {
        let more = send(&office).await?;
        tally.sent += more.sent;
        tally.deferred.extend(more.deferred);
    }
    let _said = tokio::time::timeout(GOODBYE, office.transport.close()).await;
    let stuck = office.ledger.with(|ledger| ledger.relay_trouble()).await??.is_some();
    let deferred = tally.deferred.len();
    info!(sent = tally.sent, deferred, failed = tally.failed, "done");
    Ok(swept.unwritten == 0 && deferred == 0 && tally.failed == 0 && !stuck)
}

/// Sends everything that can be sent now, and sweeps nothing.
pub async fn send(office: &Office) -> anyhow::Result<Tally> {
    let Office { config, ledger, transport, clock } = office;
    let dispatch = Dispatch::new(ledger.clone(), transport.clone(), config.clone(), clock.clone());
    tokio::spawn(dispatch.drain()).await.context("sending ended early")?
}

/// What is done once, before anything leaves: letters that no longer hold are withdrawn, and the
/// files are compared with what was last taken as meant.
async fn begin(
    config: &Arc<Config>,
    ledger: &SharedLedger,
    clock: &Clock,
) -> anyhow::Result<Result<Sweeper, LedgerError>> {
    let (config, now) = (config.clone(), clock.now());
    let work = move |ledger: &mut Ledger| {
        sweep::withdraw_moot(&config, ledger, false, now)?;
        let held = guard::take_files(&config, ledger, now)?;
        let mut sweeper = Sweeper::new(config);
        sweeper.hold(held);
        Ok::<Sweeper, LedgerError>(sweeper)
    };
    ledger.with(work).await.context("the first look at the ledger ended early")
}

/// [`begin`], tried again at every tick while the ledger cannot be written: a full disk is no reason to
/// end. `None` if told to stop before.
async fn begin_when_possible(
    config: &Arc<Config>,
    ledger: &SharedLedger,
    clock: &Clock,
    heartbeat: &mut impl Heartbeat,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Sweeper>> {
    loop {
        match begin(config, ledger, clock).await? {
            Ok(sweeper) => return Ok(Some(sweeper)),
            Err(failure) if failure.is_lasting() => return Err(failure.into()),
            Err(failure) => {
                error!(error = %failure, "nothing is swept and nothing sent; tried again at the next minute");
                systemd::status(&format!("waits for the ledger: {failure}"));
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = heartbeat.tick(None) => {}
        }
    }
}

/// What a pass came to, and what a person should know of.
struct Passed {
    swept: Swept,
    relay: Option<RelayTrouble>,
    edit_waits: bool,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(RelayTrouble { since, why, .. }) = &self.relay {
            write!(f, "no letter can leave since {since:.0}: {why}; ")?;
        }
        if self.edit_waits {
            f.write_str("a large edit waits for `duban release --changes`; ")?;
        }
        self.swept.fmt(f)
    }
}

/// A sweep, and what is to be told besides, on a thread of its own. What fails is logged and tried
/// again at the next minute: the ledger being out of order holds up nothing but itself.
async fn pass(
    mut sweeper: Sweeper,
    ledger: &SharedLedger,
    clock: &Clock,
) -> anyhow::Result<(Sweeper, Result<Passed, LedgerError>)> {
    let clock = clock.clone();
    let work = move |ledger: &mut Ledger| {
        let passed = pass_on(&mut sweeper, ledger, &clock);
        (sweeper, passed)
    };
    ledger.with(work).await.context("the sweep's thread ended early")
}

fn pass_on(
    sweeper: &mut Sweeper,
    ledger: &mut Ledger,
    clock: &Clock,
) -> Result<Passed, LedgerError> {
    let now = clock.now();
    if sweeper.holds() && ledger.held_edit()?.is_some_and(|edit| edit.settled.is_some()) {
        let config = sweeper.config().clone();
        sweeper.hold(guard::take_files(&config, ledger, now)?);
    }
    let swept = sweeper.sweep(ledger, now)?;
    news::tell(sweeper.config(), ledger, now)?;
    Ok(Passed { swept, relay: ledger.relay_trouble()?, edit_waits: sweeper.holds() })
}

/// Stops on SIGTERM and SIGINT.
pub fn stop_on_signal() -> anyhow::Result<CancellationToken> {
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
