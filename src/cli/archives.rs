//! The archives of a ledger (N6), for commands that tell what was: `history` and `show`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::names;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output;
use crate::ledger::command_edit::EditRow;
use crate::ledger::{Ledger, LedgerError, LetterRow, NoticeRow};
use crate::model::Answer;
use crate::words::{care, help};

/// Where archives are.
#[derive(Debug, Args)]
pub struct ArchiveOptions {
    #[arg(long, value_name = say(help::FILE), help = say(help::ARCHIVE_AT))]
    archive: Vec<PathBuf>,
}

/// A ledger with its archives.
pub(crate) struct Past {
    ledger: Ledger,
    /// The oldest first.
    archives: Vec<Ledger>,
}

impl ArchiveOptions {
    /// The ledger with those of its archives that are there. Of each that is not, a line says so.
    pub(crate) fn open(&self, globals: &Globals) -> anyhow::Result<Past> {
        let ledger = globals.existing_ledger()?;
        let mut named = Vec::new();
        for path in &self.archive {
            named.push(ledger.archive_at(path)?);
        }
        let mut archives = Vec::new();
        for one in ledger.archives()? {
            if let Some(at) = named.iter().position(|(token, _)| *token == one.token) {
                archives.push(named.swap_remove(at).1);
            } else if one.path.exists() {
                archives.push(ledger.archive_at(&one.path)?.1);
            } else if one.rows > 0 {
                let path = one.path.display().to_string();
                output::complain(&format!(
                    "{}\n",
                    care::archive_missing(&path, locale::language())
                ));
            }
        }
        Ok(Past { ledger, archives })
    }
}

impl Past {
    /// The ledger, then its archives, the newest first.
    fn all(&self) -> impl Iterator<Item = &Ledger> {
        std::iter::once(&self.ledger).chain(self.archives.iter().rev())
    }

    /// Every place where something is recorded.
    pub(crate) fn each<R>(
        &self,
        read: impl Fn(&Ledger) -> Result<Vec<R>, LedgerError>,
    ) -> Result<Vec<R>, LedgerError> {
        let mut all = Vec::new();
        for ledger in self.all() {
            all.extend(read(ledger)?);
        }
        Ok(all)
    }

    /// Whether anything is recorded of a task or milestone.
    pub(crate) fn knows(&self, id: &str) -> Result<bool, LedgerError> {
        for ledger in self.all() {
            if ledger.knows(id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The latest notices of each place as one list, the oldest first.
    pub(crate) fn notices(
        &self,
        limit: u32,
        read: impl Fn(&Ledger) -> Result<Vec<NoticeRow>, LedgerError>,
    ) -> Result<Vec<NoticeRow>, LedgerError> {
        let same = |one: &NoticeRow, other: &NoticeRow| {
            (&one.id, one.disposition, &one.letter) == (&other.id, other.disposition, &other.letter)
        };
        self.latest(limit, read, |notice| (notice.recorded, notice.moment), same)
    }

    /// The latest edits of each place as one list, the oldest first.
    pub(crate) fn edits(
        &self,
        limit: u32,
        read: impl Fn(&Ledger) -> Result<Vec<EditRow>, LedgerError>,
    ) -> Result<Vec<EditRow>, LedgerError> {
        self.latest(limit, read, |edit| edit.at, |one, other| one == other)
    }

    /// The latest answers of each place as one list, the oldest first.
    pub(crate) fn answers(
        &self,
        limit: u32,
        read: impl Fn(&Ledger) -> Result<Vec<Answer>, LedgerError>,
    ) -> Result<Vec<Answer>, LedgerError> {
        self.latest(limit, read, |answer| (answer.at, answer.number), |one, other| one == other)
    }

    /// What each place has in order, as one list, and the latest of it. What a crash left in two places is told once.
    fn latest<R, T: Ord>(
        &self,
        limit: u32,
        read: impl Fn(&Ledger) -> Result<Vec<R>, LedgerError>,
        at: impl Fn(&R) -> T,
        same: impl Fn(&R, &R) -> bool,
    ) -> Result<Vec<R>, LedgerError> {
        if self.archives.is_empty() {
            return read(&self.ledger);
        }
        let mut all = Vec::new();
        for ledger in self.archives.iter().chain([&self.ledger]) {
            all.extend(read(ledger)?);
        }
        all.sort_by_key(&at);
        let mut once: Vec<R> = Vec::new();
        for row in all {
            // Only those of one time can be the same.
            let mut near = once.iter().rev().take_while(|one| at(one) == at(&row));
            if !near.any(|one| same(one, &row)) {
                once.push(row);
            }
        }
        once.drain(..once.len().saturating_sub(limit as usize));
        Ok(once)
    }

    /// A letter of which the id is known, wherever it is.
    pub(crate) fn letter(&self, id: &str) -> Result<Option<(LetterRow, Vec<u8>)>, LedgerError> {
        for ledger in self.all() {
            if let Some(found) = ledger.letter(id)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The letter of that id, or of an unmistakable beginning of it.
    pub(crate) fn letter_typed(&self, typed: &str) -> anyhow::Result<(LetterRow, Vec<u8>)> {
        let mut found: Option<(LetterRow, Vec<u8>)> = None;
        for ledger in self.all() {
            let Some(one) = ledger.letter(typed)? else { continue };
            match &found {
                // What was typed whole is this letter, whatever else begins so.
                _ if one.0.id == typed => return Ok(one),
                Some((row, _)) if row.id != one.0.id => {
                    return Err(LedgerError::Ambiguous(typed.to_owned()).into());
                }
                Some(_) => {}
                None => found = Some(one),
            }
        }
        match found {
            Some(found) => Ok(found),
            None => names::letter(&self.ledger, typed),
        }
    }
}
