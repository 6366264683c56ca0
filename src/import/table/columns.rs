//! Which column is which key. A heading may fit several keys, and several headings one: the values decide.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Column, is_fact};
use crate::import::dates::{Decision, Reader, Reading, Role, Unread};
use crate::import::headings::{Rank, is_contact, recognise};
use crate::import::key::Key;
use crate::import::mapping::Mapping;
use crate::import::names;
use crate::import::sheet::{Cell, Sheet, letters};
use crate::import::states;
use crate::import::text::one_line;

/// So many values of a column are looked at.
const LOOKED_AT: usize = 300;
const SAMPLES: usize = 3;
/// The rank of a column that says itself that it is the office's own.
pub(super) const OF_EXPORT: Rank = Rank::MAX - 1;

/// The rank of a column that only its values say to be of addresses.
const BY_VALUES: Rank = 40;

/// The columns below the headings of a row.
pub(super) fn decide(
    sheet: &Sheet,
    header: u32,
    headings: &[(u32, String, Option<u32>)],
    mapping: &Mapping,
) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for (at, heading, _) in headings {
        if sheet.hidden_columns.contains(at) {
            continue;
        }
        let cells = cells(sheet, header, *at);
        if heading.is_empty() && cells.is_empty() {
            continue;
        }
        let named =
            if heading.is_empty() { format!("({})", letters(*at)) } else { heading.clone() };
        let times = taken.entry(named.clone()).or_default();
        *times += 1;
        let named = if *times > 1 { format!("{named} ({times})") } else { named };
        // An export says so of a column that would else be taken for another kind.
        let own = ["字段：", "字段:", "field: ", "field:"]
            .iter()
            .find_map(|start| named.strip_prefix(start));
        if let Some(own) = own.map(str::to_owned) {
            columns.push(Column::of_field(*at, own, samples(sheet, header, *at)));
            continue;
        }
        let (key, rank) = match mapping.columns.get(&named) {
            Some(key) => (*key, Rank::MAX),
            None if heading.is_empty() || is_fact(heading) => (Key::Field, 0),
            None => by_values(heading, recognise(heading), &cells),
        };
        columns.push(Column {
            at: *at,
            order: Decision::of(
                cells.iter().filter(|cell| cell.date.is_none()).map(|cell| cell.text.as_str()),
            ),
            samples: samples(sheet, header, *at),
            heading: Arc::from(named),
            key,
            rank,
            may_be_due: false,
        });
    }
    settle(sheet, header, &mut columns);
    columns
}

impl Column {
    fn of_field(at: u32, heading: String, samples: Vec<String>) -> Column {
        Column {
            at,
            heading: Arc::from(heading),
            key: Key::Field,
            rank: OF_EXPORT,
            order: Decision::NoMatter,
            samples,
            may_be_due: false,
        }
    }
}

/// The cells below the headings that hold something.
fn cells(sheet: &Sheet, header: u32, column: u32) -> Vec<&Cell> {
    let rows = sheet.rows.iter().filter(|row| row.at > header && !row.hidden);
    rows.filter_map(|row| row.cell(column))
        .filter(|cell| !cell.is_empty())
        .take(LOOKED_AT)
        .collect()
}

/// Values of a column that differ. A row with a single text in it is the heading of a section.
fn samples(sheet: &Sheet, header: u32, column: u32) -> Vec<String> {
    let rows = sheet.rows.iter().filter(|row| row.at > header && row.filled().nth(1).is_some());
    let cells = rows.filter_map(|row| row.cell(column)).take(LOOKED_AT);
    let mut seen = HashSet::new();
    let texts = cells.map(|cell| one_line(&cell.text)).filter(|text| !text.is_empty());
    texts.filter(|text| seen.insert(text.clone())).take(SAMPLES).collect()
}

/// What the values say of what the heading says.
fn by_values(heading: &str, found: Option<(Key, Rank)>, cells: &[&Cell]) -> (Key, Rank) {
    let may_be_contact = matches!(found, None | Some((Key::Field | Key::Email, _)));
    let addresses = cells.iter().filter(|cell| names::address(&cell.text).0.is_some()).count();
    if may_be_contact && is_contact(heading) && addresses * 2 > cells.len() {
        return found.filter(|(key, _)| *key == Key::Email).unwrap_or((Key::Email, BY_VALUES));
    }
    let Some((key, rank)) = found else { return (Key::Field, 0) };
    let share = |fits: &dyn Fn(&Cell) -> bool| {
        let count = cells.iter().filter(|cell| fits(cell)).count();
        if cells.is_empty() { 1.0 } else { count as f64 / cells.len() as f64 }
    };
    let dated = share(&|cell| is_dated(cell, key));
    let flagged = share(&|cell| states::flag(&cell.text).is_some());
    match key {
        Key::IsDone if !cells.is_empty() && dated >= 0.5 && flagged < 0.5 => (Key::Done, rank),
        Key::IsVerified if !cells.is_empty() && dated >= 0.5 && flagged < 0.5 => {
            (Key::Verified, rank)
        }
        Key::Done if !cells.is_empty() && dated < 0.5 && flagged >= 0.5 => (Key::IsDone, rank),
        Key::Verified if !cells.is_empty() && dated < 0.5 && flagged >= 0.5 => {
            (Key::IsVerified, rank)
        }
        Key::Due | Key::Extended if dated < 0.5 => (key, rank.saturating_sub(60).max(1)),
        key if key.is_date() && key != Key::Due && key != Key::Extended && dated < 0.3 => {
            (Key::Field, 0)
        }
        // Numbers are no titles.
        Key::Title
            if share(&|cell| !cell.text.contains(char::is_alphabetic)) > 0.5
                && !cells.is_empty() =>
        {
            (key, rank.saturating_sub(70).max(1))
        }
        // Words are no per cents.
        Key::Percent if share(&|cell| states::percent(&cell.text).is_some()) < 0.3 => {
            (Key::Progress, rank.min(50))
        }
        Key::Email if share(&|cell| cell.text.contains('@')) < 0.3 => (Key::Field, 0),
        key => (key, rank),
    }
}

/// Whether a cell has the form of a date, though it may not be readable.
fn is_dated(cell: &Cell, key: Key) -> bool {
    let role = if matches!(key, Key::Due | Key::Extended) { Role::Deadline } else { Role::Start };
    let reader = Reader { role, year: Some(2026), order: None };
    match reader.cell(cell) {
        Reading::Empty => false,
        Reading::Unread(Unread::NoDate) => false,
        Reading::Unread(Unread::NoDay) => role == Role::Deadline,
        _ => true,
    }
}

/// One column a key, where a key has one.
fn settle(sheet: &Sheet, header: u32, columns: &mut [Column]) {
    let mut best: BTreeMap<Key, usize> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        let surer = |other: &usize| {
            let other = &columns[*other];
            let by_values = || distinct(sheet, header, column) > distinct(sheet, header, other);
            column.rank > other.rank
                || (column.rank == other.rank && column.key == Key::Id && by_values())
        };
        if !column.key.may_repeat() && best.get(&column.key).is_none_or(surer) {
            best.insert(column.key, at);
        }
    }
    for (at, column) in columns.iter_mut().enumerate() {
        column.may_be_due = column.rank != OF_EXPORT
            && recognise(&column.heading).is_some_and(|(key, _)| key == Key::Due);
        if column.key.may_repeat() || best.get(&column.key) == Some(&at) {
            continue;
        }
        column.key = if column.key == Key::Title { Key::Detail } else { Key::Field };
    }
    for column in columns.iter_mut() {
        column.may_be_due &= column.key == Key::Field;
    }
    title(sheet, header, columns);
}

fn distinct(sheet: &Sheet, header: u32, column: &Column) -> usize {
    cells(sheet, header, column.at)
        .iter()
        .map(|cell| cell.text.as_str())
        .collect::<HashSet<_>>()
        .len()
}

/// Where nothing is the title, the measure or the detail is. A measure belongs to the title where one finding is
/// merged over the rows of several measures, else to the detail.
fn title(sheet: &Sheet, header: u32, columns: &mut [Column]) {
    if !columns.iter().any(|column| column.key == Key::Title) {
        let of = |key| columns.iter().position(move |column: &Column| column.key == key);
        if let Some(at) = of(Key::TitleMore).or_else(|| of(Key::Detail)) {
            columns[at].key = Key::Title;
        }
    }
    let title = columns.iter().find(|column| column.key == Key::Title).map(|column| column.at);
    let tall = title.is_some_and(|title| {
        let below = sheet.merged.iter().filter(|one| one.rows.0 > header && one.columns.0 == title);
        below.into_iter().any(|one| one.rows.0 < one.rows.1)
    });
    for column in columns.iter_mut() {
        if column.key == Key::TitleMore && column.rank != Rank::MAX && !tall {
            column.key = Key::Detail;
        }
    }
}
