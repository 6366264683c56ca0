//! `plan --against`: what the files change in letters, compared with another version of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::other_version::other_version;
use crate::cli::plan::coming;
use crate::cli::plan::forecast::forecast;
use crate::cli::plan::further::further as coming_letters;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table};
use crate::compare::letters::{Arrival, Coming, Difference, arrivals, differences};
use crate::ledger::Ledger;
use crate::model::{Config, LetterKind};
use crate::plan::Planned;
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
    pub(super) config: &'a Arc<Config>,
    pub(super) now: Timestamp,
    pub(super) period: std::ops::Range<Timestamp>,
}

impl Against<'_> {
    /// Says what differs; 1 if anything does. Those of stages are compared for which `wanted` holds; if the `whole` is
    /// asked for, those that no stage writes, too; and if there is an address, what goes there alone.
    pub(super) fn compare(
        &self,
        globals: &Globals,
        ledger: Option<&Ledger>,
        (wanted, whole, address): (impl Fn(&Config, &Planned) -> bool, bool, Option<&str>),
        json: bool,
    ) -> anyhow::Result<Exit> {
        let before = Arc::new(other_version(globals, self.other, self.now)?);
        let was = self.arrivals(&before, ledger, &wanted, whole)?;
        let is = self.arrivals(self.config, ledger, &wanted, whole)?;
        let mut found = differences(was, is);
        found.retain(|one| address.is_none_or(|wanted| one.arrival.address.as_ref() == wanted));
        match json {
            true => self.print_json(&before, &found)?,
            false => print_table(self.config, &before, &found)?,
        }
        Ok(if found.is_empty() { Exit::Fine } else { Exit::No })
    }

    /// What everybody gets by a version.
    fn arrivals(
        &self,
        config: &Arc<Config>,
        ledger: Option<&Ledger>,
        wanted: impl Fn(&Config, &Planned) -> bool,
        whole: bool,
    ) -> anyhow::Result<BTreeMap<Arrival, Coming>> {
        let when = (self.now, self.period.clone());
        let mut forecast = forecast(config, ledger, None, when, true)?;
        let mut further = BTreeMap::new();
        if whole {
            let mut coming = coming_letters(config, ledger, &forecast, (self.now, &self.period))?;
            coming::add_digests(config, &forecast.digests, &mut coming);
            coming.sort_by_key(coming::Coming::release);
            further = coming::arrivals(&coming);
        }
        forecast.rows.retain(|planned| wanted(config, planned));
        further.extend(arrivals(config, &forecast.rows, &forecast.copies));
        Ok(further)
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
            match change.task {
                Some(task) => locale::target(task, change.milestone),
                None => change.about.unwrap_or_default().to_owned(),
            },
            match change.task {
                Some(_) => locale::occurrence(change.stage, change.occurrence),
                None => change.stage.to_owned(),
            },
            outlook::letter(kind, change.copied, language),
            time(&change.before),
            time(&change.after),
        ]);
    }
    table::print(&table)?;
    Ok(print_line!("{}", outlook::shifts(&ShiftCounts::of(found), language))?)
}
