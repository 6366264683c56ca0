//! Opening a ledger: made and brought up to date by the one process that owns it, left alone by all others.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{MAIN_DB, OpenFlags};

use crate::files::regular;
use crate::ledger::db::{Connection, Error, OptionalExtension, Result, Transaction, Work};
use crate::ledger::error::{LedgerError, Reason};
use crate::ledger::place::{FILE, Place};
use crate::ledger::{Ledger, Lock, lock, place, private, upgrade};

/// What `PRAGMA application_id` says in a ledger of duban's: "duba".
const APPLICATION: i64 = 0x6475_6261;

/// One step for each schema, the first from an empty file. Steps are never edited once released.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
    include_str!("schema/0009.sql"),
    include_str!("schema/0010.sql"),
    include_str!("schema/0011.sql"),
    include_str!("schema/0012.sql"),
    include_str!("schema/0013.sql"),
    include_str!("schema/0014.sql"),
    include_str!("schema/0015.sql"),
    include_str!("schema/0016.sql"),
    include_str!("schema/0017.sql"),
    include_str!("schema/0018.sql"),
    include_str!("schema/0019.sql"),
    include_str!("schema/0020.sql"),
    include_str!("schema/0021.sql"),
    include_str!("schema/0022.sql"),
];

/// So many statements are kept prepared: all that the ledger has, so that none is parsed again in each sweep.
const STATEMENTS: usize = 512;

/// Stands beside a ledger that was found damaged while the daemon worked, so that the next start looks first.
fn damaged_mark(state: &Path) -> PathBuf {
    state.join("ledger.damaged")
}

/// A ledger with more notices is large.
const LARGE: i64 = 200_000;

/// How long to wait for another connection's write to end.
const BUSY: Duration = Duration::from_secs(10);

impl Ledger {
    /// Opens the ledger for work, making it or bringing it up to date if need be. Where there was one before,
    /// none is made: it would know nothing of what was sent.
    pub fn open(state: &Path, owned: &Lock) -> Result<Ledger, LedgerError> {
        Ok(Ledger::open_for_work(state, owned, !owned.had_ledger(), false)?.0)
    }

    /// The same for a daemon, which does not wait for a large ledger to be looked over; false if that is still to be done
    /// (see [`crate::daemon::looking_over`]). One that was found damaged then is looked over first.
    pub fn open_at_once(state: &Path, owned: &Lock) -> Result<(Ledger, bool), LedgerError> {
        Ledger::open_for_work(state, owned, !owned.had_ledger(), true)
    }

    /// The same where a person begins anew, and says that nothing is to be sent again (`duban adopt`).
    pub fn open_anew(state: &Path, owned: &Lock) -> Result<Ledger, LedgerError> {
        Ok(Ledger::open_for_work(state, owned, true, false)?.0)
    }

    /// Looks all of it over, unless it is large and need not be at once, and brings it up to date; whether it was looked over.
    fn open_for_work(
        state: &Path,
        owned: &Lock,
        make: bool,
        at_once: bool,
    ) -> Result<(Ledger, bool), LedgerError> {
        let mut ledger = Ledger::open_or_make(state, owned, make)?;
        let mark = damaged_mark(state);
        let first =
            !at_once || ledger.outdated()?.is_some() || mark.exists() || !ledger.is_large()?;
        if first {
            ledger.look_over()?;
            let _may_be_none = std::fs::remove_file(mark);
        }
        ledger.migrate()?;
        ledger.is_no_archive()?;
        ledger.set_up()?;
        Ok((ledger, first))
    }

    fn open_or_make(state: &Path, owned: &Lock, make: bool) -> Result<Ledger, LedgerError> {
        let named = state.join(FILE);
        let io_failed = |source| LedgerError::of_file(&named, source);
        private::make_folder(state).map_err(io_failed)?;
        let path = match place::find(state).map_err(io_failed)? {
            Some(path) => path,
            None => {
                Ledger::make(&named, make)?;
                named.clone()
            }
        };
        not_empty(&path)?;
        let own = own(&path)?;
        let mut ledger = Ledger::open_to_write(path)?;
        ledger.place = Some(Place::of(state, &ledger.path).map_err(io_failed)?);
        ledger._own = Some(own);
        ledger.state = Some(state.to_owned());
        owned.has_ledger();
        ledger.own_schema()?;
        Ok(ledger)
    }

    /// Makes a ledger under another name first, so that a file that is empty is one that has lost what it
    /// had.
    fn make(path: &Path, allowed: bool) -> Result<(), LedgerError> {
        let io_failed = |source| LedgerError::of_file(path, source);
        if place::wal(path).exists() {
            let reason = Reason::OnlyTheLog;
            return Err(LedgerError::Damaged { path: path.to_owned(), reason });
        }
        if !allowed {
            return Err(LedgerError::Lost { path: path.to_owned() });
        }
        let new = place::beside(path, ".new");
        drop(Ledger::make_empty(&new)?);
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::rename(&new, path).map_err(io_failed)?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_failed)
    }

    /// Makes a ledger with nothing in it; what a crash left in its place goes. References are not looked after in it.
    pub(super) fn make_empty(path: &Path) -> Result<Ledger, LedgerError> {
        let io_failed = |source| LedgerError::of_file(path, source);
        // What a crash left of its journal is no part of the new file.
        let _may_be_none = std::fs::remove_file(place::beside(path, "-journal"));
        // SQLite gives its side files the mode and the owner of the ledger itself.
        private::make(path).map_err(io_failed)?;
        let mut ledger = Ledger::connect(path.to_owned())?;
        ledger.migrate()?;
        Ok(ledger)
    }

    /// Opens a ledger to copy all of it; no other process works on it meanwhile.
    pub(super) fn open_alone(named: &Path) -> Result<Ledger, LedgerError> {
        let path = std::fs::canonicalize(named);
        let path = path.map_err(|source| LedgerError::of_file(named, source))?;
        not_empty(&path)?;
        let own = own(&path)?;
        let mut ledger = Ledger::open_to_write(path)?;
        ledger._own = Some(own);
        if let Some(older) = ledger.outdated()? {
            return Err(older);
        }
        ledger.is_no_archive()?;
        ledger.look_over()?;
        Ok(ledger)
    }

    /// A ledger that lasts as long as the process, and none of whose commits succeeds while `veto` says
    /// so: for the simulation of faults.
    pub fn in_memory(veto: impl FnMut() -> bool + Send + 'static) -> Result<Ledger, LedgerError> {
        let path = PathBuf::from(":memory:");
        let opened = rusqlite::Connection::open_in_memory();
        let mut ledger = Ledger::of_file(opened, path)?;
        ledger.migrate()?;
        ledger.set_up()?;
        if let Connection::Sqlite(file) = &mut ledger.connection {
            let hooked = file.commit_hook(Some(veto));
            hooked.map_err(|source| ledger.failed(Error::Sqlite(source)))?;
        }
        Ok(ledger)
    }

    /// Opens a ledger to settle a letter in it, beside the process that owns it. It is neither made
    /// nor migrated.
    pub fn open_beside(state: &Path) -> Result<Ledger, LedgerError> {
        let named = state.join(FILE);
        let found = place::find(state).map_err(|source| LedgerError::of_file(&named, source))?;
        let ledger = Ledger::open_to_write(found.unwrap_or(named))?;
        if let Some(older) = ledger.outdated()? {
            return Err(older);
        }
        ledger.is_no_archive()?;
        ledger.set_up()?;
        Ok(ledger)
    }

    fn open_to_write(path: PathBuf) -> Result<Ledger, LedgerError> {
        not_empty(&path)?;
        Ledger::connect(path)
    }

    fn connect(path: PathBuf) -> Result<Ledger, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = rusqlite::Connection::open_with_flags(&path, flags);
        let ledger = Ledger::of_file(opened, path)?;
        // SQLite opens what it may not write all the same; that handle would stay so when the file is mended.
        if ledger.ask_file(|file| file.is_readonly(MAIN_DB))? {
            return Err(LedgerError::Unwritable { path: ledger.path, reason: Reason::ReadOnly });
        }
        Ok(ledger)
    }

    fn of_file(
        opened: rusqlite::Result<rusqlite::Connection>,
        path: PathBuf,
    ) -> Result<Ledger, LedgerError> {
        let opened = opened.and_then(|file| file.busy_timeout(BUSY).map(|()| file));
        let opened = opened.map_err(|source| LedgerError::of(&path, Error::Sqlite(source)))?;
        Ok(Ledger {
            connection: Connection::Sqlite(opened),
            path,
            place: None,
            state: None,
            _own: None,
        })
    }

    /// What only a file can be asked.
    fn ask_file<R>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<R>,
    ) -> Result<R, LedgerError> {
        let Some(file) = self.connection.file() else {
            return Err(LedgerError::Foreign { path: self.path.clone() });
        };
        work(file).map_err(|source| self.failed(Error::Sqlite(source)))
    }

    /// Opens the ledger to read it, if there is one. Nothing is made or changed.
    pub fn open_read_only(state: &Path) -> Result<Option<Ledger>, LedgerError> {
        let named = state.join(FILE);
        let found = place::find(state).map_err(|source| LedgerError::of_file(&named, source))?;
        let Some(path) = found else {
            return match Lock::had_ledger_in(state) {
                true => Err(LedgerError::Lost { path: named }),
                false => Ok(None),
            };
        };
        not_empty(&path)?;
        let opened = rusqlite::Connection::open_with_flags(uri(&path), READ_ONLY);
        let ledger = Ledger::of_file(opened, path)?;
        match ledger.outdated()? {
            Some(older) => Err(older),
            None => ledger.is_no_archive().map(|()| Some(ledger)),
        }
    }

    /// Opens an archive, to write where that is allowed: then one of an older duban is brought up to date. Its rows may
    /// refer to such as stayed in the ledger (N6).
    pub(super) fn open_archive(path: &Path) -> Result<Ledger, LedgerError> {
        not_empty(path)?;
        let mut file = match Ledger::connect(path.to_owned()) {
            Err(LedgerError::Unwritable { .. }) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let opened = rusqlite::Connection::open_with_flags(path, flags);
                let file = Ledger::of_file(opened, path.to_owned())?;
                return file.outdated()?.map_or(Ok(file), Err);
            }
            opened => opened?,
        };
        file.own_schema()?;
        file.migrate()?;
        file.ask_file(|file| file.pragma_update(None, "foreign_keys", false))?;
        Ok(file)
    }

    fn set_up(&self) -> Result<(), LedgerError> {
        self.ask_file(|file| {
            file.set_prepared_statement_cache_capacity(STATEMENTS);
            // Else SQLite plans a prepared statement anew for each value that is bound to it.
            file.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            file.pragma_update(None, "journal_mode", "WAL")?;
            file.pragma_update(None, "synchronous", "FULL")?;
            file.pragma_update(None, "foreign_keys", true)
        })
    }

    /// The schema of the file, if it is ours and not from the future.
    fn schema(&self) -> Result<i64, LedgerError> {
        let (found, application, tables): (i64, i64, i64) = self.ask_file(|file| {
            let pragma = |name| file.pragma_query_value(None, name, |row| row.get(0));
            let tables = "SELECT count(*) FROM sqlite_schema";
            let tables = file.query_row(tables, [], |row| row.get(0))?;
            Ok((pragma("user_version")?, pragma("application_id")?, tables))
        })?;
        let known = MIGRATIONS.len() as i64;
        match (application, found) {
            (0, 0) if tables == 0 => Ok(0),
            (APPLICATION, found) if found > known => {
                Err(LedgerError::Newer { path: self.path.clone(), found, known })
            }
            (APPLICATION, found) if found > 0 => Ok(found),
            _ => Err(LedgerError::Foreign { path: self.path.clone() }),
        }
    }

    /// Whether looking all of it over takes more than a moment. Then a start does not wait for it, and it is done while the
    /// daemon works: a notice stands in two indexes, of which one is read and the other must take it, so that damage of
    /// either sends nothing again.
    fn is_large(&self) -> Result<bool, LedgerError> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM notice LIMIT ?1)";
        let count = self.rows(sql, [LARGE + 1], |row| row.get::<i64>(0))?;
        Ok(count.into_iter().any(|count| count > LARGE))
    }

    /// What is damaged must be found before anything is written or sent: one wrong bit in the index of notices
    /// would send letters again. The messages, most of the file, show their damage when they are read.
    fn look_over(&self) -> Result<(), LedgerError> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'message'";
        for table in self.rows(sql, [], |row| row.get::<String>(0))? {
            let sql = format!("PRAGMA integrity_check(\"{}\")", table.replace('"', "\"\""));
            let found = self.rows(&sql, [], |row| row.get::<String>(0))?;
            if let Some(said) = found.into_iter().find(|line| line != "ok") {
                let reason = Reason::Said(said);
                return Err(LedgerError::Damaged { path: self.path.clone(), reason });
            }
        }
        Ok(())
    }

    /// Looks over the ledger of a state folder beside the daemon that works on it. Damage is marked, so that the next start
    /// looks first.
    pub fn look_over_beside(state: &Path) -> Result<(), LedgerError> {
        let Some(ledger) = Ledger::open_read_only(state)? else { return Ok(()) };
        let looked = ledger.look_over();
        if looked.as_ref().is_err_and(LedgerError::is_lasting) {
            // Where it cannot be written, the next start finds the damage as this one did.
            let _best_effort = std::fs::write(damaged_mark(state), "");
        }
        looked
    }

    /// The schema of a file that is a ledger of ours, and not merely empty.
    pub(super) fn own_schema(&self) -> Result<i64, LedgerError> {
        match self.schema()? {
            0 => Err(LedgerError::Foreign { path: self.path.clone() }),
            schema => Ok(schema),
        }
    }

    /// What is wrong with a ledger that an older duban wrote, for those who must not change it.
    pub(super) fn outdated(&self) -> Result<Option<LedgerError>, LedgerError> {
        let (found, known) = (self.own_schema()?, MIGRATIONS.len() as i64);
        let path = self.path.clone();
        Ok((found < known).then_some(LedgerError::Older { path, found, known }))
    }

    /// Each step in a transaction of its own, so that a crash leaves one schema or the next.
    fn migrate(&mut self) -> Result<(), LedgerError> {
        let found = self.schema()?;
        // A table that is built anew is dropped on the way; what refers to it stays as it is.
        self.ask_file(|file| file.pragma_update(None, "foreign_keys", false))?;
        for (at, step) in MIGRATIONS.iter().enumerate().skip(found as usize) {
            self.step(at as i64 + 1, step).map_err(|source| self.failed(source))?;
        }
        Ok(())
    }

    fn step(&self, schema: i64, sql: &str) -> Result<()> {
        let transaction = self.connection.begin(Work::Sweep)?;
        upgrade::step(&transaction, schema, sql)?;
        let marks =
            format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {schema}");
        transaction.execute_batch(&marks)?;
        check_references(&transaction)?;
        transaction.commit()
    }
}

/// What the step left without the row it refers to is damage, and stops the step.
fn check_references(transaction: &Transaction<'_>) -> Result<()> {
    let dangling = transaction
        .query_row("PRAGMA foreign_key_check", [], |row| row.get::<String>(0))
        .optional()?;
    match dangling {
        None => Ok(()),
        Some(table) => {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            let what = format!("a row of `{table}` refers to one that is not there");
            Err(Error::Sqlite(rusqlite::Error::SqliteFailure(code, Some(what))))
        }
    }
}

/// The lock of the ledger's own file (L7).
fn own(path: &Path) -> Result<File, LedgerError> {
    lock::own(path).map_err(|refused| match refused {
        TryLockError::WouldBlock => LedgerError::Held { path: path.to_owned() },
        TryLockError::Error(source) => LedgerError::of_file(path, source),
    })
}

/// A ledger is never empty: it is made whole.
fn not_empty(path: &Path) -> Result<(), LedgerError> {
    let failed = |source| LedgerError::of_file(path, source);
    regular::check(path).map_err(failed)?;
    let file = File::open(path).and_then(|file| file.metadata()).map_err(failed)?;
    if file.len() > 0 {
        return Ok(());
    }
    Err(LedgerError::Damaged { path: path.to_owned(), reason: Reason::Empty })
}

const READ_ONLY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY
    .union(OpenFlags::SQLITE_OPEN_URI)
    .union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// The file as a URI. While a daemon works there is a WAL beside it, which must be read too;
/// without one nobody writes, and `immutable` keeps SQLite from leaving files of its own.
fn uri(path: &Path) -> String {
    let plain = path.to_string_lossy();
    let escaped = plain.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let mode = if place::wal(path).exists() { "mode=ro" } else { "mode=ro&immutable=1" };
    format!("file:{escaped}?{mode}")
}

#[cfg(test)]
mod tests;
