//! The files change while the daemon runs, and it reads them: what it makes of them is in force from then on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use duban::config::Refusal;
use duban::daemon::SharedLedger;
use duban::files::source::{ConfigSource, Taken, Version, Wanted};
use fastrand::Rng;
use jiff::Timestamp;
use tokio::time::Instant;

use super::checks::watch::Watch;
use super::files::OfficeFiles;
use super::relay::transport;
use super::seen::{Deed, Hand};
use super::world::World;

/// The office, shared between the life and the daemon's desk.
#[derive(Clone)]
pub struct SharedFiles(pub Arc<Mutex<OfficeFiles>>);

impl SharedFiles {
    pub fn lock(&self) -> MutexGuard<'_, OfficeFiles> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings the files to the daemon when they have changed.
pub struct MemorySource {
    pub world: World,
    pub ledger: SharedLedger,
    pub watch: Watch,
    pub cabinet: SharedFiles,
    /// The first day of the life.
    pub first: Timestamp,
    /// When they change next, if they do.
    next: Option<Instant>,
    /// They have, and were not read.
    changed: bool,
    /// So many small edits follow within minutes of each other.
    trickle: u8,
    rng: Rng,
}

impl MemorySource {
    /// `edits`: whether the files change at all while the daemon runs.
    pub fn new(
        world: &World,
        ledger: &SharedLedger,
        watch: &Watch,
        cabinet: &SharedFiles,
        first: Timestamp,
        edits: bool,
    ) -> MemorySource {
        let rng = Rng::with_seed(world.lock().rng.u64(..));
        let mut paper = MemorySource {
            world: world.clone(),
            ledger: ledger.clone(),
            watch: watch.clone(),
            cabinet: cabinet.clone(),
            first,
            next: None,
            changed: false,
            trickle: 0,
            rng,
        };
        paper.next = edits.then(|| paper.later());
        paper
    }

    /// Some days on, and not at a whole minute, at which a sweep would be under way.
    fn later(&mut self) -> Instant {
        let now = self.world.now();
        if self.trickle == 0 && self.rng.u8(0..6) == 0 {
            self.trickle = self.rng.u8(3..12);
        }
        let longest = if self.trickle > 0 { 20 } else { 60 * 24 * 12 };
        let minutes = self.rng.i64(1..longest);
        let seconds = self.rng.i64(5..40);
        let at = super::ticks::whole_minute(now) + jiff::SignedDuration::from_mins(minutes);
        let at = at + jiff::SignedDuration::from_secs(seconds);
        Instant::now() + at.duration_since(now).unsigned_abs()
    }

    /// Files do not check: what of them is not in force.
    fn refusal(&mut self, bad: Bad) -> Refusal {
        let file = |at: usize| match bad {
            Bad::Copy => "tasks.sync-conflict-1.toml".to_owned(),
            _ if at == 0 => "tasks.toml".to_owned(),
            _ => format!("tasks-{at}.toml"),
        };
        let (files, problems) = match bad {
            Bad::Many => (self.rng.usize(2..40), self.rng.usize(100..10_000)),
            _ => (1, 1),
        };
        let one = OfficeFiles::problems(Timestamp::UNIX_EPOCH).into_iter().next().expect("one");
        let problem = |at: usize| {
            let mut problem = one.clone();
            (problem.file, problem.line) = (Some(file(at % files)), Some(at + 1));
            problem
        };
        Refusal {
            files: (0..files).map(|at| format!("/{}", file(at)).into()).collect(),
            whole: bad == Bad::Many,
            problems: (0..problems).map(problem).collect(),
        }
    }

    /// The files are away for a moment, as while they are copied anew: nothing is read, and they are looked at again.
    async fn away(&mut self) -> bool {
        if self.rng.u8(0..10) != 0 {
            return false;
        }
        self.world.lock().note("the files are away".to_owned());
        self.world.lock().seen.away += 1;
        tokio::time::sleep(Duration::from_millis(700)).await;
        self.next = Some(Instant::now() + Duration::from_secs(1));
        true
    }
}

/// What may be wrong with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bad {
    /// One file is, and stays as it last checked.
    File,
    /// Many files have many mistakes, and nothing of the change is taken.
    Many,
    /// An edit broke another file, which stays as it last checked; the rest is taken.
    Other,
    /// A copy that a program made of two versions lies beside its original, and is left out.
    Copy,
}

impl Bad {
    fn some(rng: &mut Rng) -> Option<Bad> {
        match rng.u8(0..24) {
            0 | 1 => Some(Bad::File),
            2 => Some(Bad::Many),
            3 => Some(Bad::Other),
            4 => Some(Bad::Copy),
            _ => None,
        }
    }

    fn takes_nothing(self) -> bool {
        matches!(self, Bad::File | Bad::Many)
    }
}

impl ConfigSource for MemorySource {
    async fn changed(&mut self) -> Wanted {
        match self.next {
            Some(next) => tokio::time::sleep_until(next).await,
            None => std::future::pending().await,
        }
        self.next = Some(self.later());
        self.changed = true;
        if self.rng.bool() { Wanted::Changed } else { Wanted::Asked }
    }

    async fn read(&mut self, _: Wanted, now: Timestamp) -> Option<Version> {
        // Nobody told of it, but they may have changed while the daemon waited for its disk.
        let untold = |paper: &mut MemorySource| paper.next.is_some() && paper.rng.bool();
        if !std::mem::take(&mut self.changed) && !untold(self) {
            return None;
        }
        if self.away().await {
            return None;
        }
        // Files are looked at more than once before they are refused, or taken.
        tokio::time::sleep(Duration::from_millis(self.rng.u64(0..1500))).await;
        let bad = Bad::some(&mut self.rng);
        let refused = bad.is_some_and(Bad::takes_nothing);
        let true_now = self.world.lock().true_now();
        let days = true_now.duration_since(self.first).as_hours() / 24;
        let (config, only_tasks) = {
            let mut office = self.cabinet.lock();
            match self.trickle {
                _ if refused => {}
                0 => office.edit(&mut self.rng, days as i32),
                _ => {
                    self.trickle -= 1;
                    office.trickle(&mut self.rng);
                }
            }
            let read = office.config(now, &self.world);
            if !refused {
                office.in_force = Some(read.0.clone());
            }
            read
        };
        self.world.lock().note(format!(
            "the files are read{}",
            bad.map_or(String::new(), |bad| format!("; bad: {bad:?}"))
        ));
        if bad.is_some() {
            self.world.lock().seen.bad += 1;
        }
        let (world, watch, files) = (self.world.clone(), self.watch.clone(), config.clone());
        let looked = self.ledger.with(move |ledger| {
            if refused {
                // Letters that wait are looked at all the same.
                return watch.disturbed(&world, ledger, now);
            }
            let calm = {
                let world = world.lock();
                world.nearly_right() && !world.is_disk_broken()
            };
            watch.reload(&world, ledger, &files, calm);
        });
        looked.await.expect("no panic");
        let other_way = self.rng.u8(0..5) == 0;
        if other_way {
            self.watch.other_way();
            let mut world = self.world.lock();
            let at = world.true_now();
            world.seen.hands.push(Hand { at, letter: String::new(), deed: Deed::Asked });
        }
        let taken = Taken {
            transport: other_way.then(|| transport(&self.world, &self.ledger, &config)),
            config,
            only_tasks,
            files: None,
        };
        let refusal = bad.map(|bad| self.refusal(bad));
        Some(Version { taken: (!refused).then_some(taken), refusal })
    }
}
