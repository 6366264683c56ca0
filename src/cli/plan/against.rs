//! `plan --against`: what the files change in letters, compared with another version of them.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::other_version::other_version;
use crate::cli::plan::rows::rows;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table};
use crate::compare::letters::{Difference, arrivals, differences};
use crate::ledger::Ledger;
use crate::model::{Config, LetterKind};
use crate::plan::{Planned, Target};
use crate::view::planned::{LetterChange, ShiftCounts};
use crate::words::outlook;

#[derive(Serialize)]
struct Document<'a> {
    against: &'a str,
    counts: ShiftCounts,
    changes: Vec<LetterChange<'a>>,
}

/// What is compared.
pub(super) struct Against<'a> {
    pub(super) other: &'a str,
    pub(super) config: &'a Config,
    pub(super) rows: &'a [Planned],
    pub(super) now: Timestamp,
    pub(super) period: std::ops::Range<Timestamp>,
}

impl Against<'_> {
    /// Says what differs; 1 if anything does. Those are compared of whom `wanted` holds, by their addresses.
    pub(super) fn compare(
        &self,
        globals: &Globals,
        ledger: Option<&Ledger>,
        wanted: impl Fn(&Config, &Planned) -> bool,
        address: Option<&str>,
        json: bool,
    ) -> anyhow::Result<Exit> {
        let before = other_version(globals, self.other, self.now)?;
        let targets: Vec<Target> = Target::all(&before).collect();
        let mut was = rows(&before, ledger, &targets, self.now, self.period.clone(), true)?;
        was.retain(|planned| wanted(&before, planned));
        let was = arrivals(&before, &was);
        let mut found = differences(was, arrivals(self.config, self.rows));
        found.retain(|one| address.is_none_or(|wanted| one.arrival.address.as_ref() == wanted));
        match json {
            true => self.print_json(&before, &found)?,
            false => print_table(self.config, &before, &found)?,
        }
        Ok(if found.is_empty() { Exit::Fine } else { Exit::No })
    }

    fn print_json(&self, before: &Config, found: &[Difference]) -> anyhow::Result<()> {
        let versions = [self.config, before];
        let changes = found.iter().map(|one| LetterChange::of(one, versions)).collect();
        let counts = ShiftCounts::of(found);
        Ok(output::print_json(&Document { against: self.other, counts, changes })?)
    }
}

fn print_table(config: &Config, before: &Config, found: &[Difference]) -> anyhow::Result<()> {
    let language = locale::language();
    if found.is_empty() {
        return Ok(print_line!("{}", outlook::NO_CHANGE.said(language))?);
    }
    let mut table = table::table(outlook::against(language));
    for one in found {
        let change = LetterChange::of(one, [config, before]);
        let time = |at: &Option<crate::view::At>| {
            at.as_ref().map_or(String::new(), |at| locale::at(at, language))
        };
        let kind = LetterKind::from_name(change.letter);
        let kind = kind.map_or(change.letter, |kind| locale::letter(kind, language));
        table.add_row([
            change.name.to_owned(),
            outlook::shift(one.shift, language).to_owned(),
            locale::target(change.task, change.milestone),
            locale::occurrence(change.stage, change.occurrence),
            outlook::letter(kind, change.copied, language),
            time(&change.before),
            time(&change.after),
        ]);
    }
    table::print(&table)?;
    Ok(print_line!("{}", outlook::shifts(&ShiftCounts::of(found), language))?)
}
