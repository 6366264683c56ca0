//! A date as offices write it: what it means, and what was assumed for that.
//!
//! `2026年3月5日前` includes that day, as offices use it. A month means its last day for a deadline and its first for a
//! beginning. What allows no single reading is not read.

mod chinese;
mod latin;
mod numeric;
mod order;
mod relative;
mod scan;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::{Date, DateTime};

use crate::import::sheet::{Cell, Flaw, Precision};
use crate::import::text::{arabic, folded};
pub use order::{Decision, Order};

/// A day or a time, as it will stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A whole day.
    Day(Date),
    /// A time, local to the task's calendar.
    Local(DateTime),
    /// A time with its offset: `+08:00`, `Z`.
    Offset(DateTime, String),
}

impl Moment {
    /// Its day, as it is written.
    pub fn day(&self) -> Date {
        match self {
            Moment::Day(day) => *day,
            Moment::Local(time) | Moment::Offset(time, _) => time.date(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(day) => day.fmt(f),
            Moment::Local(time) => time.fmt(f),
            Moment::Offset(time, offset) => write!(f, "{time}{offset}"),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = ();

    fn from_str(text: &str) -> Result<Moment, ()> {
        let reader = Reader { role: Role::Start, year: None, order: None };
        match reader.text(text) {
            Reading::Read(when, how) if how.is_empty() => Ok(when),
            _ => Err(()),
        }
    }
}

/// What a column's dates are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A deadline: a month means its last day.
    Deadline,
    /// A beginning: a month means its first day.
    Start,
    /// Something that happened: a month names no day.
    Fact,
}

/// How the dates of a column are read.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// What they are for.
    pub role: Role,
    /// The year of dates without one.
    pub year: Option<i16>,
    /// What comes first, the day or the month, where nothing else says so.
    pub order: Option<Order>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Empty,
    /// A day or time, and what was assumed.
    Read(Moment, Vec<How>),
    /// A first promise and an extension of it.
    Extended(Moment, Moment, Vec<How>),
    /// A distance from the day on which it was opened: `+30d`.
    FromOpened(String, Vec<How>),
    /// Nothing that can be taken.
    Unread(Unread),
}

/// What was assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// This year, for none was written.
    Year(i16),
    /// By that year it is over before the list was made, and nothing says that it is finished: the next year may be meant.
    BeforeList(Date),
    /// The last day of a month, quarter, half year or year.
    LastDay,
    /// The first day of one.
    FirstDay,
    /// The 10th or 20th: 上旬, 中旬.
    ThirdOfMonth,
    /// The end of a stretch of days.
    EndOfRange,
    /// A spreadsheet's number of a day.
    Serial,
    /// An extension that stands in the same cell.
    ExtensionInside,
    /// Counted from the day on which it was opened, though the cell names another beginning.
    OtherBeginning,
    /// A day is stored; only a month or a year is shown.
    ShownShorter,
}

/// Why a cell cannot be read as a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// A formula without a value, or with an error.
    Flawed(Flaw),
    /// The calendar has no such day.
    NoSuchDay,
    /// Words that name no day: 立行立改, ASAP.
    NoDay,
    /// Something that comes round, or goes on for ever; how often, where it says so.
    Standing(Option<String>),
    /// Day and month could be either way round.
    WhichFirst,
    /// A year is missing, and nothing gives one.
    NoYear,
    /// `12.3`, which may have been `12.30`.
    LostZero,
    /// More than one date.
    Several,
    /// A part of a financial year.
    FinancialYear,
    /// A week.
    Week,
    /// A month, where a day is wanted.
    OnlyMonth,
    /// No date at all.
    NoDate,
}

impl Reader {
    /// What a cell says.
    pub fn cell(self, cell: &Cell) -> Reading {
        if let Some(flaw) = cell.flaw {
            return Reading::Unread(Unread::Flawed(flaw));
        }
        let Some(stored) = cell.date else { return self.text(&cell.text) };
        let day = stored.at.date();
        if !in_range(day) {
            return Reading::Unread(Unread::NoSuchDay);
        }
        match stored.shown {
            Precision::Time => Reading::Read(Moment::Local(stored.at), vec![]),
            Precision::Day => Reading::Read(Moment::Day(day), vec![]),
            Precision::Month => {
                self.stretch(day.first_of_month(), day.last_of_month(), How::ShownShorter)
            }
            Precision::Year => {
                self.stretch(day.first_of_year(), day.last_of_year(), How::ShownShorter)
            }
        }
    }

    /// What a text says.
    pub fn text(self, text: &str) -> Reading {
        let text = arabic(&folded(text));
        let text = text.trim_matches(['"', '\'', '“', '”', '‘', '’', ' ']);
        if text.is_empty() {
            return Reading::Empty;
        }
        if is_nothing(text) {
            return match self.role {
                Role::Deadline => Reading::Unread(Unread::NoDay),
                Role::Start | Role::Fact => Reading::Empty,
            };
        }
        if let Some((first, to)) = relative::extension(text) {
            return self.extended(first, to);
        }
        if let Some((distance, how)) = relative::from_opened(text) {
            return Reading::FromOpened(distance, how);
        }
        match self.date(text) {
            Ok(Some((when, how))) => Reading::Read(when, how),
            Ok(None) => self.range(text).unwrap_or_else(|| Reading::Unread(relative::words(text))),
            Err(why) => Reading::Unread(why),
        }
    }

    /// One date and nothing else; `None` if it has no form that is known.
    fn date(self, text: &str) -> Result<Option<(Moment, Vec<How>)>, Unread> {
        let text = relative::without_frills(text);
        for read in [numeric::read, chinese::read, latin::read] {
            if let Some(found) = read(self, text)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn extended(self, first: &str, to: &str) -> Reading {
        let to = match self.date(to) {
            Ok(Some(to)) => to,
            Ok(None) => return Reading::Unread(Unread::NoDate),
            Err(why) => return Reading::Unread(why),
        };
        if first.is_empty() {
            return Reading::Read(to.0, [to.1, vec![How::ExtensionInside]].concat());
        }
        match self.date(first) {
            Ok(Some((first, how))) => {
                Reading::Extended(first, to.0, [how, to.1, vec![How::ExtensionInside]].concat())
            }
            Ok(None) => Reading::Unread(Unread::NoDate),
            Err(why) => Reading::Unread(why),
        }
    }

    /// Two dates with a sign between them: the second is the deadline, the first a beginning.
    fn range(self, text: &str) -> Option<Reading> {
        let (from, until) = relative::halves(text).into_iter().find_map(|(from, until)| {
            let from = self.date(from).ok()??;
            // `2026年7月1日至9月30日`: the year stands once.
            let year = if from.1.iter().any(|how| matches!(how, How::Year(_))) {
                self.year
            } else {
                Some(from.0.day().year())
            };
            let until = Reader { year, ..self }.date(until).ok()??;
            Some((from, until))
        })?;
        let mut how = until.1;
        if !from.1.iter().any(|how| matches!(how, How::Year(_))) {
            how.retain(|how| !matches!(how, How::Year(_)));
        }
        how.push(How::EndOfRange);
        match self.role {
            _ if from.0.day() > until.0.day() => Some(Reading::Unread(Unread::Several)),
            Role::Start => Some(Reading::Read(from.0, vec![How::FirstDay])),
            Role::Deadline => Some(Reading::Read(until.0, how)),
            Role::Fact => Some(Reading::Unread(Unread::Several)),
        }
    }

    /// A stretch of days: its last is the deadline, its first a beginning.
    fn stretch(self, first: Date, last: Date, how: How) -> Reading {
        match self.of_stretch(first, last, vec![how]) {
            Ok((when, how)) => Reading::Read(when, how),
            Err(why) => Reading::Unread(why),
        }
    }

    fn of_stretch(
        self,
        first: Date,
        last: Date,
        mut how: Vec<How>,
    ) -> Result<(Moment, Vec<How>), Unread> {
        match self.role {
            Role::Deadline => {
                how.push(How::LastDay);
                Ok((Moment::Day(last), how))
            }
            Role::Start => {
                how.push(How::FirstDay);
                Ok((Moment::Day(first), how))
            }
            Role::Fact => Err(Unread::OnlyMonth),
        }
    }

    /// The year written, or the one that is assumed.
    fn year(self, written: Option<i16>, how: &mut Vec<How>) -> Result<i16, Unread> {
        written
            .or_else(|| {
                how.extend(self.year.map(How::Year));
                self.year
            })
            .ok_or(Unread::NoYear)
    }
}

/// Whether duban's files take the day.
fn in_range(day: Date) -> bool {
    (1900..=2200).contains(&day.year())
}

fn day(year: i16, month: i8, day: i8) -> Result<Date, Unread> {
    Date::new(year, month, day).ok().filter(|day| in_range(*day)).ok_or(Unread::NoSuchDay)
}

fn is_nothing(text: &str) -> bool {
    text.chars().all(|c| "-—–/\\_.·*".contains(c))
        || matches!(text, "n/a" | "na" | "none" | "无" | "nil" | "k.a." | "entfällt" | "不适用")
}

/// A day that stands somewhere in prose: written from the year on, with separators.
pub fn within(text: &str) -> Option<Date> {
    let text = folded(text);
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_ascii_digit() && !text[..*at].ends_with(|before: char| before.is_ascii_digit())
    });
    starts.map(|(at, _)| &text[at..]).find_map(scan::year_first_day)
}
