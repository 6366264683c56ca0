//! `duban done`: a task or milestone was reported done. Of a standing task its live cycle is (T9).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::{Change, Value};
use crate::model::{Span, State};
use crate::plan::{Target, cycle};
use crate::words::{edits, help};

/// Options of `done`.
#[derive(Debug, Args)]
pub struct Done {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Done {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "done", self.hand)?;
        work.each(&self.ids, |work, target| step(work, target, self.on.as_ref()))
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Written>) -> anyhow::Result<Step> {
    let (config, task, given) = (&work.config, target.task(&work.config), on.is_some());
    let name = target.name(config);
    match (target.milestone(config), task.state()) {
        (Some(milestone), _) if milestone.cancelled.is_some() => {
            return work.refuse(edits::is_cancelled(&name, work.language));
        }
        (Some(_), _) | (None, State::Open | State::Done) => {}
        (None, State::Cancelled) => return work.refuse(edits::is_cancelled(&name, work.language)),
        (None, State::Verified) => return Ok(Step::of(config, target, Vec::new())),
    }
    if let (None, Some(every)) = (target.milestone, task.every) {
        return Ok(Step::of(config, target, cycle_done(work, target, every, on)?));
    }
    let known = target.milestone(config).map_or(task.done, |milestone| milestone.done);
    // Another day corrects the one that stands there.
    let on = work.on(on, target)?;
    let set = known.is_none() || (given && known != Some(on));
    let change = set.then(|| Change::Set("done", work.value(on, target)));
    Ok(Step::of(config, target, change.into_iter().collect()))
}

/// The live cycle is done, unless the last one that is done reaches beyond that day: then this was said before.
fn cycle_done(
    work: &Work<'_>,
    target: Target,
    every: Span,
    on: Option<&Written>,
) -> anyhow::Result<Vec<Change>> {
    let (task, calendar) = (target.task(&work.config), target.calendar(&work.config));
    let on = calendar.day_of(work.on(on, target)?);
    if task.done_through.is_some_and(|through| through >= on) {
        return Ok(Vec::new());
    }
    let through = calendar.day_of(cycle(&work.config, task, every));
    Ok(vec![Change::Set("done-through", Value::Day(through))])
}
