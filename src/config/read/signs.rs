//! What fingers and input methods make of plain signs and dates, and what was meant.

use jiff::civil::Date;

/// Full-width letters, digits and punctuation as their ordinary selves.
pub(crate) fn half_width(text: &str) -> String {
    text.chars().map(half).collect()
}

/// One sign as its ordinary self.
pub(crate) fn half(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        '“' | '”' | '「' | '」' | '″' => '"',
        '‘' | '’' => '\'',
        '。' => '.',
        '、' => ',',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        letter => letter,
    }
}

/// Whether a bare value is meant for a date: digits, and what people write between and behind them.
pub(crate) fn looks_like_date(text: &str) -> bool {
    let digits = text.chars().filter(|letter| half(*letter).is_ascii_digit()).count();
    let date = |letter: char| half(letter).is_ascii_digit() || is_between(letter);
    digits >= 3 && text.chars().all(date) && text.contains(is_between)
}

fn is_between(letter: char) -> bool {
    "-/.年月日号前底止 ".contains(letter) || is_dash(letter) || letter == '．' || letter == '／'
}

/// A dash of any length, as input methods write the hyphen of a date.
fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{30fc}' | '～')
}

/// The day that was meant by `2026/3/5`, `2026年3月5日前`, `3/5/26`, `2026—3—5`, `20260305` or `2026年3月底`, if there
/// is such a day.
pub(crate) fn date_meant(text: &str) -> Option<String> {
    let text = half_width(text);
    let text = text.trim();
    let known = |letter: char| letter.is_ascii_digit() || is_between(letter);
    if !text.chars().all(known) {
        return None;
    }
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    if let [digits] = parts[..]
        && digits.len() == 8
        && digits == text
    {
        return day(
            digits[..4].parse().ok()?,
            digits[4..6].parse().ok()?,
            digits[6..].parse().ok()?,
        );
    }
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [year, month, last] if *year >= 1000 => day(*year, *month, *last),
        // 3/5/26, as the US writes it.
        [month, last, year @ 0..=99] if text.contains('/') => day(2000 + year, *month, *last),
        [month, last, year] if *year >= 1000 => day(*year, *month, *last),
        // The month's last day.
        [year, month] if *year >= 1000 && text.contains('底') => {
            let first = Date::new(*year, i8::try_from(*month).ok()?, 1).ok()?;
            Some(first.last_of_month().to_string())
        }
        _ => None,
    }
}

fn day(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().map(|date| date.to_string())
}

/// The day that a spreadsheet shows for a number: 46356 is 2026-11-30. Numbers of this century alone.
pub(crate) fn serial_date(number: i64) -> Option<Date> {
    let days = i32::try_from(number).ok().filter(|days| (36_526..73_051).contains(days))?;
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::new(1899, 12, 30).ok()?.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for (written, meant) in [
            ("2026/3/5", "2026-03-05"),
            ("3/5/26", "2026-03-05"),
            ("2026年3月5日", "2026-03-05"),
            ("2026年3月5日前", "2026-03-05"),
            ("2026.3.5", "2026-03-05"),
            ("2026—11—30", "2026-11-30"),
            ("2026–11–30", "2026-11-30"),
            ("２０２６－１１－３０", "2026-11-30"),
            ("20261130", "2026-11-30"),
            ("2026年2月底", "2026-02-28"),
            ("2026年6月底前", "2026-06-30"),
        ] {
            assert_eq!(date_meant(written).as_deref(), Some(meant), "{written}");
        }
        for none in [
            "2026-02-30",
            "20261350",
            "2026年11月",
            "长期",
            "opened+30d",
            "1.5",
            "12月底",
            "12.月底",
            "1年2月底",
            "12345678",
            "123456789",
        ] {
            assert_eq!(date_meant(none), None, "{none}");
        }
        assert_eq!(serial_date(46356).map(|day| day.to_string()).as_deref(), Some("2026-11-30"));
        assert_eq!(serial_date(20261130), None);
    }
}
