//! `duban agenda`: what goes out on each day of a week.

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::plan::edit::WaitingEdit;
use crate::cli::plan::forecast::{Forecast, forecast};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::periods::{self, Week};
use crate::cli::terminal::{locale, output, style, times};
use crate::cli::uncovered as years;
use crate::model::{Calendar, Config, LetterKind};
use crate::plan;
use crate::plan::further::{PlannedDigest, digest_audience};
use crate::plan::{Planned, PlannedLetter, addresses};
use crate::view::days::{AgendaDay, ComingLetter, ComingTask, Day};
use crate::view::planned::why_held;
use crate::view::uncovered::uncovered;
use crate::view::{At, office_zone};
use crate::words::{help, lists, weeks};

/// Options of `agenda`.
#[derive(Debug, Args)]
pub struct Agenda {
    #[arg(value_name = say(weeks::WEEK), value_parser = periods::week, allow_hyphen_values = true,
        help = say(weeks::AGENDA_WEEK))]
    week: Option<Week>,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'c> {
    days: Vec<AgendaDay<'c>>,
    not_in_force: Vec<String>,
}

impl Agenda {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let office = times::office(config);
        let first = match &self.week {
            Some(week) => week.monday(config, now)?,
            None => times::today(config, now),
        };
        let ledger = globals.ledger()?;
        let period = office.start_of_day(first)..office.start_of_day(first.checked_add(7.days())?);
        let forecast = forecast(config, ledger.as_ref(), None, (now, period), true)?;
        let mut days = Vec::new();
        for offset in 0..7 {
            days.push(empty(&office, first.checked_add(offset.days())?));
        }
        for letter in letters(config, &forecast) {
            let day = office.local_date(letter.release.instant);
            let place = days.iter_mut().find(|one| one.date == day);
            place.into_iter().for_each(|one| one.letters.push(letter.clone()));
        }
        match self.json {
            true => {
                let not_in_force = in_force.not_in_force();
                output::print_json(&Document { days, not_in_force })?;
            }
            false => {
                print(&days, office.local_date(now))?;
                let unknown = days.iter().filter(|day| !day.covered);
                let unknown = unknown.map(|day| (office.id().to_owned(), day.date.year()));
                let of_letters = forecast.rows.iter().flat_map(|one| uncovered(config, one));
                years::print(&of_letters.chain(unknown).collect())?;
            }
        }
        Ok(in_force.exit())
    }
}

fn empty(calendar: &Calendar, date: Date) -> AgendaDay<'_> {
    AgendaDay {
        date,
        working: calendar.is_working_day(date),
        kind: Day::of(calendar, date),
        covered: calendar.covers(date.year()),
        name: calendar.exception(date).and_then(|one| one.name.as_deref()),
        letters: Vec::new(),
    }
}

/// All letters that leave, in the order in which they do.
fn letters(config: &Config, forecast: &Forecast) -> Vec<ComingLetter> {
    let Forecast { rows, copies, digests, edit } = forecast;
    let letters = plan::letters(config, rows, copies);
    let letters = letters.iter().map(|letter| coming(config, rows, letter, edit));
    let mut all: Vec<ComingLetter> =
        letters.chain(digests.iter().map(|digest| coming_digest(config, digest))).collect();
    all.sort_by_key(|letter| letter.release.instant);
    all
}

fn coming_digest(config: &Config, digest: &PlannedDigest) -> ComingLetter {
    let to = digest_audience(config, digest.person).to;
    ComingLetter {
        release: At::within(&office_zone(config), digest.release),
        covered: true,
        kind: LetterKind::Digest.name().to_owned(),
        held: None,
        to: addresses(&to),
        cc: Vec::new(),
        names: (locale::names(&to), String::new()),
        tasks: Vec::new(),
    }
}

fn coming(
    config: &Config,
    planned: &[Planned],
    letter: &PlannedLetter,
    edit: &WaitingEdit,
) -> ComingLetter {
    let audience = &letter.audience;
    let notices = letter.notices.iter().map(|at| &planned[*at]);
    let task = |one: &Planned| {
        let target = one.notice.target;
        let (task, milestone) = (target.task(config), target.milestone(config));
        ComingTask {
            task: task.id.to_string(),
            milestone: milestone.map(|one| one.id.to_string()),
            title: milestone.map_or(&task.title, |one| &one.title).to_string(),
            stage: one.notice.id.stage.to_string(),
            occurrence: one.notice.id.occurrence,
        }
    };
    ComingLetter {
        release: At::within(&office_zone(config), letter.release),
        covered: notices.clone().all(|one| uncovered(config, one).is_empty()),
        kind: letter.own.as_deref().unwrap_or(letter.kind.name()).to_owned(),
        held: notices.clone().find_map(|one| why_held(config, one, edit.is_about(one))),
        to: addresses(&audience.to),
        cc: addresses(&audience.cc),
        names: (locale::names(&audience.to), locale::names(&audience.cc)),
        tasks: notices.map(task).collect(),
    }
}

/// So many tasks of a letter are named.
const NAMED: usize = 5;

fn print(days: &[AgendaDay<'_>], today: Date) -> Result<(), Unwritten> {
    let language = locale::language();
    for day in days {
        let date = locale::day(day.date, language);
        let kind = weeks::kind(day.kind, day.name, language);
        let heading = weeks::heading(&date, &kind, language);
        print_line!("{}", style::strong(&weeks::marked(&heading, day.covered)))?;
        if day.letters.is_empty() {
            let past = day.date < today;
            print_line!("  {}", if past { weeks::PAST } else { weeks::NO_LETTERS }.said(language))?;
        }
        for letter in &day.letters {
            let time = letter.release.zone.to_datetime(letter.release.instant);
            let kind = LetterKind::from_name(&letter.kind);
            let kind = kind.map_or(&*letter.kind, |kind| locale::letter(kind, language));
            let kind = match letter.held {
                None => kind.to_owned(),
                Some(_) => lists::held_letter(kind, language),
            };
            let (to, cc) = &letter.names;
            let time = weeks::marked(&time.strftime("%H:%M").to_string(), letter.covered);
            print_line!("  {}", weeks::letter(&time, &kind, to, cc, language))?;
            for task in letter.tasks.iter().take(NAMED) {
                let target = locale::target(&task.task, task.milestone.as_deref());
                let which = locale::occurrence(&task.stage, task.occurrence);
                print_line!("         {target}  {which}  {}", task.title)?;
            }
            if letter.tasks.len() > NAMED {
                let more = letter.tasks.len() - NAMED;
                print_line!("         {}", weeks::more(more, language))?;
            }
        }
    }
    Ok(())
}
