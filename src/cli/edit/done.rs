//! `duban done`: a task or milestone was reported done. Of a standing task its live cycle is (T9).

use clap::Args;

use crate::cli::edit::given::{Given, given};
use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::{Work, silent};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::config::edit::{Change, Value};
use crate::model::{Span, State};
use crate::plan::{Target, cycle};
use crate::words::{edits, help};

/// Options of `done`.
#[derive(Debug, Args)]
pub struct Done {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = given, help = say(help::EDIT_ON))]
    on: Option<Given>,
    #[command(flatten)]
    hand: Hand,
}

impl Done {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "done", self.hand)?;
        let step = |target| step(&work, target, self.on.as_ref());
        let steps: anyhow::Result<Vec<Step>> =
            work.targets(&self.ids)?.into_iter().map(step).collect();
        work.finish(&steps?, silent)
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Given>) -> anyhow::Result<Step> {
    let (config, task) = (&work.config, target.task(&work.config));
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
        return Ok(Step::of(config, target, cycle_done(work, target, every, on)));
    }
    let known = target.milestone(config).map_or(task.done, |milestone| milestone.done);
    let on = on.cloned().or_else(|| known.is_none().then(|| work.on(None, target)));
    let set = on.filter(|on| known.is_none() || on.when(target.calendar(config)) != known);
    let change = set.map(|on| Change::Set("done", on.value()));
    Ok(Step::of(config, target, change.into_iter().collect()))
}

/// The live cycle is done, unless the last one that is done reaches beyond that day: then this was said before.
fn cycle_done(work: &Work<'_>, target: Target, every: Span, on: Option<&Given>) -> Vec<Change> {
    let (task, calendar) = (target.task(&work.config), target.calendar(&work.config));
    let on = work.on(on, target).when(calendar).map(|on| calendar.day_of(on));
    if task.done_through.is_some_and(|through| on.is_some_and(|on| through >= on)) {
        return Vec::new();
    }
    let through = calendar.day_of(cycle(&work.config, task, every));
    vec![Change::Set("done-through", Value::Day(through))]
}
