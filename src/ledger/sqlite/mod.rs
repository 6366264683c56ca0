//! The SQLite ledger: a file `ledger.sqlite3` in the state folder, in WAL mode, synced at every
//! commit, so that what was said to be recorded is recorded.

pub mod admin_notices;
pub mod by_hand;
pub mod care;
pub mod delivery_status;
pub mod edits;
pub mod open;
pub mod read;
pub mod sending;
pub mod write;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use crate::ledger::lock::is_of_the_disk;
#[cfg(doc)]
use crate::ledger::lock::own;
use crate::ledger::place::{Lost, Place};

pub use admin_notices::Told;
pub use by_hand::{ByHand, Retried};
pub use care::AttemptRow;
pub use delivery_status::{Queue, Standing, Unreached};
pub use edits::{HeldEdit, ListRecord, Withdrawn};
pub use read::Waiting;
pub use sending::Sending;
pub use write::Recording;

/// Letters that are not settled, in the words of the index `letter_unsettled`: SQLite goes by an index of some rows
/// only where its condition stands in the query, and else through every letter that ever was.
const UNSETTLED: &str = "state IN ('queued', 'held', 'failed')";

/// Whether somebody may have a letter: it was handed over and no answer came, or an attempt was cut short.
const IN_DOUBT: &str = "(in_doubt OR EXISTS
    (SELECT 1 FROM attempt WHERE attempt.letter = letter.number AND ended IS NULL))";

/// The ledger.
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    /// Where it lay when it was opened, of the process that owns it.
    place: Option<Place>,
    /// The lock of the ledger's own file. It must be dropped after the connection: see [`own`].
    _own: Option<File>,
}

/// Why the ledger cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The state folder or a file in it could not be made or read.
    #[error("cannot use the ledger {path}: {reason}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Another process works on it (L7).
    #[error("another duban works on the ledger {path}; only one may. Stop it first")]
    Held {
        /// The file.
        path: PathBuf,
    },
    /// There was one, and there is none any more.
    #[error(
        "there was a ledger here, and {path} is gone. Without it duban cannot know what was sent, and would send it \
         all again. Put it back, or a backup of it. To begin anew: `duban adopt` makes a ledger in which all that \
         has been reached counts as sent; with `lock` removed from the same folder duban makes an empty one"
    )]
    Lost {
        /// The file.
        path: PathBuf,
    },
    /// A file of it was removed while it is open.
    #[error(
        "{path} was removed while duban works on the ledger: nothing is recorded and nothing sent. Put this very \
         file back; or stop duban, put a backup in its place and start duban again"
    )]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// Its write-ahead log was removed while it is open.
    #[error(
        "{path} was removed while duban works on the ledger: nothing is recorded and nothing sent. Restart duban in \
         order, not by a kill: it then writes what stood there into the ledger"
    )]
    LogGone {
        /// The log.
        path: PathBuf,
    },
    /// Another file took its place while it is open.
    #[error(
        "another file took the place of {path} while duban works on the ledger: nothing is recorded and nothing \
         sent. If it is meant, restart duban to go by it; else put the former file back"
    )]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// It is another user's.
    #[error(
        "this user may not use the ledger {path}: call duban as the user it belongs to (`sudo -u duban duban …` \
         for the service's), or, where a copy lost its owner, give it back to that one with chown"
    )]
    NotAllowed {
        /// The file.
        path: PathBuf,
    },
    /// It was written by a newer duban.
    #[error(
        "the ledger {path} was written by a newer duban (schema {found}; this one knows {known}): \
         install that version again"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It was written by an older duban, and a reading command must not change it.
    #[error(
        "the ledger {path} was written by an older duban (schema {found}; this one knows {known}): \
         `duban run` brings it up to date"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It is no ledger of duban's.
    #[error(
        "{path} is a SQLite file, but no ledger of duban's; move it away or name another state folder"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It is damaged.
    #[error(
        "the ledger {path} is damaged ({reason}). It is left as it is: restore it from a backup; \
         without it duban cannot know what was sent"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// There is no room for it.
    #[error(
        "the disk with the ledger {path} is full; nothing was recorded and nothing is sent until there is room"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The disk or the file does not let itself be written.
    #[error(
        "the ledger {path} cannot be written ({reason}): nothing was recorded, and nothing is sent until it \
         can. Look at the disk, its mount and who owns the file"
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A notice was to be recorded that the ledger has.
    #[error("the ledger {path} has this notice already: {notice}")]
    Recorded {
        /// The file.
        path: PathBuf,
        /// Which notice.
        notice: String,
    },
    /// Somebody else writes to it for long.
    #[error(
        "the ledger {path} is busy: a sweep of many letters is being recorded. Try again in a minute"
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The copy could not be made.
    #[error("the ledger cannot be copied to {path}: {reason}. There is no copy")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// There is no such letter.
    #[error("there is no letter `{0}`; `duban letters` and `duban history` list them")]
    NoLetter(String),
    /// The beginning of an id fits several letters.
    #[error("`{0}` fits several letters; give more of the id")]
    Ambiguous(String),
    /// Only held letters can be released.
    #[error("letter {0} is not held, so it cannot be released")]
    NotHeld(String),
    /// Only held and failed letters can be discarded.
    #[error("letter {0} is neither held nor failed, so it cannot be discarded")]
    NotDiscardable(String),
    /// Only letters that wait or failed can be tried again.
    #[error(
        "letter {0} neither waits nor failed, so there is nothing to try again (a held one is let go by `duban release`)"
    )]
    NotWaiting(String),
    /// Anything else.
    #[error("the ledger {path} failed: {reason}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: rusqlite::Error,
    },
}

impl LedgerError {
    /// Whether it is the ledger itself that is wrong: no room and no repaired disk mends that.
    pub fn is_lasting(&self) -> bool {
        match self {
            LedgerError::Io { reason, .. } => !is_of_the_disk(reason),
            LedgerError::NotAllowed { .. }
            | LedgerError::Held { .. }
            | LedgerError::Lost { .. }
            | LedgerError::Damaged { .. }
            | LedgerError::Foreign { .. }
            | LedgerError::Newer { .. }
            | LedgerError::Older { .. } => true,
            _ => false,
        }
    }

    /// Names what the system reports by what it means for the ledger.
    fn of_file(path: &Path, source: std::io::Error) -> LedgerError {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::PermissionDenied => LedgerError::NotAllowed { path },
            _ => LedgerError::Io { path, reason: source },
        }
    }

    /// The same where one letter's text was asked for: without it that letter cannot leave.
    fn of_letter(path: &Path, letter: &str, source: rusqlite::Error) -> LedgerError {
        let text = |reason: &str| format!("the text of letter {letter} cannot be read: {reason}");
        match LedgerError::of(path, source) {
            LedgerError::Damaged { path, reason } => {
                LedgerError::Damaged { path, reason: text(&reason) }
            }
            LedgerError::Sqlite { path, reason } => {
                LedgerError::Damaged { path, reason: text(&reason.to_string()) }
            }
            LedgerError::Unwritable { path, reason } => {
                LedgerError::Unwritable { path, reason: text(&reason) }
            }
            other => other,
        }
    }

    /// Names what SQLite reports by what it means for the ledger.
    fn of(path: &Path, source: rusqlite::Error) -> LedgerError {
        let path = path.to_owned();
        // No room for the file that SQLite shares between processes is said in other words.
        let extended = source.sqlite_error().map(|error| error.extended_code);
        if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
            return LedgerError::Full { path };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LedgerError::Damaged { path, reason: source.to_string() }
            }
            Some(ErrorCode::DiskFull) => LedgerError::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied,
            ) => LedgerError::Unwritable { path, reason: source.to_string() },
            _ => LedgerError::Sqlite { path, reason: source },
        }
    }
}

impl Ledger {
    fn failed(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, source)
    }

    /// Nothing is recorded in a file that is no longer the ledger, and so nothing is sent by it: after a restart
    /// nobody would know of it.
    fn look_where_it_lies(&mut self) -> Result<(), LedgerError> {
        let Some(place) = &mut self.place else { return Ok(()) };
        match place.look().map_err(|source| LedgerError::of_file(&self.path, source))? {
            Ok(()) => Ok(()),
            Err(Lost::Gone(path)) => Err(LedgerError::Gone { path }),
            Err(Lost::Log(path)) => Err(LedgerError::LogGone { path }),
            Err(Lost::Replaced(path)) => Err(LedgerError::Replaced { path }),
        }
    }
}
