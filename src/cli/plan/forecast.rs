//! A plan of all tasks: the notices, who is left out of copies in each sweep (L8b), and the digests (W6).

use std::ops::Range;

use jiff::Timestamp;

use crate::cli::plan::digests::digests;
use crate::cli::plan::edit::WaitingEdit;
use crate::cli::plan::rows::rows;
use crate::ledger::Ledger;
use crate::model::Config;
use crate::plan::further::PlannedDigest;
use crate::plan::{Planned, PlannedCopies, Target};

/// What leaves in a time.
pub(crate) struct Forecast {
    /// The notices, ordered by release, task, milestone, stage.
    pub(crate) rows: Vec<Planned>,
    /// Who gets no copy of which.
    pub(crate) copies: PlannedCopies,
    /// The digests.
    pub(crate) digests: Vec<PlannedDigest>,
    /// The edit that waits for a person.
    pub(crate) edit: WaitingEdit,
}

/// What leaves in that time of these tasks and milestones, which are `all` of the files or some of them. How many letters
/// of a sweep copy somebody depends on all.
pub(crate) fn forecast(
    config: &Config,
    ledger: Option<&Ledger>,
    wanted: Option<&[Target]>,
    (now, period): (Timestamp, Range<Timestamp>),
    json: bool,
) -> anyhow::Result<Forecast> {
    let all: Vec<Target> = Target::all(config).collect();
    // A digest of the period may tell of what leaves before it.
    let start = if config.digests.any() { now.min(period.start) } else { period.start };
    let found = rows(config, ledger, &all, now, start..period.end, json);
    let mut found = match (found, wanted) {
        (Ok(found), _) => found,
        // What is too much of others is no reason to say nothing of these.
        (Err(_), Some(wanted)) => rows(config, ledger, wanted, now, period.clone(), json)?,
        (Err(failure), None) if start == period.start => return Err(failure),
        (Err(_), None) => rows(config, ledger, &all, now, period.clone(), json)?,
    };
    let edit = WaitingEdit::of(ledger)?;
    let copies = PlannedCopies::of(config, &found, |one| edit.is_about(one));
    let mut digests = digests(config, ledger, (&found, &copies), &edit, now)?;
    digests.retain(|digest| period.contains(&digest.release));
    found.retain(|one| {
        let target = one.notice.target;
        period.contains(&one.release) && wanted.is_none_or(|wanted| wanted.contains(&target))
    });
    Ok(Forecast { rows: found, copies, digests, edit })
}
