//! `duban reopen`: a task or milestone that was done, verified or cancelled is to be done again.

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::config::edit::Change;
use crate::model::Config;
use crate::plan::Target;
use crate::words::help;

/// Options of `reopen`.
#[derive(Debug, Args)]
pub struct Reopen {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[command(flatten)]
    hand: Hand,
}

impl Reopen {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "reopen", self.hand)?;
        work.each(&self.ids, |work, target| Ok(step(&work.config, target)))
    }
}

/// The dates that close it go.
fn step(config: &Config, target: Target) -> Step {
    let task = target.task(config);
    let (done, verified, cancelled) = match target.milestone(config) {
        Some(milestone) => (milestone.done, None, milestone.cancelled),
        None => (task.done, task.verified, task.cancelled),
    };
    let dates = [("done", done), ("verified", verified), ("cancelled", cancelled)];
    let closing = dates.into_iter().filter(|(_, date)| date.is_some());
    Step::of(config, target, closing.map(|(key, _)| Change::Remove(key)).collect())
}
