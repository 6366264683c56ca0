//! `2026年3月5日`, `6月底`, `2026年一季度`, `年底`. Numerals are digits already.

use jiff::civil::Date;

use super::scan::{Scan, with_time};
use super::{How, Moment, Reader, Unread, day};

type Found = Result<Option<(Moment, Vec<How>)>, Unread>;

pub(super) fn read(reader: Reader, text: &str) -> Found {
    if !text.contains(['年', '月', '季', '号', '日']) {
        return Ok(None);
    }
    let mut scan = Scan(text);
    let mut how = vec![];
    let Some(written) = written_year(reader, &mut scan, &mut how)? else { return Ok(None) };
    let after_year = scan;
    scan.one_of(&["度", "的", ","]);
    if let Some((first, last)) = part_of_year(&mut scan) {
        if !scan.is_done() {
            return Ok(None);
        }
        let year = reader.year(written, &mut how)?;
        let (first, last) = (day(year, first, 1)?, day(year, last, 1)?.last_of_month());
        return reader.of_stretch(first, last, how).map(Some);
    }
    scan = after_year;
    month(reader, written, scan, how)
}

/// The year that is written, `Some(None)` where none is. `None` if the text begins otherwise.
fn written_year(
    reader: Reader,
    scan: &mut Scan<'_>,
    how: &mut Vec<How>,
) -> Result<Option<Option<i16>>, Unread> {
    let from_context = ["今年", "本年", "明年", "去年", "后年"];
    if let Some(which) = scan.one_of(&from_context) {
        scan.word("年");
        let year = reader.year(None, how)?;
        let year = year + [0, 0, 1, -1, 2][which];
        how.clear();
        how.push(How::Year(year));
        return Ok(Some(Some(year)));
    }
    let before = *scan;
    match scan.number() {
        Some((year, 4)) if scan.word("年") => Ok(Some(i16::try_from(year).ok())),
        Some((year, 2)) if scan.word("年") => Ok(Some(i16::try_from(year + 2000).ok())),
        _ => {
            *scan = before;
            Ok(Some(None))
        }
    }
}

/// The first and the last month of a quarter, a half or the whole of a year.
fn part_of_year(scan: &mut Scan<'_>) -> Option<(i8, i8)> {
    let before = *scan;
    if scan.one_of(&["上半年"]).is_some() {
        scan.one_of(&["底", "末", "内"]);
        return Some((1, 6));
    }
    if scan.one_of(&["下半年"]).is_some() {
        scan.one_of(&["底", "末", "内"]);
        return Some((7, 12));
    }
    if scan.one_of(&["年底", "年末", "年终", "年内", "全年", "底", "末", "内"]).is_some()
        || scan.is_done()
    {
        scan.word("前");
        return Some((1, 12));
    }
    scan.word("第");
    let quarter = match scan.one_of(&["q"]) {
        Some(_) => scan.small(),
        None => scan.small().filter(|_| scan.one_of(&["季度", "季"]).is_some()),
    };
    match quarter.filter(|quarter| (1..=4).contains(quarter)) {
        Some(quarter) => {
            scan.one_of(&["季度末", "末", "底", "内"]);
            Some((quarter * 3 - 2, quarter * 3))
        }
        None => {
            *scan = before;
            None
        }
    }
}

fn month(reader: Reader, written: Option<i16>, mut scan: Scan<'_>, mut how: Vec<How>) -> Found {
    let Some(month) = scan.small() else { return Ok(None) };
    if !scan.word("月") {
        return Ok(None);
    }
    scan.word("份");
    // Whether it is a date at all is known before a year is asked for.
    let part = Scan::one_of(&mut scan, &["上旬", "中旬", "下旬", "月底", "月末", "底", "末", "内"]);
    if part.is_some() || scan.is_done() {
        scan.one_of(&["底", "末"]);
        if !scan.is_done() {
            return Ok(None);
        }
        let year = reader.year(written, &mut how)?;
        let first = day(year, month, 1)?;
        return third(reader, first, part, how).map(Some);
    }
    let Some(number) = scan.small() else { return Ok(None) };
    scan.one_of(&["日", "号"]);
    let rest = without_weekday(scan.0);
    let year = match reader.year(written, &mut how) {
        Ok(year) => year,
        // A slip in day or month is told first.
        Err(why) => return day(2024, month, number).and(Err(why)),
    };
    let day = day(year, month, number)?;
    Ok(with_time(day, rest)?.map(|when| (when, how)))
}

/// A month or a third of it.
fn third(
    reader: Reader,
    first: Date,
    part: Option<usize>,
    mut how: Vec<How>,
) -> Result<(Moment, Vec<How>), Unread> {
    let on = |number| day(first.year(), first.month(), number);
    let last = first.last_of_month();
    match part {
        Some(0) => {
            how.push(How::ThirdOfMonth);
            reader.of_stretch(first, on(10)?, how)
        }
        Some(1) => {
            how.push(How::ThirdOfMonth);
            reader.of_stretch(on(11)?, on(20)?, how)
        }
        Some(2) => reader.of_stretch(on(21)?, last, how),
        // The end of a month is its last day, whatever the date is for.
        Some(3..=6) => Ok((Moment::Day(last), how)),
        _ => reader.of_stretch(first, last, how),
    }
}

fn without_weekday(rest: &str) -> &str {
    let trimmed = rest.trim_start();
    let inside = trimmed.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match inside {
        Some((word, rest))
            if word.starts_with("周") || word.starts_with("星期") || word == "含" =>
        {
            rest
        }
        _ => rest,
    }
}
