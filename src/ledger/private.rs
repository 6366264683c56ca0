//! The state folder is its owner's alone, and so is each file in it: letters stand there, addresses, and who is
//! late. What is made is private whatever the umask, belongs to the folder's owner also where root made it, and is
//! never written through a link. What was opened to others, by hand or by a copy that lost its mode, is closed again
//! by the process that owns the folder.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::files::regular;
use crate::ledger::place;
use crate::log::tell;
use crate::model::Language;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::io_error;
use crate::words::log;
use crate::words::system::reason;

/// What duban makes in the state folder.
const OURS: [&str; 7] = [
    "lock",
    "ledger.sqlite3",
    "ledger.sqlite3-wal",
    "ledger.sqlite3-shm",
    "last-good.sqlite3",
    "outbox",
    "web.key",
];

/// Anything that group or others may do.
const OTHERS: u32 = 0o077;

/// What lets group or others take files away and put others in their place.
const OTHERS_WRITE: u32 = 0o022;

/// Makes the state folder, for its owner alone.
pub(super) fn make_folder(state: &Path) -> io::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(state);
    made.or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => place::behind(state).and(Err(error)),
        _ => Err(error),
    })
}

/// Makes a folder in the state folder, or finds it there.
pub(crate) fn make_folder_in(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => {
            let made = OpenOptions::new().read(true).custom_flags(flags()).open(folder)?;
            give_to_owner(&made, folder).map(drop)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Opens a file of the state folder, or makes it.
pub(crate) fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // What a pipe or a device does when it is opened is not waited for.
    if !path.is_symlink() {
        regular::check(path)?;
    }
    let file = options.mode(0o600).custom_flags(flags()).open(path).map_err(|error| {
        match error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) {
            true => {
                let name = path.file_name().unwrap_or_default().display().to_string();
                io_error(ErrorKind::Other, Met::of(Cause::LinkInState, &[&name]))
            }
            false => error,
        }
    })?;
    regular::check_found(&file.metadata()?)?;
    give_to_owner(&file, path)?;
    Ok(file)
}

/// Makes a file of the state folder; what a crash left in its place goes.
pub(crate) fn make(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    open(path, OpenOptions::new().write(true).create_new(true))
}

/// A link is not followed, and a pipe not waited for.
fn flags() -> i32 {
    (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32
}

/// What root makes belongs to the folder's owner, as all else there, or the service could not go on. Whether it
/// changed hands.
fn give_to_owner(file: &File, path: &Path) -> io::Result<bool> {
    if !rustix::process::geteuid().is_root() {
        return Ok(false);
    }
    // The parent of a bare name is empty.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::metadata(folder.unwrap_or(Path::new(".")))?;
    let found = file.metadata()?;
    // A file with a second name may be anybody's.
    let ours = found.uid() == 0 && (found.is_dir() || found.nlink() == 1);
    if !ours || folder.uid() == 0 {
        return Ok(false);
    }
    fchown(file, Some(folder.uid()), Some(folder.gid()))?;
    Ok(true)
}

/// Closes what is ours to others, and gives what root made to the folder's owner. The folder itself is left as it
/// is, for it may be one that was not made for duban; that others can write it is said.
pub(super) fn tighten(state: &Path) {
    for name in OURS {
        let path = state.join(name);
        match give_back(&path) {
            Ok(false) => {}
            Ok(true) => tell!(WARN, log::state::GIVEN_TO_OWNER, file = %path.display()),
            Err(error) => {
                tell!(WARN, log::state::ROOT_OWNS, file = %path.display(), %error, error.zh = reason(&error, Language::ZhCn))
            }
        }
        match close(&path) {
            Ok(None) => {}
            Ok(Some(mode)) => {
                tell!(WARN, log::state::CLOSED_TO_OTHERS, file = %path.display(), mode = %format!("{mode:04o}"))
            }
            Err(error) => {
                tell!(WARN, log::state::OPEN_TO_OTHERS, file = %path.display(), %error, error.zh = reason(&error, Language::ZhCn))
            }
        }
    }
    let mode = fs::metadata(state).map_or(0, |folder| folder.permissions().mode() & 0o7777);
    if mode & OTHERS_WRITE != 0 {
        tell!(WARN, log::state::FOLDER_OPEN, folder = %state.display(), mode = %format!("{mode:04o}"));
    }
}

/// Gives a file or folder of root's to the folder's owner. A link is not followed.
fn give_back(path: &Path) -> io::Result<bool> {
    let by_root =
        fs::symlink_metadata(path).is_ok_and(|found| found.uid() == 0 && !found.is_symlink());
    if !by_root || !rustix::process::geteuid().is_root() {
        return Ok(false);
    }
    let file = OpenOptions::new().read(true).custom_flags(flags()).open(path)?;
    give_to_owner(&file, path)
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
