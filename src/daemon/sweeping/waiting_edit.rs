//! The edit that waits for a person (L8a), as the sweep sees it: about whom letters are held, and which letters from
//! before it are left alone.

use std::collections::{BTreeMap, HashSet};

use crate::compare::{Name, What, target_of};
use crate::ledger::NoticeRow;
use crate::model::Config;
use crate::plan::{Moot, Target};

/// An edit that waits for a person.
#[derive(Debug)]
pub struct WaitingEdit {
    changes: BTreeMap<Name, What>,
    targets: HashSet<Target>,
}

impl WaitingEdit {
    /// What waits; `None` if nothing does.
    pub fn of(config: &Config, changes: BTreeMap<Name, What>) -> Option<WaitingEdit> {
        if changes.is_empty() {
            return None;
        }
        let targets = changes.keys().filter_map(|name| target_of(config, name));
        // The milestones of a task wait with it.
        let with_milestones = |target: Target| match target.milestone {
            None => Target::of(config, target.task).collect(),
            Some(_) => vec![target],
        };
        let targets = targets.flat_map(with_milestones).collect();
        Some(WaitingEdit { changes, targets })
    }

    /// Letters about these are held, and share no letter with others.
    pub fn targets(&self) -> &HashSet<Target> {
        &self.targets
    }

    /// L6b: whether a notice of a letter from before the edit still holds, since what makes it moot is not in force yet.
    pub fn keeps(&self, notice: &NoticeRow, reason: Moot) -> bool {
        let name = |milestone: &str| (notice.id.subject.id().to_owned(), milestone.to_owned());
        let own = notice.id.subject.milestone().and_then(|one| self.changes.get(&name(one)));
        let Some(what) = own.or_else(|| self.changes.get(&name(""))) else { return false };
        match reason {
            Moot::Gone | Moot::Moved => true,
            Moot::NotLive(_) => matches!(what, What::Reopened | What::Rearmed),
            Moot::OnHold | Moot::Answered | Moot::Decided | Moot::Silent(_) | Moot::NotYet => false,
        }
    }
}
