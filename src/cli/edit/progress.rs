//! `duban progress`: how a task goes on (进展).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::cli::terminal::values;
use crate::config::edit::{Change, Value};
use crate::plan::Target;
use crate::words::{edits, help};

/// Options of `progress`.
#[derive(Debug, Args)]
pub struct Progress {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WORDS), help = say(help::PROGRESS_TEXT))]
    text: String,
    #[arg(long, value_name = say(help::PERCENT), value_parser = values::percent,
        help = say(help::PROGRESS_PERCENT))]
    percent: Option<u8>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::EDIT_ON))]
    on: Option<Written>,
    #[command(flatten)]
    hand: Hand,
}

impl Progress {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Progress { ids, text, percent, on, hand } = self;
        let work = Work::begin(globals, "progress", hand)?.because(&text);
        work.each(&ids, |work, target| step(work, target, &text, percent, on.as_ref()))
    }
}

fn step(
    work: &Work<'_>,
    target: Target,
    text: &str,
    percent: Option<u8>,
    on: Option<&Written>,
) -> anyhow::Result<Step> {
    let config = &work.config;
    if target.milestone.is_some() {
        let name = target.name(config);
        return work.refuse(edits::not_of_milestones(&name, "progress", work.language));
    }
    let on = work.on(on, target)?;
    let same = target.task(config).progress().last().is_some_and(|last| {
        last.on == on && last.text.as_deref() == Some(text) && last.percent == percent
    });
    if same {
        return Ok(Step::of(config, target, Vec::new()));
    }
    let text = Value::Text(text.to_owned());
    let mut pairs = vec![("on", work.value(on, target)), work.by(), ("text", text)];
    pairs.extend(percent.map(|percent| ("percent", Value::Number(percent.into()))));
    Ok(Step::of(config, target, vec![Change::Append("progress", pairs)]))
}
