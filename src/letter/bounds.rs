//! How much a letter shows: it is read on a phone, and no relay refuses it for its size. What is left out is counted.

use unicode_width::UnicodeWidthStr;

use crate::letter::text::cut;

/// So many bytes the HTML has at most: mail programs cut off what is longer than 102,000, and to 100,000 there is room for a
/// number that is filled in, and for other names, when the letter leaves.
pub(crate) const PAGE: usize = 96_000;

/// So many bytes the attached table has at most: as base64 and with the letter it stays below the 10,240,000 that
/// relays take where nobody set another limit.
pub(crate) const TABLE: usize = 7_000_000;

/// So many tasks are told with their details and links; of more only their table.
const DETAILED: usize = 20;

/// More tasks than these are attached as a table, too.
pub(crate) const ATTACHED: usize = 5;

/// So many rows that table has.
const ROWS: usize = 100;

/// So many bytes all details of a letter have together, and so many all its links.
pub(crate) const DETAIL: usize = 30_000;
pub(crate) const LINKS: usize = 10_000;

/// So many columns a name has at most, and a list of names in a task, below a letter, and in its first line.
pub(crate) const NAME: usize = 60;
pub(crate) const PEOPLE: usize = 200;
pub(crate) const COPIED: usize = 1_500;
pub(crate) const ADDRESSED: usize = 600;

/// So many columns a title has before what is asked, which is to stand on a phone's first screen; and where it is told in full.
pub(crate) const HEAD: usize = 120;
pub(crate) const LONG: usize = 2_000;

/// So many columns a title has in a row, an id and a unit.
pub(crate) const ROW: usize = 120;
pub(crate) const ID: usize = 60;
pub(crate) const UNIT: usize = 60;

/// How much of its tasks a letter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// So many rows of a table.
    Rows(usize),
}

impl Extent {
    /// The most that a letter about so many tasks may show.
    pub(crate) fn of(tasks: usize) -> Extent {
        if tasks <= DETAILED { Extent::Whole } else { Extent::Rows(tasks.min(ROWS)) }
    }

    /// The next smaller one; none where a single row is left.
    pub(crate) fn smaller(self, tasks: usize) -> Option<Extent> {
        match self {
            Extent::Whole => Some(Extent::Rows(tasks.clamp(1, ROWS))),
            Extent::Rows(rows) => (rows > 1).then_some(Extent::Rows(rows / 2)),
        }
    }

    /// How many tasks it shows of so many.
    pub(crate) fn shown(self, tasks: usize) -> usize {
        match self {
            Extent::Whole => tasks,
            Extent::Rows(rows) => rows.min(tasks),
        }
    }
}

/// How many rows to try after so many made a page that is too large.
pub(crate) fn fewer(rows: usize, page: usize) -> usize {
    let fits = rows * PAGE / page.max(1) * 9 / 10;
    fits.min(rows.saturating_sub(1)).max(1)
}

/// The names for which there is room, each cut to its own.
pub(crate) fn shown(all: &[String], columns: usize) -> Vec<String> {
    let mut room = columns;
    let cut = all.iter().map(|name| cut(name, NAME));
    let shown = cut.take_while(|name| {
        let fits = room.checked_sub(name.width() + 2);
        room = fits.unwrap_or(0);
        fits.is_some()
    });
    shown.collect()
}

/// Names with their addresses, which are never cut.
pub(crate) fn addresses(all: &[String]) -> String {
    let mut room = COPIED;
    let shown = all.iter().take_while(|one| {
        let fits = room.checked_sub(one.width() + 2);
        room = fits.unwrap_or(0);
        fits.is_some()
    });
    let shown: Vec<&str> = shown.map(String::as_str).collect();
    let more = all.len() - shown.len();
    let joined = shown.join(", ");
    if more == 0 { joined } else { format!("{joined} (+{more})") }
}
