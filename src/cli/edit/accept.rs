//! `duban accept`: answers are taken. The files are edited to say so, all as one edit, and only then is it recorded (A4).
//!
//! After a crash between the two the answers still wait, and accepting them again finds that the files say so already.

use clap::Args;

use crate::cli::edit::assign::handed_over;
use crate::cli::edit::extend::granted;
use crate::cli::edit::hand::Hand;
use crate::cli::edit::moves;
use crate::cli::edit::step::{Step, id_of};
use crate::cli::edit::work::Work;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{self, Written};
use crate::cli::terminal::{locale, values};
use crate::config::edit::{Change, Value};
use crate::model::{Answer, AnswerState, Standing, State, Verb, When};
use crate::plan::{Target, state, target_of_subject};
use crate::words::{answered, edits, help};

/// Options of `accept`.
#[derive(Debug, Args)]
pub struct Accept {
    #[arg(required = true, value_name = say(help::ANSWER), value_parser = values::count, help = say(help::ANSWER_NUMBERS))]
    numbers: Vec<u32>,
    #[arg(long, value_name = say(help::DAY), value_parser = times::time, help = say(help::ACCEPT_UNTIL))]
    until: Option<Written>,
    #[arg(long, value_name = say(help::WHO), help = say(help::ACCEPT_TO))]
    to: Option<String>,
    #[command(flatten)]
    hand: Hand,
}

/// What the clerk says beside the answer.
struct Terms {
    until: Option<When>,
    to: Option<String>,
}

impl Accept {
    pub(crate) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Accept { numbers, until, to, hand } = self;
        let (language, dry_run) = (locale::language(), hand.is_dry_run());
        let work = Work::begin(globals, "accept", hand)?;
        let answers = undecided(globals, &numbers)?;
        let until = until.map(|until| work.to_come(&until)).transpose()?;
        let to = match to {
            None => None,
            Some(to) => Some(id_of(&work.config, names::party(&work.config, &to)?).to_owned()),
        };
        let terms = Terms { until, to };
        let steps: anyhow::Result<Vec<Option<Step>>> =
            answers.iter().map(|answer| step(&work, answer, &terms)).collect();
        let steps: Vec<Step> = steps?.into_iter().flatten().collect();
        let moved = answers.iter().filter(|one| matches!(one.verb, Verb::MoreTime { .. }));
        let moved = moved.filter_map(|one| target_of_subject(&work.config, &one.subject));
        let moved: Vec<Target> = moved.collect();
        let (by, now) = (work.by.clone(), work.now);
        let done = work.finish(steps, |work, after| Ok(moves::told(work, after, &moved)))?;
        if dry_run || done != Exit::Fine {
            return Ok(done);
        }
        let state = AnswerState::Accepted;
        let (decided, by) = (Some(now), Some(by.into()));
        let standing = Standing { state, decided, by, why: None, shown: None };
        let numbers: Vec<i64> = answers.iter().map(|one| one.number).collect();
        globals.ledger_beside()?.accept_answers(&numbers, &standing)?;
        for number in numbers {
            print_line!("{}", answered::accepted(number, language))?;
        }
        Ok(Exit::Fine)
    }
}

/// The answers of these numbers that are still to be decided. One that was accepted before is said to be.
fn undecided(globals: &Globals, numbers: &[u32]) -> anyhow::Result<Vec<Answer>> {
    let (ledger, language) = (globals.existing_ledger()?, locale::language());
    let mut answers: Vec<Answer> = Vec::new();
    for number in numbers {
        let number = i64::from(*number);
        let answer = names::answer(&ledger, number)?;
        if answers.iter().any(|one| one.number == number) {
            continue;
        }
        let (state, verb) = (answer.standing.state, &answer.verb);
        match state {
            AnswerState::Waits => answers.push(answer),
            // What counts already may be taken into the file as well.
            AnswerState::Counts if matches!(verb, Verb::Progress { .. } | Verb::Received) => {
                answers.push(answer);
            }
            AnswerState::Accepted | AnswerState::True => {
                print_line!("{}", answered::is_decided(number, state, language))?;
            }
            _ => return Err(Refused::no(answered::is_decided(number, state, language))),
        }
    }
    Ok(answers)
}

/// What an answer changes in the files; none where they have no place for it.
fn step(work: &Work<'_>, answer: &Answer, terms: &Terms) -> anyhow::Result<Option<Step>> {
    let (config, language) = (&work.config, work.language);
    let Some(target) = target_of_subject(config, &answer.subject) else {
        return work.refuse(answered::is_gone(answer.number, language));
    };
    let (name, task) = (target.name(config), target.task(config));
    if task.state() == State::Cancelled {
        return work.refuse(edits::is_cancelled(&name, language));
    }
    let changes = match &answer.verb {
        Verb::Done { .. } => done(work, target, answer),
        Verb::MoreTime { until, reason } => {
            let until = terms.until.unwrap_or(*until);
            granted(work, target, until, reason.as_deref(), None)?
        }
        Verb::NotMine { whose, .. } => {
            let said = whose.as_deref().and_then(|whose| names::party(config, whose).ok());
            let said = said.map(|party| id_of(config, party).to_owned());
            match terms.to.clone().or(said) {
                Some(id) => handed_over(config, target, &id),
                None => return work.refuse(answered::say_to(answer.number, language)),
            }
        }
        Verb::Verified { on, .. } => match task.state() {
            State::Open => return work.refuse(edits::verify_before_done(&name, language)),
            State::Done => vec![Change::Set("verified", Value::Day(*on))],
            _ => Vec::new(),
        },
        Verb::Returned { reason } => returned(work, target, answer, reason)?,
        _ if target.milestone.is_some() => return Ok(None),
        Verb::Received => {
            let on = Value::Day(target.calendar(config).local_date(answer.at));
            let known = task.acknowledged().is_some();
            if known { Vec::new() } else { vec![Change::Set("acknowledged", on)] }
        }
        Verb::Progress { text, percent } => {
            progress(work, target, answer, (text.as_deref(), *percent))
        }
        Verb::Note { .. } => return Ok(None),
    };
    Ok(Some(Step::of(config, target, changes)))
}

/// Of a standing task the cycle that the answer is about (T9).
fn done(work: &Work<'_>, target: Target, answer: &Answer) -> Vec<Change> {
    let task = target.task(&work.config);
    let Verb::Done { on, evidence, .. } = &answer.verb else { return Vec::new() };
    if let (None, Some(cycle), Some(_)) = (target.milestone, answer.cycle, task.every) {
        let through = target.calendar(&work.config).day_of(cycle);
        let known = task.done_through.is_some_and(|known| known >= through);
        let set = || Change::Set("done-through", Value::Day(through));
        return if known { Vec::new() } else { vec![set()] };
    }
    let known = target.milestone(&work.config).map_or(task.done, |one| one.done);
    if known.is_some() || state(&work.config, target) != State::Open {
        return Vec::new();
    }
    let mut changes = vec![Change::Set("done", Value::Day(*on))];
    if target.milestone.is_none() && !evidence.is_empty() {
        let mut all: Vec<String> = task.evidence().iter().map(|one| one.to_string()).collect();
        let new = evidence.iter().map(|one| one.to_string());
        let new: Vec<String> = new.filter(|one| !all.contains(one)).collect();
        all.extend(new);
        changes.push(Change::Set("evidence", Value::Texts(all)));
    }
    changes
}

fn returned(
    work: &Work<'_>,
    target: Target,
    answer: &Answer,
    reason: &str,
) -> anyhow::Result<Vec<Change>> {
    let (config, language) = (&work.config, work.language);
    let (task, name) = (target.task(config), target.name(config));
    let on = target.calendar(config).local_date(answer.at);
    match task.state() {
        State::Done => {}
        State::Open => {
            let same = task.returned().last().is_some_and(|last| {
                last.reason.as_deref() == Some(reason)
                    && last.by.as_deref() == Some(&*answer.person)
            });
            return match same {
                true => Ok(Vec::new()),
                false => work.refuse(edits::return_before_done(&name, language)),
            };
        }
        _ => return work.refuse(edits::is_verified(&name, language)),
    }
    let text = |words: &str| Value::Text(words.to_owned());
    let by = ("by", text(&answer.person));
    let mut pairs = vec![("on", Value::Day(on)), by, ("reason", text(reason))];
    pairs.extend(task.done.map(|done| ("done", work.value(done, target))));
    Ok(vec![Change::Remove("done"), Change::Append("returned", pairs)])
}

fn progress(
    work: &Work<'_>,
    target: Target,
    answer: &Answer,
    (text, percent): (Option<&str>, Option<u8>),
) -> Vec<Change> {
    let config = &work.config;
    let on = target.calendar(config).local_date(answer.at);
    let same = target.task(config).progress().iter().any(|one| {
        let by = one.by.as_deref() == Some(&*answer.person);
        by && one.on == When::Day(on) && one.text.as_deref() == text && one.percent == percent
    });
    if same {
        return Vec::new();
    }
    let words = |words: &str| Value::Text(words.to_owned());
    let mut pairs = vec![("on", Value::Day(on)), ("by", words(&answer.person))];
    pairs.extend(text.map(|text| ("text", words(text))));
    pairs.extend(percent.map(|percent| ("percent", Value::Number(percent.into()))));
    vec![Change::Append("progress", pairs)]
}
