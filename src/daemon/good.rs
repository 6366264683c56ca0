//! The last good version of every file (R2), in a SQLite file of its own beside the ledger: written in one
//! transaction, so that a crash leaves one whole or the other.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::config::{Files, GoodFiles};

const SCHEMA: &str = "PRAGMA journal_mode = DELETE;
    CREATE TABLE IF NOT EXISTS file (
        path   BLOB NOT NULL PRIMARY KEY,
        digest BLOB NOT NULL,
        bytes  BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// The files as they last checked.
pub struct LastGood(Mutex<Connection>);

/// What a file held when it was read.
pub type Seen = [u8; 32];

/// Files read from elsewhere, each remembered by a digest of what it held.
pub struct Noting<'f> {
    files: &'f dyn Files,
    seen: Mutex<HashMap<PathBuf, Seen>>,
}

impl LastGood {
    /// Those of a state folder; none yet, at the first start.
    pub fn open(state: &Path) -> io::Result<LastGood> {
        let path = state.join("last-good.sqlite3");
        let mut private = OpenOptions::new();
        private.write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        let opened = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(&path)?;
            connection.execute_batch(SCHEMA)?;
            Ok(connection)
        };
        Ok(LastGood(Mutex::new(opened().map_err(|error| failed(&path, &error))?)))
    }

    /// Keeps these files, and forgets all others. What `seen` has of a file is what was checked; one that
    /// holds something else by now is an error, and nothing is kept: it will be read again. Files that
    /// `seen` does not have stay as they are kept.
    pub fn keep(
        &self,
        paths: &[PathBuf],
        seen: &HashMap<PathBuf, Seen>,
        files: &dyn Files,
    ) -> io::Result<()> {
        let mut connection = self.connection();
        let kept = || -> rusqlite::Result<io::Result<()>> {
            let behavior = TransactionBehavior::Immediate;
            let transaction = connection.transaction_with_behavior(behavior)?;
            transaction.execute_batch("CREATE TEMP TABLE wanted (path BLOB PRIMARY KEY)")?;
            for path in paths {
                let name = path.as_os_str().as_bytes();
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO wanted VALUES (?1)")?
                    .execute([name])?;
                let Some(digest) = seen.get(path) else { continue };
                let known: Option<Vec<u8>> = transaction
                    .prepare_cached("SELECT digest FROM file WHERE path = ?1")?
                    .query_row([name], |row| row.get(0))
                    .optional()?;
                if known.as_deref() == Some(&digest[..]) {
                    continue;
                }
                let bytes = match files.read(path) {
                    Ok(bytes) if digest_of(&bytes) == *digest => bytes,
                    Ok(_) => return Ok(Err(io::Error::other("a file changed meanwhile"))),
                    Err(failure) => return Ok(Err(failure)),
                };
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3)")?
                    .execute(params![name, digest, bytes])?;
            }
            transaction.execute_batch(
                "DELETE FROM file WHERE path NOT IN (SELECT path FROM wanted); DROP TABLE wanted;",
            )?;
            transaction.commit().map(Ok)
        };
        let mut kept = kept;
        kept().map_err(|error| io::Error::other(error.to_string()))?
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn paths(&self) -> rusqlite::Result<Vec<PathBuf>> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT path FROM file ORDER BY path")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|path| path.map(|path| PathBuf::from(OsStr::from_bytes(&path)))).collect()
    }
}

impl Files for LastGood {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let name = path.as_os_str().as_bytes();
        let read: rusqlite::Result<Option<Vec<u8>>> = (|| {
            let connection = self.connection();
            let mut statement =
                connection.prepare_cached("SELECT bytes FROM file WHERE path = ?1")?;
            statement.query_row([name], |row| row.get(0)).optional()
        })();
        let found = read.map_err(|error| failed(path, &error))?;
        found.ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, "there is no good version of it")
        })
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        let base = glob::Pattern::escape(&base.to_string_lossy());
        let whole = Path::new(&base).join(pattern);
        let whole = whole.to_str().ok_or("the pattern is not UTF-8")?;
        let pattern = glob::Pattern::new(whole).map_err(|error| error.to_string())?;
        let mut paths = self.paths().map_err(|error| error.to_string())?;
        // As on disk, where `*` stays within a folder.
        let options = glob::MatchOptions { require_literal_separator: true, ..Default::default() };
        paths.retain(|path| pattern.matches_path_with(path, options));
        Ok(paths)
    }
}

impl GoodFiles for LastGood {
    fn has(&self, path: &Path) -> bool {
        self.read(path).is_ok()
    }
}

impl<'f> Noting<'f> {
    /// Remembers what is read of these.
    pub fn new(files: &'f dyn Files) -> Noting<'f> {
        Noting { files, seen: Mutex::default() }
    }

    /// What was read.
    pub fn seen(self) -> HashMap<PathBuf, Seen> {
        self.seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Noting<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(path.to_owned(), digest_of(&bytes));
        Ok(bytes)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        self.files.glob(base, pattern)
    }
}

fn digest_of(bytes: &[u8]) -> Seen {
    Sha256::digest(bytes).into()
}

fn failed(path: &Path, error: &rusqlite::Error) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}
