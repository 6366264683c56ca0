//! Tasks as a table on the terminal, painted by colour.

use crate::cli::terminal::{locale, style, table};
use crate::model::Config;
use crate::view::{Standing, TaskRow, owner_names, unit_name};
use crate::words::{lists, states};

/// Prints the rows.
pub(crate) fn print(config: &Config, rows: &[TaskRow<'_>]) -> anyhow::Result<()> {
    let language = locale::language();
    let mut table = table::table(lists::status(language));
    table::align_right(&mut table, 5);
    for row in rows {
        table.add_row([
            locale::colour(row.colour, language).to_owned(),
            locale::target(row.task, row.milestone),
            unit_name(config, row.target).unwrap_or_default().to_owned(),
            owner_names(config, row.target).join(lists::AND.said(language)),
            locale::on(&row.deadline, language),
            if row.is_open() { row.days_left.to_string() } else { String::new() },
            latest(row),
            row.next.as_ref().map_or(String::new(), |next| {
                let which = locale::occurrence(&next.stage, next.occurrence);
                format!("{} {which}", locale::at(&next.release, language))
            }),
            row.title.to_owned(),
        ]);
    }
    table::print_painted(&table, |at, line| {
        let (colour, word) = (rows[at].colour, locale::colour(rows[at].colour, language));
        line.replacen(word, &style::colour(colour, word), 1)
    })
}

fn latest(row: &TaskRow<'_>) -> String {
    let language = locale::language();
    let Some(latest) = &row.latest else { return String::new() };
    let which = locale::occurrence(&latest.stage, latest.occurrence);
    let at = locale::at(&latest.recorded, language);
    match latest.failed {
        true => format!("{at} {which} ({})", states::standing(Standing::Failed, language)),
        false => format!("{at} {which}"),
    }
}
