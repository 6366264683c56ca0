//! A5: a Maildir in which replies arrive. It is only read: nothing is deleted, moved or marked, and what a mail reader does with
//! the mails meanwhile makes none a new one.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

use crate::daemon::receiving::take::took;
use crate::daemon::receiving::taken::LARGEST;
use crate::files::regular;
use crate::io_cause;
use crate::ledger::{Ledger, LedgerError};
use crate::log::tell;
use crate::model::Config;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::log;

/// The folders in which mails lie; what is being delivered lies in `tmp`.
const FOLDERS: [&str; 2] = ["new", "cur"];

/// So many mails are read before others have their turn with the ledger.
const TOGETHER: usize = 20;

/// A folder that has not changed for so long shows by its time whatever came.
const STILL: SignedDuration = SignedDuration::from_secs(3);

/// A Maildir, and what of it was read.
#[derive(Debug)]
pub struct Maildir {
    folder: PathBuf,
    /// The mails that were read, by their names; none before the ledger was asked.
    read: Option<HashSet<String>>,
    /// How the folders stood when nothing new was in them.
    seen: Option<[SystemTime; 2]>,
    /// Mails that could not be read: the log tells of each once.
    unreadable: HashSet<String>,
}

/// Why a Maildir cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    /// The folder.
    #[error("{}: {source}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The ledger cannot take in what the mails say.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Maildir {
    /// That of a configuration, if it has one; relative to the root file's folder.
    pub fn of(config: &Config) -> Option<Maildir> {
        let named = config.answers.maildir.as_deref()?;
        let root = config.files.first().and_then(|root| Path::new(&**root).parent());
        let folder = root.unwrap_or(Path::new("")).join(named);
        Some(Maildir { folder, read: None, seen: None, unreadable: HashSet::new() })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Why it cannot be read, if it cannot.
    pub fn unusable(&self) -> Option<Met> {
        match self.names().err()? {
            MaildirError::Folder { folder, source } => {
                Some(io_cause::of_file(Cause::AtFile, &folder, &source))
            }
            MaildirError::Ledger(error) => Some(error.to_string().into()),
        }
    }

    /// Reads some of the mails that are new. Returns whether there may be more.
    pub fn read(
        &mut self,
        config: &Config,
        ledger: &mut Ledger,
        now: Timestamp,
    ) -> Result<bool, MaildirError> {
        let stands = self.stands()?;
        if self.seen == Some(stands) {
            return Ok(false);
        }
        let mut mails = self.names()?;
        let place = self.folder.display().to_string();
        let read = match self.read.take() {
            Some(read) => read,
            None => ledger.mails_read(&place)?,
        };
        let there: HashSet<&str> = mails.iter().map(|(name, _)| name.as_str()).collect();
        let gone: Vec<String> =
            read.iter().filter(|name| !there.contains(name.as_str())).cloned().collect();
        mails.retain(|(name, _)| !read.contains(name) && !self.unreadable.contains(name));
        // Names begin with the time of delivery: the older first.
        mails.sort();
        let more = mails.len() > TOGETHER;
        mails.truncate(TOGETHER);
        let mut done = Vec::new();
        for (name, path) in &mails {
            match whole(path) {
                Ok(mail) => {
                    if let Some(mail) = mail {
                        took(config, ledger, &mail, now)?;
                    }
                    done.push(name.clone());
                }
                // A mail reader has moved it; the next look finds it.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => {
                    let mail = path.display().to_string();
                    tell!(ERROR, log::daemon::MAIL_UNREADABLE, mail, error = error.to_string());
                    self.unreadable.insert(name.clone());
                }
            }
        }
        ledger.mails_were_read(&place, &done, &gone)?;
        let mut read = read;
        gone.iter().for_each(|name| {
            read.remove(name);
        });
        read.extend(done);
        self.read = Some(read);
        // What came within the last seconds may not show in the time of the folder.
        let is_old = |at: &SystemTime| {
            let at = Timestamp::try_from(*at);
            at.is_ok_and(|at| now.duration_since(at) >= STILL)
        };
        let is_still = stands.iter().all(is_old);
        self.seen = (mails.is_empty() && is_still).then_some(stands);
        Ok(more)
    }

    fn stands(&self) -> Result<[SystemTime; 2], MaildirError> {
        let of = |name: &str| {
            let folder = self.folder.join(name);
            let found = fs::metadata(&folder).and_then(|found| found.modified());
            found.map_err(|source| MaildirError::Folder { folder, source })
        };
        Ok([of(FOLDERS[0])?, of(FOLDERS[1])?])
    }

    /// All mails: the name, which stays the same whatever is done with a mail, and where it lies now.
    fn names(&self) -> Result<Vec<(String, PathBuf)>, MaildirError> {
        let mut names = Vec::new();
        for name in FOLDERS {
            let folder = self.folder.join(name);
            let failed = |source| MaildirError::Folder { folder: folder.clone(), source };
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let unique = name.split(':').next().unwrap_or_default().to_owned();
                names.push((unique, entry.path()));
            }
        }
        Ok(names)
    }
}

/// A mail; none where it is too large to be one that is read. Links are not followed: whoever may write into the mailbox is not to
/// have other files read.
fn whole(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = regular::open_no_link(path)?;
    let mut mail = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut mail)?;
    Ok((mail.len() as u64 <= LARGEST).then_some(mail))
}
