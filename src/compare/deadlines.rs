//! What an edit of the files did to the deadlines of open tasks, for the guard (L6).

use std::cmp::Ordering;
use std::iter::Peekable;

use crate::model::{Config, State};
use crate::plan::{Target, deadline};

/// A deadline that an edit moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Whose it is.
    pub target: Target,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
}

/// An open task, or a milestone of one, that is gone from the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The task's id.
    pub task: String,
    /// The milestone's id; "" is the task itself.
    pub milestone: String,
    /// What its deadline was.
    pub deadline: String,
}

/// What changed between the deadlines last taken as meant and those of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Deadlines moved.
    pub moved: Vec<Moved>,
    /// Open tasks gone.
    pub dropped: Vec<Dropped>,
    /// What is new to the files.
    pub added: Vec<Target>,
    /// What is done, verified or called off, and still in the files, by task and milestone.
    pub closed: Vec<(String, String)>,
}

/// Goes through both lists in step; each is ordered by task, then milestone.
pub struct Comparing<'c, I: Iterator<Item = Target>> {
    config: &'c Config,
    files: Peekable<I>,
    edit: Edit,
}

/// Every open task and milestone of the files, ordered by the ids of both.
fn open(config: &Config) -> impl Iterator<Item = Target> + '_ {
    Target::of_tasks(config).filter(|task| task.task(config).state() == State::Open).flat_map(
        |task| {
            let milestones = task.task(config).milestones.iter().enumerate();
            let mut steps: Vec<(&str, u32)> = milestones
                .filter(|(_, milestone)| milestone.done.is_none())
                .map(|(at, milestone)| (milestone.id.as_ref(), at as u32))
                .collect();
            steps.sort_unstable();
            let steps =
                steps.into_iter().map(move |(_, at)| Target { milestone: Some(at), ..task });
            std::iter::once(task).chain(steps)
        },
    )
}

/// The ids by which deadlines are kept; the milestone "" is the task itself.
pub fn names(config: &Config, target: Target) -> (&str, &str) {
    let milestone = target.milestone(config).map_or("", |milestone| &milestone.id);
    (&target.task(config).id, milestone)
}

/// The deadline as the guard compares it: that in force (T0), and for a standing task (T9) its first
/// with its rhythm, since each cycle's end is no edit.
pub fn compared(config: &Config, target: Target) -> String {
    let task = target.task(config);
    match (target.milestone, task.every) {
        (None, Some(every)) => format!("{} every {every}", task.due),
        _ => deadline(config, target).to_string(),
    }
}

/// Begins to compare the files with what was last taken as meant.
pub fn comparing(config: &Config) -> Comparing<'_, impl Iterator<Item = Target> + '_> {
    Comparing { config, files: open(config).peekable(), edit: Edit::default() }
}

impl<I: Iterator<Item = Target>> Comparing<'_, I> {
    /// The next deadline that was taken as meant.
    pub fn known(&mut self, task: &str, milestone: &str, was: &str) {
        while let Some(target) = self.files.peek().copied() {
            match names(self.config, target).cmp(&(task, milestone)) {
                Ordering::Less => {
                    self.edit.added.push(target);
                    self.files.next();
                }
                Ordering::Equal => {
                    self.files.next();
                    let to = compared(self.config, target);
                    if to != was {
                        self.edit.moved.push(Moved { target, from: was.to_owned(), to });
                    }
                    return;
                }
                Ordering::Greater => break,
            }
        }
        self.gone(task, milestone, was);
    }

    fn gone(&mut self, task: &str, milestone: &str, was: &str) {
        let in_files = self.config.task(task).is_some_and(|at| {
            let milestones = &self.config[at].milestones;
            milestone.is_empty() || milestones.iter().any(|one| *one.id == *milestone)
        });
        let (task, milestone) = (task.to_owned(), milestone.to_owned());
        match in_files {
            true => self.edit.closed.push((task, milestone)),
            false => self.edit.dropped.push(Dropped { task, milestone, deadline: was.to_owned() }),
        }
    }

    /// What changed.
    pub fn finish(mut self) -> Edit {
        self.edit.added.extend(self.files);
        self.edit
    }
}

impl Edit {
    /// How many deadlines of open tasks were moved or dropped: what `max-changes` limits.
    pub fn changes(&self) -> usize {
        self.moved.len() + self.dropped.len()
    }

    /// Whether everything is as it was.
    pub fn is_empty(&self) -> bool {
        self.changes() == 0 && self.added.is_empty() && self.closed.is_empty()
    }
}

impl Dropped {
    /// `A-2026-017`, `A-2026-017/draft`.
    pub fn name(&self) -> String {
        match self.milestone.as_str() {
            "" => self.task.clone(),
            milestone => format!("{}/{milestone}", self.task),
        }
    }
}
