//! `duban answers` (反馈): what recipients said, what waits for a decision, and what became of the rest (A4).

use clap::Args;
use serde::Serialize;

use crate::cli::history_answers;
use crate::cli::ledger_zones::Zones;
use crate::cli::names;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table};
use crate::ledger::{self, Ledger};
use crate::model::{Answer, AnswerState, Config};
use crate::view::AnswerRow;
use crate::words::{answered, help};

/// So many are listed where all are asked for, the newest.
const LATEST: u32 = 200;

/// Options of `answers`.
#[derive(Debug, Args)]
pub struct Answers {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::ANSWERS_OF))]
    id: Option<String>,
    #[arg(long, help = say(help::ANSWERS_ALL))]
    all: bool,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    answers: Vec<AnswerRow<'a>>,
}

impl Answers {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let config = globals.in_force_if_any(globals.now());
        let answers = match globals.ledger()? {
            Some(ledger) => self.wanted(&ledger, config.as_ref())?,
            None => Vec::new(),
        };
        let zones = Zones::by(config);
        let rows = answers
            .iter()
            .map(|one| AnswerRow::of(zones.config(), one, &zones.subject(&one.subject)));
        let rows: Vec<AnswerRow<'_>> = rows.collect();
        match self.json {
            true => output::print_json(&Document { answers: rows })?,
            false => print_table(&rows)?,
        }
        Ok(Exit::Fine)
    }

    /// Of a task all answers; else those that wait, with `--all` the latest.
    fn wanted(&self, ledger: &Ledger, config: Option<&Config>) -> anyhow::Result<Vec<Answer>> {
        let Some(typed) = &self.id else {
            return Ok(match self.all {
                true => ledger.answers(ledger::Answers::Latest(LATEST))?,
                false => ledger.answers(ledger::Answers::Waiting)?,
            });
        };
        let id = match config {
            Some(config) => names::target(config, typed)?.name(config),
            None => typed.clone(),
        };
        let (task, milestone) = match id.split_once('/') {
            Some((task, milestone)) => (task, Some(milestone)),
            None => (id.as_str(), None),
        };
        let mut answers = ledger.answers(ledger::Answers::Of(task))?;
        answers.retain(|one| milestone.is_none() || one.subject.milestone() == milestone);
        Ok(answers)
    }
}

fn print_table(rows: &[AnswerRow<'_>]) -> anyhow::Result<()> {
    let language = locale::language();
    if rows.is_empty() {
        print_line!("{}", answered::NONE.said(language))?;
        return Ok(());
    }
    let mut table = table::table(answered::columns(language));
    table::align_right(&mut table, 0);
    for row in rows {
        history_answers::add_row(&mut table, row);
    }
    table::print(&table)?;
    let waits = rows.iter().filter(|row| row.state == AnswerState::Waits.name()).count();
    if waits > 0 {
        print_line!("{}", answered::decide(waits, language))?;
    }
    Ok(())
}
