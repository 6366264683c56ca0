//! Dates of numbers alone: `2026-03-05`, `30/09/26`, `31.03.2026`, `20260430`, `46203`.

use jiff::ToSpan;
use jiff::civil::date;

use super::scan::{Scan, with_time};
use super::{How, Moment, Order, Reader, Unread, day};

type Found = Result<Option<(Moment, Vec<How>)>, Unread>;

pub(super) fn read(reader: Reader, text: &str) -> Found {
    let mut scan = Scan(text);
    let Some((first, digits)) = scan.number() else { return Ok(None) };
    if scan.is_done() {
        return alone(reader, first, digits);
    }
    let Some(sign) = sign(&mut scan) else { return after_compact(first, digits, scan.0) };
    let Some((second, second_digits)) = scan.number() else { return Ok(None) };
    if second_digits > 2 {
        // `06/2026`
        let fits = scan.is_done() && second_digits == 4 && digits <= 2 && sign != '-';
        return if fits { month(reader, second, first) } else { Ok(None) };
    }
    if scan.is_done() {
        return match (digits, sign) {
            (4, _) => month(reader, first, second),
            (_, '.') => dotted(reader, first, (second, second_digits)),
            _ => day_and_month(reader, first, second),
        };
    }
    if !scan.word(&sign.to_string()) {
        return Ok(None);
    }
    if digits == 4 {
        let Some(third) = scan.small() else { return Ok(None) };
        return dated(first, second, i64::from(third), scan.0);
    }
    match scan.number() {
        Some((year, 4)) => either(reader, first, second, year, sign, scan.0),
        // Two digits everywhere: with dots it could begin with the year as well.
        Some((year, 2))
            if sign != '.' || first > 12 && year > 12 && first <= 31 && reader.order.is_some() =>
        {
            either(reader, first, second, year + 2000, sign, scan.0)
        }
        Some((_, 1 | 2)) => Err(Unread::WhichFirst),
        _ => Ok(None),
    }
}

fn sign(scan: &mut Scan<'_>) -> Option<char> {
    let sign = scan.0.trim_start().chars().next().filter(|sign| "-/.".contains(*sign))?;
    scan.word(&sign.to_string());
    Some(sign)
}

/// Year, month, day; a time may follow.
fn dated(year: i64, month: i64, day_: i64, rest: &str) -> Found {
    let fit = |number: i64| i8::try_from(number).map_err(|_| Unread::NoSuchDay);
    let year = i16::try_from(year).map_err(|_| Unread::NoSuchDay)?;
    let day = day(year, fit(month)?, fit(day_)?)?;
    Ok(with_time(day, rest)?.map(|when| (when, vec![])))
}

/// Day and month, whichever comes first, then the year.
fn either(reader: Reader, first: i64, second: i64, year: i64, sign: char, rest: &str) -> Found {
    let order = match (first > 12, second > 12) {
        (true, true) => return Err(Unread::NoSuchDay),
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        // With dots the day comes first wherever dots are used.
        _ if sign == '.' => Order::DayFirst,
        _ if first == second => Order::DayFirst,
        _ => reader.order.ok_or(Unread::WhichFirst)?,
    };
    match order {
        Order::DayFirst => dated(year, second, first, rest),
        Order::MonthFirst => dated(year, first, second, rest),
    }
}

/// `3/5`, without a year.
fn day_and_month(reader: Reader, first: i64, second: i64) -> Found {
    if first > 31 || second > 31 || first == 0 || second == 0 {
        return Ok(None);
    }
    let mut how = vec![];
    let year = i64::from(reader.year(None, &mut how)?);
    Ok(either(reader, first, second, year, '/', "")?.map(|(when, _)| (when, how)))
}

/// `12.31`: a day without a year, where one of both can be no month or the column says what comes first; `3.5` is a
/// number. A spreadsheet that takes `12.30` for a number has lost the zero.
fn dotted(reader: Reader, first: i64, (second, digits): (i64, usize)) -> Found {
    let (low, high) = (first.min(second), first.max(second));
    let is_day = (1..=12).contains(&low) && (13..=31).contains(&high);
    if !is_day && reader.order.is_none() {
        return Ok(None);
    }
    match (digits, second) {
        (1, 1..=3) => Err(Unread::LostZero),
        _ => day_and_month(reader, first, second),
    }
}

/// `2026-06`: a month.
fn month(reader: Reader, year: i64, month: i64) -> Found {
    let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else { return Ok(None) };
    let first = day(year, month, 1)?;
    reader.of_stretch(first, first.last_of_month(), vec![]).map(Some)
}

/// A number and nothing else.
fn alone(reader: Reader, number: i64, digits: usize) -> Found {
    match digits {
        8 => dated(number / 10_000, number / 100 % 100, number % 100, "")
            .map_err(|_| Unread::NoSuchDay),
        6 if (190_001..=220_012).contains(&number) => month(reader, number / 100, number % 100),
        // From 2000 to 2099.
        5 if (36_526..=73_050).contains(&number) => {
            let day =
                date(1899, 12, 30).checked_add(number.days()).map_err(|_| Unread::NoSuchDay)?;
            Ok(Some((Moment::Day(day), vec![How::Serial])))
        }
        4 if (1900..=2200).contains(&number) => {
            let first = day(number as i16, 1, 1)?;
            reader.of_stretch(first, first.last_of_year(), vec![]).map(Some)
        }
        _ => Ok(None),
    }
}

/// `20260430 17:00`.
fn after_compact(number: i64, digits: usize, rest: &str) -> Found {
    match digits {
        8 if rest.starts_with([' ', 't']) => {
            dated(number / 10_000, number / 100 % 100, number % 100, rest)
        }
        _ => Ok(None),
    }
}
