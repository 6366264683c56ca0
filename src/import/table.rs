//! The headings of a sheet: in which row they stand, and which column is which key.

mod columns;
mod own_date;
pub mod year;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::import::dates::Decision;
use crate::import::headings::{Rank, recognise};
use crate::import::key::Key;
use crate::import::mapping::Mapping;
use crate::import::sheet::{Place, Sheet};
use crate::import::text::{one_line, plain};

/// A sheet with headings that are known.
#[derive(Debug, Clone)]
pub struct Table {
    /// The sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// The first and the last row of the headings.
    pub header: (u32, u32),
    /// Its columns from the left; hidden ones are not among them.
    pub columns: Vec<Column>,
    /// How many fields the record of the headings has, where the file counts them.
    pub width: Option<u32>,
    /// The list's own date, and where it stands.
    pub own_date: Option<(Date, Place)>,
    /// The years that it names.
    pub years: year::Named,
    /// Whether the sheet's name says that all of its rows are finished.
    pub is_finished: bool,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Which, from 0.
    pub at: u32,
    /// Its heading; where it has none, its letters in brackets.
    pub heading: Arc<str>,
    /// What it is.
    pub key: Key,
    /// How surely.
    pub rank: Rank,
    /// What its dates say about the order of day and month.
    pub order: Decision,
    /// Up to three values of it.
    pub samples: Vec<String>,
    /// Whether its heading could mean the deadline, though another column is taken for that.
    pub may_be_due: bool,
}

/// So many rows are looked at for headings, and so many columns are read.
const LOOKED_AT: usize = 60;
const COLUMNS: u32 = 400;

impl Table {
    /// The headings of a sheet, if it has any that are known.
    pub fn find(sheet: &Sheet, mapping: &Mapping) -> Option<Table> {
        let rows = sheet.rows.iter().filter(|row| row.filled().next().is_some()).take(LOOKED_AT);
        let scored = rows.filter_map(|row| Some((score(sheet, row.at, mapping)?, row.at)));
        // Of equal rows the first: the headings may stand again on each page.
        let (_, at) = scored.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)))?;
        let headings = headings(sheet, at);
        let top = headings.iter().filter_map(|(_, _, top)| *top).min().unwrap_or(at);
        let columns = columns::decide(sheet, at, &headings, mapping);
        let years = year::find(sheet, at, &columns);
        Some(Table {
            years,
            sheet: sheet.name.clone(),
            header: (top, at),
            columns,
            width: sheet.row(at).and_then(|row| row.width),
            own_date: own_date::find(sheet, at),
            is_finished: sheet.name.as_deref().is_some_and(names_finished),
        })
    }

    /// The columns of a key, the surest first.
    pub fn of(&self, key: Key) -> impl Iterator<Item = &Column> {
        let mut columns: Vec<&Column> =
            self.columns.iter().filter(|column| column.key == key).collect();
        columns.sort_by_key(|column| std::cmp::Reverse(column.rank));
        columns.into_iter()
    }

    /// Whether a column is one that only tasks have: a list of people has names, units and addresses, too.
    pub fn tells_of_tasks(&self) -> bool {
        let own = [Key::Due, Key::Extended, Key::Every, Key::Owner, Key::Status, Key::Opened];
        own.into_iter().any(|key| self.of(key).next().is_some())
    }

    /// The headings that stand in a mapping file: all but those of an export's own fields.
    pub fn headings_to_map(&self) -> impl Iterator<Item = &str> {
        let mapped = self.columns.iter().filter(|column| column.rank != columns::OF_EXPORT);
        mapped.map(|column| &*column.heading)
    }

    /// The heading of a column.
    pub fn heading(&self, at: u32) -> Option<&str> {
        self.columns.iter().find(|column| column.at == at).map(|column| column.heading.as_ref())
    }
}

/// Whether a sheet's name says that what it holds is finished.
fn names_finished(name: &str) -> bool {
    let name = crate::import::text::folded(name);
    let open = ["未", "open", "不"].iter().any(|word| name.contains(word));
    !open
        && ["closed", "completed", "已销号", "已办结", "已完成", "已关闭", "erledigt"]
            .iter()
            .any(|word| name.contains(word))
}

/// The texts of a row of headings: column, text, and the row in which it stands where that is another.
fn headings(sheet: &Sheet, at: u32) -> Vec<(u32, String, Option<u32>)> {
    let last = sheet
        .rows
        .iter()
        .flat_map(|row| row.cells.last())
        .map(|(column, _)| *column)
        .max()
        .unwrap_or(0);
    let above = at.checked_sub(1).filter(|above| {
        sheet
            .row(*above)
            .is_some_and(|row| row.filled().filter(|(_, cell)| !is_fact(&cell.text)).count() >= 3)
    });
    let mut found = Vec::new();
    for column in 0..=last.min(COLUMNS) {
        let whole = sheet.merged.iter().find(|one| one.holds(at, column));
        // A heading merged over several columns is that of the first.
        if whole.is_some_and(|whole| whole.columns.0 < column) {
            continue;
        }
        let own = sheet
            .shown(at, column)
            .map(|cell| one_line(&cell.text))
            .filter(|text| !text.is_empty());
        let from_above = || {
            let text = one_line(&sheet.shown(above?, column)?.text);
            recognise(&text).is_some().then_some(text)
        };
        let top = whole.map(|whole| whole.rows.0).filter(|top| *top < at);
        match own {
            Some(text) => found.push((column, text, top)),
            None => found.push(match from_above() {
                Some(text) => (column, text, above),
                None => (column, String::new(), None),
            }),
        }
    }
    found
}

/// `项目名称：一期工程`: a fact that stands among headings.
fn is_fact(text: &str) -> bool {
    let text = plain(text);
    text.split_once(':').is_some_and(|(_, value)| !value.trim().is_empty())
}

/// How much a row looks like headings; `None` if it does not.
fn score(sheet: &Sheet, at: u32, mapping: &Mapping) -> Option<u32> {
    let mut ranks: BTreeMap<Key, Rank> = BTreeMap::new();
    let mut known = 0;
    for (_, text, _) in headings(sheet, at) {
        if text.is_empty() || is_fact(&text) {
            continue;
        }
        let mapped = mapping.columns.get(&text).map(|key| (*key, 100));
        let Some((key, rank)) = mapped.or_else(|| recognise(&text)) else { continue };
        known += 1;
        let best = ranks.entry(key).or_default();
        *best = rank.max(*best);
    }
    let has = |keys: &[Key]| keys.iter().any(|key| ranks.contains_key(key));
    let titled = has(&[Key::Title])
        || (has(&[Key::TitleMore, Key::Detail]) && has(&[Key::Id, Key::Due, Key::Owner]));
    let further: BTreeSet<&Key> = ranks
        .keys()
        .filter(|key| {
            matches!(
                key,
                Key::Id
                    | Key::Due
                    | Key::Owner
                    | Key::Unit
                    | Key::Opened
                    | Key::Done
                    | Key::Every
                    | Key::Severity
                    | Key::Status
                    | Key::Extended
                    | Key::Verified
                    | Key::TitleMore
            )
        })
        .collect();
    let is_table = titled && !further.is_empty() && known >= 2;
    is_table.then(|| ranks.values().sum::<u32>() + known)
}
