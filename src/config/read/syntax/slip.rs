//! A slip of a text, and where it stands.

use crate::config::fault::SyntaxFault;
use crate::config::finding::Place;

/// A slip of the text as a whole.
pub(super) struct Slip {
    pub(super) fault: SyntaxFault,
    /// The place itself, and those that belong to it.
    pub(super) places: Vec<Place>,
    /// What is to be written, and where.
    pub(super) cure: Option<(Place, String)>,
    /// What is put into the text so that reading goes on, where that is not the cure.
    pub(super) instead: Vec<(Place, String)>,
}

/// The place of a line without the blanks at its ends.
pub(super) fn whole(typed: &str, start: usize) -> Place {
    let begin = typed.len() - typed.trim_start().len();
    Place::new(start + begin..start + typed.trim_end().len().max(begin))
}

/// As many blanks as a text has bytes, its line ends kept.
pub(super) fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// Stands among what is lost for one of a table whose id nobody wrote: it may be any.
pub(super) fn without_id(table: &str) -> String {
    format!("[{table}.…]\n")
}

/// The table, where a line of what is lost says so.
pub(crate) fn table_without_id(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(".…]")
}
