//! The rows of a sheet, one after the other, cell by cell.

use std::sync::mpsc::SyncSender;

use jiff::civil::{Date, DateTime, date};

use super::parts::{Style, letters};
use super::texts::Texts;

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;

/// A piece that is handed over to be packed.
const PIECE: usize = 1 << 18;

/// Where rows are written.
pub(crate) struct Rows<'b> {
    texts: &'b mut Texts,
    /// How a cell of each column begins, and how it goes on in each style: so often that they are written once.
    begun: Vec<String>,
    styled: Vec<String>,
    piece: Vec<u8>,
    packed: SyncSender<Vec<u8>>,
    /// The row and the column of the next cell.
    row: Digits,
    column: usize,
}

impl Rows<'_> {
    pub(super) fn new(
        texts: &mut Texts,
        (columns, styles): (usize, usize),
        packed: SyncSender<Vec<u8>>,
    ) -> Rows<'_> {
        Rows {
            texts,
            begun: (0..columns).map(|column| format!("<c r=\"{}", letters(column))).collect(),
            styled: (0..styles).map(|style| format!("\" s=\"{style}\"")).collect(),
            piece: Vec::with_capacity(PIECE + (1 << 14)),
            packed,
            row: Digits::default(),
            column: 0,
        }
    }

    /// Begins a row, as high as others or so many points.
    pub(crate) fn begin(&mut self, height: Option<f64>) {
        self.end_row();
        self.row.next();
        self.column = 0;
        self.put(b"<row r=\"");
        self.piece.extend_from_slice(self.row.shown());
        self.put(b"\"");
        if let Some(height) = height {
            self.put(format!(" ht=\"{height}\" customHeight=\"1\"").as_bytes());
        }
        self.put(b">");
    }

    /// A cell with a text; whether it was too long, and was cut.
    pub(crate) fn text(&mut self, style: Style, text: &str) -> bool {
        let cut = cut(text);
        let number = match &cut {
            _ if text.is_empty() => {
                self.blank(style);
                return false;
            }
            Some(cut) => self.texts.number(cut),
            None => self.texts.number(text),
        };
        self.cell(style);
        self.put(b" t=\"s\"><v>");
        self.number_shown(u64::from(number));
        self.put(b"</v></c>");
        cut.is_some()
    }

    /// A cell with nothing in it.
    pub(crate) fn blank(&mut self, style: Style) {
        self.cell(style);
        self.put(b"/>");
    }

    /// A cell with a number.
    pub(crate) fn number(&mut self, style: Style, number: f64) {
        self.cell(style);
        self.put(format!("><v>{number}</v></c>").as_bytes());
    }

    /// A cell with a day; one that a spreadsheet cannot count is a text.
    pub(crate) fn day(&mut self, style: Style, day: Date) {
        match serial(day) {
            Some(serial) => {
                self.cell(style);
                self.put(b"><v>");
                self.number_shown(serial);
                self.put(b"</v></c>");
            }
            None => drop(self.text(style, &day.to_string())),
        }
    }

    /// A cell with a time of a day.
    pub(crate) fn time(&mut self, style: Style, at: DateTime) {
        let seconds = at.time().duration_since(jiff::civil::Time::midnight()).as_secs_f64();
        match serial(at.date()) {
            Some(serial) => self.number(style, serial as f64 + seconds / 86_400.0),
            None => drop(self.text(style, &at.to_string().replace('T', " "))),
        }
    }

    pub(super) fn end(mut self) {
        self.end_row();
        self.hand_over();
    }

    fn end_row(&mut self) {
        if self.row.is_begun() {
            self.put(b"</row>");
        }
        if self.piece.len() >= PIECE {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE + (1 << 14)));
        // Who packs has met with an error, and will say so.
        let _ = self.packed.send(piece);
    }

    /// The beginning of the next cell, its tag still open.
    fn cell(&mut self, style: Style) {
        self.piece.extend_from_slice(self.begun[self.column].as_bytes());
        self.piece.extend_from_slice(self.row.shown());
        self.piece.extend_from_slice(self.styled[style.0].as_bytes());
        self.column += 1;
    }

    fn put(&mut self, bytes: &[u8]) {
        self.piece.extend_from_slice(bytes);
    }

    fn number_shown(&mut self, number: u64) {
        let mut digits = Digits::default();
        digits.set(number);
        self.piece.extend_from_slice(digits.shown());
    }
}

/// A whole number in decimal digits. There are so many of them that formatting each in the usual way would take a good
/// part of the time.
#[derive(Default)]
struct Digits {
    digits: [u8; 20],
    length: u8,
    number: u64,
}

impl Digits {
    fn is_begun(&self) -> bool {
        self.number > 0
    }

    fn next(&mut self) {
        self.set(self.number + 1);
    }

    fn set(&mut self, number: u64) {
        (self.number, self.length) = (number, 0);
        let mut rest = number;
        loop {
            self.length += 1;
            self.digits[20 - usize::from(self.length)] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return;
            }
        }
    }

    fn shown(&self) -> &[u8] {
        &self.digits[20 - usize::from(self.length)..]
    }
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

/// Days as spreadsheets count them. They take 1900 for a leap year, so before its March no count is right.
fn serial(day: Date) -> Option<u64> {
    let first = date(1900, 3, 1);
    if day < first || day.year() > 9999 {
        return None;
    }
    let days = day.duration_since(first).as_hours() / 24;
    u64::try_from(days).ok().map(|days| days + 61)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        assert_eq!(serial(date(1900, 2, 28)), None);
        assert_eq!(serial(date(1900, 3, 1)), Some(61));
        assert_eq!(serial(date(2026, 11, 30)), Some(46_356));
        assert_eq!(serial(date(9999, 12, 31)), Some(2_958_465));
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

    #[test]
    fn numbers_are_written_in_digits() {
        for number in [0, 7, 10, 2_958_465, u64::MAX] {
            let mut digits = Digits::default();
            digits.set(number);
            assert_eq!(digits.shown(), number.to_string().as_bytes());
        }
        let columns = [0, 25, 26, 701, 702].map(letters);
        assert_eq!(columns, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
