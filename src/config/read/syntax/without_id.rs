//! `[calendar]` or `[people]` with the keys of one of them: its header lacks the id.

use super::as_written::header_of;
use super::below::{own_key, pairs};
use super::scan::{Scan, equals};
use super::slip::{Slip, whole};
use crate::config::fault::SyntaxFault;
use crate::config::read::keys::{Kind, ROOT};

/// What is wrong with the header in that line, which names a table of tables.
pub(super) fn slip(text: &str, scan: &Scan, at: usize, table: &'static str) -> Option<Slip> {
    let shape = ROOT.keys.iter().find(|key| key.name == table).and_then(|key| match key.kind {
        Kind::Named(shape) => Some(shape),
        _ => None,
    })?;
    pairs(scan, at).find(|line| {
        let typed = &text[line.range.clone()];
        let is_table = equals(typed).is_none_or(|at| typed[at + 1..].trim_start().starts_with('{'));
        !is_table && own_key(text, line, shape).is_some()
    })?;
    let line = &scan.lines[at];
    let typed = &text[line.range.clone()];
    let place = whole(typed, line.range.start);
    // Which id it is, only all files together say; until then it takes no other's place.
    let instead = vec![(place, header_of(table, &format!("… {at}")))];
    let fault = SyntaxFault::HeaderWithoutId { table, meant: None };
    Some(Slip { fault, places: vec![place], cure: None, instead })
}
