//! E2: who edits, and why, is recorded before the first file is written: in the ledger, else in the spool of the state
//! folder, from which the daemon takes it.

use jiff::Timestamp;

use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::{locale, output};
use crate::ledger::command_edit::NewEdit;
use crate::ledger::{Ledger, LedgerError, spool};
use crate::words::{edits, system};

/// Where an edit was recorded.
pub(crate) enum Record {
    /// In the ledger, under that number.
    Ledger(Box<Ledger>, i64),
    /// In the spool, or nowhere: whoever edits was told.
    Elsewhere,
}

impl Record {
    /// Records an edit that is about to be written.
    pub(crate) fn begin(
        globals: &Globals,
        edit: &NewEdit,
        now: Timestamp,
    ) -> anyhow::Result<Record> {
        let language = locale::language();
        let opened = globals.ledger().and_then(|found| match found {
            Some(_) => globals.ledger_beside().map(Some),
            None => Ok(None),
        });
        let why = match opened {
            Ok(Some(mut ledger)) => {
                let number = ledger.record_edit(edit, now)?;
                return Ok(Record::Ledger(Box::new(ledger), number));
            }
            Ok(None) => {
                output::complain(&format!("{}\n", edits::NO_LEDGER_YET.said(language)));
                return Ok(Record::Elsewhere);
            }
            Err(failure) => failure.downcast::<LedgerError>()?,
        };
        if !may_spool(&why) {
            return Err(why.into());
        }
        output::complain(&match spool::leave(&globals.state(), edit, now) {
            Ok(()) => format!("{}\n", edits::SPOOLED.said(language)),
            Err(error) => {
                let (ledger, spool) = (why.sentence(language), system::reason(&error, language));
                format!("{}\n", edits::not_recorded(&ledger, &spool, language))
            }
        });
        Ok(Record::Elsewhere)
    }

    /// All files were written.
    pub(crate) fn written(self, now: Timestamp) -> anyhow::Result<()> {
        match self {
            Record::Ledger(mut ledger, number) => Ok(ledger.edit_written(number, now)?),
            Record::Elsewhere => Ok(()),
        }
    }

    /// All files of an edit are written that was cut short before.
    pub(crate) fn again(globals: &Globals, number: i64, now: Timestamp) -> anyhow::Result<()> {
        Ok(globals.ledger_beside()?.edit_written(number, now)?)
    }
}

/// Whether it is merely not for this user to open the ledger. What is damaged is to be mended first.
fn may_spool(why: &LedgerError) -> bool {
    use LedgerError::{NotAllowed, Older, Unwritable};
    matches!(why, NotAllowed { .. } | Older { .. } | Unwritable { .. })
}
