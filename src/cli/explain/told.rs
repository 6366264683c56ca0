//! What the ledger has of a report or a tally about somebody: the letters, and what was passed as adopted.

use serde::Serialize;

use crate::cli::ledger_rows;
use crate::cli::terminal::locale;
use crate::ledger::{Disposition, Ledger};
use crate::model::{Calendar, Language, Subject};
use crate::plan::Origin;
use crate::view::{At, Fate, Standing};
use crate::words::{reports, states};

/// One of them.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    moment: At,
    disposition: Fate,
    letter: Option<String>,
    letter_state: Option<Standing>,
}

impl Told {
    /// In a line.
    pub(super) fn line(&self, language: Language) -> String {
        let at = locale::at(&self.moment, language);
        match (&self.letter, self.letter_state) {
            (Some(letter), Some(state)) => {
                reports::in_letter(&at, letter, states::standing(state, language), language)
            }
            _ => reports::without_letter(&at, states::fate(self.disposition, language), language),
        }
    }
}

/// All of them, the oldest first; those that another took the place of are left out.
pub(super) fn told(
    ledger: Option<&Ledger>,
    calendar: &Calendar,
    (from, name): (Origin, &str),
    about: &Subject,
) -> anyhow::Result<Vec<Told>> {
    let Some(ledger) = ledger else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for notice in ledger.notices_about(about)? {
        let is_meant = notice.id.from == from && *notice.id.stage == *name;
        if !is_meant || notice.disposition == Disposition::Replaced {
            continue;
        }
        let letter = notice.letter.as_deref().map(|id| ledger.letter(id)).transpose()?.flatten();
        all.push(Told {
            moment: At::of(calendar, notice.moment),
            disposition: ledger_rows::fate(notice.disposition),
            letter_state: letter.map(|(letter, _)| ledger_rows::standing(&letter)),
            letter: notice.letter,
        });
    }
    Ok(all)
}
