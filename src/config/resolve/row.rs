//! The rows of all files together.

use crate::config::finding::{Place, Site};
use crate::config::read::raw::{RawCalendar, RawGroup, RawPerson, RawPolicy, RawUnit};

/// A row and the file it stands in.
#[derive(Debug)]
pub(crate) struct Row<T> {
    pub(crate) file: u32,
    pub(crate) row: T,
}

impl<T> Row<T> {
    pub(crate) fn site(&self, place: Place) -> Site {
        place.of(self.file)
    }
}

/// What all files together define, but for the tasks.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) calendars: Vec<Row<RawCalendar>>,
    pub(crate) people: Vec<Row<RawPerson>>,
    pub(crate) groups: Vec<Row<RawGroup>>,
    pub(crate) units: Vec<Row<RawUnit>>,
    pub(crate) policies: Vec<Row<RawPolicy>>,
}
