//! `duban hold`: nothing is sent of a task for a time (暂停); with `--stops-clock` its deadline moves by that time (T0).

use clap::Args;
use jiff::civil::Date;

use crate::cli::edit::hand::Hand;
use crate::cli::edit::moves;
use crate::cli::edit::step::Step;
use crate::cli::edit::undo::{Entered, taken_back};
use crate::cli::edit::work::Work;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::times::{self, Written};
use crate::config::edit::{Change, Element, Value};
use crate::model;
use crate::model::{Config, State};
use crate::plan::{Target, deadline, state};
use crate::words::{edits, help};

/// Options of `hold`.
#[derive(Debug, Args)]
pub struct Hold {
    #[arg(required = true, value_name = say(help::TASK_OR_MILESTONE), help = say(help::EDIT_TARGETS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time,
        required_unless_present_any = ["end", "undo"], help = say(help::HOLD_UNTIL))]
    until: Option<Written>,
    #[arg(long, value_name = say(help::WHY), required_unless_present_any = ["end", "undo"],
        help = say(help::HOLD_REASON))]
    reason: Option<String>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::HOLD_FROM))]
    from: Option<Written>,
    #[arg(long, help = say(help::HOLD_STOPS_CLOCK))]
    stops_clock: bool,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, num_args = 0..=1,
        conflicts_with_all = ["until", "reason", "from", "stops_clock", "undo"], help = say(help::HOLD_END))]
    end: Option<Option<Written>>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, num_args = 0..=1,
        conflicts_with_all = ["until", "reason", "from", "stops_clock"], help = say(help::HOLD_UNDO))]
    undo: Option<Option<Written>>,
    #[command(flatten)]
    hand: Hand,
}

impl Hold {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Hold { ids, until, reason, from, stops_clock, end, undo, hand } = self;
        if let Some(day) = end {
            return ended(Work::begin(globals, "hold", hand)?, &ids, day.as_ref());
        }
        let (Some(until), Some(reason)) = (until, reason) else {
            return undone(Work::begin(globals, "hold", hand)?, &ids, undo.as_ref());
        };
        let work = Work::begin(globals, "hold", hand)?.because(&reason);
        let (targets, until) = (work.targets(&ids)?, work.day(&until)?);
        let from = from.map(|from| work.day(&from)).transpose()?;
        let step = |target: &Target| {
            // A clock that stops must stop on a day; without one given, from today.
            let from = from.or_else(|| stops_clock.then(|| work.today(*target)));
            let reason = Some(reason.as_str().into());
            step(&work, *target, model::Hold { from, until, reason, stops_clock })
        };
        let steps: anyhow::Result<Vec<Step>> = targets.iter().map(step).collect();
        work.finish(steps?, |work, after| match stops_clock {
            true => Ok(moves::told(work, after, &targets)),
            false => Ok(String::new()),
        })
    }
}

/// A hold that was entered by mistake is taken back; the day is that on which letters would leave again.
fn undone(work: Work<'_>, ids: &[String], day: Option<&Option<Written>>) -> anyhow::Result<Exit> {
    let (config, targets) = (&work.config, work.targets(ids)?);
    let step = |target: &Target| {
        let task = target.task(config);
        let known = target.milestone(config).map_or(&task.holds, |milestone| &milestone.holds);
        let entered = known.iter().map(|one| {
            let until = locale::day(one.until, work.language);
            let shown = edits::entry(&until, one.reason.as_deref(), work.language);
            Entered { named: (one.until, one.until), pairs: pairs(one), shown }
        });
        let (name, day) = (target.name(config), day.map(Option::as_ref));
        let changes = taken_back(&work, "hold", &name, entered.collect(), day)?;
        Ok(Step::of(config, *target, changes))
    };
    let steps: anyhow::Result<Vec<Step>> = targets.iter().map(step).collect();
    work.finish(steps?, |work, after| Ok(told(work, after, &targets)))
}

/// What follows where a deadline moves.
fn told(work: &Work<'_>, after: &Config, targets: &[Target]) -> String {
    let moved = |target: &&Target| {
        let deadline = |config| deadline(config, **target);
        deadline(&work.config) != deadline(after)
    };
    let moved: Vec<Target> = targets.iter().filter(moved).copied().collect();
    moves::told(work, after, &moved)
}

/// The task goes on before its hold would end: letters leave again from that day, today unless one is given.
fn ended(work: Work<'_>, ids: &[String], day: Option<&Written>) -> anyhow::Result<Exit> {
    let (config, targets) = (&work.config, work.targets(ids)?);
    let day = day.map(|day| work.day(day)).transpose()?;
    let step = |target: &Target| {
        let changes = ends(&work, *target, day.unwrap_or_else(|| work.today(*target)))?;
        Ok(Step::of(config, *target, changes))
    };
    let steps: anyhow::Result<Vec<Step>> = targets.iter().map(step).collect();
    work.finish(steps?, |work, after| Ok(told(work, after, &targets)))
}

/// Each hold of that day ends on it. One that begins on it never was: it goes.
fn ends(work: &Work<'_>, target: Target, day: Date) -> anyhow::Result<Vec<Change>> {
    let (config, task) = (&work.config, target.task(&work.config));
    let milestone = target.milestone(config);
    let own = milestone.map_or(&task.holds, |milestone| &milestone.holds);
    let holds = |one: &model::Hold| one.from.is_none_or(|from| from <= day) && day < one.until;
    let of = own.len();
    let change = |(at, one): (usize, &model::Hold)| {
        let element = Element { at, of, pairs: pairs(one) };
        match one.from == Some(day) {
            true => Change::Take("hold", element),
            false => Change::Within("hold", element, ("until", Value::Day(day))),
        }
    };
    let changes: Vec<Change> =
        own.iter().enumerate().filter(|(_, one)| holds(one)).map(change).collect();
    // Whoever gives the command again finds it done.
    if !changes.is_empty() || own.iter().any(|one| one.until == day) {
        return Ok(changes);
    }
    let name = target.name(config);
    if milestone.is_some() && task.holds.iter().any(holds) {
        return work.refuse(edits::task_holds(&name, &task.id, work.language));
    }
    let known: Vec<String> = own
        .iter()
        .map(|one| edits::held(one.from, one.until, one.reason.as_deref(), work.language))
        .collect();
    work.refuse(edits::nothing_holds(&name, day, &known, work.language))
}

fn step(work: &Work<'_>, target: Target, hold: model::Hold) -> anyhow::Result<Step> {
    let (config, task) = (&work.config, target.task(&work.config));
    if state(config, target) != State::Open {
        return work.refuse(edits::is_closed(&target.name(config), work.language));
    }
    let known = target.milestone(config).map_or(&task.holds, |milestone| &milestone.holds);
    if known.contains(&hold) {
        return Ok(Step::of(config, target, Vec::new()));
    }
    if !hold.stops_clock && hold.until <= work.today(target) {
        let (name, until) = (target.name(config), hold.until);
        return work.refuse(edits::hold_is_over(&name, until, work.language));
    }
    Ok(Step::of(config, target, vec![Change::Append("hold", pairs(&hold))]))
}

/// A hold as it is written.
fn pairs(hold: &model::Hold) -> Vec<(&'static str, Value)> {
    let mut pairs = Vec::new();
    pairs.extend(hold.from.map(|from| ("from", Value::Day(from))));
    pairs.push(("until", Value::Day(hold.until)));
    let reason = hold.reason.as_deref();
    pairs.extend(reason.map(|reason| ("reason", Value::Text(reason.to_owned()))));
    pairs.extend(hold.stops_clock.then_some(("stops-clock", Value::Flag(true))));
    pairs
}
