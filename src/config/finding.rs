//! What is wrong with the files, as data: each finding names its kind, its places and, where one is
//! known, the cure. Its sentences are in `words/findings`; how it is laid out is the affair of `render`.

use std::ops::Range;

pub use crate::config::fault::code::Level;
use crate::config::fault::{Code, Fault};

/// A stretch of bytes in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A place and the file it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// Which of the sources.
    pub file: u32,
    /// Where in it.
    pub place: Place,
}

/// What to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced; where it is empty, the text is put in.
    pub site: Site,
    /// By what.
    pub text: String,
}

/// One thing that is wrong, or looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// The name of its kind, stable over versions: `unknown-key`.
    pub code: &'static str,
    /// What is wrong, with its values.
    pub(crate) fault: Fault,
    /// Where; the first is the place itself, the others belong to it.
    pub sites: Vec<Site>,
    /// What to write instead, where that is certain enough.
    pub replacement: Option<Suggestion>,
    /// How many findings it stands for: 1, or the number of those of its kind that are not listed.
    pub count: usize,
}

impl Place {
    /// The place of a range of bytes.
    pub fn new(range: Range<usize>) -> Place {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Place { start: at(range.start), end: at(range.end) }
    }

    /// The place as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two touch.
    pub fn touches(self, other: Place) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// This place in a file.
    pub fn of(self, file: u32) -> Site {
        Site { file, place: self }
    }
}

impl Finding {
    pub(crate) fn new(fault: impl Into<Fault>) -> Finding {
        let fault = fault.into();
        let code = fault.code();
        let (level, code) = (code.level(), code.name());
        Finding { level, code, fault, sites: Vec::new(), replacement: None, count: 1 }
    }

    /// Points at a place; the first call names the place itself.
    pub(crate) fn at(mut self, site: Site) -> Finding {
        self.sites.push(site);
        self
    }

    /// Says what to write at a place instead.
    pub(crate) fn instead(mut self, site: Site, text: impl Into<String>) -> Finding {
        self.replacement = Some(Suggestion { site, text: text.into() });
        self
    }

    /// Its kind.
    pub(crate) fn kind(&self) -> Code {
        self.fault.code()
    }

    /// Every file that it points into.
    pub(crate) fn files(&self) -> impl Iterator<Item = u32> + '_ {
        let replaced = self.replacement.iter().map(|one| one.site.file);
        self.sites.iter().map(|site| site.file).chain(replaced)
    }

    /// Where it is shown: its first place.
    pub fn site(&self) -> Option<Site> {
        self.sites.first().copied()
    }
}
