//! A table in Markdown: the columns that people look at.

use crate::import::key::Key;
use crate::model::Language;
use crate::view::Exported;
use crate::view::exported::Column;
use crate::words::export;

const SHOWN: [Column; 10] = [
    Column::Of(Key::Id),
    Column::Of(Key::Title),
    Column::State,
    Column::Colour,
    Column::Days,
    Column::Of(Key::Unit),
    Column::Of(Key::Owner),
    Column::Of(Key::Due),
    Column::Of(Key::Extended),
    Column::Of(Key::Done),
];

/// The file's text.
pub(crate) fn write(list: &Exported<'_>, language: Language) -> String {
    let mut text = row(SHOWN.iter().map(|column| export::heading(*column, language).to_owned()));
    text += &row(SHOWN.iter().map(|_| "---".to_owned()));
    for task in list.rows() {
        let cells =
            Column::ALL.iter().zip(&task.cells).filter(|(column, _)| SHOWN.contains(column));
        text += &row(cells.map(|(_, cell)| escaped(&export::text(cell, language))));
    }
    text
}

pub(crate) fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Nothing in a cell ends it or is taken for markup.
pub(crate) fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        if "\\`*_{}[]<>|#~&!".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
