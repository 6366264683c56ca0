//! Tables that line up under East Asian width.

use comfy_table::{CellAlignment, ContentArrangement, presets};

use crate::cli::terminal::output::Unwritten;
use crate::cli::terminal::{output, style};
use crate::visible;

/// A table without borders.
pub(crate) struct Table(comfy_table::Table);

/// A table with these headings.
pub(crate) fn table<const N: usize>(headings: [&str; N]) -> Table {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings);
    Table(table)
}

/// Numbers in that column line up on the right.
pub(crate) fn align_right(table: &mut Table, column: usize) {
    if let Some(column) = table.0.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

impl Table {
    /// A row is one line, whatever stands in it, and is as wide as it is shown.
    pub(crate) fn add_row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.add_row(cells.map(|cell| visible::one_line(&cell).into_owned()));
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
    let line = |(at, line): (usize, String)| -> Result<(), Unwritten> {
        let line = line.strip_prefix(' ').unwrap_or(&line).trim_end();
        let line = match at.checked_sub(1) {
            None => style::strong(line),
            Some(row) => paint(row, line),
        };
        output::print(&(line + "\n"))
    };
    Ok(table.0.lines().enumerate().try_for_each(line)?)
}
