//! A list that was imported before (I2). Three are compared, value by value: the copy last imported, this one, and the
//! files. What changed in the list alone is an edit; what changed in both is shown, and the files stay.

mod changes;
mod inferred;
mod values;

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use crate::config::edit::{Change, Edit, Entry};
use crate::import::doubt::{LeftOut, WhyNot};
use crate::import::known::Resolved;
use crate::import::sheet::Place;
use crate::import::text::folded;
use crate::model::{Config, Task};
pub use values::{Last, Values};

/// What became of a list that is compared.
#[derive(Debug, Default)]
pub struct Compared {
    /// Rows that the files do not have.
    pub new: Vec<Resolved>,
    /// What changes in the files: by task, in the order of the list.
    pub edits: Vec<(usize, Edit)>,
    /// The same in words, and what was not applied.
    pub news: Vec<News>,
    /// Rows that are left out, for another task has their id.
    pub left_out: Vec<LeftOut>,
    /// The copy to keep.
    pub last: Last,
    /// How many rows are as in the files.
    pub same: usize,
    /// Rows whose day was inferred, and stays what it is in the last copy or the files.
    pub settled: HashSet<Place>,
}

/// What a list says now and did not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The task.
    pub id: String,
    /// Its title in the files.
    pub title: String,
    /// What is new.
    pub what: What,
}

/// What is new about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The key changed from this to that, and so do the files.
    Changed(String, Option<String>, String),
    /// The deadline moved from this to that: an extension. Where the first promise stands.
    Extended(Option<String>, String, String),
    /// The list has this, the files that: they stay.
    Conflict(String, String, Option<String>),
    /// The list has no more what it had; the files stay.
    Undone(String, String),
    /// The list has another title; the files stay. The title, and where that of the files stands.
    Title(String, String),
    /// The row is gone from the list; the files stay.
    Gone,
}

impl Compared {
    /// How many rows have the title of another task of the files, where these are most of the titles that changed: the
    /// list has been numbered anew, and its rows are no longer those tasks.
    pub fn renumbered(&self, config: &Config) -> Option<usize> {
        let mut ids: HashMap<String, Option<&str>> = HashMap::new();
        for task in &config.tasks {
            let id = ids.entry(folded(&task.title)).or_insert(Some(&task.id));
            // What several tasks are called says nothing.
            *id = id.filter(|id| **id == *task.id);
        }
        let titles = self.news.iter().filter_map(|one| match &one.what {
            What::Title(title, _) => Some((&*one.id, title)),
            _ => None,
        });
        let (mut all, mut moved) = (0, 0);
        for (id, title) in titles {
            all += 1;
            let other = ids.get(&folded(title)).copied().flatten();
            moved += usize::from(other.is_some_and(|other| other != id));
        }
        (moved >= RENUMBERED && moved * 2 >= all).then_some(moved)
    }
}

/// Fewer rows than these may have changed places for other reasons.
const RENUMBERED: usize = 3;

/// Compares the rows of a list with its last copy and with the files.
pub fn compare(
    tasks: Vec<Resolved>,
    last: Option<&Last>,
    left_out: &[LeftOut],
    config: &Config,
    import: &super::writing::Import,
) -> Compared {
    let mut compared = Compared::default();
    let names = values::Names::of(config);
    let mut seen: BTreeSet<String> = left_out.iter().filter_map(|row| row.id.clone()).collect();
    for task in tasks {
        seen.insert(task.item.id.clone());
        let base = last.and_then(|last| last.tasks.get(&task.item.id));
        let Some(known) = config.task(&task.item.id) else {
            compared.last.keep(&task, config);
            compared.new.push(task);
            continue;
        };
        let known = &config[known];
        if base.is_none() && is_another(&task, known, config, &names) {
            let why = WhyNot::IdTaken(known.title.to_string());
            let (place, id, title) =
                (task.item.place.clone(), Some(task.item.id.clone()), task.item.title.clone());
            compared.left_out.push(LeftOut { place, id, title, why });
            continue;
        }
        let before = compared.news.len();
        let values = changes::of_task(&task, base, known, config, &names, import, &mut compared);
        compared.same += usize::from(compared.news.len() == before);
        compared.last.tasks.insert(task.item.id.clone(), values);
    }
    for (id, values) in
        last.iter().flat_map(|last| &last.tasks).filter(|(id, _)| !seen.contains(*id))
    {
        let Some(known) = config.task(id) else { continue };
        // The row may come back; it is told of once.
        if !values.contains_key("gone") {
            let (id, title) = (id.clone(), config[known].title.to_string());
            compared.news.push(News { id, title, what: What::Gone });
        }
        let mut values = values.clone();
        values.insert("gone".to_owned(), "yes".to_owned());
        compared.last.tasks.insert(id.clone(), values);
    }
    // A row that could not be read this time is compared with its older copy the next time.
    for (id, values) in last.iter().flat_map(|last| &last.tasks) {
        if seen.contains(id) && !compared.last.tasks.contains_key(id) {
            compared.last.tasks.insert(id.clone(), values.clone());
        }
    }
    compared
}

/// Whether a row that was never imported and a task of the files with its id are two things: neither the titles are alike,
/// nor do unit, owner and deadline agree.
fn is_another(row: &Resolved, task: &Task, config: &Config, names: &values::Names<'_>) -> bool {
    let title = crate::import::text::folded(&task.title);
    let of_row =
        [&row.item.title, &row.item.whole_title].map(|title| crate::import::text::folded(title));
    let alike = |row: &String| {
        strsim::normalized_levenshtein(row, &title) >= 0.6
            || row.starts_with(&title)
            || title.starts_with(&**row)
    };
    !of_row.iter().any(alike) && !changes::same_facts(row, task, config, names)
}

impl Compared {
    /// Takes back what would change of a task: the list is compared with its last copy again the next time.
    pub fn take_back(&mut self, id: &str, last: Option<&Last>) {
        self.edits.retain(|(_, edit)| edit.of != Entry::Task(id.to_owned()));
        self.news.retain(|news| news.id != id);
        match last.and_then(|last| last.tasks.get(id)) {
            Some(values) => self.last.tasks.insert(id.to_owned(), values.clone()),
            None => self.last.tasks.remove(id),
        };
    }

    fn edit(&mut self, file: u32, id: &str, change: Change) {
        self.edits.push((file as usize, Edit { of: Entry::Task(id.to_owned()), change }));
    }
}

/// The ids that rows of the last import had, by their own ids and titles.
pub fn known_ids(last: Option<&Last>) -> HashMap<(String, String), String> {
    let tasks = last.into_iter().flat_map(|last| &last.tasks);
    let pairs = tasks.filter_map(|(id, values)| {
        Some(((values.get("own-id")?.clone(), values.get("whole-title")?.clone()), id.clone()))
    });
    pairs.collect()
}

/// The day on which tasks were finished, by what the last copy and the files say.
pub fn finished(last: Option<&Last>, config: &Config) -> HashMap<String, Date> {
    let of_last = last.into_iter().flat_map(|last| &last.tasks).filter_map(|(id, values)| {
        let day = values.get("done").or_else(|| values.get("cancelled"))?;
        Some((id.clone(), day.get(.."2026-12-31".len())?.parse().ok()?))
    });
    let of_files = config.tasks.iter().filter_map(|task| {
        let at = task.done.or(task.verified).or(task.cancelled)?;
        Some((task.id.to_string(), config[task.calendar].day_of(at)))
    });
    of_last.chain(of_files).collect()
}

/// The day of an import's extensions.
pub fn day_of_extensions(own_date: Option<Date>, today: Date) -> Date {
    own_date.unwrap_or(today)
}
