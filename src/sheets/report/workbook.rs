//! The workbook of a report: the list, a row a unit or supervisor, what changed. Filterable, its heads frozen.

use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use crate::model::{Language, When};
use crate::sheets::book::{Book, Column, Page, Paper, Row, Rows, Shown, height};
use crate::sheets::export::workbook as list;
use crate::view::exported::{Exported, exported_tasks};
use crate::view::figures::{ChangeKind, Figures, Summary};
use crate::view::{owner_names, unit_name};
use crate::words::letters::dates;
use crate::words::{figures, reports as words};

/// The bytes of the workbook.
pub(crate) fn write(summary: &Summary, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new()?;
    let tasks = exported_tasks(&summary.stood, &summary.tasks, summary.moment);
    list::fill(&mut book, &tasks, language)?;
    let as_of = as_of(&tasks, language);
    rows(&mut book, summary, as_of.clone(), language)?;
    changes(&mut book, summary, as_of, language)?;
    book.end()
}

fn as_of(list: &Exported<'_>, language: Language) -> String {
    list.day().map(|day| dates::as_of(day, language)).unwrap_or_default()
}

/// A row a unit or supervisor, and one for all of them.
fn rows(
    book: &mut Book,
    summary: &Summary,
    as_of: String,
    language: Language,
) -> Result<(), XlsxError> {
    let column = |heading: &str, shown, width| Column { heading: heading.to_owned(), shown, width };
    let first = column(words::about_column(summary.by, language), Shown::Text, NAME);
    let numbers = figures::numbers(&summary.figures, language);
    let numbers = numbers.iter().map(|(name, _)| column(name, Shown::Number, FIGURE));
    let rate = column(figures::RATE.said(language), Shown::Rate, FIGURE);
    let columns: Vec<Column> = [first].into_iter().chain(numbers).chain([rate]).collect();
    let page = Page {
        name: words::BY_UNIT.said(language),
        as_of,
        frozen: 1,
        rows: summary.rows.len() + 1,
        filtered: summary.rows.len(),
        printed: columns.len(),
        paper: Paper::A4,
        columns,
        coloured: None,
    };
    book.sheet(&page, |rows| {
        let all = (words::ALL.said(language).to_owned(), &summary.figures, Row::Total);
        let parts = summary
            .rows
            .iter()
            .map(|row| (words::row_name(summary, row.about, language), &row.figures, Row::Plain));
        for (name, figures, row) in parts.chain([all]) {
            rows.begin(row, height(std::iter::once((NAME, name.as_str()))))?;
            rows.text(name)?;
            put(rows, figures, language)?;
        }
        Ok(())
    })
}

/// The counts, and the rate, where there is one.
fn put(rows: &mut Rows<'_>, of: &Figures, language: Language) -> Result<(), XlsxError> {
    for (_, number) in figures::numbers(of, language) {
        rows.number(number as f64)?;
    }
    match of.kept_permille() {
        Some(rate) => rows.rate(rate as f64 / 1000.0)?,
        None => rows.leave(),
    }
    Ok(())
}

/// How wide the column of names is, and those of figures are.
const NAME: f64 = 24.0;
const FIGURE: f64 = 11.0;

/// What happened in the period, task by task.
fn changes(
    book: &mut Book,
    summary: &Summary,
    as_of: String,
    language: Language,
) -> Result<(), XlsxError> {
    let columns = words::changes(language).into_iter().zip(COLUMNS);
    let columns: Vec<Column> = columns
        .map(|(heading, (shown, width))| Column { heading: heading.to_owned(), shown, width })
        .collect();
    let page = Page {
        name: words::CHANGES.said(language),
        as_of,
        frozen: 1,
        rows: summary.changes.len(),
        filtered: summary.changes.len(),
        printed: columns.len(),
        paper: Paper::A4,
        columns,
        coloured: None,
    };
    let between = crate::words::lists::AND.said(language);
    book.sheet(&page, |rows| {
        for change in &summary.changes {
            let task = summary.task(change.target);
            let texts = [
                task.id.to_string(),
                task.title.to_string(),
                unit_name(&summary.stood, change.target).unwrap_or_default().to_owned(),
                owner_names(&summary.stood, change.target).join(between),
                figures::change(change.kind, language).to_owned(),
            ];
            let widths = COLUMNS.iter().map(|(_, width)| *width);
            rows.begin(Row::Plain, height(widths.zip(texts.iter().map(String::as_str))))?;
            for text in texts {
                rows.text(text)?;
            }
            let to = match change.kind {
                ChangeKind::Extended { to } => Some(to),
                _ => None,
            };
            for day in [change.on, to] {
                match day.map(|when| day_of(summary, change.target, when)) {
                    Some(day) => rows.day(day)?,
                    None => rows.leave(),
                }
            }
        }
        Ok(())
    })
}

/// What the columns of changes have, and how wide they are.
const COLUMNS: [(Shown, f64); 7] = [
    (Shown::Text, 14.0),
    (Shown::Text, 40.0),
    (Shown::Text, 20.0),
    (Shown::Text, 16.0),
    (Shown::Text, 12.0),
    (Shown::Day, 12.0),
    (Shown::Day, 12.0),
];

fn day_of(summary: &Summary, target: crate::plan::Target, when: When) -> Date {
    target.calendar(&summary.stood).day_of(when)
}
