//! (text, edits) → text: an edit of a file changes the bytes that it must change, and no other (E1, E3).
//!
//! toml_edit tells where each key and value stands. The new text is the old one with a few stretches replaced
//! (`splice`); it is never printed anew, so comments, order, spacing, the BOM and line ends stay as they are.

mod change;
mod edits;
mod locate;
mod splice;
mod take;
#[cfg(test)]
mod tests;
mod within;

use std::collections::HashSet;

use toml_edit::Document;

pub use edits::{Change, Edit, EditError, Element, Entry, Value};
use locate::Index;

/// The text with all edits in it. An error changes nothing.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    let mut rest: Vec<&Edit> = edits.iter().collect();
    while !rest.is_empty() {
        (text, rest) = round(&text, &rest)?;
    }
    Ok(text)
}

/// The id of the task in whose lines a byte stands.
pub fn task_at(text: &str, byte: usize) -> Option<String> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(body).ok()?;
    Index::of(&document).task_at(byte.checked_sub(text.len() - body.len())?)
}

/// Applies the first edit of each entry, on one reading of the text; hands back the others.
fn round<'e>(text: &str, edits: &[&'e Edit]) -> Result<(String, Vec<&'e Edit>), EditError> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (bom, body) = text.split_at(bom);
    let document =
        Document::parse(body).map_err(|error| EditError::Syntax(error.message().to_owned()))?;
    let index = Index::of(&document);
    let (mut seen, mut later) = (HashSet::new(), Vec::new());
    let mut splices = splice::Splices::default();
    for edit in edits {
        // Two edits of one entry may want the same place: the second is applied to the new text.
        let whole = match &edit.of {
            Entry::Milestone(task, _) | Entry::Task(task) => (0, task.as_str()),
            Entry::Person(person) => (1, person.as_str()),
            Entry::File => (2, ""),
        };
        if seen.insert(whole) {
            change::change(body, &index, edit, &mut splices)?;
        } else {
            later.push(*edit);
        }
    }
    Ok((format!("{bom}{}", splices.apply(body)), later))
}
