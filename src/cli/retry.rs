//! `duban retry`: what waits is tried now, and what failed once more (L4).

use clap::Args;

use super::exit::Exit;
use super::setting::Setting;
use super::tongue;
use crate::ledger::{Ledger, LedgerError};
use crate::model::Language;

/// Options of `retry`.
#[derive(Debug, Args)]
pub struct Retry {
    /// The letter's id, or the beginning of it [default: every letter that waits]
    ///
    /// A letter that failed, or that some did not get, goes once more to those who do not have it.
    #[arg(value_name = "LETTER")]
    letter: Option<String>,
}

impl Retry {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("retry")?;
        let reader = setting.existing_ledger()?;
        let letter = match self.letter {
            None => None,
            Some(id) => {
                let found = reader.letter(&id)?;
                Some(found.ok_or(LedgerError::NoLetter(id))?.0.id)
            }
        };
        drop(reader);
        let mut ledger = Ledger::open_beside(&setting.state())?;
        let count = match &letter {
            Some(letter) => ledger.retry(letter, now).map(|()| 1)?,
            None => ledger.retry_all(now)?,
        };
        match tongue::language() {
            Language::ZhCn => anstream::println!("{count} 份函件将在一分钟内再试。"),
            Language::En => anstream::println!("letters to be tried within a minute: {count}"),
        }
        Ok(Exit::Fine)
    }
}
