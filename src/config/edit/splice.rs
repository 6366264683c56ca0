//! Stretches of a text replaced by others, all at once.

use std::ops::Range;

/// What is to be replaced, and by what.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// The stretch becomes this text. An empty stretch is a place before which the text comes.
    pub(super) fn replace(&mut self, stretch: Range<usize>, by: impl Into<String>) {
        self.0.push((stretch, by.into()));
    }

    /// The text comes in at a place.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// The text with all stretches replaced. No two of them overlap; of two at one place the first named comes
    /// first.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(stretch, _)| (stretch.start, stretch.end));
        let mut spliced = String::with_capacity(text.len() + 256);
        let mut done = 0;
        for (stretch, by) in self.0 {
            debug_assert!(done <= stretch.start, "two edits of one stretch");
            spliced.push_str(&text[done..stretch.start]);
            spliced.push_str(&by);
            done = stretch.end;
        }
        spliced.push_str(&text[done..]);
        spliced
    }
}

/// The first byte of the line in which a byte stands.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The place of the line end after a byte (of its CR, where it has one), or the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if text[..end].ends_with('\r') && end < text.len() { end - 1 } else { end }
}

/// The first byte of the next line, or the end of the text.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The line end that the text uses at a place: that of this line, else of the line before, else `\n`.
pub(super) fn newline(text: &str, at: usize) -> &'static str {
    let of = |end: usize| if text[..end].ends_with('\r') { "\r\n" } else { "\n" };
    match text[at..].find('\n') {
        Some(end) => of(at + end),
        None => text[..at].rfind('\n').map_or("\n", of),
    }
}

/// The blanks at the beginning of the line in which a byte stands.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
