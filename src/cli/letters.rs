//! `duban letters`: letters not yet settled, with why and when next.

use clap::Args;
use serde::Serialize;

use crate::cli::ledger_rows;
use crate::cli::ledger_zones::Zones;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table};
use crate::ledger;
use crate::ledger::Ledger;
use crate::view::{LetterRow, Reach, Standing};
use crate::words::{causes, help, lists, states};

/// Options of `letters`.
#[derive(Debug, Args)]
pub struct Letters {
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document {
    letters: Vec<LetterRow>,
}

impl Letters {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let letters = match globals.ledger()? {
            Some(ledger) => waiting(&ledger)?,
            None => Vec::new(),
        };
        let zone = Zones::of(globals).office();
        let letters: Vec<LetterRow> =
            letters.iter().map(|letter| ledger_rows::letter(letter, &zone)).collect();
        match self.json {
            true => output::print_json(&Document { letters })?,
            false => print_table(&letters)?,
        }
        Ok(Exit::Fine)
    }
}

/// The letters not settled. While none can leave, none is tried before one finds out whether it can.
fn waiting(ledger: &Ledger) -> anyhow::Result<Vec<ledger::LetterRow>> {
    let mut letters = ledger.unsettled()?;
    letters.extend(ledger.sent_in_vain()?);
    if let Some(trouble) = ledger.relay_trouble()? {
        let next = letters.iter_mut().filter_map(|letter| letter.next_attempt.as_mut());
        next.for_each(|next| *next = trouble.next_try.max(*next));
    }
    Ok(letters)
}

fn print_table(letters: &[LetterRow]) -> anyhow::Result<()> {
    let language = locale::language();
    if letters.is_empty() {
        print_line!("{}", lists::NO_LETTERS.said(language))?;
        return Ok(());
    }
    let mut table = table::table(lists::letters(language));
    table::align_right(&mut table, 2);
    for letter in letters {
        let reason = letter.held.map(|held| states::why_held(held, language).to_owned());
        table.add_row([
            lists::with_number(letter.letter.clone(), letter.number.as_deref(), language),
            states::standing(letter.state, language).to_owned(),
            letter.attempts.to_string(),
            letter.next_attempt.as_ref().map_or(String::new(), |at| locale::at(at, language)),
            recipients(letter),
            reason
                .or_else(|| letter.last_answer.as_ref().map(|met| causes::said(met, language)))
                .unwrap_or_default(),
            letter.subject.clone(),
        ]);
    }
    table::print(&table)
}

/// The recipients of a letter, those refused, bounced or still pending marked.
pub(super) fn recipients(letter: &LetterRow) -> String {
    let sent = matches!(letter.state, Standing::Sent | Standing::Undelivered);
    let shown = letter.recipients.iter().map(|one| match one.state {
        Reach::Refused | Reach::Bounced => format!("{} (!)", one.address),
        Reach::Pending if sent => format!("{} (?)", one.address),
        _ => one.address.clone(),
    });
    let shown: Vec<String> = shown.collect();
    match shown.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} +{more}", shown[..SHOWN].join(", ")),
    }
}

/// So many recipients are shown; the rest are counted, and `duban show` has them all.
const SHOWN: usize = 2;
