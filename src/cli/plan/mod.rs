//! `duban plan`: every notice that will be sent, by the sweep's own decision.

mod against;
pub(super) mod coming;
mod digests;
pub(super) mod edit;
pub(super) mod forecast;
pub(super) mod further;
mod json;
mod people;
pub(super) mod rows;
mod tallies;
mod totals;

use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::{Timestamp, ToSpan};

use crate::cli::names;
use crate::cli::plan::against::Against;
use crate::cli::plan::coming::Coming;
use crate::cli::plan::forecast::{Forecast, forecast};
use crate::cli::plan::further::further;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{Toward, Written};
use crate::cli::terminal::{locale, table, times};
use crate::cli::uncovered as years;
use crate::model::{Config, Language, PersonIx};
use crate::plan::{Audience, Planned, Target};
use crate::view::planned::why_held;
use crate::view::uncovered::{Uncovered, uncovered};
use crate::words::{help, lists, outlook, weeks};

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
    #[arg(long, value_name = say(crate::words::filters::PERSON), help = say(outlook::PERSON))]
    person: Option<String>,
    #[arg(long, value_enum, value_name = say(outlook::WHAT), help = say(outlook::BY))]
    by: Option<By>,
    #[arg(long, value_name = say(outlook::OTHER), conflicts_with = "by", help = say(outlook::AGAINST))]
    against: Option<String>,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

/// What letters are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Who gets them
    Person,
}

impl Plan {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        // What a merge request is checked by are the files, not what was last good of them.
        let (config, not_in_force, exit) = match self.against {
            None => {
                let in_force = globals.to_show(now)?;
                let (not_in_force, exit) = (in_force.not_in_force(), in_force.exit());
                (in_force.config, not_in_force, exit)
            }
            Some(_) => (globals.checked(now)?, Vec::new(), Exit::Fine),
        };
        let period = self.period(&config, now)?;
        let targets = self.targets(&config)?;
        let person = self.person.as_deref().map(|typed| names::person(&config, typed));
        let person = person.transpose()?;
        let ledger = globals.ledger()?;
        if let Some(other) = &self.against {
            let config = Arc::new(config);
            let address = person.map(|person| config[person].email.0.to_lowercase());
            let against = Against { other, config: &config, now, period };
            let wanted = |config: &Config, planned: &Planned| self.is_of_task(config, planned);
            // What is asked of one task is asked of the ladder.
            let whole = self.task.is_none();
            let asked = (wanted, whole, address.as_deref());
            return against.compare(globals, ledger.as_ref(), asked, self.json);
        }
        let wanted = self.task.is_some().then_some(&*targets);
        let when = (now, period.clone());
        let mut forecast = forecast(&config, ledger.as_ref(), wanted, when, self.json)?;
        if let Some(person) = person {
            let Forecast { rows, copies, digests, .. } = &mut forecast;
            rows.retain(|planned| is_for(&config, &copies.audience(&config, planned), person));
            digests.retain(|digest| digest.person == person);
        }
        match (self.by, self.json) {
            (Some(By::Person), json) => {
                let mut people = people::people(&config, &forecast);
                let id = person.map(|person| config[person].id.to_string());
                people.retain(|one| id.is_none() || one.person == id);
                people::print(&people, &not_in_force, json)?;
            }
            (None, json) => {
                // What is asked of one task or person is asked of the ladder.
                let config = Arc::new(config);
                let mut coming = match (&self.task, person) {
                    (None, None) => further(&config, ledger.as_ref(), &forecast, (now, &period))?,
                    _ => Vec::new(),
                };
                if self.task.is_none() {
                    coming::add_digests(&config, &forecast.digests, &mut coming);
                }
                coming.sort_by_key(Coming::release);
                match json {
                    true => json::print(&config, &forecast, &coming, &not_in_force)?,
                    false => {
                        print_table(&config, &forecast)?;
                        coming::print(&coming)?;
                        totals::print(&config, &forecast, &coming)?;
                    }
                }
            }
        }
        Ok(exit)
    }

    /// From now on for 30 days, unless it is said otherwise.
    fn period(
        &self,
        config: &Config,
        now: Timestamp,
    ) -> anyhow::Result<std::ops::Range<Timestamp>> {
        let instant = |time: &Written| time.start(config, now, Toward::Future);
        let from = self.from.as_ref().map(instant).transpose()?.unwrap_or(now);
        let until = match &self.until {
            Some(until) => instant(until)?,
            None => from.checked_add((30 * 24).hours())?,
        };
        Ok(from..until)
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

    /// Whether it is of the task that is asked for; another version of the files may not have it.
    fn is_of_task(&self, config: &Config, planned: &Planned) -> bool {
        let Some(typed) = &self.task else { return true };
        let target = planned.notice.target;
        let task = target.task(config);
        target.name(config) == *typed || *task.id == **typed || *task.title == **typed
    }
}

/// Whether the person gets it, addressed, as a copy or in a digest.
pub(super) fn is_for(config: &Config, audience: &Audience, person: PersonIx) -> bool {
    let address = &config[person].email;
    let mut all = audience.to.iter().chain(&audience.cc).chain(&audience.digest);
    all.any(|one| one.mailbox.address.is_same(address))
}

fn letter_of(config: &Config, row: &Planned, edit: bool, language: Language) -> String {
    let letter = locale::letter_of(config, &row.notice, row.release, language);
    match why_held(config, row, edit) {
        None => letter.to_owned(),
        Some(_) => lists::held_letter(letter, language),
    }
}

pub(super) fn print_table(config: &Config, forecast: &Forecast) -> anyhow::Result<()> {
    let language = locale::language();
    let Forecast { rows, copies, edit, .. } = forecast;
    if rows.is_empty() {
        print_line!("{}", lists::NO_NOTICES.said(language))?;
        return Ok(());
    }
    let mut table = table::table(lists::plan(language));
    let mut all = Uncovered::new();
    for row in rows {
        let id = &row.notice.id;
        let calendar = row.notice.target.calendar(config);
        let (audience, unknown) = (copies.audience(config, row), uncovered(config, row));
        let digest = locale::names(&audience.digest);
        table.add_row([
            weeks::marked(&locale::time(calendar, row.release, language), unknown.is_empty()),
            locale::target(id.subject.id(), id.subject.milestone()),
            locale::occurrence(&id.stage, id.occurrence),
            letter_of(config, row, edit.is_about(row), language),
            locale::names(&audience.to),
            lists::copied(&locale::names(&audience.cc), &digest, language),
        ]);
        all.extend(unknown);
    }
    table::print(&table)?;
    Ok(years::print(&all)?)
}
