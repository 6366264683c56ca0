//! `duban diff`: what has changed in the files since the daemon took them.

use std::collections::HashMap;

use clap::Args;
use serde::Serialize;

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style};
use crate::compare::{Detail, Edit, details};
use crate::config;
use crate::files::last_good::{Good, LastGood};
use crate::model::Config;
use crate::words::{help, what_changed};

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    what: &'static str,
    id: &'a str,
    title: &'a str,
    change: &'static str,
    key: Option<&'static str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl Diff {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let new = globals.checked(now)?;
        let found = details(&taken(globals, now)?, &new);
        match self.json {
            true => output::print_json(&Document { changes: found.iter().map(json).collect() })?,
            false => print(&found)?,
        }
        Ok(Exit::Fine)
    }
}

/// The files as they were when the daemon took them last.
fn taken(globals: &Globals, now: jiff::Timestamp) -> anyhow::Result<Config> {
    let language = locale::language();
    let store = LastGood::open_read_only(&globals.state())?
        .ok_or_else(|| Refused::no(what_changed::NEVER_TAKEN.said(language)))?;
    let (root, none) = (globals.root(), HashMap::new());
    let loaded = config::load(&root, &Good::new(Some(&store), &none, &root), now);
    let root = root.display().to_string();
    loaded.config.ok_or_else(|| Refused::no(what_changed::others_taken(&root, language)))
}

fn json(detail: &Detail) -> ChangeJson<'_> {
    let Detail { thing, id, title, edit } = detail;
    let (change, key, before, after) = match edit {
        Edit::Added => ("added", None, None, None),
        Edit::Gone => ("gone", None, None, None),
        Edit::Key { key, before, after } => {
            ("changed", Some(*key), before.as_deref(), after.as_deref())
        }
    };
    ChangeJson { what: thing.name(), id, title, change, key, before, after }
}

/// Each thing with its changed keys beneath, and how many there are.
fn print(found: &[Detail]) -> Result<(), Unwritten> {
    let language = locale::language();
    if found.is_empty() {
        return print_line!("{}", what_changed::NOTHING.said(language));
    }
    let mut last = None;
    for detail in found {
        let Detail { thing, id, title, edit } = detail;
        let name = what_changed::name(*thing, id, title, language);
        match edit {
            Edit::Added => print_line!("+ {name} {}", what_changed::ADDED.said(language))?,
            Edit::Gone => print_line!("- {name} {}", what_changed::GONE.said(language))?,
            Edit::Key { key, before, after } => {
                if last != Some((thing, id)) {
                    print_line!("~ {}", style::strong(&name))?;
                }
                let values = (before.as_deref(), after.as_deref());
                print_line!("    {}", what_changed::key(key, values, language))?;
            }
        }
        last = Some((thing, id));
    }
    print_line!("{}", what_changed::counts(found, language))
}
