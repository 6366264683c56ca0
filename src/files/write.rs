//! E1: a file gets its new text at once or not at all. The text is written beside it and renamed over it, so that a
//! crash leaves the old file or the new one, and whoever reads meanwhile sees one of both.

use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::config::Files;
use crate::files::disk::DiskFiles;
use crate::files::regular;

/// What permissions there are to keep.
const MODE: u32 = 0o7777;

/// Why a file was not written. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not what it was when it was read.
    #[error("{} changed meanwhile", .0.display())]
    Changed(PathBuf),
    /// There is a file of that name already.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The system says why.
    #[error("{} cannot be written", .path.display())]
    Io {
        /// Which file, or the folder that it lies in.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Whether a file that was written still belongs to whom it belonged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// To the same user and group.
    Kept,
    /// To the one who wrote it: giving files away is not everybody's right.
    Lost,
}

/// Gives a file its new bytes. `before` is what was read: whoever changed the file since is not written over. A link
/// is followed, and stays.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<Owner, WriteError> {
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    let changed = || WriteError::Changed(path.to_owned());
    let real = std::fs::canonicalize(path).map_err(failed)?;
    let old = regular::open(&real).map_err(failed)?;
    // Two commands may edit one file at the same time. The second gets the lock of a file that is no more.
    old.lock().map_err(failed)?;
    let found = old.metadata().map_err(failed)?;
    if !is_still(&real, &found) || DiskFiles.read(&real).map_err(failed)? != before {
        return Err(changed());
    }
    let beside = beside(&real);
    let written = (|| {
        let owner = write_beside(&beside, after, Some(&found))?;
        // Whoever saved the file while the text was written is not written over either.
        if !is_still(&real, &found) || DiskFiles.read(&real)? != before {
            return Ok(None);
        }
        std::fs::rename(&beside, &real)?;
        sync_folder(&real)?;
        Ok(Some(owner))
    })();
    if !matches!(written, Ok(Some(_))) {
        // It may be gone already; what is left there is written over by the next edit.
        let _gone = std::fs::remove_file(&beside);
    }
    written.map_err(failed)?.ok_or_else(changed)
}

/// Makes a file that is not there yet.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    let beside = beside(path);
    let made = write_beside(&beside, bytes, None).and_then(|_| {
        renameat_with(CWD, &beside, CWD, path, RenameFlags::NOREPLACE)?;
        sync_folder(path)
    });
    if made.is_err() {
        let _gone = std::fs::remove_file(&beside);
    }
    made.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => failed(source),
    })
}

/// Where the new text is written first: in the same folder, so that it can be renamed; by a hidden name, which no
/// pattern of `include` matches; by the same name each time, so that what a crash left there does not pile up.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.duban-new"))
}

/// Writes the text with the mode and the owner of the old file, and waits until the disk has it.
fn write_beside(beside: &Path, bytes: &[u8], like: Option<&Metadata>) -> io::Result<Owner> {
    match std::fs::remove_file(beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Nobody else reads it before it is whole.
    let options = if like.is_some() { options.mode(0o600) } else { &mut options };
    let mut file = options.open(beside)?;
    file.write_all(bytes)?;
    let owner = like.map_or(Ok(Owner::Kept), |like| make_like(&file, like))?;
    file.sync_all()?;
    Ok(owner)
}

fn make_like(file: &File, like: &Metadata) -> io::Result<Owner> {
    let made = file.metadata()?;
    let (user, group) = (made.uid() == like.uid(), made.gid() == like.gid());
    let same = user && group;
    let given = same || fchown(file, Some(like.uid()), Some(like.gid())).is_ok();
    // Where the owner cannot be kept, those of the group may still read it.
    let of_group = given || fchown(file, None, Some(like.gid())).is_ok();
    let owner = if given || (user && of_group) { Owner::Kept } else { Owner::Lost };
    // Afterwards: a change of owner takes rights away.
    file.set_permissions(Permissions::from_mode(like.mode() & MODE))?;
    Ok(owner)
}

/// Whether the name still leads to the file that was opened.
fn is_still(path: &Path, opened: &Metadata) -> bool {
    let same = |now: Metadata| (now.dev(), now.ino()) == (opened.dev(), opened.ino());
    std::fs::metadata(path).is_ok_and(same)
}

/// The new name is on the disk once its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("a file").mode() & MODE
    }

    /// The names of a folder.
    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn e1_a_link_is_followed_and_the_mode_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("real")).expect("a folder");
        std::fs::write(at("real/a.toml"), "old").expect("written");
        std::fs::set_permissions(at("real/a.toml"), Permissions::from_mode(0o640)).expect("set");
        symlink("real/a.toml", at("a.toml")).expect("a link");
        // What a crash left.
        std::fs::write(at("real/.a.toml.duban-new"), "half").expect("written");
        let owner = replace(&at("a.toml"), b"old", b"new").expect("written");
        assert_eq!(owner, Owner::Kept);
        assert!(at("a.toml").is_symlink());
        assert_eq!(std::fs::read(at("real/a.toml")).expect("read"), b"new");
        assert_eq!(mode(&at("real/a.toml")), 0o640);
        assert_eq!(names(&at("real")), ["a.toml"]);
    }

    #[test]
    fn e1_what_changed_meanwhile_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "other").expect("written");
        let refused = replace(&path, b"old", b"new").expect_err("it changed");
        assert!(matches!(refused, WriteError::Changed(_)), "{refused}");
        assert_eq!(std::fs::read(&path).expect("read"), b"other");
        assert_eq!(names(folder.path()), ["a.toml"]);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        create(&path, b"one").expect("made");
        let refused = create(&path, b"two").expect_err("it is there");
        assert!(matches!(refused, WriteError::Exists(_)), "{refused}");
        assert_eq!(std::fs::read(&path).expect("read"), b"one");
        assert_eq!(names(folder.path()), ["a.toml"]);
        let nowhere = create(&folder.path().join("none/a.toml"), b"").expect_err("no folder");
        assert!(matches!(nowhere, WriteError::Io { .. }), "{nowhere}");
    }
}
