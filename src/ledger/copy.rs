//! N5: a ledger moves between a file and a server, whole, and each row is read back and compared. Until all is compared
//! nothing lies at the new place that a daemon would take for a ledger.

use std::fs::{File, rename};
use std::path::{Path, PathBuf};

use crate::ledger::db::{self, Connection, Postgres, Transaction, Work};
use crate::ledger::error::{LedgerError, Reason};
use crate::ledger::shape::{self, Cell, Cells, Table};
use crate::ledger::{Ledger, nodes, place};

/// Where a ledger is, or is to be.
#[derive(Clone, PartialEq, Eq)]
pub enum Site {
    /// In this file.
    File(PathBuf),
    /// On the server of this URL.
    Server(String),
}

impl Site {
    /// What a person is shown of it; without its password.
    pub fn shown(&self) -> String {
        match self {
            Site::File(path) => path.display().to_string(),
            Site::Server(url) => Postgres::shown(url),
        }
    }
}

/// How much was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Letters.
    pub letters: u64,
    /// Notices.
    pub notices: u64,
}

/// Copies the ledger of one place to another, between a file and a server. Nobody works on either meanwhile, and there is
/// no ledger yet at the new place, or an empty one on a server.
pub fn copy(from: &Site, to: &Site) -> Result<Copied, LedgerError> {
    match (from, to) {
        (Site::File(from), Site::Server(url)) => to_server(&Ledger::open_alone(from)?, url),
        (Site::Server(url), Site::File(to)) => to_file(&server_alone(url)?, to),
        (_, Site::File(path)) => Err(not_copied(path, Reason::SameKind)),
        (Site::Server(_), Site::Server(_)) => {
            Err(not_copied(Path::new(&to.shown()), Reason::SameKind))
        }
    }
}

fn to_server(from: &Ledger, url: &str) -> Result<Copied, LedgerError> {
    let to = match Ledger::open_server_beside(url)? {
        Some(to) => to,
        None => Ledger::open_server(url)?,
    };
    idle(&to)?;
    let (failed_here, failed_there) = (failing(from), failing(&to));
    let read = from.connection.begin(Work::Beside).map_err(failed_here)?;
    // Whoever writes there waits for the end of this.
    let write = to.connection.begin(Work::Beside).map_err(failed_there)?;
    let tables = shape::tables()?;
    for table in &tables {
        if !table.page(&write, None).map_err(failed_there)?.is_empty() {
            return Err(not_copied(to.name(), Reason::NotEmpty));
        }
    }
    fill(&tables, (from, &read), (&to, &write))?;
    nodes::forget(&write).map_err(failed_there)?;
    let copied = counted(&to)?;
    write.commit().map_err(failed_there)?;
    Ok(copied)
}

fn to_file(from: &Ledger, path: &Path) -> Result<Copied, LedgerError> {
    let there = [path.to_owned(), place::wal(path)];
    if there.iter().any(|file| file.is_symlink() || file.exists()) {
        return Err(not_copied(path, Reason::Exists));
    }
    let part = place::beside(path, ".part");
    let copied = Ledger::make_empty(&part).and_then(|to| {
        let read = from.connection.begin(Work::Beside).map_err(failing(from))?;
        let write = to.connection.begin(Work::Beside).map_err(failing(&to))?;
        fill(&shape::tables()?, (from, &read), (&to, &write))?;
        nodes::forget(&write).map_err(failing(&to))?;
        let copied = counted(&to)?;
        write.commit().map_err(failing(&to))?;
        Ok(copied)
    });
    let placed = copied.and_then(|copied| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = || {
            File::open(&part)?.sync_all()?;
            rename(&part, path)?;
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        };
        place().map_err(|reason| not_copied(path, Reason::System(reason)))?;
        Ok(copied)
    });
    if placed.is_err() {
        let _best_effort = std::fs::remove_file(&part);
    }
    placed
}

/// The ledger of a server on which no node works.
fn server_alone(url: &str) -> Result<Ledger, LedgerError> {
    let ledger = Ledger::open_server_beside(url)?
        .ok_or_else(|| LedgerError::NoLedger { path: Postgres::shown(url).into() })?;
    idle(&ledger)?;
    Ok(ledger)
}

fn idle(server: &Ledger) -> Result<(), LedgerError> {
    // Also one that only sends.
    match server.nodes()?.into_iter().find(|node| node.living) {
        Some(node) => Err(LedgerError::Lease { path: server.name().to_owned(), node: node.name }),
        None => Ok(()),
    }
}

/// Writes all rows, and compares what is read back.
fn fill(
    tables: &[Table],
    (from, read): (&Ledger, &Transaction<'_>),
    (to, write): (&Ledger, &Transaction<'_>),
) -> Result<(), LedgerError> {
    for table in tables {
        let mut last: Option<Cells> = None;
        loop {
            let rows = table.page(read, last.as_ref()).map_err(failing(from))?;
            let Some(end) = rows.last() else { break };
            table.insert(write, &rows).map_err(failing(to))?;
            last = Some(end.clone());
        }
        table.count_on(write).map_err(failing(to))?;
    }
    for table in tables {
        compare(table, (from, read), (to, write))?;
    }
    Ok(())
}

fn compare(
    table: &Table,
    (from, read): (&Ledger, &Connection),
    (to, written): (&Ledger, &Connection),
) -> Result<(), LedgerError> {
    let mut last: Option<Cells> = None;
    loop {
        let rows = table.page(read, last.as_ref()).map_err(failing(from))?;
        let copies = table.page(written, last.as_ref()).map_err(failing(to))?;
        let differs = rows.iter().zip(&copies).find(|(row, copy)| !same(row, copy));
        let differs = differs.map(|(row, _)| row).or_else(|| match rows.len() == copies.len() {
            true => None,
            false => rows.get(copies.len()).or_else(|| copies.get(rows.len())),
        });
        if let Some(row) = differs {
            return Err(not_copied(to.name(), Reason::Differs(table.named(row))));
        }
        let Some(end) = rows.last() else { return Ok(()) };
        last = Some(end.clone());
    }
}

/// PostgreSQL keeps no NUL in a text: there it is U+FFFD.
fn same(row: &Cells, copy: &Cells) -> bool {
    let kept = |cell: &Cell| match cell {
        Cell::Text(text) if text.contains('\0') => Cell::Text(text.replace('\0', "\u{fffd}")),
        cell => cell.clone(),
    };
    row == copy || row.iter().map(kept).eq(copy.iter().map(kept))
}

fn counted(ledger: &Ledger) -> Result<Copied, LedgerError> {
    let (letters, notices) = ledger.counts()?;
    Ok(Copied { letters, notices })
}

fn failing(ledger: &Ledger) -> impl Fn(db::Error) -> LedgerError + Copy + '_ {
    |source| ledger.failed(source)
}

fn not_copied(path: &Path, reason: Reason) -> LedgerError {
    LedgerError::Copy { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests;
