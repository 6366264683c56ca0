//! The files as they would be once an edit is written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::Files;
use crate::files::disk::DiskFiles;
use crate::files::pattern::{Fitting, joined};
use crate::model::met::Met;

/// The files on disk, some of them with another text.
#[derive(Debug, Default)]
pub struct Overlay(pub BTreeMap<PathBuf, Vec<u8>>);

impl Files for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map_or_else(|| DiskFiles.read(path), |bytes| Ok(bytes.clone()))
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let mut found = DiskFiles.glob(base, pattern)?;
        // Files that are not there yet.
        let new = self.0.keys().filter(|path| !path.exists());
        let fitting = Fitting::of(&joined(base, pattern))?;
        found.extend(new.filter(|path| fitting.fits(path)).cloned());
        found.sort();
        Ok(found)
    }
}
