//! The files as they would be once an import is written: some with another text, some that are not there yet.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Files;
use crate::files::disk::DiskFiles;

/// What an import leaves empty where a list has no address. Only this gap is let through.
const GAP: &str = "email = \"\"";

/// The files on disk with other texts over them. Addresses that are still to be filled in are read as if they were.
#[derive(Debug, Default)]
pub(super) struct Planned {
    texts: BTreeMap<PathBuf, Vec<u8>>,
    gaps: AtomicUsize,
}

impl Planned {
    pub(super) fn put(&mut self, path: PathBuf, text: &str) {
        self.texts.insert(path, text.as_bytes().to_vec());
    }

    /// How many addresses are to be filled in, as far as the files were read.
    pub(super) fn gaps(&self) -> usize {
        self.gaps.load(Ordering::Relaxed)
    }
}

impl Files for Planned {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes =
            self.texts.get(path).map_or_else(|| DiskFiles.read(path), |bytes| Ok(bytes.clone()))?;
        match String::from_utf8(bytes) {
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
        let mut found = DiskFiles.glob(base, pattern)?;
        let new = self.texts.keys().filter(|path| matches(base, pattern, path));
        found.extend(new.filter(|path| !found.contains(path)).cloned().collect::<Vec<_>>());
        found.sort();
        Ok(found)
    }
}

/// Whether a pattern of `include` names a path.
pub(super) fn matches(base: &Path, pattern: &str, path: &Path) -> bool {
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let whole = base.join(pattern);
    let whole = whole.to_string_lossy();
    let whole = whole.strip_prefix("./").unwrap_or(&whole);
    let path = path.strip_prefix("./").unwrap_or(path);
    glob::Pattern::new(whole).is_ok_and(|pattern| pattern.matches_path_with(path, options))
}
