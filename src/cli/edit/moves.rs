//! How a ladder moves when a deadline does, for whoever extends it.

use jiff::Timestamp;

use crate::cli::edit::work::Work;
use crate::cli::terminal::locale;
use crate::model::{Config, Extension};
use crate::plan::{Ladder, Target, deadline};
use crate::words::edits;

/// For each of them the deadline before and after, how often it was extended, and the stages that move.
pub(super) fn told(work: &Work<'_>, after: &Config, targets: &[Target]) -> String {
    targets.iter().map(|target| told_of(work, after, *target)).collect()
}

fn told_of(work: &Work<'_>, after: &Config, target: Target) -> String {
    let (before, language) = (&work.config, work.language);
    let calendar = target.calendar(before);
    let when = |config: &Config| locale::when(calendar, deadline(config, target), language);
    let (task, milestone) = (target.task(before), target.milestone(before));
    let (promise, known): (_, &[Extension]) = match milestone {
        Some(milestone) => (milestone.due, &milestone.extended),
        None => (task.due, &task.extended),
    };
    let (was, is) = (when(before), when(after));
    let mut told = edits::deadline_moves(&target.name(before), &was, &is, language) + "\n";
    let dates: Vec<String> =
        known.iter().map(|one| locale::when(calendar, one.to, language)).collect();
    let promise = locale::when(calendar, promise, language);
    told += &format!("  {}\n", edits::extended_before(&promise, &dates, language));
    for (stage, was, is) in moved(before, after, target) {
        let time = |at: Timestamp| locale::time(calendar, at, language);
        let (was, is) = (was.map(time), is.map(time));
        let line = edits::stage_moves(&stage, was.as_deref(), is.as_deref(), language);
        told += &format!("  {line}\n");
    }
    told
}

/// Stages whose moment is another one, in the order of the policy: when they were, when they will be.
fn moved(
    before: &Config,
    after: &Config,
    target: Target,
) -> Vec<(String, Option<Timestamp>, Option<Timestamp>)> {
    let moment = |config: &Config, place: usize| {
        let rungs = Ladder::of(config, target).rungs;
        rungs.iter().find(|rung| rung.place == place).map(|rung| rung.moment)
    };
    let stages = target.policy(before).stages.iter().enumerate();
    let both = stages.map(|(place, stage)| {
        (stage.name.to_string(), moment(before, place), moment(after, place))
    });
    both.filter(|(_, was, is)| was != is).collect()
}
