//! The workbook of a report: the list, a row a unit or supervisor, what changed. Filterable, its heads frozen; texts are
//! written as texts, so that nothing in it is run.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError,
};

use crate::model::{Language, When};
use crate::sheets::export::workbook as list;
use crate::view::exported::exported_tasks;
use crate::view::figures::{ChangeKind, Summary};
use crate::view::{owner_names, unit_name};
use crate::words::{figures, reports as words};

/// The bytes of the workbook.
pub(crate) fn write(summary: &Summary, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Without this the library would write down when it ran.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?),
    );
    let tasks = exported_tasks(&summary.stood, &summary.tasks, summary.moment);
    list::fill(book.add_worksheet(), &tasks, language)?;
    rows(&mut book, summary, language)?;
    changes(&mut book, summary, language)?;
    book.save_to_buffer()
}

struct Formats {
    head: Format,
    text: Format,
    day: Format,
    total: Format,
    rate: Format,
}

impl Formats {
    fn new() -> Formats {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Formats {
            head: text.clone().set_bold().set_background_color(Color::RGB(0xD9E1F2)),
            day: text.clone().set_num_format("yyyy-mm-dd"),
            rate: text.clone().set_num_format("0.0%"),
            total: text.clone().set_bold(),
            text,
        }
    }
}

/// A row a unit or supervisor, and one for all of them.
fn rows(book: &mut Workbook, summary: &Summary, language: Language) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let sheet = book.add_worksheet().set_name(words::BY_UNIT.said(language))?;
    let names = figures::numbers(&summary.figures, language);
    let first = words::about_column(summary.by, language).to_owned();
    let rate = figures::RATE.said(language).to_owned();
    let names = names.into_iter().map(|(name, _)| name);
    let headings: Vec<String> = [first].into_iter().chain(names).chain([rate]).collect();
    for (column, heading) in headings.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, heading, &formats.head)?;
        sheet.set_column_width(column as u16, wide(column))?;
    }
    let heads = headings.iter().enumerate().map(|(at, heading)| (wide(at), heading.as_str()));
    list::tall(sheet, 0, heads)?;
    let all = (words::ALL.said(language).to_owned(), &summary.figures, &formats.total);
    let parts = summary
        .rows
        .iter()
        .map(|row| (words::row_name(summary, row.about, language), &row.figures, &formats.text));
    for (at, (name, figures, format)) in parts.chain([all]).enumerate() {
        let row = at as u32 + 1;
        sheet.write_string_with_format(row, 0, &name, format)?;
        list::tall(sheet, row, std::iter::once((wide(0), name.as_str())))?;
        let numbers = figures::numbers(figures, language);
        for (column, (_, number)) in numbers.iter().enumerate() {
            sheet.write_number_with_format(row, column as u16 + 1, *number as f64, format)?;
        }
        let column = numbers.len() as u16 + 1;
        match figures.kept_permille() {
            Some(rate) => {
                sheet.write_number_with_format(row, column, rate as f64 / 1000.0, &formats.rate)?
            }
            None => sheet.write_blank(row, column, format)?,
        };
    }
    sheet.set_freeze_panes(1, 1)?;
    list::on_paper(sheet, list::Paper::A4)?;
    sheet.autofilter(0, 0, summary.rows.len() as u32, headings.len() as u16 - 1)?;
    Ok(())
}

/// How wide a column of figures is; the first has names.
fn wide(column: usize) -> f64 {
    if column == 0 { 24.0 } else { 11.0 }
}

/// What happened in the period, task by task.
fn changes(book: &mut Workbook, summary: &Summary, language: Language) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let sheet = book.add_worksheet().set_name(words::CHANGES.said(language))?;
    let headings = words::changes(language);
    let broad = |column: usize| if column == 1 { 40.0 } else { 14.0 };
    for (column, heading) in headings.iter().enumerate() {
        let width = broad(column);
        sheet.write_string_with_format(0, column as u16, *heading, &formats.head)?;
        sheet.set_column_width(column as u16, width)?;
    }
    let between = crate::words::lists::AND.said(language);
    for (at, change) in summary.changes.iter().enumerate() {
        let (row, task) = (at as u32 + 1, summary.task(change.target));
        let texts = [
            task.id.to_string(),
            task.title.to_string(),
            unit_name(&summary.stood, change.target).unwrap_or_default().to_owned(),
            owner_names(&summary.stood, change.target).join(between),
            figures::change(change.kind, language).to_owned(),
        ];
        for (column, text) in texts.iter().enumerate() {
            let text: String = text.chars().take(list::LONGEST).collect();
            sheet.write_string_with_format(row, column as u16, &text, &formats.text)?;
        }
        let broken = texts.iter().enumerate().map(|(at, text)| (broad(at), text.as_str()));
        list::tall(sheet, row, broken)?;
        let to = match change.kind {
            ChangeKind::Extended { to } => Some(to),
            _ => None,
        };
        for (column, day) in [(5, change.on), (6, to)] {
            if let Some(day) = day.and_then(|when| excel_day(summary, change.target, when)) {
                sheet.write_datetime_with_format(row, column, day, &formats.day)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    list::on_paper(sheet, list::Paper::A4)?;
    sheet.autofilter(0, 0, summary.changes.len() as u32, headings.len() as u16 - 1)?;
    Ok(())
}

fn excel_day(summary: &Summary, target: crate::plan::Target, when: When) -> Option<ExcelDateTime> {
    let day = target.calendar(&summary.stood).day_of(when);
    let (year, month, day) = (day.year(), day.month(), day.day());
    ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs()).ok()
}
