//! The loop: wait for the minute, sweep, record, send, record.
//!
//! [`sweeping`] decides what is written and records it. [`sending`] hands over what is recorded and records what came
//! of it. [`crate::files`] brings new versions of the files. [`ticker`] is the minute's tick. [`status`] holds how
//! the daemon stands, for whoever asks. `systemd` tells the service manager.

mod edges;
pub mod files_read;
pub mod lease;
pub mod looking_over;
mod once;
mod own_copy;
mod pass;
mod problems;
mod progress;
pub mod receiving;
mod reload;
pub mod sending;
pub mod shared;
mod standing_by;
pub mod status;
pub mod sweeping;
mod systemd;
pub mod telling;
pub mod ticker;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
pub use once::{run_once, send};
pub use problems::log_problems;
pub use shared::SharedLedger;
pub use status::{ByOutcome, ByResult, Counts, FilesStand, Seen, Status};
pub use sweeping::admin_notices::RELAY_PATIENCE;

use crate::channels::Transport;
use crate::config::Refusal;
use crate::daemon::files_read::{OwnCopy, Read};
use crate::daemon::lease::Standings;
use crate::daemon::pass::{adopt, begin, pass};
use crate::daemon::receiving::mailbox;
use crate::daemon::sending::{Active, Dispatch};
use crate::daemon::sweeping::sweeper::Sweeper;
use crate::daemon::ticker::Ticker;
use crate::files::source::{ConfigSource, SLOW, Taken, Version, Wanted};
use crate::ledger::{Ledger, LedgerError};
use crate::log::{cause, tell};
use crate::model::Config;
use crate::words::log;
use edges::{Edges, SendingTask};
use reload::{Reload, Step};
pub use sending::Tally;
use standing_by::Waiting;

/// How long letters in flight may take to finish once the daemon is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// How long goodbyes to the relay may take then.
const GOODBYE: Duration = Duration::from_secs(3);

/// What a daemon works with.
pub struct Setup {
    /// The configuration in force.
    pub config: Arc<Config>,
    /// What was in force when the last process ended, where the files have changed since and that is known.
    pub before: Option<Arc<Config>>,
    /// What of the files is not in force (R1).
    pub refusal: Option<Refusal>,
    /// The ledger, which is ours alone (L7).
    pub ledger: SharedLedger,
    /// How letters leave.
    pub transport: Arc<Transport>,
    /// What tells the time.
    pub clock: Clock,
    /// Who looks on; nobody, by default.
    pub status: Status,
    /// How this process stands among the nodes that share the ledger.
    pub standing: Standings,
    /// This node's copy of the files, where the ledger keeps those in force (N4).
    pub copy: Option<OwnCopy>,
}

/// Runs until it is told to stop: sends, and goes by new versions of the files; where it is this process's turn, sweeps
/// at once and at every whole minute (N1).
pub async fn run(
    setup: Setup,
    source: impl ConfigSource + Send + 'static,
    mut ticker: impl Ticker,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Setup { config, before, refusal, ledger, transport, clock, status, mut standing, copy } =
        setup;
    status.in_force(&config);
    systemd::ready(&config);
    tell!(INFO, log::daemon::ready(config.tasks.len()));
    let (active, received) = watch::channel(Active { config: config.clone(), transport });
    let dispatch = Dispatch::new(ledger.clone(), received, clock.clone(), status.clone());
    let (claims, queued) = (dispatch.claims(), Arc::new(Notify::new()));
    let edges = Edges { ledger, clock, status, active, queued, stop };
    let mut reload = Reload::Idle(source);
    let mut read = Read { config, before, refusal, copy };
    let sends = Arc::new(Notify::new());
    let mut sending = tokio::spawn(edges.send(dispatch, sends.clone()));
    let stands_by = !standing.borrow().sweeps;
    if stands_by {
        sends.notify_one();
        let waiting = edges.stand_by(&mut read, (&mut standing, &mut sending));
        if !waiting.until_it_sweeps(&mut reload, &mut ticker).await? {
            return edges.end(ticker, sending).await;
        }
    }
    let begun = edges.begin(&mut read, &mut reload, &mut ticker).await?;
    let Some((mut sweeper, version)) = begun else {
        return edges.end(ticker, sending).await;
    };
    sweeper.recall_from(claims);
    sends.notify_one();
    let files = (&mut reload, version);
    let mailbox = tokio::spawn(edges.read_mailbox());
    let swept = edges.sweep(sweeper, files, &mut ticker, (&mut standing, &mut sending)).await;
    mailbox.abort();
    swept?;
    edges.end(ticker, sending).await
}

impl Edges {
    /// Sends, once something says that it may.
    fn send(
        &self,
        dispatch: Dispatch,
        begins: Arc<Notify>,
    ) -> impl Future<Output = anyhow::Result<()>> + use<> {
        let (queued, stop) = (self.queued.clone(), self.stop.clone());
        async move {
            tokio::select! {
                biased;
                () = begins.notified() => dispatch.run(queued, stop).await,
                () = stop.cancelled() => Ok(()),
            }
        }
    }

    /// Reads the mailbox of replies, which the node that sweeps alone does (N1).
    fn read_mailbox(&self) -> impl Future<Output = ()> + use<> {
        let (active, ledger) = (self.active.subscribe(), self.ledger.clone());
        mailbox::watch(active, ledger, self.clock.clone(), self.stop.clone())
    }

    fn stand_by<'a>(
        &'a self,
        read: &'a mut Read,
        (standing, sending): (&'a mut Standings, &'a mut SendingTask),
    ) -> Waiting<'a> {
        Waiting { edges: self, read, standing, sending }
    }

    /// The first look at the ledger, as soon as it can be had. If that took long, the files are read again: with what is new
    /// and could not be taken yet. `None` if told to stop before.
    async fn begin<D: ConfigSource + Send + 'static>(
        &self,
        read: &mut Read,
        reload: &mut Reload<D>,
        ticker: &mut impl Ticker,
    ) -> anyhow::Result<Option<(Sweeper, Option<Version>)>> {
        let Edges { ledger, clock, status, stop, .. } = self;
        let mut tries = 0;
        let begin = async || {
            tries += 1;
            let begun = match own_copy::judge(read, ledger, clock).await? {
                Ok(()) => begin(read, ledger, clock, status).await,
                Err(failure) => Ok(Err(failure)),
            };
            if matches!(begun, Ok(Err(_))) {
                status.waits_for_ledger();
            }
            begun
        };
        let begun = when_possible(begin, LedgerError::is_lasting, ticker, stop);
        let Some(sweeper) = begun.await? else { return Ok(None) };
        self.active.send_modify(|active| active.config = read.config.clone());
        status.in_force(&read.config);
        if tries < 2 {
            return Ok(Some((sweeper, None)));
        }
        reload.begin(Wanted::Changed, clock.now());
        let read = tokio::time::timeout(SLOW, reload.next(|| clock.now()));
        tokio::select! {
            biased;
            () = stop.cancelled() => Ok(Some((sweeper, None))),
            read = read => match read {
                Ok(Step::Read(_, Some(new))) => self.take_over(sweeper, new).await.map(Some),
                _ => Ok(Some((sweeper, None))),
            }
        }
    }

    /// Sweeps until told to stop.
    async fn sweep<D: ConfigSource + Send + 'static>(
        &self,
        mut sweeper: Sweeper,
        // With a new version of the files that the ledger could not take yet.
        (reload, mut version): (&mut Reload<D>, Option<Version>),
        ticker: &mut impl Ticker,
        (standing, sending): (&mut Standings, &mut SendingTask),
    ) -> anyhow::Result<()> {
        let (mut sweep, mut asked) = (true, false);
        loop {
            if let Some(new) = version.take() {
                (sweeper, version) = self.take_over(sweeper, new).await?;
            }
            if std::mem::take(&mut asked) {
                systemd::ready_again();
            }
            if sweep {
                sweeper = self.pass(sweeper, reload).await?;
            }
            // Even if nothing was written: `duban release` may have queued a letter from beside.
            self.queued.notify_one();
            sweep = false;
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return Ok(()),
                ended = &mut *sending => {
                    ended.context("sending ended early")??;
                    anyhow::bail!("sending ended early");
                }
                Ok(()) = standing.changed() => {}
                () = ticker.tick(sweeper.next()) => sweep = true,
                step = reload.next(|| self.clock.now()) => match step {
                    Step::Begun(Wanted::Asked) => systemd::reloading(),
                    Step::Begun(Wanted::Changed) => {}
                    Step::Read(wanted, new) => {
                        self.status.reads_slowly(false);
                        asked = wanted == Wanted::Asked;
                        version = match (new, version) {
                            (Some(new), Some(old)) => Some(new.after(old)),
                            (new, old) => new.or(old),
                        };
                    }
                }
            }
        }
    }

    async fn pass<D: ConfigSource + Send + 'static>(
        &self,
        sweeper: Sweeper,
        reload: &Reload<D>,
    ) -> anyhow::Result<Sweeper> {
        self.status.reads_slowly(reload.slow().is_some());
        let (sweeper, passed) = pass(sweeper, &self.ledger, &self.clock, &self.status).await?;
        match passed {
            Ok(passed) => systemd::swept(&(slowly(reload) + &passed.to_string())),
            Err(failure) => {
                tell!(ERROR, log::daemon::SWEEP_FAILED, error = cause(&failure));
                systemd::swept(&format!("the last sweep failed: {failure}"));
            }
        }
        Ok(sweeper)
    }

    /// Goes by a new version of the files; hands it back if the ledger cannot be written now.
    async fn take_over(
        &self,
        mut sweeper: Sweeper,
        version: Version,
    ) -> anyhow::Result<(Sweeper, Option<Version>)> {
        let (clock, status) = (self.clock.clone(), self.status.clone());
        let work = move |ledger: &mut Ledger| {
            let done = adopt(&mut sweeper, &version, ledger, clock.now());
            status.reloaded(&version, done.is_ok(), sweeper.files_stand(), ledger);
            (sweeper, version, done)
        };
        let done = self.ledger.with(work).await.context("taking the files over ended early")?;
        let (sweeper, version, done) = done;
        if let Err(failure) = done {
            tell!(ERROR, log::files::NOT_IN_FORCE_YET, error = cause(&failure));
            return Ok((sweeper, Some(version)));
        }
        if let Some(Taken { config, transport, files, .. }) = version.taken {
            if let Some(files) = files {
                self.status.goes_by(Some(files.fingerprint()));
            }
            self.active.send_modify(|active| {
                active.config = config;
                active.transport = transport.unwrap_or_else(|| active.transport.clone());
            });
        }
        Ok((sweeper, None))
    }

    /// Letters in flight may land, and goodbyes are said.
    async fn end(&self, ticker: impl Ticker, sending: SendingTask) -> anyhow::Result<()> {
        systemd::stopping();
        ticker.stop().await;
        match tokio::time::timeout(GRACE, sending).await {
            Ok(ended) => ended.context("sending ended early")??,
            Err(_) => tell!(WARN, log::daemon::still_in_flight(GRACE.as_secs())),
        }
        let transport = self.active.borrow().transport.clone();
        let _said = tokio::time::timeout(GOODBYE, transport.close()).await;
        tell!(INFO, log::daemon::STOPPED);
        Ok(())
    }
}

/// A reading of the files that takes long, for `systemctl status`.
fn slowly<D: ConfigSource + Send + 'static>(reload: &Reload<D>) -> String {
    let minutes = reload.slow().map(|slow| slow.as_secs() / 60);
    minutes.map_or_else(String::new, |minutes| {
        format!("the files have been read for {minutes} min and are not in force yet; ")
    })
}

/// What the ledger's disk may keep from being done: tried again at every tick, for a full disk is no reason to
/// end. `None` if told to stop before.
pub async fn when_possible<T, E: std::error::Error + Send + Sync + 'static>(
    mut work: impl AsyncFnMut() -> anyhow::Result<Result<T, E>>,
    is_lasting: fn(&E) -> bool,
    ticker: &mut impl Ticker,
    stop: &CancellationToken,
) -> anyhow::Result<Option<T>> {
    loop {
        match work().await? {
            Ok(done) => return Ok(Some(done)),
            Err(failure) if is_lasting(&failure) => return Err(failure.into()),
            Err(failure) => {
                tell!(ERROR, log::daemon::NOTHING_SWEPT, error = cause(&failure));
                systemd::waiting(&format!("waits for the ledger: {failure}"));
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            () = ticker.tick(None) => {}
        }
    }
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
            _ = terminate.recv() => tell!(INFO, log::daemon::TERMINATED),
            _ = interrupt.recv() => tell!(INFO, log::daemon::INTERRUPTED),
        }
        stopped.cancel();
    });
    Ok(stop)
}
