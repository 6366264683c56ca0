//! Tables that line up under East Asian width, and the JSON that stands in their place.

use std::io::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

/// A table with these headings, without borders.
pub(crate) fn table<const N: usize>(headings: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings);
    table
}

/// Numbers in that column line up on the right.
pub(crate) fn align_right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// Prints a table without trailing blanks.
pub(crate) fn print(table: &Table) -> anyhow::Result<()> {
    print_painted(table, |_, line| line.to_owned())
}

/// Prints a table whose rows are painted after they were laid out, since colours have no width.
pub(crate) fn print_painted(
    table: &Table,
    paint: impl Fn(usize, &str) -> String,
) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    for (at, line) in table.lines().enumerate() {
        let line = line.strip_prefix(' ').unwrap_or(&line).trim_end();
        let line = match at.checked_sub(1) {
            None => crate::cli::terminal::style::strong(line),
            Some(row) => paint(row, line),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Prints one JSON document.
pub(crate) fn print_json(document: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, document)?;
    writeln!(out)?;
    out.flush()?;
    Ok(())
}
