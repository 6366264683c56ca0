//! The files in force, where several nodes share the ledger: one that takes over goes on from them (N4).

use std::collections::HashMap;

use jiff::Timestamp;

use crate::ledger::db::{OptionalExtension, params};
use crate::ledger::error::LedgerError;
use crate::ledger::sweep::insert_letter;
use crate::ledger::{Ledger, NewLetter};

/// A file that is to be in force: its name, the digest of what it holds, and that, unless the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path from the root file's folder.
    pub name: String,
    /// A digest of what it holds.
    pub digest: String,
    /// What it holds; `None` where the ledger has it.
    pub bytes: Option<Vec<u8>>,
}

/// How a node's copy of the files stands to those in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyState {
    /// It is what is in force, or nothing is yet.
    InForce,
    /// It never was in force: somebody edited it.
    New,
    /// It was in force once, and others are now.
    Older,
}

impl Ledger {
    /// The fingerprint of the files in force; `None` where the ledger keeps none.
    pub fn files_in_force(&self) -> Result<Option<String>, LedgerError> {
        let sql = "SELECT fingerprint FROM files_in_force ORDER BY since DESC LIMIT 1";
        let found = self.connection.query_row(sql, [], |row| row.get(0)).optional();
        found.map_err(|source| self.failed(source))
    }

    /// How a copy of that fingerprint stands to them.
    pub fn copy_of_files(&self, fingerprint: &str) -> Result<CopyState, LedgerError> {
        let Some(in_force) = self.files_in_force()? else { return Ok(CopyState::InForce) };
        if in_force == fingerprint {
            return Ok(CopyState::InForce);
        }
        let sql = "SELECT count(*) FROM files_in_force WHERE fingerprint = ?1";
        let known: Vec<u32> = self.rows(sql, [fingerprint], |row| row.get(0))?;
        Ok(if known == [0] { CopyState::New } else { CopyState::Older })
    }

    /// Each file in force, by its name.
    pub fn kept_files(&self) -> Result<Vec<(String, Vec<u8>)>, LedgerError> {
        let sql = "SELECT name, bytes FROM file ORDER BY name";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What the ledger has of them: digests by name.
    pub fn kept_digests(&self) -> Result<HashMap<String, String>, LedgerError> {
        let rows = self.rows("SELECT name, digest FROM file", [], |row| {
            Ok((row.get::<String>(0)?, row.get(1)?))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// The admin is told that the copy of a node was left aside.
    pub fn tell_older_copy(&mut self, word: &NewLetter, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| insert_letter(transaction, word, now))
    }

    /// These are in force from now on, and no others.
    pub fn put_in_force(
        &mut self,
        fingerprint: &str,
        files: &[NewFile],
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let (node, known) = (self.node(), self.kept_digests()?);
        self.write(|transaction| {
            let mut gone: Vec<&String> = known.keys().collect();
            gone.retain(|name| !files.iter().any(|file| file.name == **name));
            for name in gone {
                transaction.execute("DELETE FROM file WHERE name = ?1", [name])?;
            }
            for NewFile { name, digest, bytes } in files {
                let Some(bytes) = bytes else { continue };
                let sql = "INSERT INTO file (name, digest, bytes) VALUES (?1, ?2, ?3)
                           ON CONFLICT (name) DO UPDATE SET digest = ?2, bytes = ?3";
                transaction.execute(sql, params![name, digest, bytes])?;
            }
            let sql = "INSERT INTO files_in_force (fingerprint, since, node) VALUES (?1, ?2, ?3)
                       ON CONFLICT (fingerprint) DO UPDATE SET since = ?2, node = ?3";
            transaction.execute(sql, params![fingerprint, now.as_microsecond(), node]).map(drop)
        })
    }
}
