//! A .csv as cells: which sign separates, on which line a record begins, how many fields it has.

use csv::{ReaderBuilder, StringRecord};

use super::NoList;
use crate::import::sheet::{Cell, List, Row, Sheet};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So much of a file is looked at for the separator.
const LOOKED_AT: usize = 60;

pub(super) fn read(text: &str) -> Result<List, NoList> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The reader counts lines by `\n` alone.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (text, told, skipped) = told_separator(&text);
    let separator = told.unwrap_or_else(|| guessed(text));
    if let Some(line) = open_quote(text, separator) {
        return Err(NoList::OpenQuote(line + skipped));
    }
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut sheet = Sheet::default();
    while reader.read_record(&mut record).map_err(|error| NoList::Damaged(error.to_string()))? {
        // The reader's place is before empty lines that it passes over.
        let line = record.position().map_or(0, |place| {
            let from = text.as_bytes().get(place.byte() as usize..).unwrap_or_default();
            place.line() + from.iter().take_while(|byte| **byte == b'\n').count() as u64
        });
        let cells = record.iter().enumerate().filter(|(_, field)| !field.trim().is_empty());
        sheet.rows.push(Row {
            at: u32::try_from(line).unwrap_or(u32::MAX).saturating_add(skipped),
            cells: cells.map(|(column, field)| (column as u32, Cell::text(field))).collect(),
            width: Some(record.len() as u32),
            ..Row::default()
        });
    }
    Ok(List { sheets: vec![sheet], ..List::default() })
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Excel's own first line: `sep=;`
fn told_separator(text: &str) -> (&str, Option<u8>, u32) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None, 0) };
    match first.trim_end_matches('\r').strip_prefix("sep=") {
        Some(sign) if sign.len() == 1 => (rest, sign.bytes().next(), 1),
        _ => (text, None, 0),
    }
}

/// The separator by which the most records have one and the same number of fields, more than one.
fn guessed(text: &str) -> u8 {
    let fit = |separator: u8| {
        let records = reader(text, separator).into_records().take(LOOKED_AT).filter_map(Result::ok);
        let widths: Vec<usize> =
            records.map(|record| record.len()).filter(|width| *width > 1).collect();
        let most = widths
            .iter()
            .map(|width| (widths.iter().filter(|other| *other == width).count(), *width))
            .max();
        most.map_or(0, |(times, width)| times * (width - 1).min(20))
    };
    // The first of those that fit as well: the comma.
    let best = SEPARATORS
        .into_iter()
        .enumerate()
        .max_by_key(|(at, separator)| (fit(*separator), std::cmp::Reverse(*at)));
    best.map_or(b',', |(_, separator)| separator)
}

/// The line on which a quote opens that is never closed. All that follows it would be one cell.
fn open_quote(text: &str, separator: u8) -> Option<u32> {
    let (mut line, mut opened, mut start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', None) if start => opened = Some(line),
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened = None,
            _ => {}
        }
        line += u32::from(byte == b'\n');
        start = opened.is_none() && (byte == separator || byte == b'\n' || byte == b'\r');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(text: &str) -> Vec<(u32, Option<u32>)> {
        let list = read(text).expect("a list");
        list.sheets[0].rows.iter().map(|row| (row.at, row.width)).collect()
    }

    #[test]
    fn records_are_named_by_the_line_on_which_they_begin() {
        let text = "编号,问题\r\n\r\n1,\"一\r\n二\"\r\n2,三\r\n";
        assert_eq!(widths(text), [(1, Some(2)), (3, Some(2)), (5, Some(2))]);
    }

    #[test]
    fn the_separator_is_found() {
        assert_eq!(
            widths("Nr;Maßnahme;Betrag\n1;prüfen, ob;1,5\n2;b;2,5\n"),
            [(1, Some(3)), (2, Some(3)), (3, Some(3))]
        );
        assert_eq!(widths("a\tb, c\td\n1\t2\t3\n"), [(1, Some(3)), (2, Some(3))]);
        assert_eq!(widths("sep=;\na;b\n1;2\n"), [(2, Some(2)), (3, Some(2))]);
        assert_eq!(widths("只有一列\n甲\n"), [(1, Some(1)), (2, Some(1))]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        assert!(matches!(read("a,b\n1,\"x\n2,y\n"), Err(NoList::OpenQuote(2))));
        assert!(read("a,b\n1,5\" pipe\n").is_ok());
    }
}
