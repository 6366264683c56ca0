//! `duban receive`: takes one mail from standard input, as a mail server's pipe gives it (A5).

use std::io::Read as _;

use clap::Args;

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::output::print_line;
use crate::daemon::receiving::{LARGEST, Taken, take};
use crate::model::Language;
use crate::words::received;

/// Options of `receive`.
#[derive(Debug, Args)]
pub struct Receive {}

impl Receive {
    /// Whatever keeps the mail from being taken in, a server tries again later (EX_TEMPFAIL).
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let (now, language) = (globals.real_now("receive")?, locale::language());
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            print_line!("{}", received::TOO_LARGE.said(language))?;
            return Ok(Exit::Fine);
        }
        let taken = (|| {
            let config = globals.in_force(now)?.config;
            let mut ledger = globals.ledger_beside()?;
            Ok::<Taken, anyhow::Error>(take(&config, &mut ledger, &bytes, now)?)
        })();
        let taken = taken.map_err(|failure| Refused::later(&failure))?;
        print_line!("{}", said(&taken, language))?;
        Ok(Exit::Fine)
    }
}

fn said(taken: &Taken, language: Language) -> String {
    match taken {
        Taken::Answers(numbers) => received::answers(numbers, language),
        Taken::Note(number) => received::note(*number, language),
        Taken::Automatic(number) => received::automatic(*number, language),
        Taken::Bounced(letter, recipients) => received::bounced(letter, recipients, language),
        Taken::Delayed(letter, recipients) => received::delayed(letter, recipients, language),
        Taken::NotOurs => received::NOT_OURS.said(language).to_owned(),
    }
}
