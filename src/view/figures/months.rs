//! How late the list was at the end of each of the last months, and what was closed in each: the same figures as those of
//! a report at that moment (P4), by the dates that the files have now.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::Config;
use crate::plan::Target;
use crate::view::as_of::{as_of, at_closing_after};
use crate::view::figures::counted::Count;
use crate::view::figures::mean_of_tenths;

/// So many months are told, this one among them.
const MONTHS: i32 = 12;

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its last day; of this month today.
    pub day: Date,
    /// Open at its end.
    pub open: usize,
    /// Of these, past the deadline.
    pub overdue: usize,
    /// Closed in it, by the deadline then in force.
    pub closed_in_time: usize,
    /// Closed in it, later.
    pub closed_late: usize,
    /// Days late of all that were overdue at its end, together.
    days_late: i64,
}

impl Month {
    /// The mean lateness of what was overdue at its end, in tenths of a day.
    pub fn mean_delay(&self) -> Option<i64> {
        mean_of_tenths(self.days_late, self.overdue)
    }
}

/// The last days of the last months by the office's calendar, the oldest first, and today.
pub(super) fn ends(config: &Config, moment: Timestamp) -> Vec<Date> {
    let Some(calendar) = config.office_calendar() else { return Vec::new() };
    let today = calendar.local_date(moment);
    let end_of = |ago: i32| {
        let day = today.checked_sub(ago.months()).unwrap_or(today);
        if ago == 0 { today } else { day.last_of_month() }
    };
    (0..MONTHS).rev().map(end_of).collect()
}

/// The months before this one, the oldest first. They are the same all month while the files are.
pub fn past_months(config: &Config, now: Timestamp) -> Vec<Month> {
    let mut days = ends(config, now);
    days.pop();
    let before = days.first().map(|day| day.first_of_month().yesterday().unwrap_or(*day));
    let since = before.into_iter().chain(days.iter().copied());
    let told = days.iter().zip(since);
    told.map(|(day, since)| month(config, *day, end(config, *day), end(config, since))).collect()
}

/// This month so far; none without a calendar.
pub fn this_month(config: &Config, now: Timestamp) -> Option<Month> {
    let today = ends(config, now).pop()?;
    let since = today.first_of_month().yesterday().unwrap_or(today);
    Some(month(config, today, now, end(config, since)))
}

/// The last second of a day, as a report of a past day takes it.
fn end(config: &Config, day: Date) -> Timestamp {
    let end = config.office_calendar().map(|calendar| calendar.end_of_day(day));
    let end = end.unwrap_or(Timestamp::MAX);
    end.checked_sub(SignedDuration::from_secs(1)).unwrap_or(end)
}

fn month(config: &Config, day: Date, moment: Timestamp, since: Timestamp) -> Month {
    let stood = as_of(config, moment);
    let at_closing = at_closing_after(&stood, since);
    let count = Count { stood: &stood, at_closing: &at_closing, now: moment, since };
    let mut month =
        Month { day, open: 0, overdue: 0, closed_in_time: 0, closed_late: 0, days_late: 0 };
    for one in Target::of_tasks(&stood).filter_map(|target| count.lateness(target)) {
        month.open += usize::from(one.open);
        month.overdue += usize::from(one.days_late.is_some());
        month.days_late += one.days_late.unwrap_or(0);
        month.closed_in_time += usize::from(one.closed == Some(true));
        month.closed_late += usize::from(one.closed == Some(false));
    }
    month
}
