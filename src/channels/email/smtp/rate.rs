//! `mail.smtp.rate`: at most so many letters in a time, evenly spread.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::Rate;

/// Lets one letter pass at a time, so far apart that the rate is kept.
pub(crate) struct Throttle {
    apart: Duration,
    /// So many share the rate.
    among: AtomicU32,
    next: Mutex<Option<Instant>>,
}

impl Throttle {
    pub(crate) fn new(rate: Rate) -> Throttle {
        let apart = Duration::from_secs(rate.seconds.into()) / rate.letters.max(1);
        Throttle { apart, among: AtomicU32::new(1), next: Mutex::new(None) }
    }

    /// N2: the rate is shared out among so many nodes from now on.
    pub(crate) fn share(&self, nodes: u32) {
        self.among.store(nodes.max(1), Ordering::Relaxed);
    }

    /// Takes the next letter's turn, if it has come; else says when it will.
    pub(crate) fn turn(&self) -> Result<(), Instant> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match *next {
            Some(turn) if turn > now => Err(turn),
            _ => {
                *next = Some(now + self.apart * self.among.load(Ordering::Relaxed));
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn letters_keep_their_distance() {
        let throttle = Throttle::new(Rate { letters: 60, seconds: 60 });
        let start = Instant::now();
        let mut passed = 0;
        while passed < 4 {
            match throttle.turn() {
                Ok(()) => passed += 1,
                Err(turn) => tokio::time::sleep_until(turn).await,
            }
        }
        assert_eq!(start.elapsed().as_secs(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn n2_the_rate_is_shared_out_among_the_nodes() {
        let throttle = Throttle::new(Rate { letters: 60, seconds: 60 });
        throttle.share(3);
        assert!(throttle.turn().is_ok());
        let turn = throttle.turn().unwrap_err();
        assert_eq!(turn.duration_since(Instant::now()).as_secs(), 3);
    }
}
