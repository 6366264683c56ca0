//! A date in a task: a whole day, or an instant.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

/// What a date key of a task holds, once local times are read in the calendar's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// A whole day; which instant it stands for depends on what it anchors (T4).
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// The ledger's form: `2026-11-30`, or an instant in UTC. It is part of a notice's identity (T10).
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => day.fmt(f),
            When::Instant(instant) => instant.fmt(f),
        }
    }
}

impl std::str::FromStr for When {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<When, jiff::Error> {
        match text.len() {
            10 => text.parse().map(When::Day),
            _ => text.parse().map(When::Instant),
        }
    }
}
