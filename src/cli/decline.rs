//! `duban decline`: answers that are not taken; who answered gets a letter that says why (A4).

use clap::Args;

use crate::cli::edit::author;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::values;
use crate::model::{AnswerState, Standing};
use crate::words::{answered, help};

/// Options of `decline`.
#[derive(Debug, Args)]
pub struct Decline {
    #[arg(required = true, value_name = say(help::ANSWER), value_parser = values::count, help = say(help::ANSWER_NUMBERS))]
    numbers: Vec<u32>,
    #[arg(long, value_name = say(help::WHY), help = say(help::DECLINE_WHY))]
    why: String,
    #[arg(long, value_name = say(help::WHO), help = say(help::EDIT_BY))]
    by: Option<String>,
}

impl Decline {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let (now, language) = (globals.real_now("decline")?, locale::language());
        let config = globals.in_force_if_any(now);
        let (by, _) = author::of(config.as_ref(), self.by.as_deref());
        let reader = globals.existing_ledger()?;
        for number in &self.numbers {
            let answer = names::answer(&reader, i64::from(*number))?;
            let state = answer.standing.state;
            if !matches!(state, AnswerState::Waits | AnswerState::Declined) {
                return Err(Refused::no(answered::is_decided(answer.number, state, language)));
            }
        }
        drop(reader);
        let mut ledger = globals.ledger_beside()?;
        let standing = Standing {
            state: AnswerState::Declined,
            decided: Some(now),
            by: Some(by.into()),
            why: Some(self.why.into()),
            shown: None,
        };
        for number in self.numbers {
            let number = i64::from(number);
            let said = match ledger.decline_answer(number, &standing)? {
                true => answered::declined(number, language),
                false => answered::is_decided(number, AnswerState::Declined, language),
            };
            print_line!("{said}")?;
        }
        Ok(Exit::Fine)
    }
}
