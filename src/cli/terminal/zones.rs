//! In which zone a time of the ledger is told: that of the task's calendar, as everywhere else.
//!
//! The ledger outlives the files. Where they no longer have the task, times are told in that of the
//! calendar `default`; where they do not check and there is no last good version, in UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::terminal::globals::Setting;
use crate::model::{Config, Language, When};
use crate::words::dates;

/// The zones of a configuration, if there is one.
pub(crate) struct Zones(Option<Config>);

impl Zones {
    pub(crate) fn of(setting: &Setting) -> Zones {
        Zones(setting.in_force_if_any(setting.now()))
    }

    /// The zone of a task or of one of its milestones.
    pub(crate) fn target(&self, task: &str, milestone: Option<&str>) -> TimeZone {
        let calendar = self.0.as_ref().and_then(|config| {
            let task = &config[config.task(task)?];
            let found = task.milestones.iter().find(|one| Some(&*one.id) == milestone);
            Some(&config[found.map_or(task.calendar, |one| one.calendar)])
        });
        calendar.map_or_else(|| self.office(), |calendar| calendar.timezone().clone())
    }

    /// The zone of what concerns no single task.
    pub(crate) fn office(&self) -> TimeZone {
        self.0.as_ref().map_or(TimeZone::UTC, office)
    }
}

/// The same where there is a configuration.
pub(crate) fn office(config: &Config) -> TimeZone {
    config.office_calendar().map_or(TimeZone::UTC, |calendar| calendar.timezone().clone())
}

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
