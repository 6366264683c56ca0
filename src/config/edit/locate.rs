//! Where an entry stands in a document, and how it is written there.

use std::collections::HashMap;
use std::ops::Range;

use toml_edit::{Document, InlineTable, Item, Table, TableLike};

use super::Entry;

/// The entries of a document, by id.
pub(super) struct Index<'d> {
    tasks: HashMap<&'d str, Written<'d>>,
    people: Option<&'d dyn TableLike>,
    root: &'d Table,
}

/// An entry as it is written.
#[derive(Clone, Copy)]
pub(super) enum Written<'d> {
    /// Below a header: `[[task]]`, `[people.li]`; or by dotted keys: `people.li.name = …`.
    Lines(&'d Table),
    /// In braces.
    Braces(&'d InlineTable),
}

impl<'d> Index<'d> {
    pub(super) fn of<S>(document: &'d Document<S>) -> Index<'d> {
        let root = document.as_table();
        let tasks = root.get("task").map(elements).unwrap_or_default().into_iter();
        let tasks = tasks.filter_map(|task| Some((task.keys().get("id")?.as_str()?, task)));
        Index {
            tasks: tasks.collect(),
            people: root.get("people").and_then(Item::as_table_like),
            root,
        }
    }

    /// The id of the task in whose lines a byte stands.
    pub(super) fn task_at(&self, byte: usize) -> Option<String> {
        let holds = |written: &Written<'_>| match written {
            Written::Lines(table) => {
                table.span().is_some_and(|span| (span.start..=whole_end(table)).contains(&byte))
            }
            Written::Braces(table) => table.span().is_some_and(|span| span.contains(&byte)),
        };
        let found = self.tasks.iter().find(|(_, written)| holds(written));
        found.map(|(id, _)| (*id).to_owned())
    }

    /// Where an entry stands.
    pub(super) fn find(&self, entry: &Entry) -> Option<Written<'d>> {
        match entry {
            Entry::Task(id) => self.tasks.get(id.as_str()).copied(),
            Entry::Milestone(task, id) => {
                let task = self.tasks.get(task.as_str())?;
                let milestones = elements(task.keys().get("milestones")?);
                let has_id = |one: &Written<'_>| {
                    one.keys().get("id").and_then(Item::as_str) == Some(id.as_str())
                };
                milestones.into_iter().find(has_id)
            }
            Entry::Person(id) => Written::of(self.people?.get(id)?),
            Entry::File => Some(Written::Lines(self.root)),
        }
    }
}

impl<'d> Written<'d> {
    fn of(item: &'d Item) -> Option<Written<'d>> {
        let braces = || item.as_inline_table().map(Written::Braces);
        item.as_table().map(Written::Lines).or_else(braces)
    }

    /// Its keys and values.
    pub(super) fn keys(self) -> &'d dyn TableLike {
        match self {
            Written::Lines(table) => table,
            Written::Braces(table) => table,
        }
    }
}

/// The tables of a list, however it is written.
fn elements(item: &Item) -> Vec<Written<'_>> {
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(Written::Lines).collect();
    }
    let values = item.as_array().into_iter().flatten();
    values.filter_map(|value| value.as_inline_table().map(Written::Braces)).collect()
}

/// Keys with a value that an entry has in its own lines, dotted ones too: where the key and the value stand, in
/// the order of the text.
pub(super) fn own_pairs(table: &dyn TableLike) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pairs = Vec::new();
    collect(table, &mut pairs);
    pairs.sort_by_key(|(key, _)| key.start);
    pairs
}

fn collect(table: &dyn TableLike, pairs: &mut Vec<(Range<usize>, Range<usize>)>) {
    for (name, item) in table.iter() {
        match item {
            Item::Table(below) if below.is_dotted() => collect(below, pairs),
            Item::Value(toml_edit::Value::InlineTable(below)) if below.is_dotted() => {
                collect(below, pairs);
            }
            Item::Value(value) => {
                let key = table.get_key_value(name).and_then(|(key, _)| key.span());
                pairs.extend(key.zip(value.span()));
            }
            // Below a header of its own.
            Item::Table(_) | Item::ArrayOfTables(_) | Item::None => {}
        }
    }
}

/// The last byte of a table below a header, with all tables below it.
pub(super) fn whole_end(table: &Table) -> usize {
    let below = table.iter().map(|(_, item)| match item {
        Item::Value(value) => value.span().map_or(0, |span| span.end),
        Item::Table(below) => whole_end(below),
        Item::ArrayOfTables(list) => list.iter().map(whole_end).max().unwrap_or(0),
        Item::None => 0,
    });
    below.chain(table.span().map(|span| span.end)).max().unwrap_or(0)
}

/// Where the path of a key begins: in `hold.until = …` with `hold`.
pub(super) fn path_start(text: &str, key: usize) -> usize {
    let mut start = key;
    loop {
        let before = text[..start].trim_end_matches([' ', '\t']);
        let Some(before) = before.strip_suffix('.') else { return start };
        let before = before.trim_end_matches([' ', '\t']);
        start = match before.chars().next_back() {
            Some(quote @ ('"' | '\'')) => opening_quote(&before[..before.len() - 1], quote),
            _ => {
                let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                before.trim_end_matches(bare).len()
            }
        };
    }
}

/// Where a quoted key opens, of the text before its closing quote. Between `"` and `"` a quote may be escaped.
fn opening_quote(text: &str, quote: char) -> usize {
    let escaped = |at: usize| {
        let backslashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        quote == '"' && backslashes % 2 == 1
    };
    text.rmatch_indices(quote).map(|(at, _)| at).find(|at| !escaped(*at)).unwrap_or(0)
}
