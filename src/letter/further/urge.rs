//! The urging letter (催办函): the tasks as any letter tells them, and before them who urges and what they add.

use jiff::Timestamp;
use minijinja::Error;
use unicode_width::UnicodeWidthStr;

use crate::letter::bounds;
use crate::letter::text::{clean, cut};
use crate::letter::view::Writer;
use crate::letter::view::whole::in_full;
use crate::letter::written::{Written, answerable, write_noted};
use crate::model::{Config, Ways};
use crate::plan::further::Urge;
use crate::words::letters::urge;

/// So many columns of a note are shown.
const NOTE: usize = 600;

/// So many of them before all else.
const SHORT: usize = 80;

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
    // What is asked is to stand on the first screen: a long note stands at length below.
    let short = note.as_deref().map(|note| cut(note, SHORT));
    let lead = urge::lead(&who, short.as_deref(), draft.items.len(), draft.language);
    let long = note.filter(|note| note.width() > SHORT);
    write_noted(config, draft, (number, now), |view| {
        view.lead.insert(0, lead.clone());
        if let Some(note) = &long {
            view.details.insert(0, in_full(urge::NOTE.said(draft.language), note));
        }
        answerable(view, draft, ways);
    })
}
