//! The disk behind `config`: files read, globs expanded.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::{Files, limits};

/// Files on disk.
pub struct DiskFiles;

impl Files for DiskFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let known = file.metadata()?;
        // A pipe would be waited for, and a device never ends.
        if !known.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        // One byte more shows that it is too large; the configuration says so.
        let most = limits::FILE as u64 + 1;
        let mut bytes = Vec::with_capacity(known.len().min(most) as usize);
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
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
            // One more shows that there are too many.
            if paths.len() > limits::FILES {
                break;
            }
        }
        paths.sort();
        Ok(paths)
    }
}
