//! `duban retry`: what waits is tried now, and what failed once more (L4).

use clap::Args;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::ledger::{Ledger, LedgerError, LetterState};
use crate::words::{answers, help};

/// Options of `retry`.
#[derive(Debug, Args)]
pub struct Retry {
    #[arg(value_name = say(help::LETTER), conflicts_with = "failed", help = say(help::RETRY_LETTER))]
    letter: Option<String>,
    #[arg(long, help = say(help::RETRY_FAILED))]
    failed: bool,
}

impl Retry {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("retry")?;
        let reader = setting.existing_ledger()?;
        let letters: Option<Vec<String>> = match self.letter {
            Some(id) => {
                let found = reader.letter(&id)?;
                Some(vec![found.ok_or(LedgerError::NoLetter(id))?.0.id])
            }
            None if self.failed => {
                let failed = reader.unsettled_in(LetterState::Failed)?;
                Some(failed.into_iter().map(|letter| letter.id).collect())
            }
            None => None,
        };
        drop(reader);
        let mut ledger = Ledger::open_beside(&setting.state())?;
        let count = ledger.by_hand(now, |hand| match &letters {
            Some(letters) => {
                letters.iter().try_for_each(|letter| hand.retry(letter))?;
                Ok(letters.len())
            }
            None => hand.retry_all(),
        })?;
        let when = setting.when_it_happens();
        anstream::println!("{}", answers::retried(count, when, locale::language()));
        Ok(Exit::Fine)
    }
}
