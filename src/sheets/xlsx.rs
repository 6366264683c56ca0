//! A workbook as cells, as they are shown: numbers and dates by their formats, merged cells, what is hidden.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, DataType, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};

use super::number_format;
use super::xlsx_layout::{self, Layout};
use super::{NoList, Other};
use crate::import::sheet::{Cell, Flaw, List, Merged, Row, Sheet, Stored};

/// More cells than any list has.
const CELLS: usize = 20_000_000;

pub(super) fn read(bytes: Vec<u8>) -> Result<List, NoList> {
    let layout = xlsx_layout::read(&bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let epoch_1904 = book.has_1904_epoch();
    let mut list = List::default();
    let sheets: Vec<calamine::Sheet> = book.sheets_metadata().to_vec();
    let mut count = 0;
    for found in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        if found.visible != SheetVisible::Visible {
            list.hidden.push(found.name.clone());
            continue;
        }
        let layout = layout.get(&found.name).cloned().unwrap_or_default();
        let mut sheet =
            cells(&mut book, &found.name, &layout, epoch_1904, &mut count).map_err(refused)?;
        sheet.merged = merged(&mut book, &found.name)?;
        list.sheets.push(sheet);
    }
    Ok(list)
}

fn refused(error: XlsxError) -> NoList {
    match error {
        XlsxError::Password => NoList::Other(Other::Protected),
        other => NoList::Damaged(other.to_string()),
    }
}

fn merged(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<Merged>, NoList> {
    let found = book.merge_cells_by_sheet_name(name).map_err(refused)?;
    let of = |one: &calamine::Dimensions| Merged {
        rows: (one.start.0 + 1, one.end.0 + 1),
        columns: (one.start.1, one.end.1),
    };
    Ok(found.iter().map(of).collect())
}

fn cells(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    layout: &Layout,
    epoch_1904: bool,
    count: &mut usize,
) -> Result<Sheet, XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let formats: Vec<String> = reader
        .styles()
        .iter()
        .map(|style| {
            style
                .number_format
                .as_ref()
                .map_or("General".to_owned(), |format| format.format_code.clone())
        })
        .collect();
    let mut sheet = Sheet {
        name: Some(Arc::from(name)),
        hidden_columns: layout.hidden_columns.clone(),
        ..Sheet::default()
    };
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = found.get_position();
        let format = formats.get(style).map_or("General", String::as_str);
        let mut cell = cell(found.get_value(), format, epoch_1904);
        if cell.is_empty() && layout.unvalued.contains(&(row + 1, column)) {
            cell.flaw = Some(Flaw::NoValue);
        }
        if cell.is_empty() {
            continue;
        }
        *count += 1;
        if *count > CELLS {
            return Err(XlsxError::Unexpected("more cells than any list has"));
        }
        push(&mut sheet.rows, row + 1, column, cell, layout);
    }
    sheet.rows.sort_by_key(|row| row.at);
    for row in &mut sheet.rows {
        row.cells.sort_by_key(|(column, _)| *column);
    }
    Ok(sheet)
}

fn push(rows: &mut Vec<Row>, at: u32, column: u32, cell: Cell, layout: &Layout) {
    match rows.last_mut().filter(|row| row.at == at) {
        Some(row) => row.cells.push((column, cell)),
        None => rows.push(Row {
            at,
            cells: vec![(column, cell)],
            hidden: layout.hidden_rows.contains(&at),
            ..Row::default()
        }),
    }
}

fn cell(value: &DataRef<'_>, format: &str, epoch_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::String(text) => Cell::text(text.clone()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Int(number) => Cell::text(number_format::shown(*number as f64, format)),
        DataRef::Float(number) => Cell::text(number_format::shown(*number, format)),
        DataRef::Bool(flag) => Cell::text(if *flag { "TRUE" } else { "FALSE" }),
        DataRef::Error(_) => Cell { flaw: Some(Flaw::Error), ..Cell::default() },
        DataRef::DurationIso(text) => Cell::text(text.clone()),
        DataRef::DateTimeIso(text) => match text.trim_end_matches('Z').parse::<DateTime>() {
            Ok(at) => stored(at, format),
            Err(_) => match text.parse::<jiff::civil::Date>() {
                Ok(day) => stored(day.into(), format),
                Err(_) => Cell::text(text.clone()),
            },
        },
        DataRef::DateTime(serial) if serial.is_duration() => {
            Cell::text(number_format::plain(serial.as_f64()))
        }
        DataRef::DateTime(serial) => match of_serial(serial.as_f64(), epoch_1904) {
            Some(at) => stored(at, format),
            None => Cell::text(number_format::plain(value.as_f64().unwrap_or_default())),
        },
    }
}

fn stored(at: DateTime, format: &str) -> Cell {
    let has_time = at.time() != jiff::civil::Time::midnight();
    let text = if has_time { at.to_string().replace('T', " ") } else { at.date().to_string() };
    let shown = number_format::precision(format, has_time);
    Cell { text, date: Some(Stored { at, shown }), flaw: None }
}

/// The day and time of a spreadsheet's number. Excel counts a 29 February 1900 that never was.
fn of_serial(serial: f64, epoch_1904: bool) -> Option<DateTime> {
    let first = if epoch_1904 { 0.0 } else { 1.0 };
    if !(first..2_957_000.0).contains(&serial) {
        return None;
    }
    let start = match epoch_1904 {
        true => date(1904, 1, 1),
        false if serial < 60.0 => date(1899, 12, 31),
        false => date(1899, 12, 30),
    };
    let seconds = (serial.fract() * 86_400.0).round() as i64;
    let day = start.checked_add((serial.trunc() as i64).days()).ok()?;
    day.to_datetime(jiff::civil::Time::midnight()).checked_add(seconds.seconds()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_date_systems_count_right() {
        assert_eq!(of_serial(46203.0, false), Some(date(2026, 6, 30).into()));
        assert_eq!(of_serial(46203.0 - 1462.0, true), Some(date(2026, 6, 30).into()));
        assert_eq!(of_serial(61.0, false), Some(date(1900, 3, 1).into()));
        assert_eq!(of_serial(1.0, false), Some(date(1900, 1, 1).into()));
        let noon = of_serial(46203.5, false).map(|at| at.to_string());
        assert_eq!(noon.as_deref(), Some("2026-06-30T12:00:00"));
    }
}
