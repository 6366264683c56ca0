//! `duban show`: a letter as it was sent, from the ledger.

use anyhow::Context;
use clap::Args;
use mail_parser::MessageParser;

use crate::cli::archives::ArchiveOptions;
use crate::cli::ledger_rows;
use crate::cli::ledger_zones::Zones;
use crate::cli::render::Format;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style};
use crate::ledger::{CameBackRow, LetterRow};
use crate::letter::number;
use crate::view::At;
use crate::visible;
use crate::words::{causes, help, lists, results, states};

/// Options of `show`.
#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = say(help::LETTER), help = say(help::ONE_LETTER))]
    letter: String,
    #[arg(long, value_enum, value_name = say(help::FORMAT), default_value_t = Format::Text, help = say(help::PRINTED))]
    format: Format,
    #[command(flatten)]
    archives: ArchiveOptions,
}

impl Show {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let past = self.archives.open(globals)?;
        let (letter, bytes) = past.letter_typed(&self.letter)?;
        if self.format == Format::Eml {
            output::print_bytes(&bytes)?;
            return Ok(Exit::Fine);
        }
        let message = MessageParser::default().parse(&bytes);
        let message =
            message.with_context(|| results::no_message(&letter.id, locale::language()))?;
        match self.format {
            Format::Html => output::print_bytes(
                number::shown(&message.body_html(0).unwrap_or_default()).as_bytes(),
            )?,
            _ => {
                summary(&letter)?;
                late(&past.each(|ledger| ledger.came_back_of(&letter.id))?, globals)?;
                for (name, value) in message.headers_raw() {
                    if matches!(name, "Date" | "References" | "Message-ID") {
                        print_line!("{name}:{}", value.trim_end())?;
                    }
                }
                let text = number::shown(&message.body_text(0).unwrap_or_default());
                print_line!("\n{}", text.trim_end())?;
            }
        }
        Ok(Exit::Fine)
    }
}

/// L9: what mail servers wrote of it, where they still tried. What came back for good stands beside its recipient.
fn late(words: &[CameBackRow], globals: &Globals) -> Result<(), Unwritten> {
    let (language, zone) = (locale::language(), Zones::of(globals).office());
    for CameBackRow { at, said } in words.iter().filter(|one| !one.said.bounced) {
        let at = locale::at(&At::within(&zone, *at), language);
        let text = visible::one_line(&said.text);
        print_line!("  {}", lists::late(&at, &said.address, &text, language))?;
    }
    Ok(())
}

fn summary(letter: &LetterRow) -> Result<(), Unwritten> {
    let language = locale::language();
    print_line!("{}", style::strong(&letter.subject))?;
    let kind = letter.own_name.as_deref();
    let (kind, state) = (
        kind.unwrap_or_else(|| locale::kind(letter.kind, language)),
        states::standing(ledger_rows::of_state(letter.state), language),
    );
    print_line!("{}", lists::letter_line(&letter.id, kind, state, language))?;
    if let Some(number) = &letter.own_number {
        print_line!("{}", lists::own_number(number, language))?;
    }
    for one in &letter.recipients {
        let state = states::reach(ledger_rows::reach(one.state), language);
        let answer = one.answer.as_ref().map(|met| causes::said(met, language));
        let answer = answer.as_deref().map(visible::one_line);
        let answer = answer.as_deref();
        print_line!("  {}", lists::recipient_line(&one.address, state, answer, language))?;
    }
    Ok(())
}
