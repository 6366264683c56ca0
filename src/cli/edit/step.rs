//! What a command changes of one entry.

use crate::config::edit::{Change, Entry, Value};
use crate::ledger::command_edit::EditPart;
use crate::model::{Config, Party, PersonIx, Subject};
use crate::plan::Target;

/// What becomes of one entry.
#[derive(Debug)]
pub(crate) struct Step {
    /// Which.
    pub(crate) entry: Entry,
    /// The task or milestone that it is, where it is no person.
    pub(crate) target: Option<Target>,
    /// The changes, in order; none if the file says so already.
    pub(crate) changes: Vec<Change>,
}

impl Step {
    /// Changes of a task or milestone.
    pub(super) fn of(config: &Config, target: Target, changes: Vec<Change>) -> Step {
        let task = target.task(config).id.to_string();
        let entry = match target.milestone(config) {
            None => Entry::Task(task),
            Some(milestone) => Entry::Milestone(task, milestone.id.to_string()),
        };
        Step { entry, target: Some(target), changes }
    }

    /// The task that it is about.
    pub(super) fn task(&self) -> Option<&str> {
        match &self.entry {
            Entry::Task(task) | Entry::Milestone(task, _) => Some(task),
            Entry::Person(_) | Entry::File => None,
        }
    }

    /// What the ledger keeps of it: `- done; + returned = { on = 2026-11-25, reason = "…" }`
    pub(crate) fn part(&self) -> EditPart {
        let about = match &self.entry {
            Entry::Task(task) => Subject::of_task(task, None),
            Entry::Milestone(task, milestone) => Subject::of_task(task, Some(milestone)),
            Entry::Person(id) => Subject::Person(id.as_str().into()),
            Entry::File => Subject::Office,
        };
        let changes: Vec<String> = self.changes.iter().map(written).collect();
        EditPart { about, change: changes.join("; ") }
    }

    /// Changes of a person.
    pub(super) fn of_person(config: &Config, person: PersonIx, changes: Vec<Change>) -> Step {
        let entry = Entry::Person(config[person].id.to_string());
        Step { entry, target: None, changes }
    }
}

fn written(change: &Change) -> String {
    match change {
        Change::Set(key, value) => format!("{key} = {value}"),
        Change::Remove(key) => format!("- {key}"),
        Change::Append(key, pairs) => format!("+ {key} = {}", in_braces(pairs)),
        Change::Take(key, one) => format!("- {key} = {}", in_braces(&one.pairs)),
        Change::Within(key, one, (name, value)) => {
            let old = one.pairs.iter().filter(|(key, _)| key == name).cloned().collect::<Vec<_>>();
            let new = [(*name, value.clone())];
            format!("{key}: {} \u{2192} {}", in_braces(&old), in_braces(&new))
        }
    }
}

fn in_braces(pairs: &[(&'static str, Value)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// The id of a person or group.
pub(super) fn id_of(config: &Config, party: Party) -> &str {
    match party {
        Party::Person(person) => &config[person].id,
        Party::Group(group) => &config[group].id,
    }
}
