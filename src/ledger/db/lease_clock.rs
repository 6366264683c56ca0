//! What a node knows of its lease and of the server's time between two answers, both by the machine's own time since its
//! start: that goes on while the process or the machine stands still, and nobody can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::clock::Machine;

/// The server's time is not known.
const UNKNOWN: i64 = i64::MIN;

/// The server's time is corrected by no less: a sweep whose time goes back by a moment would take the clock for one that
/// was set back.
const CORRECTED: i64 = 1_000_000;

/// Until when this process may send (N3), and the server's time (N1).
#[derive(Debug, Clone)]
pub struct LeaseClock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// In milliseconds since the machine's start.
    until: AtomicI64,
    /// The server's time less the machine's, in microseconds.
    offset: AtomicI64,
    /// How many nodes live.
    living: AtomicU32,
    machine: Machine,
}

impl Default for LeaseClock {
    /// Of a ledger that no other node shares: for ever, by the machine's clock.
    fn default() -> LeaseClock {
        LeaseClock::until(i64::MAX, Machine::this())
    }
}

impl LeaseClock {
    fn until(until: i64, machine: Machine) -> LeaseClock {
        let (until, offset) = (AtomicI64::new(until), AtomicI64::new(UNKNOWN));
        LeaseClock(Arc::new(Inner { until, offset, living: AtomicU32::new(1), machine }))
    }

    /// Of a node on this machine that has no lease yet.
    pub(crate) fn of_server(machine: Machine) -> LeaseClock {
        LeaseClock::until(0, machine)
    }

    /// The machine's own time since its start, in microseconds.
    pub(crate) fn since_boot(&self) -> i64 {
        self.0.machine.since_boot()
    }

    /// Whether the lease still lasts.
    pub fn lasts(&self) -> bool {
        self.since_boot() / 1000 < self.0.until.load(Ordering::Acquire)
    }

    /// It was asked for then and lasts so long, in microseconds, so that it ends here no later than on the server.
    pub(crate) fn lasts_from(&self, asked: i64, length: i64) {
        self.0.until.store((asked + length) / 1000, Ordering::Release);
    }

    /// The server was asked for its time then, and has answered just now. What took long tells nothing better than what is
    /// known.
    pub(crate) fn heard(&self, asked: i64, server: i64) {
        let took = self.since_boot() - asked;
        let (known, offset) = (self.0.offset.load(Ordering::Acquire), server - (asked + took / 2));
        if known == UNKNOWN || (took < CORRECTED && (offset - known).abs() > CORRECTED) {
            self.0.offset.store(offset, Ordering::Release);
        }
    }

    /// So many nodes share the ledger and send, with this one.
    pub(crate) fn lives_among(&self, living: u32) {
        self.0.living.store(living.max(1), Ordering::Release);
    }

    /// How many nodes share the ledger and send, with this one.
    pub fn living(&self) -> u32 {
        self.0.living.load(Ordering::Acquire)
    }

    /// The server's time, if it is known.
    pub fn now(&self) -> Option<Timestamp> {
        let offset = self.0.offset.load(Ordering::Acquire);
        let server = (offset != UNKNOWN).then(|| self.since_boot() + offset)?;
        Timestamp::from_microsecond(server).ok()
    }

    /// The server's time, else that of the machine's clock.
    pub(crate) fn time(&self) -> Timestamp {
        self.now().unwrap_or_else(|| self.0.machine.now())
    }

    /// How far the machine's clock is ahead of the server's.
    pub fn ahead(&self) -> SignedDuration {
        self.now()
            .map_or(SignedDuration::ZERO, |server| self.0.machine.now().duration_since(server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n3_a_lease_ends_and_one_of_a_file_never() {
        assert!(LeaseClock::default().lasts());
        let lease = LeaseClock::of_server(Machine::this());
        assert!(!lease.lasts());
        lease.lasts_from(lease.since_boot(), 60_000_000);
        assert!(lease.lasts());
        lease.lasts_from(lease.since_boot() - 61_000_000, 60_000_000);
        assert!(!lease.lasts());
    }

    #[test]
    fn n1_the_time_is_the_server_s_and_goes_back_only_with_it() {
        let lease = LeaseClock::of_server(Machine::this());
        assert_eq!(lease.now(), None);
        let shows = |lease: &LeaseClock| lease.now().unwrap().as_second();
        lease.heard(lease.since_boot(), 1_000_000_000_000);
        assert_eq!(shows(&lease), 1_000_000);
        lease.heard(lease.since_boot(), 999_999_500_000);
        assert_eq!(shows(&lease), 1_000_000, "a slower answer is no other time");
        lease.heard(lease.since_boot(), 999_000_000_000);
        assert_eq!(shows(&lease), 999_000);
        assert!(lease.ahead() > SignedDuration::from_hours(24 * 365));
    }
}
