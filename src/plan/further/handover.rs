//! Handovers (交接, W7): who answers for open tasks now, and did not before. Who is newly responsible gets a letter with
//! all that is theirs now; who is no more, a note.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::model::{
    AnchorKind, Config, Importance, LetterKind, Party, PersonIx, Release, Subject, When,
};
use crate::plan::audience::{audience_of_people, responsible};
use crate::plan::further::standing::Standing;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{
    Audience, Known, NoticeId, Origin, Target, ToldIn, is_live, letter_language, names,
    target_named,
};

/// So long after the last change of owners its letters leave: who assigns many tasks is not done at once.
pub const SETTLES: SignedDuration = SignedDuration::from_mins(15);

/// A task's id and a milestone's; "" is the task itself.
pub type Name = (String, String);

/// The people who answer for a task or milestone, by their ids.
pub type People = BTreeSet<String>;

/// What the ledger remembers of owners.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    /// Who answers for what, of open tasks and milestones that were seen.
    pub owners: HashMap<Name, People>,
    /// What changed and was not told yet: who answers for it by the files, and since when they say so.
    pub pending: BTreeMap<Name, (People, Timestamp)>,
}

/// What is to be remembered of owners now that files were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// What was not known: remembered without a word.
    pub remember: Vec<(Name, People)>,
    /// What is closed, or gone from the files.
    pub forget: Vec<Name>,
    /// What has changed, with who answers for it now.
    pub pending: Vec<(Name, People)>,
    /// What is as it was before it was told.
    pub back: Vec<Name>,
}

impl Noted {
    /// Whether nothing is to be written down.
    pub fn is_empty(&self) -> bool {
        *self == Noted::default()
    }
}

/// What one person is told.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Who.
    pub person: PersonIx,
    /// What is theirs now, the latest first.
    pub taken: Vec<Handed>,
    /// What is theirs no more.
    pub given: Vec<Handed>,
    /// It is one of more changes than L8 allows, and waits for a person.
    pub too_many: bool,
}

/// A task or milestone that changed hands.
#[derive(Debug, Clone)]
pub struct Handed {
    /// How it stands.
    pub standing: Standing,
    /// Of what is taken over, who answered for it before; else who does now. Who is gone from the files is their id.
    pub others: Vec<String>,
    /// The letters about it that went before.
    pub told: Vec<ToldIn>,
}

/// Who answers for it: owner and co-owners, after units and groups.
pub fn owners(config: &Config, target: Target) -> People {
    let who = responsible(config, target);
    let parties = who.owner.iter().chain(who.with);
    let people = parties.flat_map(|party| config.members(party));
    people.map(|person| config[*person].id.to_string()).collect()
}

/// Every open task and milestone.
fn open(config: &Config) -> impl Iterator<Item = Target> + '_ {
    Target::all(config).filter(|target| is_live(config, *target, AnchorKind::Due))
}

fn name_of(config: &Config, target: Target) -> Name {
    let (task, milestone) = names(config, target);
    (task.to_owned(), milestone.to_owned())
}

/// Compares the files with what is remembered.
pub fn noted(config: &Config, remembered: &Remembered) -> Noted {
    let mut noted = Noted::default();
    let mut seen = BTreeSet::new();
    for target in open(config) {
        let name = name_of(config, target);
        let is = owners(config, target);
        let pending = remembered.pending.get(&name);
        match remembered.owners.get(&name) {
            None => noted.remember.push((name.clone(), is)),
            Some(was) if *was == is => noted.back.extend(pending.map(|_| name.clone())),
            Some(_) if pending.is_some_and(|(people, _)| *people == is) => {}
            Some(_) => noted.pending.push((name.clone(), is)),
        }
        seen.insert(name);
    }
    let known = remembered.owners.keys().filter(|name| !seen.contains(*name));
    noted.forget = known.cloned().collect();
    noted.forget.sort();
    noted
}

/// The same, where all that changed is taken as known (`adopt`).
pub fn adopted(config: &Config, remembered: &Remembered) -> Noted {
    let mut noted = noted(config, remembered);
    let changed = remembered.pending.keys().filter(|name| !noted.forget.contains(name));
    let changed =
        changed.filter_map(|name| Some((name.clone(), owners(config, open_target(config, name)?))));
    let mut changed: BTreeMap<Name, People> = changed.collect();
    changed.extend(std::mem::take(&mut noted.pending));
    noted.back.clear();
    noted.forget.extend(changed.keys().cloned());
    noted.remember.extend(changed);
    noted
}

/// When the letters about what changed leave: a while after the last change, within the hours in which mail is sent.
pub fn leave_at(config: &Config, last_change: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let calendar = config.office_calendar()?;
    let settled = last_change.saturating_add(SETTLES).ok()?.max(now);
    Some(calendar.in_window(settled))
}

/// What changes hands of these: to whom what comes, and from whom it goes. `owners` is what is remembered.
pub fn changes(
    config: &Config,
    owners_before: &HashMap<Name, People>,
    changed: impl Iterator<Item = Name>,
) -> BTreeMap<PersonIx, (Vec<Target>, Vec<Target>)> {
    let place: HashMap<&str, PersonIx> = config
        .people
        .iter()
        .enumerate()
        .map(|(at, person)| (&*person.id, PersonIx(at as u32)))
        .collect();
    let mut by_person: BTreeMap<PersonIx, (Vec<Target>, Vec<Target>)> = BTreeMap::new();
    for name in changed {
        let (Some(was), Some(target)) = (owners_before.get(&name), open_target(config, &name))
        else {
            continue;
        };
        let is = owners(config, target);
        let taken = is.difference(was).filter_map(|id| place.get(&**id));
        taken.for_each(|person| by_person.entry(*person).or_default().0.push(target));
        // Who is gone from the files is not written to.
        let given = was.difference(&is).filter_map(|id| place.get(&**id));
        given.for_each(|person| by_person.entry(*person).or_default().1.push(target));
    }
    by_person
}

/// The target of that name, if it is open.
fn open_target(config: &Config, (task, milestone): &Name) -> Option<Target> {
    let target = target_named(config, task, Some(&**milestone).filter(|one| !one.is_empty()))?;
    is_live(config, target, AnchorKind::Due).then_some(target)
}

/// The letters about what changed since then. `known` is what the ledger has of a target.
pub fn handovers<E>(
    config: &Config,
    remembered: &Remembered,
    anchor: Timestamp,
    known: impl Fn(Target) -> Result<Known, E>,
    now: Timestamp,
) -> Result<Vec<FurtherLetter>, E> {
    let too_many = causes(config, remembered) > config.guard.most_changes(open_tasks(config));
    let changed = remembered.pending.keys().cloned();
    let mut letters = Vec::new();
    for (person, (taken, given)) in changes(config, &remembered.owners, changed) {
        let handed = |targets: Vec<Target>, taken: bool| -> Result<Vec<Handed>, E> {
            let mut all = Vec::with_capacity(targets.len());
            for target in targets {
                let others = others(config, remembered, target, taken);
                all.push(handed(config, (target, others), known(target)?, now, now));
            }
            all.sort_by_key(|one| one.standing.days);
            Ok(all)
        };
        let (taken, given) = (handed(taken, true)?, handed(given, false)?);
        let handover = Handover { person, taken, given, too_many };
        letters.push(letter(config, handover, anchor, now));
    }
    Ok(letters)
}

/// Why somebody else answers for it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// What stands at the task, or the milestone.
    Own(Name),
    /// The head of a unit.
    Head(u32),
    /// Who is in a group.
    Group(u32),
}

/// How many changes these are: a head, or a group, that changed is one, of however many tasks.
fn causes(config: &Config, remembered: &Remembered) -> usize {
    let cause = |name: &Name| {
        let target = open_target(config, name)?;
        let (task, milestone) = (target.task(config), target.milestone(config));
        let owner = milestone.and_then(|one| one.owner).or(task.owner);
        let with = milestone.and_then(|one| one.with.as_deref()).unwrap_or(&task.with);
        Some(match (owner, with) {
            (None, []) => Cause::Head(responsible(config, target).unit.map_or(0, |unit| unit.0)),
            (Some(Party::Group(group)), []) => Cause::Group(group.0),
            _ => Cause::Own(name.clone()),
        })
    };
    remembered.pending.keys().filter_map(cause).collect::<BTreeSet<Cause>>().len()
}

fn open_tasks(config: &Config) -> usize {
    open(config).filter(|target| target.milestone.is_none()).count()
}

fn others(config: &Config, remembered: &Remembered, target: Target, taken: bool) -> Vec<String> {
    let (is, none) = (owners(config, target), People::new());
    let was = remembered.owners.get(&name_of(config, target)).unwrap_or(&none);
    let others = if taken { was.difference(&is) } else { is.difference(was) };
    others.cloned().collect()
}

/// What was told before that time went to who answered for it then.
fn handed(
    config: &Config,
    (target, others): (Target, Vec<String>),
    known: Known,
    until: Timestamp,
    now: Timestamp,
) -> Handed {
    let told = known.notices.iter().filter_map(|one| one.letter.clone());
    let mut told: Vec<ToldIn> = told.filter(|one| one.at <= until).collect();
    told.sort_by_key(|one| (one.at, one.number));
    told.dedup_by_key(|one| one.number);
    Handed { standing: Standing::of(config, target, known, now), others, told }
}

/// What one person was to be told of a task or milestone, and is told anew (L6c).
#[derive(Debug, Clone)]
pub struct Again {
    /// Which.
    pub target: Target,
    /// Whether it is theirs, or is no more.
    pub which: Which,
    /// Of what is taken over, who answered for it before; else who does now.
    pub others: Vec<String>,
}

/// L6c: the letter about what changed at `anchor`, as it would be now; what was told until then went to the former owner.
pub fn anew<E>(
    config: &Config,
    person: PersonIx,
    all: Vec<Again>,
    (anchor, until): (Timestamp, Timestamp),
    known: impl Fn(Target) -> Result<Known, E>,
    now: Timestamp,
) -> Result<FurtherLetter, E> {
    let (mut taken, mut given) = (Vec::new(), Vec::new());
    for Again { target, which, others } in all {
        let handed = handed(config, (target, others), known(target)?, until, now);
        if which == Which::Taken { taken.push(handed) } else { given.push(handed) }
    }
    taken.sort_by_key(|one| one.standing.days);
    given.sort_by_key(|one| one.standing.days);
    Ok(letter(config, Handover { person, taken, given, too_many: false }, anchor, now))
}

/// The notice for who answers no more for a task, and is gone from the files: nobody is there to be told.
pub fn untold((task, milestone): &Name, person: &str, anchor: Timestamp) -> FurtherNotice {
    let milestone = Some(&**milestone).filter(|one| !one.is_empty());
    let id = identity(Subject::of_task(task, milestone), Which::Given, person, anchor);
    FurtherNotice { id, moment: anchor }
}

/// To the person, or whoever stands in for them (W3).
pub fn handover_audience(config: &Config, person: PersonIx, now: Timestamp) -> Audience {
    let calendar = config.office_calendar();
    let day = calendar.map_or(Date::MIN, |calendar| calendar.local_date(now));
    audience_of_people(config, std::iter::once(person), std::iter::empty(), day)
}

/// A handover to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedHandover {
    /// When it leaves.
    pub release: Timestamp,
    /// Who is told.
    pub person: PersonIx,
    /// A while after the last change.
    pub moment: Timestamp,
}

/// The handovers that leave if nothing changes any more; what the files have changed is seen by the next sweep.
pub fn planned_handovers(
    config: &Config,
    remembered: &Remembered,
    now: Timestamp,
) -> Vec<PlannedHandover> {
    let noted = noted(config, remembered);
    let gone: BTreeSet<&Name> = noted.back.iter().chain(&noted.forget).collect();
    let waiting = remembered.pending.iter().filter(|(name, _)| !gone.contains(name));
    let mut pending: BTreeMap<Name, Timestamp> =
        waiting.map(|(name, (_, since))| (name.clone(), (*since).min(now))).collect();
    pending.extend(noted.pending.iter().map(|(name, _)| (name.clone(), now)));
    let Some(last) = pending.values().max().copied() else { return Vec::new() };
    let Some(release) = leave_at(config, last, now) else { return Vec::new() };
    let moment = last.saturating_add(SETTLES).unwrap_or(last);
    let people = changes(config, &remembered.owners, pending.into_keys()).into_keys();
    people.map(|person| PlannedHandover { release, person, moment }).collect()
}

fn letter(config: &Config, handover: Handover, anchor: Timestamp, now: Timestamp) -> FurtherLetter {
    let audience = handover_audience(config, handover.person, now);
    let person = &config[handover.person].id;
    let notice = |one: &Handed, which: Which| FurtherNotice {
        id: identity(one.standing.target.subject(config), which, person, anchor),
        moment: anchor,
    };
    let taken = handover.taken.iter().map(|one| notice(one, Which::Taken));
    let given = handover.given.iter().map(|one| notice(one, Which::Given));
    let all = handover.taken.iter().chain(&handover.given);
    FurtherLetter {
        kind: LetterKind::Handover,
        language: letter_language(config, &audience),
        importance: Importance::Normal,
        release: Release::Auto,
        audience,
        notices: taken.chain(given).collect(),
        targets: all.map(|one| one.standing.target).collect(),
        calendar: None,
        counted: true,
        content: Content::Handover(handover),
    }
}

/// Whether somebody is told that a task is theirs, or that it is theirs no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// It is theirs.
    Taken,
    /// It is theirs no more.
    Given,
}

impl Which {
    fn word(self) -> &'static str {
        match self {
            Which::Taken => "taken",
            Which::Given => "given",
        }
    }
}

/// The identity of what one person is told of a task or milestone: to whom it is told is part of its stage.
fn identity(subject: Subject, which: Which, person: &str, anchor: Timestamp) -> NoticeId {
    NoticeId {
        subject,
        from: Origin::Handover,
        anchor: When::Instant(anchor),
        stage: format!("{} {person}", which.word()).into(),
        occurrence: 0,
    }
}

/// What such a notice told whom.
pub fn told(id: &NoticeId) -> Option<(Which, &str)> {
    let (word, person) = id.stage.split_once(' ')?;
    let which = [Which::Taken, Which::Given].into_iter().find(|which| which.word() == word)?;
    (id.from == Origin::Handover).then_some((which, person))
}

/// Whether what such a notice told is still so (W7): what was changed back before its letter left is withdrawn.
pub fn holds(config: &Config, target: Target, id: &NoticeId) -> bool {
    told(id).is_none_or(|(which, person)| {
        owners(config, target).contains(person) == (which == Which::Taken)
    })
}
