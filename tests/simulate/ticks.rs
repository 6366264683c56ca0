//! Time passes: the ticker goes from one minute in which something is to be done to the next.
//! Between them the clock is set, the machine sleeps, the disk fails, and people come by.

use std::time::Duration;

use duban::daemon::SharedLedger;
use duban::daemon::ticker::Ticker;
use duban::ledger::{Held, Ledger, LedgerError, LetterRow, LetterState, RecipientState};
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, ToSpan, Unit};
use tokio::time::sleep;

use super::checks::watch::Watch;
use super::seen::{Deed, Hand};
use super::source::SharedFiles;
use super::world::World;

/// What may befall a process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Perils {
    pub steps: bool,
    pub disk: bool,
    pub sleeps: bool,
    pub people: bool,
    /// The files change while the daemon runs.
    pub edits: bool,
    /// People answer, and letters come back.
    pub answers: bool,
}

/// How the clock is stepped when it is set right.
const SET_RIGHT: u32 = 9;

pub struct Ticks {
    pub world: World,
    pub ledger: SharedLedger,
    pub perils: Perils,
    pub watch: Watch,
    pub office: SharedFiles,
    /// Whether the sweep that follows can be recorded, and at a time that is right.
    pub able: bool,
    /// A sweep follows, or has just been made.
    pub sweeps: bool,
}

impl Ticker for Ticks {
    async fn tick(&mut self, next: Option<Timestamp>) {
        let broke = self.world.lock().disk_broke();
        if let Some(at) = broke {
            self.disturbed(at).await;
            self.able = false;
        }
        self.swept().await;
        let wait = self.until(next);
        let jolt = self.world.lock().rng.u32(0..500);
        match jolt {
            // While letters of the last sweep are on their way, or long after.
            0..5 if self.perils.steps => {
                sleep(if jolt == 0 { wait / 2 } else { self.moment(wait) }).await;
                self.step(jolt % 4).await;
                sleep(self.until(next)).await;
            }
            5..15 if self.perils.sleeps => {
                sleep(wait / 2).await;
                self.nap().await;
            }
            15..20 if self.perils.disk => {
                let part = if jolt < 17 { wait / 2 } else { self.moment(wait) };
                sleep(part).await;
                self.break_disk().await;
                sleep(wait - part).await;
            }
            60..120 if self.perils.answers => {
                sleep(self.moment(wait)).await;
                self.post().await;
                sleep(self.until(next)).await;
            }
            _ => {
                sleep(wait).await;
                // Exactly at the sweep.
                match jolt {
                    20..30 if self.perils.steps => self.step(jolt).await,
                    30..50 if self.perils.steps && !self.world.lock().nearly_right() => {
                        self.step(SET_RIGHT).await;
                    }
                    50..60 if self.perils.disk => self.break_disk().await,
                    _ => {}
                }
            }
        }
        if self.perils.people {
            self.people().await;
        }
        if self.perils.answers {
            self.post().await;
        }
        self.sweeps = true;
        self.able = {
            let world = self.world.lock();
            world.nearly_right() && !world.is_disk_broken()
        };
    }

    async fn stop(self) {}
}

impl Ticks {
    /// How long to the next whole minute in which something is to be done, or to some other. A tick is
    /// a little late, as all are.
    fn until(&self, next: Option<Timestamp>) -> Duration {
        let mut world = self.world.lock();
        let busy = world.mood().is_some() || world.once_in(3);
        let most = if busy { world.rng.i64(1..30) } else { world.rng.i64(30..900) };
        let now = world.now();
        let later = world.disk_mended().unwrap_or(now + most.minutes());
        let at = whole_minute(next.map_or(later, |next| next.min(later)).max(now + 1.second()));
        let late = Duration::from_millis(world.rng.u64(0..300));
        at.duration_since(now).unsigned_abs() + late
    }

    /// A moment in which letters of the last sweep are on their way.
    fn moment(&self, most: Duration) -> Duration {
        most.min(Duration::from_millis(self.world.lock().rng.u64(10..900)))
    }

    /// A sweep has just been made, unless nothing could be recorded.
    async fn swept(&mut self) {
        if std::mem::take(&mut self.sweeps) && self.able && !self.world.is_dead() {
            let (world, watch) = (self.world.clone(), self.watch.clone());
            let looked = self.ledger.with(move |ledger| watch.swept(&world, ledger));
            looked.await.expect("no panic");
        }
    }

    /// From now on something disturbs.
    pub async fn disturbed(&self, now: Timestamp) {
        let (world, watch) = (self.world.clone(), self.watch.clone());
        let looked = self.ledger.with(move |ledger| watch.disturbed(&world, ledger, now));
        looked.await.expect("no panic");
    }

    async fn step(&self, how: u32) {
        let by = match how % 10 {
            0 | 1 => SignedDuration::from_secs(-3),
            2 | 3 => SignedDuration::from_secs(3),
            4 | 5 => SignedDuration::from_hours(-7),
            6 => SignedDuration::from_hours(3),
            7 => SignedDuration::from_hours(24 * 200),
            8 => SignedDuration::from_hours(-24 * 50),
            _ => self.world.lock().to_right(),
        };
        if by.abs() > SignedDuration::from_secs(3) {
            self.disturbed(self.world.now()).await;
            self.watch.stepped();
            if how % 10 != SET_RIGHT {
                self.world.lock().storm();
            }
        }
        let (world, watch) = (self.world.clone(), self.watch.clone());
        let looked = self.ledger.with(move |ledger| watch.nudged(&world, ledger));
        looked.await.expect("no panic");
        self.world.step(by);
    }

    /// The machine sleeps up to a whole minute hours or days later, at which it sweeps.
    async fn nap(&self) {
        if self.world.lock().is_disk_broken() {
            return;
        }
        self.disturbed(self.world.now()).await;
        let by = {
            let mut world = self.world.lock();
            let now = world.now();
            let minutes = if world.rng.bool() { 24 * 60 } else { 10 * 24 * 60 };
            let until = whole_minute(now + world.rng.i64(2..minutes).minutes());
            until.duration_since(now) + SignedDuration::from_millis(world.rng.i64(0..300))
        };
        self.world.suspend(by);
    }

    async fn break_disk(&self) {
        self.disturbed(self.world.now()).await;
        let minutes = {
            let mut world = self.world.lock();
            if world.rng.bool() { world.rng.u64(1..5) } else { world.rng.u64(1..1000) }
        };
        self.world.break_disk(Duration::from_secs(60 * minutes));
    }

    /// A person settles what is held, or is impatient.
    async fn people(&mut self) {
        let (what, now, at) = {
            let mut world = self.world.lock();
            (world.rng.u32(0..60), world.now(), world.true_now())
        };
        let some = self.world.lock().some_letter();
        if (0..6).contains(&what) {
            // What is released is in another track from then on (T13).
            self.disturbed(now).await;
        }
        let done =
            self.ledger.with(move |ledger| deed(ledger, what, some, now)).await.expect("no panic");
        {
            let mut world = self.world.lock();
            for (letter, deed) in done.letters {
                world.note(format!("a person: {letter} {deed:?}"));
                world.seen.hands.push(Hand { at, letter, deed });
            }
        }
        if done.edit {
            self.world.lock().note("a person: the edit is meant".to_owned());
            let (world, watch) = (self.world.clone(), self.watch.clone());
            let looked = self.ledger.with(move |ledger| watch.edit_settled(&world, ledger, now));
            looked.await.expect("no panic");
        }
    }
}

#[derive(Default)]
struct Done {
    letters: Vec<(String, Deed)>,
    edit: bool,
}

/// `duban release`, `discard`, `retry`, each in its forms. A disk that fails fails people too.
fn deed(ledger: &mut Ledger, what: u32, some: Option<String>, now: Timestamp) -> Done {
    let mut done = Done::default();
    if what == 6
        && let Some(letter) = some
    {
        let found = ledger.letter(&letter).expect("read");
        let waits = found.as_ref().is_some_and(|(row, _)| row.state == LetterState::Queued);
        let came_back =
            |row: &LetterRow| row.recipients.iter().any(|one| one.state == RecipientState::Bounced);
        // That it goes once more to who sent it back is tried elsewhere.
        if found.is_some_and(|(row, _)| came_back(&row)) {
            return done;
        }
        let deed = match ledger.retry(&letter, now) {
            Ok(_) if waits => Deed::Retried,
            Ok(_) => Deed::Revived,
            Err(_) => Deed::Asked,
        };
        done.letters.push((letter, deed));
    }
    if what < 6 {
        let _may_fail = do_deed(ledger, what, now, &mut done);
    }
    done
}

fn do_deed(
    ledger: &mut Ledger,
    what: u32,
    now: Timestamp,
    done: &mut Done,
) -> Result<(), LedgerError> {
    for letter in ledger.unsettled()? {
        let changes = letter.held == Some(Held::Changes);
        let deed = match (what.min(4), letter.state) {
            (0, LetterState::Held) if !changes => Deed::Released,
            (1, LetterState::Held | LetterState::Failed) if !changes => Deed::Discarded,
            (2, LetterState::Queued) => Deed::Retried,
            (3, LetterState::Failed) => Deed::Revived,
            (4, LetterState::Held) if changes => Deed::Released,
            _ => continue,
        };
        match deed {
            Deed::Released => ledger.release(&letter.id, now)?,
            Deed::Discarded => ledger.discard(&letter.id, now)?,
            Deed::Retried | Deed::Revived | Deed::Asked => drop(ledger.retry(&letter.id, now)?),
        }
        done.letters.push((letter.id, deed));
    }
    match what {
        2 => drop(ledger.retry_all(now)?),
        4 | 5 => done.edit = ledger.settle_edit(now)?,
        _ => {}
    }
    Ok(())
}

pub fn whole_minute(at: Timestamp) -> Timestamp {
    let up = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    at.round(up).expect("in range")
}

pub fn floor_minute(at: Timestamp) -> Timestamp {
    let down = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Floor);
    at.round(down).expect("in range")
}
