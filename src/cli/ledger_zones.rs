//! In which zone a time of the ledger is told: that of the task's calendar, as everywhere else.
//!
//! The ledger outlives the files. Where they no longer have the task, times are told in that of the
//! calendar `default`; where they do not check and there is no last good version, in UTC.

use jiff::tz::TimeZone;

use crate::cli::terminal::globals::Globals;
use crate::model::{Config, Subject};
use crate::view::office_zone;

/// The zones of a configuration, if there is one.
pub(crate) struct Zones(Option<Config>);

impl Zones {
    pub(crate) fn of(globals: &Globals) -> Zones {
        Zones::by(globals.in_force_if_any(globals.now()))
    }

    pub(crate) fn by(config: Option<Config>) -> Zones {
        Zones(config)
    }

    /// The configuration that they are of.
    pub(crate) fn config(&self) -> Option<&Config> {
        self.0.as_ref()
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

    /// The zone of what a notice is about.
    pub(crate) fn subject(&self, subject: &Subject) -> TimeZone {
        match subject.task() {
            Some(task) => self.target(task, subject.milestone()),
            None => self.office(),
        }
    }

    /// The zone of what concerns no single task.
    pub(crate) fn office(&self) -> TimeZone {
        self.0.as_ref().map_or(TimeZone::UTC, office_zone)
    }
}
