//! `duban history`: what the ledger has, with or without the files.

use std::collections::HashMap;

use clap::Args;
use serde::Serialize;

use crate::cli::ledger_zones::Zones;
use crate::cli::names::{disposition, letter_state};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::values;
use crate::cli::terminal::{locale, output, table, zones};
use crate::ledger::{LetterRow, NoticeRow};
use crate::model::Language;
use crate::words::{help, lists, subjects};

/// Options of `history`.
#[derive(Debug, Args)]
pub struct History {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::ONE_TASK))]
    id: Option<String>,
    #[arg(long, value_name = say(help::NUMBER), default_value_t = 200, value_parser = values::count,
        help = say(help::HISTORY_LIMIT))]
    limit: u32,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    notices: Vec<NoticeJson<'a>>,
}

/// A notice as JSON.
#[derive(Serialize)]
pub(super) struct NoticeJson<'a> {
    recorded: String,
    subject: &'static str,
    about: &'a str,
    task: Option<&'a str>,
    milestone: Option<&'a str>,
    from: &'static str,
    anchor: String,
    stage: &'a str,
    occurrence: u32,
    moment: String,
    disposition: &'static str,
    letter: Option<&'a str>,
    letter_state: Option<&'static str>,
}

impl History {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let ledger = globals.existing_ledger()?;
        let notices = ledger.history(self.id.as_deref(), self.limit)?;
        let mut letters = HashMap::new();
        for id in notices.iter().filter_map(|notice| notice.letter.as_deref()) {
            if !letters.contains_key(id) {
                letters.extend(ledger.letter(id)?.map(|(letter, _)| (id.to_owned(), letter)));
            }
        }
        if self.json {
            print_json(&notices, &letters, &Zones::of(globals))?
        } else {
            print_table(&notices, &letters, &Zones::of(globals))?
        }
        Ok(Exit::Fine)
    }
}

fn letter<'l>(
    notice: &NoticeRow,
    letters: &'l HashMap<String, LetterRow>,
) -> Option<&'l LetterRow> {
    letters.get(notice.letter.as_deref()?)
}

fn print_json(
    notices: &[NoticeRow],
    letters: &HashMap<String, LetterRow>,
    zones: &Zones,
) -> anyhow::Result<()> {
    let notices =
        notices.iter().map(|notice| NoticeJson::of(notice, letter(notice, letters), zones));
    Ok(output::print_json(&Document { notices: notices.collect() })?)
}

impl<'a> NoticeJson<'a> {
    pub(super) fn of(
        notice: &'a NoticeRow,
        letter: Option<&LetterRow>,
        zones: &Zones,
    ) -> NoticeJson<'a> {
        let zone = zones.subject(&notice.id.subject);
        NoticeJson {
            recorded: zones::rfc3339(&zone, notice.recorded),
            subject: notice.id.subject.kind(),
            about: notice.id.subject.id(),
            task: notice.id.subject.task(),
            milestone: notice.id.subject.milestone(),
            from: notice.id.from.name(),
            anchor: zones::rfc3339_when(&zone, notice.id.anchor),
            stage: &notice.id.stage,
            occurrence: notice.id.occurrence,
            moment: zones::rfc3339(&zone, notice.moment),
            disposition: disposition(notice.disposition, Language::En),
            letter: notice.letter.as_deref(),
            letter_state: letter.map(|letter| letter_state(letter.state, Language::En)),
        }
    }
}

fn print_table(
    notices: &[NoticeRow],
    letters: &HashMap<String, LetterRow>,
    zones: &Zones,
) -> anyhow::Result<()> {
    let language = locale::language();
    let mut table = table::table(lists::history(language));
    for notice in notices {
        let letter = letter(notice, letters);
        table.add_row([
            zones::time(&zones.subject(&notice.id.subject), notice.recorded, language),
            subjects::subject(&notice.id.subject, language),
            locale::occurrence(&notice.id.stage, notice.id.occurrence),
            disposition(notice.disposition, language).to_owned(),
            notice.letter.clone().unwrap_or_default(),
            letter.map_or("", |letter| letter_state(letter.state, language)).to_owned(),
            letter.map_or(String::new(), crate::cli::letters::recipients),
        ]);
    }
    table::print(&table)
}
