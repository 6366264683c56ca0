//! The minute's tick, from tokio-cron-scheduler.
//!
//! The scheduler is used for one constant job in UTC: its jobs in other zones drift after a DST
//! change, and its repeated jobs die after a stall. The job only leaves a tick in a channel of one:
//! a tick that finds another still waiting is the same tick. Should the scheduler fall silent, as
//! it does while the clock stands behind its last run, a timer of our own ticks in its place.

use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_cron_scheduler::{Job, JobScheduler};

use crate::log::{cause, tell};
use crate::words::log;

/// Second 0 of every minute, UTC.
const EVERY_MINUTE: &str = "0 * * * * *";

/// How long the scheduler may be silent before our own timer ticks.
const SILENCE: Duration = Duration::from_secs(90);

/// What wakes the daemon at every whole minute.
pub trait Ticker {
    /// Waits for the next tick; may be given up and called again. `_next` is when something is to be done by the schedule; one
    /// that passes over minutes in which nothing is, as in a simulation, may go by it.
    fn tick(&mut self, _next: Option<Timestamp>) -> impl Future<Output = ()> + Send;

    /// No further ticks.
    fn stop(self) -> impl Future<Output = ()> + Send;
}

/// A tick at every whole minute, by the system's clock.
pub struct Cron {
    scheduler: JobScheduler,
    ticks: mpsc::Receiver<()>,
    /// When our own timer ticks, unless the scheduler does before.
    patience: Instant,
    /// The scheduler said nothing the last time.
    silent: bool,
}

impl Cron {
    /// Starts the scheduler; there is one for each process.
    pub async fn start() -> anyhow::Result<Cron> {
        let (sender, ticks) = mpsc::channel(1);
        let mut scheduler = JobScheduler::new().await.context("cannot build the scheduler")?;
        let job = Job::new_async(EVERY_MINUTE, move |_, _| {
            let sender = sender.clone();
            Box::pin(async move {
                let _already_waiting = sender.try_send(());
            })
        });
        let job = scheduler.add(job.context("cannot build the minute's job")?).await;
        let job = job.context("the scheduler refused the minute's job")?;
        scheduler.start().await.context("cannot start the scheduler")?;
        let next = scheduler.next_tick_for_job(job).await.context("the scheduler lost its job")?;
        next.context("the scheduler has no next minute")?;
        Ok(Cron { scheduler, ticks, patience: Instant::now() + SILENCE, silent: false })
    }
}

/// How long until the next whole minute, and a moment, so that it has surely come.
fn to_the_minute() -> Duration {
    let second = crate::clock::now().as_second().rem_euclid(60);
    Duration::from_millis(60_100 - second.unsigned_abs() * 1000)
}

impl Ticker for Cron {
    /// May be given up and called again: what it has waited counts.
    async fn tick(&mut self, _next: Option<Timestamp>) {
        let silent = tokio::time::timeout_at(self.patience, self.ticks.recv()).await.is_err();
        if silent && !self.silent {
            tell!(WARN, log::daemon::no_tick(SILENCE.as_secs()));
        }
        self.silent = silent;
        self.patience = Instant::now() + if silent { to_the_minute() } else { SILENCE };
    }

    async fn stop(mut self) {
        if let Err(error) = self.scheduler.shutdown().await {
            tell!(WARN, log::daemon::SCHEDULER_DISORDER, error = cause(&error));
        }
    }
}
