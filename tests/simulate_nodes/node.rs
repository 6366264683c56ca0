//! A process on a machine of its own: its time goes on only while it is let live.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use duban::clock::{Clock, Machine};
use duban::daemon::ticker::Ticker;
use duban::daemon::{self, SharedLedger, lease};
use duban::files::source::Still;
use duban::ledger::Ledger;
use duban::model::Config;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::relay::transport;
use super::server::Server;
use super::world::{Moment, SECOND, World};

/// The time of one process.
#[derive(Clone)]
pub struct Pulse {
    base: Moment,
    started: Arc<OnceLock<Instant>>,
}

impl Pulse {
    /// The moment at which the process is.
    pub fn now(&self) -> Moment {
        let started = self.started.get_or_init(Instant::now);
        self.base + i64::try_from(started.elapsed().as_micros()).expect("a lifetime")
    }
}

/// A process.
pub struct Node {
    /// Declared first, so that what lives on it ends before its runtime does.
    tasks: LocalSet,
    runtime: Runtime,
    main: JoinHandle<anyhow::Result<()>>,
    pub pulse: Pulse,
    stop: CancellationToken,
    stopped: Cell<bool>,
    /// Its number among all processes.
    pub process: usize,
}

/// What a process is started with.
pub struct Start<'a> {
    pub world: &'a World,
    pub server: &'a Arc<Server>,
    pub config: &'a Arc<Config>,
    /// How its ledger is reached.
    pub url: String,
    /// How far its machine's clock is wrong.
    pub skew: Moment,
    pub machine: usize,
    pub process: usize,
}

impl Node {
    /// It starts at that moment.
    pub fn start(start: &Start<'_>, at: Moment) -> Node {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let pulse = Pulse { base: at, started: Arc::default() };
        runtime.block_on(async { pulse.now() });
        let stop = CancellationToken::new();
        let (shown, skew) = (pulse.clone(), start.skew);
        let clock =
            Clock::of(move || Timestamp::from_microsecond(shown.now() + skew).expect("in range"));
        let (run, server) = (pulse.clone(), start.server.clone());
        // Whoever measures a lease asks for the time first, and then the server.
        let machine = Machine::of(clock, move || {
            let now = run.now();
            server.shows(now);
            now
        });
        let life = Life {
            url: start.url.clone(),
            machine,
            name: format!("machine{}-{}", start.machine, start.process),
            config: start.config.clone(),
            transport: transport(start.world, &pulse, start.process, start.config),
            stop: stop.clone(),
        };
        let tasks = LocalSet::new();
        let main = tasks.spawn_local(life.lived());
        Node {
            tasks,
            runtime,
            main,
            pulse,
            stop,
            stopped: Cell::new(false),
            process: start.process,
        }
    }

    /// It lives on until that moment. What it ended with, if it did.
    pub fn live_until(&mut self, moment: Moment) -> Option<Result<(), String>> {
        let (pulse, main) = (self.pulse.clone(), &mut self.main);
        self.tasks.block_on(&self.runtime, async {
            let left = u64::try_from(moment - pulse.now()).unwrap_or(0);
            let until = Instant::now() + Duration::from_micros(left);
            tokio::select! {
                biased;
                ended = main => Some(match ended {
                    Ok(ended) => ended.map_err(|why| format!("{why:#}")),
                    Err(panic) => Err(format!("panicked: {panic}")),
                }),
                () = sleep_until(until) => None,
            }
        })
    }

    /// It has stood still until that moment.
    pub fn wake_at(&self, moment: Moment) {
        self.tasks.block_on(&self.runtime, async {
            let slept = u64::try_from(moment - self.pulse.now()).unwrap_or(0);
            tokio::time::advance(Duration::from_micros(slept)).await;
        });
    }

    /// Whether somebody has told it to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Somebody stops it.
    pub fn stop(&self) {
        self.stopped.set(true);
        self.stop.cancel();
    }
}

struct Life {
    url: String,
    machine: Machine,
    name: String,
    config: Arc<Config>,
    transport: Arc<duban::channels::Transport>,
    stop: CancellationToken,
}

impl Life {
    /// As `duban run` does it.
    async fn lived(self) -> anyhow::Result<()> {
        let ledger = loop {
            match Ledger::open_server_on(&self.url, self.machine.clone()) {
                Ok(ledger) => break SharedLedger::new(ledger),
                Err(failure) if failure.is_lasting() => return Err(failure.into()),
                Err(_) if self.stop.is_cancelled() => return Ok(()),
                Err(_) => sleep(Duration::from_secs(5)).await,
            }
        };
        let joined = lease::join(&ledger, &self.name, (None, true), &self.stop).await?;
        let Some(standing) = joined else { return Ok(()) };
        let setup = daemon::Setup {
            config: self.config,
            before: None,
            refusal: None,
            transport: self.transport,
            clock: ledger.clock(),
            status: daemon::Status::default(),
            standing: standing.subscribe(),
            copy: None,
            ledger: ledger.clone(),
        };
        let minutes = Minutes(ledger.clock());
        let status = setup.status.clone();
        let keeping = lease::keep(ledger.clone(), standing, status, self.stop.clone());
        let keeping = tokio::spawn(keeping);
        let ended = daemon::run(setup, Still, minutes, self.stop.clone()).await;
        self.stop.cancel();
        let left = keeping.await??;
        let _cut_off_perhaps = ledger.with(|ledger| ledger.give_up_lease()).await?;
        left.map_or(ended, |left| Err(left.into()))
    }
}

/// A tick at every whole minute of the ledger's clock.
struct Minutes(Clock);

impl Ticker for Minutes {
    async fn tick(&mut self, _: Option<Timestamp>) {
        let into = self.0.now().as_microsecond().rem_euclid(60 * SECOND);
        let left = u64::try_from(60 * SECOND - into).expect("a minute at most");
        sleep(Duration::from_micros(left)).await;
    }

    async fn stop(self) {}
}
