//! Numbers of letters (文号), as `[letters.KIND] number` writes them (§5): `督办〔{year}〕{n}号`.

use std::fmt::Write as _;

use crate::model::LetterKind;

/// How the letters of a kind are numbered: a checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern {
    written: Box<str>,
    parts: Vec<Part>,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Year,
    /// The count, filled up with zeros to so many digits.
    Count(usize),
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberFlaw {
    /// Between its braces stands something that there is not.
    Unknown(String),
    /// A brace without its other half.
    Brace,
    /// There is no `{n}`: all letters would bear one number.
    NoCount,
    /// There are several.
    TwoCounts,
}

/// The most digits that zeros fill up.
const DIGITS: usize = 9;

impl NumberPattern {
    /// Reads a pattern.
    pub fn parse(written: &str) -> Result<NumberPattern, NumberFlaw> {
        let (mut parts, mut rest) = (Vec::new(), written);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            let inner = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let (name, after) = inner.ok_or(NumberFlaw::Brace)?;
            parts.push(named(name)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        match parts.iter().filter(|part| matches!(part, Part::Count(_))).count() {
            0 => Err(NumberFlaw::NoCount),
            1 => Ok(NumberPattern { written: written.into(), parts }),
            _ => Err(NumberFlaw::TwoCounts),
        }
    }

    /// As it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether numbers of different years differ.
    pub fn has_year(&self) -> bool {
        self.parts.contains(&Part::Year)
    }

    /// What is counted together: patterns that differ in their zeros alone are one series.
    pub fn series(&self) -> String {
        self.filled("{year}", |_| "{n}".to_owned())
    }

    /// The n-th number of that year.
    pub fn number(&self, year: i16, n: u32) -> String {
        self.filled(&year.to_string(), |digits| format!("{n:0digits$}"))
    }

    /// A number that is still to be given: the place of the count is blank.
    pub fn blank(&self, year: i16) -> String {
        self.filled(&year.to_string(), |_| "\u{2002}".to_owned())
    }

    fn filled(&self, year: &str, count: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        for part in &self.parts {
            let _written = match part {
                Part::Text(own) => text.write_str(own),
                Part::Year => text.write_str(year),
                Part::Count(digits) => text.write_str(&count(*digits)),
            };
        }
        text
    }
}

fn named(name: &str) -> Result<Part, NumberFlaw> {
    let unknown = || NumberFlaw::Unknown(name.to_owned());
    match name {
        "year" => Ok(Part::Year),
        "n" => Ok(Part::Count(0)),
        _ => {
            let digits = name.strip_prefix("n:0").and_then(|digits| digits.parse().ok());
            let digits = digits.filter(|digits| (1..=DIGITS).contains(digits));
            digits.map(Part::Count).ok_or_else(unknown)
        }
    }
}

/// By what a letter is numbered once it may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// The pattern.
    pub pattern: NumberPattern,
    /// The year of the letter's date.
    pub year: i16,
}

/// `[letters.KIND]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterSettings {
    /// The letter.
    pub letter: Box<str>,
    /// Of a letter of a stage's own: the built-in one that stands in for what it lacks.
    pub like: Option<LetterKind>,
    /// How it is numbered, if it is.
    pub number: Option<NumberPattern>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(text: &str) -> Option<NumberFlaw> {
        NumberPattern::parse(text).err()
    }

    #[test]
    fn a_pattern_becomes_numbers() {
        for (written, n, number, series) in [
            ("督办〔{year}〕{n}号", 12, "督办〔2026〕12号", "督办〔{year}〕{n}号"),
            ("No. {year}/{n:03}", 7, "No. 2026/007", "No. {year}/{n}"),
            ("{n:03}", 4711, "4711", "{n}"),
            ("{year}{year}-{n}", 1, "20262026-1", "{year}{year}-{n}"),
        ] {
            let pattern = NumberPattern::parse(written).expect("a pattern");
            assert_eq!(pattern.number(2026, n), number);
            assert_eq!(pattern.series(), series);
            assert_eq!(pattern.written(), written);
        }
        let pattern = NumberPattern::parse("督办〔{year}〕{n}号").expect("a pattern");
        assert_eq!(pattern.blank(2026), "督办〔2026〕\u{2002}号");
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        assert_eq!(flaw("督办〔{year}〕号"), Some(NumberFlaw::NoCount));
        assert_eq!(flaw(""), Some(NumberFlaw::NoCount));
        assert_eq!(flaw("{n}-{n:02}"), Some(NumberFlaw::TwoCounts));
        assert_eq!(flaw("{n} {month}"), Some(NumberFlaw::Unknown("month".to_owned())));
        assert_eq!(flaw("{n:3}"), Some(NumberFlaw::Unknown("n:3".to_owned())));
        assert_eq!(flaw("{n:00}"), Some(NumberFlaw::Unknown("n:00".to_owned())));
        assert_eq!(flaw("{n:099}"), Some(NumberFlaw::Unknown("n:099".to_owned())));
        for text in ["{n", "n}", "{n}}", "{{n}}"] {
            assert!(
                matches!(flaw(text), Some(NumberFlaw::Brace | NumberFlaw::Unknown(_))),
                "{text}"
            );
        }
    }
}
