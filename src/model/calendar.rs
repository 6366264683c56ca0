//! Which days are working days, and counting them (T2); local times and their gaps (T5).
//!
//! One question, "is this a working day?", from which all counting follows. Counting is by prefix
//! sums over the weekly pattern and the list of exceptions, so that ten years cost what a day costs.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::day_number::{date, first_day, number};
use crate::model::irregular_days::{Irregular, between, since_midnight};
use crate::model::names::names;

/// What a calendar is made of.
#[derive(Debug, Clone)]
pub struct CalendarParts {
    /// The id in `[calendars.ID]`.
    pub id: Box<str>,
    /// The zone in which its times are local.
    pub timezone: TimeZone,
    /// Which days of the week are worked, Monday first; at least one is.
    pub workdays: [bool; 7],
    /// Days that differ from the weekly pattern or have a name: holiday sets, `closed` and `open`
    /// already laid over one another (T2). Any order; a later entry for a day replaces an earlier.
    pub exceptions: Vec<Exception>,
    /// Years for which the holiday sets say nothing although the calendar names some.
    /// `None`: the calendar names no holiday set, and no year is missed.
    pub covered: Option<Vec<i16>>,
    /// Working hours.
    pub hours: Hours,
    /// When day-based notices leave; within `hours`.
    pub send_at: Time,
    /// On which days mail is sent.
    pub send_on: SendOn,
}

/// A day with a rule of its own.
#[derive(Debug, Clone)]
pub struct Exception {
    /// The day.
    pub day: Date,
    /// Off, or worked.
    pub kind: DayKind,
    /// What the holiday set calls it.
    pub name: Option<Box<str>>,
}

/// Whether a day is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A working day.
    Working,
    /// A day off.
    Off,
}

/// Working hours within a day: start included, end not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// When work begins.
    pub start: Time,
    /// When it ends; `None` is 24:00, the midnight that follows.
    pub end: Option<Time>,
}

/// On which days mail is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SendOn {
    /// On working days.
    Workdays,
    /// On every day.
    EveryDay,
}
names!(SendOn { Workdays = "workdays", EveryDay = "every-day" });

/// Whether day-based notices may leave at an instant (T8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// They may.
    Open,
    /// Not before this instant.
    OpensAt(Timestamp),
}

/// Between these years changes of the zone's offset are known to the count.
const YEARS: std::ops::Range<i16> = 1899..2400;

/// A calendar, ready to count with.
#[derive(Debug, Clone)]
pub struct Calendar {
    parts: CalendarParts,
    per_week: i64,
    /// The days whose kind differs from the weekly pattern, ascending, each with the sum of all
    /// differences up to and including it.
    shifts: Vec<(i32, i64)>,
    pub(super) irregular: Irregular,
}

impl Calendar {
    /// Lays the parts out for counting.
    pub fn new(mut parts: CalendarParts) -> Calendar {
        parts.exceptions.sort_by_key(|exception| exception.day);
        keep_last_of_each_day(&mut parts.exceptions);
        let per_week = parts.workdays.iter().filter(|worked| **worked).count() as i64;
        let (shifts, irregular) = (Vec::new(), Irregular::default());
        let mut calendar = Calendar { parts, per_week, shifts, irregular };
        calendar.shifts = calendar.sum_shifts();
        calendar.irregular = calendar.irregular_days();
        calendar
    }

    /// The irregular working days, found by the zone's changes of offset.
    fn irregular_days(&self) -> Irregular {
        let hours = self.hours();
        let midnight = SignedDuration::from_hours(24).as_nanos();
        let end = hours.end.map_or(midnight, since_midnight);
        let ordinary = end - since_midnight(hours.start);
        let first = self.start_of_day(jiff::civil::date(YEARS.start, 1, 1));
        let mut days: Vec<Date> = self
            .timezone()
            .following(first)
            .map(|change| self.local_date(change.timestamp()))
            .take_while(|day| day.year() < YEARS.end)
            .flat_map(|day| [day.yesterday().unwrap_or(day), day])
            .filter(|day| self.is_working_day(*day))
            .collect();
        days.dedup();
        let longer = days.into_iter().map(|day| {
            let (start, end) = self.hours_on(day);
            (number(day), between(start, end).max(0) - ordinary)
        });
        Irregular::of(ordinary, longer)
    }

    /// The id in `[calendars.ID]`.
    pub fn id(&self) -> &str {
        &self.parts.id
    }

    /// The zone in which its times are local.
    pub fn timezone(&self) -> &TimeZone {
        &self.parts.timezone
    }

    /// When day-based notices leave.
    pub fn send_at(&self) -> Time {
        self.parts.send_at
    }

    /// On which days mail is sent.
    pub fn send_on(&self) -> SendOn {
        self.parts.send_on
    }

    /// Working hours.
    pub fn hours(&self) -> Hours {
        self.parts.hours
    }

    /// All that it counts by, as text: calendars of equal text give the same moments.
    pub fn to_text(&self) -> String {
        let CalendarParts { timezone, workdays, exceptions, hours, send_at, send_on, .. } =
            &self.parts;
        let days = exceptions.iter().map(|one| format!("{} {:?}\n", one.day, one.kind));
        let days: String = days.collect();
        let (zone, hours) = (timezone.iana_name(), (hours.start, hours.end));
        format!("{zone:?} {workdays:?} {hours:?} {send_at} {send_on:?}\n{days}")
    }

    /// Whether the holiday sets, if any are named, know that year (T2).
    pub fn covers(&self, year: i16) -> bool {
        self.parts.covered.as_ref().is_none_or(|years| years.contains(&year))
    }

    /// Whether that day of the week is worked, where nothing else is said of a day.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        self.parts.workdays[weekday.to_monday_zero_offset() as usize]
    }

    /// T2: whether the day is worked.
    pub fn is_working_day(&self, day: Date) -> bool {
        match self.exception(day) {
            Some(exception) => exception.kind == DayKind::Working,
            None => self.in_weekly_pattern(day),
        }
    }

    /// What the holiday set, `closed` or `open` says of the day.
    pub fn exception(&self, day: Date) -> Option<&Exception> {
        let exceptions = &self.parts.exceptions;
        let at = exceptions.binary_search_by_key(&day, |exception| exception.day);
        at.ok().map(|at| &exceptions[at])
    }

    /// How many working days lie from `from` (not counted) to `until` (counted); negative, and
    /// counted the other way round, if `until` is earlier.
    pub fn working_days_until(&self, from: Date, until: Date) -> i64 {
        self.worked_before(number(until) + 1) - self.worked_before(number(from) + 1)
    }

    /// The n-th working day strictly after the day, or strictly before it if n is negative (T3);
    /// the day itself if n is 0. `None` only beyond the years that dates can name.
    pub fn nth_working_day(&self, day: Date, n: i64) -> Option<Date> {
        let at = number(day);
        let nth = match n {
            0 => return Some(day),
            1.. => self.worked_before(at + 1) + n,
            _ => self.worked_before(at) + n + 1,
        };
        date(first_day(at, |day| self.worked_before(day + 1) >= nth))
    }

    /// The nearest working day at or after the day.
    pub fn working_day_from(&self, day: Date) -> Option<Date> {
        if self.is_working_day(day) { Some(day) } else { self.nth_working_day(day, 1) }
    }

    /// The nearest working day at or before the day.
    pub fn working_day_until(&self, day: Date) -> Option<Date> {
        if self.is_working_day(day) { Some(day) } else { self.nth_working_day(day, -1) }
    }

    /// T5: a local time as an instant; one in a gap moves forward by the gap, of two the earlier.
    pub fn instant(&self, local: DateTime) -> Timestamp {
        let zone = &self.parts.timezone;
        zone.to_timestamp(local).unwrap_or_else(|_| nearest_end(local))
    }

    /// The instant at which the day begins.
    pub fn start_of_day(&self, day: Date) -> Timestamp {
        self.instant(day.at(0, 0, 0, 0))
    }

    /// The midnight that ends the day (T4).
    pub fn end_of_day(&self, day: Date) -> Timestamp {
        self.start_of_day(day.saturating_add(1.day()))
    }

    /// The day an instant falls on here.
    pub fn local_date(&self, instant: Timestamp) -> Date {
        self.parts.timezone.to_datetime(instant).date()
    }

    /// The day's `send-at`: the moment of a day-based occurrence (T3).
    pub fn moment_on(&self, day: Date) -> Timestamp {
        self.instant(day.to_datetime(self.parts.send_at))
    }

    /// When the day's working hours end, were it worked.
    pub fn close_of(&self, day: Date) -> Timestamp {
        self.hours_on(day).1
    }

    /// T8: whether day-based notices may leave now, or when next.
    pub fn window(&self, now: Timestamp) -> Window {
        let today = self.local_date(now);
        let (start, end) = self.hours_on(today);
        if self.sends_on(today) && now < end {
            return if start <= now { Window::Open } else { Window::OpensAt(start) };
        }
        match self.next_sending_day(today) {
            Some(day) => Window::OpensAt(self.hours_on(day).0),
            None => Window::OpensAt(Timestamp::MAX),
        }
    }

    /// T8: the instant itself, where day-based notices may leave then, else when they next may.
    pub fn in_window(&self, at: Timestamp) -> Timestamp {
        match self.window(at) {
            Window::Open => at,
            Window::OpensAt(opens) => opens,
        }
    }

    /// Whether that time of day lies within the working hours.
    pub fn is_within_hours(&self, time: Time) -> bool {
        let Hours { start, end } = self.parts.hours;
        start <= time && end.is_none_or(|end| time < end)
    }

    /// Whether mail is sent on the day.
    pub fn sends_on(&self, day: Date) -> bool {
        self.parts.send_on == SendOn::EveryDay || self.is_working_day(day)
    }

    fn next_sending_day(&self, day: Date) -> Option<Date> {
        match self.parts.send_on {
            SendOn::EveryDay => day.tomorrow().ok(),
            SendOn::Workdays => self.nth_working_day(day, 1),
        }
    }

    /// The instants between which the day's working hours lie, were it worked.
    pub(super) fn hours_on(&self, day: Date) -> (Timestamp, Timestamp) {
        let start = self.instant(day.to_datetime(self.parts.hours.start));
        let end = match self.parts.hours.end {
            Some(end) => self.instant(day.to_datetime(end)),
            None => self.end_of_day(day),
        };
        (start, end)
    }

    fn in_weekly_pattern(&self, day: Date) -> bool {
        self.parts.workdays[day.weekday().to_monday_zero_offset() as usize]
    }

    fn sum_shifts(&self) -> Vec<(i32, i64)> {
        let mut sum = 0;
        let differing = self.parts.exceptions.iter().filter_map(|exception| {
            match (exception.kind, self.in_weekly_pattern(exception.day)) {
                (DayKind::Working, false) => Some((number(exception.day), 1)),
                (DayKind::Off, true) => Some((number(exception.day), -1)),
                _ => None,
            }
        });
        let summed = differing.map(|(day, shift)| {
            sum += shift;
            (day, sum)
        });
        summed.collect()
    }

    /// Working days before the numbered day, counted from a fixed day in the past or future.
    pub(super) fn worked_before(&self, day: i32) -> i64 {
        let weeks = i64::from(day.div_euclid(7)) * self.per_week;
        let rest = day.rem_euclid(7) as usize;
        let begun = self.parts.workdays[..rest].iter().filter(|worked| **worked).count() as i64;
        let at = self.shifts.partition_point(|(shifted, _)| *shifted < day);
        let shift = if at == 0 { 0 } else { self.shifts[at - 1].1 };
        weeks + begun + shift
    }
}

fn keep_last_of_each_day(exceptions: &mut Vec<Exception>) {
    exceptions.reverse();
    exceptions.dedup_by_key(|exception| exception.day);
    exceptions.reverse();
}

/// Local times within a day of the ends of jiff's range have no instant; the nearest end stands for them.
fn nearest_end(local: DateTime) -> Timestamp {
    if local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN }
}
