//! §5: the numbers of letters (文号). A letter gets its number in the transaction that lets it leave, and its message is
//! completed in the same: no number is given twice, and none is lost by a crash.

use crate::channels::email::numbered::{Numbered, numbered};
use crate::ledger::NewLetter;
use crate::ledger::db::{OptionalExtension, Result, Row, Transaction, params};
use crate::model::{NumberPattern, Numbering};

/// What is recorded of a letter that has a number.
pub(super) struct Recorded {
    pub(super) number: String,
    pub(super) subject: String,
    pub(super) bytes: Vec<u8>,
}

/// A letter as it is recorded. `kept` is the number of the letter whose place it takes.
pub(super) fn recorded(
    transaction: &Transaction<'_>,
    letter: &NewLetter,
    kept: Option<&str>,
) -> Result<Option<Recorded>> {
    let Some(numbering) = letter.numbering.as_ref().filter(|_| letter.held.is_none()) else {
        return Ok(None);
    };
    let number = match kept {
        Some(kept) => kept.to_owned(),
        None => next(transaction, numbering)?,
    };
    let Numbered { bytes, subject } = numbered(&letter.bytes, &letter.id, &number);
    Ok(Some(Recorded { number, subject, bytes }))
}

/// The next number of a series.
fn next(transaction: &Transaction<'_>, numbering: &Numbering) -> Result<String> {
    let Numbering { pattern, year } = numbering;
    let n: u32 = transaction
        .prepare_cached(
            "INSERT INTO numbering (series, year, last) VALUES (?1, ?2, 1)
             ON CONFLICT (series, year) DO UPDATE SET last = numbering.last + 1 RETURNING last",
        )?
        .query_row(params![pattern.series(), i64::from(*year)], |row| row.get(0))?;
    Ok(pattern.number(*year, n))
}

/// A letter that was held may leave with the bytes that it has: only its number is filled in.
pub(super) fn give(transaction: &Transaction<'_>, id: &str) -> Result<()> {
    let waits = "SELECT number, number_pattern, number_year FROM letter
                 WHERE id = ?1 AND number_pattern IS NOT NULL AND own_number IS NULL";
    let waits = transaction.prepare_cached(waits)?.query_row([id], waiting).optional()?;
    let Some((letter, Some(numbering))) = waits else { return Ok(()) };
    let message = "SELECT bytes FROM message WHERE letter = ?1";
    let bytes: Vec<u8> =
        transaction.prepare_cached(message)?.query_row([letter], |row| row.get(0))?;
    let number = next(transaction, &numbering)?;
    let Numbered { bytes, subject } = numbered(&bytes, id, &number);
    transaction
        .prepare_cached("UPDATE message SET bytes = ?2 WHERE letter = ?1")?
        .execute(params![letter, bytes])?;
    transaction
        .prepare_cached("UPDATE letter SET own_number = ?2, subject = ?3 WHERE number = ?1")?
        .execute(params![letter, number, subject])?;
    Ok(())
}

fn waiting(row: &Row<'_>) -> Result<(i64, Option<Numbering>)> {
    let (pattern, year): (String, i64) = (row.get(1)?, row.get(2)?);
    let pattern = NumberPattern::parse(&pattern).ok();
    let numbering = pattern.zip(i16::try_from(year).ok());
    Ok((row.get(0)?, numbering.map(|(pattern, year)| Numbering { pattern, year })))
}

/// The number of a letter that is written anew, which the one that takes its place keeps, if both are of one series.
pub(super) struct Kept(Option<(String, NumberPattern)>);

impl Kept {
    /// That of the letter with this number in the ledger.
    pub(super) fn of(transaction: &Transaction<'_>, letter: i64) -> Result<Kept> {
        let sql = "SELECT own_number, number_pattern FROM letter
                   WHERE number = ?1 AND own_number IS NOT NULL AND number_pattern IS NOT NULL";
        let kept = transaction.prepare_cached(sql)?.query_row([letter], |row| {
            let (number, pattern): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(NumberPattern::parse(&pattern).ok().map(|pattern| (number, pattern)))
        });
        Ok(Kept(kept.optional()?.flatten()))
    }

    /// The number for the first letter of the series; the others get new ones.
    pub(super) fn take(&mut self, letter: &NewLetter) -> Option<String> {
        let numbering = letter.numbering.as_ref()?;
        let same = |(_, pattern): &&(String, NumberPattern)| {
            pattern.series() == numbering.pattern.series()
        };
        self.0.as_ref().filter(same)?;
        self.0.take().map(|(number, _)| number)
    }
}
