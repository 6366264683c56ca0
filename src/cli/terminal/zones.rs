//! Times and days in a zone, as a person and as a program reads them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Language, When};
use crate::words::dates;

/// RFC 3339 with the zone's offset.
pub(crate) fn rfc3339(zone: &TimeZone, at: Timestamp) -> String {
    at.display_with_offset(zone.to_offset(at)).to_string()
}

/// A date, or RFC 3339.
pub(crate) fn rfc3339_when(zone: &TimeZone, when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Instant(instant) => rfc3339(zone, instant),
    }
}

/// `2026-11-30 Mon 09:00`.
pub(crate) fn time(zone: &TimeZone, at: Timestamp, language: Language) -> String {
    dates::time(zone, at, language)
}
