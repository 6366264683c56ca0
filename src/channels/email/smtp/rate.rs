//! `mail.smtp.rate`: at most so many letters in a time, evenly spread.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::Rate;

/// Lets one letter pass at a time, so far apart that the rate is kept.
pub(crate) struct Throttle {
    apart: Duration,
    next: Mutex<Option<Instant>>,
}

impl Throttle {
    pub(crate) fn new(rate: Rate) -> Throttle {
        let apart = Duration::from_secs(rate.seconds.into()) / rate.letters.max(1);
        Throttle { apart, next: Mutex::new(None) }
    }

    /// Takes the next letter's turn, if it has come; else says when it will.
    pub(crate) fn turn(&self) -> Result<(), Instant> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match *next {
            Some(turn) if turn > now => Err(turn),
            _ => {
                *next = Some(now + self.apart);
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
}
