//! The digests to come (W6, L8b): of what the ledger has, and of what will be sent.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::cli::plan::edit::WaitingEdit;
use crate::ledger::{Ledger, LedgerError};
use crate::model::Config;
use crate::parallel;
use crate::plan::further::{PlannedDigest, planned_digests};
use crate::plan::{NoticeId, Planned, PlannedCopies};

/// So many notices a core goes through in one go.
const ROWS: usize = 4096;

/// The digests that come of these notices, which are all that leave from now on, and of what waits in the ledger. What an
/// edit holds back is in none.
pub(crate) fn digests(
    config: &Config,
    ledger: Option<&Ledger>,
    (rows, copies): (&[Planned], &PlannedCopies),
    edit: &WaitingEdit,
    now: Timestamp,
) -> anyhow::Result<Vec<PlannedDigest>> {
    let leaves = |one: &&Planned| !edit.is_about(one);
    let anybody = config.digests.any() || !copies.is_empty();
    let rows = if anybody { rows } else { &[] };
    let uncopied = parallel::map(rows.chunks(ROWS).collect(), |rows: &[Planned]| {
        let uncopied = rows.iter().filter(leaves).flat_map(|one| {
            let people = copies.audience(config, one).digest;
            people.into_iter().filter_map(|person| Some((person.person?, one.release)))
        });
        uncopied.collect::<BTreeSet<_>>()
    });
    let waiting = ledger.map(Ledger::uncopied_times).transpose()?.unwrap_or_default();
    let waiting =
        waiting.into_iter().filter_map(|(person, at)| Some((config.person(&person)?, at)));
    let has = |id: &NoticeId| -> Result<bool, LedgerError> {
        ledger.map_or(Ok(false), |ledger| ledger.has(id))
    };
    Ok(planned_digests(config, waiting.chain(uncopied.into_iter().flatten()), has, now)?)
}
