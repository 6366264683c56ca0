//! `[calendar]` or `[people]` with the keys of one of them: its header lacks the id.

use std::collections::BTreeSet;

use super::below::{own_key, pairs, root_table, value};
use super::headers::Header;
use super::scan::{Scan, What, comment, equals};
use super::slip::{Slip, whole};
use super::values::header_of;
use crate::config::fault::SyntaxFault;
use crate::config::read::keys::{Kind, ROOT, Shape};

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
    let meant = id(text, scan, table).map(|id| header_of(table, &id));
    let behind = typed[comment(typed)..].trim();
    let cure =
        meant.as_ref().map(|meant| (place, format!("{meant} {behind}").trim_end().to_owned()));
    let instead = match &cure {
        Some(_) => Vec::new(),
        // Nobody knows whose it is; it takes no other's place.
        None => vec![(place, header_of(table, &format!("… {at}")))],
    };
    let fault = SyntaxFault::HeaderWithoutId { table, meant };
    Some(Slip { fault, places: vec![place], cure, instead })
}

/// The one id that this file refers to and does not define. Whoever names no calendar has the one called `default`.
fn id(text: &str, scan: &Scan, table: &str) -> Option<String> {
    let defined = defined(text, scan, table);
    let mut wanted = wanted(text, scan, table);
    if table == "calendars" {
        wanted.insert("default".to_owned());
    }
    let mut open = wanted.into_iter().filter(|id| !defined.contains(id));
    let id = open.next()?;
    open.next().is_none().then_some(id)
}

/// The ids that headers, or keys below `[people]`, define.
fn defined(text: &str, scan: &Scan, table: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut within = false;
    for line in &scan.lines {
        let typed = &text[line.range.clone()];
        match line.what {
            What::Header => {
                let header = Header::of(typed);
                let is_own = |part: &String| root_table(part) == Some(table);
                within = header.parts.len() == 1 && header.parts.iter().all(is_own);
                if let [first, id, ..] = header.parts.as_slice()
                    && is_own(first)
                {
                    ids.insert(id.clone());
                }
            }
            What::Pair if within => {
                let key = typed[..equals(typed).unwrap_or(0)].trim().trim_matches(['"', '\'']);
                ids.insert(key.split('.').next().unwrap_or(key).to_owned());
            }
            _ => {}
        }
    }
    ids
}

/// The ids by which keys of this file refer to such a table.
fn wanted(text: &str, scan: &Scan, table: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut shape: Option<&'static Shape> = Some(&ROOT);
    for line in &scan.lines {
        match line.what {
            What::Header => {
                let mut header = Header::of(&text[line.range.clone()]);
                shape = header.named().and_then(|named| named.shape);
            }
            What::Pair => {
                let key = shape.and_then(|shape| {
                    let name = own_key(text, line, shape)?;
                    Some(shape.key(name))
                });
                let refers =
                    key.is_some_and(|key| matches!(key.kind, Kind::Id(noun) if noun.is_in(table)));
                ids.extend(value(text, line).filter(|_| refers).map(str::to_owned));
            }
            _ => {}
        }
    }
    ids
}
