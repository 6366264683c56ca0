//! The ledger between the sweep and the letters on their way: one at a time, on a blocking thread.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Handle, RuntimeFlavor};

use crate::clock::Clock;
use crate::ledger::{LeaseClock, Ledger};

/// The ledger, shared by the tasks of one process.
#[derive(Clone)]
pub struct SharedLedger {
    ledger: Arc<Mutex<Ledger>>,
    shared: bool,
    lease: LeaseClock,
}

impl SharedLedger {
    /// Shares a ledger.
    pub fn new(ledger: Ledger) -> SharedLedger {
        let lease = ledger.lease_clock();
        let shared = ledger.is_shared();
        SharedLedger { ledger: Arc::new(Mutex::new(ledger)), shared, lease }
    }

    /// Whether several nodes may share it.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Whether this process may send: always, where no other node shares the ledger (N3).
    pub fn may_send(&self) -> bool {
        self.lease.lasts()
    }

    /// How many processes send the letters of this ledger.
    pub fn nodes(&self) -> u32 {
        self.lease.living()
    }

    /// The time by which it is swept and letters are due: the server's, where it is on one (N1).
    pub fn clock(&self) -> Clock {
        let lease = self.lease.clone();
        Clock::of(move || lease.time())
    }

    /// Works with the ledger on a blocking thread; an error means that the work panicked. Where
    /// there is but one thread, as in a simulation, it is done at once.
    pub async fn with<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Ledger) -> R + Send + 'static,
    ) -> Result<R, tokio::task::JoinError> {
        let shared = self.ledger.clone();
        let locked = move || {
            // A panic elsewhere rolled its transaction back; the ledger itself is whole.
            let mut ledger = shared.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut ledger)
        };
        match Handle::current().runtime_flavor() {
            RuntimeFlavor::CurrentThread => Ok(locked()),
            _ => tokio::task::spawn_blocking(locked).await,
        }
    }
}
