//! The files as they would be once an import is written: some with another text, some that are not there yet.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Files;
use crate::files::overlay::Overlay;
use crate::files::pattern::{Fitting, joined};

/// What an import leaves empty where a list has no address. Only this gap is let through.
const GAP: &str = "email = \"\"";

/// The files on disk with other texts over them. Addresses that are still to be filled in are read as if they were.
#[derive(Debug, Default)]
pub(super) struct Planned {
    files: Overlay,
    gaps: AtomicUsize,
}

impl Planned {
    pub(super) fn put(&mut self, path: PathBuf, text: &str) {
        self.files.0.insert(path, text.as_bytes().to_vec());
    }

    /// How many addresses are to be filled in, as far as the files were read.
    pub(super) fn gaps(&self) -> usize {
        self.gaps.load(Ordering::Relaxed)
    }
}

impl Files for Planned {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match String::from_utf8(self.files.read(path)?) {
            Ok(text) if text.contains(GAP) => {
                let mut parts = text.split(GAP);
                let mut filled = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let number = self.gaps.fetch_add(1, Ordering::Relaxed);
                    filled += &format!("email = \"gap-{number}@fill-in.invalid\"{part}");
                }
                Ok(filled.into_bytes())
            }
            Ok(text) => Ok(text.into_bytes()),
            Err(error) => Ok(error.into_bytes()),
        }
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        self.files.glob(base, pattern)
    }
}

/// Whether a pattern of `include` names a path.
pub(super) fn matches(base: &Path, pattern: &str, path: &Path) -> bool {
    Fitting::of(&joined(base, pattern)).is_ok_and(|pattern| pattern.fits(path))
}
