//! Days and times in letters. A year is written where it is not the letter's.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

use super::super::Text;
use crate::model::{Calendar, Language, When};

/// `11月13日（星期五）`, `Friday, 13 November`.
pub(crate) fn day(day: Date, year: i16, language: Language) -> String {
    let (name, date) = (weekday(day.weekday(), language), date(day, year, language));
    match language {
        Language::ZhCn => format!("{date}（{name}）"),
        Language::En => format!("{name}, {date}"),
    }
}

/// `11月13日`, `13 November`.
pub(crate) fn date(day: Date, year: i16, language: Language) -> String {
    match (language, day.year() == year) {
        (Language::ZhCn, true) => format!("{}月{}日", day.month(), day.day()),
        (Language::ZhCn, false) => {
            format!("{}年{}月{}日", day.year(), day.month(), day.day())
        }
        (Language::En, true) => day.strftime("%-d %B").to_string(),
        (Language::En, false) => day.strftime("%-d %B %Y").to_string(),
    }
}

/// `11月13日`, `13 Nov`: where there is little room.
pub(crate) fn brief(day: Date, year: i16, language: Language) -> String {
    match (language, day.year() == year) {
        (Language::ZhCn, _) => date(day, year, language),
        (Language::En, true) => day.strftime("%-d %b").to_string(),
        (Language::En, false) => day.strftime("%-d %b %Y").to_string(),
    }
}

/// With its year, whichever that is.
pub(crate) fn whole(on: Date, language: Language) -> String {
    day(on, i16::MIN, language)
}

/// A day, or a day and a time. A time that is the midnight after a day is that day.
pub(crate) fn moment(calendar: &Calendar, at: Timestamp, year: i16, language: Language) -> String {
    let local = calendar.timezone().to_datetime(at);
    match local.time() == Time::midnight() {
        true => day(local.date().yesterday().unwrap_or(local.date()), year, language),
        false => timed(&day(local.date(), year, language), local.time(), language),
    }
}

/// A date key's value, in full or without this year.
pub(crate) fn when(calendar: &Calendar, when: When, year: i16, language: Language) -> String {
    match when {
        When::Day(on) => day(on, year, language),
        When::Instant(at) => {
            let local = calendar.timezone().to_datetime(at);
            timed(&day(local.date(), year, language), local.time(), language)
        }
    }
}

fn timed(day: &str, time: Time, language: Language) -> String {
    let time = time.strftime("%H:%M");
    match language {
        Language::ZhCn => format!("{day}{time}"),
        Language::En => format!("{day}, {time}"),
    }
}

/// The day as of which a letter speaks, at its head.
pub(crate) fn as_of(day: Date, language: Language) -> String {
    match language {
        Language::ZhCn => format!("截至 {}", date(day, i16::MIN, language)),
        Language::En => format!("as of {}", day.strftime("%-d %b %Y")),
    }
}

fn weekday(day: Weekday, language: Language) -> &'static str {
    let names = match language {
        Language::ZhCn => ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
        Language::En => {
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        }
    };
    names[day.to_monday_zero_offset() as usize]
}

/// This very day, in a row of the ladder.
pub(crate) const TODAY: Text = Text::of("今天", "today");
