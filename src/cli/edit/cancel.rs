//! `duban cancel`: a task or milestone is called off. The files have the day, the ledger why (E2).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::Change;
use crate::plan::Target;
use crate::words::help;

/// Options of `cancel`.
#[derive(Debug, Args)]
pub struct Cancel {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WHY), help = say(help::CANCEL_REASON))]
    reason: String,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Cancel {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "cancel", self.hand)?.because(&self.reason);
        work.each(&self.ids, |work, target| step(work, target, self.on.as_ref()))
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Written>) -> anyhow::Result<Step> {
    let (config, task) = (&work.config, target.task(&work.config));
    let known = target.milestone(config).map_or(task.cancelled, |milestone| milestone.cancelled);
    let on = work.value(work.on(on, target)?, target);
    let change = known.is_none().then_some(Change::Set("cancelled", on));
    Ok(Step::of(config, target, change.into_iter().collect()))
}
