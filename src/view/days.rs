//! Days: which are worked, what goes out on each, which deadlines fall on each.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Calendar, DayKind};
use crate::plan::Colour;
use crate::view::letters::WhyHeld;
use crate::view::moments::At;

/// What kind of day it is (T2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    /// A working day of the week.
    Workday,
    /// A day off of the week.
    Weekend,
    /// A day off that the week would work: a holiday, or `closed`.
    Holiday,
    /// A working day that the week would not: a make-up day (调休), or `open`.
    MakeUp,
}

impl Day {
    /// Of what kind a day is in a calendar.
    pub fn of(calendar: &Calendar, day: Date) -> Day {
        let worked = calendar.is_working_day(day);
        let special = calendar.exception(day).map(|one| one.kind);
        match (worked, special) {
            (true, Some(DayKind::Working)) if !calendar.works_on(day.weekday()) => Day::MakeUp,
            (false, Some(DayKind::Off)) if calendar.works_on(day.weekday()) => Day::Holiday,
            (true, _) => Day::Workday,
            (false, _) => Day::Weekend,
        }
    }
}

/// A day of a calendar's month.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarDay<'c> {
    /// The day.
    #[serde(serialize_with = "shown")]
    pub date: Date,
    /// Whether it is worked.
    pub working: bool,
    /// What kind of day it is.
    pub kind: Day,
    /// What the holiday set calls it.
    pub name: Option<&'c str>,
    /// Deadlines that fall on it, of what is not closed.
    pub deadlines: Vec<Deadline<'c>>,
}

/// A deadline.
#[derive(Debug, Clone, Serialize)]
pub struct Deadline<'c> {
    /// The task.
    pub task: &'c str,
    /// The milestone.
    pub milestone: Option<&'c str>,
    /// Its title.
    pub title: &'c str,
    /// Its colour.
    pub colour: Colour,
}

impl<'c> CalendarDay<'c> {
    /// A day without deadlines.
    pub fn of(calendar: &'c Calendar, date: Date) -> CalendarDay<'c> {
        CalendarDay {
            date,
            working: calendar.is_working_day(date),
            kind: Day::of(calendar, date),
            name: calendar.exception(date).and_then(|one| one.name.as_deref()),
            deadlines: Vec::new(),
        }
    }
}

/// What goes out on a day.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaDay<'c> {
    /// The day.
    #[serde(serialize_with = "shown")]
    pub date: Date,
    /// Whether it is worked, by the calendar `default`.
    pub working: bool,
    /// What kind of day it is.
    pub kind: Day,
    /// Whether the holiday sets know its year (T2).
    pub covered: bool,
    /// What the holiday set calls it.
    pub name: Option<&'c str>,
    /// The letters that leave.
    pub letters: Vec<ComingLetter>,
}

/// A letter to come.
#[derive(Debug, Clone, Serialize)]
pub struct ComingLetter {
    /// When it leaves.
    pub release: At,
    /// Whether the holiday sets know all years on which its date rests (T2).
    pub covered: bool,
    /// Which letter.
    pub kind: String,
    /// Why it will be held.
    pub held: Option<WhyHeld>,
    /// The addresses in To.
    pub to: Vec<String>,
    /// The addresses in Cc.
    pub cc: Vec<String>,
    /// Their names, for a text.
    #[serde(skip)]
    pub names: (String, String),
    /// What it is about.
    pub tasks: Vec<ComingTask>,
}

/// What a letter to come is about.
#[derive(Debug, Clone, Serialize)]
pub struct ComingTask {
    /// The task.
    pub task: String,
    /// The milestone.
    pub milestone: Option<String>,
    /// Its title.
    pub title: String,
    /// Its stage.
    pub stage: String,
    /// Which time it comes round.
    pub occurrence: u32,
}

fn shown<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
