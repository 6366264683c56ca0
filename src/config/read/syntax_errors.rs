//! The slips people really make, each in its own words: what the parser only calls a syntax error.

use std::collections::HashSet;

use crate::config::fault::SyntaxFault;
use crate::config::finding::{Finding, Place};
use crate::config::gather::Findings;
use crate::config::limits;
use crate::config::sources::floor;

/// The errors of the parser, in words that fit what was typed.
pub(crate) fn syntax(text: &str, file: u32, errors: &[toml::de::Error], findings: &mut Findings) {
    let mut told: HashSet<usize> = HashSet::new();
    let mut last = 0..0;
    for error in errors {
        let too_deep = error.message().contains("recurs");
        // The parser does not say which key it is that has too many parts.
        let unknown = || if too_deep { long_key(text) } else { text.len()..text.len() };
        let span = error.span().unwrap_or_else(unknown);
        // One slip makes the parser stumble several times on its line, which may be very long.
        if last.contains(&span.start) {
            continue;
        }
        let line = line_around(text, span.start);
        last = line.clone();
        if !told.insert(line.start) {
            continue;
        }
        findings.add(match too_deep {
            true => too_deep_at(text, file, span.start),
            false => explain(text, file, line, span, error.message()),
        });
    }
}

fn too_deep_at(text: &str, file: u32, byte: usize) -> Finding {
    let start = floor(text, byte);
    let fault = SyntaxFault::TooNested { limit: limits::DEPTH };
    Finding::new(fault).at(Place::new(start..start).of(file))
}

/// The first line that begins with a key or a header of too many parts; else the end.
fn long_key(text: &str) -> std::ops::Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or_default();
        if key.matches('.').count() + 1 >= limits::DEPTH {
            return at..at;
        }
        at += line.len();
    }
    text.len()..text.len()
}

fn explain(
    text: &str,
    file: u32,
    line: std::ops::Range<usize>,
    span: std::ops::Range<usize>,
    message: &str,
) -> Finding {
    let typed = &text[line.clone()];
    let whole = Place::new(
        line.start + typed.len() - typed.trim_start().len()..line.start + typed.trim_end().len(),
    )
    .of(file);
    let value = typed.split_once(['=', '＝']).map(|(_, value)| value.trim()).unwrap_or_default();
    let value = value.split(" #").next().unwrap_or_default().trim();
    let value_site = (!value.is_empty()).then(|| {
        let start = line.start + typed.find(value).unwrap_or(0);
        Place::new(start..start + value.len()).of(file)
    });
    let site = value_site.unwrap_or(whole);
    let bare = value.trim_end_matches([',', '，', ']', '}']).trim_start_matches(['[', '{']).trim();
    if let Some(full) = typed
        .chars()
        .find(|letter| "“”‘’＂＇，＝［］｛｝：".contains(*letter) || ('０'..='９').contains(letter))
        && !inside_quotes(typed, full)
    {
        let half = half_width(&full.to_string());
        return Finding::new(SyntaxFault::FullWidth { sign: full, half })
            .at(whole)
            .instead(whole, half_width(typed.trim()));
    }
    let key = typed.split(['=', '＝']).next().unwrap_or_default();
    if value_site.is_some() && key.trim().contains(['\t', '\u{3000}', '\u{a0}'])
        || typed.starts_with('\u{3000}')
        || typed.starts_with('\u{a0}')
    {
        return Finding::new(SyntaxFault::BlankBeforeKey).at(whole);
    }
    let name = key.trim();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || " -_".contains(letter);
    if value_site.is_some() && name.contains(' ') && name.chars().all(plain) {
        let start = line.start + typed.find(name).unwrap_or(0);
        let site = Place::new(start..start + name.len()).of(file);
        let joined = name.split_whitespace().collect::<Vec<_>>().join("-");
        let fault = SyntaxFault::BlankInKey { key: name.to_owned(), joined: joined.clone() };
        return Finding::new(fault).at(site).instead(site, joined);
    }
    if looks_like_date(bare) {
        return match date_meant(bare) {
            Some(date) if date == bare => {
                Finding::new(SyntaxFault::Other { parser: message.to_owned() }).at(site)
            }
            Some(meant) => {
                let written = bare.to_owned();
                Finding::new(SyntaxFault::DateInOtherOrder { written, meant }).at(site)
            }
            None => Finding::new(SyntaxFault::NoSuchDay { written: bare.to_owned() }).at(site),
        };
    }
    if matches!(value, "yes" | "no" | "True" | "False" | "TRUE" | "FALSE") {
        let meant = if matches!(value, "yes" | "True" | "TRUE") { "true" } else { "false" };
        return Finding::new(SyntaxFault::NoValue { written: value.to_owned() })
            .at(site)
            .instead(site, meant);
    }
    let quotes = value.matches('"').count();
    if quotes % 2 == 1 && !value.starts_with("\"\"\"") {
        return Finding::new(SyntaxFault::UnclosedQuote).at(site);
    }
    let start = floor(text, span.start);
    let end = floor(text, span.end.max(start));
    let parser = message.lines().next().unwrap_or("this is no TOML").to_owned();
    Finding::new(SyntaxFault::Other { parser }).at(Place::new(start..end).of(file))
}

fn inside_quotes(line: &str, letter: char) -> bool {
    let before = line.split(letter).next().unwrap_or_default();
    before.matches('"').count() % 2 == 1 || before.matches('\'').count() % 2 == 1
}

fn line_around(text: &str, byte: usize) -> std::ops::Range<usize> {
    let at = floor(text, byte);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find(['\r', '\n']).map_or(text.len(), |newline| at + newline);
    start..end.max(start)
}

fn looks_like_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 3
        && text.chars().all(|letter| letter.is_ascii_digit() || "-/.年月日号".contains(letter))
}

/// The day that was meant by `2026/3/5`, `2026年3月5日`, `3/5/26` or `2026-3-5`, if there is such a day.
pub(crate) fn date_meant(text: &str) -> Option<String> {
    let text = half_width(text);
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let (year, month, day) = match numbers?.as_slice() {
        [year, month, day] if *year >= 1000 => (*year, *month, *day),
        // 3/5/26, as the US writes it.
        [month, day, year @ 0..=99] if text.contains('/') => (2000 + year, *month, *day),
        [month, day, year] if *year >= 1000 => (*year, *month, *day),
        _ => return None,
    };
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().map(|date| date.to_string())
}

/// Full-width letters, digits and punctuation as their ordinary selves.
pub(crate) fn half_width(text: &str) -> String {
    let half = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '。' => '.',
        '、' => ',',
        letter => letter,
    };
    text.chars().map(half).collect()
}
