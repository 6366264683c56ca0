//! L8: edits of one working hour count together.

use jiff::{Timestamp, ToSpan};

use crate::model::{Config, TimeUnit};

/// An hour of the default calendar ago: nights and weekends are no time.
pub fn working_hour_ago(config: &Config, now: Timestamp) -> Timestamp {
    let calendar = config.office_calendar();
    let ago = calendar.and_then(|calendar| calendar.add_exact(now, -1, TimeUnit::WorkingHour));
    ago.unwrap_or_else(|| now.saturating_sub(1.hour()).unwrap_or(now))
}
