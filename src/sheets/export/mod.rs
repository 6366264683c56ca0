//! The list as files that other programs open (I3): one file a kind.

pub(crate) mod calendar;
pub(crate) mod comma;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod workbook;

use crate::model::Language;
use crate::view::Exported;
use crate::view::exported::Column;
use crate::words::export;

/// The headings of all columns.
fn headings(list: &Exported<'_>, language: Language) -> Vec<String> {
    let own = Column::ALL.iter().map(|column| export::heading(*column, language).to_owned());
    own.chain(list.fields.iter().map(|name| export::own_heading(name, language))).collect()
}
