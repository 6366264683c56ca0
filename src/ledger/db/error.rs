//! What a database answers instead of what it was asked for.

use std::fmt;

use crate::model::met::Met;
use crate::words::causes::in_english;

/// Why a statement came to nothing.
#[derive(Debug)]
pub enum Error {
    /// SQLite's words.
    Sqlite(rusqlite::Error),
    /// PostgreSQL's words, or what broke on the way to it.
    Postgres(Failure),
    /// A column does not hold what was written there.
    Column {
        /// Which, from 0.
        column: usize,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such row.
    NoRow,
}

/// What PostgreSQL refused, or that it cannot be reached.
#[derive(Debug)]
pub enum Failure {
    /// Its answer.
    Answer {
        /// The SQLSTATE.
        code: String,
        /// The words.
        said: String,
    },
    /// It was not reached, or did not answer in time.
    Lost(Met),
    /// Another node holds the lease of the one that sweeps (N1).
    Lease(String),
    /// The lease of this node has ended (N3).
    Lapsed,
}

/// What came of a statement.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A column that does not read back as what was written.
    pub fn column(column: usize, why: impl fmt::Display) -> Error {
        Error::Column { column, why: why.to_string() }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error::Sqlite(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        Error::Postgres(failure)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Sqlite(error) => error.fmt(f),
            Error::Postgres(failure) => failure.fmt(f),
            Error::Column { column, why } => write!(f, "column {column}: {why}"),
            Error::NoRow => f.write_str("there is no such row"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Answer { code, said } => write!(f, "{said} ({code})"),
            Failure::Lost(why) => f.write_str(&in_english(why)),
            Failure::Lease(node) => write!(f, "node {node} sweeps"),
            Failure::Lapsed => f.write_str("the lease of this node has ended"),
        }
    }
}

/// For questions that need not have an answer.
pub trait OptionalExtension<T> {
    /// No row is no error.
    fn optional(self) -> Result<Option<T>>;
}

impl<T> OptionalExtension<T> for Result<T> {
    fn optional(self) -> Result<Option<T>> {
        match self {
            Ok(found) => Ok(Some(found)),
            Err(Error::NoRow) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
