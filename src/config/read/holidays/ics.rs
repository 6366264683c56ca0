//! A holiday set in an .ics file (RFC 5545), as Outlook, Google, Apple and Chinese feeds write it: whole-day events
//! are days off, or working days where they say so. An event that is not read is noted with its line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::fault::holidays::{Note, NoteKind, SetError, SetFault, Unread};
use crate::config::limits;
use crate::config::read::holidays::event::{Event, Fall};
use crate::config::read::holidays::lines::Line;
use crate::config::read::holidays::set::HolidaySet;
use crate::config::read::holidays::words;
use crate::model::{DayKind, Exception};

/// The characters of a day's name that are kept.
const NAME: usize = 200;

/// Reads a set; `numbers` are the lines' numbers in the file.
pub(super) fn parse(
    text: &str,
    numbers: &[usize],
    zone: &TimeZone,
) -> Result<HolidaySet, SetFault> {
    let mut set = HolidaySet::default();
    let events = events(text, numbers, &mut set.notes)?;
    let moved = moved(&events, zone);
    // Where days off are marked, what is not marked is none.
    let marked = events.iter().any(|event| event.says(APPLE, "WORK-HOLIDAY"));
    let mut known = Known::default();
    let mut rules = 0;
    for event in events.iter().filter(|event| !event.is_cancelled()) {
        rules += event.lines.iter().filter(|line| line.name == "RRULE").count();
        if rules > limits::RULES_OF_A_SET {
            return Err(SetError::TooManyRules { limit: limits::RULES_OF_A_SET }.into());
        }
        let read = kind(event, marked).and_then(|kind| {
            let none = BTreeSet::new();
            let away = match event.line("RECURRENCE-ID") {
                None => moved.get(&event.text("UID")).unwrap_or(&none),
                Some(_) => &none,
            };
            let mut doubts = Vec::new();
            let fall = event.fall(zone, kind == DayKind::Working, away, &mut doubts)?;
            let doubts = doubts.into_iter();
            set.notes.extend(doubts.map(|(line, what)| Note { line, what }));
            Ok((kind, fall))
        });
        match read {
            Ok((kind, fall)) => {
                add(&mut set.days, event, kind, &fall)?;
                known.add(kind, &fall);
            }
            Err(why) => {
                set.notes.push(Note { line: event.number, what: NoteKind::Unread(why) });
            }
        }
    }
    if events.is_empty() {
        return Err(SetError::NoEvent.into());
    }
    set.notes.sort_by_key(|note| note.line);
    set.years = known.years();
    Ok(set)
}

const APPLE: &str = "X-APPLE-SPECIAL-DAY";

/// The events of all calendars in a file.
fn events(text: &str, numbers: &[usize], notes: &mut Vec<Note>) -> Result<Vec<Event>, SetFault> {
    let mut events = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut event: Option<Event> = None;
    let mut withdrawn = false;
    for (text, number) in text.lines().zip(numbers.iter().copied()) {
        let Some(line) = Line::parse(text, number) else {
            if open.is_empty() {
                return Err(SetError::NoCalendar.in_line(number));
            }
            if event.is_some() {
                notes.push(Note { line: number, what: NoteKind::NoLine });
            }
            continue;
        };
        let value = line.value.trim().to_ascii_uppercase();
        match (line.name.as_str(), open.len()) {
            ("BEGIN", 0) if value != "VCALENDAR" => {
                return Err(SetError::NoCalendar.in_line(number));
            }
            ("BEGIN", depth) => {
                if depth >= limits::NESTED {
                    return Err(SetError::TooDeep { limit: limits::NESTED }.into());
                }
                withdrawn &= depth > 0;
                if depth == 1 && value == "VEVENT" {
                    event = Some(Event { number, lines: Vec::new(), withdrawn });
                }
                open.push(value);
            }
            ("END", _) => {
                if open.pop().is_none_or(|begun| begun != value) {
                    return Err(SetError::EndsUnbegun.in_line(number));
                }
                if open.len() == 1 {
                    events.extend(event.take());
                }
            }
            (_, 0) => return Err(SetError::NoCalendar.in_line(number)),
            ("METHOD", 1) => withdrawn = value == "CANCEL",
            (_, 2) => event.iter_mut().for_each(|event| event.lines.push(line.clone())),
            _ => {}
        }
    }
    match open.is_empty() {
        true => Ok(events),
        false => Err(SetError::CutOff.into()),
    }
}

/// By the UID of an event that comes again: the times that another event stands for, changed or called off.
fn moved(events: &[Event], zone: &TimeZone) -> BTreeMap<String, BTreeSet<Date>> {
    let mut moved: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for event in events {
        if let Some(day) = event.replaces(zone) {
            moved.entry(event.text("UID")).or_default().insert(day);
        }
    }
    moved
}

/// Whether an event's days are off or worked; or why they are neither. TRANSP tells nothing: days off bear it as
/// well as observances.
fn kind(event: &Event, marked: bool) -> Result<DayKind, Unread> {
    let summary = event.text("SUMMARY");
    if event.says(APPLE, "WORK-HOLIDAY") {
        return Ok(DayKind::Off);
    }
    if event.says(APPLE, "ALTERNATE-WORKDAY") {
        return Ok(DayKind::Working);
    }
    // The words cannot be looked at: it may be a make-up day.
    if event.line("SUMMARY").is_some_and(|line| line.param("ENCODING").is_some()) {
        return Err(Unread::OldEncoding);
    }
    if words::is_worked(&summary) {
        return match words::names_other_days(&summary) {
            true => Err(Unread::NamesOtherDays),
            false => Ok(DayKind::Working),
        };
    }
    if marked {
        return Err(Unread::NotMarked);
    }
    if words::is_observance(&summary, &event.text("DESCRIPTION"), &event.text("CATEGORIES")) {
        return Err(Unread::Observance);
    }
    if words::is_half(&summary) {
        return Err(Unread::HalfDay);
    }
    Ok(DayKind::Off)
}

fn add(
    days: &mut Vec<Exception>,
    event: &Event,
    kind: DayKind,
    fall: &Fall,
) -> Result<(), SetFault> {
    let name = name(&event.text("SUMMARY"));
    for start in &fall.starts {
        let each = start.series(1.day()).take(fall.length as usize);
        days.extend(each.map(|day| Exception { day, kind, name: name.clone() }));
        if days.len() > limits::DAYS {
            return Err(SetError::TooManyDays { limit: limits::DAYS }.into());
        }
    }
    Ok(())
}

/// One line of text, or none.
fn name(summary: &str) -> Option<Box<str>> {
    let shown = summary.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let name: String = shown.take(NAME).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.into())
}

/// Which years a set knows. Days off that follow one another count for the year in which they begin: those of
/// Christmas that end in January do not make the next year known. What a rule brings back each year makes no year
/// known, unless there is nothing else.
#[derive(Default)]
struct Known {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    ruled: BTreeSet<i16>,
}

impl Known {
    fn add(&mut self, kind: DayKind, fall: &Fall) {
        if fall.ruled {
            return self.ruled.extend(fall.starts.iter().map(|day| day.year()));
        }
        let days = match kind {
            DayKind::Off => &mut self.off,
            DayKind::Working => &mut self.worked,
        };
        for start in &fall.starts {
            days.extend(start.series(1.day()).take(fall.length as usize));
        }
    }

    fn years(&self) -> Vec<i16> {
        let begins = |day: &&Date| day.yesterday().is_ok_and(|before| !self.off.contains(&before));
        let mut years: BTreeSet<i16> =
            self.off.iter().filter(begins).map(|day| day.year()).collect();
        if years.is_empty() {
            years.clone_from(&self.ruled);
        }
        if years.is_empty() {
            years.extend(self.worked.iter().map(|day| day.year()));
        }
        years.into_iter().collect()
    }
}
