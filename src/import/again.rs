//! A list that was imported before (I2). Three are compared, value by value: the copy last imported, this one, and the
//! files. What changed in the list alone is an edit; what changed in both is shown, and the files stay.

mod changes;
mod values;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::config::edit::{Change, Edit, Entry};
use crate::import::doubt::{LeftOut, WhyNot};
use crate::import::known::Resolved;
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
    /// The list has this, the files that: they stay.
    Conflict(String, String, Option<String>),
    /// The list has no more what it had; the files stay.
    Undone(String, String),
    /// The list has another title; the files stay.
    Title(String),
    /// The row is gone from the list; the files stay.
    Gone,
}

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
            compared.last.keep(&task, None, config);
            compared.new.push(task);
            continue;
        };
        let known = &config[known];
        if base.is_none() && is_another(&task, known) {
            let why = WhyNot::IdTaken(known.title.to_string());
            let (place, id, title) =
                (task.item.place.clone(), Some(task.item.id.clone()), task.item.title.clone());
            compared.left_out.push(LeftOut { place, id, title, why });
            continue;
        }
        let before = compared.news.len();
        changes::of_task(&task, base, known, config, &names, import, &mut compared);
        compared.same += usize::from(compared.news.len() == before);
        compared.last.keep(&task, Some(known), config);
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

/// Whether a row that was never imported and a task of the files with its id are two things.
fn is_another(row: &Resolved, task: &Task) -> bool {
    let title = crate::import::text::folded(&task.title);
    let of_row =
        [&row.item.title, &row.item.whole_title].map(|title| crate::import::text::folded(title));
    !of_row.contains(&title)
        && of_row.iter().all(|row| strsim::normalized_levenshtein(row, &title) < 0.6)
}

impl Compared {
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

/// The day of an import's extensions.
pub fn day_of_extensions(own_date: Option<Date>, today: Date) -> Date {
    own_date.unwrap_or(today)
}
