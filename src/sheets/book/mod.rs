//! A workbook as it is written, by a library: its sheets are seen and printed alike. Texts are written as texts: nothing
//! in it is run.

mod looks;
mod rows;

use std::thread;

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use crate::plan::Colour;
use looks::Looks;
pub(crate) use looks::{Row, Shown};
pub(crate) use rows::{Rows, height};

/// How hard it is packed: harder makes it little smaller, and takes longer.
const PACKED: u8 = 2;

/// A workbook that is being written.
pub(crate) struct Book {
    book: Workbook,
    looks: Looks,
}

/// How a sheet is seen and printed. Its first row is its head: it stays, and is on every page.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    /// As of when it is, for its pages.
    pub(crate) as_of: String,
    pub(crate) columns: Vec<Column>,
    /// So many columns stay.
    pub(crate) frozen: usize,
    /// So many rows are below its head, and the first of them are filtered.
    pub(crate) rows: usize,
    pub(crate) filtered: usize,
    /// So many columns are printed.
    pub(crate) printed: usize,
    pub(crate) paper: Paper,
    /// The column whose words say which colour a row has, and those words.
    pub(crate) coloured: Option<(usize, Vec<(Colour, &'static str)>)>,
}

/// A column of a sheet.
pub(crate) struct Column {
    pub(crate) heading: String,
    /// What most of its cells have.
    pub(crate) shown: Shown,
    /// In figures.
    pub(crate) width: f64,
}

/// On which paper a sheet is printed, as wide as that is.
#[derive(Clone, Copy)]
pub(crate) enum Paper {
    /// For a list of many columns.
    A3,
    /// For the others.
    A4,
}

impl Book {
    pub(crate) fn new() -> Result<Book, XlsxError> {
        let mut book = Workbook::new();
        // Without this the library would write down when it ran.
        let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        book.set_zip_compression_level(PACKED);
        Ok(Book { book, looks: Looks::new() })
    }

    /// A further sheet, with the rows that `fill` writes below its head.
    pub(crate) fn sheet<R>(
        &mut self,
        page: &Page,
        fill: impl FnOnce(&mut Rows<'_>) -> Result<R, XlsxError>,
    ) -> Result<R, XlsxError> {
        let sheet = self.book.add_worksheet();
        set_up(sheet, page, &self.looks)?;
        let mut rows = Rows::new(sheet, &self.looks, &page.columns);
        let headings = page.columns.iter().map(|column| (column.width, &*column.heading));
        rows.begin(Row::Head, height(headings))?;
        for column in &page.columns {
            rows.text(&*column.heading)?;
        }
        fill(&mut rows)
    }

    /// Its bytes.
    pub(crate) fn end(self) -> Result<Vec<u8>, XlsxError> {
        let Book { mut book, .. } = self;
        let bytes = book.save_to_buffer();
        // A long list takes a while to be given back, for which nobody need wait.
        let _ = thread::Builder::new().spawn(move || drop(book));
        bytes
    }
}

fn set_up(sheet: &mut Worksheet, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(page.name)?;
    for (at, column) in (0..).zip(&page.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.set_column_format(at, looks.of(Row::Plain, column.shown))?;
    }
    let last = page.columns.len().saturating_sub(1) as u16;
    if let Some((column, words)) = page.coloured.as_ref().filter(|_| page.rows > 0) {
        // A rule, not a format for each cell: so cells with nothing in them are not written at all, and a row has its new
        // colour as soon as another word is written into it.
        let column = column_number_to_name(*column as u16);
        for (colour, word) in words {
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("=${column}2=\"{word}\"").as_str())
                .set_format(Format::new().set_background_color(looks::ground(*colour)));
            sheet.add_conditional_format(1, 0, page.rows as u32, last, &rule)?;
        }
    }
    sheet.set_freeze_panes(1, page.frozen as u16)?;
    sheet.autofilter(0, 0, page.filtered as u32, last)?;
    sheet.set_landscape();
    sheet.set_paper_size(match page.paper {
        Paper::A3 => 8,
        Paper::A4 => 9,
    });
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    if page.printed < page.columns.len() {
        let last = page.printed.saturating_sub(1) as u16;
        sheet.set_print_area(0, 0, page.rows as u32, last)?;
    }
    sheet.set_header(format!("&L&A&R{}", page.as_of));
    sheet.set_footer("&C&P / &N");
    Ok(())
}
