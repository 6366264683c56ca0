//! A task that is not there yet: in which file it will stand, under which id, and with which deadline.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::edit::draft::{Draft, file_of, text};
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale;
use crate::config::edit::{Change, Edit, Entry, Value, apply};
use crate::model::{Config, UnitIx};
use crate::words::edits;

/// Keys and values of a task as they are to be written.
pub(super) type Pairs = Vec<(&'static str, Value)>;

/// The file with the task in it. Where no deadline was given, that of a rule is written down: later changes of the rule
/// move no promise given (T0).
pub(super) fn draft(
    work: &Work<'_>,
    file: &Path,
    id: &str,
    mut pairs: Pairs,
) -> anyhow::Result<(Draft, Pairs)> {
    let before = text(file)?;
    let with = |pairs: &Pairs| -> anyhow::Result<Draft> {
        let change = Change::Append("task", pairs.clone());
        let after = apply(&before, &[Edit { of: Entry::File, change }]);
        let shown = file.display().to_string();
        let language = locale::language();
        let after =
            after.map_err(|why| Refused::no(edits::cannot_edit(Some(&shown), &why, language)))?;
        let mut draft = Draft::default();
        draft.add(file.to_owned(), before.clone(), after);
        Ok(draft)
    };
    let draft = with(&pairs)?;
    if pairs.iter().any(|(key, _)| *key == "due") {
        return Ok((draft, pairs));
    }
    // Where no rule has one either, checking the files will say so.
    let config = work.load(&draft);
    let found = config.as_ref().and_then(|config| Some((config, config.task(id)?)));
    let Some((config, task)) = found else { return Ok((draft, pairs)) };
    let due = work.value_in(config[task].due, &config[config[task].calendar]);
    pairs.push(("due", due));
    Ok((with(&pairs)?, pairs))
}

/// The file that has most of the unit's tasks, else the only one that has tasks, else the root file if none has.
pub(super) fn file_for(config: &Config, unit: Option<UnitIx>) -> anyhow::Result<PathBuf> {
    let count = |of_unit: bool| {
        let mut files: BTreeMap<u32, usize> = BTreeMap::new();
        let tasks = config.tasks.iter().filter(|task| !of_unit || task.unit == unit);
        tasks.for_each(|task| *files.entry(task.file).or_default() += 1);
        files
    };
    let (of_unit, all) = (count(true), count(false));
    let most = of_unit.iter().max_by_key(|(file, tasks)| (**tasks, u32::MAX - **file));
    match (unit.and(most), all.len()) {
        (Some((file, _)), _) => Ok(file_of(config, *file)),
        (None, 0) => Ok(file_of(config, 0)),
        (None, 1) => Ok(file_of(config, all.keys().next().copied().unwrap_or_default())),
        (None, _) => {
            let files = all.keys().map(|file| file_of(config, *file).display().to_string());
            Err(Refused::usage(edits::which_file(&files.collect::<Vec<_>>(), locale::language())))
        }
    }
}

/// One more than the highest id that ends in a number, of those that most tasks are called by: `A-2026-018` after
/// `A-2026-017`, `301` after `300`.
pub(super) fn next_id(config: &Config) -> Option<String> {
    /// How many ids begin alike; the number of the highest, and its digits.
    type Alike = (usize, u64, usize);
    let mut stems: BTreeMap<&str, Alike> = BTreeMap::new();
    for id in config.tasks.iter().map(|task| &*task.id) {
        let stem = id.trim_end_matches(|last: char| last.is_ascii_digit());
        let digits = &id[stem.len()..];
        let Ok(number) = digits.parse::<u64>() else { continue };
        let (count, highest, width) = stems.entry(stem).or_default();
        *count += 1;
        (*highest, *width) = (*highest, *width).max((number, digits.len()));
    }
    // Of as many, those that come last in the order of ids.
    let (stem, (_, highest, width)) = stems.into_iter().max_by_key(|(_, (count, ..))| *count)?;
    let next = format!("{stem}{:0width$}", highest.checked_add(1)?);
    config.task(&next).is_none().then_some(next)
}
