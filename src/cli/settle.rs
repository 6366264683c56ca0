//! `duban release` and `duban discard`: a person settles what the guard or an `ask` stage holds back (L6, L6a).

use std::io::IsTerminal;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;

use crate::cli::differences::difference;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::values;
use crate::daemon::sweeping::readdressing::Readdressing;
use crate::ledger::{ByHand, Held, Ledger, LedgerError, LetterState};
use crate::model::Language;
use crate::words::{anew, help, results, usage};

/// So many letters are shown with what would differ.
const SHOWN: usize = 20;

/// Options of `release`.
#[derive(Debug, Args)]
pub struct Release {
    #[command(flatten)]
    which: Which,
    #[arg(long, help = say(help::AS_WRITTEN))]
    as_written: bool,
    #[arg(long, help = say(help::RELEASE_YES))]
    yes: bool,
}

/// Options of `discard`.
#[derive(Debug, Args)]
pub struct Discard {
    #[command(flatten)]
    which: Which,
    #[arg(long, conflicts_with_all = ["letters", "sweep", "changes", "all"], help = say(help::DISCARD_FAILED))]
    failed: bool,
}

#[derive(Debug, Args)]
struct Which {
    #[arg(value_name = say(help::LETTER), help = say(help::SOME_LETTERS))]
    letters: Vec<String>,
    #[arg(long, value_name = say(help::TIME), value_parser = values::time,
        conflicts_with_all = ["letters", "all", "changes"], help = say(help::SETTLE_SWEEP))]
    sweep: Option<Timestamp>,
    #[arg(long, conflicts_with_all = ["letters", "all"], help = say(help::SETTLE_CHANGES))]
    changes: bool,
    #[arg(long, conflicts_with = "letters", help = say(help::SETTLE_ALL))]
    all: bool,
}

/// What is done with letters.
struct Verb {
    done: fn(&str, Language) -> String,
    /// Letters in these states bear it.
    states: &'static [LetterState],
    settle: fn(&ByHand<'_>, &str) -> Result<(), LedgerError>,
    refuse: fn(String) -> LedgerError,
}

const RELEASE: Verb = Verb {
    done: results::released,
    states: &[LetterState::Held],
    settle: |hand, letter| hand.release(letter),
    refuse: LedgerError::NotHeld,
};

const RELEASE_AS_WRITTEN: Verb =
    Verb { settle: |hand, letter| hand.release_as_written(letter), ..RELEASE };

const DISCARD: Verb = Verb {
    done: results::discarded,
    states: &[LetterState::Held, LetterState::Failed],
    settle: |hand, letter| hand.discard(letter),
    refuse: LedgerError::NotDiscardable,
};

impl Release {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("release")?;
        if self.as_written {
            return self.which.settle(globals, now, &RELEASE_AS_WRITTEN);
        }
        if !self.yes && !self.is_meant(globals, now)? {
            return Ok(Exit::No);
        }
        self.which.settle(globals, now, &RELEASE)
    }

    /// L6c: shows what would differ, and asks. Where nothing does there is nothing to ask.
    fn is_meant(&self, globals: &Globals, now: Timestamp) -> anyhow::Result<bool> {
        let ledger = globals.existing_ledger()?;
        let letters = self.which.find(&ledger, &RELEASE)?;
        if letters.is_empty() {
            return Ok(true);
        }
        let Some(config) = globals.load(now).config.map(|config| globals.linked(config)) else {
            return Err(Refused::usage(say(usage::FILES_DO_NOT_CHECK)));
        };
        let config = Arc::new(config);
        let readdressing = Readdressing::new(&config, now);
        let mut differ = 0;
        for letter in &letters {
            let files = (&*config, &readdressing);
            let Some(text) = difference(files, &ledger, letter, now)? else { continue };
            differ += 1;
            if differ <= SHOWN {
                output::print(&text)?;
            }
        }
        if let more @ 1.. = differ.saturating_sub(SHOWN) {
            print_line!("… +{more}")?;
        }
        if differ == 0 {
            return Ok(true);
        }
        if !std::io::stdin().is_terminal() {
            return Err(Refused::usage(say(usage::SAY_YES)));
        }
        output::print(say(anew::LET_GO))?;
        output::flush()?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        Ok(anew::is_yes(&answer))
    }
}

impl Discard {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("discard")?;
        if !self.failed {
            return self.which.settle(globals, now, &DISCARD);
        }
        let failed = globals.existing_ledger()?.unsettled_in(LetterState::Failed)?;
        let failed: Vec<String> = failed.into_iter().map(|letter| letter.id).collect();
        let mut ledger = globals.ledger_beside()?;
        let settled = ledger.by_hand(now, |hand| settle(hand, &failed, false, &DISCARD))?;
        report(&settled, &DISCARD)?;
        Ok(Exit::Fine)
    }
}

impl Which {
    fn settle(self, globals: &Globals, now: Timestamp, verb: &Verb) -> anyhow::Result<Exit> {
        let reader = globals.existing_ledger()?;
        let letters = self.find(&reader, verb)?;
        drop(reader);
        // A running daemon has the lock; SQLite orders the two writers, and each letter is settled once.
        let mut ledger = globals.ledger_beside()?;
        let named = !self.letters.is_empty();
        let (edit, settled) = ledger.by_hand(now, |hand| {
            let edit = (self.changes || self.all) && hand.settle_edit()?;
            Ok((edit, settle(hand, &letters, named, verb)?))
        })?;
        if edit {
            let when = globals.when_it_happens();
            print_line!("{}", results::edit_taken(when, locale::language()))?;
        }
        if !(settled.is_empty() && self.changes) {
            report(&settled, verb)?;
        }
        Ok(Exit::Fine)
    }

    fn find(&self, ledger: &Ledger, verb: &Verb) -> anyhow::Result<Vec<String>> {
        if !(self.all || self.changes || self.sweep.is_some() || !self.letters.is_empty()) {
            return Err(Refused::usage(say(usage::NAME_LETTERS)));
        }
        if self.letters.is_empty() {
            // One that a person let go is settled, though the next sweep has yet to do it.
            let held = ledger.unsettled_in(LetterState::Held)?.into_iter();
            let held = held.filter(|letter| !letter.is_let_go());
            let meant = held.filter(|letter| match self.sweep {
                Some(sweep) => letter.created.as_second() == sweep.as_second(),
                None => !self.changes || letter.held == Some(Held::Changes),
            });
            return Ok(meant.map(|letter| letter.id).collect());
        }
        let mut found = Vec::new();
        for id in &self.letters {
            let (letter, _) = names::letter(ledger, id)?;
            if !verb.states.contains(&letter.state) {
                return Err((verb.refuse)(letter.id).into());
            }
            found.push(letter.id);
        }
        Ok(found)
    }
}

/// Settles letters in one transaction, and returns those that it settled. Between the look and the transaction the
/// daemon may have withdrawn one: a letter that was named is then an error, one of `--all` is passed over.
fn settle(
    hand: &ByHand<'_>,
    letters: &[String],
    named: bool,
    verb: &Verb,
) -> Result<Vec<String>, LedgerError> {
    let mut settled = Vec::new();
    for letter in letters {
        match (verb.settle)(hand, letter) {
            Ok(()) => settled.push(letter.clone()),
            Err(LedgerError::NotHeld(_) | LedgerError::NotDiscardable(_)) if !named => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(settled)
}

fn report(settled: &[String], verb: &Verb) -> Result<(), Unwritten> {
    if settled.is_empty() {
        print_line!("{}", say(results::NO_SUCH_LETTER))?;
    }
    for letter in settled {
        print_line!("{}", (verb.done)(letter, locale::language()))?;
    }
    Ok(())
}
