//! The loop's side of reading files: it waits for them beside everything else, however long they take (R3).

use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::files::source::{ConfigSource, SLOW, Version, Wanted};

/// The source, or a reading that is under way.
pub(super) enum Reload<D> {
    /// Nothing is being read.
    Idle(D),
    /// Since when, and why; the source comes back with what was read.
    Reading(Instant, Wanted, Pin<Box<dyn Future<Output = (D, Option<Version>)> + Send>>),
    /// Only while one becomes the other.
    Between,
}

/// What happened.
pub(super) enum Step {
    /// The files are being read from now on.
    Begun(Wanted),
    /// They were read.
    Read(Wanted, Option<Version>),
}

impl<D: ConfigSource + Send + 'static> Reload<D> {
    /// The files are to be read now, if they are not being read.
    pub(super) fn begin(&mut self, wanted: Wanted, now: Timestamp) {
        *self = match std::mem::replace(self, Reload::Between) {
            Reload::Idle(mut source) => {
                let reading = async move {
                    let version = source.read(wanted, now).await;
                    (source, version)
                };
                Reload::Reading(Instant::now(), wanted, Box::pin(reading))
            }
            reading => reading,
        };
    }

    /// For how long the files have been read, if that is long.
    pub(super) fn slow(&self) -> Option<Duration> {
        match self {
            Reload::Reading(since, ..) => Some(since.elapsed()).filter(|took| *took >= SLOW),
            _ => None,
        }
    }

    /// Waits for what happens next. A reading goes on where this is given up, and is waited for the next
    /// time.
    pub(super) async fn next(&mut self, now: impl Fn() -> Timestamp) -> Step {
        match self {
            Reload::Idle(source) => {
                let wanted = source.changed().await;
                self.begin(wanted, now());
                Step::Begun(wanted)
            }
            Reload::Reading(_, wanted, reading) => {
                let wanted = *wanted;
                let (source, version) = reading.await;
                *self = Reload::Idle(source);
                Step::Read(wanted, version)
            }
            Reload::Between => std::future::pending().await,
        }
    }
}
