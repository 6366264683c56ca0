//! The disk behind `config`: files read, globs expanded.

use std::io;
use std::path::{Path, PathBuf};

use crate::config::Files;

/// Files on disk.
pub struct DiskFiles;

impl Files for DiskFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        let base = glob::Pattern::escape(&base.to_string_lossy());
        let whole = Path::new(&base).join(pattern);
        let whole = whole.to_str().ok_or("the pattern is not UTF-8")?;
        let found = glob::glob(whole).map_err(|error| error.to_string())?;
        let mut paths = Vec::new();
        for path in found {
            let path = path.map_err(|error| error.to_string())?;
            if path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }
}
