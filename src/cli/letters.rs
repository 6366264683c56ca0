//! `duban letters`: letters not yet settled, with why and when next.

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::ledger_zones::Zones;
use crate::cli::state_names::{letter_state, recipient_state, why_held};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table, zones};
use crate::ledger::{Ledger, LetterRow, LetterState, RecipientState};
use crate::model::Language;
use crate::words::{causes, help, lists};

/// Options of `letters`.
#[derive(Debug, Args)]
pub struct Letters {
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    letters: Vec<LetterJson<'a>>,
}

#[derive(Serialize)]
struct LetterJson<'a> {
    letter: &'a str,
    kind: &'static str,
    subject: &'a str,
    state: &'static str,
    held: Option<&'static str>,
    created: String,
    attempts: u32,
    next_attempt: Option<String>,
    last_answer: Option<&'a str>,
    recipients: Vec<RecipientJson<'a>>,
}

#[derive(Serialize)]
struct RecipientJson<'a> {
    address: &'a str,
    state: &'static str,
    answer: Option<&'a str>,
}

impl Letters {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let letters = match globals.ledger()? {
            Some(ledger) => waiting(&ledger)?,
            None => Vec::new(),
        };
        if self.json {
            print_json(&letters, &Zones::of(globals).office())?
        } else {
            print_table(&letters, &Zones::of(globals).office())?
        }
        Ok(Exit::Fine)
    }
}

/// The letters not settled. While none can leave, none is tried before one finds out whether it can.
fn waiting(ledger: &Ledger) -> anyhow::Result<Vec<LetterRow>> {
    let mut letters = ledger.unsettled()?;
    letters.extend(ledger.sent_in_vain()?);
    if let Some(trouble) = ledger.relay_trouble()? {
        let next = letters.iter_mut().filter_map(|letter| letter.next_attempt.as_mut());
        next.for_each(|next| *next = trouble.next_try.max(*next));
    }
    Ok(letters)
}

fn print_json(letters: &[LetterRow], zone: &TimeZone) -> anyhow::Result<()> {
    let letters = letters.iter().map(|letter| LetterJson {
        letter: &letter.id,
        kind: letter.kind.name(),
        subject: &letter.subject,
        state: state(letter, Language::En),
        held: letter
            .held
            .filter(|_| letter.state == LetterState::Held && !letter.is_let_go())
            .map(|held| why_held(held, Language::En)),
        created: zones::rfc3339(zone, letter.created),
        attempts: letter.attempts,
        next_attempt: letter.next_attempt.map(|at| zones::rfc3339(zone, at)),
        last_answer: letter.last_answer.as_deref(),
        recipients: letter
            .recipients
            .iter()
            .map(|one| RecipientJson {
                address: &one.address,
                state: recipient_state(one.state, Language::En),
                answer: one.answer.as_deref(),
            })
            .collect(),
    });
    Ok(output::print_json(&Document { letters: letters.collect() })?)
}

fn print_table(letters: &[LetterRow], zone: &TimeZone) -> anyhow::Result<()> {
    let language = locale::language();
    if letters.is_empty() {
        print_line!("{}", lists::NO_LETTERS.said(language))?;
        return Ok(());
    }
    let mut table = table::table(lists::letters(language));
    table::align_right(&mut table, 2);
    for letter in letters {
        let held = letter.held.filter(|_| letter.state == LetterState::Held && !letter.is_let_go());
        let reason = held.map(|held| why_held(held, language).to_owned());
        table.add_row([
            letter.id.clone(),
            state(letter, language).to_owned(),
            letter.attempts.to_string(),
            letter.next_attempt.map_or(String::new(), |at| zones::time(zone, at, language)),
            recipients(letter),
            reason
                .or_else(|| letter.last_answer.as_deref().map(|kept| causes::said(kept, language)))
                .unwrap_or_default(),
            letter.subject.clone(),
        ]);
    }
    table::print(&table)
}

/// A queued letter that was tried before is retrying.
fn state(letter: &LetterRow, language: Language) -> &'static str {
    match letter.state {
        LetterState::Queued if letter.last_answer.is_some() => lists::RETRYING.said(language),
        LetterState::Sent if letter.unreached => lists::UNDELIVERED.said(language),
        LetterState::Held if letter.is_let_go() => lists::LET_GO.said(language),
        state => letter_state(state, language),
    }
}

/// The recipients of a letter, those refused or still pending marked.
pub(super) fn recipients(letter: &LetterRow) -> String {
    let shown = letter.recipients.iter().map(|one| match (one.state, letter.state) {
        (RecipientState::Refused, _) => format!("{} (!)", one.address),
        (RecipientState::Pending, LetterState::Sent) => format!("{} (?)", one.address),
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
