//! A text read from its start, bit by bit.

use jiff::civil::{Date, Time};

use super::{Moment, Unread};

/// What is left to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'t>(pub(super) &'t str);

impl<'t> Scan<'t> {
    pub(super) fn is_done(self) -> bool {
        self.0.trim().is_empty()
    }

    pub(super) fn blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// That word, blanks before it or not.
    pub(super) fn word(&mut self, word: &str) -> bool {
        match self.0.trim_start().strip_prefix(word) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// The first of these words that stands there.
    pub(super) fn one_of(&mut self, words: &[&str]) -> Option<usize> {
        words.iter().position(|word| self.word(word))
    }

    /// A whole number and how many digits it has, blanks before it or not.
    pub(super) fn number(&mut self) -> Option<(i64, usize)> {
        let text = self.0.trim_start();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = (1..=8).contains(&digits).then(|| text[..digits].parse().ok()).flatten()?;
        self.0 = &text[digits..];
        Some((number, digits))
    }

    /// A number of at most two digits that fits a day or a month.
    pub(super) fn small(&mut self) -> Option<i8> {
        let before = *self;
        let found = self
            .number()
            .filter(|(_, digits)| *digits <= 2)
            .and_then(|(number, _)| i8::try_from(number).ok());
        if found.is_none() {
            *self = before;
        }
        found
    }

    /// Letters in a row.
    pub(super) fn letters(&mut self) -> &'t str {
        let text = self.0.trim_start();
        let length = text.len() - text.trim_start_matches(char::is_alphabetic).len();
        self.0 = &text[length..];
        &text[..length]
    }
}

/// The rest of a date: nothing, or a time of day with or without an offset. `None` if it is something else.
pub(super) fn with_time(day: Date, rest: &str) -> Result<Option<Moment>, Unread> {
    let mut scan = Scan(rest);
    let comma = scan.word(",") || scan.word("t");
    scan.blanks();
    if scan.is_done() {
        return Ok((!comma).then_some(Moment::Day(day)));
    }
    let Some(time) = time(&mut scan)? else { return Ok(None) };
    let at = day.to_datetime(time);
    if scan.is_done() {
        return Ok(Some(Moment::Local(at)));
    }
    Ok(offset(scan).map(|offset| Moment::Offset(at, offset)))
}

fn time(scan: &mut Scan<'_>) -> Result<Option<Time>, Unread> {
    let half = scan.one_of(&["上午", "下午", "晚上", "晚"]);
    let Some(mut hour) = scan.small() else { return Ok(None) };
    let (mut minute, mut second) = (0, 0);
    if scan.one_of(&["时", "点"]).is_some() {
        if scan.word("半") {
            minute = 30;
        } else if let Some(written) = scan.small() {
            minute = written;
            if !scan.word("分") {
                return Ok(None);
            }
        }
    } else if scan.word(":") {
        let Some(written) = scan.small() else { return Ok(None) };
        minute = written;
        if scan.word(":") {
            let Some(written) = scan.small() else { return Ok(None) };
            second = written;
            if scan.word(".") {
                // Parts of a second say nothing about a deadline.
                let digits = scan.0.trim_start_matches(|c: char| c.is_ascii_digit());
                scan.0 = digits;
            }
        }
    } else {
        return Ok(None);
    }
    let clock = scan.one_of(&["am", "pm", "a.m.", "p.m."]);
    let after_noon = matches!(half, Some(1..=3)) || matches!(clock, Some(1 | 3));
    if after_noon && hour < 12 {
        hour += 12;
    }
    if (clock.is_some_and(|clock| clock % 2 == 0) || half == Some(0)) && hour == 12 {
        hour = 0;
    }
    if (hour, minute, second) == (24, 0, 0) {
        // The end of the day.
        return Ok(Time::new(23, 59, 59, 0).ok());
    }
    Time::new(hour, minute, second, 0).map(Some).map_err(|_| Unread::NoSuchDay)
}

/// `Z`, `+08:00`, `+0800`, `UTC`.
fn offset(mut scan: Scan<'_>) -> Option<String> {
    if scan.one_of(&["z", "utc", "gmt"]).is_some() {
        return scan.is_done().then(|| "Z".to_owned());
    }
    let sign = if scan.word("+") {
        '+'
    } else if scan.word("-") {
        '-'
    } else {
        return None;
    };
    let (hours, minutes) = match scan.number()? {
        (both, 4) => (both / 100, both % 100),
        (hours, 2) => {
            let minutes = if scan.word(":") {
                scan.number().filter(|(_, digits)| *digits == 2)?.0
            } else {
                0
            };
            (hours, minutes)
        }
        _ => return None,
    };
    let fits = scan.is_done() && hours < 24 && minutes < 60;
    fits.then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

/// A day written from the year on, at the start of a text.
pub(super) fn year_first_day(text: &str) -> Option<Date> {
    let mut scan = Scan(text);
    let (year, 4) = scan.number()? else { return None };
    let sign = scan.0.chars().next().filter(|sign| "-/.年".contains(*sign))?;
    scan.0 = &scan.0[sign.len_utf8()..];
    let month = scan.small()?;
    if !(scan.word(&sign.to_string()) || (sign == '年' && scan.word("月"))) {
        return None;
    }
    let day = scan.small()?;
    super::day(i16::try_from(year).ok()?, month, day).ok()
}
