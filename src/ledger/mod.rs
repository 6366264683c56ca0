//! What happened, recorded: notices, letters, recipients and attempts. History is never deleted.
//!
//! A library keeps the bytes (`db`); what is ours is what each transaction promises, one file a promise. A file in the
//! state folder is in WAL mode and synced at every commit, so that what was said to be recorded is recorded.

pub mod admin_notices;
pub mod answer_letters;
pub mod answers;
pub mod archive;
pub mod archives;
pub mod by_hand;
pub mod came_back;
pub mod command_edit;
pub mod command_edits;
pub mod copy;
mod db;
pub mod delivery_status;
mod digest_entries;
pub mod digests;
pub mod edits;
mod engine_errors;
pub mod error;
pub mod files;
pub mod flaw;
pub mod history;
pub mod letters_to;
pub mod lock;
pub mod mailbox;
pub mod mailbox_trouble;
pub mod maintenance;
pub mod mark_key;
pub mod nodes;
mod numbering;
pub mod open;
mod owner_rows;
pub mod owners;
pub mod place;
pub mod private;
pub mod refusing;
pub mod renewal;
pub mod reports;
pub mod rows;
pub mod sending;
mod server;
mod shape;
pub mod spool;
pub mod sweep;
pub mod tallies;
pub mod unwritten;
mod upgrade;
pub mod wishes;
pub mod word;

#[cfg(test)]
#[path = "../../tests/postgres/server.rs"]
mod test_server;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::PathBuf;

use db::Connection;
use place::{Lost, Place};

pub use admin_notices::{Told, Word};
pub use answer_letters::WrittenFor;
pub use answers::{Answers, Settled};
pub use archive::Moved;
pub use archives::ArchiveRow;
pub use by_hand::{ByHand, Retried};
pub use came_back::{BouncedAddress, CameBack, CameBackRow};
pub use copy::{Copied, Site, copy};
pub use db::LeaseClock;
pub use delivery_status::{DeliveryStatus, Queue, Unreached};
pub use edits::{GoneTask, HeldEdit, ListRecord, SettledTogether, Withdrawn};
pub use error::{LedgerError, Reason};
pub use files::{CopyState, NewFile};
pub use flaw::Flaw;
pub use history::Waiting;
pub use lock::{Lock, LockError};
pub use mailbox_trouble::MailboxTrouble;
pub use maintenance::AttemptRow;
pub use nodes::{Forgotten, NodeRow, Standing};
pub use renewal::{Anew, Becomes, Old, Renewal, Why};
pub use rows::*;
pub use sending::Sending;
pub use sweep::Recording;
pub use word::Matter;

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
    /// The file; of a server its URL without the password.
    path: PathBuf,
    /// Where it lay when it was opened, of the process that owns it.
    place: Option<Place>,
    /// The state folder, of the process that owns it: there the spool is (E2).
    state: Option<PathBuf>,
    /// The lock of the ledger's own file. It must be dropped after the connection: see [`lock::own`].
    _own: Option<File>,
}

impl Ledger {
    /// Its file; of a server its URL without the password.
    pub fn name(&self) -> &std::path::Path {
        &self.path
    }

    /// The state folder, of the process that owns a ledger in it.
    pub(crate) fn state_folder(&self) -> Option<&std::path::Path> {
        self.state.as_deref()
    }

    fn failed(&self, source: db::Error) -> LedgerError {
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
