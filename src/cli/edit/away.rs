//! `duban away`: a person is away for some days, and somebody may stand in (请假, W3).

use clap::Args;
use jiff::civil::Date;

use crate::cli::edit::assign::line;
use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::edit::undo::{Entered, taken_back};
use crate::cli::edit::work::Work;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::{Change, Value};
use crate::model::{Config, PersonIx, State};
use crate::plan::{Target, responsible, stand_in, state};
use crate::words::{edits, help};

/// Options of `away`.
#[derive(Debug, Args)]
pub struct Away {
    #[arg(value_name = say(help::PERSON), help = say(help::AWAY_PERSON))]
    person: String,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, required_unless_present = "undo",
        help = say(help::AWAY_FROM))]
    from: Option<Written>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, required_unless_present = "undo",
        help = say(help::AWAY_UNTIL))]
    until: Option<Written>,
    #[arg(long, value_name = say(help::PERSON), help = say(help::AWAY_DELEGATE))]
    delegate: Option<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, num_args = 0..=1,
        conflicts_with_all = ["from", "until", "delegate"], help = say(help::AWAY_UNDO))]
    undo: Option<Option<Written>>,
    #[command(flatten)]
    hand: Hand,
}

impl Away {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Away { person, from, until, delegate, undo, hand } = self;
        let work = Work::begin(globals, "away", hand)?;
        let (Some(from), Some(until)) = (from, until) else {
            return undone(work, &person, undo.as_ref().map(Option::as_ref));
        };
        let config = &work.config;
        let (from, until) = (work.day(&from)?, work.day(&until)?);
        if until < from {
            return Err(Refused::usage(edits::ENDS_BEFORE.said(locale::language())));
        }
        let person = names::person(config, &person)?;
        let delegate = delegate.map(|words| names::person(config, &words)).transpose()?;
        let known = config[person]
            .away
            .iter()
            .any(|one| one.from == from && one.until == until && one.delegate == delegate);
        let overlaps =
            config[person].away.iter().find(|one| one.from <= until && from <= one.until);
        if let Some(one) = overlaps.filter(|_| !known) {
            let (name, language) = (&config[person].name, work.language);
            let delegate = one.delegate.map(|delegate| &*config[delegate].name);
            return work.refuse(edits::away_then(name, (one.from, one.until), delegate, language));
        }
        let mut pairs = vec![("from", Value::Day(from)), ("until", Value::Day(until))];
        let id = delegate.map(|delegate| config[delegate].id.to_string());
        pairs.extend(id.map(|id| ("delegate", Value::Text(id))));
        let change = (!known).then_some(Change::Append("away", pairs));
        let step = Step::of_person(config, person, change.into_iter().collect());
        work.finish(vec![step], |work, after| Ok(told(work, after, person, from)))
    }
}

/// An absence that was entered by mistake is taken back; the day is any of its days.
fn undone(work: Work<'_>, person: &str, day: Option<Option<&Written>>) -> anyhow::Result<Exit> {
    let config = &work.config;
    let person = names::person(config, person)?;
    let entered = config[person].away.iter().map(|one| {
        let delegate = one.delegate.map(|delegate| &config[delegate]);
        let mut pairs = vec![("from", Value::Day(one.from)), ("until", Value::Day(one.until))];
        pairs.extend(delegate.map(|one| ("delegate", Value::Text(one.id.to_string()))));
        let name = delegate.map(|delegate| &*delegate.name);
        let shown = edits::absence((one.from, one.until), name, work.language);
        Entered { named: (one.from, one.until), pairs, shown }
    });
    let changes = taken_back(&work, "away", &config[person].name, entered.collect(), day)?;
    let step = Step::of_person(config, person, changes);
    work.finish(vec![step], |_, _| Ok(String::new()))
}

/// Whose letters the stand-in gets, and about which tasks.
fn told(work: &Work<'_>, after: &Config, person: PersonIx, from: Date) -> String {
    let name = &after[person].name;
    let theirs = |target: &Target| {
        let who = responsible(after, *target);
        let parties = who.owner.iter().chain(who.with);
        parties.flat_map(|party| after.members(party)).any(|one| *one == person)
    };
    let open = Target::all(after).filter(|one| state(after, *one) == State::Open);
    let lines: Vec<String> = open.filter(theirs).map(|one| line(work, after, one)).collect();
    let other = stand_in(after, person, from);
    match other == person {
        false => edits::stands_in(&after[other].name, name, &lines, work.language),
        true => edits::nobody_stands_in(name, &lines, work.language),
    }
}
