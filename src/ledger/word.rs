//! What the admin was told last, of each matter, and since when they know of trouble that lasts. It is recorded with the
//! letter that tells it.

use jiff::Timestamp;

use crate::ledger::db::{Connection, OptionalExtension, Result, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};
use crate::ledger::{LastWord, Ledger};
use crate::model::names::names;

/// What the admin is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Recipients who will not get a letter.
    Undelivered,
    /// No letter can leave.
    Outage,
    /// Letters or an edit still wait for a person.
    Held,
    /// Open tasks are gone from the files.
    Gone,
    /// An edit waits for a person.
    Waits,
    /// Tasks were closed or put on hold together.
    Settled,
    /// Answers wait for a decision.
    Answers,
    /// Files are refused.
    Files,
    /// Letters cannot be written.
    Unwritten,
}

names!(Matter {
    Undelivered = "undelivered",
    Outage = "outage",
    Held = "held",
    Gone = "gone",
    Waits = "waits",
    Settled = "settled",
    Answers = "answers",
    Files = "files",
    Unwritten = "unwritten",
});

impl Ledger {
    /// The last word of that matter.
    pub fn last_word(&self, of: Matter) -> std::result::Result<Option<LastWord>, LedgerError> {
        read(&self.connection, of).map_err(|source| self.failed(source))
    }

    /// When the admin was told of it last.
    pub fn told_at(&self, of: Matter) -> std::result::Result<Option<Timestamp>, LedgerError> {
        Ok(self.last_word(of)?.map(|word| word.at))
    }
}

fn read(connection: &Connection, of: Matter) -> Result<Option<LastWord>> {
    let sql = "SELECT at, since FROM word WHERE what = ?1";
    let mut asked = connection.prepare_cached(sql)?;
    let read = asked.query_row([of.name()], |row| {
        Ok(LastWord { at: time(row, 0)?, since: optional_time(row, 1)? })
    });
    read.optional()
}

/// The admin is told of that now.
pub(super) fn told(transaction: &Transaction<'_>, of: Matter, now: Timestamp) -> Result<()> {
    told_of_trouble(transaction, of, None, None, now)
}

/// The same of trouble that lasts since then, and the letter where it may be taken back.
pub(super) fn told_of_trouble(
    transaction: &Transaction<'_>,
    of: Matter,
    since: Option<Timestamp>,
    letter: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO word (what, at, since, letter) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (what) DO UPDATE SET at = ?2, since = coalesce(word.since, ?3), letter = ?4";
    let since = since.map(Timestamp::as_microsecond);
    let row = params![of.name(), now.as_microsecond(), since, letter];
    transaction.prepare_cached(sql)?.execute(row).map(drop)
}

/// The trouble is over, and they know it.
pub(super) fn over(transaction: &Transaction<'_>, of: Matter) -> Result<()> {
    let sql = "UPDATE word SET since = NULL WHERE what = ?1";
    transaction.execute(sql, [of.name()]).map(drop)
}
