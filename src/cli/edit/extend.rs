//! `duban extend`: a later deadline is granted (延期). The first promise stays as it is written.

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::moves;
use crate::cli::edit::step::Step;
use crate::cli::edit::undo::{Entered, taken_back};
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::{Change, Value};
use crate::model::{State, When};
use crate::plan::{Target, deadline, due_moment, state};
use crate::words::{edits, help};

/// Options of `extend`.
#[derive(Debug, Args)]
pub struct Extend {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, required_unless_present = "undo",
        help = say(help::EXTEND_TO))]
    to: Option<Written>,
    #[arg(long, value_name = say(help::WHY), required_unless_present = "undo", help = say(help::EXTEND_REASON))]
    reason: Option<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, num_args = 0..=1,
        conflicts_with_all = ["to", "reason", "on"], help = say(help::EXTEND_UNDO))]
    undo: Option<Option<Written>>,
    #[command(flatten)]
    hand: Hand,
}

impl Extend {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Extend { ids, to, reason, on, undo, hand } = self;
        let (Some(to), Some(reason)) = (to, reason) else {
            return undone(Work::begin(globals, "extend", hand)?, &ids, undo.as_ref());
        };
        let work = Work::begin(globals, "extend", hand)?.because(&reason);
        let (targets, to) = (work.targets(&ids)?, work.to_come(&to)?);
        let step = |target: &Target| {
            let changes = granted(&work, *target, to, Some(&reason), on.as_ref())?;
            Ok(Step::of(&work.config, *target, changes))
        };
        let steps: anyhow::Result<Vec<Step>> = targets.iter().map(step).collect();
        work.finish(steps?, |work, after| Ok(moves::told(work, after, &targets)))
    }
}

/// An extension that was entered by mistake is taken back; the day is the deadline that it granted.
fn undone(work: Work<'_>, ids: &[String], day: Option<&Option<Written>>) -> anyhow::Result<Exit> {
    let (config, targets) = (&work.config, work.targets(ids)?);
    let step = |target: &Target| {
        let (calendar, task) = (target.calendar(config), target.task(config));
        let known = target.milestone(config).map_or(&task.extended, |one| &one.extended);
        let entered = known.iter().map(|one| {
            let day = calendar.day_of(one.to);
            let mut pairs = vec![("to", work.value(one.to, *target))];
            let reason = one.reason.as_deref();
            pairs.extend(reason.map(|reason| ("reason", Value::Text(reason.to_owned()))));
            let to = locale::when(calendar, one.to, work.language);
            Entered { named: (day, day), pairs, shown: edits::entry(&to, reason, work.language) }
        });
        let (name, day) = (target.name(config), day.map(Option::as_ref));
        let changes = taken_back(&work, "extended", &name, entered.collect(), day)?;
        Ok(Step::of(config, *target, changes))
    };
    let steps: anyhow::Result<Vec<Step>> = targets.iter().map(step).collect();
    work.finish(steps?, |work, after| Ok(moves::told(work, after, &targets)))
}

/// An extension, of today unless another day is given; nothing where it is the last one already.
pub(super) fn granted(
    work: &Work<'_>,
    target: Target,
    to: When,
    reason: Option<&str>,
    on: Option<&Written>,
) -> anyhow::Result<Vec<Change>> {
    let config = &work.config;
    if state(config, target) != State::Open {
        return work.refuse(edits::is_closed(&target.name(config), work.language));
    }
    let task = target.task(config);
    let known = target.milestone(config).map_or(&task.extended, |milestone| &milestone.extended);
    if known.last().is_some_and(|last| last.to == to && last.reason.as_deref() == reason) {
        return Ok(Vec::new());
    }
    let calendar = target.calendar(config);
    let present = deadline(config, target);
    if due_moment(calendar, to) <= due_moment(calendar, present) {
        let (name, present) = (target.name(config), locale::when(calendar, present, work.language));
        return work.refuse(edits::no_later(&name, &present, work.language));
    }
    let on = ("on", work.value(work.on(on, target)?, target));
    let mut pairs = vec![on, ("to", work.value(to, target)), work.by()];
    pairs.extend(reason.map(|reason| ("reason", Value::Text(reason.to_owned()))));
    Ok(vec![Change::Append("extended", pairs)])
}
