//! TOML text in, a checked [`Config`] out, or every finding at once.
//!
//! Three steps: each file alone becomes rows (`file`), all rows together become the model
//! (`resolve`), and what is merely doubtful is noticed on the way. Nothing here opens a file: that is
//! done by whoever implements [`Files`].

mod addresses;
mod file;
mod finding;
mod holidays;
mod hours;
mod keys;
mod offsets;
mod parallel;
mod raw;
mod reading;
mod render;
mod resolve;
mod slips;
mod sources;
mod suggest;
mod table;
mod text;

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub use finding::{Finding, Label, Level, Place, Site, Suggestion};
pub use render::{FindingJson, render};
pub use sources::{Position, Source, Sources};

use crate::model::Config;

/// What reads for us.
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The files below a folder that a pattern names, sorted; an error says what is wrong with the pattern.
    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String>;
}

/// What became of the files.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration, unless a finding is an error.
    pub config: Option<Config>,
    /// All that is wrong or doubtful, by file and place.
    pub findings: Vec<Finding>,
    /// What the findings point into.
    pub sources: Sources,
    /// How many files were read.
    pub files: usize,
    /// How many tasks they hold.
    pub tasks: usize,
}

/// Reads the root file and all that it includes, on all cores. `now` is what "in the future" means.
pub fn load(root: &Path, files: &dyn Files, now: Timestamp) -> Loaded {
    let mut reading = reading::read(root, files);
    let tasks = reading.rows.iter().map(|rows| rows.tasks.len()).sum();
    let read = reading.sources.0.len();
    let resolving = resolve::Resolving {
        sources: &mut reading.sources,
        findings: &mut reading.findings,
        reader: files,
        now,
    };
    let config = resolving.resolve(reading.rows);
    if reading.unreadable {
        // What an unreadable file defines is not missing: it could only not be read.
        let follows =
            ["unknown-reference", "no-policy", "unfilled-role", "no-calendar", "missing-key"];
        reading.findings.retain(|finding| !follows.contains(&finding.code));
    }
    let findings = reading.findings.finish();
    let shown = || findings.iter().flat_map(Finding::files);
    reading.sources.keep_only(shown());
    reading::texts_again(&mut reading.sources, shown(), files);
    let refused = findings.iter().any(|finding| finding.level == Level::Error);
    Loaded {
        config: (!refused).then_some(config),
        findings,
        sources: reading.sources,
        files: read,
        tasks,
    }
}
