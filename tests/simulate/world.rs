//! The world around the daemon, made from a seed: its time, its disk, its relay, its accidents.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::time::Instant;

/// Shared by the daemon's edges and the relay.
#[derive(Clone)]
pub struct World {
    inner: Arc<Mutex<Inner>>,
    pub crashed: Arc<Notify>,
}

pub struct Inner {
    pub rng: Rng,
    /// What the wall clock showed when the process started, and how far it was set since.
    start: Timestamp,
    skew: SignedDuration,
    started: Option<Instant>,
    /// After so many further effects the process dies: before the effect, or after it.
    doom: Option<(u32, Side)>,
    dead: bool,
    pub crashes: u32,
    /// Until when nothing can be written to the disk, by the process's own time.
    disk_broken: Option<Instant>,
    pub disk_failed: bool,
    pub stepped: bool,
    /// No more accidents.
    pub calm: bool,
    /// Times at which the relay is in a mood, by the wall clock as it should be.
    pub moods: Vec<(Timestamp, Timestamp, Mood)>,
    pub relay: Habits,
    pub accepted: Vec<Accepted>,
    pub trace: Vec<String>,
    /// What is wrong, if something is.
    wrong: Option<String>,
}

/// On which side of an effect the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

/// What is wrong with the relay for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Down,
    Silent,
    RefusesAll,
    Busy,
    Flaky,
}

/// How the relay always is.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    pub pipelining: bool,
    pub most_recipients: usize,
    pub most_sessions: usize,
    pub unknown: Vec<String>,
    pub grey: Vec<String>,
    pub met: Vec<String>,
    pub sessions: usize,
}

/// A message the relay took: it has it, whatever its client believes.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub message_id: String,
    pub recipients: Vec<String>,
    pub bytes: Vec<u8>,
    /// Whether the answer left the relay.
    pub answered: bool,
    /// How many crashes there had been.
    pub crashes: u32,
}

impl World {
    /// A world in which nothing has happened, before [`World::make`].
    pub fn new() -> World {
        let inner = Inner {
            rng: Rng::with_seed(0),
            start: Timestamp::UNIX_EPOCH,
            skew: SignedDuration::ZERO,
            started: None,
            doom: None,
            dead: false,
            crashes: 0,
            disk_broken: None,
            disk_failed: false,
            stepped: false,
            calm: false,
            moods: Vec::new(),
            relay: Habits::default(),
            accepted: Vec::new(),
            trace: Vec::new(),
            wrong: None,
        };
        World { inner: Arc::new(Mutex::new(inner)), crashed: Arc::new(Notify::new()) }
    }

    /// Chance and time begin.
    pub fn make(&self, seed: u64, start: Timestamp) {
        let mut inner = self.lock();
        inner.rng = Rng::with_seed(seed);
        inner.start = start;
    }

    /// Something is wrong; what was found first is told.
    pub fn fail(&self, why: String) {
        let mut inner = self.lock();
        inner.note(format!("WRONG: {why}"));
        inner.wrong.get_or_insert(why);
    }

    /// Whether all was well so far.
    pub fn judge(&self) -> Result<(), String> {
        self.lock().wrong.clone().map_or(Ok(()), Err)
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A process starts; its own time begins.
    pub fn boot(&self, wall: Timestamp, doom: Option<(u32, Side)>) {
        let mut inner = self.lock();
        inner.start = wall;
        inner.started = Some(Instant::now());
        inner.doom = doom;
        inner.dead = false;
        inner.disk_broken = None;
        inner.relay.sessions = 0;
        inner.disk_failed = false;
        inner.stepped = false;
    }

    /// Between two processes: whoever looks now is not the daemon.
    pub fn rest(&self) {
        let mut inner = self.lock();
        inner.doom = None;
        inner.dead = false;
        inner.disk_broken = None;
    }

    /// The process is over; its own time stands still. When, by the clock as it should be.
    pub fn end(&self) -> Timestamp {
        let mut inner = self.lock();
        let now = inner.true_now();
        inner.start = now;
        inner.started = None;
        now
    }

    pub fn now(&self) -> Timestamp {
        self.lock().now()
    }

    /// Sets the clock.
    pub fn step(&self, by: SignedDuration) {
        let mut inner = self.lock();
        inner.skew += by;
        inner.stepped = true;
        inner.note(format!("clock stepped by {by}"));
    }

    /// How far the clock is wrong.
    pub fn skew(&self) -> SignedDuration {
        self.lock().skew
    }

    pub fn break_disk(&self, how_long: std::time::Duration) {
        let mut inner = self.lock();
        inner.disk_broken = Some(Instant::now() + how_long);
        inner.disk_failed = true;
        inner.note(format!("disk broken for {how_long:?}"));
    }

    /// The ledger is about to commit: whether it cannot.
    pub fn veto(&self) -> bool {
        let mut inner = self.lock();
        if inner.dead {
            return true;
        }
        if inner.started.is_none() {
            return false;
        }
        if inner.disk_broken.is_some_and(|until| Instant::now() < until) {
            return true;
        }
        self.effect(&mut inner, "commit") == Some(Side::Before)
    }

    /// Something that stays is about to happen; the process may die on one side of it.
    pub fn effect(&self, inner: &mut Inner, what: &str) -> Option<Side> {
        let (left, side) = inner.doom?;
        inner.doom = Some((left.saturating_sub(1), side));
        if left > 0 {
            return None;
        }
        inner.doom = None;
        inner.dead = true;
        inner.crashes += 1;
        inner.note(format!("killed {side:?} {what}"));
        self.crashed.notify_one();
        Some(side)
    }

    /// Kills the process, whatever it is doing.
    pub fn kill(&self) {
        let mut inner = self.lock();
        if !inner.dead {
            inner.dead = true;
            inner.crashes += 1;
            inner.note("killed".to_owned());
        }
    }

    pub fn is_dead(&self) -> bool {
        self.lock().dead
    }
}

impl Inner {
    pub fn now(&self) -> Timestamp {
        let lived = self.started.map_or(SignedDuration::ZERO, |started| {
            SignedDuration::try_from(started.elapsed()).expect("a lifetime")
        });
        let now = self.start + lived + self.skew;
        Timestamp::from_microsecond(now.as_microsecond()).expect("in range")
    }

    /// The time as it should be.
    pub fn true_now(&self) -> Timestamp {
        self.now() - self.skew
    }

    pub fn mood(&self) -> Option<Mood> {
        let now = self.true_now();
        let mood = self.moods.iter().find(|(from, until, _)| *from <= now && now < *until);
        mood.map(|(_, _, mood)| *mood)
    }

    pub fn note(&mut self, what: String) {
        let at = self.now();
        self.trace.push(format!("{at:.0} {what}"));
    }

    /// True once in so many.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.rng.u32(0..times) == 0
    }
}
