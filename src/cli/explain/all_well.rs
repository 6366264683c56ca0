//! `duban explain all-well` (R4): when the sign of life was told last, when it is next, and to whom.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::explain::told::{Told, told};
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::ledger::Ledger;
use crate::model::{Config, DigestRhythm, Subject};
use crate::plan::further::digest::next_slot;
use crate::plan::{ALL_WELL, Origin};
use crate::view::At;
use crate::words::{explain, lists, reports};

#[derive(Debug, Serialize)]
pub(super) struct AllWellDocument {
    name: &'static str,
    rhythm: &'static str,
    next: Option<At>,
    told: Vec<Told>,
    to: Vec<String>,
    not_in_force: Vec<String>,
    #[serde(skip)]
    every: DigestRhythm,
}

/// What is to be said of it; none where it is not wanted.
pub(super) fn document(
    config: &Config,
    ledger: Option<&Ledger>,
    not_in_force: Vec<String>,
    now: Timestamp,
) -> anyhow::Result<Option<AllWellDocument>> {
    let Some((rhythm, calendar)) = config.all_well.zip(config.office_calendar()) else {
        return Ok(None);
    };
    let next = next_slot(config, rhythm, now).map(|slot| At::of(calendar, slot.at));
    Ok(Some(AllWellDocument {
        name: ALL_WELL,
        rhythm: rhythm.name(),
        next,
        told: told(ledger, calendar, (Origin::Word, ALL_WELL), &Subject::Office)?,
        to: config.admin.iter().map(|one| one.address.to_string()).collect(),
        not_in_force,
        every: rhythm,
    }))
}

/// The same as text.
pub(super) fn print(document: &AllWellDocument) -> Result<(), Unwritten> {
    let language = locale::language();
    let rule = explain::all_well(document.every, language);
    print_line!("{}  {rule}", style::strong(document.name))?;
    match document.told.last() {
        Some(last) => print_line!("  {}", reports::last(&last.line(language), language))?,
        None => print_line!("  {}", reports::NEVER.said(language))?,
    }
    let next = document.next.as_ref().map(|next| locale::at(next, language));
    print_line!("  {}", reports::next(next.as_deref(), language))?;
    let to = document.to.join(lists::AND.said(language));
    print_line!("  {}", lists::recipients(&to, "", language))
}
