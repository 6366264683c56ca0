//! What the ledger has, as the plan is told it.

use std::collections::HashMap;

use crate::model::{Answer, Answers, Subject};
use crate::plan::Recorded;

/// What the ledger has of a target.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its notices.
    pub notices: Vec<Recorded>,
    /// The answers about its task.
    pub answers: Answers,
}

impl From<Vec<Recorded>> for Known {
    /// Where nobody has answered.
    fn from(notices: Vec<Recorded>) -> Known {
        Known { notices, answers: Answers::default() }
    }
}

/// The answers about all tasks.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    by_task: HashMap<Box<str>, Answers>,
}

impl Answered {
    /// These answers.
    pub fn of(answers: impl IntoIterator<Item = Answer>) -> Answered {
        let mut by_task: HashMap<Box<str>, Vec<Answer>> = HashMap::new();
        for answer in answers {
            if let Some(task) = answer.subject.task() {
                by_task.entry(task.into()).or_default().push(answer);
            }
        }
        let by_task = by_task.into_iter().map(|(task, mut answers)| {
            answers.sort_by_key(|one| one.number);
            (task, answers.into())
        });
        Answered { by_task: by_task.collect() }
    }

    /// Takes in an answer that is new, or changed.
    pub fn take(&mut self, answer: Answer) {
        let Some(task) = answer.subject.task() else { return };
        let known = self.by_task.entry(task.into()).or_default();
        let others = known.iter().filter(|one| one.number != answer.number).cloned();
        let mut all: Vec<Answer> = others.chain([answer.clone()]).collect();
        all.sort_by_key(|one| one.number);
        *known = all.into();
    }

    /// Those about a task and its milestones.
    pub fn about(&self, task: &str) -> Answers {
        self.by_task.get(task).cloned().unwrap_or_default()
    }

    /// Those about a subject's task and its milestones.
    pub fn around(&self, subject: &Subject) -> Answers {
        subject.task().map(|task| self.about(task)).unwrap_or_default()
    }

    /// All of them, by task.
    pub fn all(&self) -> impl Iterator<Item = &Answer> {
        self.by_task.values().flat_map(|answers| answers.iter())
    }
}
