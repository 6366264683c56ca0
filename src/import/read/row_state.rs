//! How a row stands: done, verified, sent back, called off. A row that is finished is never left open.

use jiff::civil::Date;

use super::row::Reading;
use super::row_dates::Dates;
use crate::import::dates::{How, Moment, Reader, Reading as DateReading};
use crate::import::doubt::{DayFrom, Why, WhyNot};
use crate::import::item::{Inferred, Progress};
use crate::import::key::Key;
use crate::import::sheet::{Cell, Place};
use crate::import::states::{self, Said};
use crate::import::table::Column;
use crate::import::text::{folded, kept, one_line};

/// How a row stands.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) done: Option<Moment>,
    pub(super) verified: Option<Moment>,
    pub(super) cancelled: Option<Moment>,
    pub(super) returned: Option<(Moment, Option<String>)>,
    pub(super) progress: Option<Progress>,
}

/// What the cells of a row say, and which says so first.
#[derive(Default)]
struct Saying<'r> {
    said: Vec<(Said, &'r Column, &'r Cell)>,
    percent: Option<(u8, &'r Column, &'r Cell)>,
    prose: Vec<(&'r Column, &'r Cell)>,
    verified_flag: Option<(&'r Column, &'r Cell)>,
}

impl<'r> Saying<'r> {
    /// Where that is said first.
    fn first(&self, wanted: Said) -> Option<(&'r Column, &'r Cell)> {
        let found = self.said.iter().find(|(said, ..)| *said == wanted);
        found.map(|(_, column, cell)| (*column, *cell))
    }
}

type Refused = (Place, WhyNot);

impl<'r> Reading<'r> {
    pub(super) fn state(&mut self, dates: &Dates) -> Result<Standing, Refused> {
        let saying = self.saying();
        let mut standing =
            Standing { progress: self.progress(dates, &saying), ..Standing::default() };
        let first = |wanted: Said| saying.first(wanted);
        if let Some((column, cell)) = first(Said::Returned) {
            self.returned(dates, column, cell, &mut standing);
            return Ok(standing);
        }
        if dates.cancelled.is_some() || first(Said::Cancelled).is_some() {
            let day = dates.cancelled.clone().or_else(|| dates.done.clone());
            standing.cancelled = match (day, first(Said::Cancelled)) {
                (Some(day), _) => Some(day),
                (None, cell) => Some(self.taken(Said::Cancelled, cell, dates)?),
            };
            return Ok(standing);
        }
        self.finished(dates, &saying, &mut standing)?;
        if standing.done.is_none() {
            self.unread_states(&saying);
        }
        if let Some((column, cell)) = saying.verified_flag.filter(|_| standing.verified.is_none()) {
            self.doubt(Some(column), &cell.text, Why::VerifiedWithoutDay);
        }
        Ok(standing)
    }

    fn finished(
        &mut self,
        dates: &Dates,
        saying: &Saying<'r>,
        standing: &mut Standing,
    ) -> Result<(), Refused> {
        let first = |wanted: Said| saying.first(wanted);
        let (done, verified, open) = (first(Said::Done), first(Said::Verified), first(Said::Open));
        let says_so = verified.or(done);
        // Somebody looked again and found it done.
        let reviewed = dates.review.clone().filter(|_| says_so.is_some());
        standing.verified = dates.verified.clone().or(reviewed);
        if let (None, Some((column, cell))) = (&standing.verified, verified)
            && let Some((_, day, how)) = self.day_beside(column, cell)
        {
            self.dated(Key::Verified, column, cell, &day, how);
            standing.verified = Some(day);
        }
        standing.done = dates.done.clone();
        if let (None, Some(verified)) = (&standing.done, &standing.verified) {
            let (column, cell) = says_so.or(self.cells(Key::Verified).first().copied()).unzip();
            if dates.review.is_none() {
                let text = cell.map_or(String::new(), |cell| cell.text.clone());
                self.doubt(column, &text, Why::DoneAsVerified(verified.day()));
            }
            self.infer(Key::Done.name(), Inferred::Day);
            standing.done = Some(verified.clone());
        }
        if let (Some(day), Some((column, cell)), None) = (&standing.done, open, says_so) {
            self.doubt(Some(column), &cell.text, Why::OpenYetDone(day.day()));
        }
        if let (Some(_), Some((column, cell))) = (says_so, open) {
            self.doubt(Some(column), &cell.text, Why::StatesDisagree);
        }
        if standing.done.is_some() {
            return Ok(());
        }
        let all = saying
            .percent
            .filter(|(percent, ..)| *percent == 100)
            .map(|(_, column, cell)| (column, cell));
        let finished_sheet = self.table.is_finished && saying.said.is_empty();
        match (says_so, all) {
            (Some(cell), _) => {
                let said = if verified.is_some() { Said::Verified } else { Said::Done };
                standing.done = Some(self.taken(said, Some(cell), dates)?);
                if let Some((column, cell)) = verified {
                    self.doubt(Some(column), &cell.text, Why::VerifiedWithoutDay);
                }
            }
            (None, Some((column, cell))) => {
                self.doubt(Some(column), &cell.text, Why::AllDone);
                standing.done = Some(self.taken(Said::Done, Some((column, cell)), dates)?);
            }
            (None, None) if finished_sheet => {
                standing.done = Some(self.taken(Said::Done, None, dates)?)
            }
            (None, None) => {}
        }
        Ok(())
    }

    /// A day for a row that is finished and has none: of the command line, of the row's last change, of the list.
    fn taken(
        &mut self,
        said: Said,
        cell: Option<(&Column, &Cell)>,
        dates: &Dates,
    ) -> Result<Moment, Refused> {
        let value = if said == Said::Cancelled { Key::Cancelled } else { Key::Done };
        if let Some((column, cell)) = cell
            && let Some((_, day, how)) = self.day_beside(column, cell)
        {
            self.dated(value, column, cell, &day, how);
            return Ok(day);
        }
        let own = self.table.own_date.as_ref().map(|(day, _)| *day);
        let days = [
            (self.settings.done_on, DayFrom::DoneOn),
            (dates.updated.as_ref().map(Moment::day), DayFrom::Updated),
            (own, DayFrom::List),
        ];
        let (column, text) =
            cell.map_or((None, String::new()), |(column, cell)| (Some(column), cell.text.clone()));
        self.infer(value.name(), Inferred::Day);
        match days.into_iter().find_map(|(day, from)| Some((day?, from))) {
            Some((day, from)) => {
                self.doubt(column, &text, Why::DayTaken(said, day, from));
                Ok(Moment::Day(day))
            }
            None => match self.known_day() {
                Some(day) => Ok(Moment::Day(day)),
                None => {
                    self.doubt(column, &text, Why::NoDay(said));
                    Err((self.place(column), WhyNot::NoDay(said)))
                }
            },
        }
    }

    /// A word for how the row ended with its day beside it: `已完成，11月15日`. A day of no year is none after the list's own
    /// date.
    fn day_beside(&self, column: &Column, cell: &Cell) -> Option<(Said, Moment, Vec<How>)> {
        let (said, rest) = states::beside_day(&cell.text)?;
        let reader = super::reader(column, self.table, self.mapping, self.settings);
        let read = |reader: Reader| match reader.text(&rest) {
            DateReading::Read(when, how) => Some((when, how)),
            _ => None,
        };
        let (when, how) = read(reader)?;
        let own = self.table.own_date.as_ref().map(|(day, _)| *day);
        let is_later = own.is_some_and(|own| when.day() > own);
        let (when, how) = match is_later && how.iter().any(|how| matches!(how, How::Year(_))) {
            true => read(Reader { year: reader.year.map(|year| year - 1), ..reader })?,
            false => (when, how),
        };
        Some((said, when, how))
    }

    /// The day on which the task of the row was finished by what the files say.
    fn known_day(&self) -> Option<Date> {
        self.settings.finished.get(self.own_id.as_ref()?).copied()
    }

    /// Notes what was assumed of a day that stands beside a word for a state.
    fn dated(&mut self, value: Key, column: &Column, cell: &Cell, day: &Moment, how: Vec<How>) {
        if how.iter().any(|how| matches!(how, How::Year(_))) {
            self.infer(value.name(), Inferred::Year);
        }
        self.assumed(column, cell, &day.to_string(), how);
    }

    fn returned(&mut self, dates: &Dates, column: &Column, cell: &Cell, standing: &mut Standing) {
        let own = self.table.own_date.as_ref().map(|(day, _)| Moment::Day(*day));
        let day = dates.review.clone().or_else(|| dates.updated.clone()).or(own);
        let by = self.cells(Key::Supervisor).first().map(|(_, cell)| one_line(&kept(&cell.text)));
        match day {
            Some(day) => {
                if dates.review.is_none() {
                    self.infer("returned", Inferred::Day);
                }
                let review = self.cells(Key::Review).first().copied();
                let (at, text) = review.map_or((column, &cell.text), |(at, cell)| (at, &cell.text));
                self.doubt(Some(at), text, Why::Returned(day.day()));
                standing.returned = Some((day, by));
            }
            None => self.doubt(Some(column), &cell.text, Why::ReturnedWithoutDay),
        }
    }

    /// What seems to be said of the state of an open row, and is not taken.
    fn unread_states(&mut self, saying: &Saying<'r>) {
        for (column, cell) in &saying.prose {
            if let Some(hint) = states::hint(&cell.text) {
                let why = Why::StateUnread(hint, self.settings.map.clone());
                self.doubt(Some(column), &cell.text, why);
            }
        }
    }

    fn saying(&mut self) -> Saying<'r> {
        let mut saying = Saying::default();
        for (column, cell) in self.cells(Key::Status) {
            match self.word(column, cell) {
                Some(said) => saying.said.push((said, column, cell)),
                None => saying.prose.push((column, cell)),
            }
        }
        for (column, cell) in self.cells(Key::IsDone) {
            let flag =
                states::flag(&cell.text).map(|yes| if yes { Said::Done } else { Said::Open });
            match flag.or_else(|| self.word(column, cell)) {
                Some(said) => saying.said.push((said, column, cell)),
                None => saying.prose.push((column, cell)),
            }
        }
        for (column, cell) in self.cells(Key::Light) {
            let said = self.mapping.states.get(&one_line(&cell.text)).copied();
            let said = said.or_else(|| states::said(&cell.text).map(|(said, _)| said));
            if let Some(said) = said.filter(|said| *said != Said::Open) {
                saying.said.push((said, column, cell));
            }
        }
        for (column, cell) in self.cells(Key::Percent) {
            match states::percent(&cell.text) {
                Some(percent) => saying.percent = Some((percent, column, cell)),
                None if matches!(folded(&cell.text).as_str(), "n/a" | "——" | "—" | "-" | "/") =>
                    {}
                None => self.field(column, &cell.text),
            }
        }
        let flag = self
            .cells(Key::IsVerified)
            .into_iter()
            .find(|(_, cell)| states::flag(&cell.text) == Some(true));
        saying.verified_flag = flag;
        saying
    }

    /// A word for a state: by the mapping file, else by what everybody means by it.
    fn word(&mut self, column: &Column, cell: &Cell) -> Option<Said> {
        if let Some(said) = self.mapping.states.get(&one_line(&cell.text)) {
            return Some(*said);
        }
        if let Some((said, ..)) = self.day_beside(column, cell) {
            return Some(said);
        }
        let (said, sure) = states::said(&cell.text)?;
        if !sure {
            self.doubt(Some(column), &cell.text, Why::Perhaps(said));
        }
        Some(said)
    }

    /// What goes on, with its day: the row's own, else the list's. Without a day it is kept among the fields.
    fn progress(&mut self, dates: &Dates, saying: &Saying<'r>) -> Option<Progress> {
        if dates.updated.is_none() || self.inferred.contains(&(Key::Updated.name(), Inferred::Year))
        {
            self.infer(Key::Progress.name(), Inferred::Day);
        }
        let own = self.table.own_date.as_ref().map(|(day, _)| *day);
        let on: Option<Date> = dates.updated.as_ref().map(Moment::day).or(own);
        let mut told: Vec<(&Column, &Cell)> = self.cells(Key::Progress);
        told.extend(saying.prose.iter().copied());
        let percent = saying.percent.filter(|(percent, ..)| *percent < 100);
        let Some(on) = on else {
            for (column, cell) in
                told.into_iter().chain(percent.map(|(_, column, cell)| (column, cell)))
            {
                self.field(column, &cell.text);
            }
            return None;
        };
        let text: Vec<String> =
            told.iter().map(|(_, cell)| kept(&cell.text)).filter(|text| !text.is_empty()).collect();
        let percent = percent.map(|(percent, ..)| percent);
        (!text.is_empty() || percent.is_some()).then(|| Progress {
            on,
            text: (!text.is_empty()).then(|| text.join("\n")),
            percent,
        })
    }
}
