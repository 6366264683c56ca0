//! Small notations: `09:00-18:00`, `09:00`, `600/min`, days of the week.

use jiff::civil::Time;

use crate::config::fault::NotationFault;
use crate::config::finding::Finding;
use crate::config::read::context::Context;
use crate::config::read::keys::{CALENDAR, WEEKDAYS};
use crate::config::read::raw::{Spot, Text};
use crate::config::read::table::{Table, no_such_word};
use crate::config::read::worded;
use crate::model::{Hours, Rate};

/// Working hours; the end may be 24:00.
pub(crate) fn hours(text: &Text, context: &mut Context<'_>) -> Option<Hours> {
    let parsed = text.value.split_once('-').and_then(|(start, end)| {
        let start = clock(start.trim())?;
        let end = if end.trim() == "24:00" { None } else { Some(clock(end.trim())?) };
        Some(Hours { start, end })
    });
    let good = parsed.filter(|hours| hours.end.is_none_or(|end| hours.start < end));
    if good.is_none() {
        let fault = NotationFault::BadHours { written: text.value.to_string() };
        refuse(fault, text, worded::hours(&text.value), context);
    }
    good
}

/// A time of day.
pub(crate) fn time(text: &Text, context: &mut Context<'_>) -> Option<Spot<Time>> {
    let parsed = clock(text.value.trim());
    if parsed.is_none() {
        let fault = NotationFault::BadTime { written: text.value.to_string() };
        refuse(fault, text, worded::time(&text.value), context);
    }
    parsed.map(|value| Spot { value, place: text.place })
}

/// What was written is none, and what is likely to be meant.
fn refuse(fault: NotationFault, text: &Text, meant: Option<String>, context: &mut Context<'_>) {
    let site = context.site(text.place);
    let finding = Finding::new(fault).at(site);
    context.findings.add(match meant {
        Some(meant) => finding.instead(site, format!("\"{meant}\"")),
        None => finding,
    });
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// `600/min`.
pub(crate) fn rate(text: &Text, context: &mut Context<'_>) -> Option<Rate> {
    let parsed = text.value.split_once('/').and_then(|(letters, unit)| {
        let seconds = match unit.trim() {
            "s" => 1,
            "min" => 60,
            "h" => 3600,
            _ => return None,
        };
        let letters = letters.trim().parse().ok().filter(|letters| *letters > 0)?;
        Some(Rate { letters, seconds })
    });
    if parsed.is_none() {
        context.add(NotationFault::BadRate { written: text.value.to_string() }, text.place);
    }
    parsed
}

/// `["mon", "tue"]`.
pub(crate) fn workdays(table: &Table<'_>, context: &mut Context<'_>) -> Option<Spot<[bool; 7]>> {
    let texts = table.texts("workdays", context)?;
    let place = texts.first().map_or(table.place, |text| text.place);
    let mut days = [false; 7];
    for text in &texts {
        match WEEKDAYS.iter().position(|day| *day == &*text.value) {
            Some(at) => days[at] = true,
            None => no_such_word(CALENDAR.key("workdays"), text, &WEEKDAYS, context),
        }
    }
    // Words that are no days were told of.
    let written = table.value("workdays").and_then(|value| value.get_ref().as_array());
    if days == [false; 7] && written.is_none_or(|written| !written.is_empty()) {
        return None;
    }
    if days == [false; 7] {
        context.add(NotationFault::NoWorkdays, place);
        return None;
    }
    Some(Spot { value: days, place })
}
