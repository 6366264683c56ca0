//! A first start with a past list: what it would send, and that `adopt` takes it as known.

use jiff::Timestamp;

use crate::ledger::{Ledger, LedgerError};
use crate::model::Config;
use crate::plan;
use crate::plan::{Decision, Item, Ladder, Recorded, Target};

/// How many notices, in how many letters, the first sweep would send of what was reached before today, if the ledger has
/// nothing yet.
pub(super) fn past(
    config: &Config,
    ledger: Option<&Ledger>,
    now: Timestamp,
) -> Result<Option<(usize, usize)>, LedgerError> {
    if ledger.map(Ledger::has_notices).transpose()?.unwrap_or(false) {
        return Ok(None);
    }
    let mut items = Vec::new();
    for target in Target::all(config) {
        let today = target.calendar(config).local_date(now);
        let today = target.calendar(config).start_of_day(today);
        for ladder in Ladder::of(config, target).into_tracks(&[]) {
            let (Decision::Send { occurrence, .. } | Decision::Wait { occurrence, .. }) =
                plan::decide_on(config, &ladder, &[], now)
            else {
                continue;
            };
            if occurrence.moment < today {
                let known = vec![Recorded::of(&ladder, occurrence, true)];
                items.push(Item::of(config, ladder.notice(config, occurrence), known, now));
            }
        }
    }
    if items.is_empty() {
        return Ok(None);
    }
    let notices = items.len();
    Ok(Some((notices, plan::drafts(config, items, now).len())))
}
