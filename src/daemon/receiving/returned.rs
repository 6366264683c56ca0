//! L9: what a mail server wrote of a letter of ours: for whom it bounced, for whom it is late.

use jiff::Timestamp;

use crate::channels::email::received::{Fate, Received, Report, Returned};
use crate::daemon::receiving::letter::{Letter, key};
use crate::daemon::receiving::taken::Taken;
use crate::ledger::{CameBack, Ledger, LedgerError, RecipientRow, RecipientState};
use crate::log::tell;
use crate::words::log;

/// Records it. `None` where it says nothing of a recipient of the letter.
pub(super) fn returned(
    ledger: &mut Ledger,
    letter: &Letter,
    mail: &Received,
    report: &Report,
    now: Timestamp,
) -> Result<Option<Taken>, LedgerError> {
    let said = of_recipients(&letter.row.recipients, &report.returned);
    if said.is_empty() {
        return Ok(None);
    }
    let id = &letter.row.id;
    ledger.came_back(id, &key(mail, &letter.row), &said, now)?;
    for one in said.iter().filter(|one| one.bounced) {
        tell!(
            WARN,
            log::letters::CAME_BACK,
            letter = id.as_str(),
            recipient = one.address.as_str(),
            answer = one.text.as_str()
        );
    }
    let of = |bounced: bool| {
        let those = said.iter().filter(|one| one.bounced == bounced);
        those.map(|one| one.address.clone()).collect::<Vec<String>>()
    };
    let bounced = of(true);
    Ok(Some(match bounced.is_empty() {
        false => Taken::Bounced(id.clone(), bounced),
        true => Taken::Delayed(id.clone(), of(false)),
    }))
}

/// What is said of the letter's recipients. Words that name none of them are about the only one who may be meant, where there
/// is but one: a forwarded mail comes back from an address that we do not know.
fn of_recipients(recipients: &[RecipientRow], returned: &[Returned]) -> Vec<CameBack> {
    let mut said: Vec<CameBack> = Vec::new();
    for one in returned {
        let is_meant = |recipient: &&RecipientRow| {
            one.addresses.iter().any(|address| address.eq_ignore_ascii_case(&recipient.address))
        };
        let Some(recipient) = recipients.iter().find(is_meant) else { continue };
        if !said.iter().any(|known| known.address == recipient.address) {
            said.push(came_back(recipient, one));
        }
    }
    if said.is_empty()
        && let Some(one) = returned.first()
    {
        let taken = |one: &&RecipientRow| one.state != RecipientState::Refused;
        let mut taken = recipients.iter().filter(taken);
        if let (Some(only), None) = (taken.next(), taken.next()) {
            said.push(came_back(only, one));
        }
    }
    said
}

fn came_back(recipient: &RecipientRow, returned: &Returned) -> CameBack {
    let (address, text) = (recipient.address.clone(), returned.text.clone());
    CameBack { address, bounced: returned.fate == Fate::Failed, text }
}
