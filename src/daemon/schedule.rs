//! Who is to be looked at when: every target's next moment, ordered, so that a sweep touches only
//! what has come due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use crate::plan::Target;

/// The next moment of every target that has one.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    waiting: BinaryHeap<Reverse<(Timestamp, Target)>>,
}

impl Schedule {
    /// All targets at once: each is looked at by the first sweep.
    pub(super) fn all_due(targets: impl Iterator<Item = Target>) -> Schedule {
        let waiting = targets.map(|target| Reverse((Timestamp::MIN, target))).collect();
        Schedule { waiting }
    }

    /// The next moment of all.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.waiting.peek().map(|Reverse((at, _))| *at)
    }

    /// Takes out those whose moment has come.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Vec<Target> {
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
    pub(super) fn put(&mut self, target: Target, at: Timestamp) {
        self.waiting.push(Reverse((at, target)));
    }
}
