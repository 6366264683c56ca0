//! A report in Markdown: what its letter says, without to whom.

use crate::letter::further::frame::Says;
use crate::letter::view::data::{Block, Cell};
use crate::sheets::export::markdown::{escaped, row};

/// The text.
pub(crate) fn write(says: &Says) -> String {
    let mut text = format!("# {}\n\n", escaped(says.name.as_deref().unwrap_or_default()));
    text += &format!("**{}**\n\n", escaped(&says.verdict));
    for line in &says.verdict_note {
        text += &format!("- {}\n", escaped(line));
    }
    text += &format!("\n{}\n", escaped(&says.ask));
    says.blocks.iter().for_each(|one| text += &block(one));
    text
}

fn block(block: &Block) -> String {
    let mut text = format!("\n## {}\n\n", escaped(&block.title));
    for line in &block.paragraphs {
        text += &format!("{}\n\n", escaped(line));
    }
    if !block.columns.is_empty() {
        text += &row(block.columns.iter().map(|column| escaped(&column.name)));
        let line = |figures: bool| if figures { "---:" } else { "---" }.to_owned();
        text += &row(block.columns.iter().map(|column| line(column.figures)));
        for cells in &block.rows {
            text += &row(cells.iter().map(cell));
        }
    }
    if let Some(more) = &block.more {
        text += &format!("\n{}\n", escaped(more));
    }
    text
}

fn cell(cell: &Cell) -> String {
    let note = cell.note.as_deref().map(|note| format!(" ({})", escaped(note)));
    escaped(&cell.text) + &note.unwrap_or_default()
}
