//! Reports: what about, when, to whom (P1).

use crate::model::names::names;
use crate::model::{CalendarIx, Cron, Release, Role, UnitIx};

/// A report that comes round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name, by which it is known.
    pub name: Box<str>,
    /// What stands at its head, where it is not the kind of letter.
    pub title: Option<Box<str>>,
    /// When.
    pub cron: Cron,
    /// Where a day off lies, to which day it moves.
    pub roll: Roll,
    /// The calendar of the cron and of `roll`.
    pub calendar: CalendarIx,
    /// Which tasks: keys and values of a filter, units and people by their ids. Of several values of a key any will do.
    pub filter: Box<[(Box<str>, Box<str>)]>,
    /// The unit whose roles are meant where it is about the whole: the first of the filter.
    pub unit: Option<UnitIx>,
    /// Into how many it is divided.
    pub per: Per,
    /// Who it is addressed to.
    pub to: Box<[Role]>,
    /// Who gets a copy.
    pub cc: Box<[Role]>,
    /// Whether it leaves by itself.
    pub release: Release,
    /// What is attached.
    pub attach: Box<[Attach]>,
    /// Whether it is written where there is nothing to say.
    pub empty: bool,
}

/// To which day a moment moves that falls on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// It stays.
    None,
    /// The next working day.
    Later,
    /// The working day before.
    Earlier,
    /// The n-th working day after it.
    WorkingDay(u32),
}

impl std::fmt::Display for Roll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Roll::None => f.write_str("none"),
            Roll::Later => f.write_str("later"),
            Roll::Earlier => f.write_str("earlier"),
            Roll::WorkingDay(n) => write!(f, "{n}wd"),
        }
    }
}

/// Into how many a report is divided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Per {
    /// One.
    #[default]
    Whole,
    /// One for each unit below the one it is about.
    Unit,
    /// One for each supervisor.
    Supervisor,
}
names!(Per { Whole = "whole", Unit = "unit", Supervisor = "supervisor" });

/// What can be attached: the list, as a file of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attach {
    /// A workbook: the list, by unit, changes.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// A calendar.
    Ics,
    /// Markdown.
    Md,
}
names!(Attach { Xlsx = "xlsx", Csv = "csv", Ics = "ics", Md = "md" });
