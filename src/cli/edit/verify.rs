//! `duban verify`: that a task is done was checked (销号).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::Change;
use crate::model::State;
use crate::plan::Target;
use crate::words::{edits, help};

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Verify {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "verify", self.hand)?;
        work.each(&self.ids, |work, target| step(work, target, self.on.as_ref()))
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Written>) -> anyhow::Result<Step> {
    let (config, language) = (&work.config, work.language);
    let name = target.name(config);
    if target.milestone.is_some() {
        return work.refuse(edits::not_of_milestones(&name, "verify", language));
    }
    let task = target.task(config);
    let change = match task.state() {
        State::Open => return work.refuse(edits::verify_before_done(&name, language)),
        State::Cancelled => return work.refuse(edits::is_cancelled(&name, language)),
        State::Done => Some(work.on(on, target)?),
        State::Verified if on.is_some() => {
            Some(work.on(on, target)?).filter(|on| Some(*on) != task.verified)
        }
        State::Verified => None,
    };
    let change = change.map(|on| Change::Set("verified", work.value(on, target)));
    Ok(Step::of(config, target, change.into_iter().collect()))
}
