//! The moments of a report: its cron's in the calendar's zone, each moved by `roll` (P1).

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use crate::model::{Calendar, Config, Report, Roll};

/// A moment is on time until the next sweep.
const ON_TIME: SignedDuration = SignedDuration::from_mins(1);

/// One moment of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// When it is meant to leave.
    pub at: Timestamp,
    /// The cron's own moment, before it was moved: its identity.
    pub cron: Timestamp,
}

impl Moment {
    /// When it leaves, found by a sweep: on time whatever the hours, late within T8's window.
    pub fn leaves_at(self, calendar: &Calendar, now: Timestamp) -> Timestamp {
        let late = now.duration_since(self.at) >= ON_TIME;
        if late { calendar.in_window(now) } else { now }
    }
}

/// The moments of a report.
#[derive(Debug, Clone, Copy)]
pub struct Moments<'c> {
    report: &'c Report,
    calendar: &'c Calendar,
}

impl<'c> Moments<'c> {
    /// Those of a report.
    pub fn of(config: &'c Config, report: &'c Report) -> Moments<'c> {
        Moments { report, calendar: &config[report.calendar] }
    }

    /// The calendar they are counted in.
    pub fn calendar(&self) -> &'c Calendar {
        self.calendar
    }

    /// The latest moment up to an instant; of equal ones that of the later cron. A moment that was moved may overtake
    /// one of a later day, so all that can have come to the same day are looked at.
    pub fn latest(&self, now: Timestamp) -> Option<Moment> {
        let today = self.calendar.local_date(now);
        // With `earlier` a day off that is still to come may have been moved to a working day that is past. All of
        // today is looked at: where clocks are set back, a local time that is past comes again.
        let from = match self.report.roll {
            Roll::Earlier => self.calendar.nth_working_day(today, 1)?,
            _ => today.tomorrow().ok()?,
        };
        let from = from.to_datetime(MIDNIGHT);
        let mut best: Option<Moment> = None;
        let mut at = self.report.cron.previous(from, false);
        while let Some(local) = at {
            let reached = best.map(|best| self.calendar.local_date(best.at));
            if reached.is_some_and(|reached| self.last_day(local.date()) < reached) {
                break;
            }
            let moment = self.moment(local).filter(|moment| moment.at <= now);
            best = best.into_iter().chain(moment).max();
            at = self.report.cron.previous(local, false);
        }
        best
    }

    /// The first moment after an instant; of equal ones that of the later cron.
    pub fn next(&self, after: Timestamp) -> Option<Moment> {
        let today = self.calendar.local_date(after);
        // Days off before today may have been moved to today or later.
        let from = match self.report.roll {
            Roll::None | Roll::Earlier => today,
            Roll::Later | Roll::WorkingDay(_) => self.calendar.nth_working_day(today, -1)?,
        };
        let back = match self.report.roll {
            Roll::WorkingDay(n) => self.calendar.nth_working_day(from, -i64::from(n))?,
            _ => from,
        };
        let mut best: Option<Moment> = None;
        let mut at = self.report.cron.next(back.to_datetime(MIDNIGHT), true);
        while let Some(local) = at {
            let found = best.map(|best| self.calendar.local_date(best.at));
            if found.is_some_and(|found| self.first_day(local.date()) > found) {
                break;
            }
            if let Some(moment) = self.moment(local).filter(|moment| moment.at > after)
                && best.is_none_or(|best| (moment.at, best.cron) <= (best.at, moment.cron))
            {
                best = Some(moment);
            }
            at = self.report.cron.next(local, false);
        }
        best
    }

    /// The moment of a cron's local time.
    fn moment(&self, local: DateTime) -> Option<Moment> {
        let day = self.rolled(local.date())?;
        Some(Moment {
            at: self.calendar.instant(day.to_datetime(local.time())),
            cron: self.calendar.instant(local),
        })
    }

    /// The day to which a day is moved: a working day stays.
    fn rolled(&self, day: Date) -> Option<Date> {
        let calendar = self.calendar;
        match self.report.roll {
            Roll::None => Some(day),
            _ if calendar.is_working_day(day) => Some(day),
            Roll::Later => calendar.working_day_from(day),
            Roll::Earlier => calendar.working_day_until(day),
            Roll::WorkingDay(n) => calendar.nth_working_day(day, n.into()),
        }
    }

    /// The last day to which that day or one before it can be moved.
    fn last_day(&self, day: Date) -> Date {
        let calendar = self.calendar;
        let last = match self.report.roll {
            Roll::None | Roll::Earlier => Some(day),
            Roll::Later => calendar.working_day_from(day),
            Roll::WorkingDay(n) => calendar.nth_working_day(day, n.into()),
        };
        last.unwrap_or(Date::MAX)
    }

    /// The first day to which that day or one after it can be moved.
    fn first_day(&self, day: Date) -> Date {
        let first = match self.report.roll {
            Roll::Earlier => self.calendar.working_day_until(day),
            _ => Some(day),
        };
        first.unwrap_or(Date::MIN)
    }
}

const MIDNIGHT: jiff::civil::Time = jiff::civil::Time::MIN;
