//! `duban retry`: what waits is tried now, and what failed once more (L4).

use clap::Args;
use jiff::Timestamp;

use crate::cli::names;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::ledger::{Ledger, LedgerError, LetterState, Retried};
use crate::model::Config;
use crate::plan;
use crate::plan::{LeftOut, Said, Target};
use crate::words::{help, results};

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
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("retry")?;
        let reader = globals.existing_ledger()?;
        let which = match self.letter {
            Some(id) => Which::One(names::letter(&reader, &id)?.0.id),
            None if self.failed => {
                let failed = reader.unsettled_in(LetterState::Failed)?.into_iter();
                let unreached = reader.sent_in_vain()?.into_iter();
                Which::Failed(failed.chain(unreached).map(|letter| letter.id).collect())
            }
            None => Which::Waiting,
        };
        let (which, anew) = apart(which, globals, &reader, now)?;
        drop(reader);
        let mut ledger = globals.ledger_beside()?;
        let retried = ledger.by_hand(now, |hand| match &which {
            Which::Waiting => hand.retry_all(),
            Which::Failed(letters) => hand.retry_failed(letters),
            Which::One(letter) => {
                Ok(Retried { tried: 1, in_doubt: usize::from(hand.retry(letter)?) })
            }
        })?;
        let (language, when) = (locale::language(), globals.when_it_happens());
        if anew == 0 || retried.tried > 0 {
            print_line!("{}", results::retried(retried.tried, when, language))?;
        }
        if anew > 0 {
            print_line!("{}", results::told_anew(anew, when, language))?;
        }
        let left = match (&which, retried.in_doubt) {
            (_, 0) => return Ok(Exit::Fine),
            (Which::Waiting, left) => results::left_to_their_time(left, language),
            (Which::Failed(_), left) => results::not_sent_again(left, language),
            (Which::One(_), _) => say(results::MAY_HAVE_ARRIVED).to_owned(),
        };
        print_line!("{left}")?;
        Ok(Exit::Fine)
    }
}

/// L3: those to be tried again at the same address; and how many go to another by themselves.
fn apart(
    which: Which,
    globals: &Globals,
    ledger: &Ledger,
    now: Timestamp,
) -> anyhow::Result<(Which, usize)> {
    let (letters, one) = match which {
        Which::Waiting => return Ok((which, 0)),
        Which::Failed(letters) => (letters, false),
        Which::One(letter) => (vec![letter], true),
    };
    let config = globals.load(now).config;
    let (mut again, mut anew) = (Vec::new(), 0);
    for letter in letters {
        match &config {
            Some(config) if is_corrected(config, ledger, &letter, now)? => anew += 1,
            _ => again.push(letter),
        }
    }
    Ok(match again.pop() {
        Some(letter) if one => (Which::One(letter), anew),
        last => (Which::Failed(again.into_iter().chain(last).collect()), anew),
    })
}

/// L3: whether none has the letter whom it is addressed to, and the files name another address by now. Then the daemon
/// writes what it says anew to that one, and the old address is not tried again.
fn is_corrected(
    config: &Config,
    ledger: &Ledger,
    letter: &str,
    now: Timestamp,
) -> anyhow::Result<bool> {
    let Some(old) = ledger.old_letter_of(letter)?.filter(|old| old.row.unreached) else {
        return Ok(false);
    };
    let said = old.notices.iter().map(|one| Said { id: one.id.clone(), moment: one.moment });
    let known = |target: Target| {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        ledger.known(&target.task(config).id, milestone)
    };
    let left_out = LeftOut::of_people(config, &old.left_out);
    let anew: Result<_, LedgerError> = plan::anew(config, said.collect(), known, &left_out, now);
    let (drafts, _) = anew?;
    let tried = |address: &str| {
        old.row.recipients.iter().any(|one| one.address.eq_ignore_ascii_case(address))
    };
    let mut addresses = drafts.iter().flat_map(|draft| &draft.audience.to);
    Ok(addresses.any(|one| !tried(&one.mailbox.address.to_string())))
}
