//! The figures of a list on the terminal: each by its name, then a row a unit.

use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, style, table};
use crate::model::Language;
use crate::view::figures::{Row, Summary};
use crate::view::{At, office_zone};
use crate::words::{figures, reports};

/// Prints them.
pub(crate) fn print(summary: &Summary, language: Language) -> anyhow::Result<()> {
    let zone = office_zone(&summary.stood);
    let at = |instant| locale::at(&At::within(&zone, instant), language);
    print_line!("{}", figures::period(&at(summary.since), &at(summary.moment), language))?;
    print_line!("")?;
    let all = figures::all(&summary.figures, language);
    let widest = all.iter().map(|(name, _)| unicode_width::UnicodeWidthStr::width(&**name)).max();
    for (name, value) in &all {
        let width = unicode_width::UnicodeWidthStr::width(&**name);
        let blanks = " ".repeat(widest.unwrap_or_default() - width);
        print_line!("{name}{blanks}  {}", style::strong(value))?;
    }
    if summary.rows.len() > 1 {
        print_line!("")?;
        let mut rows = table::table(figures::rows(language));
        (1..9).for_each(|column| table::align_right(&mut rows, column));
        summary.rows.iter().for_each(|row| rows.add_row(cells(summary, row, language)));
        table::print(&rows)?;
    }
    for doubt in &summary.doubts {
        let first = &summary.task(doubt.first).id;
        print_line!("{}", figures::doubt(doubt.kind, doubt.count, first, language))?;
    }
    Ok(())
}

fn cells(summary: &Summary, row: &Row, language: Language) -> [String; 9] {
    let name = reports::row_name(summary, row.about, language);
    let of = &row.figures;
    let counts =
        [of.total, of.new, of.closed_in_time, of.closed_late, of.open, of.overdue, of.waiting];
    let [total, new, in_time, late, open, overdue, waiting] = counts.map(|one| one.to_string());
    let rate = figures::rate(of.kept_permille());
    [name, total, new, in_time, late, open, overdue, waiting, rate]
}
