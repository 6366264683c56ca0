//! Templates of the admin's own that could not be filled in; the letters left in the built-in form.

use super::Said;
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::words::admin::templates as words;
use crate::words::quotes;

/// Each file with what was in the way.
pub(super) fn failed(all: &[(String, String)], said: &Said<'_>) -> Shown {
    let language = said.language;
    let rows =
        all.iter().map(|(path, why)| [path.clone(), quotes::or_quoted(why.clone(), language)]);
    Shown {
        tone: Tone::Amber,
        title: words::title(all.len(), language),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![Command::new("duban check".to_owned(), words::CHECKS.said(language))],
        opening: vec![words::OPENING.said(language).to_owned()],
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
    }
}
