//! The letter of ours that a mail is about.

use crate::channels::email::received::Received;
use crate::ledger::{Ledger, LedgerError, LetterRow, NoticeRow};
use crate::model::Subject;
use crate::model::link::{id_of_mark, mark_of};

/// The letter that a mail is about.
pub(super) struct Letter {
    pub(super) row: LetterRow,
    /// The tasks and milestones that it is about, each once.
    pub(super) about: Vec<Subject>,
}

/// The first of these messages that is a letter of ours.
pub(super) fn letter<'m>(
    ledger: &Ledger,
    messages: impl Iterator<Item = &'m String>,
) -> Result<Option<Letter>, LedgerError> {
    for message in messages {
        let Some((local, _)) = message.split_once('@') else { continue };
        let Some(row) = ledger.letter_row(id_of_mark(local))? else { continue };
        if !row.message_id.eq_ignore_ascii_case(message) {
            continue;
        }
        return of(ledger, row).map(Some);
    }
    Ok(None)
}

/// The first letter of ours whose mark this is. One without a keyed part has none.
pub(super) fn marked_letter<'m>(
    ledger: &Ledger,
    marks: impl Iterator<Item = &'m String>,
) -> Result<Option<Letter>, LedgerError> {
    for mark in marks {
        let Some(row) = ledger.letter_row(id_of_mark(mark))? else { continue };
        if mark_of(&row.message_id).is_some_and(|own| own.eq_ignore_ascii_case(mark)) {
            return of(ledger, row).map(Some);
        }
    }
    Ok(None)
}

fn of(ledger: &Ledger, row: LetterRow) -> Result<Letter, LedgerError> {
    let mut about: Vec<Subject> = Vec::new();
    for NoticeRow { id, .. } in ledger.notices_in(&row.id)? {
        if id.subject.task().is_some() && !about.contains(&id.subject) {
            about.push(id.subject);
        }
    }
    Ok(Letter { row, about })
}

/// What makes a mail the same when it is read twice. One without an id is told by what it says; its sender stands in it, so
/// that another's mail under the same id does not keep this one from being read.
pub(super) fn key(mail: &Received, letter: &LetterRow) -> String {
    let id = match mail.message_id.as_str() {
        "" => format!("{} {}", letter.id, mail.own.join("\n")),
        id => id.to_owned(),
    };
    let sender = mail.sender.as_deref().unwrap_or_default().to_lowercase();
    format!("{sender} {id}")
}
