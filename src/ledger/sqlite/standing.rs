//! How delivery stands as a whole: what waits, what for, and whether the admin can be reached.

use jiff::Timestamp;
use rusqlite::Row;

use super::super::RelayTrouble;
use super::read::optional_time;
use super::{HeldEdit, Ledger, LedgerError};

/// How delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What keeps every letter from leaving, if something does.
    pub relay: Option<RelayTrouble>,
    /// Letters that wait for an attempt.
    pub queued: u32,
    /// When the oldest of them was written.
    pub oldest: Option<Timestamp>,
    /// Letters that wait for a person.
    pub held: u32,
    /// The edit that waits for a person, if one does.
    pub edit: Option<HeldEdit>,
    /// Addresses of the admin that the last letter to them did not reach.
    pub unreached: Vec<Unreached>,
}

/// An address of the admin that the last settled letter to it did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The address.
    pub address: String,
    /// The letter.
    pub letter: String,
    /// The answer.
    pub answer: Option<String>,
    /// When that was settled.
    pub settled: Option<Timestamp>,
}

impl Ledger {
    /// How delivery stands.
    pub fn standing(&self) -> Result<Standing, LedgerError> {
        let (queued, oldest) = self.waiting_in("queued")?;
        Ok(Standing {
            relay: self.relay_trouble()?,
            queued,
            oldest,
            held: self.waiting_in("held")?.0,
            edit: self.held_edit()?.filter(|edit| edit.settled.is_none()),
            unreached: self.unreached()?,
        })
    }

    fn waiting_in(&self, state: &str) -> Result<(u32, Option<Timestamp>), LedgerError> {
        let sql = "SELECT count(*), min(created) FROM letter WHERE state = ?1
                   AND state IN ('queued', 'held', 'failed')";
        let rows = self.rows(sql, [state], |row| Ok((row.get(0)?, optional_time(row, 1)?)))?;
        Ok(rows.first().copied().unwrap_or_default())
    }

    /// Word to the admin breeds no word of its own when it fails: here it is seen.
    fn unreached(&self) -> Result<Vec<Unreached>, LedgerError> {
        // SQLite takes the other columns from the row that has the maximum.
        let sql = "SELECT address, id, answer, settled, recipient.state, max(number)
                   FROM letter JOIN recipient ON letter = number
                   WHERE kind = 'admin' AND recipient.state <> 'pending' GROUP BY address";
        let read = |row: &Row<'_>| {
            let reached = row.get::<_, String>(4)? == "delivered";
            let (address, letter, answer) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let settled = optional_time(row, 3)?;
            Ok((!reached).then_some(Unreached { address, letter, answer, settled }))
        };
        Ok(self.rows(sql, [], read)?.into_iter().flatten().collect())
    }
}
