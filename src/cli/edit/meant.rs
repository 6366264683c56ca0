//! L8: what a command changes is meant. The guard is told of it, and where it is more than the guard would let pass, the
//! command asks.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use jiff::Timestamp;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::{locale, output};
use crate::compare::{Arms, Facts, Name, Ways, change, working_hour_ago};
use crate::ledger::Ledger;
use crate::ledger::command_edit::Meant;
use crate::model::{Config, State};
use crate::plan::{Target, names};
use crate::words::{anew, edits};

/// What the files will say of these tasks and their milestones, where that is something else than before.
pub(super) fn meant(before: &Config, after: &Config, tasks: &BTreeSet<&str>) -> Vec<Meant> {
    let (old, new) = (Ways::of(before), Ways::of(after));
    let targets = tasks.iter().filter_map(|id| after.task(id));
    let targets = targets.flat_map(|task| Target::of(after, task));
    let differs = |target: Target| {
        let (facts, way) = (Facts::of(after, target), new.way(target));
        let was = same(before, after, target);
        let known = was.map(|was| (Facts::of(before, was), old.way(was)));
        let counts = match &known {
            Some((was, _)) => change(was, &facts, Arms::of(after, target)).is_some(),
            None => false,
        };
        let (task, milestone) = names(after, target);
        let name = (task.to_owned(), milestone.to_owned());
        let is_new = known.is_none_or(|(was, old)| was != facts || old != way);
        is_new.then(|| Meant { name, facts: facts.to_string(), way, counts })
    };
    targets.filter_map(differs).collect()
}

/// The same task or milestone in the other configuration.
fn same(before: &Config, after: &Config, target: Target) -> Option<Target> {
    let (id, step) = names(after, target);
    let task = before.task(id)?;
    Target::of(before, task).find(|one| names(before, *one) == (id, step))
}

/// Asks whether an edit is meant that changes, with those by commands within the hour, more than the guard lets pass.
pub(super) fn ask(
    config: &Config,
    now: Timestamp,
    ledger: Option<&Ledger>,
    meant: &[Meant],
    yes: bool,
) -> anyhow::Result<bool> {
    let counted: Vec<&Name> = meant.iter().filter(|one| one.counts).map(|one| &one.name).collect();
    if counted.is_empty() || yes {
        return Ok(true);
    }
    let mut all: BTreeSet<Name> = match ledger {
        Some(ledger) => ledger.meant_since(working_hour_ago(config, now))?,
        None => BTreeSet::new(),
    };
    all.extend(counted.into_iter().cloned());
    let open = config.tasks.iter().filter(|task| task.state() == State::Open).count();
    let limit = config.guard.most_changes(open);
    if all.len() <= limit {
        return Ok(true);
    }
    let language = locale::language();
    let why = edits::many(all.len(), limit, language);
    if !std::io::stdin().is_terminal() {
        return Err(Refused::usage(edits::say_yes(&why, language)));
    }
    output::print(&edits::go_on(&why, language))?;
    output::flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(anew::is_yes(&answer))
}
