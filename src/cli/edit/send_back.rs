//! `duban return`: what was reported done is not; the task goes back to its owner (退回).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::{Change, Value};
use crate::model::State;
use crate::plan::Target;
use crate::words::{edits, help};

/// Options of `return`.
#[derive(Debug, Args)]
pub struct Return {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WHY), help = say(help::RETURN_REASON))]
    reason: String,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Return {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "return", self.hand)?.because(&self.reason);
        work.each(&self.ids, |work, target| step(work, target, self.on.as_ref(), &self.reason))
    }
}

fn step(
    work: &Work<'_>,
    target: Target,
    on: Option<&Written>,
    reason: &str,
) -> anyhow::Result<Step> {
    let (config, language) = (&work.config, work.language);
    let name = target.name(config);
    if target.milestone.is_some() {
        return work.refuse(edits::not_of_milestones(&name, "return", language));
    }
    let (task, on) = (target.task(config), work.on(on, target)?);
    match task.state() {
        State::Done => {}
        State::Cancelled => return work.refuse(edits::is_cancelled(&name, language)),
        State::Verified => return work.refuse(edits::is_verified(&name, language)),
        State::Open => {
            let last = task.returned().last();
            let same = last.filter(|last| last.on == on && last.reason.as_deref() == Some(reason));
            return match same {
                Some(_) => Ok(Step::of(config, target, Vec::new())),
                None => work.refuse(edits::return_before_done(&name, language)),
            };
        }
    }
    let reason = Value::Text(reason.to_owned());
    let mut pairs = vec![("on", work.value(on, target)), work.by(), ("reason", reason)];
    pairs.extend(task.done.map(|done| ("done", work.value(done, target))));
    let changes = vec![Change::Remove("done"), Change::Append("returned", pairs)];
    Ok(Step::of(config, target, changes))
}
