//! What an engine reports, named by what it means for the ledger.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::ledger::db::{Error, Failure};
use crate::ledger::error::{LedgerError, Reason};

impl LedgerError {
    /// Names what the system reports by what it means for the ledger.
    pub(super) fn of_file(path: &Path, source: std::io::Error) -> LedgerError {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::PermissionDenied => LedgerError::NotAllowed { path },
            _ => LedgerError::Io { path, reason: source },
        }
    }

    /// The same where one letter's text was asked for: without it that letter cannot leave.
    pub(super) fn of_letter(path: &Path, letter: &str, source: Error) -> LedgerError {
        let text = |said: String| Reason::OfLetter { letter: letter.to_owned(), said };
        match LedgerError::of(path, source) {
            LedgerError::Damaged { path, reason: Reason::Said(said) } => {
                LedgerError::Damaged { path, reason: text(said) }
            }
            LedgerError::Engine { path, reason } => {
                LedgerError::Damaged { path, reason: text(reason.to_string()) }
            }
            LedgerError::Unwritable { path, reason: Reason::Said(said) } => {
                LedgerError::Unwritable { path, reason: text(said) }
            }
            other => other,
        }
    }

    /// Names what an engine reports by what it means for the ledger.
    pub(super) fn of(path: &Path, source: Error) -> LedgerError {
        match source {
            Error::Sqlite(source) => LedgerError::of_sqlite(path, source),
            Error::Postgres(failure) => LedgerError::of_postgres(path, failure),
            source => LedgerError::Engine { path: path.to_owned(), reason: source },
        }
    }

    /// By the classes of SQLSTATE. What a restart, a failover or another transaction causes is waited out.
    fn of_postgres(path: &Path, failure: Failure) -> LedgerError {
        let path = path.to_owned();
        let (code, said) = match &failure {
            Failure::Lost(why) => {
                return LedgerError::Unreachable { path, reason: Reason::Met(why.clone()) };
            }
            Failure::Lease(node) => return LedgerError::Lease { path, node: node.clone() },
            Failure::Lapsed => return LedgerError::Lapsed { path },
            Failure::Answer { code, said } => (code.as_str(), said.clone()),
        };
        match code {
            "40001" | "40P01" | "55P03" => LedgerError::Busy { path },
            "53100" | "53200" => LedgerError::Full { path },
            "53300" | "25006" | "3D000" => {
                LedgerError::Unreachable { path, reason: Reason::Said(said) }
            }
            "XX001" | "XX002" => LedgerError::Damaged { path, reason: Reason::Said(said) },
            "42501" | "28000" | "28P01" => {
                LedgerError::Refused { path, reason: Reason::Said(said) }
            }
            _ => LedgerError::Engine { path, reason: Error::Postgres(failure) },
        }
    }

    fn of_sqlite(path: &Path, source: rusqlite::Error) -> LedgerError {
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
            _ => LedgerError::Engine { path, reason: Error::Sqlite(source) },
        }
    }
}
