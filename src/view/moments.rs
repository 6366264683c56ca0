//! Times as they are shown: with the zone in which a reader counts. As JSON they are RFC 3339 with its offset.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

use crate::model::{Calendar, Config, When};

/// An instant, local to a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct At {
    /// The instant.
    pub instant: Timestamp,
    /// Where it is told.
    pub zone: TimeZone,
}

/// A date key's value, local to a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct On {
    /// The day, or the instant.
    pub when: When,
    /// Where it is told.
    pub zone: TimeZone,
}

impl At {
    /// An instant in the zone of a calendar.
    pub fn of(calendar: &Calendar, instant: Timestamp) -> At {
        At::within(calendar.timezone(), instant)
    }

    /// An instant in a zone.
    pub fn within(zone: &TimeZone, instant: Timestamp) -> At {
        At { instant, zone: zone.clone() }
    }
}

impl On {
    /// A date in the zone of a calendar.
    pub fn of(calendar: &Calendar, when: When) -> On {
        On::within(calendar.timezone(), when)
    }

    /// A date in a zone.
    pub fn within(zone: &TimeZone, when: When) -> On {
        On { when, zone: zone.clone() }
    }
}

/// The zone of what concerns no single task: that of the calendar `default`, else of the first, else UTC.
pub fn office_zone(config: &Config) -> TimeZone {
    config.office_calendar().map_or(TimeZone::UTC, |calendar| calendar.timezone().clone())
}

/// The day there.
pub fn office_day(config: &Config, at: Timestamp) -> Date {
    office_zone(config).to_datetime(at).date()
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.instant.display_with_offset(self.zone.to_offset(self.instant)))
    }
}

impl Serialize for On {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.when {
            When::Day(day) => serializer.collect_str(&day),
            When::Instant(instant) => At::within(&self.zone, instant).serialize(serializer),
        }
    }
}
