//! One life: processes that start, run, crash or stop, one after another, on one ledger.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use duban::daemon::desk::Still;
use duban::daemon::heartbeat::Heartbeat;
use duban::daemon::{self, Clock, SharedLedger};
use duban::ledger::{Ledger, LetterState};
use duban::mail::{Limits, Transport};
use duban::model::Config;
use fastrand::Rng;
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, ToSpan, Unit};
use tokio_util::sync::CancellationToken;

use super::checks::{self, Process};
use super::office::{Office, PEOPLE};
use super::relay::Line;
use super::world::{Habits, Mood, Side, World};

/// What a life came to.
pub struct Life {
    pub trace: Vec<String>,
    pub processes: u64,
    pub crashes: u64,
    pub letters: u64,
    pub copies: u64,
    pub planned: u64,
    pub failed: u64,
    pub held: u64,
    pub withdrawn: u64,
}

/// What all lives came to.
#[derive(Default)]
pub struct Sums([u64; 8]);

impl Sums {
    pub fn add(&mut self, life: &Life) {
        let Life { processes, crashes, letters, copies, planned, failed, held, withdrawn, .. } =
            life;
        let all = [processes, crashes, letters, copies, planned, failed, held, withdrawn];
        self.0.iter_mut().zip(all).for_each(|(sum, one)| *sum += one);
    }

    pub fn had_everything(&self) -> bool {
        self.0.iter().all(|sum| *sum > 0)
    }
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [processes, crashes, letters, copies, planned, failed, held, withdrawn] = self.0;
        write!(
            f,
            "{processes} processes, {crashes} crashes, {letters} letters, {copies} second copies, \
             {planned} notices as planned, {failed} letters failed, {held} held, {withdrawn} withdrawn"
        )
    }
}

/// Ticks at the minutes in which something is to be done, and at some others; an admin comes by.
struct Ticks {
    world: World,
    ledger: SharedLedger,
    accidents: bool,
}

impl Heartbeat for Ticks {
    async fn tick(&mut self, next: Option<Timestamp>) {
        let (wait, what) = {
            let mut world = self.world.lock();
            let busy = world.mood().is_some() || world.once_in(3);
            let most = if busy { world.rng.i64(1..30) } else { world.rng.i64(30..900) };
            let now = world.now();
            let later = now + most.minutes();
            let at = whole_minute(next.map_or(later, |next| next.min(later)).max(now + 1.second()));
            (at.duration_since(now), world.rng.u32(0..400))
        };
        tokio::time::sleep(wait.unsigned_abs()).await;
        if self.accidents {
            self.accident(what);
        }
        self.admin().await;
    }

    async fn stop(self) {}
}

impl Ticks {
    fn accident(&mut self, what: u32) {
        let back = SignedDuration::ZERO - self.world.skew();
        match what {
            0 => self.world.step(SignedDuration::from_secs(-3)),
            1 => self.world.step(SignedDuration::from_secs(3)),
            2 => self.world.step(SignedDuration::from_hours(-7)),
            3 => self.world.step(SignedDuration::from_hours(24 * 200)),
            4 => self.world.step(SignedDuration::from_hours(-24 * 50)),
            5..12 if !back.is_zero() => self.world.step(back),
            12..15 => {
                let minutes = self.world.lock().rng.u64(1..300);
                self.world.break_disk(Duration::from_secs(60 * minutes));
            }
            _ => {}
        }
    }

    /// A person settles what is held, or is impatient.
    async fn admin(&mut self) {
        let (what, now) = {
            let mut world = self.world.lock();
            (world.rng.u32(0..60), world.now())
        };
        let work = move |ledger: &mut Ledger| match what {
            0 | 1 => {
                let letters = ledger.unsettled()?;
                let held = letters.into_iter().filter(|one| one.state == LetterState::Held);
                for letter in held.take(2) {
                    match what {
                        0 => ledger.release(&letter.id, now)?,
                        _ => ledger.discard(&letter.id, now)?,
                    }
                }
                Ok(())
            }
            2 => ledger.retry_all(now).map(|_| ()),
            3 => ledger.settle_edit(now).map(|_| ()),
            _ => Ok(()),
        };
        // A disk that fails fails people too.
        let _done: Result<(), duban::ledger::LedgerError> =
            self.ledger.with(work).await.expect("no panic");
    }
}

/// Lives a life, and checks it.
pub fn live(seed: u64, world: &World) -> Result<Life, String> {
    let mut rng = Rng::with_seed(seed);
    let first = jiff::civil::date(2026, 1, 1) + rng.i32(0..300).days();
    let days = rng.i32(20..100);
    let start = first.to_zoned_datetime(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
    world.make(rng.u64(..), start);
    world.lock().relay = habits(&mut rng);
    world.lock().moods = moods(&mut rng, start, days);
    let mut office = Office::new(&mut rng, first, days);
    let vetoing = world.clone();
    let ledger = Ledger::in_memory(move || vetoing.veto()).expect("a ledger");
    let ledger = SharedLedger::new(ledger);
    let mut at = start;
    let end = start + SignedDuration::from_hours(24 * i64::from(days));
    let accidents = rng.u8(0..3) == 0;
    let mut life = Life {
        trace: Vec::new(),
        processes: 0,
        crashes: 0,
        letters: 0,
        copies: 0,
        planned: 0,
        failed: 0,
        held: 0,
        withdrawn: 0,
    };
    while at < end {
        let hours = rng.i64(1..24 * 30);
        let until = (at + SignedDuration::from_hours(hours)).min(end);
        let doom = rng.bool().then(|| {
            let side = if rng.bool() { Side::Before } else { Side::After };
            (rng.u32(0..60), side)
        });
        let config = office.config(at, world);
        let before = checks::before(world, &config, &ledger, at);
        let gracefully = rng.bool();
        let process = run(world, &ledger, &config, at..until, doom, gracefully, accidents);
        let fail = |why: &str| world.fail(why.to_owned());
        life.planned += before.check(world, &ledger, &process, &fail);
        world.judge()?;
        life.processes += 1;
        at = whole_minute(process.ended + SignedDuration::from_mins(rng.i64(1..600)));
        if rng.bool() {
            office.edit(&mut rng, (at.duration_since(start).as_hours() / 24) as i32);
        }
    }
    // A quiet time, in which everything is settled.
    let config = office.config(at, world);
    world.lock().moods.clear();
    world.lock().calm = true;
    let skew = world.skew();
    world.step(SignedDuration::ZERO - skew);
    checks::settle_held(world, &ledger, at);
    let quiet = at + SignedDuration::from_hours(24 * 7);
    let process = run(world, &ledger, &config, at..quiet, None, true, false);
    let fail = |why: &str| world.fail(why.to_owned());
    checks::after(world, &ledger, &config, process.ended, &fail, &mut life);
    world.judge()?;
    life.crashes = u64::from(world.lock().crashes);
    life.trace = std::mem::take(&mut world.lock().trace);
    Ok(life)
}

fn habits(rng: &mut Rng) -> Habits {
    let some = |rng: &mut Rng| -> Vec<String> {
        let all = PEOPLE.iter().filter(|_| rng.u8(0..6) == 0);
        all.map(|name| format!("{name}@example.org")).collect()
    };
    Habits {
        pipelining: rng.bool(),
        most_recipients: if rng.bool() { 100 } else { rng.usize(1..3) },
        most_sessions: if rng.bool() { 100 } else { rng.usize(1..3) },
        unknown: some(rng),
        grey: some(rng),
        met: Vec::new(),
        sessions: 0,
    }
}

fn moods(rng: &mut Rng, start: Timestamp, days: i32) -> Vec<(Timestamp, Timestamp, Mood)> {
    let all = [Mood::Down, Mood::Silent, Mood::RefusesAll, Mood::Busy, Mood::Flaky, Mood::Flaky];
    let mood = |rng: &mut Rng| {
        let from = start + SignedDuration::from_mins(rng.i64(0..i64::from(days) * 24 * 60));
        let longest = if rng.u8(0..8) == 0 { 24 * 60 * 8 } else { 24 * 60 };
        let until = from + SignedDuration::from_mins(rng.i64(1..longest));
        (from, until, all[rng.usize(0..all.len())])
    };
    (0..rng.usize(0..8)).map(|_| mood(rng)).collect()
}

pub fn whole_minute(at: Timestamp) -> Timestamp {
    let up = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    at.round(up).expect("in range")
}

/// One process, from start to crash or stop.
fn run(
    world: &World,
    ledger: &SharedLedger,
    config: &Arc<Config>,
    time: std::ops::Range<Timestamp>,
    doom: Option<(u32, Side)>,
    gracefully: bool,
    accidents: bool,
) -> Process {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let limits = Limits {
        connect: Duration::from_secs(30),
        command: Duration::from_secs(60),
        envelope: Duration::from_secs(300),
        message: Duration::from_secs(600),
    };
    let crashes = world.lock().crashes;
    let skew = world.skew();
    let (failed, now) = runtime.block_on(async {
        world.boot(time.start, doom);
        world.lock().note(format!("started until {:.0}", time.end));
        let smtp = config.mail.smtp.as_ref().expect("a relay");
        let line = Box::new(Line(world.clone()));
        let transport = Transport::dialled(line, smtp, &config.mail.from.address, limits);
        let telling = world.clone();
        let office = daemon::Office {
            config: config.clone(),
            refusal: None,
            ledger: ledger.clone(),
            transport: Arc::new(transport),
            clock: Clock::of(move || telling.now()),
        };
        let ticks = Ticks { world: world.clone(), ledger: ledger.clone(), accidents };
        let stop = CancellationToken::new();
        let living = daemon::run(office, Still, ticks, stop.clone());
        tokio::pin!(living);
        let lifetime = time.end.duration_since(time.start) + SignedDuration::from_secs(30);
        let failed = tokio::select! {
            biased;
            () = world.crashed.notified() => None,
            ended = &mut living => Some(ended.expect_err("it was not told to stop").to_string()),
            () = tokio::time::sleep(lifetime.unsigned_abs()) => {
                if gracefully {
                    stop.cancel();
                    tokio::select! {
                        biased;
                        () = world.crashed.notified() => {}
                        ended = &mut living => { let _said = ended; }
                    }
                } else {
                    world.kill();
                }
                None
            }
        };
        world.lock().note(format!("ended {failed:?}"));
        (failed, world.end())
    });
    // The process goes, with everything that it had under way.
    drop(runtime);
    let mut world = world.lock();
    let crashed = world.crashes > crashes;
    if world.disk_failed {
        // It may have ended without a chance to write down what it knew.
        world.crashes += 1;
    }
    let clear = !world.stepped && !world.disk_failed && failed.is_none() && skew.is_zero();
    Process { ended: now, crashed, clear }
}
