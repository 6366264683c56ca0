//! `duban release` and `duban discard`: a person settles what the guard or an `ask` stage holds back (L6, L6a).

use clap::Args;
use jiff::Timestamp;

use super::exit::{Exit, Refused};
use super::setting::Setting;
use super::tongue;
use crate::ledger::{Held, Ledger, LedgerError, LetterState};
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
    #[arg(value_name = "LETTER", required_unless_present_any = ["all", "sweep", "changes"])]
    letters: Vec<String>,
    /// All letters held by the sweep of that time, as word to the admin and `duban outbox` name it
    #[arg(long, value_name = "TIME", conflicts_with_all = ["letters", "all", "changes"])]
    sweep: Option<Timestamp>,
    /// The large edit that waits is meant: takes it, and settles the letters held for it
    #[arg(long, conflicts_with_all = ["letters", "all"])]
    changes: bool,
    /// All letters that are held, and the large edit if one waits
    #[arg(long, conflicts_with = "letters")]
    all: bool,
}

impl Release {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("release")?;
        self.which.settle(
            setting,
            now,
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
            now,
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
        now: Timestamp,
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
        if (self.changes || self.all) && ledger.settle_edit(now)? {
            anstream::println!(
                "{}",
                tongue::pick(
                    tongue::language(),
                    "批量改动已认可，服务在一分钟内照此执行。",
                    "the edit is taken as meant; the daemon goes by it within a minute"
                )
            );
        }
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
        if self.letters.is_empty() {
            let held = ledger.unsettled()?.into_iter();
            let held = held.filter(|letter| letter.state == LetterState::Held);
            let meant = held.filter(|letter| match self.sweep {
                Some(sweep) => letter.created.as_second() == sweep.as_second(),
                None => !self.changes || letter.held == Some(Held::Changes),
            });
            return Ok(meant.map(|letter| letter.id).collect());
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
