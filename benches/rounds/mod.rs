//! Work that is timed several times: what else the machine does can only make it slower.

use std::time::{Duration, Instant};

pub const ROUNDS: usize = 5;

/// How long the fastest round took.
pub fn best(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        work()?;
        best = best.min(started.elapsed());
    }
    Ok(best)
}
