//! `duban acknowledge`: the owner has received the task (签收).

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
use crate::words::{edits, help};

/// Options of `acknowledge`.
#[derive(Debug, Args)]
pub struct Acknowledge {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Acknowledge {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "acknowledge", self.hand)?;
        work.each(&self.ids, |work, target| step(work, target, self.on.as_ref()))
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Written>) -> anyhow::Result<Step> {
    let config = &work.config;
    if target.milestone.is_some() {
        let name = target.name(config);
        return work.refuse(edits::not_of_milestones(&name, "acknowledge", work.language));
    }
    let known = target.task(config).acknowledged();
    let on = work.value(work.on(on, target)?, target);
    let change = known.is_none().then_some(Change::Set("acknowledged", on));
    Ok(Step::of(config, target, change.into_iter().collect()))
}
