//! What `history` tells of answers (A2): who said what, and what became of it.

use crate::cli::ledger_zones::Zones;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::table::Table;
use crate::cli::terminal::{locale, table};
use crate::model::{Answer, AnswerState, Config};
use crate::view::AnswerRow;
use crate::words::answered;

/// The answers below the edits, where there are any.
pub(super) fn print(
    config: Option<&Config>,
    answers: &[Answer],
    zones: &Zones,
) -> anyhow::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let language = locale::language();
    print_line!("\n{}", answered::ANSWERS.said(language))?;
    let mut table = table::table(answered::columns(language));
    table::align_right(&mut table, 0);
    for answer in answers {
        add_row(&mut table, &AnswerRow::of(config, answer, &zones.subject(&answer.subject)));
    }
    table::print(&table)
}

/// One answer as a row of a table.
pub(super) fn add_row(table: &mut Table, row: &AnswerRow<'_>) {
    let language = locale::language();
    let until = row.until.as_ref().map(|on| locale::on(on, language));
    let said = answered::said_shortly(row.said, until.as_deref(), language);
    let state = AnswerState::from_name(row.state).unwrap_or(AnswerState::Waits);
    let proven = if row.proven { "" } else { answered::UNPROVEN.said(language) };
    table.add_row([
        row.number.to_string(),
        locale::at(&row.at, language),
        locale::target(row.task, row.milestone),
        row.name.unwrap_or(row.person).to_owned(),
        said,
        format!("{}{proven}", answered::way(row.way, language)),
        answered::state(state, language).to_owned(),
        row.why.or(row.text).unwrap_or_default().to_owned(),
    ]);
}
