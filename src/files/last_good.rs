//! The last good version of every file (R2), in a SQLite file of its own beside the ledger: written in one
//! transaction, so that a crash leaves one whole or the other.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use tracing::warn;

use crate::config::{Files, GoodFiles};
use crate::files::fingerprints::{Stamp, stamp};
use crate::files::regular;
use crate::ledger::private;

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

/// A file as it was read.
pub struct Noted {
    /// Its stamp, taken before it was read: what is written meanwhile is seen as a change.
    pub stamp: Option<Stamp>,
    /// What it held; `None` if that is what is kept of it already.
    pub bytes: Option<Vec<u8>>,
}

/// Files read from disk, each remembered as it was read first.
pub struct Noting<'f> {
    files: &'f dyn Files,
    known: HashMap<PathBuf, Seen>,
    noted: Mutex<HashMap<PathBuf, Noted>>,
}

impl LastGood {
    /// Those of a state folder; none yet, at the first start. A store that is damaged is moved aside.
    pub fn open(state: &Path) -> io::Result<LastGood> {
        let path = state.join("last-good.sqlite3");
        LastGood::open_file(&path).or_else(|error| {
            if error.kind() != io::ErrorKind::InvalidData {
                return Err(error);
            }
            let aside = path.with_extension("sqlite3.damaged");
            warn!(%error, aside = %aside.display(), "the last good files are damaged; they are moved aside");
            std::fs::rename(&path, aside)?;
            LastGood::open_file(&path)
        })
    }

    fn open_file(path: &Path) -> io::Result<LastGood> {
        // SQLite would wait for a pipe in place of its journal.
        let no_file = |error: io::Error| io::Error::other(format!("{}: {error}", path.display()));
        regular::check(&path.with_extension("sqlite3-journal")).map_err(no_file)?;
        let mut options = OpenOptions::new();
        private::open(path, options.write(true).create(true).truncate(false)).map_err(no_file)?;
        let opened = || -> rusqlite::Result<(Connection, String)> {
            let connection = Connection::open(path)?;
            connection.execute_batch(SCHEMA)?;
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
                let name = path.as_os_str().as_bytes();
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

    /// What is kept of each file, as digests.
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
    pub store: Option<&'g LastGood>,
    /// What is in force and not kept.
    pub unkept: &'g HashMap<PathBuf, Vec<u8>>,
}

impl LastGood {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let name = path.as_os_str().as_bytes();
        let read: rusqlite::Result<Option<Vec<u8>>> = (|| {
            let connection = self.connection();
            let mut statement =
                connection.prepare_cached("SELECT bytes FROM file WHERE path = ?1")?;
            statement.query_row([name], |row| row.get(0)).optional()
        })();
        let found = read.map_err(|error| failed(path, &error))?;
        found.ok_or_else(none)
    }
}

fn none() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "there is no good version of it")
}

impl Files for Good<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match (self.unkept.get(path), self.store) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(store)) => store.read(path),
            (None, None) => Err(none()),
        }
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        let base = glob::Pattern::escape(&base.to_string_lossy());
        let whole = plain(&Path::new(&base).join(pattern));
        let whole = whole.to_str().ok_or("the pattern is not UTF-8")?;
        let pattern = glob::Pattern::new(whole).map_err(|error| error.to_string())?;
        // As on disk, where `*` stays within a folder and nothing hidden is matched.
        let options = glob::MatchOptions {
            require_literal_separator: true,
            require_literal_leading_dot: true,
            ..Default::default()
        };
        let fits = |path: &PathBuf| pattern.matches_path_with(&plain(path), options);
        Ok(self.paths().into_iter().filter(fits).collect())
    }
}

/// A path without the steps that go nowhere.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

impl GoodFiles for Good<'_> {
    fn paths(&self) -> Vec<PathBuf> {
        let kept = self.store.map(LastGood::known).unwrap_or_default();
        let paths: BTreeSet<PathBuf> =
            kept.into_keys().chain(self.unkept.keys().cloned()).collect();
        paths.into_iter().collect()
    }

    fn has(&self, path: &Path) -> bool {
        // What cannot be read is no file that was never there.
        !matches!(self.read(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl<'f> Noting<'f> {
    /// Remembers what is read of these, beside what is known of them.
    pub fn new(files: &'f dyn Files, known: HashMap<PathBuf, Seen>) -> Noting<'f> {
        Noting { files, known, noted: Mutex::default() }
    }

    /// What was read.
    pub fn noted(self) -> HashMap<PathBuf, Noted> {
        self.noted.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Noting<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let stamp = stamp(path);
        let bytes = self.files.read(path)?;
        let same = self.known.get(path).is_some_and(|known| *known == digest_of(&bytes));
        let kept = (!same).then(|| bytes.clone());
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.entry(path.to_owned()).or_insert(Noted { stamp, bytes: kept });
        Ok(bytes)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        self.files.glob(base, pattern)
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        self.files.near_misses(base, pattern)
    }
}

fn digest_of(bytes: &[u8]) -> Seen {
    Sha256::digest(bytes).into()
}

fn failed(path: &Path, error: &rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("{}: {error}", path.display()))
}
