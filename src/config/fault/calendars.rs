//! Calendars: zones, hours, and the holiday sets that they name.

use jiff::civil::{Date, Time};

use crate::config::fault::code::Code;
use crate::config::fault::files::Reason;
use crate::config::fault::holidays::{Note, SetFault};
use crate::config::fault::reports::Named;
use crate::model::Hours;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CalendarFault {
    /// So many tasks without a unit need `default`, and there is none.
    TaskWithoutCalendar {
        count: usize,
    },
    /// A report or a tally.
    ReportWithoutCalendar {
        of: Named,
    },
    UnitWithoutCalendar {
        unit: String,
    },
    SendAtOutsideHours {
        start: Time,
        end: Option<Time>,
    },
    OpenAndClosed {
        day: Date,
    },
    UnreadableHolidays {
        path: String,
        reason: Reason,
    },
    BadHolidays {
        name: String,
        why: SetFault,
    },
    /// A line of a set that is not read as it may be meant.
    HolidayEvent {
        path: String,
        note: Note,
    },
    UnknownHolidays {
        name: String,
        meant: Option<String>,
    },
    UnknownZone {
        name: String,
        meant: Option<String>,
    },
    ReversedZone(ReversedZone),
}

/// `Etc/GMT+8` lies behind UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReversedZone {
    pub(crate) name: String,
    pub(crate) hours: i32,
    /// Whether the zone lies behind UTC, and is written with a plus.
    pub(crate) is_behind: bool,
    /// A place whose clocks stand as the name looks.
    pub(crate) meant: Option<&'static str>,
    /// A place whose clocks stand as the zone does.
    pub(crate) in_fact: Option<&'static str>,
}

impl CalendarFault {
    /// Hours that `send-at` lies outside of.
    pub(crate) fn outside(hours: Hours) -> CalendarFault {
        CalendarFault::SendAtOutsideHours { start: hours.start, end: hours.end }
    }

    pub(crate) fn code(&self) -> Code {
        match self {
            CalendarFault::TaskWithoutCalendar { .. }
            | CalendarFault::ReportWithoutCalendar { .. }
            | CalendarFault::UnitWithoutCalendar { .. } => Code::NoCalendar,
            CalendarFault::SendAtOutsideHours { .. } => Code::SendAtOutsideHours,
            CalendarFault::OpenAndClosed { .. } => Code::OpenAndClosed,
            CalendarFault::UnreadableHolidays { .. } => Code::UnreadableHolidays,
            CalendarFault::BadHolidays { .. } => Code::BadHolidays,
            CalendarFault::HolidayEvent { .. } => Code::HolidayEvent,
            CalendarFault::UnknownHolidays { .. } => Code::UnknownHolidays,
            CalendarFault::UnknownZone { .. } => Code::UnknownZone,
            CalendarFault::ReversedZone(_) => Code::ReversedZone,
        }
    }
}
