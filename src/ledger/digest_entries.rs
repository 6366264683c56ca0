//! W6: the entries of digests, as they come and go with their letters.

use crate::ledger::NewLetter;
use crate::ledger::db::{Result, Transaction, params};

/// Records who is left out of a letter, with it.
pub(super) fn insert(transaction: &Transaction<'_>, number: i64, letter: &NewLetter) -> Result<()> {
    if letter.left_out.is_empty() {
        return Ok(());
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO digest_entry (letter, person, task, milestone) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?;
    for (person, subject) in &letter.left_out {
        let milestone = subject.milestone().unwrap_or_default();
        insert.execute(params![number, person, subject.id(), milestone])?;
    }
    Ok(())
}

/// What a digest has listed of a letter that is replaced, it has listed of the one that takes its place.
pub(super) fn take_over(transaction: &Transaction<'_>, old: i64, new: i64) -> Result<()> {
    transaction
        .prepare_cached(
            "UPDATE digest_entry SET told = (SELECT max(told) FROM digest_entry AS old WHERE old.letter = ?1
                 AND old.person = digest_entry.person AND old.task = digest_entry.task
                 AND old.milestone = digest_entry.milestone)
             WHERE letter = ?2",
        )?
        .execute([old, new])?;
    // Where the letter that is replaced is a digest itself, the new one lists what still stands.
    transaction
        .prepare_cached(
            "UPDATE digest_entry SET told = CASE WHEN letter IN (SELECT number FROM letter WHERE state IN
                 ('queued', 'sent', 'failed')) THEN CAST(?2 AS BIGINT) END WHERE told IS NOT NULL AND told = ?1",
        )?
        .execute([old, new])?;
    Ok(())
}

/// A digest that is withdrawn has told nothing.
pub(super) fn untell(transaction: &Transaction<'_>, digest: i64) -> Result<()> {
    transaction
        .prepare_cached("UPDATE digest_entry SET told = NULL WHERE told IS NOT NULL AND told = ?1")?
        .execute([digest])?;
    Ok(())
}
