//! What of the files is taken (R1): where the whole does not check, the fewest changed files are put back
//! to their last good versions, so that it does; all other changes are taken.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::config::good_files::{GoodFiles, errors};
use crate::config::least::Search;
use crate::config::problem::Problem;
use crate::config::{Files, Finding, Loaded, load};
use crate::model::Installation;
use crate::model::met::Met;

/// What is in force.
#[derive(Debug)]
pub struct Taking {
    /// What was read in the end; without a configuration, nothing can be in force.
    pub loaded: Loaded,
    /// What of the files is not in force.
    pub refusal: Option<Refusal>,
}

/// Files that are not in force as they are now: put back to their last good version, or left out where
/// there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Their paths.
    pub files: BTreeSet<PathBuf>,
    /// Whether the last good version of all files stays in force, not only of these.
    pub whole: bool,
    /// What is wrong, a line each. It may stand in other files: in one that names a person whom an edit
    /// of `files` took away.
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

/// Reads the files, and where they do not check, what can be taken of them. Without a good whole to go
/// back to, `loaded` tells what is wrong.
pub fn take(root: &Path, disk: &dyn Files, good: &dyn GoodFiles, now: Timestamp) -> Taking {
    let loaded = load(root, disk, now);
    // R2: only a first start has nothing to go back to.
    if loaded.config.is_some() || !good.has(root) {
        return Taking { loaded, refusal: None };
    }
    drop(loaded);
    let disk = Snapshot::of(disk);
    let first = load(root, &disk, now);
    if first.config.is_some() {
        return Taking { loaded: first, refusal: None };
    }
    let mut search = Search::new(root, &disk, good, now, first.tasks);
    if let Some(found) = search.least(&first) {
        let refusal = Refusal { files: found.files, whole: false, problems: found.problems };
        return Taking { loaded: found.loaded, refusal: Some(refusal) };
    }
    let whole = load(root, good, now);
    if whole.config.is_none() {
        return Taking { loaded: first, refusal: None };
    }
    let refusal = Refusal { files: at_fault(&first), whole: true, problems: first.problems() };
    Taking { loaded: whole, refusal: Some(refusal) }
}

impl Loaded {
    /// What keeps the configuration from being used.
    pub fn problems(&self) -> Vec<Problem> {
        errors(self).map(|finding| finding.problem(&self.sources)).collect()
    }
}

/// The files that errors point at first.
fn at_fault(loaded: &Loaded) -> BTreeSet<PathBuf> {
    let sites = errors(loaded).filter_map(Finding::site);
    let sources = sites.filter_map(|site| loaded.sources.0.get(site.file as usize));
    sources.map(|source| source.path.clone()).collect()
}

/// What a file held; `None` if it could not be read, and why.
type Held = Result<Arc<[u8]>, (io::ErrorKind, String)>;

/// The files on disk, each read once: a search reads them many times, and must find the same.
pub(crate) struct Snapshot<'f> {
    disk: &'f dyn Files,
    held: Mutex<HashMap<PathBuf, Held>>,
}

impl<'f> Snapshot<'f> {
    fn of(disk: &'f dyn Files) -> Snapshot<'f> {
        Snapshot { disk, held: Mutex::default() }
    }

    fn held(&self, path: &Path) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}

impl Files for Snapshot<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let held = self.held(path).unwrap_or_else(|| {
            let read = self.disk.read(path).map(Arc::from);
            let held = read.map_err(|error| (error.kind(), error.to_string()));
            let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(path.to_owned()).or_insert(held).clone()
        });
        held.map(|bytes| bytes.to_vec()).map_err(|(kind, why)| io::Error::new(kind, why))
    }

    fn installation(&self, root: &Path) -> Installation {
        self.disk.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        self.disk.glob(base, pattern)
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        self.disk.near_misses(base, pattern)
    }
}
