//! `31 Mar 26`, `October 31, 2022`, `End of May`, `Q3 2026`, `31. März 2026`.

use jiff::civil::Date;

use super::scan::{Scan, with_time};
use super::{How, Moment, Reader, Unread, day};

type Found = Result<Option<(Moment, Vec<How>)>, Unread>;

/// Month names, English and German; what begins with one of them up to its full length is that month.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner"],
    &["february", "februar"],
    &["march", "märz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september", "sept"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

pub(super) fn read(reader: Reader, text: &str) -> Found {
    let mut scan = Scan(text);
    let at_end = scan.one_of(&["end of the ", "end of ", "end ", "ende ", "eo"]).is_some();
    if !at_end {
        weekday(&mut scan);
    }
    if let Some(found) = part_of_year(reader, scan, at_end)? {
        return Ok(Some(found));
    }
    if let Some(found) = month_first(reader, scan, at_end)? {
        return Ok(Some(found));
    }
    if at_end { Ok(None) } else { day_first(reader, scan) }
}

fn weekday(scan: &mut Scan<'_>) {
    let before = *scan;
    let word = scan.letters();
    let known = word.len() >= 2 && WEEKDAYS.iter().any(|day| day.starts_with(word));
    if known && named_month(word).is_none() {
        scan.one_of(&[",", "."]);
        scan.word(",");
    } else {
        *scan = before;
    }
}

fn named_month(word: &str) -> Option<i8> {
    let fits = |name: &&str| word.chars().count() >= 3 && name.starts_with(word);
    let at = MONTHS.iter().position(|names| names.iter().any(fits))?;
    Some(at as i8 + 1)
}

/// `Q3 2026`, `2026-Q3`, `H1 2026`, `year 2026`, `the year`.
fn part_of_year(reader: Reader, mut scan: Scan<'_>, at_end: bool) -> Found {
    if scan.0.contains("fy") || scan.0.contains("financial year") || scan.0.contains("fiscal") {
        return Err(Unread::FinancialYear);
    }
    let mut written = year(&mut scan).filter(|_| !scan.is_done() || at_end);
    scan.one_of(&["-", "/", ",", "."]);
    let before = scan;
    let (first, last) = match scan.one_of(&["quarter ", "quartal ", "qtr ", "q", "h"]) {
        Some(which) => {
            let count = if which == 4 { 2 } else { 4 };
            match scan.small().filter(|part| (1..=count).contains(part)) {
                Some(part) => (part * (12 / count) - (12 / count) + 1, part * (12 / count)),
                None => return Ok(None),
            }
        }
        None => {
            scan = before;
            let whole = at_end && (scan.one_of(&["year", "jahr"]).is_some() || written.is_some());
            if !whole {
                return Ok(None);
            }
            (1, 12)
        }
    };
    scan.one_of(&["-", "/", ",", ".", "of "]);
    if written.is_none() {
        written = year(&mut scan);
    }
    if !scan.is_done() {
        return Ok(None);
    }
    let mut how = vec![];
    let year = reader.year(written, &mut how)?;
    let (first, last) = (day(year, first, 1)?, day(year, last, 1)?.last_of_month());
    reader.of_stretch(first, last, how).map(Some)
}

fn year(scan: &mut Scan<'_>) -> Option<i16> {
    let before = *scan;
    match scan.number() {
        Some((year, 4)) if (1900..=2200).contains(&year) => i16::try_from(year).ok(),
        _ => {
            *scan = before;
            None
        }
    }
}

/// `October 31, 2022`, `May 2026`, `May`, `May 5`.
fn month_first(reader: Reader, mut scan: Scan<'_>, at_end: bool) -> Found {
    let Some(month) = named_month(scan.letters()) else { return Ok(None) };
    while scan.one_of(&[".", ",", "-", "/"]).is_some() {}
    let mut how = vec![];
    if scan.is_done() {
        let first = reader.year(None, &mut how).and_then(|year| day(year, month, 1))?;
        return of_month(reader, first, at_end, how).map(Some);
    }
    if let Some(year) = year(&mut scan) {
        if !scan.is_done() {
            return Ok(None);
        }
        return of_month(reader, day(year, month, 1)?, at_end, how).map(Some);
    }
    let Some((number, digits)) = scan.number() else { return Ok(None) };
    if at_end {
        return Ok(None);
    }
    ordinal(&mut scan);
    while scan.one_of(&[",", "-", "/", "."]).is_some() {}
    if scan.is_done() {
        // `Mar-26` is a month of 2026 to one reader and a day to another.
        if digits == 2 && text_is_short(reader, number) {
            return Err(Unread::WhichFirst);
        }
        let year = reader.year(None, &mut how)?;
        return Ok(Some((Moment::Day(day(year, month, small(number)?)?), how)));
    }
    let Some(year) = any_year(&mut scan) else { return Ok(None) };
    let day = day(year, month, small(number)?)?;
    Ok(with_time(day, scan.0)?.map(|when| (when, how)))
}

/// Whether two digits after a month could be a year.
fn text_is_short(reader: Reader, number: i64) -> bool {
    let near = reader.year.is_none_or(|year| (i64::from(year) - 2000 - number).abs() <= 10);
    (20..=31).contains(&number) && near
}

fn of_month(
    reader: Reader,
    first: Date,
    at_end: bool,
    how: Vec<How>,
) -> Result<(Moment, Vec<How>), Unread> {
    match at_end {
        true => Ok((Moment::Day(first.last_of_month()), how)),
        false => reader.of_stretch(first, first.last_of_month(), how),
    }
}

/// `31 Mar 26`, `5th of May 2026`, `31. März`.
fn day_first(reader: Reader, mut scan: Scan<'_>) -> Found {
    let Some(number) = scan.small() else { return Ok(None) };
    ordinal(&mut scan);
    scan.word("of ");
    while scan.one_of(&[".", "-", "/", ","]).is_some() {}
    let Some(month) = named_month(scan.letters()) else { return Ok(None) };
    while scan.one_of(&[".", "-", "/", ","]).is_some() {}
    let mut how = vec![];
    if scan.is_done() {
        let year = reader.year(None, &mut how)?;
        return Ok(Some((Moment::Day(day(year, month, number)?), how)));
    }
    let Some(year) = any_year(&mut scan) else { return Ok(None) };
    let day = day(year, month, number)?;
    Ok(with_time(day, scan.0)?.map(|when| (when, how)))
}

fn ordinal(scan: &mut Scan<'_>) {
    let before = *scan;
    if !matches!(scan.letters(), "st" | "nd" | "rd" | "th") {
        *scan = before;
    }
}

fn any_year(scan: &mut Scan<'_>) -> Option<i16> {
    match scan.number()? {
        (year, 4) => i16::try_from(year).ok(),
        (year, 2) => i16::try_from(year + 2000).ok(),
        _ => None,
    }
}

fn small(number: i64) -> Result<i8, Unread> {
    i8::try_from(number).map_err(|_| Unread::NoSuchDay)
}
