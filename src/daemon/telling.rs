//! Letters to the admin, out of what the ledger has to tell.

use jiff::{SignedDuration, Timestamp};

use crate::channels::admin_letter;
use crate::ledger;
use crate::ledger::{LetterRow, MailboxTrouble, NewLetter, Refusing, RelayTrouble, Undelivered};
use crate::letter::admin::{AdminNotice, Held, Outage, Unreached, Unwritten, Waiting};
use crate::log::{cause, tell};
use crate::model::Config;
use crate::words::log;

/// What goes wrong is told at once, and what goes wrong in the hour after that together, at its end.
pub(crate) const TOGETHER: SignedDuration = SignedDuration::from_hours(1);

/// Whether it is too early for further word of something of which the admin was told then.
pub(crate) fn is_early(told: Option<Timestamp>, now: Timestamp) -> bool {
    is_within(TOGETHER, told, now)
}

/// Whether the admin was told so short a time ago. A time to come is that of a clock that stood ahead.
pub(crate) fn is_within(pause: SignedDuration, told: Option<Timestamp>, now: Timestamp) -> bool {
    told.is_some_and(|told| told <= now && now.duration_since(told) < pause)
}

/// A letter to the admin; one that cannot be written is told of in the log.
pub(crate) fn written(
    config: &Config,
    notice: &AdminNotice<'_>,
    now: Timestamp,
) -> Option<NewLetter> {
    admin_letter(config, notice, now).unwrap_or_else(|failure| {
        tell!(ERROR, log::letters::ADMIN_UNWRITABLE, error = cause(&failure));
        None
    })
}

impl From<&RelayTrouble> for Outage {
    fn from(trouble: &RelayTrouble) -> Outage {
        let RelayTrouble { since, why, needs_admin, cure, .. } = trouble.clone();
        Outage { since, why, needs_admin, cure }
    }
}

impl From<&MailboxTrouble> for Outage {
    fn from(trouble: &MailboxTrouble) -> Outage {
        let MailboxTrouble { since, why, needs_admin, .. } = trouble.clone();
        Outage { since, why, needs_admin, cure: None }
    }
}

impl From<&Refusing> for Outage {
    fn from(refusing: &Refusing) -> Outage {
        let Refusing { since, answer, .. } = refusing.clone();
        Outage { since, why: answer, needs_admin: true, cure: None }
    }
}

impl From<Undelivered> for Unreached {
    fn from(one: Undelivered) -> Unreached {
        let Undelivered { letter, subject, address, answer, failed, .. } = one;
        Unreached { letter, subject, address, answer, nobody: failed }
    }
}

impl From<&ledger::Unwritten> for Unwritten {
    fn from(one: &ledger::Unwritten) -> Unwritten {
        Unwritten { name: one.name(), why: one.why.clone() }
    }
}

impl From<LetterRow> for Waiting {
    fn from(letter: LetterRow) -> Waiting {
        let since = letter.waits_since();
        Waiting { id: letter.id, subject: letter.subject, since }
    }
}

impl From<ledger::Held> for Held {
    fn from(held: ledger::Held) -> Held {
        match held {
            ledger::Held::Ask => Held::Ask,
            ledger::Held::Guard => Held::Guard,
            ledger::Held::Changes => Held::Changes,
        }
    }
}
