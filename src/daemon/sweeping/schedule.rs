//! Who is to be looked at when: every target's next moment, ordered, so that a sweep touches only
//! what has come due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Config, TaskIx};
use crate::plan::Target;

/// The next moment of every target that has one.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    waiting: BinaryHeap<Reverse<(Timestamp, Target)>>,
}

impl Schedule {
    /// All targets at once: each is looked at by the first sweep.
    pub(crate) fn all_due(targets: impl Iterator<Item = Target>) -> Schedule {
        let waiting = targets.map(|target| Reverse((Timestamp::MIN, target))).collect();
        Schedule { waiting }
    }

    /// The schedule for a new configuration whose tasks refer to the same things as before: a task that is
    /// the same one keeps its moments, all others are looked at by the next sweep (R3).
    pub(crate) fn carried_over(self, old: &Config, new: &Config) -> Schedule {
        let mut places = vec![None; old.tasks.len()];
        let mut fresh = Vec::new();
        let mut was = 0;
        for (is, task) in new.tasks.iter().enumerate() {
            while was < old.tasks.len() && old.tasks[was].id < task.id {
                was += 1;
            }
            match old.tasks.get(was).is_some_and(|old| Arc::ptr_eq(old, task)) {
                true => places[was] = Some(TaskIx(is as u32)),
                false => fresh.push(TaskIx(is as u32)),
            }
        }
        let kept = self.waiting.into_iter().filter_map(|Reverse((at, target))| {
            let task = places[target.task.0 as usize]?;
            Some(Reverse((at, Target { task, ..target })))
        });
        let fresh = fresh.into_iter().flat_map(|task| Target::of(new, task));
        let fresh = fresh.map(|target| Reverse((Timestamp::MIN, target)));
        Schedule { waiting: kept.chain(fresh).collect() }
    }

    /// The next moment of all.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.waiting.peek().map(|Reverse((at, _))| *at)
    }

    /// Takes out those whose moment has come.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Vec<Target> {
        let mut due = Vec::new();
        while self.waiting.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            due.extend(self.waiting.pop().map(|Reverse((_, target))| target));
        }
        // Each is decided on once.
        due.sort_unstable();
        due.dedup();
        due
    }

    /// Puts a target back for later.
    pub(crate) fn put(&mut self, target: Target, at: Timestamp) {
        self.waiting.push(Reverse((at, target)));
    }
}
