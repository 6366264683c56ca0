//! The files change while the daemon runs, and it reads them: what it makes of them is in force from then on.

use std::collections::BTreeSet;
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

    /// The files do not check.
    fn refused() -> Refusal {
        Refusal {
            files: BTreeSet::from(["/tasks.toml".into()]),
            whole: false,
            problems: OfficeFiles::problems(Timestamp::UNIX_EPOCH),
        }
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
        // Files are looked at more than once before they are refused, or taken.
        tokio::time::sleep(Duration::from_millis(self.rng.u64(0..1500))).await;
        let refused = self.rng.u8(0..6) == 0;
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
        self.world
            .lock()
            .note(format!("the files are read{}", if refused { " and refused" } else { "" }));
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
        };
        let refusal = refused.then(MemorySource::refused);
        Some(Version { taken: (!refused).then_some(taken), refusal })
    }
}
