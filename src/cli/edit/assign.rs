//! `duban assign`: a task or milestone gets another owner (换人), who has not received it yet (T14).

use clap::Args;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::{Step, id_of};
use crate::cli::edit::work::Work;
use crate::cli::names;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::config::edit::{Change, Value};
use crate::model::{Config, Party, State};
use crate::plan::{Target, colour, deadline, responsible, state};
use crate::words::{edits, help, lists};

/// Options of `assign`.
#[derive(Debug, Args)]
pub struct Assign {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WHO), help = say(help::ASSIGN_TO))]
    to: String,
    #[command(flatten)]
    hand: Hand,
}

impl Assign {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let work = Work::begin(globals, "assign", self.hand)?;
        let party = names::party(&work.config, &self.to)?;
        let id = id_of(&work.config, party).to_owned();
        let targets = work.targets(&self.ids)?;
        let step = |target: &Target| {
            Step::of(&work.config, *target, handed_over(&work.config, *target, &id))
        };
        let steps: Vec<Step> = targets.iter().map(step).collect();
        let taken = steps.iter().filter(|step| !step.changes.is_empty());
        let taken: Vec<Target> = taken.filter_map(|step| step.target).collect();
        work.finish(steps, |work, after| {
            let theirs = taken.iter().flat_map(|target| {
                // A milestone without an owner of its own goes along with its task (T11).
                Target::of(after, target.task).filter(move |one| match target.milestone {
                    Some(_) => one == target,
                    None => responsible(after, *one).owner == Some(party),
                })
            });
            let open = theirs.filter(|one| state(after, *one) == State::Open);
            let lines: Vec<String> = open.map(|one| line(work, after, one)).collect();
            let name = match party {
                Party::Person(person) => &*after[person].name,
                Party::Group(_) => id.as_str(),
            };
            Ok(edits::takes_over(name, &lines, work.language))
        })
    }
}

/// Another owner, who has not received it yet (T14); nothing where it is theirs already.
pub(super) fn handed_over(config: &Config, target: Target, id: &str) -> Vec<Change> {
    let task = target.task(config);
    let own = target.milestone(config).map_or(task.owner, |milestone| milestone.owner);
    if own.is_some_and(|own| id_of(config, own) == id) {
        return Vec::new();
    }
    let mut changes = vec![Change::Set("owner", Value::Text(id.to_owned()))];
    if target.milestone.is_none() && task.acknowledged().is_some() {
        changes.push(Change::Remove("acknowledged"));
    }
    changes
}

/// `A-1  title  2026-11-30 Mon  red`
pub(super) fn line(work: &Work<'_>, config: &Config, target: Target) -> String {
    let (task, language) = (target.task(config), work.language);
    let title = target.milestone(config).map_or(&task.title, |milestone| &milestone.title);
    let due = locale::when(target.calendar(config), deadline(config, target), language);
    let colour = lists::colour(colour(config, target, work.now), language);
    format!("{}  {title}  {due}  {colour}", target.name(config))
}
