//! E2: who imported what, from which list. It is recorded before the first file is written.
//!
//! L8: an import is no edit command that asks, so the guard takes none of it as meant.

use std::path::Path;

use jiff::Timestamp;

use crate::cli::edit::author;
use crate::cli::edit::record::Record;
use crate::cli::edit::step::Step;
use crate::cli::terminal::globals::Globals;
use crate::config::edit::{Change, Entry, Value};
use crate::import::again::Compared;
use crate::import::item::Due;
use crate::import::known::{Made, Resolved};
use crate::import::writing::Import;
use crate::ledger::command_edit::{EditPart, NewEdit};

/// What is recorded of an import.
pub(super) fn edit(list: &Path, compared: &Compared, made: &Made, import: &Import) -> NewEdit {
    let name = list.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let people = made.people.iter().map(|person| {
        let entry = Entry::Person(person.id.clone());
        let pairs = vec![("name", Value::Text(person.name.clone()))];
        Step { entry, target: None, changes: vec![Change::Append("person", pairs)] }.part()
    });
    let addresses = made.addresses.iter().map(|(person, address)| {
        let changes = vec![Change::Set("email", Value::Text(address.clone()))];
        Step { entry: Entry::Person(person.clone()), target: None, changes }.part()
    });
    let people = people.chain(addresses);
    let parts = people.chain(changed(compared)).chain(compared.new.iter().map(added));
    NewEdit {
        command: "import".to_owned(),
        words: author::words(),
        by: import.by.clone(),
        login: author::login(),
        why: Some(name),
        parts: parts.collect(),
        meant: Vec::new(),
    }
}

/// The changes of tasks that are in the files, each task once.
fn changed(compared: &Compared) -> impl Iterator<Item = EditPart> {
    let mut steps: Vec<Step> = Vec::new();
    for (_, edit) in &compared.edits {
        match steps.last_mut().filter(|step| step.entry == edit.of) {
            Some(step) => step.changes.push(edit.change.clone()),
            None => {
                let (entry, changes) = (edit.of.clone(), vec![edit.change.clone()]);
                steps.push(Step { entry, target: None, changes });
            }
        }
    }
    steps.into_iter().map(|step| step.part())
}

/// A new task. Of a long list every record is short: the spool takes no endless ones.
fn added(task: &Resolved) -> EditPart {
    let due = match &task.due {
        Due::When(when) => when.to_string(),
        Due::FromOpened(distance) => format!("opened{distance}"),
    };
    let pairs = vec![("id", Value::Text(task.item.id.clone())), ("due", Value::Text(due))];
    let (entry, changes) = (Entry::Task(task.item.id.clone()), vec![Change::Append("task", pairs)]);
    Step { entry, target: None, changes }.part()
}

/// Writes the files by `write`, with the record around it. What the same command had begun and not ended is ended. Before the
/// first start there is no ledger: a list that begins everything needs no word about that.
pub(super) fn around(
    globals: &Globals,
    edit: &NewEdit,
    now: Timestamp,
    write: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let ledger = match globals.ledger() {
        Ok(None) => return write(),
        Ok(ledger) => ledger,
        Err(_) => None,
    };
    let cut_short = ledger.and_then(|ledger| ledger.cut_short(&edit.words).ok().flatten());
    let record = match edit.parts.is_empty() {
        true => None,
        false => Some(Record::begin(globals, edit, now)?),
    };
    write()?;
    if let Some(record) = record {
        record.written(now)?;
    }
    if let Some(cut_short) = cut_short {
        Record::again(globals, cut_short.number, now)?;
    }
    Ok(())
}
