//! A list as cells, however it was stored.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::DateTime;

/// One sheet of a workbook; of other files the whole.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name, where it has one.
    pub name: Option<Arc<str>>,
    /// Its rows in order; empty ones may be missing.
    pub rows: Vec<Row>,
    /// Cells merged into one.
    pub merged: Vec<Merged>,
    /// Columns that are hidden.
    pub hidden_columns: Vec<u32>,
    /// What whoever read the file found doubtful in it.
    pub noted: Vec<Noted>,
}

/// A whole list: one file.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Its sheets that are shown.
    pub sheets: Vec<Sheet>,
    /// The names of those that are hidden.
    pub hidden: Vec<String>,
    /// The encoding that its bytes were taken for, where nothing in the file says so.
    pub encoding: Option<&'static str>,
}

/// A doubt about a cell that only the reader of the file can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub note: Note,
}

/// What is wrong with a cell of a plan of action in OSCAL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It names no risk of the file.
    NoSuchRisk,
    /// The step ends after the deadline of its own risk.
    StepAfterDeadline,
}

/// A row of cells.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number, or the line on which it begins, from 1.
    pub at: u32,
    /// In a file without rows, what the row is called there.
    pub item: Option<Arc<str>>,
    /// Its cells by column, from 0. Empty ones may be missing.
    pub cells: Vec<(u32, Cell)>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// How many fields the record has, where the file counts them.
    pub width: Option<u32>,
    /// Steps of the row's task, where the file has them as such.
    pub steps: Vec<Step>,
}

/// A step of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its deadline, as it is written.
    pub due: String,
}

/// A cell as it is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The text that is shown. A date is written `2026-11-30` whatever its format.
    pub text: String,
    /// A date that is stored as one.
    pub date: Option<Stored>,
    /// What keeps it from being read.
    pub flaw: Option<Flaw>,
}

/// A date that the file stores as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// What is stored.
    pub at: DateTime,
    /// How much of it is shown.
    pub shown: Precision,
}

/// How much of a date is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// A time, too.
    Time,
    /// A day.
    Day,
    /// No day, only a month.
    Month,
    /// Only a year.
    Year,
}

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A formula that was never computed.
    NoValue,
    /// A formula that ended in an error.
    Error,
}

/// Cells merged into one: its first and last row (from 1) and column (from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first and the last row.
    pub rows: (u32, u32),
    /// The first and the last column.
    pub columns: (u32, u32),
}

/// Where a cell stands: `台账!H7`, `I6`, `48c8368d due`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// The row or line.
    pub row: u32,
    /// What the row is called in a file without rows.
    pub item: Option<Arc<str>>,
    /// The column, where it is about one.
    pub column: Option<u32>,
    /// The heading of that column.
    pub heading: Option<Arc<str>>,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), date: None, flaw: None }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.flaw.is_none() && self.text.trim().is_empty()
    }
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.cells[at].1)
    }

    /// The cells that hold something.
    pub fn filled(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.iter().filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| (*column, cell))
    }
}

impl Sheet {
    /// The row of that number.
    pub fn row(&self, at: u32) -> Option<&Row> {
        let found = self.rows.binary_search_by_key(&at, |row| row.at).ok()?;
        Some(&self.rows[found])
    }

    /// The cell that is shown there: of merged cells the first one.
    pub fn shown(&self, row: u32, column: u32) -> Option<&Cell> {
        let own = self.row(row).and_then(|row| row.cell(column)).filter(|cell| !cell.is_empty());
        own.or_else(|| {
            let whole = self.merged.iter().find(|one| one.holds(row, column))?;
            self.row(whole.rows.0)?.cell(whole.columns.0)
        })
    }

    /// Gives every row of cells merged over several rows their value, column by column.
    pub fn fill_down(&mut self) {
        let tall = self.merged.iter().filter(|one| one.rows.0 < one.rows.1).copied();
        for whole in tall.collect::<Vec<_>>() {
            let column = whole.columns.0;
            let first = self.row(whole.rows.0).and_then(|row| row.cell(column)).cloned();
            let Some(first) = first.filter(|cell| !cell.is_empty()) else { continue };
            let start = self.rows.partition_point(|row| row.at <= whole.rows.0);
            for row in self.rows[start..].iter_mut().take_while(|row| row.at <= whole.rows.1) {
                match row.cells.binary_search_by_key(&column, |(column, _)| *column) {
                    Ok(at) if row.cells[at].1.is_empty() => row.cells[at].1 = first.clone(),
                    Ok(_) => {}
                    Err(at) => row.cells.insert(at, (column, first.clone())),
                }
            }
        }
    }

    /// Gives cells that say 同上 or `ditto` the value above, below the headings.
    pub fn fill_dittos(&mut self, header: u32) {
        let mut above: BTreeMap<u32, Cell> = BTreeMap::new();
        for row in self.rows.iter_mut().filter(|row| row.at > header) {
            let alone = row.filled().nth(1).is_none();
            for (column, cell) in row.cells.iter_mut().filter(|(_, cell)| !cell.is_empty()) {
                if is_ditto(&cell.text) {
                    if let Some(value) = above.get(column) {
                        cell.clone_from(value);
                    }
                } else if !alone {
                    above.insert(*column, cell.clone());
                }
            }
        }
    }

    /// A place in it.
    pub fn place(&self, row: &Row, column: Option<(u32, &Arc<str>)>) -> Place {
        Place {
            sheet: self.name.clone(),
            row: row.at,
            item: row.item.clone(),
            column: column.map(|(column, _)| column),
            heading: column.map(|(_, heading)| heading.clone()),
        }
    }
}

/// Whether a cell only says that it is as the one above.
fn is_ditto(text: &str) -> bool {
    let text = crate::import::text::folded(text);
    let bare = text.trim_matches(['-', '—', '(', ')', ' ', '.', '。']);
    const WORDS: [&str; 14] = [
        "同上",
        "同前",
        "同上行",
        "〃",
        "″",
        "\"",
        "”",
        "“",
        "“”",
        "''",
        "ditto",
        "do",
        "same as above",
        "as above",
    ];
    WORDS.contains(&bare)
}

impl Merged {
    /// Whether a cell is part of it.
    pub fn holds(&self, row: u32, column: u32) -> bool {
        let (rows, columns) = (self.rows, self.columns);
        rows.0 <= row && row <= rows.1 && columns.0 <= column && column <= columns.1
    }

    /// How many columns it covers.
    pub fn width(&self) -> u32 {
        self.columns.1 - self.columns.0 + 1
    }
}

/// `A`, `AB`: a column's letters.
pub fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| *letter as char).collect()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = &self.item {
            return match &self.heading {
                Some(heading) => write!(f, "{item} {heading}"),
                None => f.write_str(item),
            };
        }
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}!")?;
        }
        match self.column {
            Some(column) if self.row == 0 => f.write_str(&letters(column)),
            Some(column) => write!(f, "{}{}", letters(column), self.row),
            None => self.row.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).into();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
