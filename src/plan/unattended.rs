//! Letters that reach nobody who is there: everybody in To is away on the day, and nobody stands in (W3).

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{AnchorKind, Config, PersonIx, Role};
use crate::plan::{Planned, Target, audience, is_live, party, responsible, simulate, stand_in};

/// So many coming letters of a task are looked at.
const LOOKED_AT: usize = 100;

/// The letters that somebody is away for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unattended {
    /// The first of those addressed.
    pub person: PersonIx,
    /// The last day of the absence.
    pub until: Date,
    /// The first task or milestone.
    pub target: Target,
    /// The place of the stage in its policy.
    pub stage: usize,
    /// The day on which the letter leaves.
    pub day: Date,
    /// How many tasks and milestones there are in all.
    pub count: usize,
}

/// Of each person who is away with nobody standing in: the first letter after `now` that finds nobody, if there is
/// one. What was due before may have been told already.
pub fn unattended(config: &Config, now: Timestamp) -> Vec<Unattended> {
    let alone = |at: &PersonIx| config[*at].away.iter().any(|away| away.delegate.is_none());
    let absent: HashSet<PersonIx> =
        (0..config.people.len() as u32).map(PersonIx).filter(alone).collect();
    let mut found: BTreeMap<PersonIx, Unattended> = BTreeMap::new();
    if absent.is_empty() {
        return Vec::new();
    }
    for target in Target::all(config) {
        let Some(one) = of_target(config, target, &absent, now) else { continue };
        let known = found.entry(one.person).or_insert(one);
        let count = known.count + usize::from(known.target != target);
        if one.day < known.day {
            *known = one;
        }
        known.count = count;
    }
    found.into_values().collect()
}

fn of_target(
    config: &Config,
    target: Target,
    absent: &HashSet<PersonIx>,
    now: Timestamp,
) -> Option<Unattended> {
    if !is_live(config, target, AnchorKind::Due) || !writes_to(config, target, absent) {
        return None;
    }
    let calendar = target.calendar(config);
    let absences = absent.iter().flat_map(|person| config[*person].away.iter());
    let until = absences.map(|away| away.until).max()?;
    let coming = simulate(config, target, Vec::new(), now, calendar.end_of_day(until));
    coming.take(LOOKED_AT).filter(|planned| planned.notice.moment >= now).find_map(|planned| {
        let day = calendar.local_date(planned.release);
        let (person, until) = nobody(config, &planned, day)?;
        Some(Unattended { person, until, target, stage: planned.notice.stage, day, count: 1 })
    })
}

/// Whether a stage of the target names somebody of these.
fn writes_to(config: &Config, target: Target, people: &HashSet<PersonIx>) -> bool {
    let who = responsible(config, target);
    let roles = target.policy(config).stages.iter().flat_map(|stage| &stage.to);
    let mut parties = roles.flat_map(|role| {
        let with = if matches!(role, Role::Owner | Role::With) { who.with } else { &[] };
        party(config, &who, role).into_iter().chain(with.iter().copied())
    });
    parties.any(|party| config.members(&party).iter().any(|person| people.contains(person)))
}

/// The first of those addressed and the end of the absence, if all of them are away.
fn nobody(config: &Config, planned: &Planned, day: Date) -> Option<(PersonIx, Date)> {
    let stage = planned.notice.stage(config);
    let addressed = audience(config, planned.notice.target, stage, day).to;
    let away = |person: PersonIx| {
        let there = stand_in(config, person, day);
        let absence = config[there].away.iter().find(|away| away.covers(day))?;
        Some((there, absence.until))
    };
    // A bare address is taken to be there.
    let all: Option<Vec<_>> = addressed.iter().map(|one| away(one.person?)).collect();
    all?.first().copied()
}
