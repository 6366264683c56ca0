//! W7: the rows of who answers for what, as they come and go with letters.

use crate::ledger::db::{Result, Transaction};
use crate::ledger::history::{NOTICE, notice};
use crate::plan::NoticeId;
use crate::plan::further::handover::{Which, told};

/// A letter is withdrawn: who would have had it does not know.
pub(super) fn take_back(transaction: &Transaction<'_>, letter: &str) -> Result<()> {
    let sql = format!(r#"SELECT {NOTICE} FROM notice WHERE letter = ?1 AND "from" = 'handover'"#);
    for row in transaction.prepare_cached(&sql)?.query_map([letter], notice)? {
        take_back_of(transaction, &row.id)?;
    }
    Ok(())
}

/// The same for one notice of a letter.
pub(super) fn take_back_of(transaction: &Transaction<'_>, id: &NoticeId) -> Result<()> {
    let Some((which, person)) = told(id) else { return Ok(()) };
    let back = match which {
        Which::Taken => Which::Given,
        Which::Given => Which::Taken,
    };
    let subject = &id.subject;
    set(transaction, (subject.id(), subject.milestone().unwrap_or_default()), person, back)
}

/// Somebody answers for it from now on, or no more.
pub(super) fn set(
    transaction: &Transaction<'_>,
    (task, milestone): (&str, &str),
    person: &str,
    which: Which,
) -> Result<()> {
    let sql = match which {
        Which::Taken => {
            "INSERT INTO owner (task, milestone, person) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
        }
        Which::Given => "DELETE FROM owner WHERE task = ?1 AND milestone = ?2 AND person = ?3",
    };
    transaction.prepare_cached(sql)?.execute([task, milestone, person]).map(drop)
}
