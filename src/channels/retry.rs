//! When a letter that failed for now is tried again, and when it is given up (L4).

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// The first pause; each further one is twice as long.
const FIRST: SignedDuration = SignedDuration::from_mins(1);
/// The longest pause.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);
/// How long a letter is tried.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(5 * 24);

/// And how often at least: a clock that stands ahead makes no letter old.
pub const ATTEMPTS: u32 = 8;

/// How long to wait for the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// As after so many attempts: 1 min, doubling, at most 1 h.
    Attempts(u32),
    /// 1 h, and never over: waiting will not mend it, or it may be done already.
    Longest,
}

/// L4: when a letter is tried next, up to a fifth earlier or later so that letters do not come back in
/// step. `None` once it is 5 days old and was tried often enough.
pub fn next_attempt(
    patience: Patience,
    created: Timestamp,
    now: Timestamp,
    letter: &str,
) -> Option<Timestamp> {
    let often = matches!(patience, Patience::Attempts(attempts) if attempts >= ATTEMPTS);
    let next = now.saturating_add(pause(patience, letter)).ok()?;
    match (now.duration_since(created) >= LIFETIME, often) {
        (true, true) => None,
        (true, false) => Some(next),
        // The last attempt is made when the time is up, not an hour before.
        (false, _) => Some(next.min(created.saturating_add(LIFETIME).ok()?)),
    }
}

/// L4 for the relay: when a letter is tried again after nothing could leave.
pub fn next_probe(patience: Patience, since: Timestamp, now: Timestamp) -> Timestamp {
    now.saturating_add(pause(patience, &since.to_string())).unwrap_or(now)
}

fn pause(patience: Patience, of: &str) -> SignedDuration {
    let (attempts, pause) = match patience {
        Patience::Longest => (0, LONGEST),
        Patience::Attempts(attempts) => {
            let doubled = FIRST.checked_mul(1 << attempts.saturating_sub(1).min(10));
            (attempts, doubled.map_or(LONGEST, |doubled| doubled.min(LONGEST)))
        }
    };
    let millis = pause.as_millis() as i64;
    SignedDuration::from_millis(millis * (800 + i64::from(jitter(of, attempts))) / 1000)
}

/// A number from 0 to 400 that follows from the letter and the attempt, so that a simulated run repeats.
fn jitter(of: &str, attempts: u32) -> u16 {
    let digest = Sha256::new().chain_update(of).chain_update(attempts.to_be_bytes()).finalize();
    u16::from_be_bytes([digest[0], digest[1]]) % 401
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l4_pauses_double_up_to_an_hour_and_end_after_five_days() {
        let created = Timestamp::constant(1_795_000_000, 0);
        let mut now = created;
        let mut pauses = Vec::new();
        for attempt in 1.. {
            let Some(next) = next_attempt(Patience::Attempts(attempt), created, now, "abc") else {
                break;
            };
            pauses.push(next.duration_since(now).as_secs());
            now = next;
        }
        for (pause, minutes) in pauses.iter().zip([1, 2, 4, 8, 16, 32, 60, 60]) {
            assert!((minutes * 48..=minutes * 72).contains(pause), "{pause} s after {minutes} min");
        }
        assert_eq!(
            now.duration_since(created),
            LIFETIME,
            "the last attempt is at the end of the lifetime"
        );
        let ahead = created.saturating_add(LIFETIME * 100).unwrap();
        let young = next_attempt(Patience::Attempts(1), created, ahead, "abc");
        assert!(
            young.is_some_and(|next| next > ahead),
            "the clock jumped, and it was tried but once"
        );
        let longest =
            next_attempt(Patience::Longest, created, created, "abc").expect("it is tried");
        assert!((2880..=4320).contains(&longest.duration_since(created).as_secs()), "{longest}");
        let old = next_attempt(Patience::Longest, created, ahead, "abc");
        assert!(old.is_some(), "L2: what was not answered once is sent once more, however old");
    }

    #[test]
    fn l4_letters_put_off_together_do_not_come_back_together() {
        let now = Timestamp::constant(1_795_000_000, 0);
        let pause = |letter: i32| {
            let next = next_attempt(Patience::Attempts(7), now, now, &letter.to_string());
            next.expect("it is tried").duration_since(now).as_secs()
        };
        let pauses: Vec<i64> = (0..100).map(pause).collect();
        let spread = pauses.iter().max().zip(pauses.iter().min());
        let (longest, shortest) = spread.expect("there are some");
        assert!(*shortest < 3060 && *longest > 4140, "{shortest} to {longest} s");
    }
}
