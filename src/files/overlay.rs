//! The files as they would be once an edit is written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::config::Files;
use crate::files::disk::DiskFiles;

const AS_IN_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The files on disk, some of them with another text.
pub struct Overlay(pub BTreeMap<PathBuf, Vec<u8>>);

impl Files for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map_or_else(|| DiskFiles.read(path), |bytes| Ok(bytes.clone()))
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        let mut found = DiskFiles.glob(base, pattern)?;
        // Files that are not there yet.
        let new = self.0.keys().filter(|path| !path.exists());
        let whole = base.join(pattern);
        let fitting = Pattern::new(&whole.to_string_lossy()).map_err(|error| error.to_string())?;
        found.extend(new.filter(|path| fitting.matches_path_with(path, AS_IN_A_SHELL)).cloned());
        found.sort();
        Ok(found)
    }
}
