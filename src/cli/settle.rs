//! `duban release` and `duban discard`: a person settles what the guard or an `ask` stage holds back (L6, L6a).

use clap::Args;

use super::exit::{Exit, Refused};
use super::setting::Setting;
use super::tongue;
use crate::ledger::{Ledger, LedgerError, LetterState};
use crate::model::Language;

/// Options of `release`.
#[derive(Debug, Args)]
pub struct Release {
    #[command(flatten)]
    which: Which,
}

/// Options of `discard`.
#[derive(Debug, Args)]
pub struct Discard {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// The letters' ids, or the beginnings of them
    #[arg(value_name = "LETTER", required_unless_present = "all")]
    letters: Vec<String>,
    /// All letters that are held
    #[arg(long, conflicts_with = "letters")]
    all: bool,
}

impl Release {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("release")?;
        self.which.settle(
            setting,
            |ledger, letter| ledger.release(letter, now),
            "已放行",
            "released",
        )
    }
}

impl Discard {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("discard")?;
        self.which.settle(
            setting,
            |ledger, letter| ledger.discard(letter, now),
            "已作废",
            "discarded",
        )
    }
}

impl Which {
    fn settle(
        self,
        setting: &Setting,
        settle: impl Fn(&mut Ledger, &str) -> Result<(), LedgerError>,
        zh: &'static str,
        en: &'static str,
    ) -> anyhow::Result<Exit> {
        let state = setting.state();
        let reader = setting.existing_ledger()?;
        let letters = self.find(&reader)?;
        drop(reader);
        // A running daemon has the lock; SQLite orders the two writers, and each letter is settled once.
        let mut ledger = Ledger::open_beside(&state)?;
        for letter in &letters {
            settle(&mut ledger, letter)?;
            match tongue::language() {
                Language::ZhCn => anstream::println!("函件 {letter} {zh}。"),
                Language::En => anstream::println!("letter {letter} {en}"),
            }
        }
        Ok(Exit::Fine)
    }

    fn find(&self, ledger: &Ledger) -> anyhow::Result<Vec<String>> {
        if self.all {
            let held =
                ledger.unsettled()?.into_iter().filter(|letter| letter.state == LetterState::Held);
            return Ok(held.map(|letter| letter.id).collect());
        }
        let mut found = Vec::new();
        for id in &self.letters {
            let (letter, _) =
                ledger.letter(id)?.ok_or_else(|| LedgerError::NoLetter(id.clone()))?;
            if letter.state != LetterState::Held {
                let message = LedgerError::NotHeld(letter.id).to_string();
                return Err(Refused { exit: Exit::No, message }.into());
            }
            found.push(letter.id);
        }
        Ok(found)
    }
}
