//! A row of a list, as a task.

use std::sync::Arc;

use jiff::civil::Date;

use crate::import::dates::{Moment, Unread};
use crate::import::sheet::Place;
use crate::model::Severity;

/// A row as it was read. Names of people and units are as the list writes them.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The row.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// The id as the list writes it, where it does.
    pub own_id: Option<String>,
    /// Its title, cut where it is prose.
    pub title: String,
    /// The whole of it.
    pub whole_title: String,
    /// The detail.
    pub detail: Option<String>,
    /// The unit.
    pub unit: Option<String>,
    /// The owner.
    pub owner: Option<String>,
    /// The owner's address.
    pub email: Option<String>,
    /// The co-owners.
    pub with: Vec<String>,
    /// The inspection side.
    pub supervisor: Option<String>,
    /// Who gets copies.
    pub watchers: Vec<String>,
    /// The category.
    pub category: Option<String>,
    /// How grave it is.
    pub severity: Option<Severity>,
    /// Where it comes from.
    pub source: Option<String>,
    /// With which batch it came.
    pub batch: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// The first promise.
    pub due: Result<Due, NoDue>,
    /// The deadline after an extension.
    pub extended: Option<Moment>,
    /// How often it comes round.
    pub every: Option<String>,
    /// When it was done.
    pub done: Option<Moment>,
    /// Up to when a standing task is done.
    pub done_through: Option<Date>,
    /// When that was verified.
    pub verified: Option<Moment>,
    /// When it was called off.
    pub cancelled: Option<Moment>,
    /// When it was sent back, and by whom.
    pub returned: Option<(Moment, Option<String>)>,
    /// How it goes on.
    pub progress: Option<Progress>,
    /// Its steps: id, title, deadline.
    pub steps: Vec<(String, String, Moment)>,
    /// Columns of the office's own.
    pub fields: Vec<(Arc<str>, String)>,
    /// Dates that the row does not say as a whole, by the name of the value.
    pub inferred: Vec<(&'static str, Inferred)>,
}

/// What of a date was taken from elsewhere: the list's own date, the command line, another day of the row. A newer copy
/// of the list infers another date from the same cell, so such a date never replaces one that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inferred {
    /// The whole day.
    Day,
    /// The year.
    Year,
}

/// A first promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A day or a time.
    When(Moment),
    /// A distance from the day on which it was opened: `+30d`.
    FromOpened(String),
}

/// Why there is no first promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDue {
    /// The cell, where the list has a column for it.
    pub place: Option<Place>,
    /// What stands there.
    pub text: String,
    /// Why it is not read; `None` if nothing stands there.
    pub why: Option<Unread>,
}

/// An entry about progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its day.
    pub on: Date,
    /// What was said.
    pub text: Option<String>,
    /// How much is done.
    pub percent: Option<u8>,
}
