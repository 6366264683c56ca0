//! A workbook: filterable, its head frozen, rows coloured by state with the word beside, dates as dates.

use std::sync::mpsc::sync_channel;
use std::thread;

use rust_xlsxwriter::XlsxError;
use unicode_width::UnicodeWidthStr;

use super::headings;
use crate::import::key::Key;
use crate::model::Language;
use crate::plan::Colour;
use crate::sheets::book::{self, Book, Page, Paper, Rows, Shown};
use crate::view::Exported;
use crate::view::exported::{Cell, Column, Row};
use crate::words::letters::dates;
use crate::words::{export, lists};

/// The bytes of the workbook, and how many texts were cut for it.
pub(crate) fn write(
    list: &Exported<'_>,
    language: Language,
) -> Result<(Vec<u8>, usize), XlsxError> {
    let mut book = Book::new()?;
    let cut = fill(&mut book, list, language)?;
    Ok((book.end()?, cut))
}

/// Writes a sheet with the list; how many texts were cut for it.
pub(crate) fn fill(
    book: &mut Book,
    list: &Exported<'_>,
    language: Language,
) -> Result<usize, XlsxError> {
    let page = page(list, language);
    // Rows are made while those before them are written.
    thread::scope(|scope| {
        let (sender, made) = sync_channel::<Vec<Row>>(WAITING);
        scope.spawn(move || {
            let mut rows = list.rows();
            loop {
                let some: Vec<Row> = rows.by_ref().take(TOGETHER).collect();
                if some.is_empty() || sender.send(some).is_err() {
                    return;
                }
            }
        });
        book.sheet(&page, |rows| {
            let mut cut = 0;
            for row in made.into_iter().flatten() {
                let printed = row.cells.iter().zip(&page.columns).take(PRINTED);
                let texts = printed.filter_map(|(cell, column)| match cell {
                    Cell::Text(text) => Some((column.width, text.as_str())),
                    _ => None,
                });
                rows.begin(book::Row::Plain, book::height(texts))?;
                let own = row.fields.into_iter().map(|own| own.map_or(Cell::Empty, Cell::Text));
                for cell in row.cells.into_iter().chain(own) {
                    cut += usize::from(put(rows, cell, language)?);
                }
            }
            Ok(cut)
        })
    })
}

/// So many rows are handed over at once, and so many times as many wait.
const TOGETHER: usize = 256;
const WAITING: usize = 4;

fn page(list: &Exported<'_>, language: Language) -> Page {
    let columns = Column::ALL.into_iter().map(Some).chain(list.fields.iter().map(|_| None));
    let columns = columns.zip(headings(list, language)).map(|(column, heading)| book::Column {
        heading,
        shown: shown(column),
        width: width(list, column),
    });
    let coloured = Column::ALL.iter().position(|column| *column == Column::Colour);
    let words = COLOURS.map(|colour| (colour, lists::colour(colour, language)));
    Page {
        name: export::SHEET.said(language),
        as_of: list.day().map(|day| dates::as_of(day, language)).unwrap_or_default(),
        columns: columns.collect(),
        frozen: 2,
        rows: list.count(),
        filtered: list.count(),
        // On paper all columns side by side could not be read: the others are for the screen.
        printed: PRINTED,
        paper: Paper::A3,
        coloured: coloured.map(|column| (column, words.to_vec())),
    }
}

const COLOURS: [Colour; 5] =
    [Colour::Red, Colour::Yellow, Colour::Green, Colour::Blue, Colour::Grey];

/// So many columns of the list are printed, to the deadline in force.
const PRINTED: usize = 17;

/// Writes a cell; whether its text was cut.
fn put(rows: &mut Rows<'_>, cell: Cell, language: Language) -> Result<bool, XlsxError> {
    match cell {
        Cell::Empty => rows.leave(),
        Cell::Text(text) => return rows.text(text),
        Cell::Day(day) => rows.day(day)?,
        Cell::Time(time) => rows.time(time)?,
        Cell::Number(number) => rows.number(number as f64)?,
        other => return rows.text(export::text(&other, language)),
    }
    Ok(false)
}

/// What most cells of a column have.
fn shown(column: Option<Column>) -> Shown {
    match column {
        Some(Column::Days) => Shown::Number,
        Some(Column::Of(key)) if key.is_date() => Shown::Day,
        _ => Shown::Text,
    }
}

fn width(list: &Exported<'_>, column: Option<Column>) -> f64 {
    match column {
        Some(Column::Of(key)) => match key {
            // An id is read whole.
            Key::Id => {
                let longest = list.ids().map(UnicodeWidthStr::width).max().unwrap_or_default();
                (longest as f64 + 2.0).clamp(12.0, 24.0)
            }
            Key::Title => 40.0,
            Key::Detail | Key::Progress | Key::Milestones => 30.0,
            Key::Percent | Key::Every => 9.0,
            Key::Unit | Key::Owner | Key::With => 16.0,
            _ => 12.0,
        },
        Some(Column::State | Column::Colour | Column::Days) => 9.0,
        None => 16.0,
    }
}
