//! Ids that changed while what bears them did not. A notice is known by its task's id and its stage's name (T10), so what
//! was told under an old one is told once more under the new one.

use std::collections::HashMap;

use crate::model::{Config, Party, Policy, Stage, TaskIx, When};
use crate::plan::{self, Target};

/// A stage that has another name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RenamedStage<'c> {
    /// The policy's id.
    pub(crate) policy: &'c str,
    /// The old name.
    pub(crate) was: &'c str,
    /// The new one.
    pub(crate) is: &'c str,
}

/// The new ids of tasks that are gone, by their old ids: of these tasks those that are new, and have title, deadline and owner of one that is gone.
pub(crate) fn renamed_tasks<'c>(
    older: &'c Config,
    newer: &'c Config,
    among: impl Iterator<Item = &'c str>,
) -> HashMap<String, String> {
    let new = among.filter(|id| older.task(id).is_none()).filter_map(|id| newer.task(id));
    let new: HashMap<_, TaskIx> = new.map(|task| (looks(newer, task), task)).collect();
    if new.is_empty() {
        return HashMap::new();
    }
    let gone = Target::of_tasks(older).filter(|one| newer.task(&older[one.task].id).is_none());
    let both = gone.filter_map(|one| {
        let new = new.get(&looks(older, one.task))?;
        Some((older[one.task].id.to_string(), newer[*new].id.to_string()))
    });
    both.collect()
}

/// What a task is known by beside its id: title, deadline, owner.
fn looks(config: &Config, task: TaskIx) -> (&str, When, Option<&str>) {
    let target = Target { task, milestone: None };
    let owner = plan::responsible(config, target).owner.map(|owner| match owner {
        Party::Person(person) => &*config[person].id,
        Party::Group(group) => &*config[group].id,
    });
    (&config[task].title, plan::deadline(config, target), owner)
}

/// Milestones with another id: their task, the old id and the new one.
pub(crate) fn renamed_milestones<'c>(
    older: &'c Config,
    newer: &'c Config,
) -> Vec<(&'c str, &'c str, &'c str)> {
    let mut found = Vec::new();
    for task in &newer.tasks {
        let Some(before) = older.task(&task.id) else { continue };
        let before = &older[before].milestones;
        let is_new = |id: &str| before.iter().all(|one| *one.id != *id);
        let has = |id: &str| task.milestones.iter().any(|one| *one.id == *id);
        for new in task.milestones.iter().filter(|one| is_new(&one.id)) {
            let same = before
                .iter()
                .find(|old| !has(&old.id) && old.title == new.title && old.due == new.due);
            found.extend(same.map(|old| (&*task.id, &*old.id, &*new.id)));
        }
    }
    found
}

/// Stages of which only the name changed.
pub(crate) fn renamed_stages<'c>(older: &'c Config, newer: &'c Config) -> Vec<RenamedStage<'c>> {
    let mut found = Vec::new();
    for policy in &newer.policies {
        let Some(before) = older.policies.iter().find(|one| one.id == policy.id) else { continue };
        let lacks =
            |policy: &Policy, name: &str| policy.stages.iter().all(|one| *one.name != *name);
        let mut gone: Vec<&Stage> =
            before.stages.iter().filter(|one| lacks(policy, &one.name)).collect();
        for stage in policy.stages.iter().filter(|one| lacks(before, &one.name)) {
            let same = |old: &&Stage| (old.from, &old.at) == (stage.from, &stage.at);
            let Some(at) = gone.iter().position(same) else { continue };
            let (policy, was, is) = (&*policy.id, &*gone.remove(at).name, &*stage.name);
            found.push(RenamedStage { policy, was, is });
        }
    }
    found
}
