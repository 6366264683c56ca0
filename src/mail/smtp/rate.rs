//! `mail.smtp.rate`: at most so many letters in a time, evenly spread.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::model::Rate;

/// Lets one letter pass at a time, so far apart that the rate is kept.
pub(super) struct Throttle {
    apart: Duration,
    next: Mutex<Option<Instant>>,
}

impl Throttle {
    pub(super) fn new(rate: Rate) -> Throttle {
        let apart = Duration::from_secs(rate.seconds.into()) / rate.letters.max(1);
        Throttle { apart, next: Mutex::new(None) }
    }

    /// Waits for the caller's turn.
    pub(super) async fn wait(&self) {
        let turn = {
            let mut next = self.next.lock().await;
            let now = Instant::now();
            let turn = next.map_or(now, |next| next.max(now));
            *next = Some(turn + self.apart);
            turn
        };
        tokio::time::sleep_until(turn).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn letters_keep_their_distance() {
        let throttle = Throttle::new(Rate { letters: 60, seconds: 60 });
        let start = Instant::now();
        for _ in 0..4 {
            throttle.wait().await;
        }
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
