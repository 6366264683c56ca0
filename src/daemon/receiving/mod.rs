//! A mail that came in becomes answers, a note, word of a letter that came back, or nothing (A5, L9).

mod letter;
mod reply;
mod returned;
mod taken;

use jiff::Timestamp;

use crate::channels::email::received::read;
use crate::daemon::receiving::letter::letter;
use crate::daemon::receiving::reply::Reply;
use crate::daemon::receiving::returned::returned;
use crate::ledger::{Ledger, LedgerError};
use crate::model::Config;

pub use taken::Taken;

/// Takes a mail in. The same mail again changes nothing: what it says is known by its `Message-ID`.
pub fn take(
    config: &Config,
    ledger: &mut Ledger,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Taken, LedgerError> {
    let Some(mail) = read(bytes) else { return Ok(Taken::NotOurs) };
    let named = mail.report.iter().flat_map(|report| &report.named);
    let Some(letter) = letter(ledger, mail.references.iter().chain(named))? else {
        return Ok(Taken::NotOurs);
    };
    if let Some(report) = &mail.report
        && let Some(taken) = returned(ledger, &letter, &mail, report, now)?
    {
        return Ok(taken);
    }
    let reply = Reply { config, mail: &mail, letter: &letter, now };
    if mail.automatic {
        return note(ledger, &reply, now).map(Taken::Automatic);
    }
    if let Some(answers) = reply.answers() {
        let numbers = answers.iter().map(|answer| ledger.answer(answer, now));
        return numbers.collect::<Result<Vec<i64>, LedgerError>>().map(Taken::Answers);
    }
    Ok(note(ledger, &reply, now)?.map_or(Taken::NotOurs, Taken::Note))
}

fn note(
    ledger: &mut Ledger,
    reply: &Reply<'_>,
    now: Timestamp,
) -> Result<Option<i64>, LedgerError> {
    reply.note().map(|note| ledger.answer(&note, now)).transpose()
}
