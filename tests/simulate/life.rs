//! One life: processes that start, run, crash or stop, one after another, on one ledger.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use duban::clock::Clock;
use duban::daemon::{self, SharedLedger};
use duban::ledger::{Disposition, Ledger, LetterState, NoticeRow};
use duban::model::{AnchorKind, Config, Language, Release};
use duban::plan::{Ladder, Rung, Target};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp, ToSpan};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::checks::watch::Watch;
use super::checks::{admin, answers, letters, with};
use super::files::{OfficeFiles, PEOPLE};
use super::relay::transport;
use super::seen::{Deed, Hand};
use super::source::{MemorySource, SharedFiles};
use super::ticks::{Perils, Ticks, floor_minute, whole_minute};
use super::unsent::never_sent;
use super::world::{Enough, Habits, Mood, Side, Weather, World};

/// What a life came to.
#[derive(Debug)]
pub struct Life {
    pub trace: Vec<String>,
    pub counts: Counts,
}

/// How often each thing happened.
#[derive(Debug, Default)]
pub struct Counts(BTreeMap<&'static str, u64>);

impl Counts {
    fn count(&mut self, what: &'static str, times: u64) {
        *self.0.entry(what).or_default() += times;
    }

    pub fn add(&mut self, other: &Counts) {
        other.0.iter().for_each(|(what, times)| self.count(what, *times));
    }

    /// What never happened.
    pub fn missing(&self) -> Vec<&'static str> {
        self.0.iter().filter(|(_, times)| **times == 0).map(|(what, _)| *what).collect()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> =
            self.0.iter().map(|(what, times)| format!("{times} {what}")).collect();
        f.write_str(&all.join(", "))
    }
}

/// Lives a life, and checks it.
pub fn live(seed: u64, world: &World) -> Result<Life, String> {
    let mut rng = Rng::with_seed(seed);
    let first = jiff::civil::date(2026, 1, 1) + rng.i32(0..300).days();
    let days = rng.i32(20..100);
    let start = first.to_zoned_datetime(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
    world.make(rng.u64(..), start);
    let perils = perils(&mut rng);
    world.lock().relay = habits(&mut rng);
    world.lock().weather = weather(&mut rng, start, days);
    let vetoing = world.clone();
    let ledger = Ledger::in_memory(move || vetoing.veto()).expect("a ledger");
    let office = OfficeFiles::new(&mut rng, first, days);
    let mut life = Living {
        world: world.clone(),
        ledger: SharedLedger::new(ledger),
        office: SharedFiles(Arc::new(Mutex::new(office))),
        first: start,
        perils,
        counts: Counts::default(),
    };
    let mut at = start;
    let end = start + SignedDuration::from_hours(24 * i64::from(days));
    while at < end {
        let hours = rng.i64(1..24 * 30);
        let until = (at + SignedDuration::from_hours(hours)).min(end);
        at = life.process(&mut rng, at..until)?;
        at = whole_minute(at + SignedDuration::from_mins(rng.i64(1..600)));
        if rng.bool() {
            let after = at.duration_since(start).as_hours() / 24;
            life.office.lock().edit(&mut rng, after as i32);
        }
    }
    life.quiet(&mut rng, at)?;
    let trace = std::mem::take(&mut world.lock().trace);
    Ok(Life { trace, counts: life.counts })
}

fn perils(rng: &mut Rng) -> Perils {
    let mut one_in = |times: u8| rng.u8(0..times) == 0;
    Perils {
        steps: one_in(5),
        disk: one_in(4),
        sleeps: one_in(4),
        people: one_in(2),
        edits: one_in(2),
        answers: one_in(2),
    }
}

fn habits(rng: &mut Rng) -> Habits {
    let some = |rng: &mut Rng| -> Vec<String> {
        let all = PEOPLE.iter().chain(&["ops"]).filter(|_| rng.u8(0..8) == 0);
        all.map(|name| format!("{name}@example.org")).collect()
    };
    Habits {
        pipelining: rng.bool(),
        most_recipients: if rng.bool() { 100 } else { rng.usize(1..3) },
        most_sessions: if rng.bool() { 100 } else { rng.usize(1..3) },
        patience: (rng.u8(0..4) == 0).then(|| rng.u64(1..25)),
        buffer: if rng.u8(0..4) == 0 { 4096 } else { 256 * 1024 },
        smooth: rng.u8(0..3) == 0,
        unknown: some(rng),
        full: if rng.u8(0..10) == 0 { some(rng) } else { Vec::new() },
        grey: some(rng),
        ending: if rng.u8(0..4) == 0 { some(rng) } else { Vec::new() },
        session: (rng.u8(0..3) == 0)
            .then(|| (rng.usize(1..6), rng.choice(Enough::ALL).expect("one"))),
        lower: rng.bool(),
        ..Habits::default()
    }
}

fn weather(rng: &mut Rng, start: Timestamp, days: i32) -> Vec<Weather> {
    let one = |rng: &mut Rng| {
        let from = start + SignedDuration::from_mins(rng.i64(0..i64::from(days) * 24 * 60));
        let longest = if rng.u8(0..8) == 0 { 24 * 60 * 8 } else { 24 * 60 };
        let until = from + SignedDuration::from_mins(rng.i64(1..longest));
        Weather { from, until, mood: rng.choice(Mood::ALL).expect("one") }
    };
    let times = if rng.u8(0..3) == 0 { 0 } else { rng.usize(1..8) };
    let mut all: Vec<Weather> = (0..times).map(|_| one(rng)).collect();
    all.sort_by_key(|one| one.from);
    // Each lasts until the next comes, if not shorter.
    for at in 1..all.len() {
        all[at - 1].until = all[at - 1].until.min(all[at].from);
    }
    all
}

struct Living {
    world: World,
    ledger: SharedLedger,
    office: SharedFiles,
    /// The first day.
    first: Timestamp,
    perils: Perils,
    counts: Counts,
}

/// What is to become of a process.
struct Fate {
    doom: Option<(u32, Side)>,
    disk_doom: Option<u32>,
    gracefully: bool,
    /// The disk cannot be written when it starts.
    ill: bool,
    perils: Perils,
}

impl Living {
    /// A process starts, and is over in time; when.
    fn process(&mut self, rng: &mut Rng, time: Range<Timestamp>) -> Result<Timestamp, String> {
        let some = |rng: &mut Rng| {
            let most = if rng.bool() { 60 } else { 400 };
            rng.u32(0..most)
        };
        let doom = rng.bool().then(|| {
            let side = if rng.bool() { Side::Before } else { Side::After };
            (some(rng), side)
        });
        let disk_doom = (self.perils.disk && rng.bool()).then(|| some(rng));
        let ill = self.perils.disk && rng.u8(0..4) == 0;
        let fate = Fate { doom, disk_doom, gracefully: rng.bool(), ill, perils: self.perils };
        self.run(time, &fate)
    }

    /// One process, from start to crash or stop.
    fn run(&mut self, time: Range<Timestamp>, fate: &Fate) -> Result<Timestamp, String> {
        let before = self.office.lock().in_force.clone();
        let (config, _) = self.office.lock().config(time.start, &self.world);
        self.office.lock().in_force = Some(config.clone());
        let (world, ledger) = (self.world.clone(), self.ledger.clone());
        {
            let mut world = world.lock();
            world.seen.rated = config.mail.smtp.as_ref().is_some_and(|smtp| smtp.rate.is_some());
            world.seen.has_admin = !config.admin.is_empty();
            world.seen.connections =
                config.mail.smtp.as_ref().map_or(0, |smtp| smtp.connections as usize);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let (cabinet, first) = (self.office.clone(), self.first);
        let when = cabinet.lock().when;
        let watch = runtime.block_on(async {
            world.boot(time.start, fate.doom, fate.disk_doom);
            if fate.ill {
                let minutes = world.lock().rng.u64(1..300);
                world.break_disk(Duration::from_secs(60 * minutes));
            }
            world.lock().note(format!("started until {:.0}", time.end));
            let calm = world.lock().nearly_right() && !fate.ill;
            let (seen, files, old) = (world.clone(), config.clone(), before.clone());
            let boot =
                move |ledger: &mut Ledger| Watch::boot(&seen, (&old, &files), when, ledger, calm);
            let watch = ledger.with(boot).await;
            let watch = watch.expect("no panic");
            let ticks = Ticks {
                world: world.clone(),
                ledger: ledger.clone(),
                perils: fate.perils,
                watch: watch.clone(),
                office: cabinet.clone(),
                able: calm,
                sweeps: true,
            };
            let edits = fate.perils.edits;
            let paper = MemorySource::new(&world, &ledger, &watch, &cabinet, first, edits);
            let ended =
                lived(&world, &ledger, (before, &config), (paper, ticks), &time, fate.gracefully)
                    .await;
            (watch, world.now(), world.end(ended))
        });
        // The process goes, with everything that it had under way.
        drop(runtime);
        let (watch, now, end) = watch;
        let seen = world.clone();
        let broke = world.lock().disk_broke();
        let planned = with(&ledger, move |ledger| {
            if let Some(at) = broke {
                watch.disturbed(&seen, ledger, at);
            }
            watch.end(&seen, ledger, now, end.killed)
        });
        self.counts.count("processes", 1);
        self.counts.count("crashes", end.killed.into());
        self.counts.count("notices as planned", planned);
        world.judge()?;
        Ok(end.at)
    }

    /// A time without accidents, in which everything is settled.
    fn quiet(&mut self, rng: &mut Rng, at: Timestamp) -> Result<(), String> {
        let _ = rng;
        {
            let mut world = self.world.lock();
            world.weather.retain(|one| one.from < at);
            world.weather.iter_mut().for_each(|one| one.until = one.until.min(at));
            world.calm = true;
        }
        let to_right = self.world.lock().to_right();
        self.world.step(to_right);
        self.settle_held(at);
        let fate = Fate {
            doom: None,
            disk_doom: None,
            gracefully: true,
            ill: false,
            perils: Perils::default(),
        };
        let end = self.run(at..at + SignedDuration::from_hours(24 * 7), &fate)?;
        self.look_back(end);
        self.world.judge()
    }

    /// A person settles everything that is held.
    fn settle_held(&self, now: Timestamp) {
        let held = with(&self.ledger, move |ledger| {
            let held = ledger.unsettled_in(LetterState::Held).expect("read");
            for letter in &held {
                ledger.release(&letter.id, now).expect("released");
            }
            ledger.settle_edit(now).expect("settled");
            held
        });
        let mut world = self.world.lock();
        let hand = |letter: String| Hand { at: now, letter, deed: Deed::Released };
        world.seen.hands.extend(held.into_iter().map(|letter| hand(letter.id)));
    }

    /// Everything has had its time: whether all is as it should be.
    fn look_back(&mut self, now: Timestamp) {
        let (config, _) = self.office.lock().config(now, &self.world);
        let renamed = self.office.lock().renamed;
        let astray = self.world.lock().seen.astray;
        let seen = self.world.clone();
        let (all, mut wrong) = with(&self.ledger, move |ledger| {
            let flaws = ledger.check().expect("read").into_iter();
            let mut wrong: Vec<String> = flaws.map(|flaw| flaw.sentence(Language::En)).collect();
            wrong.extend(never_sent(&config, ledger, floor_minute(now)));
            if !astray && !renamed {
                wrong.extend(not_superseded(&config, ledger));
            }
            wrong.extend(answers::lost_or_doubled(&seen.lock().seen, ledger));
            (letters::all(ledger), wrong)
        });
        {
            let world = self.world.lock();
            wrong.extend(letters::check(&world, &all, now));
            wrong.extend(admin::check(&world.seen, &all));
        }
        if !wrong.is_empty() {
            self.world.fail(wrong.join("\n"));
        }
        self.tally(&all);
    }

    fn tally(&mut self, all: &[letters::Letter]) {
        let counts = &mut self.counts;
        let in_state =
            |state: LetterState| all.iter().filter(|one| one.row.state == state).count() as u64;
        counts.count("letters", all.len() as u64);
        counts.count("sent", in_state(LetterState::Sent));
        counts.count("failed", in_state(LetterState::Failed));
        counts.count("withdrawn", in_state(LetterState::Withdrawn));
        counts.count("replaced", in_state(LetterState::Replaced));
        counts.count("discarded", in_state(LetterState::Discarded));
        counts.count("held", all.iter().filter(|one| one.row.held.is_some()).count() as u64);
        counts.count("second copies", letters::copies(&self.world));
        let world = self.world.lock();
        let seen = &world.seen;
        let of = |deed: Deed| seen.hands.iter().filter(|hand| hand.deed == deed).count() as u64;
        counts.count("revived", of(Deed::Revived));
        let by_hand = |letter: &letters::Letter| {
            let deeds = [Deed::Revived, Deed::Released];
            deeds.iter().any(|deed| seen.deeds(&letter.row.id, *deed).next().is_some())
        };
        let again = all.iter().filter(|one| one.row.revived.is_some() && !by_hand(one)).count();
        // It takes many lives.
        if again > 0 {
            counts.count("withdrawn in doubt and sent again", again as u64);
        }
        counts.count("sessions spent", seen.spent);
        counts.count("sessions ended at a recipient", seen.ended);
        counts.count("tasks gone", seen.gone.len() as u64);
        counts.count("edits held", seen.edits.len() as u64);
        counts.count("answers", seen.given.len() as u64);
        counts.count("answers declined", seen.declined);
        counts.count("answers accepted", seen.accepted_answers);
        counts.count("letters that came back", seen.bounces);
        counts.count("files away for a moment", seen.away);
        counts.count("files that do not check", seen.bad);
        counts.count("lives with a wrong clock", seen.astray.into());
        let processes = seen.processes.iter();
        counts.count("suspends", processes.clone().map(|one| one.slept.len() as u64).sum());
        counts.count("disk failures", processes.map(|one| one.disk_failed.len() as u64).sum());
    }
}

/// T7: when a notice was sent, every other stage of its track reached by then was recorded with it. A stage that asks
/// is in a track of its own until a person released it (T13); then it has a row already.
fn not_superseded(config: &Config, ledger: &Ledger) -> Vec<String> {
    let mut wrong = Vec::new();
    for target in Target::all(config) {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        let notices = ledger.notices(&target.task(config).id, milestone).expect("read");
        let ladder = Ladder::of(config, target);
        let due = |one: &&NoticeRow| {
            let of =
                |rung: &&Rung<'_>| one.id.from == rung.stage.from && rung.anchor == one.id.anchor;
            let asks = |rung: &&Rung<'_>| {
                rung.stage.name == one.id.stage && rung.stage.release == Release::Ask
            };
            let mut rungs = ladder.rungs.iter();
            one.id.from == AnchorKind::Due
                && rungs.clone().any(|rung| of(&rung))
                && !rungs.any(|rung| asks(&rung))
        };
        let sent = notices.iter().filter(due);
        let sent = sent.filter(|one| one.disposition == Disposition::Letter);
        let Some(last) = sent.map(|one| one.recorded).max() else { continue };
        let reached = ladder.rungs.iter().filter(|rung| rung.moment <= last);
        let in_track = |rung: &&Rung<'_>| {
            let stage = rung.stage;
            // One that fell silent is passed over without a word (T14).
            let speaks = stage.unless.is_none();
            stage.from == AnchorKind::Due && stage.release == Release::Auto && speaks
        };
        for rung in reached.filter(in_track) {
            let is_it =
                |one: &NoticeRow| one.id.stage == rung.stage.name && one.id.anchor == rung.anchor;
            if !notices.iter().any(is_it) {
                let stage = &rung.stage.name;
                wrong.push(format!("{} has no {stage}, passed by {last}", target.name(config)));
            }
        }
    }
    wrong
}

/// The daemon lives until it crashes, or is told to stop; if it ended otherwise, how.
async fn lived(
    world: &World,
    ledger: &SharedLedger,
    (before, config): (Option<Arc<Config>>, &Arc<Config>),
    (paper, ticks): (MemorySource, Ticks),
    time: &Range<Timestamp>,
    gracefully: bool,
) -> Option<String> {
    let transport = transport(world, ledger, config);
    let telling = world.clone();
    let setup = daemon::Setup {
        config: config.clone(),
        before,
        refusal: None,
        ledger: ledger.clone(),
        transport,
        clock: Clock::of(move || telling.now()),
        status: daemon::Status::default(),
        standing: daemon::lease::alone(),
        copy: None,
    };
    // Nobody waits any more for what was called after the last process.
    tokio::select! {
        biased;
        () = world.stopped.notified() => {}
        () = std::future::ready(()) => {}
    }
    let stop = CancellationToken::new();
    let living = daemon::run(setup, paper, ticks, stop.clone());
    tokio::pin!(living);
    let lifetime = time.end.duration_since(time.start) + SignedDuration::from_secs(30);
    let over = async {
        tokio::select! {
            biased;
            () = sleep(lifetime.unsigned_abs()) => gracefully,
            () = world.stopped.notified() => {
                sleep(Duration::from_secs(3)).await;
                true
            }
        }
    };
    tokio::select! {
        biased;
        () = world.crashed.notified() => None,
        ended = &mut living => {
            world.fail(format!("it ended by itself: {ended:?}"));
            Some(format!("{ended:?}"))
        }
        gracefully = over => {
            if !gracefully {
                world.kill();
                return None;
            }
            stop.cancel();
            let told = Instant::now();
            let ended = tokio::select! {
                biased;
                () = world.crashed.notified() => return None,
                ended = &mut living => ended,
            };
            let broken = world.lock().is_disk_broken();
            if ended.is_err() && !broken {
                world.fail(format!("it did not stop well: {ended:?}"));
            }
            if told.elapsed() > Duration::from_secs(24) {
                world.fail(format!("it took {:?} to stop", told.elapsed()));
            }
            ended.err().map(|failure| failure.to_string())
        }
    }
}
