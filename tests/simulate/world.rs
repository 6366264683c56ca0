//! The world around the daemon, made from a seed: its clock, its disk, its weather, its death; and a
//! record of what a bystander sees (`seen`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::seen::{Process, Seen};

/// Shared by the daemon's edges, the relay and the people.
#[derive(Clone)]
pub struct World {
    inner: Arc<Mutex<Inner>>,
    pub crashed: Arc<Notify>,
    /// Somebody stops the daemon.
    pub stopped: Arc<Notify>,
}

pub struct Inner {
    pub rng: Rng,
    /// The time, as it should be, at which the process's own time began; a suspend moves it on.
    start: Timestamp,
    started: Option<Instant>,
    /// How far the clock is wrong.
    skew: SignedDuration,
    /// After so many further effects the process dies: before the effect, or after it.
    doom: Option<(u32, Side)>,
    dead: bool,
    /// Until when nothing can be written to the disk, by the process's own time.
    disk_broken: Option<Instant>,
    /// After so many further commits it breaks.
    disk_doom: Option<u32>,
    /// When it broke amid a commit, until somebody has noticed; and when a commit first failed for it.
    disk_broke: Option<Timestamp>,
    vetoed: Option<Instant>,
    /// No more accidents.
    pub calm: bool,
    pub weather: Vec<Weather>,
    pub relay: Habits,
    pub seen: Seen,
    pub trace: Vec<String>,
    /// What is wrong, if something is.
    wrong: Option<String>,
}

/// How a process ended, and when, by a clock that is right.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub at: Timestamp,
    pub killed: bool,
}

/// On which side of an effect the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

/// A time at which something is wrong with the relay.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    pub from: Timestamp,
    pub until: Timestamp,
    pub mood: Mood,
}

/// What is wrong with the relay for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It refuses connections.
    Down,
    /// Connections hang.
    Silent,
    /// It greets with 554.
    RefusesAll,
    /// It puts off every MAIL.
    Busy,
    /// It hangs up at every dot, whether it takes the message or not.
    Deaf,
    /// It answers slowly, often more slowly than duban waits.
    Slow,
    /// Accidents are many.
    Flaky,
}

impl Mood {
    pub const ALL: [Mood; 7] = [
        Mood::Down,
        Mood::Silent,
        Mood::RefusesAll,
        Mood::Busy,
        Mood::Deaf,
        Mood::Slow,
        Mood::Flaky,
    ];
}

/// How the relay always is.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    pub pipelining: bool,
    pub most_recipients: usize,
    pub most_sessions: usize,
    /// After so many seconds without a command it hangs up.
    pub patience: Option<u64>,
    /// So much of a message is on its way before the relay reads.
    pub buffer: usize,
    /// Nothing goes wrong but by its weather.
    pub smooth: bool,
    pub unknown: Vec<String>,
    /// Whose mailboxes are full all the time.
    pub full: Vec<String>,
    pub grey: Vec<String>,
    /// At whom it ends the session.
    pub ending: Vec<String>,
    /// So many letters a session carries, and how it says so.
    pub session: Option<(usize, Enough)>,
    /// It writes the keywords of EHLO in lower case.
    pub lower: bool,
    pub met: Vec<String>,
    pub sessions: usize,
}

/// How a relay says that a session carries no more letters: at MAIL, DATA or the dot, and whether it hangs up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enough {
    Mail,
    MailAndGone,
    Data,
    DataAndGone,
    Dot,
}

impl Enough {
    pub const ALL: [Enough; 5] =
        [Enough::Mail, Enough::MailAndGone, Enough::Data, Enough::DataAndGone, Enough::Dot];
}

/// A clock that is wrong by no more than this is a clock that runs well.
const NEARLY: SignedDuration = SignedDuration::from_secs(10);

impl World {
    /// A world in which nothing has happened, before [`World::make`].
    pub fn new() -> World {
        let inner = Inner {
            rng: Rng::with_seed(0),
            start: Timestamp::UNIX_EPOCH,
            started: None,
            skew: SignedDuration::ZERO,
            doom: None,
            dead: false,
            disk_broken: None,
            disk_doom: None,
            disk_broke: None,
            vetoed: None,
            calm: false,
            weather: Vec::new(),
            relay: Habits::default(),
            seen: Seen::default(),
            trace: Vec::new(),
            wrong: None,
        };
        World {
            inner: Arc::new(Mutex::new(inner)),
            crashed: Arc::new(Notify::new()),
            stopped: Arc::new(Notify::new()),
        }
    }

    /// Chance and time begin.
    pub fn make(&self, seed: u64, start: Timestamp) {
        let mut inner = self.lock();
        inner.rng = Rng::with_seed(seed);
        inner.start = start;
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// A process starts; its own time begins.
    pub fn boot(&self, at: Timestamp, doom: Option<(u32, Side)>, disk_doom: Option<u32>) {
        let mut inner = self.lock();
        inner.start = at;
        inner.started = Some(Instant::now());
        inner.doom = doom;
        inner.dead = false;
        (inner.disk_broken, inner.disk_doom) = (None, disk_doom);
        (inner.disk_broke, inner.vetoed) = (None, None);
        inner.relay.sessions = 0;
        inner.seen.processes.push(Process::new(at));
    }

    /// The process is over; its own time stands still.
    pub fn end(&self, failure: Option<String>) -> End {
        let mut inner = self.lock();
        inner.note(match &failure {
            None => "ended".to_owned(),
            Some(failure) => format!("ended: {failure}"),
        });
        let now = inner.true_now();
        let killed = inner.dead;
        let process = inner.seen.process();
        (process.until, process.killed, process.failure) = (now, killed, failure);
        inner.start = now;
        inner.started = None;
        inner.doom = None;
        inner.dead = false;
        (inner.disk_broken, inner.disk_doom) = (None, None);
        End { at: now, killed }
    }

    pub fn now(&self) -> Timestamp {
        self.lock().now()
    }

    /// Sets the clock, or sets it right.
    pub fn step(&self, by: SignedDuration) {
        let mut inner = self.lock();
        if by.is_zero() {
            return;
        }
        inner.skew += by;
        let now = inner.true_now();
        inner.seen.stepped = Some(now);
        let far = !inner.nearly_right();
        inner.seen.astray |= far;
        inner.note(format!("clock stepped by {by}"));
    }

    /// The machine sleeps until then: the process's own time stands still.
    pub fn suspend(&self, by: SignedDuration) {
        let mut inner = self.lock();
        inner.note(format!("suspended for {by:#}"));
        let from = inner.true_now();
        inner.start += by;
        inner.seen.process().slept.push((from, from + by));
        inner.note("resumed".to_owned());
    }

    pub fn break_disk(&self, how_long: Duration) {
        let mut inner = self.lock();
        inner.break_disk(how_long);
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
        if inner.disk_doom == Some(0) {
            let now = inner.now();
            inner.disk_broke = Some(now);
            let minutes = if inner.once_in(3) { 300 } else { 4 };
            let minutes = inner.rng.u64(1..minutes);
            inner.break_disk(Duration::from_secs(60 * minutes));
        }
        inner.disk_doom = inner.disk_doom.and_then(|left| left.checked_sub(1));
        if inner.is_disk_broken() {
            inner.vetoed = inner.vetoed.or_else(|| Some(Instant::now()));
            return true;
        }
        inner.vetoed = None;
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
        inner.note(format!("killed {side:?} {what}"));
        self.crashed.notify_one();
        Some(side)
    }

    /// Kills the process, whatever it is doing.
    pub fn kill(&self) {
        let mut inner = self.lock();
        if !inner.dead {
            inner.dead = true;
            inner.note("killed".to_owned());
        }
    }

    pub fn is_dead(&self) -> bool {
        self.lock().dead
    }
}

impl Inner {
    fn break_disk(&mut self, how_long: Duration) {
        if self.is_disk_broken() {
            return;
        }
        self.disk_broken = Some(Instant::now() + how_long);
        let from = self.true_now();
        let until = from + SignedDuration::try_from(how_long).expect("not for ever");
        self.seen.process().disk_failed.push((from, until));
        self.note(format!("disk broken for {how_long:?}"));
    }

    /// When the disk broke amid a commit, if nobody has noticed yet; by the clock.
    pub fn disk_broke(&mut self) -> Option<Timestamp> {
        self.disk_broke.take()
    }

    /// For how long duban has known that the disk is broken.
    pub fn knows_of_disk(&self) -> Option<Duration> {
        self.vetoed.filter(|_| self.is_disk_broken()).map(|since| since.elapsed())
    }

    /// What the clock shows.
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

    /// Whether the clock is wrong by seconds at most.
    pub fn nearly_right(&self) -> bool {
        self.skew.abs() <= NEARLY
    }

    pub fn dead(&self) -> bool {
        self.dead
    }

    pub fn is_disk_broken(&self) -> bool {
        self.disk_broken.is_some_and(|until| Instant::now() < until)
    }

    /// By the clock.
    pub fn disk_mended(&self) -> Option<Timestamp> {
        let left = self.disk_broken?.checked_duration_since(Instant::now())?;
        Some(self.now() + SignedDuration::try_from(left).expect("not for ever"))
    }

    pub fn mood(&self) -> Option<Mood> {
        let now = self.true_now();
        let weather = self.weather.iter().find(|one| one.from <= now && now < one.until);
        weather.map(|one| one.mood)
    }

    /// Whether the relay was well all the time since then.
    pub fn well_since(&self, since: Timestamp) -> bool {
        let now = self.true_now();
        self.relay.smooth && !self.weather.iter().any(|one| one.from <= now && since < one.until)
    }

    /// By how much the clock would have to be stepped to be right.
    pub fn to_right(&self) -> SignedDuration {
        SignedDuration::ZERO - self.skew
    }

    /// The relay goes down for some hours, just as the clock is set.
    pub fn storm(&mut self) {
        if self.once_in(2) {
            let from = self.true_now();
            let until = from + SignedDuration::from_mins(self.rng.i64(1..600));
            self.weather.insert(0, Weather { from, until, mood: Mood::Down });
        }
    }

    /// A letter that the relay has seen.
    pub fn some_letter(&mut self) -> Option<String> {
        let accepted = self.seen.accepted.len();
        let at = (accepted > 0).then(|| self.rng.usize(0..accepted))?;
        self.seen.accepted[at].message_id.split('@').next().map(str::to_owned)
    }

    pub fn note(&mut self, what: String) {
        let at = self.now();
        self.trace.push(format!("{at:.3} {what}"));
    }

    /// True once in so many.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.rng.u32(0..times) == 0
    }
}
