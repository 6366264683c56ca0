//! The list as it stood at a moment, by the dates that the files have now (P4): what is dated later has not happened.
//!
//! It is a [`Config`] of its own, so that filters, deadlines and colours are found by the same code as those of now.
//! Nobody knows on which day a date was written down: a past day is told as the files now tell it.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Calendar, Config, Course, Extension, Hold, Task, When};

/// The list as it stood at an instant.
pub fn as_of(config: &Config, moment: Timestamp) -> Config {
    trimmed(config, |_| Some(When::Instant(moment)))
}

/// Each closed task as it stood when it was closed, so that its deadline is the one that was in force then.
pub(super) fn at_closing(config: &Config) -> Config {
    trimmed(config, closed_on)
}

/// The same of those that were closed after an instant; the others stay as they are.
pub(super) fn at_closing_after(config: &Config, since: Timestamp) -> Config {
    let is_before =
        |task: &Task, closed: &When| by(&config[task.calendar], *closed, When::Instant(since));
    trimmed(config, |task| closed_on(task).filter(|closed| !is_before(task, closed)))
}

/// When a task was closed: reported done, else verified (P4).
pub fn closed_on(task: &Task) -> Option<When> {
    task.done.or(task.verified)
}

/// Whether a date lies on or before another: by instants if both are, else by days, which count to their end.
pub fn by(calendar: &Calendar, date: When, limit: When) -> bool {
    match (date, limit) {
        (When::Instant(date), When::Instant(limit)) => date <= limit,
        (date, limit) => calendar.day_of(date) <= calendar.day_of(limit),
    }
}

/// The same with every task as it stood by a date of its own; a task without one stays as it is.
fn trimmed(config: &Config, limit: impl Fn(&Task) -> Option<When>) -> Config {
    let tasks = config.tasks.iter().map(|task| {
        let limit = limit(task);
        let stood = limit.and_then(|limit| as_it_stood(task, &config[task.calendar], limit));
        stood.map_or_else(|| task.clone(), Arc::new)
    });
    Config { tasks: tasks.collect(), ..config.without_tasks() }
}

/// The task without what is dated after the limit; `None` if nothing is.
///
/// `opened` stays: whether the task was there at all is asked by it. `done-through` stays, too: it is the end of a
/// period, not the day on which somebody said so.
fn as_it_stood(task: &Task, calendar: &Calendar, limit: When) -> Option<Task> {
    let has_happened = |date: When| by(calendar, date, limit);
    let is_granted = |one: &Extension| one.on.is_none_or(has_happened);
    // A pause that moves no deadline changes no figure.
    let has_begun = |hold: &Hold| {
        !hold.stops_clock || hold.from.is_none_or(|from| has_happened(When::Day(from)))
    };
    let dates = [task.done, task.verified, task.cancelled];
    let all_happened = dates.into_iter().flatten().all(has_happened)
        && task.extended.iter().all(is_granted)
        && task.holds.iter().all(has_begun)
        && task.returned().iter().all(|one| has_happened(one.on))
        && task.looked_back().iter().all(|day| has_happened(When::Day(*day)));
    if all_happened {
        return None;
    }
    let kept = |date: Option<When>| date.filter(|date| has_happened(*date));
    // What was sent back later was still reported done: its day stands with the return.
    let undone = task.returned().iter().filter(|one| !has_happened(one.on));
    let undone = undone.filter_map(|one| kept(one.done)).next();
    Some(Task {
        done: kept(task.done).or(undone),
        verified: kept(task.verified),
        cancelled: kept(task.cancelled),
        extended: task.extended.iter().filter(|one| is_granted(one)).cloned().collect(),
        holds: task.holds.iter().filter(|one| has_begun(one)).cloned().collect(),
        course: task.course.as_ref().map(|course| {
            let returned = course.returned.iter().filter(|one| has_happened(one.on));
            let looked_back =
                course.looked_back.iter().filter(|day| has_happened(When::Day(**day)));
            Box::new(Course {
                returned: returned.cloned().collect(),
                looked_back: looked_back.copied().collect(),
                ..Course::clone(course)
            })
        }),
        ..task.clone()
    })
}
