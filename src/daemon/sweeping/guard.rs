//! L6: whether the files are taken as meant. An edit that moves or drops more than `max-changes`
//! deadlines of open tasks waits for a person, and letters about these tasks are held until then.
//! Open tasks that are gone are told to the admin, once.

use std::collections::HashSet;

use jiff::Timestamp;
use tracing::{info, warn};

use crate::channels::{News, short_hash};
use crate::compare::deadlines::Edit;
use crate::daemon::sending::round::written;
use crate::ledger::{HeldEdit, Ledger, LedgerError};
use crate::model::Config;
use crate::plan::Target;

/// Compares the files with what was last taken as meant, and takes them so unless too much has
/// changed. If an edit waits for a person: those about which letters are to be held.
pub fn take_files(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<Option<HashSet<Target>>, LedgerError> {
    let mut comparing = crate::compare::deadlines::comparing(config);
    ledger.deadlines(|task, milestone, deadline| comparing.known(task, milestone, deadline))?;
    let edit = comparing.finish();
    let waiting = ledger.held_edit()?;
    if edit.changes() > config.guard.max_changes as usize {
        let digest = digest(config, &edit);
        let known = waiting.filter(|waiting| waiting.digest == digest);
        if known.as_ref().is_none_or(|known| known.settled.is_none()) {
            if known.is_none() {
                hold(config, ledger, &edit, digest, now)?;
            }
            return Ok(Some(edit.moved.into_iter().map(|moved| moved.target).collect()));
        }
    } else if edit.is_empty() && waiting.is_none() {
        return Ok(None);
    }
    accept(config, ledger, &edit, now)?;
    Ok(None)
}

fn hold(
    config: &Config,
    ledger: &mut Ledger,
    edit: &Edit,
    digest: String,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let (moved, dropped) = (edit.moved.len() as u32, edit.dropped.len() as u32);
    warn!(
        moved,
        dropped,
        "the files change more deadlines than guard.max-changes: letters about these tasks are held; \
         `duban release --changes` if that is meant, else put the old files back"
    );
    let told = written(config, &News::HeldEdit(edit), now);
    let held = HeldEdit { digest, found: now, moved, dropped, settled: None };
    ledger.hold_edit(&held, told.as_ref())
}

fn accept(
    config: &Config,
    ledger: &mut Ledger,
    edit: &Edit,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let gone = (!edit.dropped.is_empty()).then_some(News::Gone(edit));
    let told = gone.and_then(|news| written(config, &news, now));
    for dropped in &edit.dropped {
        warn!(
            task = dropped.task,
            milestone = Some(&dropped.milestone).filter(|one| !one.is_empty()),
            deadline = dropped.deadline,
            "an open task is gone from the files"
        );
    }
    let row = |target: Target, deadline: String| {
        let (task, milestone) = crate::compare::deadlines::names(config, target);
        (task.to_owned(), milestone.to_owned(), deadline)
    };
    let added = edit
        .added
        .iter()
        .map(|target| row(*target, crate::compare::deadlines::compared(config, *target)));
    let moved = edit.moved.iter().map(|moved| row(moved.target, moved.to.clone()));
    let dropped = edit.dropped.iter().map(|one| (one.task.clone(), one.milestone.clone()));
    let gone = dropped.chain(edit.closed.iter().cloned());
    ledger.take_deadlines(added.chain(moved), gone, told.as_ref(), now)?;
    let (added, moved, dropped) = (edit.added.len(), edit.moved.len(), edit.dropped.len());
    info!(
        added,
        moved,
        dropped,
        closed = edit.closed.len(),
        "deadlines taken as the files have them"
    );
    Ok(())
}

/// What makes it the same edit when the files are read again.
fn digest(config: &Config, edit: &Edit) -> String {
    let moved = edit.moved.iter().map(|one| format!("{} {}\n", one.target.name(config), one.to));
    let dropped = edit.dropped.iter().map(|one| format!("{}\n", one.name()));
    short_hash(&moved.chain(dropped).collect::<String>())
}
