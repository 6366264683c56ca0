//! `duban retry`: what waits is tried now, and what failed once more (L4).

use clap::Args;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::ledger::{Ledger, LedgerError, LetterState, Retried};
use crate::words::{answers, help};

/// Options of `retry`.
#[derive(Debug, Args)]
pub struct Retry {
    #[arg(value_name = say(help::LETTER), conflicts_with = "failed", help = say(help::RETRY_LETTER))]
    letter: Option<String>,
    #[arg(long, help = say(help::RETRY_FAILED))]
    failed: bool,
}

/// Which letters.
enum Which {
    Waiting,
    Failed(Vec<String>),
    One(String),
}

impl Retry {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("retry")?;
        let reader = setting.existing_ledger()?;
        let which = match self.letter {
            Some(id) => {
                let found = reader.letter(&id)?;
                Which::One(found.ok_or(LedgerError::NoLetter(id))?.0.id)
            }
            None if self.failed => {
                let failed = reader.unsettled_in(LetterState::Failed)?;
                Which::Failed(failed.into_iter().map(|letter| letter.id).collect())
            }
            None => Which::Waiting,
        };
        drop(reader);
        let mut ledger = Ledger::open_beside(&setting.state())?;
        let retried = ledger.by_hand(now, |hand| match &which {
            Which::Waiting => hand.retry_all(),
            Which::Failed(letters) => hand.retry_failed(letters),
            Which::One(letter) => {
                Ok(Retried { tried: 1, in_doubt: usize::from(hand.retry(letter)?) })
            }
        })?;
        let (language, when) = (locale::language(), setting.when_it_happens());
        print_line!("{}", answers::retried(retried.tried, when, language))?;
        let left = match (&which, retried.in_doubt) {
            (_, 0) => return Ok(Exit::Fine),
            (Which::Waiting, left) => answers::left_to_their_time(left, language),
            (Which::Failed(_), left) => answers::not_sent_again(left, language),
            (Which::One(_), _) => say(answers::MAY_HAVE_ARRIVED).to_owned(),
        };
        print_line!("{left}")?;
        Ok(Exit::Fine)
    }
}
