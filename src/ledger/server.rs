//! A ledger on a PostgreSQL server: opened by its URL and brought up to date.

use std::path::PathBuf;

use crate::clock::Machine;
use crate::ledger::db::postgres::NOW;
use crate::ledger::db::{Connection, OptionalExtension, Postgres, Result};
use crate::ledger::error::LedgerError;
use crate::ledger::open::MIGRATIONS;
use crate::ledger::{Ledger, upgrade};

/// The steps that lead to each schema, the first from an empty database. Steps are never edited once released.
const STEPS: &[(i64, &str)] = &[
    (8, include_str!("schema/postgres/0008.sql")),
    (9, include_str!("schema/postgres/0009.sql")),
    (10, include_str!("schema/postgres/0010.sql")),
    (11, include_str!("schema/postgres/0011.sql")),
    (12, include_str!("schema/postgres/0012.sql")),
    (13, include_str!("schema/postgres/0013.sql")),
    (14, include_str!("schema/postgres/0014.sql")),
    (15, include_str!("schema/postgres/0015.sql")),
    (16, include_str!("schema/postgres/0016.sql")),
    (17, include_str!("schema/postgres/0017.sql")),
    (18, include_str!("schema/postgres/0018.sql")),
    (19, include_str!("schema/postgres/0019.sql")),
    (20, include_str!("schema/postgres/0020.sql")),
    (21, include_str!("schema/postgres/0021.sql")),
    (22, include_str!("schema/postgres/0022.sql")),
];

/// Whoever brings the schema up to date holds this, so that two nodes do not at once.
const MIGRATING: i64 = 0x6475_6261;

impl Ledger {
    /// Opens the ledger of a server for work, making it or bringing it up to date if need be. Nothing is written before
    /// the node has the lease.
    pub fn open_server(url: &str) -> Result<Ledger, LedgerError> {
        Ledger::open_server_on(url, Machine::this())
    }

    /// The same on another machine, as in a simulation.
    pub fn open_server_on(url: &str, machine: Machine) -> Result<Ledger, LedgerError> {
        let ledger = Ledger::connect_server(url, machine)?;
        ledger.migrate_server().map_err(|source| ledger.failed(source))??;
        Ok(ledger)
    }

    /// Opens it to read it, or to settle a letter beside the node that works on it. It is neither made nor brought up to
    /// date; `None` if there is none.
    pub fn open_server_beside(url: &str) -> Result<Option<Ledger>, LedgerError> {
        let ledger = Ledger::connect_server(url, Machine::this())?;
        let (path, known) = (ledger.path.clone(), MIGRATIONS.len() as i64);
        match ledger.server_schema().map_err(|source| ledger.failed(source))? {
            None => Ok(None),
            Some(found) if found > known => Err(LedgerError::Newer { path, found, known }),
            Some(found) if found < known => Err(LedgerError::Older { path, found, known }),
            Some(_) => Ok(Some(ledger)),
        }
    }

    fn connect_server(url: &str, machine: Machine) -> Result<Ledger, LedgerError> {
        let path = PathBuf::from(Postgres::shown(url));
        let server = Postgres::connect(url, machine);
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
        if found > 0
            && found < known
            && let Some(node) = self.node_at_work()?
        {
            return Ok(Err(LedgerError::InUse { path: self.path.clone(), node, found, known }));
        }
        for (schema, step) in STEPS.iter().filter(|(schema, _)| *schema > found) {
            upgrade::step(&self.connection, *schema, step)?;
            self.connection.execute("UPDATE lease SET schema = ?1", [*schema])?;
        }
        Ok(Ok(()))
    }

    /// A node whose lease lasts: it does not know the tables that are to come.
    fn node_at_work(&self) -> Result<Option<String>> {
        let sweeps = format!("SELECT node FROM lease WHERE node IS NOT NULL AND until > {NOW}");
        let sends = format!("SELECT name FROM node WHERE until > {NOW} LIMIT 1");
        // Of an older schema only the one that sweeps has a lease.
        let there = "SELECT to_regclass('node') IS NOT NULL";
        let nodes = self.connection.query_row(there, [], |row| row.get(0))?;
        let sql = if nodes { sends } else { sweeps };
        self.connection.query_row(&sql, [], |row| row.get(0)).optional()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::test_server;
    use crate::model::cause::{Cause, Step};
    use crate::model::met::Met;

    /// What attempts met with stood there as English sentences.
    #[test]
    fn a_ledger_of_sentences_has_codes_once_it_is_opened() {
        let (name, before) = ("sentences", 18);
        let url = test_server::url(name);
        let server =
            Connection::Postgres(Box::new(Postgres::connect(&url, Machine::this()).unwrap()));
        server.execute_batch(&format!("CREATE SCHEMA {name}")).unwrap();
        for (_, step) in STEPS.iter().filter(|(schema, _)| *schema <= before) {
            server.execute_batch(step).unwrap();
        }
        server
            .execute_batch(
                "UPDATE lease SET schema = 18;
                 INSERT INTO letter (id, message_id, kind, language, importance, subject, sender, state, created, last_answer)
                     VALUES ('a', 'a', 'overdue', 'en', 1, 's', 'd', 'failed', 1, 'RCPT: 550 \"no\"'),
                            ('b', 'b', 'overdue', 'en', 1, 's', 'd', 'sent', 2, '250 {\"said\"}'),
                            ('c', 'c', 'overdue', 'en', 1, 's', 'd', 'failed', 3, 'message: the relay hung up'),
                            ('d', 'd', 'overdue', 'en', 1, 's', 'd', 'held', 3, NULL);
                 INSERT INTO message (letter, bytes) SELECT number, '' FROM letter;
                 INSERT INTO unwritten (task, milestone, why, since, failures, next_try)
                     VALUES ('A-1', 'draft', 'the letter''s template failed: x', 1, 1, 2)",
            )
            .unwrap();
        drop(server);
        let ledger = Ledger::open_server(&url).unwrap();
        let answer = |id: &str| ledger.letter(id).unwrap().expect("it is there").0.last_answer;
        let sql = "UPDATE letter SET attempts = attempts";
        assert_eq!(ledger.connection.execute(sql, []).unwrap(), 4, "none is lost");
        assert_eq!(answer("a"), Some(Met::from("550 \"no\"").at(Step::Recipient)));
        assert_eq!(answer("b"), Some(Met::from("250 {\"said\"}")));
        assert_eq!(answer("c"), Some(Met::of(Cause::HungUp, &[]).at(Step::Message)));
        assert_eq!(answer("d"), None);
        assert_eq!(ledger.unwritten().unwrap()[0].why, Met::of(Cause::Template, &["x"]));
    }
}
