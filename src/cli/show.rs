//! `duban show`: a letter as it was sent, from the ledger.

use std::io::Write;

use anyhow::Context;
use clap::Args;
use mail_parser::MessageParser;

use crate::cli::explain::letter_state;
use crate::cli::outbox;
use crate::cli::render::Format;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::{locale, style};
use crate::ledger::{LedgerError, LetterRow};

/// Options of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The letter's id, or the beginning of it
    #[arg(value_name = "LETTER")]
    letter: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
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
            message.with_context(|| format!("the bytes of letter {} are no message", letter.id))?;
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
    anstream::println!(
        "{} {} ({}), {}",
        locale::pick(language, "函件", "letter"),
        letter.id,
        locale::kind(letter.kind, language),
        letter_state(letter.state, language)
    );
    for one in &letter.recipients {
        let answer = one.answer.as_deref().map(|answer| format!(": {answer}")).unwrap_or_default();
        anstream::println!("  {} {}{answer}", one.address, outbox::recipient_state(one.state));
    }
}
