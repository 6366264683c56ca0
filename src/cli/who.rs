//! `duban who`: all that someone answers for, supervises, is copied on, and was sent.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::names;
use crate::cli::sent;
use crate::cli::status;
use crate::cli::task_table;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::times;
use crate::cli::terminal::{locale, output, style};
use crate::model::{Config, Party, PersonIx, Stage};
use crate::plan;
use crate::plan::{Colour, Rung, Target};
use crate::view::people::SentLetter;
use crate::view::{Filter, PersonView, TaskRow};
use crate::words::{Text, filters, help, people};

/// Options of `who`.
#[derive(Debug, Args)]
pub struct Who {
    #[arg(value_name = say(filters::PERSON), help = say(people::WHOM))]
    person: String,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'c> {
    person: PersonView<'c>,
    answers_for: Vec<TaskRow<'c>>,
    supervises: Vec<TaskRow<'c>>,
    copied_on: Vec<Copied<'c>>,
    sent: Vec<SentLetter>,
    not_in_force: Vec<String>,
}

/// A task of which somebody gets copies.
#[derive(Serialize)]
struct Copied<'c> {
    task: &'c str,
    milestone: Option<&'c str>,
    title: &'c str,
    stages: Vec<&'c str>,
}

impl Who {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let person = names::person(config, &self.person)?;
        let ledger = globals.ledger()?;
        let party = Party::Person(person);
        let rows = |filter: Filter| {
            let sieve = filter.at(config, now);
            let unsettled = |target: &Target| plan::colour(config, *target, now) != Colour::Grey;
            let targets: Vec<Target> = Target::all(config)
                .filter(|target| sieve.takes(*target) && unsettled(target))
                .collect();
            status::rows(config, ledger.as_ref(), &targets, now)
        };
        let document = Document {
            person: PersonView::of(config, person, times::today(config, now)),
            answers_for: rows(Filter { owners: vec![party], ..Filter::default() })?,
            supervises: rows(Filter { supervisors: vec![party], ..Filter::default() })?,
            copied_on: copied_on(config, person, now),
            sent: sent::sent(config, ledger.as_ref(), person)?,
            not_in_force: in_force.not_in_force(),
        };
        match self.json {
            true => output::print_json(&document)?,
            false => print(config, &document)?,
        }
        Ok(in_force.exit())
    }
}

/// Tasks that are not closed, with the live stages of which the person would get a copy today.
fn copied_on<'c>(config: &'c Config, person: PersonIx, now: Timestamp) -> Vec<Copied<'c>> {
    let address = &config[person].email;
    let copied = |target: Target| {
        let day = target.calendar(config).local_date(now);
        // What has no anchor writes to nobody yet.
        let stages = target.policy(config).stages.iter().enumerate();
        let comes = |(place, stage): (usize, &'c Stage)| {
            let live = plan::is_live(config, target, stage.from);
            (live && Rung::of(config, target, place).is_some()).then_some(stage)
        };
        let stages = stages.filter_map(comes);
        let gets = |stage: &&'c Stage| {
            let audience = plan::audience(config, target, stage, day);
            audience
                .cc
                .iter()
                .chain(&audience.digest)
                .any(|one| one.mailbox.address.is_same(address))
        };
        let stages: Vec<&str> = stages.filter(gets).map(|stage| &*stage.name).collect();
        let (task, milestone) = (target.task(config), target.milestone(config));
        (!stages.is_empty()).then(|| Copied {
            task: &task.id,
            milestone: milestone.map(|one| &*one.id),
            title: milestone.map_or(&task.title, |one| &one.title),
            stages,
        })
    };
    let open = |target: &Target| plan::colour(config, *target, now) != Colour::Grey;
    Target::all(config).filter(open).filter_map(copied).collect()
}

fn print(config: &Config, document: &Document<'_>) -> anyhow::Result<()> {
    let language = locale::language();
    sent::print_person(&document.person)?;
    for (heading, rows) in
        [(people::ANSWERS_FOR, &document.answers_for), (people::SUPERVISES, &document.supervises)]
    {
        head(heading)?;
        match rows.is_empty() {
            true => print_line!("{}", people::NONE.said(language))?,
            false => task_table::print(config, rows)?,
        }
    }
    head(people::COPIED_ON)?;
    if document.copied_on.is_empty() {
        print_line!("{}", people::NONE.said(language))?;
    }
    for one in &document.copied_on {
        let target = locale::target(one.task, one.milestone);
        print_line!("{}", people::copied(&target, one.title, &one.stages, language))?;
    }
    head(people::SENT)?;
    Ok(sent::print(config, &document.sent)?)
}

fn head(heading: Text) -> Result<(), Unwritten> {
    print_line!("\n{}", style::strong(say(heading)))
}
