//! What a spreadsheet shows of a number: `5.10` of 5.1 with the format `0.00`; and which part of a date.

use crate::import::sheet::Precision;

/// The number as the format shows it. Formats of another kind than digits, thousands and per cent show it plainly.
pub(super) fn shown(number: f64, format: &str) -> String {
    let section = format.split(';').next().unwrap_or_default();
    let Some((before, digits, after)) = parts(section) else { return plain(number) };
    let percent = after.trim_start().starts_with('%');
    let number = if percent { number * 100.0 } else { number };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let (least, most) =
        (fraction.matches('0').count(), fraction.chars().filter(|c| "0#?".contains(*c)).count());
    let mut text = format!("{:.most$}", number.abs());
    while most > 0
        && text.ends_with('0')
        && text.len() - text.find('.').unwrap_or(text.len()) > least + 1
    {
        text.pop();
    }
    let text = text.trim_end_matches('.');
    let (integer, decimals) =
        text.split_once('.').map_or((text, None), |(integer, rest)| (integer, Some(rest)));
    let zeros = whole.matches('0').count().saturating_sub(integer.len());
    let mut integer = format!("{}{integer}", "0".repeat(zeros));
    if whole.contains(',') {
        integer = thousands(&integer);
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let decimals = decimals.map_or(String::new(), |decimals| format!(".{decimals}"));
    format!("{sign}{}{integer}{decimals}{}", literal(&before), literal(&after))
}

/// A number without a format: up to 15 digits, as a spreadsheet keeps it.
pub(super) fn plain(number: f64) -> String {
    if number.abs() < 1e15 && number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    let short: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{short}")
}

/// What stands before the digits, the digits, and what stands after them. `None` where there are none.
fn parts(section: &str) -> Option<(String, String, String)> {
    if section.eq_ignore_ascii_case("general") || section == "@" {
        return None;
    }
    let (mut before, mut digits, mut after) = (String::new(), String::new(), String::new());
    let (mut quoted, mut escaped, mut bracket) = (false, false, false);
    for c in section.chars() {
        let no_more = !after.is_empty();
        let part = if digits.is_empty() { &mut before } else { &mut after };
        match c {
            _ if escaped => {
                part.push(c);
                escaped = false;
            }
            '"' => quoted = !quoted,
            _ if quoted => part.push(c),
            '\\' => escaped = true,
            '_' | '*' => escaped = false,
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            '0' | '#' | '?' | '.' | ',' if !no_more => digits.push(c),
            // A fraction or a number with an exponent.
            '/' | 'E' | 'e' => return None,
            c => part.push(c),
        }
    }
    digits.contains(['0', '#', '?']).then_some((before, digits, after))
}

fn literal(text: &str) -> String {
    text.trim_end_matches(' ').to_owned()
}

fn thousands(integer: &str) -> String {
    let mut out = String::new();
    for (at, digit) in integer.chars().enumerate() {
        if at > 0 && (integer.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How much of a date its format shows. Chinese formats often leave out the year, which is still stored.
pub(super) fn precision(format: &str, has_time: bool) -> Precision {
    let mut letters = String::new();
    let (mut quoted, mut escaped, mut bracket) = (false, false, false);
    for c in format.split(';').next().unwrap_or_default().chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' => escaped = true,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            c if !quoted && !bracket => letters.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    let (year, day, hour) = (letters.contains('y'), letters.contains('d'), letters.contains('h'));
    let month = letters.contains('m') && !hour;
    match (year, month, day) {
        (_, _, true) | (false, _, _) if has_time => Precision::Time,
        (true, true, false) if !hour => Precision::Month,
        (true, false, false) if !hour => Precision::Year,
        _ if has_time && hour => Precision::Time,
        _ => Precision::Day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_shown() {
        for (number, format, text) in [
            (8.1, "0.00", "8.10"),
            (8.1, "0.0", "8.1"),
            (8.11, "0.00", "8.11"),
            (7.0, "000", "007"),
            (1.0, "General", "1"),
            (0.6, "0%", "60%"),
            (1280.0, "#,##0.00", "1,280.00"),
            (12.0, "\"A-\"0", "A-12"),
            (3.0, "0\"号\"", "3号"),
            (101004143000.0, "General", "101004143000"),
            (0.1 + 0.2, "General", "0.3"),
            (-5.0, "0", "-5"),
            (2.5, "0.##", "2.5"),
        ] {
            assert_eq!(shown(number, format), text, "{number} {format}");
        }
    }

    #[test]
    fn a_month_shown_from_a_day_is_a_month() {
        for (format, wanted) in [
            ("yyyy/m/d;@", Precision::Day),
            ("m\"月\"d\"日\"", Precision::Day),
            ("yyyy\"年\"m\"月\"", Precision::Month),
            ("mmm-yy", Precision::Month),
            ("yyyy", Precision::Year),
            ("mm-dd-yy", Precision::Day),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\"", Precision::Day),
        ] {
            assert_eq!(precision(format, false), wanted, "{format}");
        }
        assert_eq!(precision("yyyy-mm-dd hh:mm", true), Precision::Time);
    }
}
