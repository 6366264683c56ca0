//! Cells' texts made alike: full-width signs, blanks, quotes, case.

use sha2::{Digest, Sha256};

use crate::numerals;

/// Full-width letters, digits and signs as ASCII has them, every blank a space, blanks around it gone. Line ends stay.
pub fn plain(text: &str) -> String {
    let plain: String = text.replace("\r\n", "\n").chars().filter_map(sign).collect();
    plain.trim().to_owned()
}

fn sign(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\n' => Some('\n'),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => None,
        '‐' | '‑' | '‒' | '−' => Some('-'),
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    }
}

/// The same on one line, in small letters, for looking up.
pub fn folded(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A text on one line. Between Chinese signs a line end is no blank.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let wide = |c: Option<char>| c.is_none_or(|c| ('\u{2e80}'..='\u{ffef}').contains(&c));
        let broken =
            text.contains('\n') && wide(line.chars().next_back()) && wide(word.chars().next());
        if !line.is_empty() && !broken {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()));
    }
    line
}

/// The text as it is kept: line ends alike, blanks around it gone, an apostrophe that only makes it a text gone.
pub fn kept(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let text = match text.strip_prefix('\'') {
        Some(rest) if makes_text(rest) => rest,
        _ => text,
    };
    text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect()
}

/// Whether an apostrophe before it only keeps a spreadsheet from reading it as a number, a date or a formula.
fn makes_text(rest: &str) -> bool {
    let first = rest.trim_start().chars().next();
    first.is_some_and(|first| first.is_ascii_digit() || "=+-@＝＋－＠'|%".contains(first))
        && !rest.ends_with('\'')
}

/// Chinese numerals before a unit of time as digits: `二〇二六年三月` is `2026年3月`, `三十日内` is `30日内`.
pub fn arabic(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| numerals::is_numeral(**c)).count();
        let typed: String = chars[at..at + run].iter().collect();
        let next = chars.get(at + run).copied();
        let counts = next.is_some_and(|next| "年月日号天周个季".contains(next));
        match numerals::number(&typed).filter(|_| counts) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.push_str(&typed),
        }
        at += run;
        out.extend(next);
        at += 1;
    }
    out
}

/// Eight hexadecimal digits that tell one text from another.
pub fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_before_a_unit_of_time_are_read() {
        for (text, read) in [
            ("二〇二六年三月五日", "2026年3月5日"),
            ("十二月底", "12月底"),
            ("二十日", "20日"),
            ("一百二十日内", "120日内"),
            ("第一责任人", "第一责任人"),
            ("第一季度", "第1季度"),
        ] {
            assert_eq!(arabic(text), read);
        }
    }

    #[test]
    fn an_apostrophe_that_makes_a_text_goes() {
        for (text, read) in
            [("'2026-03-05", "2026-03-05"), ("'=A1", "=A1"), ("'tis", "'tis"), ("'1'", "'1'")]
        {
            assert_eq!(kept(text), read);
        }
    }
}
