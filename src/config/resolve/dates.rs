//! Dates placed in a calendar: local times get their instant (T5), `opened+30d` its day (T0).

use crate::config::fault::{DateFault, NotationFault};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::raw::{
    RawDue, RawExtension, RawHold, RawProgress, RawReturned, RawWhen, Spot,
};
use crate::model::{Calendar, Extension, Hold, Offset, Progress, Returned, When};

/// A date key's value, in a calendar.
pub(super) fn when(raw: RawWhen, calendar: &Calendar) -> When {
    match raw {
        RawWhen::Day(day) => When::Day(day),
        RawWhen::Local(local) => When::Instant(calendar.instant(local)),
        RawWhen::Instant(instant) => When::Instant(instant),
    }
}

/// The `opened` of a task, and the calendar in which it is read.
#[derive(Clone, Copy)]
pub(crate) struct Opened<'c> {
    pub(crate) at: Option<When>,
    /// It is there, and was told of.
    pub(crate) is_unread: bool,
    pub(crate) calendar: &'c Calendar,
}

/// T0: a deadline as written, or counted from `opened`; never moved for a day-based unit. A milestone may have a
/// calendar of its own: by it the time is counted, but which day `opened` is, is the task's word.
pub(super) fn due(
    raw: Spot<RawDue>,
    opened: Opened<'_>,
    calendar: &Calendar,
    file: u32,
    findings: &mut Findings,
) -> Option<When> {
    let offset = match raw.value {
        RawDue::When(written) => return Some(when(written, calendar)),
        RawDue::FromOpened(offset) => offset,
    };
    let site = raw.place.of(file);
    let Some(at) = opened.at else {
        if !opened.is_unread {
            findings.add(without_opened(offset, site));
        }
        return None;
    };
    let counted = from_opened(offset, at, opened.calendar, calendar);
    if counted.is_none() {
        let fault = NotationFault::BeyondDates { offset: offset.to_string() };
        findings.add(Finding::new(fault).at(site));
    }
    counted
}

fn without_opened(offset: Offset, site: Site) -> Finding {
    let offset = offset.to_string();
    Finding::new(DateFault::DueWithoutOpened { offset }).at(site)
}

fn from_opened(offset: Offset, at: When, of_task: &Calendar, calendar: &Calendar) -> Option<When> {
    let count = i64::from(offset.count);
    if offset.unit.is_day_based() {
        return calendar.shift(of_task.day_of(at), count, offset.unit).map(When::Day);
    }
    let from = match at {
        When::Day(day) => of_task.start_of_day(day),
        When::Instant(instant) => instant,
    };
    calendar.add_exact(from, count, offset.unit).map(When::Instant)
}

/// The extensions whose new deadline is given.
pub(super) fn extended(raw: Box<[RawExtension]>, calendar: &Calendar) -> Box<[Extension]> {
    let dated = raw.into_vec().into_iter().filter_map(|one| {
        Some(Extension {
            on: one.on.map(|on| when(on.value, calendar)),
            to: when(one.to?.value, calendar),
            by: one.by,
            reason: one.reason,
        })
    });
    dated.collect()
}

/// The holds whose end is given.
pub(super) fn holds(raw: Vec<RawHold>) -> Box<[Hold]> {
    let ended = raw.into_iter().filter_map(|one| {
        let RawHold { from, until, reason, stops_clock, .. } = one;
        Some(Hold { from, until: until?, reason, stops_clock })
    });
    ended.collect()
}

/// The entries whose day is given.
pub(super) fn progress(raw: Vec<RawProgress>, calendar: &Calendar) -> Box<[Progress]> {
    let dated = raw.into_iter().filter_map(|one| {
        let RawProgress { on, by, text, percent } = one;
        Some(Progress { on: when(on?.value, calendar), by, text, percent })
    });
    dated.collect()
}

/// The returns whose day is given.
pub(super) fn returned(raw: Vec<RawReturned>, calendar: &Calendar) -> Box<[Returned]> {
    let dated = raw.into_iter().filter_map(|one| {
        let RawReturned { on, by, reason, done } = one;
        let done = done.map(|done| when(done.value, calendar));
        Some(Returned { on: when(on?.value, calendar), by, reason, done })
    });
    dated.collect()
}

/// Whether one lies before another: by instants if both are, else by days.
pub(super) fn before(one: When, other: When, calendar: &Calendar) -> bool {
    match (one, other) {
        (When::Instant(one), When::Instant(other)) => one < other,
        (one, other) => calendar.day_of(one) < calendar.day_of(other),
    }
}
