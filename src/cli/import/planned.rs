//! The files as they would be once an import is written: some with another text, some that are not there yet.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::config::Files;
use crate::files::overlay::Overlay;
use crate::files::pattern::{Fitting, joined};

/// What an import leaves empty where a list has no address. Only this gap is let through.
const GAP: &str = "email = \"\"";

/// The files on disk with other texts over them. Addresses that are still to be filled in are read as if they were.
#[derive(Debug, Default)]
pub(super) struct Planned {
    files: Overlay,
    /// How many gaps each file has. A file may be read more than once.
    gaps: Mutex<BTreeMap<PathBuf, usize>>,
}

impl Planned {
    pub(super) fn put(&mut self, path: PathBuf, text: &str) {
        self.files.0.insert(path, text.as_bytes().to_vec());
    }

    /// How many addresses are to be filled in, as far as the files were read.
    pub(super) fn gaps(&self) -> usize {
        self.gaps.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Files for Planned {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match String::from_utf8(self.files.read(path)?) {
            Ok(text) if text.contains(GAP) => {
                let (filled, count) = filled(&text, path);
                let mut gaps = self.gaps.lock().unwrap_or_else(PoisonError::into_inner);
                gaps.insert(path.to_owned(), count);
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

/// The text with an address in every gap, each another one, and how many gaps there are. Comments have none.
fn filled(text: &str, path: &Path) -> (String, usize) {
    let file = crate::import::text::short_hash(path.as_os_str().as_encoded_bytes());
    let (mut filled, mut count) = (String::with_capacity(text.len()), 0);
    for line in text.split_inclusive('\n') {
        let (code, comment) = match line.trim_start().starts_with('#') {
            true => ("", line),
            false => (line, ""),
        };
        let mut parts = code.split(GAP);
        filled += parts.next().unwrap_or_default();
        for part in parts {
            count += 1;
            filled += &format!("email = \"gap-{file}-{count}@fill-in.invalid\"{part}");
        }
        filled += comment;
    }
    (filled, count)
}

/// Whether a pattern of `include` names a path.
pub(super) fn matches(base: &Path, pattern: &str, path: &Path) -> bool {
    Fitting::of(&joined(base, pattern)).is_ok_and(|pattern| pattern.fits(path))
}
