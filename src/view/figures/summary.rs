//! All that a report tells, as data: the figures, a row a unit or supervisor, the overdue list, what waits, what
//! changed, doubts, and how many tasks were open at the end of each of the last twelve months.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Config, Severity, Task, When};
use crate::plan::Target;
use crate::view::Filter;
use crate::view::as_of::{as_of, at_closing, by};
use crate::view::figures::changes::Change;
use crate::view::figures::counted::Count;
use crate::view::figures::doubts::{Doubt, Doubts};
use crate::view::figures::months::ends;
use crate::view::figures::scope::{About, Rows, Split, place};
use crate::view::figures::{Counted, Figures};

/// All that a report tells.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The files as they stood at the moment, by which targets are looked up.
    pub stood: Arc<Config>,
    /// What it is about.
    pub about: About,
    /// By what its rows are told apart.
    pub by: Rows,
    /// The moment.
    pub moment: Timestamp,
    /// The end of the period before: what is dated later is counted as new, closed, returned, extended.
    pub since: Timestamp,
    /// Of all.
    pub figures: Figures,
    /// Of each unit or supervisor.
    pub rows: Vec<Row>,
    /// The overdue tasks, worst first.
    pub overdue: Vec<Overdue>,
    /// Those that wait for verification, the longest first.
    pub waiting: Vec<Waiting>,
    /// What happened in the period, in the order of the tasks.
    pub changes: Vec<Change>,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
    /// How many were open at the end of each month, the oldest first; the last is the moment itself.
    pub backlog: Vec<(Date, usize)>,
    /// Every task that counts.
    pub tasks: Vec<Target>,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it is about; [`About::Whole`] is what lies with no unit or supervisor.
    pub about: About,
    /// Its figures.
    pub figures: Figures,
}

/// An overdue task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// The task.
    #[serde(skip)]
    pub target: Target,
    /// How many calendar days it is late.
    pub days: i64,
}

/// A task that waits for verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The task.
    pub target: Target,
    /// For how many calendar days.
    pub days: i64,
}

/// The list as it stood at a moment, made ready once for all that is told of it.
#[derive(Debug)]
pub struct Stood {
    /// By the files as they are.
    now: Arc<Config>,
    config: Arc<Config>,
    at_closing: Config,
    moment: Timestamp,
}

impl Stood {
    /// The list as it stood at a moment.
    pub fn at(config: &Arc<Config>, moment: Timestamp) -> Stood {
        let stood = as_of(config, moment);
        let at_closing = at_closing(&stood);
        Stood { now: config.clone(), config: Arc::new(stood), at_closing, moment }
    }

    /// The list.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// The moment.
    pub fn moment(&self) -> Timestamp {
        self.moment
    }

    /// The figures alone, of the whole list, with nothing that is told task by task.
    pub fn figures(&self, since: Timestamp) -> Figures {
        let (stood, now) = (&*self.config, self.moment);
        let count = Count { stood, at_closing: &self.at_closing, now, since };
        let mut figures = Figures::default();
        for target in Target::of_tasks(stood) {
            if let Some(counted) = count.of(target) {
                figures += &counted;
            }
        }
        figures
    }

    /// The figures of the tasks that a filter takes and that are part of what is asked about.
    pub fn summary(
        &self,
        filter: &Filter,
        (about, rows): (About, Rows),
        since: Timestamp,
    ) -> Summary {
        let (stood, now) = (&*self.config, self.moment);
        let count = Count { stood, at_closing: &self.at_closing, now, since };
        let split = Split::of(stood, filter, about, rows);
        let sieve = filter.at(stood, now);
        let mut gathered = Gathered::default();
        for target in Target::of_tasks(stood) {
            if !about.has(stood, target) || !sieve.takes(target) {
                continue;
            }
            if let Some(counted) = count.of(target) {
                gathered.add(&count, &split, target, &counted);
                gathered.doubts.add(&self.now, target, now);
            }
        }
        let backlog = backlog(&self.now, &gathered.tasks, now);
        gathered.finish(self.config.clone(), (about, rows), (since, now), backlog)
    }
}

/// The same, for a single time.
pub fn summary(
    config: &Arc<Config>,
    filter: &Filter,
    of: (About, Rows),
    (since, moment): (Timestamp, Timestamp),
) -> Summary {
    Stood::at(config, moment).summary(filter, of, since)
}

#[derive(Default)]
struct Gathered {
    figures: Figures,
    rows: HashMap<About, Figures>,
    overdue: Vec<Overdue>,
    waiting: Vec<Waiting>,
    changes: Vec<Change>,
    doubts: Doubts,
    tasks: Vec<Target>,
}

impl Gathered {
    fn add(&mut self, count: &Count<'_>, split: &Split, target: Target, counted: &Counted) {
        self.figures += counted;
        for row in split.rows_of(count.stood, target) {
            *self.rows.entry(row).or_default() += counted;
        }
        self.overdue.extend(counted.days_late.map(|days| Overdue { target, days }));
        self.waiting.extend(counted.days_waiting.map(|days| Waiting { target, days }));
        count.changes(target, counted, &mut self.changes);
        self.tasks.push(target);
    }

    fn finish(
        mut self,
        stood: Arc<Config>,
        (about, by): (About, Rows),
        (since, moment): (Timestamp, Timestamp),
        backlog: Vec<(Date, usize)>,
    ) -> Summary {
        let rows = self.rows.into_iter().filter(|(_, figures)| !figures.is_empty());
        let mut rows: Vec<Row> = rows.map(|(about, figures)| Row { about, figures }).collect();
        rows.sort_by_key(|row| place(row.about));
        // Worst first (P4): days late, then severity, then id; the tasks stand in the order of their ids.
        let grave = |target: Target| -> Reverse<Severity> { Reverse(target.task(&stood).severity) };
        self.overdue.sort_by_key(|one| (Reverse(one.days), grave(one.target), one.target));
        self.waiting.sort_by_key(|one| (Reverse(one.days), grave(one.target), one.target));
        Summary {
            about,
            by,
            moment,
            since,
            figures: self.figures,
            rows,
            overdue: self.overdue,
            waiting: self.waiting,
            changes: self.changes,
            doubts: self.doubts.finish(),
            backlog,
            tasks: self.tasks,
            stood,
        }
    }
}

/// How many of these tasks were open at the end of each of the last months.
fn backlog(config: &Config, tasks: &[Target], moment: Timestamp) -> Vec<(Date, usize)> {
    let days = ends(config, moment);
    let mut open = vec![0; days.len()];
    for target in tasks {
        let task = target.task(config);
        for (day, open) in days.iter().zip(&mut open) {
            *open += usize::from(was_open(config, task, When::Day(*day), When::Instant(moment)));
        }
    }
    days.into_iter().zip(open).collect()
}

/// What was sent back later had been reported done, and was not open ([`crate::view::as_of`]).
fn was_open(config: &Config, task: &Task, day: When, moment: When) -> bool {
    let calendar = &config[task.calendar];
    let has_happened = |date: When| by(calendar, date, day) && by(calendar, date, moment);
    let returned = task.returned().iter().filter(|one| !has_happened(one.on));
    let undone = returned.filter_map(|one| one.done);
    let mut ended = [task.done, task.verified, task.cancelled].into_iter().flatten().chain(undone);
    task.opened.is_none_or(has_happened) && !ended.any(has_happened)
}

impl Summary {
    /// Whether there is nothing to say (P1): nothing is open, waits or is to be looked back on, and nothing happened.
    pub fn says_nothing(&self) -> bool {
        let figures = &self.figures;
        figures.open == 0
            && figures.waiting == 0
            && figures.look_backs_due == 0
            && self.changes.is_empty()
    }

    /// A task as it stood.
    pub fn task(&self, target: Target) -> &Task {
        target.task(&self.stood)
    }
}
