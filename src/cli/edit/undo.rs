//! What was entered by mistake is taken back: an absence, an extension, a hold. It is named by a day, which need not be
//! given where there is only one.

use jiff::civil::Date;

use crate::cli::edit::work::Work;
use crate::cli::terminal::times::Written;
use crate::config::edit::{Change, Element, Value};
use crate::words::edits;

/// One entry of a list that may be taken back.
pub(super) struct Entered {
    /// The first and the last of the days that name it.
    pub(super) named: (Date, Date),
    /// What the file says of it.
    pub(super) pairs: Vec<(&'static str, Value)>,
    /// The same for people.
    pub(super) shown: String,
}

/// What takes back the entry of a day, of those that `whose` has; nothing where none is there any more.
pub(super) fn taken_back(
    work: &Work<'_>,
    key: &'static str,
    whose: &str,
    mut entered: Vec<Entered>,
    day: Option<Option<&Written>>,
) -> anyhow::Result<Vec<Change>> {
    let day = day.flatten().map(|day| work.day(day)).transpose()?;
    let named = |one: &Entered| day.is_none_or(|day| one.named.0 <= day && day <= one.named.1);
    let found: Vec<usize> =
        entered.iter().enumerate().filter(|(_, one)| named(one)).map(|(at, _)| at).collect();
    let of = entered.len();
    match (found[..].first(), found.len()) {
        (Some(at), 1) => {
            let pairs = entered.swap_remove(*at).pairs;
            Ok(vec![Change::Take(key, Element { at: *at, of, pairs })])
        }
        // Whoever gives the command again finds it done.
        (None, _) if of == 0 => Ok(Vec::new()),
        (first, _) => {
            let shown: Vec<&str> = entered.iter().map(|one| one.shown.as_str()).collect();
            work.refuse(match first {
                None => edits::no_such_entry(whose, &shown, work.language),
                Some(_) => edits::several_entries(whose, &shown, work.language),
            })
        }
    }
}
