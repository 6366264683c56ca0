//! `duban return`: what was reported done is not; the task goes back to its owner (退回).

use clap::Args;

use crate::cli::edit::given::{Given, given};
use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::{Work, silent};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::config::edit::{Change, Value};
use crate::model::{State, When};
use crate::plan::Target;
use crate::words::{edits, help};

/// Options of `return`.
#[derive(Debug, Args)]
pub struct Return {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WHY), help = say(help::RETURN_REASON))]
    reason: String,
    #[arg(long, value_name = say(help::DAY), value_parser = given, help = say(help::EDIT_ON))]
    on: Option<Given>,
    #[command(flatten)]
    hand: Hand,
}

impl Return {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "return", self.hand)?;
        let step = |target| step(&work, target, self.on.as_ref(), &self.reason);
        let steps: anyhow::Result<Vec<Step>> =
            work.targets(&self.ids)?.into_iter().map(step).collect();
        work.finish(&steps?, silent)
    }
}

fn step(work: &Work<'_>, target: Target, on: Option<&Given>, reason: &str) -> anyhow::Result<Step> {
    let (config, language) = (&work.config, work.language);
    let name = target.name(config);
    if target.milestone.is_some() {
        return work.refuse(edits::not_of_milestones(&name, "return", language));
    }
    let (task, calendar) = (target.task(config), target.calendar(config));
    let on = work.on(on, target);
    match task.state() {
        State::Done => {}
        State::Cancelled => return work.refuse(edits::is_cancelled(&name, language)),
        State::Verified => return work.refuse(edits::is_verified(&name, language)),
        State::Open => {
            let last = task.returned().last();
            let same = last.filter(|last| {
                Some(last.on) == on.when(calendar) && last.reason.as_deref() == Some(reason)
            });
            return match same {
                Some(_) => Ok(Step::of(config, target, Vec::new())),
                None => work.refuse(edits::return_before_done(&name, language)),
            };
        }
    }
    let mut pairs = vec![("on", on.value()), work.by(), ("reason", Value::Text(reason.to_owned()))];
    pairs.extend(task.done.map(|done| ("done", written(done))));
    let changes = vec![Change::Remove("done"), Change::Append("returned", pairs)];
    Ok(Step::of(config, target, changes))
}

/// A date of a task as it is written; an instant in UTC, for how it was written is not known.
fn written(when: When) -> Value {
    match when {
        When::Day(day) => Value::Day(day),
        When::Instant(instant) => match instant.to_string().parse() {
            Ok(time) => Value::Time(time),
            // jiff writes RFC 3339.
            Err(_) => Value::Text(instant.to_string()),
        },
    }
}
