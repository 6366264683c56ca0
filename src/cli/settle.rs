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
    /// All letters that failed, so that `duban outbox` lists them no more
    #[arg(long, conflicts_with_all = ["letters", "sweep", "changes", "all"])]
    failed: bool,
}

#[derive(Debug, Args)]
struct Which {
    /// The letters' ids, or the beginnings of them
    #[arg(value_name = "LETTER")]
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

/// What is done with letters.
struct Verb {
    done_zh: &'static str,
    done_en: &'static str,
    /// Letters in these states bear it.
    states: &'static [LetterState],
    settle: fn(&mut Ledger, &str, Timestamp) -> Result<(), LedgerError>,
    refuse: fn(String) -> LedgerError,
}

const RELEASE: Verb = Verb {
    done_zh: "已放行",
    done_en: "released",
    states: &[LetterState::Held],
    settle: Ledger::release,
    refuse: LedgerError::NotHeld,
};

const DISCARD: Verb = Verb {
    done_zh: "已作废",
    done_en: "discarded",
    states: &[LetterState::Held, LetterState::Failed],
    settle: Ledger::discard,
    refuse: LedgerError::NotDiscardable,
};

impl Release {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("release")?;
        self.which.settle(setting, now, &RELEASE)
    }
}

impl Discard {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("discard")?;
        if !self.failed {
            return self.which.settle(setting, now, &DISCARD);
        }
        let failed = setting.existing_ledger()?.unsettled_in(LetterState::Failed)?;
        let mut ledger = Ledger::open_beside(&setting.state())?;
        settle(&mut ledger, failed.into_iter().map(|letter| letter.id), now, &DISCARD)
    }
}

impl Which {
    fn settle(self, setting: &Setting, now: Timestamp, verb: &Verb) -> anyhow::Result<Exit> {
        let reader = setting.existing_ledger()?;
        let letters = self.find(&reader, verb)?;
        drop(reader);
        // A running daemon has the lock; SQLite orders the two writers, and each letter is settled once.
        let mut ledger = Ledger::open_beside(&setting.state())?;
        if (self.changes || self.all) && ledger.settle_edit(now)? {
            let when = setting.when_it_happens();
            match tongue::language() {
                Language::ZhCn => anstream::println!("批量改动已认可，{when}照此执行。"),
                Language::En => anstream::println!("the edit is taken as meant, {when}"),
            }
        }
        if letters.is_empty() && self.changes {
            return Ok(Exit::Fine);
        }
        settle(&mut ledger, letters.into_iter(), now, verb)
    }

    fn find(&self, ledger: &Ledger, verb: &Verb) -> anyhow::Result<Vec<String>> {
        if !(self.all || self.changes || self.sweep.is_some() || !self.letters.is_empty()) {
            let message = "name the letters, or say --all; `duban outbox` lists them".to_owned();
            return Err(Refused::usage(message));
        }
        if self.letters.is_empty() {
            let held = ledger.unsettled_in(LetterState::Held)?.into_iter();
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
            if !verb.states.contains(&letter.state) {
                let message = (verb.refuse)(letter.id).to_string();
                return Err(Refused { exit: Exit::No, message }.into());
            }
            found.push(letter.id);
        }
        Ok(found)
    }
}

fn settle(
    ledger: &mut Ledger,
    letters: impl Iterator<Item = String>,
    now: Timestamp,
    verb: &Verb,
) -> anyhow::Result<Exit> {
    let mut letters = letters.peekable();
    if letters.peek().is_none() {
        let (zh, en) = ("没有这样的函件。", "there is no such letter");
        anstream::println!("{}", tongue::pick(tongue::language(), zh, en));
    }
    for letter in letters {
        (verb.settle)(ledger, &letter, now)?;
        match tongue::language() {
            Language::ZhCn => anstream::println!("函件 {letter} {}。", verb.done_zh),
            Language::En => anstream::println!("letter {letter} {}", verb.done_en),
        }
    }
    Ok(Exit::Fine)
}
