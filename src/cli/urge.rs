//! `duban urge` (催办): one letter about some tasks at once, by a person's will, beside the ladder.

use std::collections::BTreeMap;

use clap::Args;
use jiff::Timestamp;

use crate::cli::edit::author;
use crate::cli::edit::record::Record;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::ledger::command_edit::{EditPart, NewEdit};
use crate::ledger::wishes::URGE;
use crate::model::Config;
use crate::plan;
use crate::plan::further::urge;
use crate::plan::{Addressee, People, Target};
use crate::words::{edits, help, urging};

/// So many of the last edits of a task are looked at.
const RECENT: u32 = 50;

/// Options of `urge`.
#[derive(Debug, Args)]
pub struct Urge {
    #[arg(required = true, value_name = say(help::TASK), help = say(help::EDIT_TASKS))]
    ids: Vec<String>,
    #[arg(long, value_name = say(help::WORDS), help = say(help::URGE_NOTE))]
    note: Option<String>,
    #[arg(long, value_name = say(help::WHO), help = say(help::EDIT_BY))]
    by: Option<String>,
    #[arg(long, help = say(help::URGE_DRY_RUN))]
    dry_run: bool,
}

impl Urge {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let (now, language) = (globals.real_now(URGE)?, locale::language());
        let config = globals.in_force(now)?.config;
        let (by, login) = author::of(Some(&config), self.by.as_deref());
        let targets = targets(&config, &self.ids)?;
        for (people, tasks) in letters(&config, &targets, &by, now)?.into_values() {
            print_line!("{}", urging::letter(&people, &tasks, language))?;
        }
        for target in &targets {
            // The letter goes all the same, for a person wants it.
            if let Some(until) = plan::held_until(&config, *target, now) {
                let until = target.calendar(&config).local_date(until);
                print_line!("{}", urging::on_hold(&target.name(&config), until, language))?;
            }
        }
        for (task, at, by) in urged_today(globals, &config, &targets, now) {
            print_line!("{}", urging::again(&task, &at, &by, language))?;
        }
        if self.dry_run {
            print_line!("\n{}", urging::NOTHING_SENT.said(language))?;
            return Ok(Exit::Fine);
        }
        if matches!(globals.ledger(), Ok(None)) {
            return Err(Refused::no(urging::NEVER_RAN.said(language).to_owned()));
        }
        Record::begin(globals, &self.wish(&config, &targets, by, login), now)?;
        print_line!("\n{}", urging::LEAVES.said(language))?;
        Ok(Exit::Fine)
    }

    /// What is recorded: the next sweep writes the letters.
    fn wish(&self, config: &Config, targets: &[Target], by: String, login: String) -> NewEdit {
        let part =
            |target: &Target| EditPart { about: target.subject(config), change: String::new() };
        NewEdit {
            command: URGE.to_owned(),
            words: author::words(),
            by,
            login,
            why: self.note.clone(),
            parts: targets.iter().map(part).collect(),
            meant: Vec::new(),
        }
    }
}

/// The tasks and milestones of these ids, each once. Only what is open can be urged.
fn targets(config: &Config, ids: &[String]) -> anyhow::Result<Vec<Target>> {
    let language = locale::language();
    let mut targets = Vec::with_capacity(ids.len());
    for id in names::each(config, ids) {
        let target = names::target(config, &id)?;
        if !urge::is_open(config, target) {
            return Err(Refused::no(edits::is_closed(&target.name(config), language)));
        }
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    Ok(targets)
}

/// Which of these were urged today already, when, and by whom. Where the ledger cannot be read, none.
fn urged_today(
    globals: &Globals,
    config: &Config,
    targets: &[Target],
    now: Timestamp,
) -> Vec<(String, String, String)> {
    let Some(ledger) = globals.ledger().ok().flatten() else { return Vec::new() };
    let urged = |target: &Target| {
        let calendar = target.calendar(config);
        let today = calendar.local_date(now);
        let rows = ledger.edits_of(&target.task(config).id, RECENT).ok()?;
        let about = target.subject(config);
        let row = rows.into_iter().find(|row| {
            row.command == URGE && row.part.about == about && calendar.local_date(row.at) == today
        })?;
        let at = locale::time(calendar, row.at, locale::language());
        let person = config.person(&row.by);
        let by = person.map_or(row.by, |person| config[person].name.to_string());
        Some((target.name(config), at, by))
    };
    targets.iter().filter_map(urged).collect()
}

/// To whom a letter goes, and about which tasks; by its people (W5).
type Letters = BTreeMap<(People, People), (String, Vec<String>)>;

/// Who gets a letter about which tasks.
fn letters(
    config: &Config,
    targets: &[Target],
    by: &str,
    now: Timestamp,
) -> anyhow::Result<Letters> {
    let language = locale::language();
    let names = |list: &[Addressee]| list.iter().map(|one| one.mailbox.shown()).collect();
    let mut letters = Letters::new();
    for target in targets {
        let audience = urge::audience(config, *target, by, now);
        let name = target.name(config);
        if audience.to.is_empty() {
            return Err(Refused::no(urging::nobody(&name, language)));
        }
        let (to, cc): (Vec<String>, Vec<String>) = (names(&audience.to), names(&audience.cc));
        let letter = letters.entry(audience.people());
        let people = || (urging::people(&to, &cc, language), Vec::new());
        letter.or_insert_with(people).1.push(name);
    }
    Ok(letters)
}
