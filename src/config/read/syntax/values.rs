//! The values of a line that are no TOML, and what they would be.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeTable;

use super::as_written::quoted;
use super::scan::{TextEnd, text_end};
use crate::config::fault::SyntaxFault;
use crate::config::read::days::{self, Day, is_endless};
use crate::config::read::keys::Kind;
use crate::config::read::signs::looks_like_date;
use crate::config::read::worded;

/// A part of a line between signs of TOML's own.
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) is_key: bool,
}

/// The keys and values of a line; an `=` parts them at its top and within braces.
pub(super) fn parts(line: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    let (mut braces, mut begun) = (0_usize, false);
    let mut end = |start: usize, at: usize, is_key: bool| {
        let typed = &line[start..at];
        let range = start + typed.len() - typed.trim_start().len()..start + typed.trim_end().len();
        if range.start < range.end {
            parts.push(Part { range, is_key });
        }
    };
    while at < line.len() {
        let rest = &line[at..];
        let sign = rest.as_bytes()[0];
        let step = match sign {
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                _ => rest.len(),
            },
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        match sign {
            b'#' => break,
            b'=' if !begun || braces > 0 => {
                end(start, at, true);
                (begun, start) = (true, at + 1);
            }
            b',' | b'[' | b']' | b'{' | b'}' => {
                end(start, at, false);
                start = at + 1;
                braces = match sign {
                    b'{' => braces + 1,
                    b'}' => braces.saturating_sub(1),
                    _ => braces,
                };
            }
            _ => {}
        }
        at += step;
    }
    end(start, at, false);
    parts
}

/// What is wrong with a value, and what to write instead, where that is certain.
pub(super) fn mend(
    typed: &str,
    kind: Option<Kind>,
    today: Option<Date>,
) -> Option<(SyntaxFault, Option<String>)> {
    if typed.starts_with(['"', '\'']) {
        return quotes(typed);
    }
    if DeTable::parse(&format!("x = {typed}")).is_ok() {
        return None;
    }
    let is_text = matches!(kind, Some(Kind::Text | Kind::Line | Kind::AnyOf));
    if let Some((day, time)) = day_and_time(typed).filter(|_| !is_text) {
        let written = time.to_owned();
        return Some((SyntaxFault::NoSuchTime { written }, time_meant(day, time)));
    }
    let is_day = matches!(kind, Some(Kind::When | Kind::Date));
    let yes = ["yes", "Yes", "True", "TRUE", "是", "已完成", "已办结", "办结"];
    if is_day && yes.contains(&typed) {
        let instead = today.map(|today| today.to_string());
        return Some((SyntaxFault::NoValue { written: typed.to_owned() }, instead));
    }
    if let Some(found) = no_date(typed, kind, today) {
        return Some(found);
    }
    let flag = match typed {
        "yes" | "True" | "TRUE" | "Yes" => Some("true"),
        "no" | "False" | "FALSE" | "No" => Some("false"),
        "是" if matches!(kind, Some(Kind::Flag)) => Some("true"),
        "否" if matches!(kind, Some(Kind::Flag)) => Some("false"),
        _ => None,
    };
    let written = typed.to_owned();
    match flag {
        Some(flag) => Some((SyntaxFault::NoValue { written }, Some(flag.to_owned()))),
        None => {
            // One of two quotes is there.
            let inner = typed.strip_suffix(MARKS).filter(|inner| !inner.contains(MARKS));
            Some((SyntaxFault::UnquotedText { written }, Some(quoted(inner.unwrap_or(typed)))))
        }
    }
}

/// Where a date is wanted, or something looks like one.
fn no_date(
    typed: &str,
    kind: Option<Kind>,
    today: Option<Date>,
) -> Option<(SyntaxFault, Option<String>)> {
    let is_wanted = matches!(kind, Some(Kind::When | Kind::Date | Kind::Due));
    let is_text = matches!(kind, Some(Kind::Text | Kind::Line | Kind::AnyOf));
    if is_text || !(is_wanted || looks_like_date(typed)) {
        return None;
    }
    let is_deadline = matches!(kind, Some(Kind::Due));
    let written = typed.to_owned();
    Some(match days::day(typed, is_deadline, today) {
        Day::Is(meant) if meant != typed => {
            (SyntaxFault::DateInOtherOrder { written, meant: meant.clone() }, Some(meant))
        }
        Day::NoYear(example) => (SyntaxFault::DateWithoutYear { written, example }, None),
        Day::Stretch(example) => (SyntaxFault::DateWithoutDay { written, example }, None),
        Day::Is(_) | Day::NotThere => (SyntaxFault::NoSuchDay { written }, None),
        Day::None if looks_like_date(typed) => (SyntaxFault::NoSuchDay { written }, None),
        // It needs only quotes: `交办+30天`, `长期`.
        Day::None if is_deadline && (is_endless(typed) || worded::from_opened(typed).is_some()) => {
            return None;
        }
        Day::None => (SyntaxFault::NotADate { written, is_deadline }, None),
    })
}

/// `2026-11-30T24:00`: a day, and behind it what is to be a time of it.
fn day_and_time(typed: &str) -> Option<(Date, &str)> {
    let (day, rest) = typed.split_at_checked(10)?;
    let time = rest.trim_start_matches(['T', 't', ' ']);
    let is_time = rest.len() > time.len() && time.starts_with(|one: char| one.is_ascii_digit());
    Some((day.parse().ok()?, time)).filter(|_| is_time && time.contains(':'))
}

/// The same as TOML writes it, where that is certain: `9:00` has two digits, and 24:00 is the next midnight.
fn time_meant(day: Date, time: &str) -> Option<String> {
    let end = time.find(|one: char| !one.is_ascii_digit() && one != ':').unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    let parts: Vec<u8> = clock.split(':').map(|one| one.parse().ok()).collect::<Option<_>>()?;
    let (day, hour, minute, second) = match parts[..] {
        [24, 0] | [24, 0, 0] => (day.tomorrow().ok()?, 0, 0, 0),
        [hour, minute] => (day, hour, minute, 0),
        [hour, minute, second] => (day, hour, minute, second),
        _ => return None,
    };
    let meant = format!("{day}T{hour:02}:{minute:02}:{second:02}{offset}");
    DeTable::parse(&format!("x = {meant}")).is_ok().then_some(meant)
}

/// Quotes, and what is typed for them.
const MARKS: [char; 9] = ['"', '\'', '”', '“', '’', '‘', '＂', '″', '」'];

/// Texts whose quotes do not go together.
fn quotes(typed: &str) -> Option<(SyntaxFault, Option<String>)> {
    match text_end(typed) {
        TextEnd::At(end) if end == typed.len() => None,
        TextEnd::At(_) => {
            // Quotes too many before or behind: `"落实"""`.
            let bare = typed.trim_matches(MARKS);
            if !bare.is_empty() && !bare.contains(MARKS) {
                return Some((SyntaxFault::QuotesInText, Some(quoted(bare))));
            }
            let inner = &typed[1..];
            let inner = match inner.strip_suffix(MARKS) {
                Some(inner) => inner,
                None => typed,
            };
            Some((SyntaxFault::QuotesInText, Some(quoted(inner))))
        }
        TextEnd::Beyond(_) => None,
        TextEnd::Never => {
            let inner = &typed[1..];
            let inner = inner.strip_suffix(MARKS).unwrap_or(inner);
            Some((SyntaxFault::UnclosedQuote, Some(quoted(inner))))
        }
    }
}
