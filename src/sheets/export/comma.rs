//! A .csv (RFC 4180): every cell quoted, none that a spreadsheet would run.

use std::borrow::Cow;

use super::headings;
use crate::model::Language;
use crate::view::Exported;
use crate::words::export;

/// The file's text.
pub(crate) fn write(list: &Exported<'_>, mark: bool, language: Language) -> String {
    let mut text = String::from(if mark { "\u{feff}" } else { "" });
    line(&mut text, headings(list, language));
    for row in list.rows() {
        let cells = row.cells.iter().map(|cell| export::text(cell, language));
        let fields = row.fields.iter().map(|field| Cow::from(field.as_deref().unwrap_or_default()));
        line(&mut text, cells.chain(fields));
    }
    text
}

fn line(text: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let cell = cell.as_ref();
        text.push('"');
        if runs(cell) {
            // Makes it a text; `import` takes it off again.
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet takes the cell for a formula, blanks before it or not. An apostrophe that is the text's own is
/// kept by one more.
fn runs(cell: &str) -> bool {
    let days_left = cell.parse::<i64>().is_ok();
    let first = cell.trim_start().chars().next();
    !days_left && first.is_some_and(|first| "=+-@＝＋－＠'|%".contains(first))
}
