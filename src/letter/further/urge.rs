//! The urging letter (催办函): the tasks as any letter tells them, and before them who urges and what they add.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::bounds;
use crate::letter::text::{clean, cut};
use crate::letter::view::Writer;
use crate::letter::written::{Written, answerable, write_noted};
use crate::model::{Config, Ways};
use crate::plan::further::Urge;
use crate::words::letters::urge;

/// So many columns of a note are shown.
const NOTE: usize = 600;

pub(crate) fn write(
    config: &Config,
    letter: &Urge,
    (number, now): (Option<String>, Timestamp),
    ways: &Ways<'_>,
) -> Result<Written, Error> {
    let draft = &letter.draft;
    let who = cut(&clean(&Writer::of(config, draft, now).name_of(&letter.by)), bounds::NAME);
    let note = letter.note.as_deref().map(|note| cut(clean(note).trim(), NOTE));
    let note = note.filter(|note| !note.is_empty());
    let lead = urge::lead(&who, note.as_deref(), draft.items.len(), draft.language);
    write_noted(config, draft, (number, now), |view| {
        view.lead.insert(0, lead.clone());
        answerable(view, draft, ways);
    })
}
