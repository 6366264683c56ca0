//! Several nodes on one ledger (N4).

use super::Said;
use crate::letter::admin::view::{Command, Shown, Tone};
use crate::words::admin::nodes as words;

/// A node that took over has an older copy of the files, which was left aside.
pub(super) fn older_copy(node: &str, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Amber,
        title: words::title(node, language),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![Command::new("duban status", words::SHOWS.said(language))],
        opening: vec![words::OPENING.said(language).to_owned()],
        groups: Vec::new(),
    }
}
