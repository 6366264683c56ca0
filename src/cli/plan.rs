//! `duban plan`: every notice that will be sent, by the sweep's own decision.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::anyhow;
use clap::Args;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::{Globals, recorded, recorded_of};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Json, print_line};
use crate::cli::terminal::times::{Toward, Written};
use crate::cli::terminal::{locale, table, times};
use crate::ledger::Ledger;
use crate::model::{Config, Language, Release};
use crate::plan;
use crate::plan::{Addressee, Audience, Planned, Target};
use crate::words::{answers, help, lists, system};

/// Options of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    #[arg(long, value_name = say(help::TIME), value_parser = times::time, allow_hyphen_values = true,
        help = say(help::PLAN_FROM))]
    from: Option<Written>,
    #[arg(long, value_name = say(help::TIME), value_parser = times::time, allow_hyphen_values = true,
        help = say(help::PLAN_UNTIL))]
    until: Option<Written>,
    #[arg(long, value_name = say(help::TASK_OR_MILESTONE), help = say(help::ONE_TASK))]
    task: Option<String>,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    task: &'a str,
    milestone: Option<&'a str>,
    from: &'static str,
    anchor: String,
    stage: &'a str,
    occurrence: u32,
    moment: String,
    release: String,
    letter: &'static str,
    track: &'static str,
    held: Option<&'static str>,
    to: Vec<&'a str>,
    cc: Vec<&'a str>,
}

impl Plan {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.in_force(now)?;
        let config = &in_force.config;
        let instant = |time: &Written| time.start(config, now, Toward::Future);
        let from = self.from.as_ref().map(instant).transpose()?.unwrap_or(now);
        let until = match &self.until {
            Some(until) => instant(until)?,
            None => from.checked_add((30 * 24).hours())?,
        };
        let targets = self.targets(config)?;
        let ledger = globals.ledger()?;
        let rows = rows(config, ledger.as_ref(), &targets, now, from..until, self.json)?;
        if self.json {
            print_json(config, &rows, &in_force.not_in_force())?
        } else {
            print_table(config, &rows)?
        }
        Ok(Exit::Fine)
    }

    fn targets(&self, config: &Config) -> anyhow::Result<Vec<Target>> {
        let Some(id) = &self.task else {
            return Ok(Target::all(config).collect());
        };
        let target = names::target(config, id)?;
        Ok(match target.milestone {
            Some(_) => vec![target],
            None => Target::of(config, target.task).collect(),
        })
    }
}

/// So many notices of one task are shown, and as many are gone through before the first that is: a stage that repeats
/// by the minute has half a million a year.
const EACH: usize = 20_000;

/// So many of all are shown: 100,000 tasks, each reminded of every working day of a month, in a document. A table
/// takes five times the memory.
const ALL: usize = 3_000_000;
const ALL_IN_TABLE: usize = 1_000_000;

/// Which of them a plan is beyond.
enum Beyond {
    Each(Target),
    All { json: bool },
    Before(Target),
}

impl Beyond {
    fn refused(self, config: &Config) -> anyhow::Error {
        let language = locale::language();
        Refused::no(match self {
            Beyond::Each(target) => answers::too_many_of_one(&target.name(config), EACH, language),
            Beyond::All { json: true } => answers::too_many(ALL, language),
            Beyond::All { json: false } => answers::too_many_for_a_table(ALL_IN_TABLE, language),
            Beyond::Before(target) => {
                answers::too_many_before(&target.name(config), EACH, language)
            }
        })
    }
}

/// The notices of these targets that leave in the period, ordered by release, task, milestone, stage.
fn rows(
    config: &Config,
    ledger: Option<&Ledger>,
    targets: &[Target],
    now: Timestamp,
    period: std::ops::Range<Timestamp>,
    json: bool,
) -> anyhow::Result<Vec<Planned>> {
    let mut known = match targets {
        [one] => vec![(*one, recorded(ledger, config, *one)?)],
        _ => recorded_of(ledger, config, targets)?,
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = known.len().div_ceil(cores).max(1);
    let most = if json { ALL } else { ALL_IN_TABLE };
    let (period, total) = (&period, &AtomicUsize::new(0));
    let mut rows: Vec<Planned> = thread::scope(|scope| {
        let mut parts = Vec::new();
        while !known.is_empty() {
            let part = known.split_off(known.len().saturating_sub(share));
            parts.push(scope.spawn(move || {
                let mut wanted = Vec::new();
                for (target, recorded) in part {
                    let planned = plan::simulate(config, target, recorded, now, period.end);
                    let (mut before, mut within) = (0, 0);
                    for planned in planned {
                        let beyond = if planned.release < period.start {
                            before += 1;
                            (before > EACH).then_some(Beyond::Before(target))
                        } else {
                            wanted.push(planned);
                            within += 1;
                            let all = total.fetch_add(1, Ordering::Relaxed);
                            let each = (within > EACH).then_some(Beyond::Each(target));
                            each.or((all >= most).then_some(Beyond::All { json }))
                        };
                        if let Some(beyond) = beyond {
                            return Err(beyond.refused(config));
                        }
                    }
                }
                Ok(wanted)
            }));
        }
        let joined =
            parts.into_iter().map(|part| part.join().map_err(|_| anyhow!(say(system::BUG)))?);
        joined.collect::<anyhow::Result<Vec<_>>>().map(|parts| parts.concat())
    })?;
    rows.sort_by(|one, other| order(config, one).cmp(&order(config, other)));
    Ok(rows)
}

/// By release, task, milestone, stage. Tasks stand in the order of their ids.
fn order<'a>(config: &'a Config, planned: &'a Planned) -> impl Ord + 'a {
    let target = planned.notice.target;
    let milestone = target.milestone(config).map(|one| &one.id);
    let id = &planned.notice.id;
    (planned.release, target.task, milestone, &id.stage, id.occurrence)
}

/// The people of a notice on the day it leaves.
fn audience(config: &Config, planned: &Planned) -> Audience {
    let target = planned.notice.target;
    let day = target.calendar(config).local_date(planned.release);
    plan::audience(config, target, planned.notice.stage(config), day)
}

/// One notice on a line, written on all cores: a plan may hold a million of them.
fn print_json(config: &Config, rows: &[Planned], not_in_force: &[String]) -> anyhow::Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut out = Json::new();
    write!(out, "{{\"notices\": [")?;
    for (at, block) in rows.chunks(cores * LINES).enumerate() {
        let written = thread::scope(|scope| {
            let parts = block.chunks(LINES).map(|part| scope.spawn(move || lines(config, part)));
            let parts: Vec<_> = parts.collect();
            parts.into_iter().map(|part| part.join()).collect::<Result<Vec<_>, _>>()
        });
        let written = written.map_err(|_| anyhow!(say(system::BUG)))?;
        for (part, text) in written.into_iter().enumerate() {
            let text = text?;
            // Every notice but the first is set apart by a comma.
            out.write_all(if at == 0 && part == 0 { &text[1..] } else { &text })?;
        }
    }
    writeln!(out, "\n], \"not_in_force\": {}}}", serde_json::to_string(not_in_force)?)?;
    Ok(out.flush()?)
}

/// So many notices a core writes in one go.
const LINES: usize = 4096;

fn lines(config: &Config, rows: &[Planned]) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::new();
    for row in rows {
        text.extend_from_slice(b",\n");
        serde_json::to_writer(&mut text, &notice_json(config, row, &audience(config, row)))?;
    }
    Ok(text)
}

fn notice_json<'a>(config: &'a Config, row: &'a Planned, audience: &'a Audience) -> NoticeJson<'a> {
    let notice = &row.notice;
    let calendar = notice.target.calendar(config);
    NoticeJson {
        task: notice.id.subject.id(),
        milestone: notice.id.subject.milestone(),
        from: notice.id.from.name(),
        anchor: locale::rfc3339_when(calendar, notice.id.anchor),
        stage: &notice.id.stage,
        occurrence: notice.id.occurrence,
        moment: locale::rfc3339(calendar, notice.moment),
        release: locale::rfc3339(calendar, row.release),
        letter: plan::letter_kind(config, notice, row.release).name(),
        track: notice.track.name(),
        held: asks(config, row).then_some("ask"),
        to: addresses(&audience.to),
        cc: addresses(&audience.cc),
    }
}

/// Whether it is held when it is written, until a person releases it (L6a).
fn asks(config: &Config, planned: &Planned) -> bool {
    planned.notice.stage(config).release == Release::Ask
}

fn addresses(list: &[Addressee]) -> Vec<&str> {
    list.iter().map(|one| one.mailbox.address.0.as_ref()).collect()
}

fn letter_of(config: &Config, row: &Planned, language: Language) -> String {
    let letter = locale::letter(plan::letter_kind(config, &row.notice, row.release), language);
    match asks(config, row) {
        false => letter.to_owned(),
        true => lists::held_letter(letter, language),
    }
}

fn print_table(config: &Config, rows: &[Planned]) -> anyhow::Result<()> {
    let language = locale::language();
    if rows.is_empty() {
        print_line!("{}", lists::NO_NOTICES.said(language))?;
        return Ok(());
    }
    let mut table = table::table(lists::plan(language));
    for row in rows {
        let id = &row.notice.id;
        let calendar = row.notice.target.calendar(config);
        let audience = audience(config, row);
        table.add_row([
            locale::time(calendar, row.release, language),
            locale::target(id.subject.id(), id.subject.milestone()),
            locale::occurrence(&id.stage, id.occurrence),
            letter_of(config, row, language),
            locale::names(&audience.to),
            locale::names(&audience.cc),
        ]);
    }
    table::print(&table)
}
