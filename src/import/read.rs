//! Row by row: a list with its mapping becomes tasks, doubts, and rows that are left out.

mod ids;
mod row;
mod row_dates;
mod row_names;
mod row_state;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use crate::import::dates::{Decision, Order, Reader, Role};
use crate::import::doubt::{Doubt, LeftOut, Remark, WhyNot};
use crate::import::headings::{self, Rank};
use crate::import::item::Item;
use crate::import::key::Key;
use crate::import::mapping::Mapping;
use crate::import::passed::{self, Passed};
use crate::import::sheet::{Cell, List, Place, Row, Sheet, letters};
use crate::import::table::{Column, Table};

/// What the command line says about the list.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Only this sheet.
    pub sheet: Option<String>,
    /// The year of dates without one, where the list has no date of its own.
    pub year: Option<i16>,
    /// The day of rows that are finished and have none.
    pub done_on: Option<Date>,
    /// The day on which rows were opened that do not say.
    pub opened: Option<Date>,
    /// Nothing has happened after this day.
    pub today: Option<Date>,
    /// What comes first in columns that do not say.
    pub order: Option<Order>,
    /// How the mapping file is called, for what is said of it.
    pub map: String,
    /// Names and ids that the files know: a cell that is one of them is not taken apart.
    pub known_names: HashSet<String>,
    /// The day on which a task was finished, by the ids that the files know.
    pub finished: HashMap<String, Date>,
    /// Ids of the last import, by the row's own id and title: a repeated id keeps its number.
    pub known_ids: HashMap<(String, String), String>,
}

/// A list as it was read.
#[derive(Debug, Default)]
pub struct Read {
    /// The sheets that have headings.
    pub tables: Vec<Table>,
    /// The rows that are tasks.
    pub items: Vec<Item>,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
    /// Rows that are not taken.
    pub left_out: Vec<LeftOut>,
    /// What is said once.
    pub remarks: Vec<Remark>,
    /// Rows that are no tasks: sheet, what they are, which.
    pub passed: BTreeMap<(Option<String>, Passed), Vec<u32>>,
    /// The mapping with what is new.
    pub mapping: Mapping,
}

/// Reads a list. `progress` hears of each row.
pub fn read(
    list: &mut List,
    mapping: &Mapping,
    settings: &Settings,
    mut progress: impl FnMut(),
) -> Read {
    let mut read = Read { mapping: mapping.clone(), ..Read::default() };
    read.remarks.extend(list.encoding.map(Remark::Encoding));
    if !list.hidden.is_empty() {
        read.remarks.push(Remark::HiddenSheets(list.hidden.clone()));
    }
    let mut without = Vec::new();
    for sheet in &mut list.sheets {
        let named = sheet.name.as_deref();
        if settings.sheet.as_deref().is_some_and(|wanted| named != Some(wanted)) {
            continue;
        }
        match Table::find(sheet, mapping) {
            Some(table) => {
                sheet.fill_down();
                sheet.fill_dittos(table.header.1);
                read.sheet(sheet, &table, settings, &mut progress);
                read.tables.push(table);
            }
            None if sheet.rows.iter().any(|row| row.filled().next().is_some()) => {
                without.extend(named.map(str::to_owned))
            }
            None => {}
        }
    }
    if !without.is_empty() {
        read.remarks.push(Remark::NoHeadings(without));
    }
    ids::settle(&mut read, settings);
    // Cell by cell, as one goes through the sheet; the sheets in their order.
    let order: HashMap<_, usize> =
        read.tables.iter().enumerate().map(|(at, table)| (table.sheet.clone(), at)).collect();
    read.doubts.sort_by_key(|doubt| {
        let place = &doubt.place;
        (order.get(&place.sheet).copied(), place.row, place.column)
    });
    read
}

impl Read {
    fn sheet(
        &mut self,
        sheet: &Sheet,
        table: &Table,
        settings: &Settings,
        progress: &mut impl FnMut(),
    ) {
        self.remember(table);
        self.remark(sheet, table, settings);
        let mut long_titles = 0;
        for row in sheet.rows.iter().filter(|row| row.at > table.header.1) {
            progress();
            if let Some(kind) = passed::kind(sheet, table, row) {
                let name = sheet.name.as_deref().map(str::to_owned);
                if kind != Passed::Blank {
                    self.passed.entry((name, kind)).or_default().push(row.at);
                }
                continue;
            }
            if let Some(why) = unreadable(table, row) {
                let place = sheet.place(row, None);
                self.left_out.push(LeftOut { place, id: None, title: String::new(), why });
                continue;
            }
            let mut reading =
                row::Reading::of(sheet, table, row, settings, &mut self.doubts, &self.mapping);
            match reading.item() {
                Ok(item) => {
                    long_titles += usize::from(item.title != item.whole_title);
                    self.items.push(item);
                }
                Err(left_out) => self.left_out.push(*left_out),
            }
        }
        if long_titles > 0 {
            self.remarks.push(Remark::LongTitles(long_titles));
        }
    }

    /// What was found out about the columns goes into the mapping file.
    fn remember(&mut self, table: &Table) {
        for column in table.columns.iter().filter(|column| column.rank < Rank::MAX - 1) {
            self.mapping.columns.entry(column.heading.to_string()).or_insert(column.key);
        }
    }

    /// What is said once of a sheet.
    fn remark(&mut self, sheet: &Sheet, table: &Table, settings: &Settings) {
        let name = sheet.name.as_deref().map(str::to_owned);
        let has = |key| table.of(key).next().is_some();
        if !sheet.hidden_columns.is_empty() {
            let columns = sheet.hidden_columns.iter().copied().map(letters).collect();
            self.remarks.push(Remark::HiddenColumns(name.clone(), columns));
        }
        if let Some((day, place)) = &table.own_date {
            self.remarks.push(Remark::OwnDate(*day, place.clone()));
        }
        if table.is_finished && !has(Key::Status) && !has(Key::IsDone) {
            self.remarks.push(Remark::FinishedSheet(name.clone().unwrap_or_default()));
        }
        for column in table.columns.iter().filter(|column| column.key.is_date()) {
            self.order(sheet, table, column, settings);
        }
        if !has(Key::Due) && !has(Key::Extended) {
            self.remarks.push(Remark::NoDeadlines(name.clone()));
        }
        if !has(Key::Id) {
            self.remarks.push(Remark::NoIds(name.clone()));
        }
        self.contacts(sheet, table, settings);
        self.blank_units(sheet, table);
        if !has(Key::Owner) {
            self.remarks.push(Remark::NoOwners(name));
        }
    }

    /// A column for reaching people: said how it is read, where nothing but its values says so.
    fn contacts(&mut self, sheet: &Sheet, table: &Table, settings: &Settings) {
        let columns = table.columns.iter().filter(|column| headings::is_contact(&column.heading));
        for column in
            columns.filter(|column| column.rank < headings::SURE || column.key == Key::Field)
        {
            let below = sheet.rows.iter().filter(|row| row.at > table.header.1);
            let mut cells = below.filter_map(|row| row.cell(column.at));
            let is_address = |cell: &Cell| crate::import::names::address(&cell.text).0.is_some();
            let has_addresses = cells.any(is_address);
            if has_addresses && self.mapping.columns.get(&*column.heading) == Some(&column.key) {
                let (heading, map) = (column.heading.to_string(), settings.map.clone());
                self.remarks.push(Remark::Contact(heading, column.key == Key::Email, map));
            }
        }
    }

    /// Rows whose unit is empty, below rows that have one.
    fn blank_units(&mut self, sheet: &Sheet, table: &Table) {
        let Some(column) = table.of(Key::Unit).next() else { return };
        let tasks = sheet.rows.iter().filter(|row| {
            row.at > table.header.1 && !row.hidden && passed::kind(sheet, table, row).is_none()
        });
        let is_blank = |row: &&Row| row.cell(column.at).is_none_or(Cell::is_empty);
        let blank: Vec<u32> =
            tasks.skip_while(is_blank).filter(is_blank).map(|row| row.at).collect();
        if !blank.is_empty() {
            let heading = column.heading.to_string();
            let place = heading_of(sheet, table, column);
            self.remarks.push(Remark::NoUnits(place, heading, blank));
        }
    }

    fn order(&mut self, sheet: &Sheet, table: &Table, column: &Column, settings: &Settings) {
        let given = self.mapping.orders.get(&*column.heading).copied().or(settings.order);
        let place = heading_of(sheet, table, column);
        let rows = sheet.rows.iter().filter(|row| row.at > table.header.1);
        let stored =
            rows.filter_map(|row| row.cell(column.at)).filter(|cell| cell.date.is_some()).count();
        match column.order {
            Decision::Open | Decision::Both if given.is_none() => {
                self.remarks.push(Remark::WhichFirst(place, column.heading.to_string()));
            }
            Decision::Decided(Order::DayFirst) if stored > 0 => {
                self.remarks.push(Remark::PerhapsSwapped(place, column.heading.to_string()));
            }
            _ => {}
        }
    }
}

/// Where the heading of a column stands.
fn heading_of(sheet: &Sheet, table: &Table, column: &Column) -> Place {
    Place {
        sheet: sheet.name.clone(),
        row: table.header.1,
        item: None,
        column: Some(column.at),
        heading: Some(column.heading.clone()),
    }
}

/// Why a row is not looked at at all.
fn unreadable(table: &Table, row: &Row) -> Option<WhyNot> {
    if row.hidden {
        return Some(WhyNot::Hidden);
    }
    match (row.width, table.width) {
        (Some(fields), Some(headings)) if fields > headings => {
            Some(WhyNot::TooManyFields(fields, headings))
        }
        _ => None,
    }
}

/// How the dates of a column are read.
fn reader(column: &Column, table: &Table, mapping: &Mapping, settings: &Settings) -> Reader {
    let role = match column.key {
        Key::Due | Key::Extended => Role::Deadline,
        Key::Opened => Role::Start,
        _ => Role::Fact,
    };
    let own = table.own_date.as_ref().map(|(day, _)| day.year());
    let given = mapping.orders.get(&*column.heading).copied();
    Reader {
        role,
        year: own.or(settings.year),
        order: given.or(column.order.order()).or(settings.order),
    }
}
