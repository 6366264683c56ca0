//! A first start with a past list: what it would send, and that `adopt` takes it as known.

use jiff::Timestamp;

use crate::ledger::{Ledger, LedgerError};
use crate::model::Config;
use crate::parallel;
use crate::plan::{self, Decision, Ladder, Planned, PlannedCopies, Target};

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
    let targets: Vec<Target> = Target::all(config).collect();
    let past = parallel::map(targets.chunks(TARGETS).collect(), |targets: &[Target]| {
        let notices = targets.iter().flat_map(|target| past_of(config, *target, now));
        notices.collect::<Vec<_>>()
    });
    let past: Vec<Planned> = past.into_iter().flatten().collect();
    if past.is_empty() {
        return Ok(None);
    }
    let copies = PlannedCopies::of(config, &past, |_| false);
    Ok(Some((past.len(), plan::letters(config, &past, &copies).len())))
}

/// So many tasks and milestones a core goes through in one go.
const TARGETS: usize = 1024;

/// What was reached of a task or milestone before its today, a notice a track.
fn past_of(config: &Config, target: Target, now: Timestamp) -> impl Iterator<Item = Planned> + '_ {
    let calendar = target.calendar(config);
    let today = calendar.start_of_day(calendar.local_date(now));
    let tracks = Ladder::of(config, target).into_tracks(&[]).into_iter();
    tracks.filter_map(move |ladder| match plan::decide_on(config, &ladder, &[], now) {
        Decision::Send { occurrence, .. } | Decision::Wait { occurrence, .. } => {
            let past = occurrence.moment < today;
            past.then(|| Planned { notice: ladder.notice(config, occurrence), release: now })
        }
        Decision::Nothing { .. } => None,
    })
}
