//! How the values of options are read. What is wrong with one is told in the reader's language.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::terminal::locale::{named_language, say};
use crate::model::{Language, Late, Severity, Span};
use crate::plan::Colour;
use crate::view::filter_keys;
use crate::words::{filters, lists, usage};

/// RFC 3339.
pub(crate) fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| say(usage::TIME_LIKE))
}

/// A day.
pub(crate) fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| say(usage::DAY_LIKE))
}

/// A year of four digits.
pub(crate) fn year(text: &str) -> Result<i16, &'static str> {
    let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| say(usage::YEAR_LIKE))
}

/// A whole number of at least 1.
pub(crate) fn count(text: &str) -> Result<u32, &'static str> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| say(usage::WHOLE_NUMBER))
}

/// A whole number from 0 to 100.
pub(crate) fn percent(text: &str) -> Result<u8, &'static str> {
    let number = text.trim_end_matches(['%', '％']).parse().ok();
    number.filter(|percent| *percent <= 100).ok_or_else(|| say(usage::PERCENT_LIKE))
}

/// `zh-CN` or `en`.
pub(crate) fn language(text: &str) -> Result<Language, &'static str> {
    named_language(text).ok_or_else(|| say(usage::LANGUAGE_LIKE))
}

/// A colour's name in either language.
pub(crate) fn colour(text: &str) -> Result<Colour, &'static str> {
    let languages = [Language::ZhCn, Language::En];
    let is_named =
        |colour: &Colour| languages.iter().any(|one| lists::colour(*colour, *one) == text);
    Colour::ALL.into_iter().find(is_named).ok_or_else(|| say(usage::COLOUR_LIKE))
}

/// A severity's name in either language.
pub(crate) fn severity(text: &str) -> Result<Severity, &'static str> {
    let is_named = |(name, severity): &&(&str, Severity)| {
        *name == text || filters::severity(*severity, Language::ZhCn) == text
    };
    let found = Severity::ALL.iter().find(is_named).map(|(_, severity)| *severity);
    found.ok_or_else(|| say(filters::SEVERITY_LIKE))
}

/// `>30d`
pub(crate) fn late(text: &str) -> Result<Late, &'static str> {
    text.parse().map_err(|()| say(filters::LATE_LIKE))
}

/// `7d`
pub(crate) fn length(text: &str) -> Result<Span, &'static str> {
    filter_keys::length(text).ok_or_else(|| say(filters::LENGTH_LIKE))
}
