//! The one place that reads the clock.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::Instant;

/// Tells the time; in a simulation, that of the simulation.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Clock {
        Clock(Arc::new(now))
    }

    /// Another clock.
    pub fn of(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(tell))
    }

    /// What it says now, to the microsecond, as the ledger keeps it.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// What a machine knows of time: what its clock shows, which somebody may set, and how long it has run, which nobody can.
#[derive(Clone)]
pub struct Machine {
    clock: Clock,
    uptime: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl Machine {
    /// The one on which this process runs.
    pub fn this() -> Machine {
        Machine { clock: Clock::system(), uptime: Arc::new(since_boot) }
    }

    /// Another, as in a simulation. `uptime` is in microseconds, and goes on while the process stands still.
    pub fn of(clock: Clock, uptime: impl Fn() -> i64 + Send + Sync + 'static) -> Machine {
        Machine { clock, uptime: Arc::new(uptime) }
    }

    /// What its clock shows.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The time since it was started, in microseconds.
    pub(crate) fn since_boot(&self) -> i64 {
        (self.uptime)()
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machine")
    }
}

/// The system's time, to the microsecond, as the ledger keeps it.
#[expect(clippy::disallowed_methods, reason = "this is the edge at which time comes in")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

/// The time since the machine was started, in microseconds: it goes on while the machine or the process is stopped, and
/// nobody can set it.
fn since_boot() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1000
}

/// Waits until then; for ever if there is no such time.
pub(crate) async fn sleep_until(at: Option<Instant>) {
    match at {
        None => std::future::pending().await,
        Some(at) => tokio::time::sleep_until(at).await,
    }
}
