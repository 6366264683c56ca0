//! An id for every row: its column's, else made from title and unit. Never a row's number.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Read, Settings};
use crate::import::doubt::{Doubt, Why};
use crate::import::item::Item;
use crate::import::key::Key;
use crate::import::sheet::Place;
use crate::import::text::short_hash;

pub(super) fn settle(read: &mut Read, settings: &Settings) {
    for item in &mut read.items {
        if item.own_id.is_none() {
            let row =
                format!("{} | {}", item.whole_title, item.unit.as_deref().unwrap_or_default());
            item.id = read.mapping.ids.entry(row.clone()).or_insert_with(|| made(&row)).clone();
        }
    }
    number(read, settings);
    let columns: HashMap<Option<Arc<str>>, (u32, Arc<str>)> = read
        .tables
        .iter()
        .filter_map(|table| {
            let column = table.of(Key::Id).next()?;
            Some((table.sheet.clone(), (column.at, column.heading.clone())))
        })
        .collect();
    for item in &read.items {
        let column = columns.get(&item.place.sheet);
        let place = Place {
            column: column.map(|(column, _)| *column),
            heading: column.map(|(_, heading)| heading.clone()),
            ..item.place.clone()
        };
        match &item.own_id {
            // Where the list has no ids at all, that is said once.
            None if column.is_some() => {
                read.doubts.push(Doubt {
                    place,
                    text: String::new(),
                    why: Why::IdMade(item.id.clone()),
                });
            }
            Some(own) if *own != item.id => {
                read.doubts.push(Doubt {
                    place,
                    text: own.clone(),
                    why: Why::IdRepeated(item.id.clone()),
                });
            }
            _ => {}
        }
    }
}

/// Rows that share an id get numbers in their order; those of the last import keep theirs.
fn number(read: &mut Read, settings: &Settings) {
    let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in read.items.iter().enumerate() {
        rows.entry(item.id.clone()).or_default().push(at);
    }
    let mut taken: HashSet<String> = rows.keys().cloned().collect();
    let mut shared: Vec<(String, Vec<usize>)> =
        rows.into_iter().filter(|(_, rows)| rows.len() > 1).collect();
    shared.sort();
    for (id, rows) in shared {
        let known =
            |item: &Item| settings.known_ids.get(&(id.clone(), item.whole_title.clone())).cloned();
        let mut rest = Vec::new();
        let mut used = HashSet::new();
        for at in rows {
            match known(&read.items[at]).filter(|known| used.insert(known.clone())) {
                Some(known) => {
                    taken.insert(known.clone());
                    read.items[at].id = known;
                }
                None => rest.push(at),
            }
        }
        let mut number = 0;
        for at in rest {
            let next = loop {
                number += 1;
                let next = format!("{id}-{number}");
                if taken.insert(next.clone()) {
                    break next;
                }
            };
            read.items[at].id = next;
        }
    }
}

/// `t-3f2a91c0`: the same for the same title and unit.
fn made(row: &str) -> String {
    format!("t-{}", short_hash(row.as_bytes()))
}
