//! A ledger on a PostgreSQL server: opened by its URL, brought up to date, and the lease by which one node works on it at
//! a time (N1).

use std::path::PathBuf;

use crate::clock;
use crate::ledger::Ledger;
use crate::ledger::db::postgres::{LEASE, LeaseClock, NOW};
use crate::ledger::db::{Connection, Postgres, Result, params};
use crate::ledger::error::LedgerError;
use crate::ledger::open::MIGRATIONS;

/// The steps that lead to each schema, the first from an empty database. Steps are never edited once released.
const STEPS: &[(i64, &str)] = &[
    (8, include_str!("schema/postgres/0008.sql")),
    (9, include_str!("schema/postgres/0009.sql")),
    (10, include_str!("schema/postgres/0010.sql")),
    (11, include_str!("schema/postgres/0011.sql")),
    (12, include_str!("schema/postgres/0012.sql")),
    (13, include_str!("schema/postgres/0013.sql")),
    (14, include_str!("schema/postgres/0014.sql")),
];

/// Whoever brings the schema up to date holds this, so that two nodes do not at once.
const MIGRATING: i64 = 0x6475_6261;

/// How long a letter is left alone, in microseconds, whose attempt another node had begun when its lease ended: longer
/// than any step of that attempt lasts (N2).
const IN_DOUBT: i64 = 600_000_000;

/// Who holds the lease.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lease {
    /// The node.
    pub node: String,
    /// How many seconds it still lasts.
    pub seconds: i64,
}

impl Ledger {
    /// Opens the ledger of a server for work, making it or bringing it up to date if need be. Nothing is written before
    /// the node has the lease.
    pub fn open_server(url: &str) -> Result<Ledger, LedgerError> {
        let ledger = Ledger::connect_server(url)?;
        ledger.migrate_server().map_err(|source| ledger.failed(source))??;
        Ok(ledger)
    }

    /// Opens it to read it, or to settle a letter beside the node that works on it. It is neither made nor brought up to
    /// date; `None` if there is none.
    pub fn open_server_beside(url: &str) -> Result<Option<Ledger>, LedgerError> {
        let ledger = Ledger::connect_server(url)?;
        let (path, known) = (ledger.path.clone(), MIGRATIONS.len() as i64);
        match ledger.server_schema().map_err(|source| ledger.failed(source))? {
            None => Ok(None),
            Some(found) if found > known => Err(LedgerError::Newer { path, found, known }),
            Some(found) if found < known => Err(LedgerError::Older { path, found, known }),
            Some(_) => Ok(Some(ledger)),
        }
    }

    fn connect_server(url: &str) -> Result<Ledger, LedgerError> {
        let path = PathBuf::from(Postgres::shown(url));
        let server = Postgres::connect(url);
        let server = server.map_err(|source| LedgerError::of(&path, source))?;
        Ok(Ledger {
            connection: Connection::Postgres(Box::new(server)),
            path,
            place: None,
            state: None,
            _own: None,
        })
    }

    fn server_schema(&self) -> Result<Option<i64>> {
        let there = "SELECT to_regclass('lease') IS NOT NULL";
        if !self.connection.query_row(there, [], |row| row.get::<bool>(0))? {
            return Ok(None);
        }
        self.connection.query_row("SELECT schema FROM lease", [], |row| row.get(0)).map(Some)
    }

    fn migrate_server(&self) -> Result<Result<(), LedgerError>> {
        self.connection.execute_batch("BEGIN")?;
        let done = self.step_server();
        let end = if matches!(done, Ok(Ok(()))) { "COMMIT" } else { "ROLLBACK" };
        self.connection.execute_batch(end)?;
        done
    }

    fn step_server(&self) -> Result<Result<(), LedgerError>> {
        self.connection.execute_batch(&format!("SELECT pg_advisory_xact_lock({MIGRATING})"))?;
        let (found, known) = (self.server_schema()?.unwrap_or(0), MIGRATIONS.len() as i64);
        if found > known {
            return Ok(Err(LedgerError::Newer { path: self.path.clone(), found, known }));
        }
        for (schema, step) in STEPS.iter().filter(|(schema, _)| *schema > found) {
            self.connection.execute_batch(step)?;
            self.connection.execute("UPDATE lease SET schema = ?1", [*schema])?;
        }
        Ok(Ok(()))
    }

    /// Whether the ledger is on a server that several nodes may share.
    pub fn is_shared(&self) -> bool {
        self.connection.server().is_some()
    }

    /// N1: takes the lease for this node, or prolongs it; whoever has it otherwise. From then on nothing is written by
    /// this process while another has it.
    pub fn take_lease(&self, node: &str) -> Result<Result<(), Lease>, LedgerError> {
        let Some(server) = self.connection.server() else { return Ok(Ok(())) };
        let asked = clock::since_boot();
        let taken = self.take(node).map_err(|source| self.failed(source))?;
        if taken.is_ok() {
            server.write_as(node);
            server.lease().lasts_from(asked);
        }
        Ok(taken)
    }

    fn take(&self, node: &str) -> Result<Result<(), Lease>> {
        let prolong =
            format!("UPDATE lease SET until = {NOW} + ?2 WHERE node = ?1 AND until > {NOW}");
        if self.connection.execute(&prolong, params![node, LEASE])? == 1 {
            return Ok(Ok(()));
        }
        self.connection.execute_batch("BEGIN")?;
        let taken = self.take_over(node);
        let end = if matches!(taken, Ok(true)) { "COMMIT" } else { "ROLLBACK" };
        self.connection.execute_batch(end)?;
        match taken? {
            true => Ok(Ok(())),
            false => Ok(Err(self.lease_row()?.unwrap_or_default())),
        }
    }

    /// N2: what the node before had begun may have arrived.
    fn take_over(&self, node: &str) -> Result<bool> {
        let free = format!(
            "UPDATE lease SET node = ?1, until = {NOW} + ?2 WHERE node IS NULL OR until <= {NOW}"
        );
        if self.connection.execute(&free, params![node, LEASE])? == 0 {
            return Ok(false);
        }
        let begun = format!(
            "UPDATE letter SET next_attempt = greatest(next_attempt, {NOW} + ?1)
             WHERE state = 'queued' AND EXISTS
                 (SELECT 1 FROM attempt WHERE attempt.letter = letter.number AND ended IS NULL)"
        );
        self.connection.execute(&begun, [IN_DOUBT])?;
        Ok(true)
    }

    /// How long this process may send (N3).
    pub fn lease_clock(&self) -> LeaseClock {
        self.connection.server().map(|server| server.lease().clone()).unwrap_or_default()
    }

    /// The lease of this node ends: another may take it at once.
    pub fn give_up_lease(&self) -> Result<(), LedgerError> {
        let Some(node) = self.connection.server().and_then(Postgres::node) else { return Ok(()) };
        let given = "UPDATE lease SET until = 0 WHERE node = ?1";
        self.connection.execute(given, [&node]).map(drop).map_err(|source| self.failed(source))
    }

    /// Who holds the lease, if someone does.
    pub fn lease(&self) -> Result<Option<Lease>, LedgerError> {
        if self.connection.server().is_none() {
            return Ok(None);
        }
        self.lease_row().map_err(|source| self.failed(source))
    }

    fn lease_row(&self) -> Result<Option<Lease>> {
        let sql = format!(
            "SELECT node, (until - {NOW}) / 1000000 FROM lease WHERE node IS NOT NULL AND until > {NOW}"
        );
        let mut rows = self.connection.prepare_cached(&sql)?;
        let mut rows =
            rows.query_map([], |row| Ok(Lease { node: row.get(0)?, seconds: row.get(1)? }))?;
        Ok(rows.pop())
    }
}
