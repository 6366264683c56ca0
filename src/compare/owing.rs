//! Letters that an edit makes due at once though no date moved: a stage was renamed, another policy chosen, a hold
//! lifted, `opened` added (L8).

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::model::{Calendar, Config, Policy, TaskIx};
use crate::plan::{self, Decision, Reason, Recorded, Target};

/// How the tasks of a configuration are reminded: a digest for each policy and calendar.
pub struct Ways<'c> {
    config: &'c Config,
    policies: Vec<String>,
    calendars: Vec<String>,
}

impl<'c> Ways<'c> {
    /// Those of a configuration.
    pub fn of(config: &'c Config) -> Ways<'c> {
        Ways {
            config,
            policies: config.policies.iter().map(of_policy).collect(),
            calendars: config.calendars.iter().map(of_calendar).collect(),
        }
    }

    /// The way a target is reminded. Where it is the same in two versions of the files, a target whose dates are the
    /// same owes the same letters.
    pub fn way(&self, target: Target) -> String {
        let task = target.task(self.config);
        let (policy, calendar) = self.parts(target);
        let mut way = format!("{policy} {calendar}");
        // Writing to a string cannot fail.
        for hold in plan::holds(self.config, target) {
            let from = hold.from.map(|from| from.to_string()).unwrap_or_default();
            let _ = write!(way, " hold={from}..{}", hold.until);
        }
        let _ = task.opened.map(|opened| write!(way, " opened={opened}"));
        let _ = task.acknowledged().map(|on| write!(way, " acknowledged={on}"));
        for entry in task.progress() {
            let _ = write!(way, " progress={}", entry.on);
        }
        for one in task.returned() {
            let _ = write!(way, " returned={}", one.on);
        }
        way
    }

    fn parts(&self, target: Target) -> (&str, &str) {
        let task = target.task(self.config);
        let calendar = target.milestone(self.config).map_or(task.calendar, |one| one.calendar);
        (&self.policies[task.policy.0 as usize], &self.calendars[calendar.0 as usize])
    }
}

/// Every target that by the new files owes a letter at once and by the old did not, with the way it was reminded
/// before. `recorded` is what the ledger has of a task or one of its milestones.
pub fn owing<E>(
    old: &Ways<'_>,
    new: &Ways<'_>,
    now: Timestamp,
    mut recorded: impl FnMut(&str, Option<&str>) -> Result<Vec<Recorded>, E>,
) -> Result<HashMap<Target, String>, E> {
    let mut owing = HashMap::new();
    for (was, is) in pairs(old.config, new.config) {
        let same_task = Arc::ptr_eq(&old.config.tasks[was.task.0 as usize], {
            &new.config.tasks[is.task.0 as usize]
        });
        if same_task && old.parts(was) == new.parts(is) {
            continue;
        }
        let way = old.way(was);
        let state = |config: &Config, target: Target| target.task(config).state();
        if way == new.way(is) || state(old.config, was) != state(new.config, is) {
            continue;
        }
        let name = is.milestone(new.config).map(|milestone| milestone.id.as_ref());
        let known = recorded(&is.task(new.config).id, name)?;
        let owed_now = owed(new.config, is, &known, now);
        if owed_now > 0 && owed_now > owed(old.config, was, &known, now) {
            owing.insert(is, way);
        }
    }
    Ok(owing)
}

/// How many notices a target owes, one a track at most (T13), that wait for nothing but the hours in which mail is sent.
fn owed(config: &Config, target: Target, recorded: &[Recorded], now: Timestamp) -> usize {
    let decisions = plan::decide(config, target, recorded, now);
    let owes = |decision: &&Decision| match decision {
        Decision::Send { .. } => true,
        Decision::Wait { reason, .. } => *reason == Reason::Window,
        Decision::Nothing { .. } => false,
    };
    decisions.iter().filter(owes).count()
}

/// Tasks and milestones that both versions have.
fn pairs<'c>(old: &'c Config, new: &'c Config) -> impl Iterator<Item = (Target, Target)> + 'c {
    let mut was = 0;
    let tasks = new.tasks.iter().enumerate().filter_map(move |(is, task)| {
        while old.tasks.get(was).is_some_and(|old| old.id < task.id) {
            was += 1;
        }
        let same = old.tasks.get(was).is_some_and(|old| old.id == task.id);
        same.then_some((TaskIx(was as u32), TaskIx(is as u32)))
    });
    tasks.flat_map(move |(was, is)| {
        Target::of(new, is).filter_map(move |target| {
            let Some(milestone) = target.milestone(new) else {
                return Some((Target { task: was, milestone: None }, target));
            };
            let at = old[was].milestones.iter().position(|one| one.id == milestone.id)?;
            Some((Target { task: was, milestone: Some(at as u32) }, target))
        })
    })
}

fn of_policy(policy: &Policy) -> String {
    let stages = policy.stages.iter().map(|stage| {
        let repeat = stage.repeat.as_ref().map_or(String::new(), |every| every.to_string());
        let (name, from, at, times) = (&stage.name, stage.from.name(), stage.at, stage.times);
        format!("{name:?} {from} {at} {repeat} {times:?} {:?} {:?}\n", stage.release, stage.unless)
    });
    digest(&stages.collect::<String>())
}

fn of_calendar(calendar: &Calendar) -> String {
    digest(&calendar.to_text())
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..8].iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
