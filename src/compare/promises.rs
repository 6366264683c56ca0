//! First promises that were edited: `due` stays as it was given, and later deadlines are listed (§2).

use jiff::civil::Date;

use crate::model::{Config, Task};

/// A task whose first promise is another than it was.
#[derive(Debug)]
pub(crate) struct Overwritten<'c> {
    pub(crate) task: &'c Task,
    pub(crate) was: Date,
    pub(crate) is: Date,
}

/// The tasks of a newer version whose first promise differs from that of an older one.
pub(crate) fn overwritten<'c>(older: &Config, newer: &'c Config) -> Vec<Overwritten<'c>> {
    let edited = newer.tasks.iter().filter_map(|task| {
        let at = older.tasks.binary_search_by(|one| one.id.cmp(&task.id)).ok()?;
        let before = &older.tasks[at];
        let was = older[before.calendar].day_of(before.due);
        let is = newer[task.calendar].day_of(task.due);
        (was != is).then_some(Overwritten { task, was, is })
    });
    edited.collect()
}
