//! The disk behind `config`: files read, globs expanded.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::Files;

/// No file of ours is larger.
const MOST: u64 = 64 << 20;

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
        let mut bytes = Vec::with_capacity(known.len().min(MOST) as usize);
        file.take(MOST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST {
            return Err(io::Error::other(format!("it is larger than {} MiB", MOST >> 20)));
        }
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
        }
        paths.sort();
        Ok(paths)
    }
}
