//! The SQLite ledger: a file `ledger.sqlite3` in the state folder, in WAL mode, synced at every
//! commit, so that what was said to be recorded is recorded.

pub mod admin_notices;
pub mod by_hand;
pub mod care;
pub mod delivery_status;
pub mod edits;
pub mod open;
pub mod read;
pub mod refusing;
pub mod renewal;
pub mod sending;
pub mod unwritten;
pub mod write;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use crate::ledger::error::{LedgerError, Reason};
#[cfg(doc)]
use crate::ledger::lock::own;
use crate::ledger::place::{Lost, Place};

pub use admin_notices::Told;
pub use by_hand::{ByHand, Retried};
pub use care::AttemptRow;
pub use delivery_status::{DeliveryStatus, Queue, Unreached};
pub use edits::{HeldEdit, ListRecord, Withdrawn};
pub use read::Waiting;
pub use sending::Sending;
pub use write::Recording;

/// Letters that are not settled, in the words of the index `letter_unsettled`: SQLite goes by an index of some rows
/// only where its condition stands in the query, and else through every letter that ever was.
const UNSETTLED: &str = "state IN ('queued', 'held', 'failed')";

/// Notices that may not come twice, in the words of the index `notice_identity`.
const LIVE: &str = "disposition NOT IN ('withdrawn', 'replaced')";

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

impl LedgerError {
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
        let text = |said: String| Reason::OfLetter { letter: letter.to_owned(), said };
        match LedgerError::of(path, source) {
            LedgerError::Damaged { path, reason: Reason::Said(said) } => {
                LedgerError::Damaged { path, reason: text(said) }
            }
            LedgerError::Sqlite { path, reason } => {
                LedgerError::Damaged { path, reason: text(reason.to_string()) }
            }
            LedgerError::Unwritable { path, reason: Reason::Said(said) } => {
                LedgerError::Unwritable { path, reason: text(said) }
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
                LedgerError::Damaged { path, reason: Reason::Said(source.to_string()) }
            }
            Some(ErrorCode::DiskFull) => LedgerError::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied,
            ) => LedgerError::Unwritable { path, reason: Reason::Said(source.to_string()) },
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
