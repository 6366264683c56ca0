//! The nodes that share a ledger on a server: a row and a lease for each (N2), and the lease of the one that sweeps (N1).
//! A ledger in a file has one node, the process that owns it, which needs neither.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::ledger::Ledger;
use crate::ledger::db::postgres::{NOW, lease_length, prolong_sweeping};
use crate::ledger::db::{
    LeaseClock, OptionalExtension, Postgres, Result, Row, Transaction, Work, params,
};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};

/// How long a letter is left alone, in microseconds, that a node had taken out when its lease ended: longer than any step
/// of the attempt lasts (N2, L5).
const IN_DOUBT: i64 = 600_000_000;

/// A node whose row is gone: its lease had ended, and others were given what it had in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten;

/// How a node stands among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is the one that sweeps.
    pub sweeps: bool,
    /// The one that does, if any.
    pub sweeper: Option<String>,
    /// Whether letters are due that no node has in hand.
    pub due: bool,
    /// How far its clock is ahead of the server's.
    pub ahead: SignedDuration,
}

impl Standing {
    /// Of the one node of a ledger in a file.
    pub fn alone() -> Standing {
        let ahead = SignedDuration::ZERO;
        Standing { sweeps: true, sweeper: None, due: false, ahead }
    }
}

/// A node, for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRow {
    /// By its machine, and apart from any other process there ever was.
    pub name: String,
    /// Of duban.
    pub version: String,
    /// The fingerprint of its files.
    pub files: Option<String>,
    /// When its lease ends, or ended.
    pub until: Timestamp,
    /// When it last said something.
    pub seen: Timestamp,
    /// How far its clock is ahead of the server's.
    pub ahead: SignedDuration,
    /// Whether its lease lasts.
    pub living: bool,
    /// Whether it sweeps.
    pub sweeps: bool,
    /// How many letters it has in hand.
    pub letters: u32,
    /// When these are free, where its lease has ended and another node has seen it.
    pub free: Option<Timestamp>,
}

impl Ledger {
    /// How long a lease lasts (N1).
    pub fn lease_length() -> Duration {
        Duration::from_micros(lease_length().unsigned_abs())
    }

    /// Whether the ledger is on a server that several nodes may share.
    pub fn is_shared(&self) -> bool {
        self.connection.server().is_some()
    }

    /// The name by which this process takes letters out, and by which the other nodes know it.
    pub(crate) fn node(&self) -> String {
        self.connection.server().and_then(Postgres::node).unwrap_or_default()
    }

    /// What this process knows of its lease and of the server's time.
    pub fn lease_clock(&self) -> LeaseClock {
        self.connection.server().map(|server| server.lease().clone()).unwrap_or_default()
    }

    /// N2: the node has a lease from now on, and may send. What kept letters from leaving before it was started again is
    /// known to it.
    pub fn join(&self, node: &str) -> Result<(), LedgerError> {
        let Some(server) = self.connection.server() else { return Ok(()) };
        let asked = server.lease().since_boot();
        let sql = format!(
            "INSERT INTO node (name, version, until, seen) VALUES (?1, ?2, {NOW} + ?3, {NOW})
             ON CONFLICT (name) DO UPDATE SET until = {NOW} + ?3, seen = {NOW}, gone = NULL"
        );
        let joined = (|| {
            let row = params![node, env!("CARGO_PKG_VERSION"), lease_length()];
            self.connection.execute(&sql, row)?;
            server.write_as(node);
            server.lease().lasts_from(asked, lease_length());
            self.beside(|transaction| inherit(transaction, node))
        })();
        joined.map_err(|source| self.failed(source))
    }

    /// Joins, and takes the lease of the node that sweeps; whoever has it otherwise.
    pub fn take_lease(&self, node: &str) -> Result<Result<(), String>, LedgerError> {
        if !self.is_shared() {
            return Ok(Ok(()));
        }
        self.join(node)?;
        match self.keep(None, true)? {
            Ok(Standing { sweeps: true, .. }) => Ok(Ok(())),
            _ => {
                // It would count as one that can send.
                self.give_up_lease()?;
                Ok(Err(self.lease()?.unwrap_or_default()))
            }
        }
    }

    /// What a node does every few seconds: it prolongs its leases, says how it is, and looks after the others. It takes the
    /// lease of the one that sweeps where nobody has it; if its files do not check, only where those of no other node do
    /// (N4).
    pub fn keep(
        &self,
        files: Option<&str>,
        checks: bool,
    ) -> Result<Result<Standing, Forgotten>, LedgerError> {
        self.keep_up(files, checks).map_err(|source| self.failed(source))
    }

    fn keep_up(&self, files: Option<&str>, checks: bool) -> Result<Result<Standing, Forgotten>> {
        let Some(server) = self.connection.server() else { return Ok(Ok(Standing::alone())) };
        let (node, asked) = (self.node(), server.lease().since_boot());
        let prolonged = || self.prolong(server, &node, (files, checks));
        if !prolonged()? {
            return Ok(Err(Forgotten));
        }
        let able = checks || !self.checks_elsewhere(&node)?;
        if self.has_to_see_to_others(able)? {
            self.beside(|transaction| see_to_others(transaction, &node, able))?;
            // A process that stood still amid a transaction was waited for.
            if server.lease().since_boot() - asked > lease_length() / 3 && !prolonged()? {
                return Ok(Err(Forgotten));
            }
        }
        let sweeper = self.lease_row()?;
        let asked = format!(
            "SELECT (SELECT count(*) FROM node WHERE until > {NOW}), EXISTS
                 (SELECT 1 FROM letter WHERE state = 'queued' AND claim IS NULL AND next_attempt <= {NOW})"
        );
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (living, due): (u32, bool) = self.connection.query_row(&asked, [], read)?;
        server.lease().lives_among(living);
        let (sweeps, ahead) = (sweeper.as_deref() == Some(node.as_str()), server.lease().ahead());
        Ok(Ok(Standing { sweeps, sweeper, due, ahead }))
    }

    /// The leases of this node begin anew. False if its row is gone.
    fn prolong(
        &self,
        server: &Postgres,
        node: &str,
        (files, checks): (Option<&str>, bool),
    ) -> Result<bool> {
        let asked = server.lease().since_boot();
        // The row stays while nobody has freed what the node has in hand: then it goes on where it was, however long its
        // lease has been over.
        let prolong = format!(
            "{}UPDATE node SET until = {NOW} + ?2, seen = {NOW}, gone = NULL, files = ?3, ahead = ?4, checks = ?5
             WHERE name = ?1 RETURNING {NOW}",
            prolong_sweeping("")
        );
        let ahead = server.lease().ahead().as_micros() as i64;
        let row = params![node, lease_length(), files, ahead, checks];
        let now = self.connection.query_row(&prolong, row, |row| row.get(0)).optional()?;
        if let Some(now) = now {
            server.lease().heard(asked, now);
            server.lease().lasts_from(asked, lease_length());
        }
        Ok(now.is_some())
    }

    /// Whether the files of another node that lives check.
    fn checks_elsewhere(&self, node: &str) -> Result<bool> {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM node WHERE name <> ?1 AND checks AND until > {NOW})"
        );
        self.connection.query_row(&sql, [node], |row| row.get(0))
    }

    /// Asked without a lock, which a long sweep holds for long.
    fn has_to_see_to_others(&self, able: bool) -> Result<bool> {
        let sql = format!(
            "SELECT ?1 AND (node IS NULL OR until <= {NOW})
                 OR EXISTS (SELECT 1 FROM node WHERE until <= {NOW} AND (gone IS NULL OR gone + ?2 <= {NOW}))
                 OR EXISTS (SELECT 1 FROM relay WHERE relay.node NOT IN (SELECT name FROM node))
             FROM lease"
        );
        self.connection.query_row(&sql, params![able, IN_DOUBT], |row| row.get(0))
    }

    fn beside<R>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<R>) -> Result<R> {
        let transaction = self.connection.begin(Work::Beside)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// The leases of this node end: another may sweep at once. Its row stays while it has letters in hand.
    pub fn give_up_lease(&self) -> Result<(), LedgerError> {
        let Some(node) = self.connection.server().and_then(Postgres::node) else { return Ok(()) };
        let given_up = self.beside(|transaction| {
            transaction
                .execute("UPDATE lease SET node = NULL, until = 0 WHERE node = ?1", [&node])?;
            transaction.execute("UPDATE node SET until = 0 WHERE name = ?1", [&node])?;
            let idle = "DELETE FROM node WHERE name = ?1 AND NOT EXISTS
                            (SELECT 1 FROM letter WHERE state = 'queued' AND claim = ?1)";
            transaction.execute(idle, [&node])
        });
        given_up.map(drop).map_err(|source| self.failed(source))
    }

    /// The node that sweeps, if one does.
    pub fn lease(&self) -> Result<Option<String>, LedgerError> {
        if !self.is_shared() {
            return Ok(None);
        }
        self.lease_row().map_err(|source| self.failed(source))
    }

    fn lease_row(&self) -> Result<Option<String>> {
        let sql = format!("SELECT node FROM lease WHERE node IS NOT NULL AND until > {NOW}");
        self.connection.query_row(&sql, [], |row| row.get(0)).optional()
    }

    /// N3: whether a replica of the server may lack what was recorded, since no commit waits for it.
    pub fn has_late_replica(&self) -> Result<bool, LedgerError> {
        if !self.is_shared() {
            return Ok(false);
        }
        let sql = "SELECT current_setting('synchronous_standby_names') = ''
                       AND EXISTS (SELECT 1 FROM pg_stat_replication)";
        let found = self.connection.query_row(sql, [], |row| row.get(0));
        found.map_err(|source| self.failed(source))
    }

    /// All nodes, the one that sweeps first; none where the ledger is a file.
    pub fn nodes(&self) -> Result<Vec<NodeRow>, LedgerError> {
        if !self.is_shared() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT name, version, files, node.until, seen, ahead, node.until > {NOW},
                 coalesce(name = lease.node AND lease.until > {NOW}, FALSE),
                 (SELECT count(*) FROM letter WHERE state = 'queued' AND claim = name), gone + {IN_DOUBT}
             FROM node CROSS JOIN lease ORDER BY 8 DESC, 7 DESC, name"
        );
        self.rows(&sql, [], |row| {
            Ok(NodeRow {
                name: row.get(0)?,
                version: row.get(1)?,
                files: row.get(2)?,
                until: time(row, 3)?,
                seen: time(row, 4)?,
                ahead: SignedDuration::from_micros(row.get(5)?),
                living: row.get(6)?,
                sweeps: row.get(7)?,
                letters: row.get(8)?,
                free: optional_time(row, 9)?,
            })
        })
    }
}

/// A ledger that was copied has no node yet: what those of the old one had in hand is free, and what kept letters from leaving
/// the last of them keeps them until it is tried.
pub(super) fn forget(transaction: &Transaction<'_>) -> Result<()> {
    let claims = "UPDATE letter SET claim = NULL WHERE state = 'queued' AND claim IS NOT NULL";
    transaction.execute(claims, [])?;
    transaction.execute("DELETE FROM relay WHERE node <> (SELECT max(node) FROM relay)", [])?;
    transaction.execute("UPDATE relay SET node = ''", []).map(drop)
}

/// What kept letters from leaving is in the row of a node. One that is started again goes on by the row of the process
/// before it, or of whoever was the last.
fn inherit(transaction: &Transaction<'_>, node: &str) -> Result<()> {
    let machine = node.rsplit_once('-').map_or(node, |(machine, _)| machine);
    let heir = format!(
        "UPDATE relay SET node = ?1 WHERE node = (SELECT node FROM relay ORDER BY since DESC LIMIT 1)
         AND NOT EXISTS
             (SELECT 1 FROM node WHERE until > {NOW} AND name <> ?1 AND NOT starts_with(name, ?2))"
    );
    transaction.execute(&heir, params![node, format!("{machine}-")]).map(drop)
}

/// N1, N2: the lease of the one that sweeps is taken where nobody has it. A node whose lease has ended is seen to be gone;
/// 10 minutes later what it had in hand is free.
fn see_to_others(transaction: &Transaction<'_>, node: &str, able: bool) -> Result<()> {
    if able {
        let take = format!(
            "UPDATE lease SET node = ?1, until = {NOW} + ?2 WHERE node IS NULL OR until <= {NOW}"
        );
        transaction.execute(&take, params![node, lease_length()])?;
    }
    let gone = format!("UPDATE node SET gone = {NOW} WHERE until <= {NOW} AND gone IS NULL");
    transaction.execute(&gone, [])?;
    let over = format!("until <= {NOW} AND gone + ?1 <= {NOW}");
    let free = format!(
        "UPDATE letter SET claim = NULL WHERE state = 'queued' AND claim IN (SELECT name FROM node WHERE {over})"
    );
    transaction.execute(&free, [IN_DOUBT])?;
    transaction.execute(&format!("DELETE FROM node WHERE {over}"), [IN_DOUBT])?;
    transaction.execute("DELETE FROM relay WHERE node NOT IN (SELECT name FROM node)", [])?;
    Ok(())
}

#[cfg(test)]
mod tests;
