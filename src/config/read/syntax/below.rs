//! What stands below a header: its lines with keys, their keys and values.

use super::scan::{Line, Scan, TextEnd, What, comment, equals, text_end};
use crate::config::read::keys::{Kind, ROOT, Shape};
use crate::config::suggest;

/// The table of tables that is called so.
pub(super) fn root_table(part: &str) -> Option<&'static str> {
    let name = suggest::exact_key(part, &ROOT)?;
    let key = ROOT.keys.iter().find(|key| key.name == name)?;
    matches!(key.kind, Kind::Named(_)).then_some(name)
}

/// The key of a shape that a line has.
pub(super) fn own_key(text: &str, line: &Line, shape: &Shape) -> Option<&'static str> {
    suggest::exact_key(key(text, line), shape)
}

/// The lines with a key below a header.
pub(super) fn pairs(scan: &Scan, at: usize) -> impl Iterator<Item = &Line> {
    let below = scan.lines[at + 1..].iter().take_while(|line| line.what != What::Header);
    below.filter(|line| line.what == What::Pair)
}

pub(super) fn key<'t>(text: &'t str, line: &Line) -> &'t str {
    let typed = &text[line.range.clone()];
    typed[..equals(typed).unwrap_or(0)].trim()
}

/// A value that is one word or a text in quotes.
pub(super) fn value<'t>(text: &'t str, line: &Line) -> Option<&'t str> {
    let typed = &text[line.range.clone()];
    let typed = &typed[..comment(typed)];
    let value = typed[equals(typed)? + 1..].trim();
    let value = match text_end(value) {
        TextEnd::At(end) if value.starts_with(['"', '\'']) => value.get(1..end - 1)?,
        _ => value,
    };
    (!value.is_empty() && !value.contains(['"', '\'', '\\'])).then_some(value)
}
