//! The `outbox` transport: one `.eml` for each letter, in a folder below the state folder.
//!
//! A file is named by the letter's date, its first addressee and its id. It is written under another name, synced and
//! renamed, so that whoever watches the folder never sees half a letter; the same letter again is the same file.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mail_parser::{DateTime, MessageParser};

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
        let whole = self.folder.join(name(letter, bytes));
        let mut file = private::make(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, &whole)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(whole)
    }
}

/// So many characters of an address stand in a file's name.
const LONGEST: usize = 64;

/// `2026-11-30-zhang@example.org-a1b2c3.eml`, from the message itself, so that it is always the same. What the message
/// does not say is left out.
fn name(letter: &str, bytes: &[u8]) -> String {
    let message = MessageParser::new().with_minimal_headers().parse_headers(bytes);
    let date = message.as_ref().and_then(|message| message.date()).map(|date| {
        let DateTime { year, month, day, .. } = date;
        format!("{year:04}-{month:02}-{day:02}-")
    });
    let to = message.as_ref().and_then(|message| message.to()?.first()?.address());
    let plain = |one: char| one.is_alphanumeric() || "@.+_-".contains(one);
    let to = to.map(|to| {
        let to = to.chars().map(|one| if plain(one) { one } else { '_' });
        to.take(LONGEST).collect::<String>() + "-"
    });
    format!("{}{}{letter}.eml", date.unwrap_or_default(), to.unwrap_or_default())
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
    fn a_file_is_named_by_date_and_addressee() {
        let header = "Date: Mon, 30 Nov 2026 23:30:00 +0800\r\nTo: =?utf-8?B?5byg5LiJ?= <zhang@example.org>,\r\n \
                      <li@example.org>\r\nSubject: x\r\n\r\nbody\r\n";
        assert_eq!(name("abc", header.as_bytes()), "2026-11-30-zhang@example.org-abc.eml");
        let odd = "To: \"../../x\"@example.org\r\n\r\nbody\r\n";
        let named = name("abc", odd.as_bytes());
        assert!(!named.contains('/') && named.ends_with("-abc.eml"), "{named}");
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
