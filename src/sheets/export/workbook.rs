//! A workbook: filterable, its head frozen, rows coloured by state with the word beside, dates as dates.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::headings;
use crate::import::key::Key;
use crate::model::Language;
use crate::plan::Colour;
use crate::sheets::book::{Book, Look, Page, Paper, Rows, Shown, Style};
use crate::view::Exported;
use crate::view::exported::{Cell, Column};
use crate::words::export;
use crate::words::letters::dates;

/// The bytes of the workbook, and how many texts were cut for it.
pub(crate) fn write(list: &Exported<'_>, language: Language) -> io::Result<(Vec<u8>, usize)> {
    let mut book = Book::of(1)?;
    let cut = fill(&mut book, list, language)?;
    Ok((book.end()?, cut))
}

/// Writes a sheet with the list; how many texts were cut for it.
pub(crate) fn fill(book: &mut Book, list: &Exported<'_>, language: Language) -> io::Result<usize> {
    let headings = headings(list, language);
    let column = |at: usize| Column::ALL.get(at).copied();
    let widths: Vec<f64> = (0..headings.len()).map(|at| width(list, column(at))).collect();
    let heads: Vec<Style> =
        (0..headings.len()).map(|at| book.style(head(column(at) == Some(Column::Days)))).collect();
    let styles = COLOURS.map(|colour| (colour, Styles::of(book, colour)));
    let count = list.count();
    let page = Page {
        name: export::SHEET.said(language),
        as_of: list.day().map(|day| dates::as_of(day, language)).unwrap_or_default(),
        frozen: 2,
        rows: count,
        filtered: count,
        // On paper all columns side by side could not be read: the others are for the screen.
        printed: PRINTED,
        paper: Paper::A3,
        widths: widths.clone(),
    };
    book.sheet(page, |rows| {
        rows.begin(height(widths.iter().copied().zip(headings.iter().map(String::as_str))));
        for (style, heading) in heads.iter().zip(&headings) {
            rows.text(*style, heading);
        }
        let mut cut = 0;
        for row in list.rows() {
            let texts = row.cells.iter().zip(&widths).take(PRINTED);
            let texts = texts.filter_map(|(cell, width)| match cell {
                Cell::Text(text) => Some((*width, text.as_str())),
                _ => None,
            });
            rows.begin(height(texts));
            let styles = styles.iter().find(|(colour, _)| *colour == row.colour);
            let styles = &styles.expect("it is one of all").1;
            let own = row.fields.into_iter().map(|own| own.map_or(Cell::Empty, Cell::Text));
            for cell in row.cells.into_iter().chain(own) {
                cut += usize::from(put(rows, &cell, styles, language));
            }
        }
        cut
    })
}

/// So many columns of the list are printed, to the deadline in force.
const PRINTED: usize = 17;

/// How the head of a column looks.
pub(crate) fn head(has_numbers: bool) -> Look {
    let shown = if has_numbers { Shown::Number } else { Shown::Text };
    Look { ground: Some(0xD9_E1F2), bold: true, shown }
}

/// A line of a row, in points, and so many at most.
const LINE: f64 = 15.0;
const LINES: f64 = 6.0;

/// How high a row is, if more than a line, with these texts, each broken within its column: not every program works that
/// out when it opens the file.
pub(crate) fn height<'t>(texts: impl Iterator<Item = (f64, &'t str)>) -> Option<f64> {
    let lines = |(width, text): (f64, &str)| -> f64 {
        // No character is wider than it has bytes.
        if text.len() as f64 <= width - 1.0 && !text.contains('\n') {
            return 1.0;
        }
        text.split('\n').map(|line| (line.width() as f64 / (width - 1.0)).ceil().max(1.0)).sum()
    };
    let lines = texts.map(lines).fold(1.0, f64::max).min(LINES);
    (lines > 1.0).then_some(LINE * lines)
}

const COLOURS: [Colour; 5] =
    [Colour::Red, Colour::Yellow, Colour::Green, Colour::Blue, Colour::Grey];

/// How cells of a row look.
struct Styles {
    text: Style,
    number: Style,
    day: Style,
    time: Style,
}

impl Styles {
    fn of(book: &mut Book, colour: Colour) -> Styles {
        let ground = match colour {
            Colour::Red => 0xFF_C7CE,
            Colour::Yellow => 0xFF_EB9C,
            Colour::Green => 0xE2_EFDA,
            Colour::Blue => 0xDD_EBF7,
            Colour::Grey => 0xED_EDED,
        };
        let mut style = |shown| book.style(Look { ground: Some(ground), shown, ..Look::default() });
        Styles {
            text: style(Shown::Text),
            number: style(Shown::Number),
            day: style(Shown::Day),
            time: style(Shown::Time),
        }
    }
}

/// Writes a cell; whether its text was cut.
fn put(rows: &mut Rows<'_>, cell: &Cell, styles: &Styles, language: Language) -> bool {
    match cell {
        Cell::Empty => rows.blank(styles.text),
        Cell::Day(day) => rows.day(styles.day, *day),
        Cell::Time(time) => rows.time(styles.time, *time),
        Cell::Number(number) => rows.number(styles.number, *number as f64),
        other => return rows.text(styles.text, &export::text(other, language)),
    }
    false
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
