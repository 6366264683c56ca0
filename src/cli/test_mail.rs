//! `duban test-mail`: the real transport tried step by step, each step told, and one letter sent.

use anyhow::Context;
use clap::Args;

use crate::channels::{MessageError, Stopped, Transport, TrialWords, trial_letter};
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{self, Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::ledger::private;
use crate::model::TransportKind;
use crate::view::trial::Passed;
use crate::words::{causes, cures, delivery, trial};

/// Options of `test-mail`.
#[derive(Debug, Args)]
pub struct TestMail {
    #[arg(value_name = say(trial::ADDRESS), help = say(trial::TO))]
    address: String,
}

impl TestMail {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("test-mail")?;
        let language = locale::language();
        let config = globals.checked(now)?;
        let words = TrialWords {
            subject: trial::SUBJECT.said(config.language),
            text: trial::TEXT.said(config.language),
        };
        let letter = trial_letter(&config, &self.address, words, now);
        let letter = letter.map_err(|error| match error {
            MessageError::Address(..) => Refused::usage(trial::no_address(&self.address, language)),
            other => other.into(),
        })?;
        let mail = &config.mail;
        let smtp = mail.smtp.as_ref().filter(|_| mail.transport == TransportKind::Smtp);
        let through = match (smtp, mail.transport) {
            (Some(smtp), _) => trial::through_relay(&smtp.host, smtp.port, language),
            (None, TransportKind::Sendmail) => trial::through(&mail.sendmail, language),
            (None, _) => trial::INTO_FOLDER.said(language).to_owned(),
        };
        print_line!("{through}")?;
        if mail.transport == TransportKind::Outbox {
            private::make_folder_in(&globals.state())?;
        }
        let variable = |name: &str| std::env::var(name).ok();
        let transport = Transport::new(mail, &globals.root_folder(), &globals.state(), &variable)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("cannot start the runtime")?;
        let mut unwritten = Ok(());
        let mut tell = |passed: Passed| {
            if unwritten.is_ok() {
                unwritten = told(&passed);
            }
        };
        let done = runtime.block_on(transport.trial(&letter, &mut tell));
        unwritten?;
        match done {
            Ok(()) => {
                print_line!("{}", style::strong(&trial::sent(&self.address, language)))?;
                Ok(Exit::Fine)
            }
            Err(stopped) => {
                failed(&stopped)?;
                Ok(Exit::No)
            }
        }
    }
}

fn told(passed: &Passed) -> Result<(), Unwritten> {
    print_line!("  {}", trial::passed(passed, locale::language()))?;
    output::flush()
}

fn failed(Stopped { stage, trouble }: &Stopped) -> Result<(), Unwritten> {
    let language = locale::language();
    let line = trial::failed(*stage, &causes::said(&trouble.why, language), language);
    print_line!("  {}", style::error(&line))?;
    let cure = trouble.cure.map(|cure| delivery::what_to_do(cures::cure(cure, language), language));
    cure.into_iter().try_for_each(|cure| print_line!("  {cure}"))
}
