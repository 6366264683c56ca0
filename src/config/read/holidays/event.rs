//! One event of an .ics file: the days on which it falls (RFC 5545 §3.6.1), or why it is not read.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use crate::config::fault::holidays::{NoteKind, Unread};
use crate::config::read::holidays::lines::Line;
use crate::config::read::holidays::rule::{LAST_YEAR, Rule};

/// The first year that counts.
const FIRST_YEAR: i16 = 1900;

/// An event may last so many days.
const LONGEST: i32 = 366;

/// The properties of an event, and the line that it begins in.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) number: usize,
    pub(super) lines: Vec<Line>,
    /// Its calendar was sent to take its events back.
    pub(super) withdrawn: bool,
}

/// The days on which an event falls.
#[derive(Debug)]
pub(super) struct Fall {
    /// The first day of each time.
    pub(super) starts: BTreeSet<Date>,
    /// How many days each time lasts.
    pub(super) length: i32,
    /// Whether a rule brings it back for more than a year.
    pub(super) ruled: bool,
}

/// Something to say of a line of an event that is read all the same.
pub(super) type Doubt = (usize, NoteKind);

impl Event {
    /// The first property of that name.
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    /// The value of a property, as text.
    pub(super) fn text(&self, name: &str) -> String {
        self.line(name).map(Line::text).unwrap_or_default()
    }

    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.line(name).is_some_and(|line| line.value.trim().eq_ignore_ascii_case(value))
    }

    /// Whether it was called off.
    pub(super) fn is_cancelled(&self) -> bool {
        self.withdrawn || self.says("STATUS", "CANCELLED")
    }

    /// The day of the time that it stands for, where it changes one time of an event that comes again.
    pub(super) fn replaces(&self, zone: &TimeZone) -> Option<Date> {
        let line = self.line("RECURRENCE-ID")?;
        Days::of(self, zone).day(&line.value, line)
    }

    /// When it falls. A working day may be given by its hours.
    pub(super) fn fall(
        &self,
        zone: &TimeZone,
        worked: bool,
        moved: &BTreeSet<Date>,
        doubts: &mut Vec<Doubt>,
    ) -> Result<Fall, Unread> {
        if self.line("RECURRENCE-ID").is_some_and(|line| line.param("RANGE").is_some()) {
            return Err(Unread::ChangesFurtherTimes);
        }
        if self.line("EXRULE").is_some() {
            return Err(Unread::ExceptionRule);
        }
        let days = Days::of(self, zone);
        let (first, length) = self.first(&days, worked)?;
        let mut starts = BTreeSet::from([first]);
        for line in self.all("RRULE") {
            match Rule::parse(&line.value, |until| days.day(until, line)) {
                Some(rule) => match rule.days(first) {
                    days if is_everyday(&days, length) => {
                        doubts.push((line.number, NoteKind::RuleForEveryDay));
                    }
                    days => starts.extend(days),
                },
                None => doubts.push((line.number, NoteKind::RuleUnread)),
            }
        }
        let last = starts.last().copied().unwrap_or(first);
        let ruled = self.line("RRULE").is_some() && last > first.saturating_add(1.year());
        days.each(self.all("RDATE"), doubts, |day| {
            starts.insert(day);
        });
        days.each(self.all("EXDATE"), doubts, |day| {
            starts.remove(&day);
        });
        starts.retain(|day| !moved.contains(day));
        Ok(Fall { starts, length, ruled })
    }

    /// The first day, and how many days it lasts.
    fn first(&self, days: &Days<'_>, worked: bool) -> Result<(Date, i32), Unread> {
        let line = self.line("DTSTART").ok_or(Unread::NoStart)?;
        let start = days.moment(&line.value, line).ok_or(Unread::BadStart)?;
        let end = match (self.line("DTEND"), self.line("DURATION")) {
            (Some(line), _) => Some(days.moment(&line.value, line).ok_or(Unread::BadEnd)?),
            (None, Some(line)) => {
                let length = duration(&line.value).ok_or(Unread::BadDuration)?;
                Some(start.plus(length).ok_or(Unread::BadDuration)?)
            }
            (None, None) => None,
        };
        let first = start.local.date();
        if !(FIRST_YEAR..=LAST_YEAR).contains(&first.year()) {
            return Err(Unread::OutsideYears);
        }
        if let Some(end) = &end
            && end.local < start.local
        {
            return Err(Unread::Reversed);
        }
        let whole_day = self.says("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE");
        let after = match end {
            None if start.is_date || whole_day => first.tomorrow().ok(),
            Some(end) if end.local == start.local && (start.is_date || whole_day) => {
                first.tomorrow().ok()
            }
            Some(end) if start.is_midnight() && end.local > start.local => end.next_midnight(),
            _ => None,
        };
        let same_day = |end: &Moment| end.local.date() == first;
        // The span of two dates is in days.
        match after.and_then(|after| first.until(after).ok()).map(|span| span.get_days()) {
            Some(length) if length > LONGEST => Err(Unread::TooLong),
            Some(length) => Ok((first, length)),
            None if worked && end.as_ref().is_none_or(same_day) => Ok((first, 1)),
            None => Err(Unread::NoWholeDays),
        }
    }
}

/// Of a rule that lasts longer than this, no year has more days than that: nobody is off on most days for ever, and no
/// letter would leave.
const LASTING: i32 = 400;
const DAYS_OF_A_YEAR: i64 = 100;

/// Whether a rule by which an event of so many days comes back is none of holidays.
fn is_everyday(days: &[Date], length: i32) -> bool {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return false };
    let lasts = first.until(*last).map_or(0, |span| span.get_days());
    let marked = i64::try_from(days.len()).unwrap_or(i64::MAX).saturating_mul(length.into());
    lasts > LASTING && marked.saturating_mul(365) > DAYS_OF_A_YEAR * i64::from(lasts)
}

/// A date, or a local time.
#[derive(Debug, Clone, Copy)]
struct Moment {
    local: DateTime,
    is_date: bool,
    /// A clock that is set forward at midnight has a day begin later.
    begins_day: bool,
}

impl Moment {
    fn of(local: DateTime, is_date: bool) -> Moment {
        Moment { local, is_date, begins_day: local.time() == Time::midnight() }
    }

    fn is_midnight(&self) -> bool {
        self.begins_day
    }

    fn plus(&self, length: Span) -> Option<Moment> {
        Some(Moment::of(self.local.checked_add(length).ok()?, false))
    }

    /// The day that begins where this ends, if it ends with a day. 23:59 is the end of a day too.
    fn next_midnight(&self) -> Option<Date> {
        match (self.begins_day, self.local.hour(), self.local.minute()) {
            (true, ..) => Some(self.local.date()),
            (false, 23, 59) => self.local.date().tomorrow().ok(),
            _ => None,
        }
    }
}

/// How the dates of an event are read.
struct Days<'e> {
    /// The calendar's zone.
    zone: &'e TimeZone,
    /// That of the event; `None` where it is not known, as Outlook's names are not.
    own: Option<TimeZone>,
    /// Whether the event begins on a date, without a time.
    is_date: bool,
}

impl<'e> Days<'e> {
    fn of(event: &Event, zone: &'e TimeZone) -> Days<'e> {
        let start = event.line("DTSTART");
        let named = start.and_then(|line| line.param("TZID"));
        let own = match named {
            Some(name) => TimeZone::get(name).ok(),
            None => Some(zone.clone()),
        };
        let is_date = start.is_some_and(|line| line.value.trim().len() == 8);
        Days { zone, own, is_date }
    }

    /// A date or a time. One in UTC is put in the calendar's zone.
    fn moment(&self, text: &str, line: &Line) -> Option<Moment> {
        match written(text)? {
            Written::Date(date) => Some(Moment::of(date.to_datetime(Time::midnight()), true)),
            Written::Local(local) => Some(Moment::of(local, false)),
            Written::Utc(at) => {
                let zone = line.param("TZID").and_then(|name| TimeZone::get(name).ok());
                let zone = zone.as_ref().unwrap_or(self.zone);
                let local = zone.to_datetime(at);
                let midnight = local.date().to_datetime(Time::midnight());
                let begins_day = zone.to_timestamp(midnight).is_ok_and(|start| start == at);
                Some(Moment { local, is_date: false, begins_day })
            }
        }
    }

    /// The day of a date or time, as the times of the event have it.
    fn day(&self, text: &str, _line: &Line) -> Option<Date> {
        match written(text)? {
            Written::Date(date) => Some(date),
            Written::Local(local) => Some(local.date()),
            Written::Utc(at) if self.is_date => Some(TimeZone::UTC.to_datetime(at).date()),
            Written::Utc(at) => match &self.own {
                Some(zone) => Some(zone.to_datetime(at).date()),
                // It is midnight there: the nearest one, whatever the zone.
                None => Some(TimeZone::UTC.to_datetime(at.checked_add(12.hours()).ok()?).date()),
            },
        }
    }

    /// The days that these lines list.
    fn each<'l>(
        &self,
        lines: impl Iterator<Item = &'l Line>,
        doubts: &mut Vec<Doubt>,
        mut take: impl FnMut(Date),
    ) {
        for line in lines {
            for text in line.value.split(',') {
                // A period is a start and an end.
                let start = text.split('/').next().unwrap_or_default();
                match self.day(start, line) {
                    Some(day) => take(day),
                    None => doubts.push((line.number, NoteKind::NoDate)),
                }
            }
        }
    }
}

enum Written {
    Date(Date),
    Local(DateTime),
    Utc(Timestamp),
}

/// `20261001`, `20261001T090000` or `20261001T010000Z`.
fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if !text.is_ascii() {
        return None;
    }
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let digits = text.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let small = |range| digits(range).and_then(|number| i8::try_from(number).ok());
    let date = Date::new(digits(0..4)?, small(4..6)?, small(6..8)?).ok()?;
    let Some(rest) = text.get(8..).filter(|rest| !rest.is_empty()) else {
        return Some(Written::Date(date));
    };
    if !rest.starts_with(['T', 't']) {
        return None;
    }
    // A leap second stands for the second before it.
    let second = small(13..15)?.min(if text.get(13..15) == Some("60") { 59 } else { i8::MAX });
    let local = date.to_datetime(Time::new(small(9..11)?, small(11..13)?, second, 0).ok()?);
    match text.get(15..) {
        Some("") => Some(Written::Local(local)),
        Some("Z" | "z") => Some(Written::Utc(TimeZone::UTC.to_timestamp(local).ok()?)),
        _ => None,
    }
}

/// `P1W`, `P3D`, `PT24H` (RFC 5545 §3.3.6).
fn duration(text: &str) -> Option<Span> {
    let text = text.trim().to_ascii_uppercase();
    let parts = text.strip_prefix('+').unwrap_or(&text);
    let known = |letter: u8| letter.is_ascii_digit() || b"PWDTHMS".contains(&letter);
    // `M` before `T` would be months.
    let months = parts.split('T').next().is_some_and(|date| date.contains('M'));
    if !parts.starts_with('P') || !parts.bytes().all(known) || months {
        return None;
    }
    parts.parse::<Span>().ok()
}
