//! Years that a holiday set does not know (T2): which dates rest on the days of the week alone.

use std::collections::BTreeSet;

use crate::model::{At, Config, TimeUnit};
use crate::plan::Planned;

/// A calendar's id and a year that its holiday sets do not know.
pub type Uncovered = BTreeSet<(String, i16)>;

/// The years on which the date of a notice rests and which the holiday sets of its calendar do not know. What is counted in
/// hours and minutes of the clock rests on none.
pub fn uncovered(config: &Config, planned: &Planned) -> Uncovered {
    let notice = &planned.notice;
    if let At::Offset(offset) = notice.stage(config).at
        && matches!(offset.unit, TimeUnit::Minute | TimeUnit::Hour)
    {
        return Uncovered::new();
    }
    let calendar = notice.target.calendar(config);
    let release = calendar.local_date(planned.release).year();
    // What comes before its anchor is counted back from there.
    let anchor = calendar.day_of(notice.id.anchor).year();
    let years = (release..=anchor.max(release)).filter(|year| !calendar.covers(*year));
    years.map(|year| (calendar.id().to_owned(), year)).collect()
}
