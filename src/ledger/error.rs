//! Why the ledger cannot do what was asked. Its sentence is made last, by the reader's language; logs have it in
//! English.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::ledger::db;
use crate::ledger::lock::is_of_the_disk;
use crate::model::Language;
use crate::model::cause::Cause;
use crate::model::met::{Met, What};
use crate::words::{care, causes, errors, quotes, system};

/// Why the ledger cannot do what was asked.
#[derive(Debug)]
pub enum LedgerError {
    /// The state folder or a file in it could not be made or read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Another process works on it (L7).
    Held {
        /// The file.
        path: PathBuf,
    },
    /// There was one, and there is none any more.
    Lost {
        /// The file.
        path: PathBuf,
    },
    /// A file of it was removed while it is open.
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// Its write-ahead log was removed while it is open.
    LogGone {
        /// The log.
        path: PathBuf,
    },
    /// Another file took its place while it is open.
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// It is another user's.
    NotAllowed {
        /// The file.
        path: PathBuf,
    },
    /// It was written by a newer duban.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It was written by an older duban, and a reading command must not change it.
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It is no ledger of duban's.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// How.
        reason: Reason,
    },
    /// There is no room for it.
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The disk or the file does not let itself be written.
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: Reason,
    },
    /// A notice was to be recorded that the ledger has.
    Recorded {
        /// The file.
        path: PathBuf,
        /// Which notice.
        notice: String,
    },
    /// Somebody else writes to it for long.
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The copy could not be made.
    Copy {
        /// The copy.
        path: PathBuf,
        /// Why not.
        reason: Reason,
    },
    /// There is none in that database.
    NoLedger {
        /// Its URL.
        path: PathBuf,
    },
    /// The file is no archive of this ledger (N6).
    NoArchive {
        /// The file.
        path: PathBuf,
    },
    /// It is an archive, and no ledger to work on.
    Archive {
        /// The file.
        path: PathBuf,
    },
    /// An archive is not where it was made.
    ArchiveGone {
        /// The file.
        path: PathBuf,
    },
    /// The beginning of an id fits several letters.
    Ambiguous(String),
    /// Only held letters can be released.
    NotHeld(String),
    /// Only held and failed letters can be discarded.
    NotDiscardable(String),
    /// Only letters that wait or failed can be tried again.
    NotWaiting(String),
    /// The server that has it is not reached.
    Unreachable {
        /// Its URL.
        path: PathBuf,
        /// Why not.
        reason: Reason,
    },
    /// The server lets this user not in, or not do it.
    Refused {
        /// Its URL.
        path: PathBuf,
        /// What it said.
        reason: Reason,
    },
    /// Another node sweeps (N1).
    Lease {
        /// Its URL.
        path: PathBuf,
        /// The node.
        node: String,
    },
    /// The schema is to be brought up to date, and another node works by the old one.
    InUse {
        /// Its URL.
        path: PathBuf,
        /// The node.
        node: String,
        /// The schema it has.
        found: i64,
        /// The schema this duban knows.
        known: i64,
    },
    /// The lease of this node has ended (N3).
    Lapsed {
        /// The URL.
        path: PathBuf,
    },
    /// Anything else.
    Engine {
        /// The file.
        path: PathBuf,
        /// What the engine said.
        reason: db::Error,
    },
}

/// What exactly is wrong.
#[derive(Debug)]
pub enum Reason {
    /// SQLite's words.
    Said(String),
    /// What was met with on the way to the server.
    Met(Met),
    /// SQLite's words about the text of one letter.
    OfLetter {
        /// The letter.
        letter: String,
        /// The words.
        said: String,
    },
    /// The system refused.
    System(io::Error),
    /// Another error of the ledger.
    Ledger(Box<LedgerError>),
    /// The file is empty.
    Empty,
    /// The main file is gone, and its write-ahead log is there.
    OnlyTheLog,
    /// The file is read-only.
    ReadOnly,
    /// A row of this table refers to one that is not there.
    Dangling(String),
    /// There is such a file already.
    Exists,
    /// A daemon began to work on the ledger while it was copied.
    DaemonBegan,
    /// There is a ledger with rows in it already.
    NotEmpty,
    /// Both are files, or both are on a server.
    SameKind,
    /// This row does not read back as it was written.
    Differs(String),
    /// A server keeps the ledger, and has tools of its own for this.
    OnServer,
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
            | LedgerError::Archive { .. }
            | LedgerError::Refused { .. }
            | LedgerError::Newer { .. }
            | LedgerError::Older { .. } => true,
            _ => false,
        }
    }

    /// What is said to a person.
    pub fn sentence(&self, language: Language) -> String {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            LedgerError::Io { path, reason } => {
                errors::ledger_unusable(&shown(path), &system::reason(reason, language), language)
            }
            LedgerError::Held { path } => errors::ledger_held(&shown(path), language),
            LedgerError::Lost { path } => errors::ledger_lost(&shown(path), language),
            LedgerError::Gone { path } => errors::ledger_gone(&shown(path), language),
            LedgerError::LogGone { path } => errors::ledger_log_gone(&shown(path), language),
            LedgerError::Replaced { path } => errors::ledger_replaced(&shown(path), language),
            LedgerError::NotAllowed { path } => errors::ledger_not_allowed(&shown(path), language),
            LedgerError::Newer { path, found, known } => {
                errors::ledger_newer(&shown(path), *found, *known, language)
            }
            LedgerError::Older { path, found, known } => {
                errors::ledger_older(&shown(path), *found, *known, language)
            }
            LedgerError::Foreign { path } => errors::ledger_foreign(&shown(path), language),
            LedgerError::Damaged { path, reason } => {
                errors::ledger_damaged(&shown(path), &reason.sentence(language), language)
            }
            LedgerError::Full { path } => errors::ledger_full(&shown(path), language),
            LedgerError::Unwritable { path, reason } => {
                errors::ledger_unwritable(&shown(path), &reason.sentence(language), language)
            }
            LedgerError::Recorded { path, notice } => {
                errors::ledger_recorded(&shown(path), notice, language)
            }
            LedgerError::Busy { path } => errors::ledger_busy(&shown(path), language),
            LedgerError::Copy { path, reason } => {
                errors::ledger_not_copied(&shown(path), &reason.sentence(language), language)
            }
            LedgerError::NoLedger { path } => care::no_ledger(&shown(path), language),
            LedgerError::NoArchive { path } => care::no_archive(&shown(path), language),
            LedgerError::Archive { path } => care::is_archive(&shown(path), language),
            LedgerError::ArchiveGone { path } => care::archive_missing(&shown(path), language),
            LedgerError::Ambiguous(id) => errors::ambiguous_letter(id, language),
            LedgerError::NotHeld(id) => errors::not_held(id, language),
            LedgerError::NotDiscardable(id) => errors::not_discardable(id, language),
            LedgerError::NotWaiting(id) => errors::not_waiting(id, language),
            LedgerError::Unreachable { path, reason } => {
                let remedy = errors::server_remedy(reason.cause()).said(language);
                errors::ledger_unreachable(
                    &shown(path),
                    &reason.sentence(language),
                    remedy,
                    language,
                )
            }
            LedgerError::Refused { path, reason } => {
                errors::ledger_refused(&shown(path), &reason.sentence(language), language)
            }
            LedgerError::Lease { path, node } => {
                errors::ledger_of_node(&shown(path), node, language)
            }
            LedgerError::Lapsed { path } => errors::lease_ended(&shown(path), language),
            LedgerError::InUse { path, node, found, known } => {
                errors::ledger_in_use(&shown(path), node, (*found, *known), language)
            }
            LedgerError::Engine { path, reason } => {
                let said = quotes::quoted(&reason.to_string(), language);
                errors::ledger_failed(&shown(path), &said, language)
            }
        }
    }
}

impl Reason {
    /// What was met with, where it is known.
    fn cause(&self) -> Option<Cause> {
        match self {
            Reason::Met(Met { what: What::Of(cause, _), .. }) => Some(*cause),
            _ => None,
        }
    }

    fn sentence(&self, language: Language) -> String {
        match self {
            Reason::Said(said) => quotes::quoted(said, language),
            Reason::Met(met) => causes::said(met, language),
            Reason::OfLetter { letter, said } => {
                errors::letter_unreadable(letter, &quotes::quoted(said, language), language)
            }
            Reason::System(error) => system::reason(error, language),
            Reason::Ledger(error) => error.sentence(language),
            Reason::Empty => errors::EMPTY.said(language).to_owned(),
            Reason::OnlyTheLog => errors::ONLY_THE_LOG.said(language).to_owned(),
            Reason::ReadOnly => errors::READ_ONLY.said(language).to_owned(),
            Reason::Dangling(table) => errors::dangling(table, language),
            Reason::Exists => errors::EXISTS.said(language).to_owned(),
            Reason::NotEmpty => care::NOT_EMPTY.said(language).to_owned(),
            Reason::SameKind => care::SAME_KIND.said(language).to_owned(),
            Reason::Differs(row) => care::differs(row, language),
            Reason::OnServer => errors::ON_SERVER.said(language).to_owned(),
            Reason::DaemonBegan => errors::DAEMON_BEGAN.said(language).to_owned(),
        }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::En))
    }
}

impl std::error::Error for LedgerError {}
