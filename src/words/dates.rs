//! Days and times as a person reads them.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::model::{Language, When};

/// `2026-11-30 Mon 09:00`, local to the zone.
pub(crate) fn time(zone: &TimeZone, at: Timestamp, language: Language) -> String {
    let local = zone.to_datetime(at);
    format!("{} {}", day(local.date(), language), local.strftime("%H:%M"))
}

/// `2026-11-30 Mon`.
pub(crate) fn day(day: Date, language: Language) -> String {
    format!("{day} {}", weekday(day.weekday(), language))
}

/// A date key's value.
pub(crate) fn when(zone: &TimeZone, when: When, language: Language) -> String {
    match when {
        When::Day(date) => day(date, language),
        When::Instant(instant) => time(zone, instant, language),
    }
}

/// The days of the week, Monday first.
pub(crate) fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        Language::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    }
}

/// `Mon`.
pub(crate) fn weekday(day: Weekday, language: Language) -> &'static str {
    weekdays(language)[day.to_monday_zero_offset() as usize]
}
