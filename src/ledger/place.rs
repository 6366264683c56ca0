//! Where the ledger's file lies, and whether it is still the one that was opened.
//!
//! The ledger may be a link to a file on another disk. The link is followed, and never replaced: with that disk away
//! a new ledger in its place would know nothing of what was sent.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The ledger's file in the state folder.
pub(super) const FILE: &str = "ledger.sqlite3";

/// The ledger's file itself, not the link to it; `None` if there is none.
pub(super) fn find(state: &Path) -> io::Result<Option<PathBuf>> {
    let named = state.join(FILE);
    match fs::symlink_metadata(&named) {
        Ok(found) if found.is_symlink() => behind(&named).map(Some),
        Ok(_) => Ok(Some(named)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::symlink_metadata(state).is_ok_and(|folder| folder.is_symlink()) {
                behind(state)?;
            }
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What a link leads to.
pub(super) fn behind(link: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(link).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let to = fs::read_link(link).unwrap_or_default();
            let why = format!(
                "{} is a link to {}, and there is nothing: is its disk mounted?",
                link.display(),
                to.display()
            );
            io::Error::new(ErrorKind::NotFound, why)
        }
        _ => error,
    })
}

/// A file that SQLite keeps beside the ledger.
pub(super) fn beside(ledger: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(ledger);
    name.push(ending);
    PathBuf::from(name)
}

/// The ledger's write-ahead log.
pub(super) fn wal(ledger: &Path) -> PathBuf {
    beside(ledger, "-wal")
}

/// Device and number: what a file is, whatever its name.
type Identity = (u64, u64);

/// The files that were opened, to find out whether they still lie where they lay.
pub(super) struct Place {
    /// By the name it was opened under, be that a link.
    named: PathBuf,
    ledger: Identity,
    wal: PathBuf,
    /// `None` until SQLite has made it.
    wal_is: Option<Identity>,
}

/// What became of a file under the process that has it open.
pub(super) enum Lost {
    /// It was removed.
    Gone(PathBuf),
    /// Another lies in its place.
    Replaced(PathBuf),
    /// The write-ahead log is not the one that is open.
    Log(PathBuf),
}

impl Place {
    /// The ledger of this state folder, as it lies there now.
    pub(super) fn of(state: &Path, ledger: &Path) -> io::Result<Place> {
        let named = state.join(FILE);
        let found = identity(&named)?;
        Ok(Place { named, ledger: found, wal: wal(ledger), wal_is: None })
    }

    /// Whether the files are still those that were opened. The write-ahead log stays the same as long as anybody
    /// has the ledger open.
    pub(super) fn look(&mut self) -> io::Result<Result<(), Lost>> {
        match same(&self.named, self.ledger)? {
            Ok(()) => {}
            lost => return Ok(lost),
        }
        match self.wal_is {
            Some(wal) => Ok(same(&self.wal, wal)?.map_err(|_| Lost::Log(self.wal.clone()))),
            None => {
                self.wal_is = identity(&self.wal).ok();
                Ok(Ok(()))
            }
        }
    }
}

fn same(path: &Path, was: Identity) -> io::Result<Result<(), Lost>> {
    match identity(path) {
        Ok(is) if is == was => Ok(Ok(())),
        Ok(_) => Ok(Err(Lost::Replaced(path.to_owned()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Err(Lost::Gone(path.to_owned()))),
        Err(error) => Err(error),
    }
}

fn identity(path: &Path) -> io::Result<Identity> {
    let found = fs::metadata(path)?;
    Ok((found.dev(), found.ino()))
}
