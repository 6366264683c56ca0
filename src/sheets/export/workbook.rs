//! A workbook: filterable, its head frozen, rows coloured by state with the word beside, dates as dates. Texts are
//! written as texts, so that nothing in it is run.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use unicode_width::UnicodeWidthStr;

use super::headings;
use crate::import::key::Key;
use crate::model::Language;
use crate::plan::Colour;
use crate::view::Exported;
use crate::view::exported::{Cell, Column};
use crate::words::export;

/// The most characters of a cell.
pub(crate) const LONGEST: usize = 32_767;

/// The bytes of the workbook, and how many texts were cut for it.
pub(crate) fn write(list: &Exported, language: Language) -> Result<(Vec<u8>, usize), XlsxError> {
    let mut book = Workbook::new();
    // Without this the library would write down when it ran.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?),
    );
    let cut = fill(book.add_worksheet(), list, language)?;
    Ok((book.save_to_buffer()?, cut))
}

/// Fills a sheet with the list; how many texts were cut for it.
pub(crate) fn fill(
    sheet: &mut Worksheet,
    list: &Exported,
    language: Language,
) -> Result<usize, XlsxError> {
    sheet.set_name(export::SHEET.said(language))?;
    let headings = headings(list, language);
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xD9E1F2))
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (column, heading) in headings.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, heading, &head)?;
        sheet.set_column_width(column as u16, width(Column::ALL.get(column)))?;
    }
    let widths = headings.iter().enumerate();
    let widths = widths.map(|(column, heading)| (width(Column::ALL.get(column)), heading.as_str()));
    tall(sheet, 0, widths)?;
    let mut cut = 0;
    for (at, row) in list.rows.iter().enumerate() {
        let formats = Formats::of(row.colour);
        let at = at as u32 + 1;
        for (column, cell) in row.cells.iter().enumerate() {
            cut += usize::from(put(sheet, at, column as u16, cell, &formats, language)?);
        }
        for (field, text) in row.fields.iter().enumerate() {
            let column = (row.cells.len() + field) as u16;
            let cell = text.clone().map_or(Cell::Empty, Cell::Text);
            cut += usize::from(put(sheet, at, column, &cell, &formats, language)?);
        }
        let printed = Column::ALL.iter().zip(&row.cells).take(PRINTED);
        let texts = printed.filter_map(|(column, cell)| match cell {
            Cell::Text(text) => Some((width(Some(column)), text.as_str())),
            _ => None,
        });
        tall(sheet, at, texts)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    on_paper(sheet, Paper::A3)?;
    // On paper all columns side by side could not be read: the others are for the screen.
    let last = headings.len().min(PRINTED).saturating_sub(1);
    sheet.set_print_area(0, 0, list.rows.len() as u32, last as u16)?;
    if !headings.is_empty() {
        sheet.autofilter(0, 0, list.rows.len() as u32, headings.len() as u16 - 1)?;
    }
    Ok(cut)
}

/// So many columns of the list are printed, to the deadline in force.
const PRINTED: usize = 17;

/// A line of a row, in points, and so many at most.
const LINE: f64 = 15.0;
const LINES: f64 = 6.0;

/// As tall as these texts need, each broken within its column: not every program works that out when it opens the file.
pub(crate) fn tall<'t>(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl Iterator<Item = (f64, &'t str)>,
) -> Result<(), XlsxError> {
    let lines = |(width, text): (f64, &str)| -> f64 {
        text.split('\n').map(|line| (line.width() as f64 / (width - 1.0)).ceil().max(1.0)).sum()
    };
    let lines = texts.map(lines).fold(1.0, f64::max).min(LINES);
    if lines > 1.0 {
        sheet.set_row_height(row, LINE * lines)?;
    }
    Ok(())
}

/// On which paper a sheet is printed.
#[derive(Clone, Copy)]
pub(crate) enum Paper {
    /// For a list of many columns.
    A3,
    /// For the others.
    A4,
}

/// Printed, a sheet is as wide as its paper, with its head on every page.
pub(crate) fn on_paper(sheet: &mut Worksheet, paper: Paper) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(match paper {
        Paper::A3 => 8,
        Paper::A4 => 9,
    });
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// How cells of a row look.
struct Formats {
    plain: Format,
    day: Format,
    time: Format,
}

impl Formats {
    fn of(colour: Colour) -> Formats {
        let back = match colour {
            Colour::Red => 0xFFC7CE,
            Colour::Yellow => 0xFFEB9C,
            Colour::Green => 0xE2EFDA,
            Colour::Blue => 0xDDEBF7,
            Colour::Grey => 0xEDEDED,
        };
        let plain = Format::new()
            .set_background_color(Color::RGB(back))
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        Formats {
            day: plain.clone().set_num_format("yyyy-mm-dd"),
            time: plain.clone().set_num_format("yyyy-mm-dd hh:mm:ss"),
            plain,
        }
    }
}

/// Writes a cell; whether its text was cut.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
    language: Language,
) -> Result<bool, XlsxError> {
    let day = |day: jiff::civil::Date| {
        ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)
    };
    match cell {
        Cell::Empty => {
            sheet.write_blank(row, column, &formats.plain)?;
        }
        Cell::Day(date) => {
            sheet.write_datetime_with_format(row, column, day(*date)?, &formats.day)?;
        }
        Cell::Time(time) => {
            let at = day(time.date())?.and_hms(
                time.hour() as u16,
                time.minute() as u8,
                f64::from(time.second()),
            )?;
            sheet.write_datetime_with_format(row, column, at, &formats.time)?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.plain)?;
        }
        other => {
            let text = export::text(other, language);
            let shown: String = match text.chars().count() > LONGEST {
                true => text.chars().take(LONGEST - 1).chain(['…']).collect(),
                false => text.clone(),
            };
            sheet.write_string_with_format(row, column, &shown, &formats.plain)?;
            return Ok(shown.len() != text.len());
        }
    }
    Ok(false)
}

fn width(column: Option<&Column>) -> f64 {
    match column {
        Some(Column::Of(key)) => match key {
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
