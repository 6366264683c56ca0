//! What `check` warns of by the files in force (the last good versions, R1): first promises that were edited, and ids that
//! were changed while notices stand under the old ones.

use std::collections::HashMap;
use std::path::Path;

use crate::cli::terminal::globals::Globals;
use crate::compare::promises;
use crate::compare::renames::{renamed_milestones, renamed_stages, renamed_tasks};
use crate::config::fault::{DateFault, ReferenceFault};
use crate::config::read::keys::Noun;
use crate::config::{self, Files, Finding, Loaded};
use crate::files::last_good::{Good, LastGood};
use crate::model::Config;
use crate::plan::{Ladder, Recorded, Target};

/// Adds the warnings. What is in force is looked at where this user may.
pub(super) fn warn(loaded: &mut Loaded, globals: &Globals, files: &dyn Files) {
    let Some(config) = &loaded.config else { return };
    let Some(before) = in_force(globals) else { return };
    let found: Vec<(Finding, u32, u32)> = overwritten(&before, config, globals)
        .into_iter()
        .chain(renamed(&before, config, globals, files))
        .collect();
    for (finding, file, line) in found {
        loaded.add(finding, file, line, files);
    }
}

fn in_force(globals: &Globals) -> Option<Config> {
    let store = LastGood::open_read_only(&globals.state()).ok().flatten()?;
    let (root, none) = (globals.root(), HashMap::new());
    let good = Good::new(Some(&store), &none, &root);
    if !config::GoodFiles::has(&good, &root) {
        return None;
    }
    config::load(&root, &good, globals.now()).config
}

/// First promises that differ from those in force (§2).
fn overwritten(before: &Config, config: &Config, globals: &Globals) -> Vec<(Finding, u32, u32)> {
    let found = promises::overwritten(before, config).into_iter().map(|one| {
        let (task, was, is) = (one.task.id.to_string(), one.was, one.is);
        let today = config[one.task.calendar].local_date(globals.now());
        let finding = Finding::new(DateFault::DueOverwritten { task, was, is, today });
        (finding, one.task.file, one.task.line)
    });
    found.collect()
}

/// What the ledger has of tasks and milestones, by their ids.
type All = HashMap<(String, String), Vec<Recorded>>;

/// Tasks, milestones and stages under new names, where notices stand under the old ones (T10). Where the ledger cannot be
/// read, as by a user who may not, all of them.
fn renamed(
    before: &Config,
    config: &Config,
    globals: &Globals,
    files: &dyn Files,
) -> Vec<(Finding, u32, u32)> {
    let ids = config.tasks.iter().map(|task| &*task.id);
    let tasks = renamed_tasks(before, config, ids);
    let milestones = renamed_milestones(before, config);
    let stages = renamed_stages(before, config);
    if tasks.is_empty() && milestones.is_empty() && stages.is_empty() {
        return Vec::new();
    }
    let mut asked: Vec<&str> = tasks.keys().map(String::as_str).collect();
    asked.extend(milestones.iter().map(|(task, ..)| *task));
    let of_stages = Target::of_tasks(config)
        .filter(|target| stages.iter().any(|one| *target.policy(config).id == *one.policy));
    asked.extend(of_stages.map(|target| &*target.task(config).id));
    asked.sort_unstable();
    asked.dedup();
    let all: Option<All> = match globals.ledger() {
        Ok(None) => return Vec::new(),
        Ok(Some(ledger)) => ledger.recorded_of(&asked).ok(),
        Err(_) => None,
    };
    let mut found = Vec::new();
    let mut add = |noun, was: &str, is: &str, told: Option<usize>, file, line| {
        if told != Some(0) {
            let (was, is) = (was.to_owned(), is.to_owned());
            let finding = Finding::new(ReferenceFault::Renamed { noun, was, is, told });
            found.push((finding, file, line));
        }
    };
    for (was, is) in &tasks {
        let Some(task) = config.task(is).map(|at| &config[at]) else { continue };
        let told = all.as_ref().map(|all| told_of(all, |task, _| task == was));
        add(Noun::Task, was, is, told, task.file, task.line);
    }
    for (id, was, is) in milestones {
        let Some(task) = config.task(id).map(|at| &config[at]) else { continue };
        let told = all.as_ref().map(|all| told_of(all, |task, one| task == id && one == was));
        add(Noun::Milestone, was, is, told, task.file, task.line);
    }
    for stage in stages {
        let told = all.as_ref().map(|all| told_at(config, all, stage.policy, stage.was, stage.is));
        let (file, line) = place_of(config, stage.is, files);
        add(Noun::Stage, stage.was, stage.is, told, file, line);
    }
    found
}

/// How many notices went into a letter, of these tasks and milestones.
fn told_of(all: &All, is: impl Fn(&str, &str) -> bool) -> usize {
    let theirs = all.iter().filter(|((task, milestone), _)| is(task, milestone));
    theirs.flat_map(|(_, recorded)| recorded).filter(|one| one.sent).count()
}

/// How many notices of the old stage went into a letter, and would go again by the new one.
fn told_at(config: &Config, all: &All, policy: &str, was: &str, is: &str) -> usize {
    let theirs = Target::all(config).filter(|target| *target.policy(config).id == *policy);
    let again = |target: Target| {
        let (task, milestone) = crate::plan::names(config, target);
        let recorded = all.get(&(task.to_owned(), milestone.to_owned()))?;
        let ladder = Ladder::of(config, target);
        let rung = ladder.rungs.iter().find(|rung| *rung.stage.name == *is)?;
        let same = |one: &&Recorded| {
            one.sent
                && *one.stage == *was
                && one.from == rung.stage.from
                && one.anchor == rung.anchor
        };
        Some(recorded.iter().filter(same).count())
    };
    theirs.filter_map(again).sum()
}

/// The line at which a stage of that name stands: the model does not keep it.
fn place_of(config: &Config, stage: &str, files: &dyn Files) -> (u32, u32) {
    let quoted = [format!("\"{stage}\""), format!("'{stage}'")];
    let names = |line: &str| line.contains("name") && quoted.iter().any(|one| line.contains(one));
    for (file, path) in (0..).zip(&config.files) {
        let bytes = files.read(Path::new(&**path)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        if let Some(at) = text.lines().position(names) {
            return (file, at as u32 + 1);
        }
    }
    (0, 1)
}
