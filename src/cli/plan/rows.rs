//! The notices of a time to come, worked out on all cores, and how many of them are shown.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::anyhow;
use jiff::Timestamp;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::{recorded, recorded_of};
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::ledger::Ledger;
use crate::model::Config;
use crate::plan;
use crate::plan::{Known, Planned, Target};
use crate::words::{results, system};

/// So many notices of one task are shown, and as many are gone through before the first that is: a stage that repeats
/// by the minute has half a million a year.
const EACH: usize = 20_000;

/// So many of all are shown: 100,000 tasks, each reminded of every working day of a month, in a document. A table
/// takes five times the memory.
const ALL: usize = 3_000_000;
const ALL_IN_TABLE: usize = 1_000_000;

/// Which of them a plan is beyond.
enum Beyond {
    Each(Target),
    All { json: bool },
    Before(Target),
}

impl Beyond {
    fn refused(self, config: &Config) -> anyhow::Error {
        let language = locale::language();
        Refused::no(match self {
            Beyond::Each(target) => results::too_many_of_one(&target.name(config), EACH, language),
            Beyond::All { json: true } => results::too_many(ALL, language),
            Beyond::All { json: false } => results::too_many_for_a_table(ALL_IN_TABLE, language),
            Beyond::Before(target) => {
                results::too_many_before(&target.name(config), EACH, language)
            }
        })
    }
}

/// The notices of these targets that leave in the period, ordered by release, task, milestone, stage.
pub(crate) fn rows(
    config: &Config,
    ledger: Option<&Ledger>,
    targets: &[Target],
    now: Timestamp,
    period: Range<Timestamp>,
    json: bool,
) -> anyhow::Result<Vec<Planned>> {
    let known = match targets {
        [one] => vec![(*one, recorded(ledger, config, *one)?)],
        _ => recorded_of(ledger, config, targets)?,
    };
    planned(config, known, now, period, json)
}

/// The same where it is known what the ledger has.
fn planned(
    config: &Config,
    mut known: Vec<(Target, Known)>,
    now: Timestamp,
    period: Range<Timestamp>,
    json: bool,
) -> anyhow::Result<Vec<Planned>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = known.len().div_ceil(cores).max(1);
    let most = if json { ALL } else { ALL_IN_TABLE };
    let (period, total) = (&period, &AtomicUsize::new(0));
    let mut rows: Vec<Planned> = thread::scope(|scope| {
        let mut parts = Vec::new();
        while !known.is_empty() {
            let part = known.split_off(known.len().saturating_sub(share));
            parts.push(scope.spawn(move || {
                let mut wanted = Vec::new();
                for (target, known) in part {
                    let planned = plan::simulate(config, target, known, now, period.end);
                    let (mut before, mut within) = (0, 0);
                    for planned in planned {
                        let beyond = if planned.release < period.start {
                            before += 1;
                            (before > EACH).then_some(Beyond::Before(target))
                        } else {
                            wanted.push(planned);
                            within += 1;
                            let all = total.fetch_add(1, Ordering::Relaxed);
                            let each = (within > EACH).then_some(Beyond::Each(target));
                            each.or((all >= most).then_some(Beyond::All { json }))
                        };
                        if let Some(beyond) = beyond {
                            return Err(beyond.refused(config));
                        }
                    }
                }
                wanted.sort_by(|one, other| order(config, one).cmp(&order(config, other)));
                Ok(wanted)
            }));
        }
        let joined =
            parts.into_iter().map(|part| part.join().map_err(|_| anyhow!(say(system::BUG)))?);
        let parts = joined.collect::<anyhow::Result<Vec<_>>>()?;
        anyhow::Ok(parts.into_iter().flatten().collect())
    })?;
    // What is in order already is merged.
    rows.sort_by(|one, other| order(config, one).cmp(&order(config, other)));
    Ok(rows)
}

/// By release, task, milestone, stage. Tasks stand in the order of their ids.
fn order<'a>(config: &'a Config, planned: &'a Planned) -> impl Ord + 'a {
    let target = planned.notice.target;
    let milestone = target.milestone(config).map(|one| &one.id);
    let id = &planned.notice.id;
    (planned.release, target.task, milestone, &id.stage, id.occurrence)
}
