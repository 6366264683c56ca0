//! E2: records of edits that were left in the state folder by users who may not open the ledger. Whoever is in the
//! folder's group may leave one, and nobody but the daemon may read or remove it.

use std::fs::{self, DirEntry, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::files::regular;
use crate::files::users::login_of;
use crate::ledger::command_edit::NewEdit;
use crate::ledger::private;
use crate::log::{cause, tell};
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::io_error;
use crate::words::log;

/// The folder in the state folder.
const NAME: &str = "spool";

/// Its owner does all. Where the state folder lets its group in, the group adds files, and sees none.
const FOLDER: u32 = 0o700;
const FOR_GROUP: u32 = 0o1730;
const GROUP_ENTERS: u32 = 0o010;

/// A record: the daemon is in the folder's group.
const FILE: u32 = 0o640;

/// No record is longer, and no more of them are taken at once.
const BYTES: u64 = 4 * 1024 * 1024;
const TAKEN: usize = 10_000;

/// What a user of another user namespace is shown as.
const NOBODY: u32 = 65_534;

/// A record that was left.
pub(super) struct Spooled {
    /// The name of its file: it is recorded once.
    pub(super) name: String,
    pub(super) edit: NewEdit,
    path: PathBuf,
}

/// Makes the folder, with the rights that it is to have.
pub(super) fn prepare(state: &Path) -> io::Result<()> {
    let folder = state.join(NAME);
    private::make_folder_in(&folder)?;
    let found = fs::symlink_metadata(&folder)?;
    if !found.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let enters = fs::metadata(state)?.mode() & GROUP_ENTERS != 0;
    let mode = if enters { FOR_GROUP } else { FOLDER };
    match found.mode() & 0o7777 {
        known if known == mode => Ok(()),
        _ => fs::set_permissions(&folder, Permissions::from_mode(mode)),
    }
}

/// Leaves a record for the daemon.
pub fn leave(state: &Path, edit: &NewEdit, now: Timestamp) -> io::Result<()> {
    let folder = state.join(NAME);
    let name = format!("{:020}-{}", now.as_microsecond(), std::process::id());
    let beside = folder.join(format!(".{name}"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE).open(&beside)?;
    let left = (|| {
        let group = fs::metadata(&folder)?.gid();
        if file.metadata()?.gid() != group {
            fchown(&file, None, Some(group))?;
        }
        file.set_permissions(Permissions::from_mode(FILE))?;
        serde_json::to_writer(&mut file, edit)?;
        file.flush()?;
        file.sync_all()?;
        fs::rename(&beside, folder.join(format!("{name}.json")))
    })();
    if left.is_err() {
        let _gone = fs::remove_file(&beside);
    }
    left
}

/// The records that were left, in the order of their names. What is no record is said and removed.
pub(super) fn left_in(state: &Path) -> io::Result<Vec<Spooled>> {
    let folder = state.join(NAME);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let is_record = |entry: &DirEntry| entry.file_name().to_string_lossy().ends_with(".json");
    let mut entries: Vec<DirEntry> = entries.flatten().filter(is_record).take(TAKEN).collect();
    entries.sort_by_key(DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries {
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        match read(&path) {
            Ok(edit) => found.push(Spooled { name, edit, path }),
            Err(error) => {
                tell!(WARN, log::files::NO_RECORD, file = %path.display(), error = cause(&error));
                fs::remove_file(&path)?;
            }
        }
    }
    Ok(found)
}

/// Reads a record. Whose it is says its owner, not what stands in it.
fn read(path: &Path) -> io::Result<NewEdit> {
    let file = regular::open_no_link(path)?;
    let found = file.metadata()?;
    // Another name of somebody else's file would pass for that one's word.
    if found.nlink() != 1 || found.len() > BYTES {
        return Err(io_error(io::ErrorKind::Other, Met::of(Cause::NoRecord, &[])));
    }
    let mut text = String::new();
    file.take(BYTES).read_to_string(&mut text)?;
    let mut edit: NewEdit = serde_json::from_str(&text)?;
    // In a user namespace of the daemon's own every other user looks the same.
    edit.login = match found.uid() {
        NOBODY => format!("{} (not proven)", edit.login),
        user => login_of(user),
    };
    Ok(edit)
}

impl Spooled {
    /// It stands in the ledger.
    pub(super) fn remove(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}
