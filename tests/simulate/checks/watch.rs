//! Looks on while a process lives: what it does first of all (L6b, L6), and after each sweep whether it
//! knows how it stands with the relay.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duban::ledger::{Disposition, Ledger, LetterState, RecipientState, UnderWay};
use duban::model::Config;
use duban::plan::{self, Moot, Target};
use jiff::{SignedDuration, Timestamp};

use super::super::office::When;
use super::super::ticks::floor_minute;
use super::super::world::{Mood, World};
use super::stretch::Stretch;
use super::{admin, letter, notices};

/// Shared with whoever sees the process end.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Inner>>);

struct Inner {
    config: Arc<Config>,
    when: When,
    /// When the process started, by its clock and by a right one.
    boot: Timestamp,
    from: Timestamp,
    hold: Hold,
    /// Letters that are to be withdrawn first of all, where the start is one that can be foretold.
    withdrawn: Option<Vec<String>>,
    /// Open tasks that are gone from the files.
    dropped: Vec<(String, String)>,
    was_in_trouble: bool,
    told_of_trouble: bool,
    /// The stretch under way, in which nothing disturbs.
    stretch: Option<Stretch>,
    planned: u64,
}

/// L6: about which targets letters are held because of an edit, and until when.
#[derive(Clone, Default)]
pub struct Hold {
    pub moved: HashSet<Target>,
    pub settled: Option<Timestamp>,
    /// It may be the edit that a person has settled already.
    pub unsure: bool,
}

impl Watch {
    /// A process is about to start; `calm` if nothing keeps it from doing what it does first.
    pub fn boot(
        world: &World,
        config: &Arc<Config>,
        when: When,
        ledger: &Ledger,
        calm: bool,
    ) -> Watch {
        let (boot, from) = {
            let world = world.lock();
            (world.now(), world.true_now())
        };
        let mut comparing = plan::comparing(config);
        let known = ledger.deadlines(|task, milestone, was| comparing.known(task, milestone, was));
        known.expect("read");
        let edit = comparing.finish();
        let large = edit.changes() > config.guard.max_changes as usize;
        let settled = ledger.held_edit().expect("read").is_some_and(|edit| edit.settled.is_some());
        let moved = if large { edit.moved } else { Vec::new() };
        let hold = Hold {
            moved: moved.into_iter().map(|moved| moved.target).collect(),
            settled: None,
            unsure: settled,
        };
        let withdrawn = calm.then(|| moot(config, ledger, boot));
        let stretch = withdrawn.as_ref().map(|moot| Stretch::of_start(config, ledger, boot, moot));
        Watch(Arc::new(Mutex::new(Inner {
            config: config.clone(),
            when,
            boot,
            from,
            hold,
            withdrawn,
            dropped: edit.dropped.into_iter().map(|one| (one.task, one.milestone)).collect(),
            was_in_trouble: ledger.relay_trouble().expect("read").is_some(),
            told_of_trouble: false,
            stretch,
            planned: 0,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A sweep has been made, and could be recorded.
    pub fn swept(&self, world: &World, ledger: &Ledger) {
        let (now, at) = {
            let mut world = world.lock();
            let at = world.true_now();
            world.seen.swept.push(at);
            (world.now(), at)
        };
        let mut inner = self.lock();
        if let Some(moot) = inner.withdrawn.take() {
            inner.check_withdrawn(world, ledger, &moot);
        }
        inner.check_trouble(world, ledger, at);
        if inner.stretch.is_none() {
            inner.stretch = Some(Stretch::midway(&inner.config, ledger, now));
        }
    }

    /// The stretch is over.
    pub fn disturbed(&self, world: &World, ledger: &Ledger) {
        let now = world.now();
        self.lock().end_stretch(world, ledger, now, true);
    }

    /// `duban release --changes`.
    pub fn edit_settled(&self, now: Timestamp) {
        self.lock().hold.settled.get_or_insert(now);
    }

    /// The process is over; how many notices left as planned.
    pub fn end(&self, world: &World, ledger: &Ledger, now: Timestamp, killed: bool) -> u64 {
        let mut inner = self.lock();
        inner.end_stretch(world, ledger, now, killed);
        let mut known = HashSet::new();
        let read = ledger.deadlines(|task, milestone, _| {
            known.insert((task.to_owned(), milestone.to_owned()));
        });
        read.expect("read");
        let gone = inner.dropped.iter().filter(|one| !known.contains(one));
        let names = gone.map(|(task, milestone)| match milestone.as_str() {
            "" => task.clone(),
            milestone => format!("{task}/{milestone}"),
        });
        let edit = ledger.held_edit().expect("read");
        let mut world = world.lock();
        world.seen.gone.extend(names);
        world.seen.edits.extend(edit.map(|edit| edit.found));
        inner.planned
    }
}

impl Inner {
    /// If it ends before all of this minute has come about, the minute is no part of it.
    fn end_stretch(&mut self, world: &World, ledger: &Ledger, now: Timestamp, amid: bool) {
        if let Some(stretch) = self.stretch.take() {
            let until = if amid { floor_minute(now) } else { now };
            self.planned += stretch.end(world, ledger, self.when, &self.hold, until);
        }
    }

    /// L6b: what had become moot is withdrawn, and nothing else is.
    fn check_withdrawn(&self, world: &World, ledger: &Ledger, moot: &[String]) {
        for id in moot {
            let state = letter(ledger, id).state;
            if state != LetterState::Withdrawn {
                world.fail(format!("nothing in letter {id} holds any more, and it is {state:?}"));
            }
        }
        let mut withdrawn = notices(ledger);
        withdrawn.retain(|one| one.disposition == Disposition::Withdrawn);
        for id in withdrawn.into_iter().filter_map(|one| one.letter) {
            let settled = letter(ledger, &id).settled;
            if settled == Some(self.boot) && !moot.contains(&id) {
                world.fail(format!("letter {id} was withdrawn, and not all in it is moot"));
            }
        }
    }

    /// A relay that is well is not said to be in trouble; of one that is not, the admin hears in time.
    fn check_trouble(&mut self, world: &World, ledger: &Ledger, now: Timestamp) {
        let well = world.lock().well_since(self.from);
        let trouble = ledger.relay_trouble().expect("read");
        if let Some(trouble) = &trouble
            && well
            && !self.was_in_trouble
        {
            world.fail(format!("the relay is well, and said to be in trouble: {}", trouble.why));
        }
        let patience = SignedDuration::from_mins(15 + 8);
        let lost = {
            let world = world.lock();
            let hard = [Mood::Down, Mood::Silent, Mood::RefusesAll];
            let weather = world.weather.iter().find(|one| one.from <= now && now < one.until);
            weather.filter(|one| hard.contains(&one.mood)).is_some_and(|weather| {
                // Trouble that began by a clock set ahead counts from when it was set right.
                let stepped = world.seen.stepped.unwrap_or(self.from);
                let since = weather.from.max(self.from);
                let slept = !world.seen.processes.last().expect("one").slept.is_empty();
                let met = world.seen.turned_away.iter().find(|at| **at >= since);
                !slept && met.is_some_and(|met| now.duration_since(stepped.max(*met)) > patience)
            })
        };
        if lost && !self.told_of_trouble && !self.config.admin.is_empty() {
            self.told_of_trouble = true;
            if !admin::has_heard_of_trouble(ledger) {
                let away = world.lock().seen.turned_away.clone();
                world.fail(format!(
                    "the relay is lost for long, and the admin has not heard of it: {trouble:?}, turned away {away:?}"
                ));
            }
        }
    }
}

/// L6b, told otherwise: letters that wait, that nobody has, and of whose notices none holds any more or
/// one is yet to come. One that may have arrived is not withdrawn for what passes.
fn moot(config: &Config, ledger: &Ledger, now: Timestamp) -> Vec<String> {
    let edit_waits = edit_waits(config, ledger);
    let edited = |reason: &Moot| matches!(reason, Moot::Gone | Moot::Moved);
    let is_moot = |waiting: &duban::ledger::Waiting| {
        let reasons: Vec<Option<Moot>> = waiting
            .notices
            .iter()
            .map(|notice| match notice.moment > now {
                true => Some(Moot::NotYet),
                false => plan::moot(config, &notice.id, now),
            })
            .collect();
        let early = reasons.contains(&Some(Moot::NotYet));
        let passing = early || reasons.contains(&Some(Moot::OnHold));
        let row = letter(ledger, &waiting.letter);
        let somebody = row.recipients.iter().any(|one| one.state == RecipientState::Delivered);
        (early || reasons.iter().all(Option::is_some))
            && !somebody
            && !(waiting.may_have_arrived && passing)
            // What an edit did that waits for a person is not in force yet.
            && !(edit_waits && reasons.iter().flatten().any(edited))
    };
    let waiting = ledger.waiting(UnderWay::Nothing).expect("read").into_iter();
    waiting.filter(is_moot).map(|waiting| waiting.letter).collect()
}

/// Whether the files differ by too much from what was last taken as meant, and nobody has said that it is meant.
fn edit_waits(config: &Config, ledger: &Ledger) -> bool {
    let mut comparing = plan::comparing(config);
    let known = ledger.deadlines(|task, milestone, was| comparing.known(task, milestone, was));
    known.expect("read");
    let edit = comparing.finish();
    let counts = (edit.moved.len() as u32, edit.dropped.len() as u32);
    let held = ledger.held_edit().expect("read");
    let settled =
        held.is_some_and(|held| held.settled.is_some() && (held.moved, held.dropped) == counts);
    edit.changes() > config.guard.max_changes as usize && !settled
}
