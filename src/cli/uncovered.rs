//! T2: beneath a list with marked dates, the years that holiday sets do not know.

use crate::cli::terminal::locale;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::view::uncovered::Uncovered;
use crate::words::weeks;

pub(super) fn print(years: &Uncovered) -> Result<(), Unwritten> {
    if years.is_empty() {
        return Ok(());
    }
    print_line!("")?;
    for (calendar, year) in years {
        print_line!("{}", weeks::uncovered(calendar, *year, locale::language()))?;
    }
    Ok(())
}
