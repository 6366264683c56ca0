//! The rows of a sheet, one after the other, cell by cell.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::Column;
use super::looks::{Looks, Row, Shown};

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;

/// Where rows are written.
pub(crate) struct Rows<'b> {
    sheet: &'b mut Worksheet,
    looks: &'b Looks,
    columns: &'b [Column],
    /// So many rows are begun, and what the last of them is.
    begun: u32,
    row: Row,
    /// The column of its next cell.
    column: u16,
}

impl<'b> Rows<'b> {
    pub(super) fn new(
        sheet: &'b mut Worksheet,
        looks: &'b Looks,
        columns: &'b [Column],
    ) -> Rows<'b> {
        Rows { sheet, looks, columns, begun: 0, row: Row::Head, column: 0 }
    }

    /// Begins a row, as high as others or so many points.
    pub(crate) fn begin(&mut self, row: Row, height: Option<f64>) -> Result<(), XlsxError> {
        if let Some(height) = height {
            self.sheet.set_row_height(self.begun, height)?;
        }
        self.begun += 1;
        (self.row, self.column) = (row, 0);
        Ok(())
    }

    /// Leaves a cell empty.
    pub(crate) fn leave(&mut self) {
        self.column += 1;
    }

    /// A cell with a text; whether it was too long, and was cut.
    pub(crate) fn text<'t>(&mut self, text: impl Into<Cow<'t, str>>) -> Result<bool, XlsxError> {
        let text = text.into();
        if text.is_empty() {
            self.leave();
            return Ok(false);
        }
        let cut = cut(&text);
        let is_cut = cut.is_some();
        let text = cut.map_or(text, Cow::Owned);
        let (row, column, format) = self.next(Shown::Text);
        // The library takes what looks like its own markup for that, but for texts in parts. None of these has an escape
        // such as `_x0041_`, which it would not write as it is.
        if text.starts_with("<r>") && text.ends_with("</r>") {
            let plain = Format::new();
            let parts: Vec<_> = text.split_inclusive('_').map(|part| (&plain, part)).collect();
            let format = format.unwrap_or(self.looks.of(self.row, Shown::Text));
            self.sheet.write_rich_string_with_format(row, column, &parts, format)?;
            return Ok(is_cut);
        }
        match format {
            Some(format) => self.sheet.write_string_with_format(row, column, text, format)?,
            None => self.sheet.write_string(row, column, text)?,
        };
        Ok(is_cut)
    }

    /// A cell with a number.
    pub(crate) fn number(&mut self, number: f64) -> Result<(), XlsxError> {
        self.shown(Shown::Number, number)
    }

    /// A cell with a part of 1.
    pub(crate) fn rate(&mut self, rate: f64) -> Result<(), XlsxError> {
        self.shown(Shown::Rate, rate)
    }

    /// A cell with a day; one that a spreadsheet cannot count is a text.
    pub(crate) fn day(&mut self, day: Date) -> Result<(), XlsxError> {
        match counted(day) {
            Some(counted) => self.shown(Shown::Day, counted.to_excel()),
            None => self.text(day.to_string()).map(drop),
        }
    }

    /// A cell with a time of a day.
    pub(crate) fn time(&mut self, at: DateTime) -> Result<(), XlsxError> {
        match counted(at.date()) {
            Some(day) => {
                let (hour, minute) = (at.hour().unsigned_abs(), at.minute().unsigned_abs());
                let at = day.and_hms(hour.into(), minute, f64::from(at.second()))?;
                self.shown(Shown::Time, at.to_excel())
            }
            None => self.text(at.to_string().replace('T', " ")).map(drop),
        }
    }

    fn shown(&mut self, shown: Shown, number: f64) -> Result<(), XlsxError> {
        match self.next(shown) {
            (row, column, Some(format)) => {
                self.sheet.write_number_with_format(row, column, number, format)?
            }
            (row, column, None) => self.sheet.write_number(row, column, number)?,
        };
        Ok(())
    }

    /// Where the next cell is, and how it looks, if not as its column says: the library looks a format up by all that it
    /// says, which takes longer than to write the cell.
    fn next(&mut self, shown: Shown) -> (u32, u16, Option<&'b Format>) {
        let of_column = self.columns[usize::from(self.column)].shown;
        let format = match self.row {
            Row::Plain if shown == of_column => None,
            Row::Head => Some(self.looks.of(Row::Head, of_column)),
            row => Some(self.looks.of(row, shown)),
        };
        self.column += 1;
        (self.begun - 1, self.column - 1, format)
    }
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

/// The text, cut with `…` if a cell cannot hold it.
fn cut(text: &str) -> Option<String> {
    // No text has more units than bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return None;
    }
    let mut room = LONGEST - 1;
    let kept = text.chars().take_while(|c| {
        let enough = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        enough
    });
    Some(kept.chain(['…']).collect())
}

/// A day as spreadsheets count it. They take 1900 for a leap year, so before its March no count is right.
fn counted(day: Date) -> Option<ExcelDateTime> {
    if day < date(1900, 3, 1) {
        return None;
    }
    let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let counted = |day| counted(day).map(|day| day.to_excel());
        assert_eq!(counted(date(1900, 2, 28)), None);
        assert_eq!(counted(date(1900, 3, 1)), Some(61.0));
        assert_eq!(counted(date(2026, 11, 30)), Some(46_356.0));
        assert_eq!(counted(date(9999, 12, 31)), Some(2_958_465.0));
    }

    #[test]
    fn a_text_is_cut_by_what_a_cell_counts() {
        assert_eq!(cut(&"督".repeat(LONGEST)), None);
        let cut_at =
            |text: String| cut(&text).map(|cut| (cut.encode_utf16().count(), cut.ends_with('…')));
        assert_eq!(cut_at("督".repeat(LONGEST + 1)), Some((LONGEST, true)));
        assert_eq!(cut_at("😀".repeat(20_000)), Some((LONGEST, true)));
        assert_eq!(cut_at("a".to_owned() + &"😀".repeat(20_000)), Some((LONGEST - 1, true)));
    }
}
