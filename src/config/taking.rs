//! What of the files is taken (R1): files that do not check keep their last good version, as long as the
//! whole then checks; else the last good whole stays.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Files, Finding, Level, Loaded, Problem, load};

/// The last good version of each file.
pub trait GoodFiles: Files {
    /// Whether there is one of this file.
    fn has(&self, path: &Path) -> bool;
}

/// What is in force.
#[derive(Debug)]
pub struct Taking {
    /// What was read in the end; without a configuration, nothing can be in force.
    pub loaded: Loaded,
    /// What of the files is not in force.
    pub refusal: Option<Refusal>,
}

/// Files that do not check, while their last good versions stay in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Their paths.
    pub files: BTreeSet<PathBuf>,
    /// Whether the last good version of all files stays in force, not only of these.
    pub whole: bool,
    /// What is wrong, a line each.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// Nothing of these files can be in force; `None` if they check.
    pub fn of_all(loaded: &Loaded) -> Option<Refusal> {
        let refused = loaded.config.is_none();
        refused.then(|| Refusal {
            files: at_fault(loaded),
            whole: true,
            problems: loaded.problems(),
        })
    }
}

/// So often a further file is found that must stay as it was, before the whole does.
const ROUNDS: usize = 4;

/// Reads the files, and where they do not check, what can be taken of them. Without a good whole to go
/// back to, `loaded` tells what is wrong.
pub fn take(root: &Path, disk: &dyn Files, good: &dyn GoodFiles, now: Timestamp) -> Taking {
    let first = load(root, disk, now);
    // R2: only a first start has nothing to go back to.
    if first.config.is_some() || !good.has(root) {
        return Taking { loaded: first, refusal: None };
    }
    let problems = first.problems();
    let mut files = to_blame(&first, disk, good);
    for _ in 0..ROUNDS {
        let loaded = load(root, &Mended { disk, good, refused: &files }, now);
        if loaded.config.is_some() {
            let refusal = Refusal { files, whole: false, problems };
            return Taking { loaded, refusal: Some(refusal) };
        }
        let known = files.len();
        files.extend(to_blame(&loaded, disk, good));
        if files.len() == known {
            break;
        }
    }
    let files = to_blame(&first, disk, good);
    let whole = load(root, good, now);
    match whole.config.is_some() {
        true => Taking { loaded: whole, refusal: Some(Refusal { files, whole: true, problems }) },
        false => Taking { loaded: first, refusal: None },
    }
}

fn errors(loaded: &Loaded) -> impl Iterator<Item = &Finding> {
    loaded.findings.iter().filter(|finding| finding.level == Level::Error)
}

impl Loaded {
    /// What keeps the configuration from being used.
    pub fn problems(&self) -> Vec<Problem> {
        errors(self).map(|finding| finding.problem(&self.sources)).collect()
    }
}

/// Of the files that an error points at, those that changed since all was good; it was not the others that
/// went wrong. Where none did, the one that it points at first.
fn to_blame(loaded: &Loaded, disk: &dyn Files, good: &dyn GoodFiles) -> BTreeSet<PathBuf> {
    let is_new = |path: &PathBuf| good.read(path).ok() != disk.read(path).ok();
    let mut blamed = BTreeSet::new();
    for finding in errors(loaded) {
        let all = finding.files().filter_map(|file| loaded.sources.0.get(file as usize));
        let all: Vec<PathBuf> = all.map(|source| source.path.clone()).collect();
        let changed: Vec<PathBuf> = all.iter().filter(|path| is_new(path)).cloned().collect();
        match changed.is_empty() {
            true => blamed.extend(all.into_iter().next()),
            false => blamed.extend(changed),
        }
    }
    blamed
}

/// The files that errors point at first.
fn at_fault(loaded: &Loaded) -> BTreeSet<PathBuf> {
    let sites = errors(loaded).filter_map(Finding::site);
    let sources = sites.filter_map(|site| loaded.sources.0.get(site.file as usize));
    sources.map(|source| source.path.clone()).collect()
}

/// The files on disk, some of them in their last good version; one that has none is left out.
struct Mended<'f> {
    disk: &'f dyn Files,
    good: &'f dyn GoodFiles,
    refused: &'f BTreeSet<PathBuf>,
}

impl Files for Mended<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.refused.contains(path) {
            true => self.good.read(path),
            false => self.disk.read(path),
        }
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        let mut found = self.disk.glob(base, pattern)?;
        found.retain(|path| !self.refused.contains(path) || self.good.has(path));
        Ok(found)
    }
}
