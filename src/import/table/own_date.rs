//! The list's own date: `填报日期：2026年3月2日`, `Findings (as of 2 March 2026)`, above the headings.

use jiff::civil::Date;

use crate::import::dates::{Reader, Reading, Role, within};
use crate::import::sheet::{Cell, Place, Row, Sheet};
use crate::import::text::folded;

const LABELS: [&str; 24] = [
    "填报日期",
    "填报时间",
    "填表日期",
    "填表时间",
    "制表日期",
    "制表时间",
    "统计日期",
    "统计时间",
    "报送日期",
    "报送时间",
    "更新日期",
    "更新时间",
    "数据截止",
    "截至",
    "日期",
    "时间",
    "as of",
    "as at",
    "status as of",
    "report date",
    "poam date",
    "updated",
    "stand",
    "date",
];

/// The date above the last row of headings, or among them.
pub(super) fn find(sheet: &Sheet, header: u32) -> Option<(Date, Place)> {
    let above = sheet.rows.iter().filter(|row| row.at <= header);
    let cells = above.flat_map(|row| row.filled().map(move |(column, cell)| (row, column, cell)));
    cells
        .filter_map(|(row, column, cell)| of_cell(sheet, row, column, cell, row.at == header))
        .next()
}

fn of_cell(
    sheet: &Sheet,
    row: &Row,
    column: u32,
    cell: &Cell,
    among_headings: bool,
) -> Option<(Date, Place)> {
    let text = folded(&cell.text);
    if let Some(day) = within_line(&text) {
        return Some((day, place_of(sheet, row, column)));
    }
    let rest = LABELS.iter().find_map(|label| {
        // Chinese labels may stand within a line; the others begin it.
        match label.is_ascii() {
            true => {
                text.strip_prefix(label).filter(|rest| !rest.starts_with(char::is_alphanumeric))
            }
            false => text.split_once(label).map(|(_, rest)| rest),
        }
    })?;
    let rest = rest.trim_matches([':', ' ', ')', '(']);
    let place = |row: &Row, column| place_of(sheet, row, column);
    if !rest.is_empty() {
        let read = dated(&Cell::text(rest)).or_else(|| within(rest));
        return read.map(|day| (day, place(row, column)));
    }
    if among_headings {
        return None;
    }
    // The date stands beside the label, or below it.
    let beside = (column + 1..column + 6)
        .find_map(|next| Some((row, next, row.cell(next)?)).filter(|one| !one.2.is_empty()));
    let below = sheet.row(row.at + 1).and_then(|below| Some((below, column, below.cell(column)?)));
    [beside, below]
        .into_iter()
        .flatten()
        .find_map(|(row, column, cell)| Some((dated(cell)?, place(row, column))))
}

fn place_of(sheet: &Sheet, row: &Row, column: u32) -> Place {
    Place {
        sheet: sheet.name.clone(),
        row: row.at,
        item: row.item.clone(),
        column: Some(column),
        heading: None,
    }
}

/// `… (status as of 20 November 2026)`: these words may stand within a line, and more may follow the date.
fn within_line(text: &str) -> Option<Date> {
    let labels = ["as of", "as at", "date:", "dated", "stand:"];
    let starts = labels.iter().flat_map(|label| {
        text.match_indices(label).filter_map(move |(at, _)| {
            let whole = !text[..at].ends_with(char::is_alphanumeric);
            whole.then(|| &text[at + label.len()..])
        })
    });
    starts.into_iter().find_map(|rest| {
        let rest =
            rest.strip_prefix(char::is_whitespace).or(rest.strip_prefix(':')).unwrap_or(rest);
        let words: Vec<&str> = rest.split_whitespace().take(5).collect();
        (1..=words.len()).rev().find_map(|count| {
            let date = words[..count].join(" ");
            dated(&Cell::text(date.trim_matches(|c: char| "()[].,;:—–- ".contains(c))))
        })
    })
}

fn dated(cell: &Cell) -> Option<Date> {
    match (Reader { role: Role::Fact, year: None, order: None }).cell(cell) {
        Reading::Read(when, how) if how.is_empty() => Some(when.day()),
        _ => None,
    }
}
