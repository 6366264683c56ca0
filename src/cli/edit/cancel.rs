//! `duban cancel`: a task or milestone is called off. The files have the day, the ledger why (E2).

use clap::Args;

use crate::cli::edit::given::{Given, given};
use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::{Work, silent};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
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
    #[arg(long, value_name = say(help::DAY), value_parser = given, help = say(help::EDIT_ON))]
    on: Option<Given>,
    #[command(flatten)]
    hand: Hand,
}

impl Cancel {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "cancel", self.hand)?;
        let targets = work.targets(&self.ids)?.into_iter();
        let steps: Vec<Step> =
            targets.map(|target| step(&work, target, self.on.as_ref())).collect();
        work.finish(&steps, silent)
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Given>) -> Step {
    let (config, task) = (&work.config, target.task(&work.config));
    let known = target.milestone(config).map_or(task.cancelled, |milestone| milestone.cancelled);
    let change = known.is_none().then(|| Change::Set("cancelled", work.on(on, target).value()));
    Step::of(config, target, change.into_iter().collect())
}
