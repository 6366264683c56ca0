//! Which files there are, and whether they are the same as before, without reading them.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::config;
use crate::config::Kept;

/// What tells one state of a file from another: device, inode, size, time of change.
pub type Stamp = (u64, u64, u64, i64, i64);

/// The files at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamps(Vec<(PathBuf, Option<Stamp>)>);

impl Stamps {
    /// The files that were read last, and those that the patterns name by now, each as `stamp` has it.
    pub fn take(
        root: &Path,
        kept: &Kept,
        files: &dyn config::Files,
        stamp: impl Fn(&Path) -> Option<Stamp>,
    ) -> Stamps {
        let included = config::included(root, &kept.includes, files);
        let sets = kept.paths.iter().skip(1 + kept.included).cloned();
        let paths = std::iter::once(root.to_owned()).chain(included).chain(sets);
        Stamps(paths.map(|path| (path.clone(), stamp(&path))).collect())
    }

    /// Those that differ from before; `None` if they are not the same files any more.
    pub fn changed_since(&self, before: &Stamps) -> Option<Vec<PathBuf>> {
        let pairs = || self.0.iter().zip(&before.0);
        let same = self.0.len() == before.0.len() && pairs().all(|(one, other)| one.0 == other.0);
        let changed = pairs().filter(|(one, other)| one.1 != other.1);
        same.then(|| changed.map(|((path, _), _)| path.clone()).collect())
    }

    /// A file's stamp.
    pub fn of(&self, path: &Path) -> Option<Stamp> {
        self.0.iter().find(|(known, _)| known == path).and_then(|(_, stamp)| *stamp)
    }
}

/// A file's stamp. The time of change cannot be set, as that of writing can: `cp -p` and `touch -d` are
/// seen too.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino(), file.size(), file.ctime(), file.ctime_nsec()))
}
