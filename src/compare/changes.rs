//! What a new version of the files changed (R3); `words::log` says it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Config, State, TaskIx};
use crate::plan::Target;
use crate::plan::deadline;

/// What changed between two configurations, by the ids of tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New tasks.
    pub added: Vec<String>,
    /// Tasks that are gone.
    pub gone: Vec<String>,
    /// Deadlines moved: of which task or milestone, from when, to when.
    pub moved: Vec<(String, String, String)>,
    /// Tasks that are in another state than before.
    pub states: BTreeMap<&'static str, Vec<String>>,
    /// Tasks about which anything else was written again.
    pub edited: usize,
}

impl Changes {
    /// What changed from `old` to `new`. Tasks that were not read again are the same ones.
    pub fn between(old: &Config, new: &Config) -> Changes {
        let mut changes = Changes::default();
        let comparable = references(old).eq(references(new));
        let mut olds = (0..old.tasks.len()).peekable();
        for at in 0..new.tasks.len() {
            let id = &new.tasks[at].id;
            while let Some(gone) = olds.next_if(|was| old.tasks[*was].id < *id) {
                changes.gone.push(old.tasks[gone].id.to_string());
            }
            match olds.next_if(|was| old.tasks[*was].id == *id) {
                None => changes.added.push(id.to_string()),
                Some(was) if Arc::ptr_eq(&old.tasks[was], &new.tasks[at]) => {}
                Some(was) => changes.task(old, was, new, at, comparable),
            }
        }
        changes.gone.extend(olds.map(|gone| old.tasks[gone].id.to_string()));
        changes
    }

    fn task(&mut self, old: &Config, was: usize, new: &Config, is: usize, comparable: bool) {
        let (before, after) = (&old.tasks[was], &new.tasks[is]);
        let (open, state) = (State::Open, after.state());
        let known = self.moved.len();
        if before.state() == open && state == open {
            self.deadline(old, target(was, None), new, target(is, None));
        }
        for (at, milestone) in after.milestones.iter().enumerate() {
            let same = before.milestones.iter().position(|one| one.id == milestone.id);
            if let Some(same) = same {
                self.deadline(old, target(was, Some(same)), new, target(is, Some(at)));
            }
        }
        if before.state() != state {
            self.states.entry(state.name()).or_default().push(after.id.to_string());
        } else if self.moved.len() == known && comparable && !before.says_the_same_as(after) {
            self.edited += 1;
        }
    }

    fn deadline(&mut self, old: &Config, was: Target, new: &Config, is: Target) {
        let (from, to) = (compared(old, was), compared(new, is));
        if from != to {
            self.moved.push((is.name(new), from, to));
        }
    }

    /// The tasks that it names, but for those that were merely edited; a milestone counts for its task.
    pub fn tasks(&self) -> impl Iterator<Item = &str> + Clone {
        let moved = self.moved.iter().map(|(name, ..)| name.split('/').next().unwrap_or(name));
        let others = self.added.iter().chain(&self.gone).chain(self.states.values().flatten());
        moved.chain(others.map(String::as_str))
    }

    /// Whether nothing of a task changed.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}

/// What tasks refer to by its place: only where that is the same do equal tasks say the same.
fn references(config: &Config) -> impl Iterator<Item = &str> {
    let people = config.people.iter().map(|one| &*one.id);
    let groups = config.groups.iter().map(|one| &*one.id);
    let units = config.units.iter().map(|one| &*one.id);
    let policies = config.policies.iter().map(|one| &*one.id);
    let calendars = config.calendars.iter().map(|one| one.id());
    people.chain(groups).chain(units).chain(policies).chain(calendars)
}

/// The deadline as it is told: that in force (T0), and of a standing task (T9) its first with its rhythm, since each
/// cycle's end is no edit.
fn compared(config: &Config, target: Target) -> String {
    let task = target.task(config);
    match (target.milestone, task.every) {
        (None, Some(every)) => format!("{} every {every}", task.due),
        _ => deadline(config, target).to_string(),
    }
}

fn target(task: usize, milestone: Option<usize>) -> Target {
    Target { task: TaskIx(task as u32), milestone: milestone.map(|at| at as u32) }
}
