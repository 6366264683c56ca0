//! Lateness over months on the office's page. Past months are counted once for each version of the files, for they cost
//! more than the rest of the page; this month is counted each time, so that it agrees with all else there.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Config, Language};
use crate::view::figures::{Month, past_months, this_month};
use crate::words::counts::grouped;
use crate::words::figures;

/// The past months as they were last counted.
#[derive(Default)]
pub(super) struct Months(Mutex<Option<Past>>);

struct Past {
    /// By which files, and in which month.
    config: Weak<Config>,
    month: Date,
    months: Vec<Month>,
}

impl Months {
    /// The last months, the oldest first; the last is this one.
    pub(super) fn of(&self, config: &Arc<Config>, now: Timestamp) -> Vec<Month> {
        let Some(this) = this_month(config, now) else { return Vec::new() };
        let (same, month) = (Arc::downgrade(config), this.day.first_of_month());
        // Whoever asks at the same time waits, and does not count again.
        let mut past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = past.take().filter(|one| one.config.ptr_eq(&same) && one.month == month);
        let kept =
            kept.unwrap_or_else(|| Past { config: same, month, months: past_months(config, now) });
        let mut months = kept.months.clone();
        *past = Some(kept);
        months.push(this);
        months
    }
}

/// The months as a table.
#[derive(Serialize)]
pub(super) struct MonthsView {
    heads: [&'static str; 5],
    rows: Vec<MonthRow>,
}

#[derive(Serialize)]
struct MonthRow {
    /// `2026-11`
    month: String,
    open: String,
    overdue: String,
    overdue_any: bool,
    mean: String,
    in_time: String,
    late: String,
    /// How long the bar is of what was open, and of what of it was overdue, in hundredths of the longest.
    bar: [usize; 2],
}

/// The newest month first; none if there never was anything.
pub(super) fn months_view(months: &[Month], language: Language) -> Option<MonthsView> {
    let most = months.iter().map(|one| one.open).max().unwrap_or(0);
    let closed = months.iter().any(|one| one.closed_in_time + one.closed_late > 0);
    if most == 0 && !closed {
        return None;
    }
    let heads = [
        figures::OPEN,
        figures::OVERDUE,
        figures::MEAN_DELAY,
        figures::CLOSED_IN_TIME,
        figures::CLOSED_LATE,
    ];
    let part = |count: usize| (count * 100).div_ceil(most.max(1));
    let row = |one: &Month| MonthRow {
        month: one.day.strftime("%Y-%m").to_string(),
        open: grouped(one.open),
        overdue: grouped(one.overdue),
        overdue_any: one.overdue > 0,
        mean: figures::mean(one.mean_delay(), language),
        in_time: grouped(one.closed_in_time),
        late: grouped(one.closed_late),
        bar: [part(one.open), part(one.overdue)],
    };
    let heads = heads.map(|head| head.said(language));
    Some(MonthsView { heads, rows: months.iter().rev().map(row).collect() })
}
