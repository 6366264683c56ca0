//! The `outbox` transport: one `.eml` for each letter, in a folder below the state folder.
//!
//! A file is written under another name, synced and renamed, so that whoever watches the folder
//! never sees half a letter; the same letter again is the same file.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::ledger::private;

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// The folder `outbox` in the state folder.
    pub(crate) fn new(state: &Path) -> Outbox {
        Outbox { folder: state.join("outbox") }
    }

    /// Writes a letter, and says where.
    pub(crate) fn write(&self, letter: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        private::make_folder_in(&self.folder)?;
        let half = self.folder.join(format!(".{letter}.part"));
        let whole = self.folder.join(format!("{letter}.eml"));
        let mut file = private::make(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, &whole)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_one_whole_file_however_often_it_is_written() {
        let state = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(state.path());
        for _ in 0..2 {
            let path = outbox.write("abc", b"Subject: x\r\n\r\nbody\r\n").unwrap();
            assert_eq!(std::fs::read(path).unwrap(), b"Subject: x\r\n\r\nbody\r\n");
        }
        let names = std::fs::read_dir(state.path().join("outbox")).unwrap();
        assert_eq!(names.map(|name| name.unwrap().file_name()).collect::<Vec<_>>(), ["abc.eml"]);
    }

    #[test]
    fn what_a_link_leads_to_is_not_written() {
        let state = tempfile::tempdir().unwrap();
        let precious = state.path().join("precious");
        std::fs::write(&precious, "precious").unwrap();
        let outbox = Outbox::new(state.path());
        outbox.write("first", b"x").unwrap();
        for name in [".abc.part", "abc.eml"] {
            std::os::unix::fs::symlink(&precious, outbox.folder.join(name)).unwrap();
        }
        let path = outbox.write("abc", b"Subject: x\r\n\r\nbody\r\n").unwrap();
        assert!(!path.is_symlink());
        assert_eq!(std::fs::read(&precious).unwrap(), b"precious");
    }
}
