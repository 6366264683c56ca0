//! How cells look: by the row, and by what they have.

use rust_xlsxwriter::{Color, Format, FormatAlign};

use crate::plan::Colour;

/// What a cell has, and so how that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Text,
    /// At the right, as the head above it is.
    Number,
    Rate,
    Day,
    Time,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    Head,
    /// One of many.
    Plain,
    /// The total of the others.
    Total,
}

/// The format of each look, made once.
pub(super) struct Looks([[Format; 5]; 3]);

impl Looks {
    pub(super) fn new() -> Looks {
        let shown = [Shown::Text, Shown::Number, Shown::Rate, Shown::Day, Shown::Time];
        let rows = [Row::Head, Row::Plain, Row::Total];
        Looks(rows.map(|row| shown.map(|shown| format(row, shown))))
    }

    pub(super) fn of(&self, row: Row, shown: Shown) -> &Format {
        &self.0[row as usize][shown as usize]
    }
}

/// All break their text and begin at the top.
fn format(row: Row, shown: Shown) -> Format {
    let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let format = match row {
        Row::Head => format.set_bold().set_background_color(Color::RGB(0xD9_E1F2)),
        Row::Plain => format,
        Row::Total => format.set_bold(),
    };
    let at_right = |format: Format| format.set_align(FormatAlign::Right).set_indent(1);
    let at_left = |format: Format| format.set_align(FormatAlign::Left);
    match (shown, row) {
        (Shown::Number, _) | (Shown::Rate, Row::Head) => at_right(format),
        (Shown::Text, _) | (Shown::Day | Shown::Time, Row::Head) => format,
        (Shown::Rate, _) => at_right(format).set_num_format("0.0%"),
        (Shown::Day, _) => at_left(format).set_num_format("yyyy-mm-dd"),
        (Shown::Time, _) => at_left(format).set_num_format("yyyy-mm-dd hh:mm:ss"),
    }
}

/// What is behind a row of this colour.
pub(super) fn ground(colour: Colour) -> Color {
    Color::RGB(match colour {
        Colour::Red => 0xFF_C7CE,
        Colour::Yellow => 0xFF_EB9C,
        Colour::Green => 0xE2_EFDA,
        Colour::Blue => 0xDD_EBF7,
        Colour::Grey => 0xED_EDED,
    })
}
