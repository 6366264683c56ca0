//! Holiday sets: why one cannot be used, and what of one is not read.
//!
//! No kind repeats what the file holds: a name in `holidays` may lead to any file, also to one with a password.

use crate::config::fault::files::FileFault;

/// Why a holiday set cannot be used, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetFault {
    pub(crate) line: Option<usize>,
    pub(crate) what: SetError,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SetError {
    TooLarge {
        mib: usize,
    },
    NotText(Box<FileFault>),
    /// Neither .toml nor .ics.
    OtherEnding,
    TooManyDays {
        limit: usize,
    },
    // In TOML.
    NoToml,
    NoYears,
    YearWanted,
    YearIsTable,
    UnknownKeyOfYear,
    NoSuchDay,
    DayWanted,
    DayWithTime,
    DaysWanted,
    // In .ics.
    NoCalendar,
    NoEvent,
    TooManyRules {
        limit: usize,
    },
    TooDeep {
        limit: usize,
    },
    EndsUnbegun,
    CutOff,
}

/// Something to say of a line of an .ics file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) line: usize,
    pub(crate) what: NoteKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoteKind {
    /// The event that begins in the line is not read.
    Unread(Unread),
    /// A rule is not read; only days that are named count.
    RuleUnread,
    /// A rule is not read that would mark most days, year after year.
    RuleForEveryDay,
    /// A date in a list is passed over.
    NoDate,
    /// A line within an event is none.
    NoLine,
}

/// Why an event is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    ChangesFurtherTimes,
    ExceptionRule,
    NoStart,
    BadStart,
    BadEnd,
    BadDuration,
    OutsideYears,
    Reversed,
    TooLong,
    NoWholeDays,
    OldEncoding,
    NamesOtherDays,
    NotMarked,
    Observance,
    HalfDay,
}

impl SetError {
    /// In this line.
    pub(crate) fn in_line(self, line: usize) -> SetFault {
        SetFault { line: Some(line), what: self }
    }
}

impl From<SetError> for SetFault {
    fn from(what: SetError) -> SetFault {
        SetFault { line: None, what }
    }
}
