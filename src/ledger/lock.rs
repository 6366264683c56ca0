//! L7: one process works on a SQLite ledger. Two locks see to it: that of `STATE/lock`, which says who holds it, and
//! that of the ledger's own file, which nobody can remove without removing the ledger. Both are the kernel's, so
//! they go when the process goes, however it ends.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::io::Errno;

use crate::files::regular;
use crate::ledger::{place, private};
use crate::model::Language;
use crate::words::{errors, system};

/// What stands in `STATE/lock` below the process id once there was a ledger.
const LEDGER: &str = "ledger";

/// The state folder, locked until this is dropped.
#[derive(Debug)]
pub struct Lock {
    held: File,
    had_ledger: bool,
}

/// Why the state folder could not be locked.
#[derive(Debug)]
pub enum LockError {
    /// Another process has it.
    Held {
        /// The other's process id, where it could be read.
        pid: Option<u32>,
        /// The state folder.
        state: PathBuf,
    },
    /// It is another user's.
    NotAllowed {
        /// The state folder.
        state: PathBuf,
    },
    /// The lock file could not be used.
    Io {
        /// The state folder.
        state: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

impl LockError {
    /// What is said to a person.
    pub fn sentence(&self, language: Language) -> String {
        let shown = |folder: &PathBuf| folder.display().to_string();
        match self {
            LockError::Held { pid, state } => errors::state_held(&shown(state), *pid, language),
            LockError::NotAllowed { state } => errors::state_not_allowed(&shown(state), language),
            LockError::Io { state, reason } => {
                let reason = system::reason(reason, language);
                errors::state_unlockable(&shown(state), &reason, language)
            }
        }
    }

    /// Whether a disk that has room and is well does not mend it.
    pub fn is_lasting(&self) -> bool {
        match self {
            LockError::Held { .. } | LockError::NotAllowed { .. } => true,
            LockError::Io { reason, .. } => !is_of_the_disk(reason),
        }
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::En))
    }
}

impl std::error::Error for LockError {}

/// Whether the disk is to blame: it is full, read-only, fails, or is not there.
pub(super) fn is_of_the_disk(failure: &io::Error) -> bool {
    use io::ErrorKind::{NotFound, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let kind = failure.kind();
    matches!(kind, NotFound | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
        || failure.raw_os_error() == Some(Errno::IO.raw_os_error())
}

impl Lock {
    /// Locks the state folder, making it if need be.
    pub fn acquire(state: &Path) -> Result<Lock, LockError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::PermissionDenied => LockError::NotAllowed { state: state.to_owned() },
            _ => LockError::Io { state: state.to_owned(), reason: source },
        };
        private::make_folder(state).map_err(failed)?;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = private::open(&state.join("lock"), options).map_err(failed)?;
        match lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let pid = Noted::in_file(&mut file).pid;
                return Err(LockError::Held { pid, state: state.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // Whoever removed `STATE/lock` has not ended the process that holds it.
        if ledger_is_held(state) {
            return Err(LockError::Held { pid: None, state: state.to_owned() });
        }
        private::tighten(state);
        let had_ledger = Noted::in_file(&mut file).ledger;
        let lock = Lock { held: file, had_ledger };
        lock.note(had_ledger);
        Ok(lock)
    }

    /// Whether a process works on the ledger in that folder.
    pub fn is_held(state: &Path) -> bool {
        let lock = looked_at(&state.join("lock"));
        lock.is_some_and(|file| is_locked(&file)) || ledger_is_held(state)
    }

    /// Whether there was a ledger in this folder before: then one that is not there was lost.
    pub(super) fn had_ledger(&self) -> bool {
        self.had_ledger
    }

    /// The same for those who only read.
    pub(super) fn had_ledger_in(state: &Path) -> bool {
        looked_at(&state.join("lock")).is_some_and(|mut file| Noted::in_file(&mut file).ledger)
    }

    /// There is a ledger from now on.
    pub(super) fn has_ledger(&self) {
        if !self.had_ledger {
            self.note(true);
        }
    }

    /// Writes down who holds it, and whether there was a ledger. A full disk does not keep the ledger's owner out.
    fn note(&self, ledger: bool) {
        let mut text = format!("{}\n", std::process::id());
        if ledger {
            text += LEDGER;
            text += "\n";
        }
        let write = || -> io::Result<()> {
            let mut file = &self.held;
            file.rewind()?;
            file.write_all(text.as_bytes())?;
            file.set_len(text.len() as u64)
        };
        let _best_effort = write();
    }
}

/// What stands in `STATE/lock`.
struct Noted {
    pid: Option<u32>,
    ledger: bool,
}

impl Noted {
    fn in_file(file: &mut File) -> Noted {
        let mut text = String::new();
        // What cannot be read tells nothing; a file of another's may be long.
        let _unread = file.rewind().and_then(|()| file.take(64).read_to_string(&mut text));
        let mut lines = text.lines();
        let pid = lines.next().and_then(|line| line.trim().parse().ok());
        Noted { pid, ledger: lines.any(|line| line == LEDGER) }
    }
}

/// Locks the ledger's own file until the file is dropped. This must not be before the last connection of this
/// process to it ends: closing any descriptor of a file ends SQLite's own locks on it (POSIX).
pub(super) fn own(ledger: &Path) -> Result<File, TryLockError> {
    let file = File::open(ledger).map_err(TryLockError::Error)?;
    lock(&file)?;
    Ok(file)
}

/// The file that is opened for the question stays open: to close it would end SQLite's locks on it, should this
/// process read the ledger.
fn ledger_is_held(state: &Path) -> bool {
    let Ok(Some(ledger)) = place::find(state) else { return false };
    let Some(file) = looked_at(&ledger) else { return false };
    let held = is_locked(&file);
    std::mem::forget(file);
    held
}

fn looked_at(path: &Path) -> Option<File> {
    regular::open(path).ok()
}

/// Whether another holds the lock of that file.
fn is_locked(file: &File) -> bool {
    match file.try_lock_shared() {
        Ok(()) => {
            let _held_by_none = file.unlock();
            false
        }
        Err(refused) => matches!(refused, TryLockError::WouldBlock),
    }
}

/// Who only asks whether it is held, as `duban status` does, holds it for an instant, and is waited for.
fn lock(file: &File) -> Result<(), TryLockError> {
    for _ in 0..ASKED {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(ASKING),
            done => return done,
        }
    }
    file.try_lock()
}

const ASKED: u32 = 50;
const ASKING: Duration = Duration::from_millis(10);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn l7_the_second_is_told_the_pid_of_the_first() {
        let state = tempfile::tempdir().unwrap();
        let first = Lock::acquire(state.path()).unwrap();
        let second = Lock::acquire(state.path()).unwrap_err();
        assert!(
            matches!(second, LockError::Held { pid: Some(pid), .. } if pid == std::process::id())
        );
        assert!(second.to_string().contains(&format!("(pid {})", std::process::id())));
        drop(first);
        Lock::acquire(state.path()).unwrap();
    }
    #[test]
    fn whoever_asks_whether_a_daemon_runs_keeps_none_from_starting() {
        let state = tempfile::tempdir().unwrap();
        drop(Lock::acquire(state.path()).unwrap());
        let started = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !started.load(Ordering::Relaxed) {
                    Lock::is_held(state.path());
                }
            });
            let all: Result<Vec<_>, _> =
                (0..2000).map(|_| Lock::acquire(state.path()).map(drop)).collect();
            started.store(true, Ordering::Relaxed);
            all.unwrap();
        });
    }
}
