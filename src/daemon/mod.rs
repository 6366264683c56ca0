//! The loop: wait for the minute, sweep, record, send, record.
//!
//! [`sweeping`] decides what is written and records it. [`sending`] hands over what is recorded and records what came
//! of it. [`crate::files`] brings new versions of the files. [`heartbeat`] is the minute's tick. [`status`] holds how
//! the daemon stands, for whoever asks. `systemd` tells the service manager.

mod edges;
pub mod files_read;
pub mod heartbeat;
pub mod lease;
mod own_copy;
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

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
pub use shared::SharedLedger;
pub use status::{ByOutcome, ByResult, Counts, FilesStand, Seen, Status};
pub use sweeping::admin_notices::RELAY_PATIENCE;

use crate::channels::Transport;
use crate::compare::changes::Changes;
use crate::config::{Problem, Refusal};
use crate::daemon::files_read::{OwnCopy, Read};
use crate::daemon::heartbeat::Heartbeat;
use crate::daemon::lease::Standings;
use crate::daemon::receiving::mailbox;
use crate::daemon::sending::{Active, Dispatch};
use crate::daemon::sweeping::guard;
use crate::daemon::sweeping::record::Swept;
use crate::daemon::sweeping::sweeper::Sweeper;
use crate::files::source::{ConfigSource, SLOW, Taken, Version, Wanted};
use crate::ledger::{Ledger, LedgerError, Refusing, RelayTrouble};
use crate::log::{List, cause, tell};
use crate::model::{Config, Language};
use crate::words::causes::in_english;
use crate::words::log;
use crate::words::log::Both;
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
    mut heartbeat: impl Heartbeat,
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
        if !waiting.until_it_sweeps(&mut reload, &mut heartbeat).await? {
            return edges.end(heartbeat, sending).await;
        }
    }
    let begun = edges.begin(&mut read, &mut reload, &mut heartbeat).await?;
    let Some((mut sweeper, version)) = begun else {
        return edges.end(heartbeat, sending).await;
    };
    sweeper.recall_from(claims);
    sends.notify_one();
    let files = (&mut reload, version);
    let mailbox = tokio::spawn(edges.read_mailbox());
    let swept = edges.sweep(sweeper, files, &mut heartbeat, (&mut standing, &mut sending)).await;
    mailbox.abort();
    swept?;
    edges.end(heartbeat, sending).await
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
        heartbeat: &mut impl Heartbeat,
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
        let begun = when_possible(begin, LedgerError::is_lasting, heartbeat, stop);
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
        heartbeat: &mut impl Heartbeat,
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
                () = heartbeat.tick(sweeper.next()) => sweep = true,
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
    async fn end(&self, heartbeat: impl Heartbeat, sending: SendingTask) -> anyhow::Result<()> {
        systemd::stopping();
        heartbeat.stop().await;
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
        let told = crate::daemon::sweeping::admin_notices::tell(&told, ledger, now)?;
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

/// What is done once, before anything leaves.
async fn begin(
    read: &Read,
    ledger: &SharedLedger,
    clock: &Clock,
    status: &Status,
) -> anyhow::Result<Result<Sweeper, LedgerError>> {
    let (now, status) = (clock.now(), status.clone());
    let Read { config, before, refusal, copy } = read.clone();
    let work = move |ledger: &mut Ledger| {
        let read = compare(before.as_deref(), &config, refusal.as_ref(), ledger, now)?;
        own_copy::put_in_force(copy.as_ref().map(|copy| &copy.files), ledger, now)?;
        let mut sweeper = Sweeper::new(config).watched_by(status.clone());
        sweeper.sign(ledger);
        sweeper.hold(read);
        sweeper.try_unwritten(ledger, now)?;
        sweeper.withdraw(ledger, now)?;
        sweeper.refuse(refusal);
        status.begun(sweeper.files_stand(), ledger);
        Ok::<Sweeper, LedgerError>(sweeper)
    };
    ledger.with(work).await.context("the first look at the ledger ended early")
}

/// What the ledger's disk may keep from being done: tried again at every tick, for a full disk is no reason to
/// end. `None` if told to stop before.
pub async fn when_possible<T, E: std::error::Error + Send + Sync + 'static>(
    mut work: impl AsyncFnMut() -> anyhow::Result<Result<T, E>>,
    is_lasting: fn(&E) -> bool,
    heartbeat: &mut impl Heartbeat,
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
            () = heartbeat.tick(None) => {}
        }
    }
}

/// Whenever the files were read: the admin hears of those refused, and the list is compared with what it was.
fn compare(
    old: Option<&Config>,
    config: &Config,
    refusal: Option<&Refusal>,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<guard::Read, LedgerError> {
    if let Some(refusal) = refusal {
        let files: Vec<String> =
            refusal.files.iter().map(|path| path.display().to_string()).collect();
        match refusal.whole {
            false => {
                tell!(ERROR, log::files::REFUSED, files = ?List(&files))
            }
            true => tell!(ERROR, log::files::REFUSED_WHOLE, files = ?List(&files)),
        }
        log_problems(&refusal.problems);
    }
    crate::daemon::sweeping::admin_notices::tell_refusal(config, ledger, refusal, now)?;
    let read = guard::take_files(old, config, ledger, now)?;
    if !config.admin.is_empty() {
        crate::daemon::sweeping::admin_notices::tell_gone(config, ledger, now)?;
    }
    Ok(read)
}

/// So many problems are told of one by one; `duban check` shows them all.
const PROBLEMS: usize = 20;

/// What is wrong with the files, a line each.
pub fn log_problems(problems: &[Problem]) {
    for problem in problems.iter().take(PROBLEMS) {
        let Problem { code, file, line, .. } = problem;
        let [zh, en] = [Language::ZhCn, Language::En].map(|language| problem.help(language));
        let what = Both::of(|language| problem.title(language));
        tell!(ERROR, what, file, line, code, help = en, help.zh = zh);
    }
    if let more @ 1.. = problems.iter().skip(PROBLEMS).map(|one| one.count).sum::<usize>() {
        tell!(ERROR, log::files::MORE_PROBLEMS, more);
    }
}

fn adopt(
    sweeper: &mut Sweeper,
    version: &Version,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let taken = version.taken.as_ref();
    let config = taken.map_or(sweeper.config(), |taken| &taken.config).clone();
    let old = taken.map(|_| sweeper.config().clone());
    let read = compare(old.as_deref(), &config, version.refusal.as_ref(), ledger, now)?;
    let refused = version.refusal.as_ref().map_or(0, |refusal| refusal.files.len());
    if let Some(taken) = taken {
        own_copy::put_in_force(taken.files.as_ref(), ledger, now)?;
        let changes = Changes::between(sweeper.config(), &config);
        tell!(INFO, log::files::read(&changes), refused, tasks = ?List(changes.tasks()));
        // Where others' files were in force, none of the tasks is the same one.
        let only_tasks = taken.only_tasks && !ledger.is_shared();
        sweeper.adopt(config, only_tasks);
        sweeper.sign(ledger);
        sweeper.try_unwritten(ledger, now)?;
    }
    sweeper.hold(read);
    sweeper.refuse(version.refusal.clone());
    sweeper.look_at_letters();
    sweeper.withdraw(ledger, now)
}

/// What a pass came to, and what a person should know of.
struct Passed {
    swept: Swept,
    relay: Option<RelayTrouble>,
    refusing: Option<Refusing>,
    unwritten: usize,
    files: FilesStand,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(RelayTrouble { since, why, .. }) = &self.relay {
            write!(f, "no letter can leave since {since:.0}: {}; ", in_english(why))?;
        }
        if let Some(Refusing { since, letters, .. }) = &self.refusing {
            write!(f, "letters go and none is taken since {since:.0}: {letters} refused; ")?;
        }
        if self.unwritten > 0 {
            write!(f, "tasks whose letter cannot be written: {}; ", self.unwritten)?;
        }
        if self.files.refused > 0 {
            write!(f, "files not in force: {}, see `duban check`; ", self.files.refused)?;
        }
        if self.files.edit_waits {
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
    status: &Status,
) -> anyhow::Result<(Sweeper, Result<Passed, LedgerError>)> {
    let (clock, status) = (clock.clone(), status.clone());
    let work = move |ledger: &mut Ledger| {
        let begun = Instant::now();
        let passed = pass_on(&mut sweeper, ledger, &clock);
        let at = passed.as_ref().ok().map(|passed| passed.swept.at);
        status.swept(at, sweeper.files_stand(), ledger, begun.elapsed());
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
    sweeper.sign(ledger);
    if sweeper.holds() && ledger.held_edit()?.is_some_and(|edit| edit.settled.is_some()) {
        let config = sweeper.config().clone();
        sweeper.hold(guard::take_files(None, &config, ledger, now)?);
        sweeper.look_at_letters();
    }
    sweeper.renew_letters(ledger, now)?;
    let swept = sweeper.sweep(ledger, now)?;
    guard::swept(ledger);
    if let refusal @ Some(_) = sweeper.refusal() {
        crate::daemon::sweeping::admin_notices::tell_refusal(
            sweeper.config(),
            ledger,
            refusal,
            now,
        )?;
    }
    crate::daemon::sweeping::admin_notices::tell(sweeper.config(), ledger, now)?;
    let (relay, refusing) = (ledger.relay_trouble()?, ledger.refusing()?);
    let unwritten = ledger.unwritten()?.len();
    Ok(Passed { swept, relay, refusing, unwritten, files: sweeper.files_stand() })
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
