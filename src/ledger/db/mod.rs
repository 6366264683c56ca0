//! One thin layer over SQLite and PostgreSQL: a connection, its transactions, prepared statements, rows. The ledger's SQL
//! is written once; [`dialect`] holds the few words in which the engines differ.

mod dialect;
pub mod error;
pub mod lease_clock;
pub mod postgres;
mod sqlite;
pub mod value;

use std::ops::Deref;

use rusqlite::CachedStatement;

pub use error::{Error, Failure, OptionalExtension, Result};
pub use lease_clock::LeaseClock;
pub use postgres::{Postgres, Work};
pub(crate) use value::params;
pub use value::{FromValue, Params, ToValue, Value};

/// A connection to the database that holds the ledger.
pub(crate) enum Connection {
    /// A file.
    Sqlite(rusqlite::Connection),
    /// A server.
    Postgres(Box<Postgres>),
}

/// A statement, ready to be asked again and again.
pub(crate) enum Statement<'c> {
    Sqlite(CachedStatement<'c>),
    Postgres(&'c Postgres, tokio_postgres::Statement),
}

/// Rows, one after another.
pub(crate) enum Rows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    Postgres(std::vec::IntoIter<tokio_postgres::Row>),
}

/// A row.
pub(crate) enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(tokio_postgres::Row),
}

/// What is written together. It is undone unless it is committed.
pub(crate) struct Transaction<'c> {
    connection: &'c Connection,
    /// What PostgreSQL calls it, to find out what became of it if the answer to its end is lost.
    xid: i64,
    open: bool,
}

impl Connection {
    /// A statement, prepared once for all times it is wanted.
    pub fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>> {
        match self {
            Connection::Sqlite(connection) => {
                Ok(Statement::Sqlite(connection.prepare_cached(&dialect::sqlite(sql))?))
            }
            Connection::Postgres(server) => Ok(Statement::Postgres(server, server.prepare(sql)?)),
        }
    }

    /// How many rows a statement changed.
    pub fn execute(&self, sql: &str, values: impl Params) -> Result<usize> {
        self.prepare_cached(sql)?.execute(values)
    }

    /// The first row of an answer.
    pub fn query_row<R>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<R>,
    ) -> Result<R> {
        self.prepare_cached(sql)?.query_row(values, read)
    }

    /// Several statements, without values.
    pub fn execute_batch(&self, sql: &str) -> Result<()> {
        match self {
            Connection::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Connection::Postgres(server) => server.batch(sql),
        }
    }

    /// Begins to write. Whoever else writes is waited for, so that what is read in it is not changed meanwhile.
    pub fn begin(&self, work: Work) -> Result<Transaction<'_>> {
        let xid = match self {
            // A deferred transaction that reads first cannot wait for another's write, and fails at once.
            Connection::Sqlite(connection) => {
                connection.execute_batch("BEGIN IMMEDIATE")?;
                0
            }
            Connection::Postgres(server) => server.begin(work)?,
        };
        Ok(Transaction { connection: self, xid, open: true })
    }

    /// SQLite's own connection, for what only a file has.
    pub fn file(&self) -> Option<&rusqlite::Connection> {
        match self {
            Connection::Sqlite(connection) => Some(connection),
            Connection::Postgres(_) => None,
        }
    }

    /// The server, where it is one.
    pub fn server(&self) -> Option<&Postgres> {
        match self {
            Connection::Sqlite(_) => None,
            Connection::Postgres(server) => Some(server),
        }
    }

    /// The text for the engine at hand, where one text cannot serve both.
    pub fn either<'t>(&self, sqlite: &'t str, postgres: &'t str) -> &'t str {
        match self {
            Connection::Sqlite(_) => sqlite,
            Connection::Postgres(_) => postgres,
        }
    }
}

impl Transaction<'_> {
    /// From here on it is recorded.
    pub fn commit(mut self) -> Result<()> {
        self.open = false;
        match self.connection {
            Connection::Sqlite(connection) => {
                let done = connection.execute_batch("COMMIT");
                // A commit that failed may have left it open.
                self.open = done.is_err();
                Ok(done?)
            }
            Connection::Postgres(server) => server.commit(self.xid),
        }
    }

    /// As if it had never begun.
    pub fn rollback(mut self) -> Result<()> {
        self.open = false;
        self.connection.roll_back()
    }
}

impl Connection {
    fn roll_back(&self) -> Result<()> {
        match self {
            Connection::Sqlite(connection) if connection.is_autocommit() => Ok(()),
            Connection::Sqlite(connection) => Ok(connection.execute_batch("ROLLBACK")?),
            Connection::Postgres(server) => server.roll_back(),
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // What cannot be undone is undone by the engine once the connection is gone.
            let _best_effort = self.connection.roll_back();
        }
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Statement<'_> {
    /// How many rows it changed.
    pub fn execute(&mut self, values: impl Params) -> Result<usize> {
        match self {
            Statement::Sqlite(statement) => {
                bind(statement, &values)?;
                Ok(statement.raw_execute()?)
            }
            Statement::Postgres(server, statement) => server.execute(statement, &values.values()),
        }
    }

    /// All rows.
    pub fn query(&mut self, values: impl Params) -> Result<Rows<'_>> {
        match self {
            Statement::Sqlite(statement) => {
                bind(statement, &values)?;
                Ok(Rows::Sqlite(statement.raw_query()))
            }
            Statement::Postgres(server, statement) => {
                Ok(Rows::Postgres(server.query(statement, &values.values())?.into_iter()))
            }
        }
    }

    /// The first row.
    pub fn query_row<R>(
        &mut self,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<R>,
    ) -> Result<R> {
        match self.query(values)?.next()? {
            Some(row) => read(&row),
            None => Err(Error::NoRow),
        }
    }

    /// All rows, each read.
    pub fn query_map<R>(
        &mut self,
        values: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<R>,
    ) -> Result<Vec<R>> {
        let mut rows = self.query(values)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(&row)?);
        }
        Ok(all)
    }
}

fn bind(statement: &mut CachedStatement<'_>, values: &impl Params) -> Result<()> {
    for (at, value) in values.values().iter().enumerate() {
        statement.raw_bind_parameter(at + 1, value)?;
    }
    Ok(())
}

impl Rows<'_> {
    /// The next row.
    pub fn next(&mut self) -> Result<Option<Row<'_>>> {
        match self {
            Rows::Sqlite(rows) => Ok(rows.next()?.map(Row::Sqlite)),
            Rows::Postgres(rows) => Ok(rows.next().map(Row::Postgres)),
        }
    }
}

impl Row<'_> {
    /// The column of that place, from 0.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T> {
        value::read(self.value(column)?, column)
    }

    /// The text of a column, where it stands.
    pub fn text(&self, column: usize) -> Result<&str> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            _ => Err(Error::column(column, "it holds no text")),
        }
    }

    fn value(&self, column: usize) -> Result<Value<'_>> {
        match self {
            Row::Sqlite(row) => sqlite::value(row.get_ref(column)?, column),
            Row::Postgres(row) => postgres::value(row, column),
        }
    }
}
