//! The dates of a row. One that cannot be read leaves the row out.

use jiff::civil::Date;

use super::row::Reading;
use crate::import::dates::{How, Moment, Reader, Reading as DateReading, Unread};
use crate::import::doubt::{Why, WhyNot};
use crate::import::item::{Due, Inferred, NoDue};
use crate::import::key::Key;
use crate::import::sheet::{Cell, Place};
use crate::import::table::Column;
use crate::import::text::kept;

/// The dates of a row.
pub(super) struct Dates {
    pub(super) opened: Option<Moment>,
    pub(super) due: Result<Due, NoDue>,
    pub(super) extended: Option<Moment>,
    pub(super) done: Option<Moment>,
    pub(super) done_through: Option<Moment>,
    pub(super) verified: Option<Moment>,
    pub(super) cancelled: Option<Moment>,
    pub(super) review: Option<Moment>,
    pub(super) updated: Option<Moment>,
}

/// A day before which another cannot be.
#[derive(Clone, Copy)]
struct Since {
    day: Date,
    /// Whether the other may be in the next year: not where the year of this one is only that of other rows.
    may_pass_a_year: bool,
}

type Refused = (Place, WhyNot);

impl<'r> Reading<'r> {
    pub(super) fn dates(&mut self) -> Result<Dates, Refused> {
        // All of them are read before one leaves the row out, so that every doubtful cell is told of.
        let opened = self.needed(Key::Opened);
        let is_opened = self.settings.opened.is_some() || matches!(opened, Ok(Some(_)));
        if !matches!(opened, Ok(Some(_))) && self.settings.opened.is_some() {
            self.infer(Key::Opened.name(), Inferred::Day);
        }
        let (due, inside) = self.due(is_opened);
        if inside.is_some() {
            self.infer_like(Key::Extended.name(), Key::Due.name());
        }
        let extended = self.needed(Key::Extended);
        let [done, verified, cancelled, review] =
            [Key::Done, Key::Verified, Key::Cancelled, Key::Review].map(|key| self.needed(key));
        let (done_through, updated) = (self.welcome(Key::DoneThrough), self.welcome(Key::Updated));
        let extended = extended?.or(inside);
        let same =
            matches!((&due, &extended), (Ok(Due::When(due)), Some(extended)) if due == extended);
        Ok(Dates {
            opened: opened?.or(self.settings.opened.map(Moment::Day)),
            due,
            extended: extended.filter(|_| !same),
            done: done?,
            done_through,
            verified: verified?,
            cancelled: cancelled?,
            review: review?,
            updated,
        })
    }

    pub(super) fn read(&self, column: &'r Column, cell: &Cell) -> DateReading {
        let reader = super::reader(column, self.table, self.mapping, self.settings);
        match reader.cell(cell) {
            DateReading::Unread(Unread::NoYear) => self.in_a_year(reader, column, cell),
            read => read,
        }
    }

    /// A date without a year where neither the list's own date nor the command line gives one: its year is the one that
    /// the list names besides. A deadline is the first such day after the one on which it was opened. Where these differ,
    /// nothing tells.
    fn in_a_year(&self, reader: Reader, column: &Column, cell: &Cell) -> DateReading {
        let of = |year: i16| match (Reader { year: Some(year), ..reader }).cell(cell) {
            DateReading::Read(when, how) => Some((when, how)),
            _ => None,
        };
        let (years, since, until) =
            (self.table.years, self.since(column.key), self.until(column.key));
        // What ends before it begins is no reading.
        let is_possible = |(when, _): &(Moment, Vec<How>)| {
            since.is_none_or(|since| when.day() >= since.day)
                && until.is_none_or(|until| when.day() <= until)
        };
        let after = since.and_then(|since| {
            let next = since.may_pass_a_year.then_some(since.day.year() + 1);
            let years = std::iter::once(since.day.year()).chain(next);
            years.filter_map(of).find(is_possible)
        });
        let named = |year: Option<i16>| year.and_then(of).filter(is_possible);
        let (title, accounts) = (named(years.title), named(years.accounts));
        let agrees = |(when, _): &(Moment, Vec<How>)| {
            let same = [&title, &after].into_iter().flatten().all(|(other, _)| other == when);
            // Accounts of a later year say that the list is for it.
            same && accounts.as_ref().is_none_or(|(other, _)| other.day() <= when.day())
        };
        let found = match column.key {
            Key::Due | Key::Extended | Key::Opened => {
                named(years.only).or(after.clone()).filter(agrees)
            }
            // What happened may have happened long after.
            _ => named(years.only).or(after.filter(|_| years.only.is_some())),
        };
        match found {
            Some((when, how)) => DateReading::Read(when, how),
            None => DateReading::Unread(Unread::NoYear),
        }
    }

    /// The day before which such a date cannot be.
    fn since(&self, key: Key) -> Option<Since> {
        let earlier: &[Key] = match key {
            Key::Due | Key::Done | Key::Cancelled | Key::Review | Key::Updated => &[Key::Opened],
            Key::Extended => &[Key::Opened, Key::Due],
            Key::Verified => &[Key::Opened, Key::Done],
            _ => &[],
        };
        let read = |key: &Key| {
            let (column, cell) = self.cells(*key).first().copied()?;
            let DateReading::Read(when, how) = self.read(column, cell) else { return None };
            let is_whole = !how.iter().any(|how| matches!(how, How::Year(_)));
            let may_pass_a_year = is_whole || self.table.years.title.is_some();
            Some(Since { day: when.day(), may_pass_a_year })
        };
        let given = || {
            let day = self.settings.opened.filter(|_| matches!(key, Key::Due | Key::Extended))?;
            Some(Since { day, may_pass_a_year: true })
        };
        let opened = earlier.first().and_then(read).or_else(given);
        opened.into_iter().chain(earlier.iter().skip(1).filter_map(read)).max_by_key(|one| one.day)
    }

    /// The day after which such a date cannot be: nothing is opened after a deadline that is written in full, or has
    /// happened after today.
    fn until(&self, key: Key) -> Option<Date> {
        match key {
            Key::Opened => {
                let (column, cell) = self.cells(Key::Due).first().copied()?;
                let reader = super::reader(column, self.table, self.mapping, self.settings);
                match reader.cell(cell) {
                    DateReading::Read(when, _) => Some(when.day()),
                    _ => None,
                }
            }
            Key::Due | Key::Extended => None,
            _ => self.settings.today,
        }
    }

    /// A date without which the row cannot be taken, where there is one at all.
    fn needed(&mut self, key: Key) -> Result<Option<Moment>, Refused> {
        let Some((column, cell)) = self.cells(key).first().copied() else { return Ok(None) };
        match self.read(column, cell) {
            DateReading::Empty => Ok(None),
            DateReading::Read(when, how) => {
                self.assumed(column, cell, &when.to_string(), how);
                Ok(Some(when))
            }
            other => {
                let why = unread(other);
                self.doubt(Some(column), &cell.text, Why::Unread(key, why.clone()));
                Err((self.place(Some(column)), WhyNot::Unread(key, kept(&cell.text), why)))
            }
        }
    }

    /// A date that only tells more: what cannot be read is kept among the fields.
    fn welcome(&mut self, key: Key) -> Option<Moment> {
        let (column, cell) = *self.cells(key).first()?;
        match self.read(column, cell) {
            DateReading::Empty => None,
            DateReading::Read(when, how) => {
                self.assumed(column, cell, &when.to_string(), how);
                Some(when)
            }
            other => {
                self.doubt(Some(column), &cell.text, Why::Unread(key, unread(other)));
                self.field(column, &cell.text);
                None
            }
        }
    }

    /// The first promise; and an extension that stands in the same cell.
    fn due(&mut self, is_opened: bool) -> (Result<Due, NoDue>, Option<Moment>) {
        let Some((column, cell)) = self.cells(Key::Due).first().copied() else {
            let column = self.table.of(Key::Due).next();
            let place = column.map(|column| self.place(Some(column)));
            return (Err(NoDue { place, text: String::new(), why: None }), None);
        };
        let not = |reading: &Reading<'_>, why| NoDue {
            place: Some(reading.place(Some(column))),
            text: kept(&cell.text),
            why,
        };
        match self.read(column, cell) {
            DateReading::Empty => (Err(not(self, None)), None),
            DateReading::Read(when, how) => {
                self.assumed(column, cell, &when.to_string(), how);
                (Ok(Due::When(when)), None)
            }
            DateReading::Extended(first, to, how) => {
                self.assumed(column, cell, &format!("{first} → {to}"), how);
                (Ok(Due::When(first)), Some(to))
            }
            DateReading::FromOpened(distance, how) if is_opened => {
                self.assumed(column, cell, &format!("opened{distance}"), how);
                (Ok(Due::FromOpened(distance)), None)
            }
            other => {
                let why = unread(other);
                self.doubt(Some(column), &cell.text, Why::Unread(Key::Due, why.clone()));
                (Err(not(self, Some(why))), None)
            }
        }
    }

    pub(super) fn assumed(&mut self, column: &Column, cell: &Cell, read: &str, how: Vec<How>) {
        if how.iter().any(|how| matches!(how, How::Year(_))) {
            self.infer(column.key.name(), Inferred::Year);
        }
        if !how.is_empty() {
            self.doubt(Some(column), &cell.text, Why::Read(read.to_owned(), how));
        }
    }

    /// An open deadline whose assumed year puts it before the list's own date is told apart from the others.
    pub(super) fn years_before_list(&mut self, since: usize, dates: &Dates) {
        let Some((list, _)) = self.table.own_date else { return };
        let Ok(Due::When(due)) = &dates.due else { return };
        if due.day() >= list {
            return;
        }
        let written = due.to_string();
        for doubt in &mut self.doubts[since..] {
            if let Why::Read(read, how) = &mut doubt.why
                && *read == written
                && how.iter().any(|one| matches!(one, How::Year(_)))
            {
                how.push(How::BeforeList(list));
            }
        }
    }

    /// The steps that the file has as such.
    pub(super) fn steps(&mut self) -> Vec<(String, String, Moment)> {
        let notes = self.sheet.noted.iter().filter(|noted| noted.row == self.row.at);
        for noted in notes {
            let column = self.table.columns.iter().find(|column| column.at == noted.column);
            self.doubt(column, &noted.text, Why::Noted(noted.note));
        }
        let read = |step: &crate::import::sheet::Step| {
            Some((step.id.clone(), step.title.clone(), step.due.parse().ok()?))
        };
        self.row.steps.iter().filter_map(read).collect()
    }
}

/// Why something that was read is no date of this kind.
fn unread(reading: DateReading) -> Unread {
    match reading {
        DateReading::Unread(why) => why,
        DateReading::FromOpened(..) => Unread::NoDay,
        DateReading::Extended(..) => Unread::Several,
        DateReading::Read(..) | DateReading::Empty => Unread::NoDate,
    }
}
