//! The state folder is its owner's alone, and so is each file in it: letters stand there, addresses, and who is
//! late. What is made is private whatever the umask; what was opened to others, by hand or by a copy that lost
//! its mode, is closed again by the process that owns the folder.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use tracing::warn;

/// What duban makes in the state folder.
const OURS: [&str; 6] = [
    "lock",
    "ledger.sqlite3",
    "ledger.sqlite3-wal",
    "ledger.sqlite3-shm",
    "last-good.sqlite3",
    "outbox",
];

/// Anything that group or others may do.
const OTHERS: u32 = 0o077;

/// What lets group or others take files away and put others in their place.
const OTHERS_WRITE: u32 = 0o022;

/// Makes the state folder, for its owner alone.
pub(super) fn make_folder(state: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(state)
}

/// Closes what is ours to others. The folder itself is left as it is, for it may be one that was not made for
/// duban; that others can write it is said.
pub(super) fn tighten(state: &Path) {
    for name in OURS {
        let path = state.join(name);
        match close(&path) {
            Ok(None) => {}
            Ok(Some(mode)) => warn!(
                file = %path.display(), mode = %format!("{mode:04o}"),
                "other users could get at this file; now only its owner can"
            ),
            Err(error) => warn!(
                file = %path.display(), %error,
                "other users can get at this file, and that cannot be changed; do so by hand"
            ),
        }
    }
    let mode = fs::metadata(state).map_or(0, |folder| folder.permissions().mode() & 0o7777);
    if mode & OTHERS_WRITE != 0 {
        warn!(
            folder = %state.display(), mode = %format!("{mode:04o}"),
            "other users can exchange the files in the state folder; `chmod 700` it"
        );
    }
}

/// Closes a file or folder to others; its mode, if it was open. A link is not followed: what it leads to may
/// be anybody's.
fn close(path: &Path) -> io::Result<Option<u32>> {
    let Ok(found) = fs::symlink_metadata(path) else { return Ok(None) };
    let mode = found.permissions().mode() & 0o7777;
    if found.is_symlink() || mode & OTHERS == 0 {
        return Ok(None);
    }
    fs::set_permissions(path, Permissions::from_mode(mode & !OTHERS))?;
    Ok(Some(mode))
}
