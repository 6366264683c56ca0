//! Opens regular files and nothing else. A named pipe would be waited for, perhaps for ever; a device may
//! have no end.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::io_error;

/// Opens a file for reading.
pub fn open(path: &Path) -> io::Result<File> {
    opened(path, OpenOptions::new().read(true))
}

/// Opens a file for reading where others may write into its folder: a link is not followed, or they would have any file
/// read.
pub fn open_no_link(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    check_found(&file.metadata()?)?;
    Ok(file)
}

/// Opens a file for writing; one that is not there is made, for its owner alone.
pub fn create_private(path: &Path) -> io::Result<File> {
    opened(path, OpenOptions::new().write(true).create(true).truncate(false).mode(0o600))
}

/// Says what is there instead of a regular file. Nothing at all is fine.
pub fn check(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(found) => check_found(&found),
        Err(_) => Ok(()),
    }
}

fn opened(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // Looked at first, since to open a device may do something; and again on what was opened, since another
    // file may have taken its place meanwhile.
    check(path)?;
    // Whoever is at the other end of a pipe is not waited for.
    let file = options.custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)?;
    check_found(&file.metadata()?)?;
    Ok(file)
}

/// Says what was opened instead of a regular file.
pub(crate) fn check_found(found: &Metadata) -> io::Result<()> {
    match kind(found.file_type()) {
        None => Ok(()),
        Some(kind) => Err(io_error(io::ErrorKind::Other, Met::of(kind, &[]))),
    }
}

fn kind(found: FileType) -> Option<Cause> {
    match () {
        () if found.is_file() => None,
        () if found.is_dir() => Some(Cause::FileIsFolder),
        () if found.is_fifo() => Some(Cause::FileIsPipe),
        () if found.is_socket() => Some(Cause::FileIsSocket),
        () => Some(Cause::FileIsDevice),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;

    fn refusal(opened: io::Result<File>) -> String {
        opened.map(|_| ()).expect_err("refused").to_string()
    }

    #[test]
    fn only_regular_files_are_opened_and_nothing_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
        let _socket = UnixListener::bind(at("socket")).expect("a socket");
        std::os::unix::fs::symlink("/dev/zero", at("device")).expect("a link");
        std::fs::create_dir(at("folder")).expect("a folder");
        std::fs::write(at("file"), "text").expect("written");
        for (name, kind) in [
            ("pipe", "a named pipe"),
            ("socket", "a socket"),
            ("device", "a device"),
            ("folder", "a folder"),
        ] {
            let wanted = format!("it is {kind}, no regular file");
            assert_eq!(refusal(open(&at(name))), wanted);
            assert_eq!(refusal(create_private(&at(name))), wanted);
        }
        assert!(open(&at("file")).is_ok());
        let missing = open(&at("none")).expect_err("it is not there");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        assert!(create_private(&at("none")).is_ok());
    }
}
