//! What one can be told about.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a notice is about. A name is the id that the files give it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// A task.
    Task(Box<str>),
    /// A milestone of a task (T11).
    Milestone {
        /// The task.
        task: Box<str>,
        /// The milestone.
        milestone: Box<str>,
    },
    /// A unit.
    Unit(Box<str>),
    /// A person.
    Person(Box<str>),
    /// The whole: all that the files have.
    Office,
}

impl Subject {
    /// A task, or one of its milestones.
    pub fn of_task(task: &str, milestone: Option<&str>) -> Subject {
        match milestone {
            None => Subject::Task(task.into()),
            Some(milestone) => {
                Subject::Milestone { task: task.into(), milestone: milestone.into() }
            }
        }
    }

    /// What is of that kind and has that id; what is of no other kind is the office.
    pub fn of_kind(kind: &str, id: &str) -> Subject {
        match kind {
            "task" => Subject::Task(id.into()),
            "unit" => Subject::Unit(id.into()),
            "person" => Subject::Person(id.into()),
            _ => Subject::Office,
        }
    }

    /// What it is, as the ledger and JSON write it.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Task(_) => "task",
            Subject::Milestone { .. } => "milestone",
            Subject::Unit(_) => "unit",
            Subject::Person(_) => "person",
            Subject::Office => "office",
        }
    }

    /// Its id; of a milestone that of its task. The office has none.
    pub fn id(&self) -> &str {
        match self {
            Subject::Task(id) | Subject::Unit(id) | Subject::Person(id) => id,
            Subject::Milestone { task, .. } => task,
            Subject::Office => "",
        }
    }

    /// The task, of a task or a milestone.
    pub fn task(&self) -> Option<&str> {
        match self {
            Subject::Task(task) | Subject::Milestone { task, .. } => Some(task),
            Subject::Unit(_) | Subject::Person(_) | Subject::Office => None,
        }
    }

    /// The milestone's id, where it is one.
    pub fn milestone(&self) -> Option<&str> {
        match self {
            Subject::Milestone { milestone, .. } => Some(milestone),
            _ => None,
        }
    }
}

/// For the log: `A-1`, `A-1/draft`, `unit city-a`, `office`.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Task(task) => f.write_str(task),
            Subject::Milestone { task, milestone } => write!(f, "{task}/{milestone}"),
            Subject::Unit(id) | Subject::Person(id) => write!(f, "{} {id}", self.kind()),
            Subject::Office => f.write_str(self.kind()),
        }
    }
}
