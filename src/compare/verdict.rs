//! Whether an edit is more than a person may be expected to mean (L6, L8).

use super::{Change, Compared, What};
use crate::model::Guard;

/// What is to become of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken as meant.
    Meant,
    /// It is more than the limit: it waits for a person.
    Waits(Vec<Change>),
}

/// L8: more changes than the limit wait. While more than the limit are dropped, by this edit or by one that waits, each
/// task that is added belongs to the edit: its id may have been written anew.
pub fn verdict(compared: &Compared, guard: Guard) -> Verdict {
    let limit = guard.most_changes(compared.open);
    let dropped = compared.changes.iter().filter(|one| one.what == What::Dropped).count();
    let renewed = dropped + compared.gone_and_waiting > limit;
    let counted = compared.changes.iter().filter(|one| renewed || one.what != What::Added);
    let counted: Vec<Change> = counted.cloned().collect();
    if counted.len() > limit { Verdict::Waits(counted) } else { Verdict::Meant }
}
