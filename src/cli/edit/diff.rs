//! The difference that an edit makes, as `diff -u` writes it.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::cli::terminal::style;

/// Lines shown around a change.
const AROUND: usize = 3;

/// The lines that go and come, with those around them.
pub(crate) fn difference(path: &Path, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let path = path.display();
    let mut text = format!("{}\n", style::strong(&format!("--- {path}\n+++ {path}")));
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        text += &format!("{}\n", style::place(&hunk.header().to_string()));
        for change in hunk.iter_changes() {
            // Line ends and the BOM stay as they are; they are not shown.
            let line = change.value().trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
            text += &match change.tag() {
                ChangeTag::Delete => style::gone(&format!("-{line}")),
                ChangeTag::Insert => style::come(&format!("+{line}")),
                ChangeTag::Equal => format!(" {line}"),
            };
            text.push('\n');
        }
    }
    text
}
