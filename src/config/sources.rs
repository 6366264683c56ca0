//! The files that were read, and where in them a byte stands: line and column as an editor counts.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::config::finding::Place;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path, as the root file and the include patterns give it.
    pub path: PathBuf,
    /// Its text; kept only if a finding points into it.
    pub text: Option<SourceText>,
}

/// A text, and where its lines begin. Ten thousand findings may ask for their lines: the text is gone
/// through once.
#[derive(Debug, Clone)]
pub struct SourceText {
    text: String,
    starts: OnceLock<Vec<u32>>,
}

impl SourceText {
    /// The number of the line that a byte stands in, from 1, and where that line begins.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        let starts = self.starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
        });
        let line = starts.partition_point(|start| *start as usize <= byte);
        (line, line.checked_sub(1).map_or(0, |at| starts[at] as usize))
    }
}

impl From<String> for SourceText {
    fn from(text: String) -> SourceText {
        SourceText { text, starts: OnceLock::new() }
    }
}

impl Source {
    /// A file of which nothing was read this time.
    pub(super) fn unread(path: PathBuf) -> Source {
        Source { path, text: None }
    }
}

/// All files that were read: the root file, what it includes, then holiday sets.
#[derive(Debug, Clone, Default)]
pub struct Sources(pub Vec<Source>);

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
}

impl Sources {
    /// The path of a file, for people.
    pub fn path(&self, file: u32) -> String {
        let source = self.0.get(file as usize);
        source.map_or_else(String::new, |source| source.path.display().to_string())
    }

    /// The text of a file, where it was kept.
    pub fn text(&self, file: u32) -> Option<&str> {
        Some(&self.kept(file)?.text)
    }

    fn kept(&self, file: u32) -> Option<&SourceText> {
        self.0.get(file as usize)?.text.as_ref()
    }

    /// The number of the line that a byte of a file stands in, and where that line begins.
    pub(super) fn line_of(&self, file: u32, byte: usize) -> Option<(usize, usize)> {
        self.kept(file).map(|kept| kept.line_of(byte))
    }

    /// The place of a line, counted from 1, of a file whose text was kept.
    pub(super) fn place_of_line(&self, file: u32, line: u32) -> Option<Place> {
        let text = self.text(file)?;
        let mut lines = text.split_inclusive('\n');
        let before = lines.by_ref().take((line as usize).saturating_sub(1));
        let start: usize = before.map(str::len).sum();
        let length = lines.next().map_or(0, |line| line.trim_end().len());
        Some(Place::new(start..start + length))
    }

    /// Forgets the texts that no finding points into.
    pub(super) fn keep_only(&mut self, files: impl Iterator<Item = u32>) {
        let kept: HashSet<u32> = files.collect();
        for (at, source) in self.0.iter_mut().enumerate() {
            if !kept.contains(&(at as u32)) {
                source.text = None;
            }
        }
    }

    /// Where a byte of a file stands; a byte beyond the end stands at the end.
    pub fn position(&self, file: u32, byte: u32) -> Option<Position> {
        let text = self.text(file)?;
        let at = floor(text, byte as usize);
        let (line, line_start) = self.line_of(file, at)?;
        let column = text[line_start..at].chars().count() + 1;
        Some(Position { line, column })
    }
}

/// The nearest character boundary at or before a byte, however far out the byte lies.
pub(super) fn floor(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte.min(text.len()))
}

/// The folder that paths written in a file start from.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
