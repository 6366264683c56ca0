//! The task or milestone that a name means.

use crate::model::{Config, Subject};
use crate::plan::{NoticeId, Target};

/// Whom a notice is about, if the files still have it.
pub fn target_of(config: &Config, id: &NoticeId) -> Option<Target> {
    target_of_subject(config, &id.subject)
}

/// The target of that name, if the files still have it.
pub fn target_of_subject(config: &Config, subject: &Subject) -> Option<Target> {
    target_named(config, subject.task()?, subject.milestone())
}

/// The target with these ids, if the files have it.
pub fn target_named(config: &Config, task: &str, milestone: Option<&str>) -> Option<Target> {
    let task = config.task(task)?;
    let milestone = match milestone {
        None => None,
        Some(milestone) => {
            let at = config[task].milestones.iter().position(|one| *one.id == *milestone)?;
            Some(at as u32)
        }
    };
    Some(Target { task, milestone })
}
