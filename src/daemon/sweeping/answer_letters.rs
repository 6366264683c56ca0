//! Which letters about answers are due at a sweep: receipts, what was declined, and what waits (A2–A4).

use jiff::Timestamp;

use crate::ledger::{Ledger, LedgerError, NoticeRow, WrittenFor};
use crate::model::{Answer, Config, Subject, Verb, Way, When};
use crate::plan::further::Says;
use crate::plan::further::receipt::{identity, to_supervisors, to_who_answered, which};
use crate::plan::{Content, FurtherLetter, Origin};

/// Letters, and what is settled with them.
type Due = (Vec<FurtherLetter>, Vec<(WrittenFor, Vec<i64>)>);

/// What is due now. A receipt is settled once a sweep finds it in the ledger: a letter that cannot be written stays
/// owed. Who is gone from the files gets none.
pub(super) fn due(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Due, LedgerError> {
    let mut settled = Vec::new();
    let mut all = Vec::new();
    let owed = [
        (ledger.without_receipt()?, Says::Received, WrittenFor::Receipt),
        (ledger.without_refusal()?, Says::Declined, WrittenFor::Refusal),
    ];
    for (answers, says, why) in owed {
        let (mut open, mut done) = (Vec::new(), Vec::new());
        for answer in answers {
            let says = match answer.verb {
                Verb::Note { .. } => Says::Which,
                _ => says,
            };
            let id = identity(&answer, says, When::Instant(answer.at));
            let owed = is_owed(config, &answer) && !ends_here(ledger, &answer, says)?;
            match owed && !ledger.has(&id)? {
                true => open.push(answer),
                false => done.push(answer.number),
            }
        }
        let asks = |one: &Answer| matches!(one.verb, Verb::Note { which: true, .. });
        let (unclear, open): (Vec<Answer>, Vec<Answer>) = open.into_iter().partition(asks);
        all.extend(to_who_answered(config, open, says, now));
        for answer in unclear {
            let about = about(ledger, &answer)?;
            all.extend(which(config, answer, about, now));
        }
        if !done.is_empty() {
            settled.push((why, done));
        }
    }
    let letters = to_supervisors(config, ledger.supervised()?, |id| ledger.has(id), now)?;
    let told: Vec<i64> = letters.iter().flat_map(|letter| numbers(&letter.content)).collect();
    if !told.is_empty() {
        settled.push((WrittenFor::Supervisor, told));
    }
    all.extend(letters);
    Ok((all, settled))
}

/// The tasks and milestones of the letter that was answered.
fn about(ledger: &Ledger, answer: &Answer) -> Result<Vec<Subject>, LedgerError> {
    let mut about = vec![answer.subject.clone()];
    for notice in ledger.notices_in(answer.way.letter().unwrap_or_default())? {
        if notice.id.subject.task().is_some() && !about.contains(&notice.id.subject) {
            about.push(notice.id.subject);
        }
    }
    Ok(about)
}

/// A program may reply to every letter and not say that it is one. So a reply to a receipt gets none, and who was asked of which
/// task they speak is not asked again by a reply to that.
fn ends_here(ledger: &Ledger, answer: &Answer, says: Says) -> Result<bool, LedgerError> {
    let (Way::Mail { letter, .. }, Says::Received | Says::Which) = (&answer.way, says) else {
        return Ok(false);
    };
    let notices = ledger.notices_in(letter)?;
    let is_such = |one: &NoticeRow| one.id.from == Origin::Answer && *one.id.stage == *says.stage();
    Ok(notices.iter().any(is_such))
}

fn is_owed(config: &Config, answer: &Answer) -> bool {
    config.people.iter().any(|person| person.id == answer.person)
}

fn numbers(content: &Content) -> Vec<i64> {
    match content {
        Content::Receipt(receipt) => receipt.answers.iter().map(|one| one.number).collect(),
        _ => Vec::new(),
    }
}
