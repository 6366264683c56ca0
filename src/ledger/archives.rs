//! N6: where the archives of a ledger are. Each is a file that looks as a ledger does, so that it is read as one; none is
//! ever taken for one to work on.

use std::fs::{File, rename};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::ledger::db::{ToValue, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::{Ledger, place};

/// An archive, as the ledger names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveRow {
    /// What stands in the file, too.
    pub token: String,
    /// Where it was made.
    pub path: PathBuf,
    /// What is older was moved to it.
    pub before: Timestamp,
    /// How many letters, notices and edits were.
    pub rows: u64,
}

impl Ledger {
    /// The archives of this ledger, the oldest first.
    pub fn archives(&self) -> Result<Vec<ArchiveRow>, LedgerError> {
        let sql =
            "SELECT token, path, before, letters + notices + edits FROM archive ORDER BY number";
        self.rows(sql, [], |row| {
            let path: String = row.get(1)?;
            Ok(ArchiveRow {
                token: row.get(0)?,
                path: path.into(),
                before: time(row, 2)?,
                rows: row.get(3)?,
            })
        })
    }

    /// Opens this archive of the ledger, wherever it lies now, to read it. The token that stands in it is handed back.
    pub fn archive_at(&self, path: &Path) -> Result<(String, Ledger), LedgerError> {
        let no_archive = || LedgerError::NoArchive { path: path.to_owned() };
        let file = Ledger::open_archive(path)?;
        let token = file.token()?.ok_or_else(no_archive)?;
        match self.archives()?.iter().any(|one| one.token == token) {
            true => Ok((token, file)),
            false => Err(no_archive()),
        }
    }

    /// What stands in an archive; `None` in a ledger.
    fn token(&self) -> Result<Option<String>, LedgerError> {
        let sql = "SELECT token FROM archive WHERE path = ''";
        Ok(self.rows(sql, [], |row| row.get(0))?.pop())
    }

    /// By an archive alone duban cannot know what was sent.
    pub(super) fn is_no_archive(&self) -> Result<(), LedgerError> {
        match self.token()? {
            None => Ok(()),
            Some(_) => Err(LedgerError::Archive { path: self.path.clone() }),
        }
    }

    /// The archive of that path to write into it. It is named in the ledger before it is made, so that after a crash the
    /// same command goes on with it.
    pub(super) fn archive_to_write(
        &mut self,
        path: &Path,
        before: Timestamp,
    ) -> Result<(String, Ledger), LedgerError> {
        let path =
            std::path::absolute(path).map_err(|source| LedgerError::of_file(path, source))?;
        let there = path.is_symlink() || path.exists();
        let known = self.archives()?.into_iter().find(|one| one.path == path);
        match known {
            // It was moved here since.
            None if there => {
                let (token, file) = self.archive_at(&path)?;
                let sql = "UPDATE archive SET path = ?1 WHERE token = ?2";
                let values = params![path.to_string_lossy().into_owned(), token];
                self.write(|transaction| transaction.execute(sql, values).map(drop))?;
                return Ok((token, file));
            }
            None => {
                let (token, shown) = (token(), path.to_string_lossy().into_owned());
                let sql = "INSERT INTO archive (token, path, before) VALUES (?1, ?2, ?3)";
                let values = params![token, shown, before.as_microsecond()];
                self.write(|transaction| transaction.execute(sql, values).map(drop))?;
                make(&path, &token)?;
            }
            Some(one) if !there && one.rows > 0 => return Err(LedgerError::ArchiveGone { path }),
            Some(one) if !there => make(&path, &one.token)?,
            Some(_) => {}
        }
        self.archive_at(&path)
    }
}

/// Makes an archive with nothing in it; it appears whole or not at all.
fn make(path: &Path, token: &str) -> Result<(), LedgerError> {
    let part = place::beside(path, ".part");
    let file = Ledger::make_empty(&part)?;
    let sql = "INSERT INTO archive (token, path, before) VALUES (?1, '', 0)";
    let named = file.connection.execute(sql, vec![&token as &dyn ToValue]);
    named.map_err(|source| file.failed(source))?;
    drop(file);
    let folder = path.parent().unwrap_or(Path::new("/"));
    let placed = rename(&part, path).and_then(|()| File::open(folder)?.sync_all());
    placed.map_err(|source| LedgerError::of_file(path, source))
}

/// No two archives have the same.
fn token() -> String {
    let apart = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", apart(), apart())
}
