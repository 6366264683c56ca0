//! Takes a mail in, whichever way it came.

use jiff::Timestamp;

use crate::channels::email::received::read;
use crate::daemon::receiving::letter::{letter, marked_letter};
use crate::daemon::receiving::reply::{Reply, Said};
use crate::daemon::receiving::returned::returned;
use crate::daemon::receiving::taken::Taken;
use crate::ledger::{Ledger, LedgerError};
use crate::log::tell;
use crate::model::Config;
use crate::words::log;

/// Takes a mail in. The same mail again changes nothing: what it says is known by its `Message-ID`.
pub fn take(
    config: &Config,
    ledger: &mut Ledger,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Taken, LedgerError> {
    let Some(mail) = read(bytes) else { return Ok(Taken::NotOurs) };
    let named = mail.report.iter().flat_map(|report| &report.named);
    let letter = match letter(ledger, mail.references.iter().chain(named))? {
        None => marked_letter(ledger, mail.marks.iter())?,
        found => found,
    };
    let Some(letter) = letter else { return Ok(Taken::NotOurs) };
    if let Some(report) = &mail.report
        && let Some(taken) = returned(ledger, &letter, &mail, report, now)?
    {
        return Ok(taken);
    }
    let reply = Reply { config, mail: &mail, letter: &letter, now };
    Ok(match reply.said() {
        Said::Answers(answers) => {
            let numbers = answers.iter().map(|answer| ledger.answer(answer, now));
            Taken::Answers(numbers.collect::<Result<_, LedgerError>>()?)
        }
        Said::Note(note) => match (ledger.answer(&note, now)?, mail.automatic) {
            (number, true) => Taken::Automatic(Some(number)),
            (number, false) => Taken::Note(number),
        },
        Said::Nothing if mail.automatic => Taken::Automatic(None),
        Said::Nothing => Taken::NotOurs,
    })
}

/// Takes a mail of a mailbox in, and tells the log.
pub(super) fn took(
    config: &Config,
    ledger: &mut Ledger,
    mail: &[u8],
    now: Timestamp,
) -> Result<(), LedgerError> {
    if let Taken::Answers(answers) = take(config, ledger, mail, now)? {
        tell!(INFO, log::daemon::ANSWERED_BY_MAIL, answers = ?answers);
    }
    Ok(())
}
