//! One row becomes a task.

use std::sync::Arc;

use jiff::civil::Date;

use crate::import::dates::{Moment, Reading as DateReading};
use crate::import::doubt::{Doubt, LeftOut, Why, WhyNot};
use crate::import::every;
use crate::import::item::{Inferred, Item, NoDue};
use crate::import::key::Key;
use crate::import::mapping::Mapping;
use crate::import::read::Settings;
use crate::import::sheet::{Cell, Place, Row, Sheet};
use crate::import::states;
use crate::import::table::{Column, Table};
use crate::import::text::{kept, one_line};
use crate::model::Severity;

/// A title longer than this is prose.
const TITLE: usize = 120;

/// A row while it is read.
pub(super) struct Reading<'r> {
    pub(super) sheet: &'r Sheet,
    pub(super) table: &'r Table,
    pub(super) row: &'r Row,
    pub(super) settings: &'r Settings,
    pub(super) doubts: &'r mut Vec<Doubt>,
    pub(super) mapping: &'r Mapping,
    pub(super) fields: Vec<(Arc<str>, String)>,
    pub(super) inferred: Vec<(&'static str, Inferred)>,
    pub(super) own_id: Option<String>,
}

impl<'r> Reading<'r> {
    pub(super) fn of(
        sheet: &'r Sheet,
        table: &'r Table,
        row: &'r Row,
        settings: &'r Settings,
        doubts: &'r mut Vec<Doubt>,
        mapping: &'r Mapping,
    ) -> Reading<'r> {
        Reading {
            sheet,
            table,
            row,
            settings,
            doubts,
            mapping,
            fields: Vec::new(),
            inferred: Vec::new(),
            own_id: None,
        }
    }

    /// The task of the row, or why it is left out.
    pub(super) fn item(&mut self) -> Result<Item, Box<LeftOut>> {
        let (own_id, whole_title) = (self.id(), self.title());
        let title = cut(&whole_title);
        self.own_id.clone_from(&own_id);
        let left_out =
            |place, why| Box::new(LeftOut { place, id: own_id.clone(), title: title.clone(), why });
        if title.is_empty() {
            return Err(left_out(self.place(None), WhyNot::NoTitle));
        }
        let names = self.names();
        let doubts = self.doubts.len();
        let dates = self.dates().map_err(|(place, why)| left_out(place, why))?;
        let state = self.state(&dates).map_err(|(place, why)| left_out(place, why))?;
        if state.done.is_none() && state.cancelled.is_none() {
            self.years_before_list(doubts, &dates);
        }
        let (due, extended) = match (dates.due, dates.extended) {
            (Err(NoDue { why: None, .. }), Some(extended)) => {
                self.infer_like("due", "extended");
                (Ok(crate::import::item::Due::When(extended)), None)
            }
            (due, extended) => (due, extended),
        };
        let steps = self.steps();
        self.prose();
        let every = self.every();
        let done_through = self.done_through(every.is_some(), dates.done_through);
        let detail = self.detail(&title, &whole_title);
        Ok(Item {
            place: self.place(None),
            id: own_id.clone().unwrap_or_default(),
            own_id,
            title,
            whole_title,
            detail,
            unit: names.unit,
            owner: names.owner,
            email: names.email,
            with: names.with,
            supervisor: names.supervisor,
            watchers: names.watchers,
            category: self.text(Key::Category),
            severity: self.severity(),
            source: self.text(Key::Source),
            batch: self.text(Key::Batch),
            policy: self.text(Key::Policy),
            opened: dates.opened,
            due,
            extended,
            every,
            done: state.done,
            done_through,
            verified: state.verified,
            cancelled: state.cancelled,
            returned: state.returned,
            progress: state.progress,
            steps,
            fields: std::mem::take(&mut self.fields),
            inferred: std::mem::take(&mut self.inferred),
        })
    }

    /// The columns of a key with their cells, where these hold something.
    pub(super) fn cells(&self, key: Key) -> Vec<(&'r Column, &'r Cell)> {
        let cells =
            self.table.of(key).filter_map(|column| Some((column, self.row.cell(column.at)?)));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    /// The text of the surest column of a key.
    pub(super) fn text(&mut self, key: Key) -> Option<String> {
        let (column, cell) = *self.cells(key).first()?;
        if cell.flaw.is_some() {
            self.doubt(Some(column), &cell.text, Why::Flawed);
        }
        Some(one_line(&kept(&cell.text))).filter(|text| !text.is_empty())
    }

    pub(super) fn place(&self, column: Option<&Column>) -> Place {
        self.sheet.place(self.row, column.map(|column| (column.at, &column.heading)))
    }

    pub(super) fn doubt(&mut self, column: Option<&Column>, text: &str, why: Why) {
        let place = self.place(column);
        self.doubts.push(Doubt { place, text: kept(text), why });
    }

    /// Notes that a date was taken from elsewhere.
    pub(super) fn infer(&mut self, value: &'static str, what: Inferred) {
        self.inferred.push((value, what));
    }

    /// Notes it of one date that is another one's, too.
    pub(super) fn infer_like(&mut self, value: &'static str, other: &str) {
        let found = self.inferred.iter().find(|(known, _)| *known == other).map(|(_, what)| *what);
        self.inferred.extend(found.map(|what| (value, what)));
    }

    /// Keeps a cell among the fields.
    pub(super) fn field(&mut self, column: &Column, text: &str) {
        let text = kept(text);
        if !text.is_empty() {
            self.fields.push((column.heading.clone(), text));
        }
    }

    fn id(&mut self) -> Option<String> {
        let (column, cell) = *self.cells(Key::Id).first()?;
        if cell.date.is_some() {
            self.doubt(Some(column), &cell.text, Why::IdIsDate);
        }
        if cell.flaw.is_some() {
            self.doubt(Some(column), &cell.text, Why::Flawed);
        }
        let id = Some(one_line(&kept(&cell.text))).filter(|id| !id.is_empty())?;
        if !id.contains('/') {
            return Some(id);
        }
        // It sets apart a milestone.
        let readable = id.replace('/', "-");
        self.doubt(Some(column), &cell.text, Why::IdWithSlash(readable.clone()));
        Some(readable)
    }

    /// The title, with the measure after it where that is a part of it.
    fn title(&mut self) -> String {
        let mut parts = Vec::new();
        for key in [Key::Title, Key::TitleMore] {
            for (column, cell) in self.cells(key) {
                if cell.flaw.is_some() {
                    self.doubt(Some(column), &cell.text, Why::Flawed);
                }
                parts.push(one_line(&kept(&cell.text)));
            }
        }
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let chinese = parts.first().is_some_and(|part| !part.is_ascii());
        parts.join(if chinese { "：" } else { ": " })
    }

    /// The detail: one column as it is, several each with its heading.
    fn detail(&mut self, title: &str, whole: &str) -> Option<String> {
        let cells = self.cells(Key::Detail);
        let several = self.table.of(Key::Detail).count() > 1;
        let mut parts: Vec<String> = Vec::new();
        if title != whole {
            parts.push(whole.to_owned());
        }
        let mut cells: Vec<_> = cells.into_iter().filter(|(_, cell)| cell.flaw.is_none()).collect();
        cells.sort_by_key(|(column, _)| column.at);
        for (column, cell) in cells {
            let text = kept(&cell.text);
            if text.is_empty() {
                continue;
            }
            parts.push(match (several, column.heading.is_ascii()) {
                (false, _) => text,
                (true, true) => format!("{}: {text}", column.heading),
                (true, false) => format!("{}：{text}", column.heading),
            });
        }
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    fn severity(&mut self) -> Option<Severity> {
        for (column, cell) in self.cells(Key::Severity) {
            let text = one_line(&cell.text);
            if let Some(known) = self.mapping.severities.get(&text) {
                return Some(*known);
            }
            match states::severity(&text) {
                Some((severity, true)) => return Some(severity),
                Some((severity, false)) => {
                    self.doubt(Some(column), &cell.text, Why::SeverityTaken(severity));
                    return Some(severity);
                }
                None if matches!(text.to_lowercase().as_str(), "n/a" | "-" | "—" | "/") => {}
                None => {
                    self.doubt(Some(column), &cell.text, Why::NoSeverity);
                    self.field(column, &cell.text);
                }
            }
        }
        None
    }

    /// Only a standing task is done up to a day; of another it is one more column.
    fn done_through(&mut self, standing: bool, through: Option<Moment>) -> Option<Date> {
        let through = through?;
        if !standing && let Some((column, cell)) = self.cells(Key::DoneThrough).first().copied() {
            self.field(column, &cell.text);
        }
        standing.then(|| through.day())
    }

    fn every(&mut self) -> Option<String> {
        let (column, cell) = *self.cells(Key::Every).first()?;
        let read = every::read(&cell.text);
        if read.is_none() {
            self.doubt(Some(column), &cell.text, Why::NoRhythm);
            self.field(column, &cell.text);
        }
        read
    }

    /// Columns of the office's own, and what may be doubtful in them.
    fn prose(&mut self) {
        for column in &self.table.columns {
            let Some(cell) = self.row.cell(column.at).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            match column.key {
                Key::Field | Key::Check => {
                    self.suspect(column, cell);
                    self.field(column, &cell.text);
                }
                Key::Leader => {
                    if crate::import::names::is_body(&cell.text) {
                        self.doubt(Some(column), &cell.text, Why::NotAPerson);
                    }
                    self.field(column, &cell.text);
                }
                _ => {}
            }
        }
    }

    fn suspect(&mut self, column: &Column, cell: &Cell) {
        let within = crate::import::dates::within(&cell.text);
        if cell.flaw.is_some() {
            self.doubt(Some(column), &cell.text, Why::Flawed);
        } else if column.key == Key::Check && within.is_some() {
            self.doubt(Some(column), &cell.text, Why::DateInProse);
        } else if column.may_be_due && names_a_year(&cell.text) {
            self.other_deadline(column, cell, within);
        }
    }

    /// A column that may hold the deadline, too: where it names another day, or none that can be read.
    fn other_deadline(&mut self, column: &Column, cell: &Cell, within: Option<Date>) {
        let Some((due_column, due)) = self.cells(Key::Due).first().copied() else { return };
        let reader = super::reader(due_column, self.table, self.mapping, self.settings);
        match (reader.cell(due), within) {
            (DateReading::Read(when, _), Some(other)) if when.day() == other => {}
            (DateReading::Read(..), Some(_)) => {
                let said = format!("{}: {}", column.heading, one_line(&cell.text));
                self.doubt(Some(due_column), &due.text, Why::OtherDeadline(said));
            }
            _ => self.doubt(Some(column), &cell.text, Why::OtherDeadline(String::new())),
        }
    }
}

/// Whether a year of our time stands in a text.
fn names_a_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter_map(|number| number.parse::<u32>().ok())
        .any(|number| (2000..2100).contains(&number))
}

/// The first sentence of a title that is prose, or as much of it as a line takes.
fn cut(whole: &str) -> String {
    if whole.chars().count() <= TITLE {
        return whole.to_owned();
    }
    let start: String = whole.chars().take(TITLE).collect();
    let end = start.rfind(['。', '；', ';']).or_else(|| start.rfind(". "));
    let end = end.filter(|end| *end >= start.len() / 3);
    let cut = match end {
        Some(end) => start[..end].to_owned(),
        None if whole.is_ascii() => {
            start.rsplit_once(' ').map_or(start.clone(), |(words, _)| words.to_owned())
        }
        None => start,
    };
    format!("{}…", cut.trim_end())
}
