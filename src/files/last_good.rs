//! The last good version of every file (R2), in a SQLite file of its own beside the ledger: written in one
//! transaction, so that a crash leaves one whole or the other.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::config::{Files, GoodFiles};
use crate::files::disk::DiskFiles;
use crate::files::pattern::{Fitting, joined};
use crate::files::regular;
use crate::io_cause;
use crate::ledger::private;
use crate::log::{cause, tell};
use crate::model::Installation;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::io_error;
use crate::words::log;

const NAME: &str = "last-good.sqlite3";

/// How long a command waits while the daemon writes.
const BUSY: Duration = Duration::from_secs(5);

const SCHEMA: &str = "PRAGMA journal_mode = DELETE;
    CREATE TABLE IF NOT EXISTS file (
        path   BLOB NOT NULL PRIMARY KEY,
        digest BLOB NOT NULL,
        bytes  BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// The files as they last checked.
pub struct LastGood(Mutex<Connection>);

/// A digest of what a file held.
pub type Seen = [u8; 32];

impl LastGood {
    /// Those of a state folder; none yet, at the first start. A store that is damaged is moved aside.
    pub fn open(state: &Path) -> io::Result<LastGood> {
        let path = state.join(NAME);
        LastGood::open_file(&path).or_else(|error| {
            if error.kind() != io::ErrorKind::InvalidData {
                return Err(error);
            }
            let aside = path.with_extension("sqlite3.damaged");
            tell!(WARN, log::files::LAST_GOOD_DAMAGED, error = cause(&error), aside = %aside.display());
            std::fs::rename(&path, aside)?;
            LastGood::open_file(&path)
        })
    }

    /// Those of a state folder, for a command that reads; `None` if none were kept there yet. Nothing is created or
    /// changed.
    pub fn open_read_only(state: &Path) -> io::Result<Option<LastGood>> {
        let path = state.join(NAME);
        match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(at(&path, &error)),
            Ok(_) => {}
        }
        // SQLite would wait for a pipe, also in place of its journal.
        for file in [&path, &path.with_extension("sqlite3-journal")] {
            regular::check(file).map_err(|error| at(file, &error))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&path, flags).and_then(|connection| {
            connection.busy_timeout(BUSY)?;
            connection.query_row("SELECT count(*) FROM file", [], |_| Ok(()))?;
            Ok(connection)
        });
        let opened = opened.map_err(|error| failed(&path, &error))?;
        Ok(Some(LastGood(Mutex::new(opened))))
    }

    fn open_file(path: &Path) -> io::Result<LastGood> {
        // SQLite would wait for a pipe in place of its journal.
        let no_file = |error: io::Error| at(path, &error);
        regular::check(&path.with_extension("sqlite3-journal")).map_err(no_file)?;
        let mut options = OpenOptions::new();
        private::open(path, options.write(true).create(true).truncate(false)).map_err(no_file)?;
        let opened = || -> rusqlite::Result<(Connection, String)> {
            let connection = Connection::open(path)?;
            connection.execute_batch(SCHEMA)?;
            whole_names(&connection)?;
            let found = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            Ok((connection, found))
        };
        match opened().map_err(|error| failed(path, &error))? {
            (connection, found) if found == "ok" => Ok(LastGood(Mutex::new(connection))),
            (_, found) => {
                let found = format!("{}: {found}", path.display());
                Err(io::Error::new(io::ErrorKind::InvalidData, found))
            }
        }
    }

    /// Keeps what was read of these files, and forgets all others. Files of which nothing is handed over
    /// stay as they are kept.
    pub fn keep(&self, paths: &[PathBuf], bytes: &HashMap<PathBuf, Vec<u8>>) -> io::Result<()> {
        let mut connection = self.connection();
        let mut kept = || -> rusqlite::Result<()> {
            let behavior = TransactionBehavior::Immediate;
            let transaction = connection.transaction_with_behavior(behavior)?;
            transaction.execute_batch("CREATE TEMP TABLE wanted (path BLOB PRIMARY KEY)")?;
            for path in paths {
                let name = key(path);
                let name = name.as_os_str().as_bytes();
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO wanted VALUES (?1)")?
                    .execute([name])?;
                let Some(bytes) = bytes.get(path) else { continue };
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3)")?
                    .execute(params![name, digest_of(bytes), bytes])?;
            }
            transaction.execute_batch(
                "DELETE FROM file WHERE path NOT IN (SELECT path FROM wanted); DROP TABLE wanted;",
            )?;
            transaction.commit()
        };
        kept().map_err(|error| io::Error::other(error.to_string()))
    }

    /// What is kept of each file, as digests, by the files' absolute paths.
    pub fn known(&self) -> HashMap<PathBuf, Seen> {
        let read = || -> rusqlite::Result<HashMap<PathBuf, Seen>> {
            let connection = self.connection();
            let mut statement = connection.prepare_cached("SELECT path, digest FROM file")?;
            let rows = statement.query_map([], |row| {
                Ok((PathBuf::from(OsStr::from_bytes(&row.get::<_, Vec<u8>>(0)?)), row.get(1)?))
            })?;
            rows.collect()
        };
        // What is not known is kept anew.
        read().unwrap_or_default()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same with what could not be kept yet, as on a full disk.
pub struct Good<'g> {
    /// What is kept, if the store can be used.
    store: Option<&'g LastGood>,
    /// What is in force and not kept.
    unkept: &'g HashMap<PathBuf, Vec<u8>>,
    /// The folder of the root file, as it is named now.
    base: PathBuf,
}

impl<'g> Good<'g> {
    /// The last good versions of a root file and of what it includes.
    pub fn new(
        store: Option<&'g LastGood>,
        unkept: &'g HashMap<PathBuf, Vec<u8>>,
        root: &Path,
    ) -> Good<'g> {
        let base = root.parent().map(Path::to_owned).unwrap_or_default();
        Good { store, unkept, base }
    }
}

impl LastGood {
    /// What is kept of a file.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let name = key(path);
        let read: rusqlite::Result<Option<Vec<u8>>> = (|| {
            let connection = self.connection();
            let mut statement =
                connection.prepare_cached("SELECT bytes FROM file WHERE path = ?1")?;
            statement.query_row([name.as_os_str().as_bytes()], |row| row.get(0)).optional()
        })();
        let found = read.map_err(|error| failed(path, &error))?;
        found.ok_or_else(none)
    }

    fn has(&self, path: &Path) -> rusqlite::Result<bool> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT 1 FROM file WHERE path = ?1")?;
        statement.exists([key(path).as_os_str().as_bytes()])
    }
}

fn none() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "there is no good version of it")
}

/// What a file is kept under: its absolute path, so that a command run in another folder finds it.
pub fn key(path: &Path) -> PathBuf {
    // The folder of a file that is named without one is the one at hand, and its path is empty.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A store of an earlier version has the paths as they were named.
fn whole_names(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare("SELECT path FROM file WHERE substr(path, 1, 1) <> x'2f'")?;
    let names = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
    for name in names.collect::<rusqlite::Result<Vec<_>>>()? {
        let whole = key(Path::new(OsStr::from_bytes(&name)));
        let sql = "UPDATE OR REPLACE file SET path = ?1 WHERE path = ?2";
        connection.execute(sql, params![whole.as_os_str().as_bytes(), name])?;
    }
    Ok(())
}

impl Files for Good<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match (self.unkept.get(path), self.store) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(store)) => store.read(path),
            (None, None) => Err(none()),
        }
    }

    fn installation(&self, root: &Path) -> Installation {
        DiskFiles.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let fitting = Fitting::of(&joined(&key(base), pattern))?;
        let mut found = self.paths();
        found.retain(|path| fitting.fits(&key(path)));
        Ok(found)
    }
}

impl GoodFiles for Good<'_> {
    /// As the root file's folder is named now.
    fn paths(&self) -> Vec<PathBuf> {
        let folder = key(&self.base);
        let kept = self.store.map(LastGood::known).unwrap_or_default();
        let named = kept.into_keys().map(|path| match path.strip_prefix(&folder) {
            Ok(within) => self.base.join(within),
            Err(_) => path,
        });
        let paths: BTreeSet<PathBuf> = named.chain(self.unkept.keys().cloned()).collect();
        paths.into_iter().collect()
    }

    fn has(&self, path: &Path) -> bool {
        // What cannot be read is no file that was never there.
        let kept = || self.store.is_some_and(|store| store.has(path).unwrap_or(true));
        self.unkept.contains_key(path) || kept()
    }
}

/// A digest of what a file holds.
pub fn digest_of(bytes: &[u8]) -> Seen {
    Sha256::digest(bytes).into()
}

/// What is wrong with a file, and with which.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io_error(error.kind(), io_cause::of_file(Cause::AtFile, path, error))
}

fn failed(path: &Path, error: &rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("{}: {error}", path.display()))
}
