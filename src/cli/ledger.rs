//! `duban ledger`: whether it is sound, a copy of it, all of it as JSON Lines; moves are in `ledger_moves`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::ledger_moves;
use crate::cli::ledger_rows;
use crate::cli::ledger_zones::Zones;
use crate::cli::terminal::exit::{Exit, answered};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Json, print_line};
use crate::cli::terminal::times::{self, Written};
use crate::cli::terminal::{locale, zones};
use crate::ledger::{Ledger, LetterRow};
use crate::view::{Reach, Standing};
use crate::words::causes::in_english;
use crate::words::{help, results};

/// Options of `ledger`.
#[derive(Debug, Args)]
pub struct LedgerCare {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    #[command(about = say(help::LEDGER_CHECK))]
    Check,
    #[command(about = say(help::LEDGER_BACKUP))]
    Backup {
        #[arg(value_name = say(help::FILE), help = say(help::LEDGER_BACKUP_TO))]
        to: PathBuf,
    },
    #[command(about = say(help::LEDGER_EXPORT))]
    Export,
    #[command(about = say(help::LEDGER_COPY))]
    Copy {
        #[arg(value_name = say(help::LEDGER_SITE), help = say(help::LEDGER_COPY_FROM))]
        from: String,
        #[arg(value_name = say(help::LEDGER_SITE), help = say(help::LEDGER_COPY_TO))]
        to: String,
    },
    #[command(about = say(help::LEDGER_ARCHIVE))]
    Archive {
        #[arg(value_name = say(help::DAY), value_parser = times::time, help = say(help::LEDGER_ARCHIVE_BEFORE))]
        before: Written,
        #[arg(value_name = say(help::FILE), help = say(help::LEDGER_ARCHIVE_FILE))]
        file: PathBuf,
    },
}

#[derive(Serialize)]
struct LetterJson<'a> {
    letter: &'a str,
    message_id: &'a str,
    kind: &'a str,
    number: Option<&'a str>,
    language: &'static str,
    subject: &'a str,
    sender: &'a str,
    state: Standing,
    created: String,
    revived: Option<String>,
    released: Option<String>,
    replaces: Option<&'a str>,
    settled: Option<String>,
    recipients: Vec<RecipientJson<'a>>,
    attempts: Vec<AttemptJson>,
    message: &'a str,
}

#[derive(Serialize)]
struct RecipientJson<'a> {
    address: &'a str,
    state: Reach,
    answer: Option<String>,
}

#[derive(Serialize)]
struct AttemptJson {
    started: String,
    ended: Option<String>,
    outcome: Option<String>,
}

impl LedgerCare {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        match self.what {
            What::Check => check(&globals.existing_ledger()?),
            What::Backup { to } => {
                globals.existing_ledger()?.backup(&to)?;
                let path = to.display().to_string();
                print_line!("{}", results::backed_up(&path, locale::language()))?;
                Ok(Exit::Fine)
            }
            What::Export => {
                export(&globals.existing_ledger()?, &Zones::of(globals)).map(|()| Exit::Fine)
            }
            What::Copy { from, to } => ledger_moves::copy(&from, &to, globals),
            What::Archive { before, file } => ledger_moves::archive(&before, &file, globals),
        }
    }
}

fn check(ledger: &Ledger) -> anyhow::Result<Exit> {
    let wrong = ledger.check()?;
    if !wrong.is_empty() {
        let printed =
            wrong.iter().try_for_each(|flaw| print_line!("{}", flaw.sentence(locale::language())));
        return answered(Exit::No, printed);
    }
    let (letters, notices) = ledger.counts()?;
    print_line!("{}", results::sound(letters, notices, locale::language()))?;
    Ok(Exit::Fine)
}

fn export(ledger: &Ledger, zones: &Zones) -> anyhow::Result<()> {
    let mut out = Json::new();
    let office = zones.office();
    let done = ledger.each_letter(|letter, bytes| -> anyhow::Result<()> {
        let time = |at| zones::rfc3339(&office, at);
        let attempts = ledger.attempts(&letter.id)?.into_iter().map(|attempt| AttemptJson {
            started: time(attempt.started),
            ended: attempt.ended.map(time),
            outcome: attempt.outcome.as_ref().map(in_english),
        });
        let message = String::from_utf8_lossy(&bytes);
        let line = LetterJson {
            letter: &letter.id,
            message_id: &letter.message_id,
            kind: letter.name(),
            number: letter.own_number.as_deref(),
            language: letter.language.name(),
            subject: &letter.subject,
            sender: &letter.sender,
            state: ledger_rows::of_state(letter.state),
            created: time(letter.created),
            revived: letter.revived.map(time),
            released: letter.released.map(time),
            replaces: letter.replaces.as_deref(),
            settled: letter.settled.map(time),
            recipients: recipients(&letter),
            attempts: attempts.collect(),
            message: &message,
        };
        Ok(out.line(&line)?)
    });
    done??;
    for notice in ledger.history(None, u32::MAX)? {
        out.line(&ledger_rows::notice(&notice, None, &zones.subject(&notice.id.subject)))?;
    }
    Ok(out.flush()?)
}

fn recipients(letter: &LetterRow) -> Vec<RecipientJson<'_>> {
    let recipients = letter.recipients.iter().map(|one| RecipientJson {
        address: &one.address,
        state: ledger_rows::reach(one.state),
        answer: one.answer.as_ref().map(in_english),
    });
    recipients.collect()
}
