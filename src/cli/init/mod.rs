//! `duban init`: a small commented configuration in the reader's language, whose first letter goes to a folder. Nothing
//! is ever overwritten.

mod guess;
mod starter;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::ask::Asking;
use crate::cli::init::starter::Starter;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{findings, locale, output};
use crate::config;
use crate::config::schema::schema;
use crate::files::overlay::Overlay;
use crate::files::write::{self, WriteError};
use crate::model::Language;
use crate::words::{edits, help, init, system};

/// The files, the root file last: once it is there, all of them are.
const TASKS: &str = "tasks/tasks.toml";
const ROOT: &str = "duban.toml";
/// For editors; the first line of both files names it.
const SCHEMA: &str = "duban.schema.json";

/// The deadline of the first task lies so many days ahead, or as many more until it falls on a working day.
const AHEAD: i64 = 14;
const SEARCHED: i64 = 21;

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    #[arg(value_name = say(help::FOLDER), default_value = ".", help = say(help::INIT_FOLDER))]
    folder: PathBuf,
    #[arg(long, value_name = say(help::NAME), help = say(help::INIT_NAME))]
    name: Option<String>,
    #[arg(long, value_name = say(help::ADDRESS), help = say(help::INIT_EMAIL))]
    email: Option<String>,
    #[arg(long, value_name = say(help::NAME), help = say(help::INIT_OFFICE))]
    office: Option<String>,
    #[arg(long, value_name = say(help::ZONE), help = say(help::INIT_TIMEZONE))]
    timezone: Option<String>,
}

impl Init {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let Init { folder, name, email, office, timezone } = self;
        let (now, language) = (globals.now(), locale::language());
        let at = |name: &str| folder.join(name);
        let mut taken = [ROOT, TASKS, SCHEMA].into_iter().map(at);
        if let Some(taken) = taken.find(|path| path.symlink_metadata().is_ok()) {
            return Err(Refused::no(edits::exists(&taken.display().to_string(), language)));
        }
        let asking = Asking::on_a_terminal();
        let name = asking.required(name, "--name", init::ASK_NAME, None)?;
        let email = asking.required(email, "--email", init::ASK_EMAIL, None)?;
        let proposed = init::OFFICE.said(language);
        let office = asking.required(office, "--office", init::ASK_OFFICE, Some(proposed))?;
        let proposed = guess::timezone(language);
        let timezone =
            asking.required(timezone, "--timezone", init::ASK_TIMEZONE, Some(&proposed))?;
        let Ok(zone) = TimeZone::get(&timezone) else {
            return Err(Refused::usage(init::no_zone(&timezone, language)));
        };
        let starter = Starter { name, email, office, timezone };
        let (root, tasks) = fitting(&folder, &starter, &zone, now, language)?;
        make_folders(&folder)?;
        let schema = serde_json::to_string_pretty(&schema())? + "\n";
        for (path, text) in [(at(SCHEMA), schema), (at(TASKS), tasks), (at(ROOT), root)] {
            write::create(&path, text.as_bytes()).map_err(|why| refused(&why, language))?;
            print_line!("{}", init::made(&path.display().to_string(), language))?;
        }
        let here = folder == Path::new(".");
        let folder = (!here).then(|| folder.display().to_string());
        print_line!("\n{}", init::next(folder.as_deref(), language))?;
        Ok(Exit::Fine)
    }
}

/// The texts with a deadline that nothing is said of: it falls on a working day.
fn fitting(
    folder: &Path,
    starter: &Starter,
    zone: &TimeZone,
    now: Timestamp,
    language: Language,
) -> anyhow::Result<(String, String)> {
    let today = zone.to_datetime(now).date();
    let mut first = None;
    for days in AHEAD..=SEARCHED {
        let Ok(due) = today.checked_add(jiff::Span::new().days(days)) else { break };
        let (root, tasks) =
            (starter.root(today, due, language), starter.tasks(today, due, language));
        let texts = [(ROOT, &root), (TASKS, &tasks)];
        let texts = texts.map(|(name, text)| (folder.join(name), text.clone().into_bytes()));
        let overlay = Overlay(BTreeMap::from(texts));
        let loaded = config::load(&folder.join(ROOT), &overlay, now);
        if loaded.config.is_none() {
            output::complain(&findings::errors(&loaded));
            return Err(Refused::no(init::DOES_NOT_CHECK.said(language)));
        }
        if loaded.findings.is_empty() {
            return Ok((root, tasks));
        }
        first.get_or_insert((root, tasks));
    }
    first.ok_or_else(|| anyhow::anyhow!(system::BUG.said(language)))
}

fn make_folders(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(TASKS);
    let path = path.parent().unwrap_or(folder);
    std::fs::create_dir_all(path).map_err(|error| {
        let (shown, why) = (path.display().to_string(), system::reason(&error, locale::language()));
        Refused::no(edits::unwritable(&shown, &why, locale::language()))
    })
}

fn refused(why: &WriteError, language: Language) -> anyhow::Error {
    Refused::no(match why {
        WriteError::Changed(path) | WriteError::Exists(path) => {
            edits::exists(&path.display().to_string(), language)
        }
        WriteError::Io { path, source } => {
            let why = system::reason(source, language);
            edits::unwritable(&path.display().to_string(), &why, language)
        }
    })
}
