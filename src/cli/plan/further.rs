//! The letters to come that no stage writes, whatever they rest on.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::cli::plan::coming::{self, Coming};
use crate::cli::plan::forecast::Forecast;
use crate::cli::plan::tallies;
use crate::ledger::Ledger;
use crate::model::Config;

/// The letters that no stage writes, by when they leave.
pub(crate) fn further(
    config: &Arc<Config>,
    ledger: Option<&Ledger>,
    forecast: &Forecast,
    (now, period): (Timestamp, &Range<Timestamp>),
) -> anyhow::Result<Vec<Coming>> {
    let mut all = coming::coming(config, ledger, now, period)?;
    all.extend(tallies::tallies(config, ledger, forecast, (now, period))?);
    all.sort_by_key(Coming::release);
    coming::add_handovers(config, ledger, (now, period), &mut all)?;
    coming::add_all_well(config, ledger, (now, period), &mut all)?;
    Ok(all)
}
