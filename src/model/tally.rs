//! Tallies (累计预警): what is counted, of what, from how many on somebody is written to, and whom (C1).

use jiff::civil::Date;

use crate::model::names::names;
use crate::model::{LetterKind, Release, Role, Span, UnitIx};

/// A count that has somebody written to once it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Its name, by which it is known.
    pub name: Box<str>,
    /// What stands at the head of its letter, where it is not the kind of letter.
    pub title: Option<Box<str>>,
    /// What is counted.
    pub of: TallyOf,
    /// Which tasks: keys and values of a filter, units and people by their ids. Of several values of a key any will do.
    pub filter: Box<[(Box<str>, Box<str>)]>,
    /// The unit whose roles are meant where it is about the whole: the first of the filter.
    pub unit: Option<UnitIx>,
    /// For whom it is counted by itself.
    pub per: TallyPer,
    /// Whether a task counts for the units above its own, too.
    pub subtree: bool,
    /// From so many on it is reached.
    pub at_least: u32,
    /// Who is written to.
    pub to: Box<[Role]>,
    /// Who gets a copy.
    pub cc: Box<[Role]>,
    /// Which letter.
    pub letter: LetterKind,
    /// Whether it leaves by itself.
    pub release: Release,
    /// After how long there is one more letter, while it stays reached.
    pub again: Option<Span>,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TallyOf {
    /// Tasks as they stand.
    Tasks,
    /// Letters about them that were released since the period began.
    Letters(Counts, Period),
}

/// Which letters count; all that is given must fit, and of several of one kind any will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Letters of these kinds.
    pub letters: Box<[LetterKind]>,
    /// Letters of stages of these names.
    pub stages: Box<[Box<str>]>,
}

impl Counts {
    /// Whether letters of that kind count.
    pub fn has_kind(&self, kind: LetterKind) -> bool {
        self.letters.is_empty() || self.letters.contains(&kind)
    }

    /// Whether letters of that stage count.
    pub fn has_stage(&self, stage: &str) -> bool {
        self.stages.is_empty() || self.stages.iter().any(|one| **one == *stage)
    }
}

/// For whom a tally is counted by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TallyPer {
    /// One count of all.
    #[default]
    Whole,
    /// For each unit.
    Unit,
    /// For each owner.
    Owner,
    /// For each supervisor.
    Supervisor,
    /// For each task, of letters.
    Task,
}
names!(TallyPer {
    Whole = "whole",
    Unit = "unit",
    Owner = "owner",
    Supervisor = "supervisor",
    Task = "task",
});

/// How long letters count: since the beginning of the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A month.
    Month,
    /// Three months, the first of January to March.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// The first day of the period in which a day lies.
    pub fn begin(self, day: Date) -> Date {
        let month = match self {
            Period::Month => day.month(),
            Period::Quarter => (day.month() - 1) / 3 * 3 + 1,
            Period::Year => 1,
        };
        Date::new(day.year(), month, 1).unwrap_or(day)
    }
}
names!(Period { Month = "month", Quarter = "quarter", Year = "year" });
