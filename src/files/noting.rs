//! Files read from disk, each remembered as it was read first, and all that was looked at for it: as long as
//! that stays the same, reading again would give the same.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::Files;
use crate::files::fingerprints::{Stamp, stamp};
use crate::files::last_good::{Seen, digest_of, key};
use crate::model::Installation;
use crate::model::met::Met;

/// A file as it was read.
pub struct Noted {
    /// Its stamp, taken before it was read: what is written meanwhile is seen as a change.
    pub stamp: Option<Stamp>,
    /// What it held; `None` if that is what is kept of it already.
    pub bytes: Option<Vec<u8>>,
}

/// What a reading looked at: files, also those that could not be read, and patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookedAt {
    files: HashMap<PathBuf, Option<Stamp>>,
    patterns: HashMap<(PathBuf, String), Result<Vec<PathBuf>, Met>>,
}

impl LookedAt {
    /// The files.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// The patterns, each with the folder that it starts from.
    pub fn patterns(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.patterns.keys().map(|(base, pattern)| (base.as_path(), pattern.as_str()))
    }

    /// Whether all of it is still as it was.
    pub fn is_the_same(&self, disk: &dyn Files) -> bool {
        let same = |((base, pattern), found): (&(PathBuf, String), &Result<_, _>)| {
            disk.glob(base, pattern) == *found
        };
        self.files.iter().all(|(path, before)| stamp(path) == *before)
            && self.patterns.iter().all(same)
    }
}

/// The files that are being read at this moment, for whoever waits for them.
#[derive(Debug, Clone, Default)]
pub struct AtHand(Arc<Mutex<BTreeSet<PathBuf>>>);

impl AtHand {
    /// Their names.
    pub fn names(&self) -> Vec<String> {
        self.lock().iter().map(|path| path.display().to_string()).collect()
    }

    /// Does this with a file at hand.
    fn with<T>(&self, path: &Path, work: impl FnOnce() -> T) -> T {
        self.lock().insert(path.to_owned());
        let done = work();
        self.lock().remove(path);
        done
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files read from disk, each remembered as it was read first.
pub struct Noting<'f> {
    files: &'f dyn Files,
    known: HashMap<PathBuf, Seen>,
    at_hand: AtHand,
    noted: Mutex<HashMap<PathBuf, Noted>>,
    looked_at: Mutex<LookedAt>,
}

impl<'f> Noting<'f> {
    /// Remembers what is read of these, beside what is known of them.
    pub fn new(files: &'f dyn Files, known: HashMap<PathBuf, Seen>, at_hand: AtHand) -> Noting<'f> {
        let (noted, looked_at) = (Mutex::default(), Mutex::default());
        Noting { files, known, at_hand, noted, looked_at }
    }

    /// What was read, and what was looked at for it.
    pub fn noted(self) -> (HashMap<PathBuf, Noted>, LookedAt) {
        let noted = self.noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        let looked_at = self.looked_at.into_inner().unwrap_or_else(PoisonError::into_inner);
        (noted, looked_at)
    }

    fn looked_at(&self) -> MutexGuard<'_, LookedAt> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Noting<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (stamp, read) = self.at_hand.with(path, || (stamp(path), self.files.read(path)));
        self.looked_at().files.entry(path.to_owned()).or_insert(stamp);
        let bytes = read?;
        let same = self.known.get(&key(path)).is_some_and(|known| *known == digest_of(&bytes));
        let kept = (!same).then(|| bytes.clone());
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.entry(path.to_owned()).or_insert(Noted { stamp, bytes: kept });
        Ok(bytes)
    }

    fn installation(&self, root: &Path) -> Installation {
        self.files.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let found = self.at_hand.with(&base.join(pattern), || self.files.glob(base, pattern));
        let which = (base.to_owned(), pattern.to_owned());
        self.looked_at().patterns.entry(which).or_insert_with(|| found.clone());
        found
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        self.files.near_misses(base, pattern)
    }
}
