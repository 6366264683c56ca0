//! Looks on while a process lives: what it does whenever it has read the files (L6b, L6), and after each
//! sweep whether it knows how it stands with the relay.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duban::compare::{self, Change, Facts, List, Name, Verdict, Ways, What};
use duban::ledger::{Answers, Held, Ledger, LetterRow, LetterState, NoticeRow, RecipientState};
use duban::model::{Config, TimeUnit};
use duban::plan::{self, Moot, Target};
use jiff::{SignedDuration, Timestamp};

use super::super::files::When;
use super::super::seen::Deed;
use super::super::ticks::floor_minute;
use super::super::world::{Mood, World};
use super::storm::Storm;
use super::stretch::Stretch;
use super::{admin, letter, notices};

/// Shared with whoever sees the process end.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Inner>>);

struct Inner {
    when: When,
    /// When the process started, by a clock that is right.
    from: Timestamp,
    version: Version,
    /// Attempts that were cut short before it started.
    interrupted: HashSet<(String, u32)>,
    /// Letters were under way when the files were read: what no longer holds of them is withdrawn
    /// when they have landed.
    left: bool,
    was_in_trouble: bool,
    told_of_trouble: bool,
    /// The stretch under way, in which nothing disturbs.
    stretch: Option<Stretch>,
    planned: u64,
    /// When the clock was set last, as far as was looked at.
    stepped: Option<Timestamp>,
    /// No sweep was made since the files were read; none at all since the start.
    unswept: bool,
    fresh: bool,
    storm: Storm,
}

/// The files as they were read, and what is to be done about them first of all.
struct Version {
    config: Arc<Config>,
    /// When they were read, by the process's clock.
    read: Timestamp,
    hold: Hold,
    /// What they change, if that is too much; and all that waits then.
    changes: Option<BTreeSet<String>>,
    waits: BTreeSet<Name>,
    /// Open tasks that are gone.
    dropped: Vec<(String, String)>,
    /// What is to become of what is recorded.
    fate: Fate,
    /// Letters that wait, and are not.
    sound: Vec<String>,
    /// So many of them may be in the hands of the transports, and are left alone.
    hands: usize,
    /// Whether that can be foretold, and has not been looked at.
    unchecked: bool,
}

/// What is to become of what is recorded, once the files were read.
#[derive(Default)]
pub struct Fate {
    /// Letters that are to be withdrawn.
    pub moot: Vec<Moribund>,
    /// L8a: whose part in the edit that waits is undone; what of theirs was passed over since it was found is forgotten.
    pub undone: BTreeSet<Name>,
    pub found: Option<Timestamp>,
}

/// A letter that is to be withdrawn.
pub struct Moribund {
    pub letter: String,
    /// An attempt at it has begun.
    pub under_way: bool,
}

/// L8a: about which targets letters are held because of an edit, and until when.
#[derive(Clone, Default)]
pub struct Hold {
    pub changed: HashSet<Target>,
    pub settled: Option<Timestamp>,
    /// It may be the edit that a person has settled already.
    pub unsure: bool,
}

impl Watch {
    /// A process is about to start; `calm` if nothing keeps it from doing what it does first.
    pub fn boot(
        world: &World,
        (before, config): (&Option<Arc<Config>>, &Arc<Config>),
        when: When,
        ledger: &Ledger,
        calm: bool,
    ) -> Watch {
        let (now, from, stepped) = {
            let world = world.lock();
            (world.now(), world.true_now(), world.seen.stepped)
        };
        let interrupted: HashSet<(String, u32)> = open_attempts(ledger).collect();
        let before = before.as_deref();
        let version = Version::of(world, (before, config), ledger, &interrupted, now, calm);
        // What a person released and cannot leave as it was is written anew first of all (L6c).
        let held = ledger.unsettled_in(LetterState::Held).expect("read");
        let released = held.iter().any(|letter| letter.released.is_some());
        let sure = calm && !version.hold.unsure && !released;
        let stretch = sure.then(|| Stretch::of_start(config, ledger, now, &version.fate));
        Watch(Arc::new(Mutex::new(Inner {
            when,
            from,
            version,
            interrupted,
            left: false,
            was_in_trouble: ledger.relay_trouble().expect("read").is_some(),
            told_of_trouble: false,
            stretch,
            planned: 0,
            stepped,
            unswept: true,
            fresh: true,
            storm: Storm::new(now, config),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files were read while it runs, and it is about to go by them; `calm` as at the start.
    pub fn reload(&self, world: &World, ledger: &Ledger, config: &Arc<Config>, calm: bool) {
        let now = world.now();
        let mut inner = self.lock();
        inner.end_stretch(world, ledger, now);
        inner.end_version(world, ledger);
        let old = inner.version.config.clone();
        let files = (Some(&*old), config);
        inner.version = Version::of(world, files, ledger, &inner.interrupted, now, calm);
        inner.storm.read(now, config);
        if !calm || ledger.held_edit().expect("read").is_some() {
            inner.storm.is_unclear(now);
        }
        inner.left = inner.is_under_way(ledger);
        inner.unswept = true;
        if calm && !inner.left && !inner.version.hold.unsure {
            let fate = &inner.version.fate;
            inner.stretch = Some(match inner.fresh {
                true => Stretch::of_start(config, ledger, now, fate),
                false => Stretch::of_reload(config, ledger, now, fate),
            });
        }
    }

    /// Letters go another way from now on: for a while the relay has the old sessions and the new.
    pub fn other_way(&self) {
        self.lock().was_in_trouble = true;
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
        (inner.unswept, inner.fresh) = (false, false);
        if std::mem::take(&mut inner.version.unchecked) {
            inner.version.check(world, ledger);
        }
        inner.check_set_back(world, ledger, now);
        inner.storm.check(world, ledger, now);
        inner.check_trouble(world, ledger, at);
        inner.left = inner.left && inner.is_under_way(ledger);
        if inner.stretch.is_none() && !inner.left {
            inner.stretch = Some(Stretch::midway(&inner.version.config, ledger, now));
        }
    }

    /// The stretch is over.
    pub fn disturbed(&self, world: &World, ledger: &Ledger, now: Timestamp) {
        self.lock().end_stretch(world, ledger, now);
    }

    /// The clock is set: a person settled the edit before, whatever the clock showed then.
    pub fn stepped(&self) {
        let settled = &mut self.lock().version.hold.settled;
        *settled = settled.map(|_| Timestamp::MIN);
    }

    /// The clock was set by seconds: a sweep that was yet to come may have been made before its minute, and
    /// one that was just made, too.
    pub fn nudged(&self, world: &World, ledger: &Ledger) {
        let mut inner = self.lock();
        let now = world.now();
        let second = now.duration_since(floor_minute(now)).as_secs();
        if inner.unswept || !(5..55).contains(&second) {
            inner.end_stretch(world, ledger, now);
        }
    }

    /// `duban release --changes`: it is taken with the next sweep, and letters are looked at again.
    pub fn edit_settled(&self, world: &World, ledger: &Ledger, now: Timestamp) {
        let mut inner = self.lock();
        inner.end_stretch(world, ledger, now);
        inner.storm.is_unclear(now);
        inner.version.hold.settled.get_or_insert(now);
        // Unless the files in force are still the older ones.
        let disk = !world.lock().seen.process().disk_failed.is_empty();
        inner.version.hold.unsure |= inner.version.unchecked || disk;
        inner.version.unchecked = false;
        inner.left = true;
    }

    /// Somebody answered, it was decided, or a letter came back: with the next sweep some letters that wait are withdrawn, those
    /// under way once they have landed.
    pub fn answered(&self, world: &World, ledger: &Ledger, now: Timestamp) {
        let mut inner = self.lock();
        inner.end_stretch(world, ledger, now);
        inner.version.unchecked = false;
        inner.left = true;
    }

    /// The process is over; how many notices left as planned.
    pub fn end(&self, world: &World, ledger: &Ledger, now: Timestamp, killed: bool) -> u64 {
        let mut inner = self.lock();
        inner.end_stretch(world, ledger, now);
        inner.end_version(world, ledger);
        let broken = world.lock().seen.process().disk_failed.iter().any(|(_, until)| now <= *until);
        if !killed && !broken {
            inner.check_landed(world, ledger);
        }
        inner.planned
    }
}

impl Version {
    fn of(
        world: &World,
        (old, config): (Option<&Config>, &Arc<Config>),
        ledger: &Ledger,
        interrupted: &HashSet<(String, u32)>,
        now: Timestamp,
        calm: bool,
    ) -> Version {
        let edit = Edit::of(old, config, ledger, now);
        let (moot, sound) = sorted(config, ledger, interrupted, &edit, now);
        Version {
            config: config.clone(),
            read: now,
            hold: Hold {
                changed: edit.targets(config),
                settled: None, // What the disk keeps from being taken now is compared at a later minute, with another hour.
                unsure: edit.settled || !calm,
            },
            // What the disk keeps from being recorded is found at a later minute.
            changes: (calm && !edit.held.is_empty()).then(|| edit.held.iter().map(named).collect()),
            waits: edit.waits.keys().cloned().collect(),
            dropped: if edit.held.is_empty() { edit.dropped } else { Vec::new() },
            fate: Fate { moot, undone: edit.undone, found: Some(edit.found) },
            sound,
            hands: 2 * world.lock().seen.connections,
            unchecked: calm && !edit.settled,
        }
    }

    fn check(&self, world: &World, ledger: &Ledger) {
        self.check_withdrawn(world, ledger);
        let waits = ledger.held_changes().expect("read").into_iter().map(|one| one.name);
        let waits: BTreeSet<Name> = waits.collect();
        if waits != self.waits {
            let wanted = &self.waits;
            world.fail(format!("of the edit waits {waits:?}, not {wanted:?}"));
        }
    }

    /// L6b: what had become moot is withdrawn, and nothing else is.
    fn check_withdrawn(&self, world: &World, ledger: &Ledger) {
        let mut left = 0;
        for Moribund { letter: id, under_way } in &self.fate.moot {
            let state = letter(ledger, id).state;
            left += usize::from(*under_way && state != LetterState::Withdrawn);
            if !under_way && state != LetterState::Withdrawn {
                world.fail(format!("nothing in letter {id} holds any more, and it is {state:?}"));
            }
        }
        if left > self.hands {
            world.fail(format!("{left} letters of which nothing holds are not withdrawn"));
        }
        for id in &self.sound {
            let row = letter(ledger, id);
            if row.state == LetterState::Withdrawn && row.settled == Some(self.read) {
                world.fail(format!("letter {id} was withdrawn, and not all in it is moot"));
            }
        }
    }
}

/// The attempts without an end at letters that wait.
fn open_attempts(ledger: &Ledger) -> impl Iterator<Item = (String, u32)> {
    let waiting = ledger.unsettled_in(LetterState::Queued).expect("read").into_iter();
    waiting.flat_map(|letter| {
        let attempts = ledger.attempts(&letter.id).expect("read").into_iter();
        let open = attempts.filter(|one| one.ended.is_none());
        open.map(|one| (letter.id.clone(), one.number)).collect::<Vec<_>>()
    })
}

impl Inner {
    /// Whether an attempt of this process is under way.
    fn is_under_way(&self, ledger: &Ledger) -> bool {
        open_attempts(ledger).any(|one| !self.interrupted.contains(&one))
    }

    /// It may end before all of this minute has come about: the minute is no part of it.
    fn end_stretch(&mut self, world: &World, ledger: &Ledger, now: Timestamp) {
        if let Some(stretch) = self.stretch.take() {
            let until = floor_minute(now);
            self.planned += stretch.end(world, ledger, self.when, &self.version.hold, until);
        }
    }

    /// These files are no longer in force: what was taken of them.
    fn end_version(&mut self, world: &World, ledger: &Ledger) {
        let version = &self.version;
        let (mut known, mut listed) = (HashSet::new(), BTreeMap::new());
        let read = ledger.listed(|task, milestone, facts| {
            known.insert((task.to_owned(), milestone.to_owned()));
            listed.insert((task.to_owned(), milestone.to_owned()), facts.to_owned());
        });
        read.expect("read");
        let said = Target::all(&version.config).map(|target| {
            let (task, milestone) = plan::names(&version.config, target);
            let facts = Facts::of(&version.config, target).to_string();
            ((task.to_owned(), milestone.to_owned()), facts)
        });
        // A process may have died before it could record what it found.
        let taken = listed == said.collect();
        let gone = version.dropped.iter().filter(|one| !known.contains(one));
        let gone: Vec<String> = gone.map(named_by).collect();
        let mut world = world.lock();
        world.seen.missing.extend(gone.iter().cloned());
        world.seen.gone.extend(gone);
        let back: BTreeSet<String> = known.iter().map(named_by).collect();
        world.seen.missing.retain(|name| !back.contains(name));
        let held = ledger.held_changes().expect("read");
        let held: BTreeSet<String> = held.iter().map(named).collect();
        // What the disk kept from being recorded was found at a later minute.
        let disk = world.seen.process().disk_failed.iter().any(|(_, until)| version.read <= *until);
        let recorded = |changes: &&BTreeSet<String>| taken && changes.is_subset(&held) && !disk;
        let changes = version.changes.as_ref().filter(recorded);
        world.seen.edits.extend(changes.map(|changes| (version.read, changes.clone())));
    }

    /// Once the clock was set back, nothing waits untried that was written before its time.
    fn check_set_back(&mut self, world: &World, ledger: &Ledger, now: Timestamp) {
        let stepped = world.lock().seen.stepped;
        if self.stepped == stepped {
            return;
        }
        self.stepped = stepped;
        for (row, notices) in waiting(ledger) {
            // Unless a person wants it sent all the same.
            let revived = world.lock().seen.deeds(&row.id, Deed::Revived).next().is_some();
            let early = notices.iter().any(|notice| notice.moment > now);
            if !revived && row.attempts == 0 && early {
                world.fail(format!("letter {} waits, and it is too early for it", row.id));
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
            world.fail(format!("the relay is well, and said to be in trouble: {:?}", trouble.why));
        }
        let patience = SignedDuration::from_mins(15 + 8);
        let lost = {
            let world = world.lock();
            let hard = [Mood::Down, Mood::Silent, Mood::RefusesAll];
            let weather = world.weather.iter().find(|one| one.from <= now && now < one.until);
            weather.filter(|one| hard.contains(&one.mood)).is_some_and(|weather| {
                // Trouble that began by a clock set ahead counts from when it was set right.
                let stepped = world.seen.stepped.unwrap_or(self.from);
                // Sessions that went on working while others were turned away were no trouble.
                let worked = world.seen.answered.last().copied().unwrap_or(self.from);
                let since = weather.from.max(self.from).max(worked);
                let process = world.seen.processes.last().expect("one");
                let met = world.seen.turned_away.iter().find(|at| **at >= since);
                // It is told once it can be recorded.
                let disk = process.disk_failed.last().map_or(self.from, |(_, until)| *until);
                let since = met.map(|met| stepped.max(*met).max(disk));
                process.slept.is_empty()
                    && since.is_some_and(|since| now.duration_since(since) > patience)
            })
        };
        if lost && !self.told_of_trouble && !self.version.config.admin.is_empty() {
            self.told_of_trouble = true;
            if !admin::has_heard_of_trouble(ledger) {
                let why = "the relay is lost for long, and the admin has not heard of it";
                world.fail(format!("{why}: {trouble:?}"));
            }
        }
    }

    /// Told to stop, duban records what became of every letter under way.
    fn check_landed(&self, world: &World, ledger: &Ledger) {
        if world.lock().seen.astray {
            return;
        }
        for letter in ledger.unsettled_in(LetterState::Queued).expect("read") {
            let attempts = ledger.attempts(&letter.id).expect("read");
            let last = attempts.last().filter(|last| last.started >= self.from);
            if last.is_some_and(|last| last.ended.is_none()) {
                world.fail(format!("letter {} was under way, and is lost sight of", letter.id));
            }
        }
    }
}

/// L8, as it is to be when the files are taken over.
struct Edit {
    held: Vec<Change>,
    /// All that waits then.
    waits: BTreeMap<Name, What>,
    undone: BTreeSet<Name>,
    dropped: Vec<Name>,
    found: Timestamp,
    /// An edit that waited was settled, and is yet to be taken.
    settled: bool,
}

impl Edit {
    fn of(old: Option<&Config>, config: &Config, ledger: &Ledger, now: Timestamp) -> Edit {
        let ways = Ways::of(config);
        let recorded = |task: &str, milestone: Option<&str>| ledger.recorded(task, milestone);
        let owing = old.map(|old| compare::owing(&Ways::of(old), &ways, now, recorded));
        let owing = owing.transpose().expect("read").unwrap_or_default();
        let known = ledger.held_edit().expect("read");
        let settled = known.as_ref().is_some_and(|edit| edit.settled.is_some());
        let waiting = if settled { Vec::new() } else { ledger.held_changes().expect("read") };
        let calendar = config.office_calendar().expect("there is one");
        let ago = calendar.add_exact(now, -1, TimeUnit::WorkingHour).expect("an hour ago");
        let before = ledger.listed_before(ago).expect("read");
        let today = calendar.local_date(now);
        let mut list = List::begin(&ways, config, before, waiting.clone(), owing, today);
        let read = ledger.listed(|task, milestone, facts| list.known(task, milestone, facts));
        read.expect("read");
        let compared = list.finish();
        let held = match compare::verdict(&compared, config.guard) {
            Verdict::Meant => Vec::new(),
            Verdict::Waits(changes) => changes,
        };
        let still = waiting.into_iter().filter(|one| !compared.undone.contains(&one.name));
        Edit {
            waits: still.chain(held.clone()).map(|one| (one.name, one.what)).collect(),
            held,
            undone: compared.undone,
            dropped: compared.dropped.into_iter().map(|(name, _)| name).collect(),
            found: known.filter(|_| !settled).map_or(now, |known| known.found),
            settled,
        }
    }

    /// About whom letters are held.
    fn targets(&self, config: &Config) -> HashSet<Target> {
        let waits = |target: &Target| {
            let (task, milestone) = plan::names(config, *target);
            let has =
                |milestone: &str| self.waits.contains_key(&(task.to_owned(), milestone.to_owned()));
            has(milestone) || has("")
        };
        Target::all(config).filter(waits).collect()
    }

    /// L8a: what the edit made moot is not so yet.
    fn keeps(&self, notice: &NoticeRow, reason: Moot) -> bool {
        let what = |milestone: &str| {
            self.waits.get(&(notice.id.subject.id().to_owned(), milestone.to_owned()))
        };
        let what = notice.id.subject.milestone().and_then(what).or_else(|| what(""));
        match reason {
            Moot::Gone | Moot::Moved => what.is_some(),
            Moot::NotLive(_) => matches!(what, Some(What::Reopened | What::Rearmed)),
            _ => false,
        }
    }

    /// A letter that was written since the edit was found, by the files as they are now.
    fn wrote(&self, row: &LetterRow) -> bool {
        let since = row.revived.unwrap_or(row.created) >= self.found;
        row.state == LetterState::Held
            && (row.held == Some(Held::Changes) || row.held == Some(Held::Guard) && since)
    }

    /// L8a: a letter held for an edit of which something it says is undone.
    fn undoes(&self, row: &LetterRow, notices: &[NoticeRow]) -> bool {
        let about = |notice: &NoticeRow| {
            let name = |milestone: &str| (notice.id.subject.id().to_owned(), milestone.to_owned());
            let own = notice.id.subject.milestone().unwrap_or_default();
            self.undone.contains(&name(own)) || self.undone.contains(&name(""))
        };
        self.wrote(row) && notices.iter().any(about)
    }
}

fn named(change: &Change) -> String {
    named_by(&change.name)
}

fn named_by((task, milestone): &Name) -> String {
    match milestone.as_str() {
        "" => task.clone(),
        milestone => format!("{task}/{milestone}"),
    }
}

/// L6b, told otherwise: letters that wait, that nobody has, and of whose notices none holds any more or one is yet
/// to come; and those that wait for better reasons. What an edit did that waits for a person is not in force.
fn sorted(
    config: &Config,
    ledger: &Ledger,
    interrupted: &HashSet<(String, u32)>,
    edit: &Edit,
    now: Timestamp,
) -> (Vec<Moribund>, Vec<String>) {
    let mut doubts = HashSet::new();
    let read = ledger.waiting(|one| doubts.extend(one.in_doubt.then_some(one.letter)));
    read.expect("read");
    let is_moot = |row: &LetterRow, notices: &[NoticeRow]| {
        let reason = |notice: &NoticeRow| match notice.moment > now {
            true => Some(Moot::NotYet),
            false => {
                let answers = ledger.answers(Answers::Of(notice.id.subject.id())).expect("read");
                plan::moot(config, &notice.id, &answers.into(), now)
            }
        };
        let reasons: Vec<Option<Moot>> = notices.iter().map(reason).collect();
        let mut why = notices.iter().zip(&reasons).filter_map(|(one, why)| Some((one, (*why)?)));
        let kept = why.any(|(notice, why)| edit.keeps(notice, why));
        // One that may have arrived says what is early no sooner than another would.
        let in_doubt = doubts.contains(&row.id);
        let early = reasons.contains(&Some(Moot::NotYet)) && !in_doubt;
        let moot =
            (early || reasons.iter().all(Option::is_some)) && (early || !kept || edit.wrote(row));
        moot || edit.undoes(row, notices)
    };
    let under_way: HashSet<String> = open_attempts(ledger)
        .filter(|one| !interrupted.contains(one))
        .map(|(letter, _)| letter)
        .collect();
    let (moot, sound): (Vec<_>, Vec<_>) =
        waiting(ledger).into_iter().partition(|(row, notices)| is_moot(row, notices));
    let moribund = |id: String| Moribund { under_way: under_way.contains(&id), letter: id };
    let moot = moot.into_iter().map(|(row, _)| moribund(row.id)).collect();
    (moot, sound.into_iter().map(|(row, _)| row.id).collect())
}

/// Letters that wait for somebody or for a person, and that nobody has, with what they say.
fn waiting(ledger: &Ledger) -> Vec<(LetterRow, Vec<NoticeRow>)> {
    let mut letters: BTreeMap<String, LetterRow> = BTreeMap::new();
    for state in [LetterState::Queued, LetterState::Held] {
        let rows = ledger.unsettled_in(state).expect("read").into_iter();
        let nobody = rows
            .filter(|row| !row.recipients.iter().any(|one| one.state == RecipientState::Delivered));
        letters.extend(nobody.map(|row| (row.id.clone(), row)));
    }
    let mut said: HashMap<String, Vec<NoticeRow>> = HashMap::new();
    for notice in if letters.is_empty() { Vec::new() } else { notices(ledger) } {
        if let Some(letter) = notice.letter.clone().filter(|id| letters.contains_key(id)) {
            said.entry(letter).or_default().push(notice);
        }
    }
    let with = |(id, row)| said.remove(&id).map(|notices| (row, notices));
    letters.into_iter().filter_map(with).collect()
}
