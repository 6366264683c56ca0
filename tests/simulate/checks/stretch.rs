//! A time in which nothing disturbs: files, clock and disk stay as they are, and the process lives. What
//! was planned is what happened, and the letters written were held where they had to be (L6, L6a).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use duban::ledger::{Disposition, Held, Ledger, LetterRow, LetterState, NoticeRow};
use duban::model::{Answer, Config, Release, Stage, Subject};
use duban::plan::{self, Known, NoticeId, Recorded, Target};
use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};

use super::super::files::When;
use super::super::ticks::{floor_minute, whole_minute};
use super::super::world::World;
use super::watch::{Fate, Hold, Moribund};
use super::{answers, further, letter, notices, recorded};

pub struct Stretch {
    config: Arc<Config>,
    /// The minute of its first sweep.
    minute: Timestamp,
    /// Letters that there were, and what is known of each target.
    letters: HashSet<String>,
    known: HashMap<Subject, Vec<Recorded>>,
    /// The answers about each task.
    answers: HashMap<Box<str>, Arc<[Answer]>>,
}

impl Stretch {
    /// It begins with a process, which withdraws those letters first of all, and sweeps.
    pub fn of_start(config: &Arc<Config>, ledger: &Ledger, now: Timestamp, fate: &Fate) -> Stretch {
        Stretch::of(config, ledger, floor_minute(now), |notice| stays(notice, fate, now))
    }

    /// It begins when new files are taken over; the next sweep is at the next whole minute.
    pub fn of_reload(
        config: &Arc<Config>,
        ledger: &Ledger,
        now: Timestamp,
        fate: &Fate,
    ) -> Stretch {
        let next = whole_minute(now + 1.second());
        Stretch::of(config, ledger, next, |notice| stays(notice, fate, now))
    }

    /// It begins after a sweep that was made just now.
    pub fn midway(config: &Arc<Config>, ledger: &Ledger, now: Timestamp) -> Stretch {
        Stretch::of(config, ledger, floor_minute(now), |_| true)
    }

    fn of(
        config: &Arc<Config>,
        ledger: &Ledger,
        minute: Timestamp,
        stays: impl Fn(&NoticeRow) -> bool,
    ) -> Stretch {
        let mut known: HashMap<_, Vec<Recorded>> = HashMap::new();
        let mut letters = HashSet::new();
        for notice in notices(ledger) {
            let stands =
                ![Disposition::Withdrawn, Disposition::Replaced].contains(&notice.disposition);
            if stands && stays(&notice) {
                let whose = notice.id.subject.clone();
                let released = was_released(config, ledger, &notice);
                known.entry(whose).or_default().push(recorded(&notice, released));
            }
            letters.extend(notice.letter);
        }
        let mut about = HashMap::new();
        for task in &config.tasks {
            let all = answers::of(config, ledger, &task.id, minute);
            about.insert(task.id.clone(), all);
        }
        Stretch { config: config.clone(), minute, letters, known, answers: about }
    }

    /// Checks what happened in it; how many notices left as planned.
    pub fn end(
        self,
        world: &World,
        ledger: &Ledger,
        when: When,
        hold: &Hold,
        until: Timestamp,
    ) -> u64 {
        let mut sent = notices(ledger);
        // What was written anew, or passed by a newer one while it was held, was sent when it was first recorded.
        let told = [Disposition::Letter, Disposition::Replaced];
        sent.retain(|one| told.contains(&one.disposition) && one.recorded < until);
        let mut firsts = Firsts::default();
        for one in &mut sent {
            one.letter = one.letter.as_deref().map(|id| firsts.of(ledger, id));
        }
        sent.retain(|one| !one.letter.as_ref().is_some_and(|id| self.letters.contains(id)));
        sent.sort_by(|one, other| (one.recorded, &one.id).cmp(&(other.recorded, &other.id)));
        sent.dedup_by(|one, other| one.id == other.id && one.letter == other.letter);
        let planned: BTreeSet<(NoticeId, Timestamp)> = Target::all(&self.config)
            .flat_map(|target| self.plan(target, until))
            .map(|one| (one.notice.id, one.release))
            .collect();
        let mut left: BTreeSet<(NoticeId, Timestamp)> =
            sent.iter().map(|one| (one.id.clone(), floor_minute(one.recorded))).collect();
        left.extend(self.again(ledger, &planned));
        if planned != left {
            let missing: Vec<_> = planned.difference(&left).collect();
            let surplus: Vec<_> = left.difference(&planned).collect();
            world.fail(format!("planned, and not so: {missing:?}; not planned: {surplus:?}"));
        }
        self.check_held(world, ledger, hold, &sent);
        for notice in &sent {
            self.check_hours(world, when, notice);
            self.check_answers(world, notice);
        }
        planned.len() as u64
    }

    /// What left as the letter that was there before: it was withdrawn though somebody may have had it.
    fn again(
        &self,
        ledger: &Ledger,
        planned: &BTreeSet<(NoticeId, Timestamp)>,
    ) -> BTreeSet<(NoticeId, Timestamp)> {
        let mut again = BTreeSet::new();
        for notice in notices(ledger) {
            let before = notice.letter.as_ref().filter(|id| self.letters.contains(*id));
            let Some(before) = before.filter(|_| notice.disposition == Disposition::Letter) else {
                continue;
            };
            let of = planned.iter().filter(|(id, _)| *id == notice.id);
            for (id, at) in of {
                let revived = letter(ledger, before).revived;
                if revived.is_some_and(|revived| floor_minute(revived) == *at) {
                    again.insert((id.clone(), *at));
                }
            }
        }
        again
    }

    fn plan(&self, target: Target, until: Timestamp) -> impl Iterator<Item = plan::Planned> + '_ {
        let milestone = target.milestone(&self.config).map(|one| one.id.as_ref());
        let whose = Subject::of_task(&target.task(&self.config).id, milestone);
        let notices = self.known.get(&whose).cloned().unwrap_or_default();
        let known = Known { notices, answers: self.answers_about(target) };
        plan::simulate(&self.config, target, known, self.minute, until)
    }

    fn answers_about(&self, target: Target) -> Arc<[Answer]> {
        let task = &target.task(&self.config).id;
        self.answers.get(task).cloned().unwrap_or_default()
    }

    /// T13, T14, T16, told otherwise.
    fn check_answers(&self, world: &World, notice: &NoticeRow) {
        // By a clock that is wrong, an answer of yesterday may come tomorrow.
        if world.lock().seen.astray {
            return;
        }
        let (target, stage) = (self.target(&notice.id), self.stage(&notice.id));
        let about = self.answers_about(target);
        if let Some(why) = answers::wrongly_sent(&self.config, target, stage, notice, &about) {
            world.fail(format!("{} {why}: {notice:?} {about:?}", notice.id.subject));
        }
    }

    fn target(&self, notice: &NoticeId) -> Target {
        let is_it = |target: &Target| {
            let milestone = target.milestone(&self.config).map(|one| one.id.as_ref());
            Subject::of_task(&target.task(&self.config).id, milestone) == notice.subject
        };
        Target::all(&self.config).find(is_it).expect("the files have it")
    }

    fn stage(&self, notice: &NoticeId) -> &Stage {
        let stages = &self.target(notice).policy(&self.config).stages;
        stages.iter().find(|stage| stage.name == notice.stage).expect("the policy has it")
    }

    /// L6, L6a: a letter is held if its sweep wrote too many, or an edit that waits for a person moved
    /// what it is about, or its stage asks; and for no other reason.
    fn check_held(&self, world: &World, ledger: &Ledger, hold: &Hold, sent: &[NoticeRow]) {
        let mut sweeps: BTreeMap<Timestamp, BTreeMap<&str, Vec<&NoticeId>>> = BTreeMap::new();
        for notice in sent {
            let letter = notice.letter.as_deref().expect("it went into one");
            let letters = sweeps.entry(notice.recorded).or_default();
            letters.entry(letter).or_default().push(&notice.id);
        }
        for (at, letters) in sweeps {
            let most = self.config.guard.max_letters as usize;
            let written = letters.len() + further(ledger, at);
            let storm = written > most;
            // L8b: who is left out of these has one more at once, where nothing is held.
            let digests = || {
                let of = |(id, about): (&&str, &Vec<&NoticeId>)| -> Vec<String> {
                    let left_out = |one: &&NoticeId| ledger.left_out_on(id, &one.subject);
                    about.iter().flat_map(|one| left_out(one).expect("read")).collect()
                };
                let people: HashSet<String> = letters.iter().flat_map(of).collect();
                written + people.len() > most
            };
            // Those that go again are counted, too.
            let again = || {
                let revived = |id: &&String| letter(ledger, id).revived == Some(at);
                written + self.letters.iter().filter(revived).count() > most
            };
            let edit = hold.settled.is_none_or(|settled| at < settled);
            for (id, about) in &letters {
                let apart = about.iter().all(|id| hold.changed.contains(&self.target(id)));
                let of_edit = about.iter().any(|id| hold.changed.contains(&self.target(id)));
                let moved = edit && of_edit;
                if moved && !apart && !hold.unsure {
                    world.fail(format!("letter {id} is about an edit that waits and about others"));
                }
                let asks = about.iter().any(|id| self.stage(id).release == Release::Ask);
                let asks = asks.then_some(Held::Ask);
                let wanted = match (storm, moved) {
                    (true, _) => Some(Held::Guard),
                    (_, true) => Some(Held::Changes),
                    _ => asks,
                };
                let LetterRow { held, .. } = letter(ledger, id);
                if held == Some(Held::Guard) && !storm && (again() || digests()) {
                    continue;
                }
                // Who settles an edit may have meant an older one.
                let either = held == asks || held == Some(Held::Changes);
                let other = !storm && of_edit && hold.unsure && either;
                if held != wanted && !other {
                    world.fail(format!("letter {id} is held: {held:?}, not {wanted:?}"));
                }
            }
        }
    }

    /// T8, told otherwise: nothing leaves on hold, and day-based notices leave within hours.
    fn check_hours(&self, world: &World, when: When, notice: &NoticeRow) {
        let task = self.target(&notice.id).task(&self.config);
        let calendar = &self.config.calendars[0];
        let local = calendar.timezone().to_datetime(notice.recorded);
        let name = notice.id.subject.id();
        if task.holds.iter().any(|hold| local.date() < hold.until) {
            world.fail(format!("{name} is on hold, and it left at {local}"));
        }
        if !self.stage(&notice.id).at.is_day_based() {
            return;
        }
        let weekday = !matches!(local.date().weekday(), Weekday::Saturday | Weekday::Sunday);
        let sends = when.every_day
            || (when.holidays && calendar.is_working_day(local.date()))
            || (!when.holidays && weekday);
        let open = when.opens <= local.time() && when.closes.is_none_or(|end| local.time() < end);
        if !sends || !open {
            world.fail(format!("a day-based notice of {name} left at {local}"));
        }
    }
}

/// The letter in which each was first written, if it was written anew since (L6c).
#[derive(Default)]
struct Firsts(HashMap<String, String>);

impl Firsts {
    fn of(&mut self, ledger: &Ledger, id: &str) -> String {
        if let Some(first) = self.0.get(id) {
            return first.clone();
        }
        let first = match letter(ledger, id).replaces {
            Some(before) => self.of(ledger, &before),
            None => id.to_owned(),
        };
        self.0.insert(id.to_owned(), first.clone());
        first
    }
}

/// T13: whether a notice that asks went out. A person may have let it go since; whoever does ends the stretch.
fn was_released(config: &Config, ledger: &Ledger, notice: &NoticeRow) -> bool {
    let Some(task) = config.task(notice.id.subject.id()) else { return false };
    let stages = &config[config[task].policy].stages;
    let asks = stages.iter().any(|one| one.name == notice.id.stage && one.release == Release::Ask);
    let gone = [LetterState::Queued, LetterState::Sent, LetterState::Failed];
    let id = notice.letter.as_deref().filter(|_| asks);
    id.map(|id| letter(ledger, id))
        .is_some_and(|row| row.released.is_some() || gone.contains(&row.state))
}

/// Whether a notice is still as recorded once what is moot was withdrawn.
fn stays(notice: &NoticeRow, fate: &Fate, now: Timestamp) -> bool {
    let of = |one: &&Moribund| notice.letter.as_ref() == Some(&one.letter);
    let withdrawn = fate.moot.iter().any(|one| of(&one));
    let passed = notice.disposition == Disposition::Superseded;
    let early = passed && notice.moment > now && notice.recorded > now;
    let is_undone = |milestone: &str| {
        fate.undone.contains(&(notice.id.subject.id().to_owned(), milestone.to_owned()))
    };
    let own = notice.id.subject.milestone().unwrap_or_default();
    let forgotten = passed
        && fate.found.is_some_and(|found| notice.recorded >= found)
        && (is_undone(own) || is_undone(""));
    !withdrawn && !early && !forgotten
}
