//! `duban add`: one more task, by options or by questions on a terminal.

use std::path::PathBuf;

use clap::Args;

use crate::cli::ask::Asking;
use crate::cli::edit::hand::Hand;
use crate::cli::edit::new_task::{Pairs, draft as new_task, file_for, next_id};
use crate::cli::edit::step::{Step, id_of};
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Toward, Written};
use crate::cli::terminal::{locale, values};
use crate::cli::{names, sample};
use crate::config::edit::{Change, Entry, Value};
use crate::model::{Config, Severity, Span, When};
use crate::plan::{Ladder, Target, deadline};
use crate::words::{edits, help};

/// Options of `add`.
#[derive(Debug, Args)]
pub struct Add {
    #[arg(long, value_name = say(help::WORDS), help = say(help::ADD_TITLE))]
    title: Option<String>,
    #[arg(long, value_name = say(help::TASK), help = say(help::ADD_ID))]
    id: Option<String>,
    #[arg(long, value_name = say(help::DAY), help = say(help::ADD_DUE))]
    due: Option<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::ADD_OPENED))]
    opened: Option<Written>,
    #[arg(long, value_name = say(help::UNIT), help = say(help::ADD_UNIT))]
    unit: Option<String>,
    #[arg(long, value_name = say(help::WHO), help = say(help::ADD_OWNER))]
    owner: Option<String>,
    #[arg(long, value_name = say(help::FILE), help = say(help::ADD_FILE))]
    file: Option<PathBuf>,
    #[command(flatten)]
    further: Further,
    #[command(flatten)]
    hand: Hand,
}

/// What nobody is asked for.
#[derive(Debug, Args)]
struct Further {
    #[arg(long, value_name = say(help::WORDS), help = say(help::ADD_DETAIL))]
    detail: Option<String>,
    #[arg(long, value_name = say(help::WORDS), help = say(help::ADD_CATEGORY))]
    category: Option<String>,
    #[arg(long, value_name = say(help::WORDS), value_parser = values::severity, help = say(help::ADD_SEVERITY))]
    severity: Option<Severity>,
    #[arg(long, value_name = say(help::WORDS), help = say(help::ADD_SOURCE))]
    source: Option<String>,
    #[arg(long, value_name = say(help::WORDS), help = say(help::ADD_BATCH))]
    batch: Option<String>,
    #[arg(long, value_name = say(help::WHO), help = say(help::ADD_SUPERVISOR))]
    supervisor: Option<String>,
    #[arg(long, value_name = say(help::POLICY_ID), help = say(help::ADD_POLICY))]
    policy: Option<String>,
    #[arg(long, value_name = say(help::LENGTH), value_parser = values::length, help = say(help::ADD_EVERY))]
    every: Option<Span>,
}

impl Add {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Add { title, id, due, opened, unit, owner, file, further, hand } = self;
        let work = Work::begin(globals, "add", hand)?;
        let (config, asking) = (&work.config, Asking::on_a_terminal());
        let title = asking.required(title, "--title", edits::ASK_TITLE, None)?;
        let proposed = next_id(config);
        let id = asking.required(id, "--id", edits::ASK_ID, proposed.as_deref())?;
        if config.task(&id).is_some() {
            return Err(Refused::no(edits::task_exists(&id, locale::language())));
        }
        let unit = asking.optional(unit, edits::ASK_UNIT)?;
        let unit = unit.map(|words| names::unit(config, &words)).transpose()?;
        let owner = asking.optional(owner, edits::ASK_OWNER)?;
        let owner = owner.map(|words| names::party(config, &words)).transpose()?;
        let due = asking.optional(due, edits::ASK_DUE)?;
        let file = file.map_or_else(|| file_for(config, unit), Ok)?;
        let opened = match &opened {
            Some(opened) => opened.when(config, work.now, Toward::Past)?,
            None => When::Day(work.office_today()),
        };
        let mut pairs = vec![("id", Value::Text(id.clone())), ("title", Value::Text(title))];
        pairs.extend(unit.map(|unit| ("unit", Value::Text(config[unit].id.to_string()))));
        pairs.extend(owner.map(|owner| ("owner", Value::Text(id_of(config, owner).to_owned()))));
        further.add_to(&work, &mut pairs)?;
        pairs.push(("opened", work.office_value(opened)));
        if let Some(due) = due {
            pairs.push(("due", due_of(&work, &due)?));
        }
        let (mut draft, mut pairs) = new_task(&work, &file, &id, pairs)?;
        // The only policy needs no name, as with `import`.
        let only = config.policies.first().filter(|_| config.policies.len() == 1);
        if let Some(only) = only
            && !pairs.iter().any(|(key, _)| *key == "policy")
            && work.load(&draft).is_none()
        {
            let policy = ("policy", Value::Text(only.id.to_string()));
            let with: Pairs = pairs.iter().cloned().chain([policy]).collect();
            let (with_policy, with) = new_task(&work, &file, &id, with)?;
            if work.load(&with_policy).is_some() {
                (draft, pairs) = (with_policy, with);
            }
        }
        let entry = Entry::Task(id.clone());
        let step = Step { entry, target: None, changes: vec![Change::Append("task", pairs)] };
        work.write(draft, &[step], None, None, |_, after| Ok(told(after, &id)))
    }
}

impl Further {
    fn add_to(self, work: &Work<'_>, pairs: &mut Pairs) -> anyhow::Result<()> {
        let Further { detail, category, severity, source, batch, supervisor, policy, every } = self;
        let supervisor = supervisor.map(|words| names::party(&work.config, &words)).transpose()?;
        let texts = [
            ("detail", detail),
            ("category", category),
            ("severity", severity.map(|one| one.name().to_owned())),
            ("source", source),
            ("batch", batch),
            ("supervisor", supervisor.map(|party| id_of(&work.config, party).to_owned())),
            ("policy", policy),
            ("every", every.map(|every| every.to_string())),
        ];
        let written = texts.into_iter().filter_map(|(key, text)| Some((key, Value::Text(text?))));
        pairs.extend(written);
        Ok(())
    }
}

/// A date, or a distance from `opened`, which stays as it is given.
fn due_of(work: &Work<'_>, text: &str) -> anyhow::Result<Value> {
    if text.trim().starts_with("opened") {
        return Ok(Value::Text(text.trim().to_owned()));
    }
    let due =
        times::time(text).map_err(|_| Refused::usage(edits::no_deadline(text, work.language)))?;
    Ok(work.office_value(work.to_come(&due)?))
}

/// The deadline of the new task, and when its stages come.
fn told(after: &Config, id: &str) -> String {
    let language = locale::language();
    let Some(task) = after.task(id) else { return String::new() };
    let target = Target { task, milestone: None };
    let calendar = target.calendar(after);
    let due = locale::when(calendar, deadline(after, target), language);
    let mut told = edits::new_deadline(id, &due, language) + "\n";
    for rung in Ladder::of(after, target).rungs {
        let at = locale::time(calendar, rung.moment, language);
        told += &format!("  {}\n", edits::stage_comes(&rung.stage.name, &at, language));
    }
    if let Some(note) = sample::note(after) {
        told += &format!("\n{note}\n");
    }
    told
}
