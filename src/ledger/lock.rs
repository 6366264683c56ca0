//! L7: one process works on a SQLite ledger. The lock is the kernel's, so it goes when the process
//! goes, however it ends; the file only says who holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::io::Errno;

use crate::files::regular;
use crate::ledger::private;

/// The state folder, locked until this is dropped.
#[derive(Debug)]
pub struct Lock {
    _held: File,
}

/// Why the state folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("another duban{} works on the ledger in {state}; only one may. Stop it first", process(.pid))]
    Held {
        /// The other's process id, where it could be read.
        pid: Option<u32>,
        /// The state folder.
        state: PathBuf,
    },
    /// It is another user's.
    #[error(
        "this user may not use the state folder {state}: call duban as the user it belongs to (the service's: \
         `sudo -u duban duban …`), or give it to this one with chown, or name another with --state-dir"
    )]
    NotAllowed {
        /// The state folder.
        state: PathBuf,
    },
    /// The lock file could not be used.
    #[error("cannot lock the state folder {state}: {reason}")]
    Io {
        /// The state folder.
        state: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

impl LockError {
    /// Whether a disk that has room and is well does not mend it.
    pub fn is_lasting(&self) -> bool {
        match self {
            LockError::Held { .. } | LockError::NotAllowed { .. } => true,
            LockError::Io { reason, .. } => !is_of_the_disk(reason),
        }
    }
}

/// Whether the disk is to blame: it is full, read-only, or fails.
pub(super) fn is_of_the_disk(failure: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let kind = failure.kind();
    matches!(kind, QuotaExceeded | ReadOnlyFilesystem | StorageFull)
        || failure.raw_os_error() == Some(Errno::IO.raw_os_error())
}

fn process(pid: &Option<u32>) -> String {
    pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
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
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(state.join("lock")).map_err(failed)?;
        match lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let pid = read_pid(&mut file);
                return Err(LockError::Held { pid, state: state.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        private::tighten(state);
        // Who holds it is told if it can be; a full disk does not keep the ledger's owner out.
        let _best_effort = write_pid(&mut file);
        Ok(Lock { _held: file })
    }
}

impl Lock {
    /// Whether a process works on the ledger in that folder.
    pub fn is_held(state: &Path) -> bool {
        let Ok(file) = regular::open(&state.join("lock")) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
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

fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

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
