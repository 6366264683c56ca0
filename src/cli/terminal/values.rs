//! How the values of options are read. What is wrong with one is told in the reader's language.

use jiff::Timestamp;

use crate::cli::terminal::locale::{named_language, say};
use crate::model::Language;
use crate::plan::Colour;
use crate::words::{lists, usage};

/// RFC 3339.
pub(crate) fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| say(usage::TIME_LIKE))
}

/// A whole number of at least 1.
pub(crate) fn count(text: &str) -> Result<u32, &'static str> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| say(usage::WHOLE_NUMBER))
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
