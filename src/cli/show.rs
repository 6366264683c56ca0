//! `duban show`: a letter as it was sent, from the ledger.

use std::io::Write;

use anyhow::Context;
use clap::Args;
use mail_parser::MessageParser;

use crate::cli::explain::letter_state;
use crate::cli::letters;
use crate::cli::render::Format;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{locale, style};
use crate::ledger::{LedgerError, LetterRow};
use crate::words::{answers, help, lists};

/// Options of `show`.
#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = say(help::LETTER), help = say(help::ONE_LETTER))]
    letter: String,
    #[arg(long, value_enum, value_name = say(help::FORMAT), default_value_t = Format::Text, help = say(help::PRINTED))]
    format: Format,
}

impl Show {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let ledger = setting.existing_ledger()?;
        let found = ledger.letter(&self.letter)?;
        let (letter, bytes) = found.ok_or(LedgerError::NoLetter(self.letter))?;
        if self.format == Format::Eml {
            std::io::stdout().write_all(&bytes)?;
            return Ok(Exit::Fine);
        }
        let message = MessageParser::default().parse(&bytes);
        let message =
            message.with_context(|| answers::no_message(&letter.id, locale::language()))?;
        match self.format {
            Format::Html => print!("{}", message.body_html(0).unwrap_or_default()),
            _ => {
                summary(&letter);
                for (name, value) in message.headers_raw() {
                    if matches!(name, "Date" | "References" | "Message-ID") {
                        anstream::println!("{name}:{}", value.trim_end());
                    }
                }
                anstream::println!("\n{}", message.body_text(0).unwrap_or_default().trim_end());
            }
        }
        Ok(Exit::Fine)
    }
}

fn summary(letter: &LetterRow) {
    let language = locale::language();
    anstream::println!("{}", style::strong(&letter.subject));
    let (kind, state) = (locale::kind(letter.kind, language), letter_state(letter.state, language));
    anstream::println!("{}", lists::letter_line(&letter.id, kind, state, language));
    for one in &letter.recipients {
        let state = letters::recipient_state(one.state, language);
        let answer = one.answer.as_deref();
        anstream::println!("  {}", lists::recipient_line(&one.address, state, answer, language));
    }
}
