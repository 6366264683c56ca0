//! Which tasks and milestones are meant. Commands, reports, tallies and pages filter by this, and by nothing else (P3).

use std::collections::HashSet;

use jiff::Timestamp;

use crate::model::{
    Config, Late, Milestone, Party, PersonIx, PolicyIx, Severity, Span, State, UnitIx,
};
use crate::plan::{Colour, Responsible, Target, colour, responsible, stand_in, state};
use crate::view::lateness::is_due_within;

/// What a task or milestone must be. Of several values of one key any will do; all keys that are given must fit.
///
/// A key without values leaves all in. What a milestone does not say itself is its task's (T11).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// It lies with one of these units or below (P4).
    pub units: Vec<UnitIx>,
    /// It is owned by one of these, alone or with others; by the unit's head where it names no owner.
    pub owners: Vec<Party>,
    /// It is supervised by one of these.
    pub supervisors: Vec<Party>,
    /// It waits for one of these: open, for its owners; done, for its supervisors. Stand-ins count (W3).
    pub waiting_for: Vec<Party>,
    /// It is reminded by one of these policies.
    pub policies: Vec<PolicyIx>,
    /// It came with one of these batches.
    pub batches: Vec<Box<str>>,
    /// It is of one of these categories.
    pub categories: Vec<Box<str>>,
    /// It comes from one of these sources.
    pub sources: Vec<Box<str>>,
    /// It is as grave as one of these.
    pub severities: Vec<Severity>,
    /// It has one of these colours.
    pub colours: Vec<Colour>,
    /// It is open and so late.
    pub late: Option<Late>,
    /// It is open, not late, and its deadline falls on a day up to so far away.
    pub due_within: Option<Span>,
    /// Its title holds all of these, in capitals or not; of a milestone its own title or its task's.
    pub texts: Vec<Box<str>>,
}

impl Filter {
    /// Whether it leaves all in.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// The filter made ready for one configuration and time.
    pub fn at<'f>(&'f self, config: &'f Config, now: Timestamp) -> Sieve<'f> {
        Sieve {
            filter: self,
            config,
            now,
            units: subtrees(config, &self.units),
            owners: people(&self.owners),
            supervisors: people(&self.supervisors),
            waiting_for: people(&self.waiting_for),
            texts: self.texts.iter().map(|text| text.to_lowercase()).collect(),
        }
    }
}

/// A [`Filter`] with what it looks up laid out, so that each target costs the same.
pub struct Sieve<'f> {
    filter: &'f Filter,
    config: &'f Config,
    now: Timestamp,
    /// By unit: whether it is one of those meant or lies below one.
    units: Vec<bool>,
    owners: HashSet<PersonIx>,
    supervisors: HashSet<PersonIx>,
    waiting_for: HashSet<PersonIx>,
    texts: Vec<String>,
}

impl Sieve<'_> {
    /// Whether the target is meant.
    pub fn takes(&self, target: Target) -> bool {
        self.takes_words(target) && self.takes_people(target) && self.takes_dates(target)
    }

    /// What is written about the task.
    fn takes_words(&self, target: Target) -> bool {
        let (filter, task) = (self.filter, target.task(self.config));
        is_one(&filter.policies, &task.policy)
            && is_one(&filter.severities, &task.severity)
            && is_word(&filter.batches, task.batch.as_deref())
            && is_word(&filter.categories, task.category.as_deref())
            && is_word(&filter.sources, task.source.as_deref())
            && self.takes_title(target)
    }

    fn takes_title(&self, target: Target) -> bool {
        if self.texts.is_empty() {
            return true;
        }
        let title = target.task(self.config).title.to_lowercase();
        let own = |milestone: &Milestone| milestone.title.to_lowercase();
        let own = target.milestone(self.config).map(own).unwrap_or_default();
        self.texts.iter().all(|text| title.contains(text) || own.contains(text))
    }

    /// Whose it is.
    fn takes_people(&self, target: Target) -> bool {
        let filter = self.filter;
        let people = [&filter.owners, &filter.supervisors, &filter.waiting_for];
        if filter.units.is_empty() && people.iter().all(|list| list.is_empty()) {
            return true;
        }
        let who = responsible(self.config, target);
        let in_unit = |unit: UnitIx| self.units.get(unit.0 as usize).copied().unwrap_or(false);
        (filter.units.is_empty() || who.unit.is_some_and(in_unit))
            && (filter.owners.is_empty() || self.owned_by(&who))
            && (filter.supervisors.is_empty()
                || self.is_of(who.supervisor.iter(), &filter.supervisors, &self.supervisors))
            && (filter.waiting_for.is_empty() || self.waits(target, &who))
    }

    fn owned_by(&self, who: &Responsible<'_>) -> bool {
        self.is_of(who.owner.iter().chain(who.with), &self.filter.owners, &self.owners)
    }

    /// A group that is named means what is written for the group; a person, whatever that person has a part in.
    fn is_of<'p>(
        &self,
        mut parties: impl Iterator<Item = &'p Party>,
        named: &[Party],
        people: &HashSet<PersonIx>,
    ) -> bool {
        let has_part =
            |party: &Party| self.config.members(party).iter().any(|person| people.contains(person));
        parties.any(|party| named.contains(party) || has_part(party))
    }

    fn waits(&self, target: Target, who: &Responsible<'_>) -> bool {
        let closed = target.milestone(self.config).is_some_and(Milestone::is_closed);
        let parties: Vec<&Party> = match state(self.config, target) {
            _ if closed => return false,
            State::Open => who.owner.iter().chain(who.with).collect(),
            // A milestone that is done waits for nobody: only tasks are verified.
            State::Done if target.milestone.is_none() => who.supervisor.iter().collect(),
            _ => return false,
        };
        let today = target.calendar(self.config).local_date(self.now);
        let mut people = parties.iter().flat_map(|party| self.config.members(party));
        let is_meant = |person: &PersonIx| {
            let there = stand_in(self.config, *person, today);
            self.waiting_for.contains(person) || self.waiting_for.contains(&there)
        };
        parties.iter().any(|party| self.filter.waiting_for.contains(party)) || people.any(is_meant)
    }

    /// How it stands now.
    fn takes_dates(&self, target: Target) -> bool {
        let (filter, config) = (self.filter, self.config);
        (filter.colours.is_empty() || filter.colours.contains(&colour(config, target, self.now)))
            && filter.late.is_none_or(|late| late.holds(config, target, self.now))
            && filter.due_within.is_none_or(|span| is_due_within(config, target, self.now, span))
    }
}

fn is_one<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

fn is_word(wanted: &[Box<str>], value: Option<&str>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.iter().any(|one| **one == *value))
}

/// The people named, each by themselves: a group that is named is looked for as a group.
fn people(parties: &[Party]) -> HashSet<PersonIx> {
    let one = |party: &Party| match party {
        Party::Person(person) => Some(*person),
        Party::Group(_) => None,
    };
    parties.iter().filter_map(one).collect()
}

/// By unit: whether it is one of these or lies below one. The tree has no cycles.
fn subtrees(config: &Config, units: &[UnitIx]) -> Vec<bool> {
    if units.is_empty() {
        return Vec::new();
    }
    let lies_below = |at: u32| {
        let mut up = std::iter::successors(Some(UnitIx(at)), |at| config[*at].parent);
        up.any(|at| units.contains(&at))
    };
    (0..config.units.len() as u32).map(lies_below).collect()
}
