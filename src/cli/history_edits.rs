//! What `history` tells of edits by commands (E2): who, what and why.

use serde::Serialize;

use crate::cli::ledger_zones::Zones;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, table, zones};
use crate::ledger::command_edit::EditRow;
use crate::ledger::wishes::URGE;
use crate::words::{edits, lists};

/// An edit as JSON.
#[derive(Serialize)]
pub(super) struct EditJson<'a> {
    recorded: String,
    subject: &'static str,
    about: &'a str,
    task: Option<&'a str>,
    milestone: Option<&'a str>,
    command: &'a str,
    by: &'a str,
    login: &'a str,
    why: Option<&'a str>,
    change: &'a str,
    written: bool,
}

impl<'a> EditJson<'a> {
    pub(super) fn of(row: &'a EditRow, zones: &Zones) -> EditJson<'a> {
        let about = &row.part.about;
        EditJson {
            recorded: zones::rfc3339(&zones.subject(about), row.at),
            subject: about.kind(),
            about: about.id(),
            task: about.task(),
            milestone: about.milestone(),
            command: &row.command,
            by: &row.by,
            login: &row.login,
            why: row.why.as_deref(),
            change: &row.part.change,
            written: row.written,
        }
    }
}

/// The edits below the notices, where there are any.
pub(super) fn print(rows: &[EditRow], zones: &Zones) -> anyhow::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let language = locale::language();
    print_line!("\n{}", edits::EDITS.said(language))?;
    let mut table = table::table(lists::edits(language));
    for row in rows {
        let about = &row.part.about;
        let name = match about.task() {
            Some(task) => locale::target(task, about.milestone()),
            None => about.id().to_owned(),
        };
        let mark = match (row.written, row.command.as_str()) {
            (true, _) => "",
            (false, URGE) => edits::NOT_YET.said(language),
            (false, _) => edits::CUT_SHORT.said(language),
        };
        table.add_row([
            zones::time(&zones.subject(about), row.at, language),
            name,
            format!("{}{mark}", row.command),
            who(row),
            row.why.clone().unwrap_or_default(),
            row.part.change.clone(),
        ]);
    }
    table::print(&table)
}

/// Who decided; and the login, where that is somebody else's name.
fn who(row: &EditRow) -> String {
    match row.by == row.login {
        true => row.by.clone(),
        false => format!("{} ({})", row.by, row.login),
    }
}
