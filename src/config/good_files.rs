//! Files of which some are read in their last good version (R1).

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::config::files::Files;
use crate::config::{Finding, Level, Loaded};
use crate::model::Installation;
use crate::model::met::Met;

/// The last good version of each file.
pub trait GoodFiles: Files {
    /// The files of which there is one.
    fn paths(&self) -> Vec<PathBuf>;

    /// Whether there is one of this file. One that cannot be read now counts: it is no file that was never
    /// there.
    fn has(&self, path: &Path) -> bool;
}

/// What keeps a configuration from being used.
pub(crate) fn errors(loaded: &Loaded) -> impl Iterator<Item = &Finding> {
    loaded.findings.iter().filter(|finding| finding.level == Level::Error)
}

/// The files on disk, some of them in their last good version; one that has none is left out.
pub(crate) struct Mended<'f> {
    pub(crate) disk: &'f dyn Files,
    pub(crate) good: &'f dyn GoodFiles,
    pub(crate) refused: &'f BTreeSet<PathBuf>,
}

impl Files for Mended<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.refused.contains(path) {
            true => self.good.read(path),
            false => self.disk.read(path),
        }
    }

    fn installation(&self, root: &Path) -> Installation {
        self.disk.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let mut found = self.disk.glob(base, pattern)?;
        found.retain(|path| !self.refused.contains(path) || self.good.has(path));
        let here: HashSet<&PathBuf> = found.iter().collect();
        // A file that is gone from the disk can be put back, too.
        if self.refused.iter().any(|path| self.good.has(path) && !here.contains(path)) {
            let mut back = self.good.glob(base, pattern)?;
            back.retain(|path| self.refused.contains(path) && !here.contains(path));
            found.extend(back);
            found.sort();
        }
        Ok(found)
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        self.disk.near_misses(base, pattern)
    }
}
