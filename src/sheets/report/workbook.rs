//! The workbook of a report: the list, a row a unit or supervisor, what changed. Filterable, its heads frozen.

use std::io;

use jiff::civil::Date;

use crate::model::{Language, When};
use crate::sheets::book::{Book, Look, Page, Paper, Shown, Style};
use crate::sheets::export::workbook as list;
use crate::view::exported::{Exported, exported_tasks};
use crate::view::figures::{ChangeKind, Figures, Summary};
use crate::view::{owner_names, unit_name};
use crate::words::letters::dates;
use crate::words::{figures, reports as words};

/// The bytes of the workbook.
pub(crate) fn write(summary: &Summary, language: Language) -> io::Result<Vec<u8>> {
    let mut book = Book::of(3)?;
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
fn rows(book: &mut Book, summary: &Summary, as_of: String, language: Language) -> io::Result<()> {
    let names = figures::numbers(&summary.figures, language);
    let first = words::about_column(summary.by, language).to_owned();
    let rate = figures::RATE.said(language).to_owned();
    let names = names.into_iter().map(|(name, _)| name);
    let headings: Vec<String> = [first].into_iter().chain(names).chain([rate]).collect();
    let widths: Vec<f64> =
        (0..headings.len()).map(|at| if at == 0 { NAME } else { FIGURE }).collect();
    let heads = [false, true].map(|has_numbers| book.style(list::head(has_numbers)));
    let (part, total) = (Styles::of(book, false), Styles::of(book, true));
    let page = Page {
        name: words::BY_UNIT.said(language),
        as_of,
        frozen: 1,
        rows: summary.rows.len() + 1,
        filtered: summary.rows.len(),
        printed: headings.len(),
        paper: Paper::A4,
        widths: widths.clone(),
    };
    book.sheet(page, |rows| {
        rows.begin(list::height(widths.iter().copied().zip(headings.iter().map(String::as_str))));
        for (at, heading) in headings.iter().enumerate() {
            rows.text(heads[usize::from(at > 0)], heading);
        }
        let all = (words::ALL.said(language).to_owned(), &summary.figures, &total);
        let parts = summary.rows.iter();
        let parts =
            parts.map(|row| (words::row_name(summary, row.about, language), &row.figures, &part));
        for (name, figures, styles) in parts.chain([all]) {
            rows.begin(list::height(std::iter::once((NAME, name.as_str()))));
            rows.text(styles.text, &name);
            styles.figures(rows, figures, language);
        }
    })
}

/// How wide the column of names is, and those of figures are.
const NAME: f64 = 24.0;
const FIGURE: f64 = 11.0;

/// How cells of a row look.
struct Styles {
    text: Style,
    number: Style,
    rate: Style,
    day: Style,
}

impl Styles {
    fn of(book: &mut Book, bold: bool) -> Styles {
        let mut style = |shown| book.style(Look { bold, shown, ..Look::default() });
        Styles {
            text: style(Shown::Text),
            number: style(Shown::Number),
            rate: style(Shown::Rate),
            day: style(Shown::Day),
        }
    }

    /// The counts, and the rate, where there is one.
    fn figures(&self, rows: &mut crate::sheets::book::Rows<'_>, of: &Figures, language: Language) {
        for (_, number) in figures::numbers(of, language) {
            rows.number(self.number, number as f64);
        }
        match of.kept_permille() {
            Some(rate) => rows.number(self.rate, rate as f64 / 1000.0),
            None => rows.blank(self.rate),
        }
    }
}

/// What happened in the period, task by task.
fn changes(
    book: &mut Book,
    summary: &Summary,
    as_of: String,
    language: Language,
) -> io::Result<()> {
    let headings = words::changes(language);
    let widths: Vec<f64> = [14.0, 40.0, 20.0, 16.0, 12.0, 12.0, 12.0].to_vec();
    let head = book.style(list::head(false));
    let styles = Styles::of(book, false);
    let count = summary.changes.len();
    let page = Page {
        name: words::CHANGES.said(language),
        as_of,
        frozen: 1,
        rows: count,
        filtered: count,
        printed: headings.len(),
        paper: Paper::A4,
        widths: widths.clone(),
    };
    let between = crate::words::lists::AND.said(language);
    book.sheet(page, |rows| {
        rows.begin(None);
        for heading in headings {
            rows.text(head, heading);
        }
        for change in &summary.changes {
            let task = summary.task(change.target);
            let texts = [
                task.id.to_string(),
                task.title.to_string(),
                unit_name(&summary.stood, change.target).unwrap_or_default().to_owned(),
                owner_names(&summary.stood, change.target).join(between),
                figures::change(change.kind, language).to_owned(),
            ];
            let broken = widths.iter().copied().zip(texts.iter().map(String::as_str));
            rows.begin(list::height(broken));
            for text in &texts {
                rows.text(styles.text, text);
            }
            let to = match change.kind {
                ChangeKind::Extended { to } => Some(to),
                _ => None,
            };
            for day in [change.on, to] {
                match day.map(|when| day_of(summary, change.target, when)) {
                    Some(day) => rows.day(styles.day, day),
                    None => rows.blank(styles.day),
                }
            }
        }
    })
}

fn day_of(summary: &Summary, target: crate::plan::Target, when: When) -> Date {
    target.calendar(&summary.stood).day_of(when)
}
