//! Which language the command line speaks, and how it writes times.
//!
//! Lists and sentences follow the terminal's locale, as every tool on the machine does; letters
//! follow the configuration.

use std::ffi::OsString;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::terminal::zones;
use crate::ledger::Kind;
use crate::model::{Calendar, Config, Language, LetterKind, When};
use crate::plan;
use crate::plan::{Addressee, Colour, Notice};
use crate::view::{At, On};
use crate::words::{Text, dates, lists};

/// What the process speaks; chosen once, before the command line is read.
static CHOSEN: OnceLock<Language> = OnceLock::new();

/// The language of the command line: `--lang`, else the locale.
pub(crate) fn language() -> Language {
    *CHOSEN.get_or_init(locale)
}

/// Looks for `--lang` ahead of all else, so that even what is wrong with the command line is told in it.
pub(crate) fn choose(arguments: impl Iterator<Item = OsString>) -> Language {
    let mut arguments =
        arguments.map(|one| one.to_string_lossy().into_owned()).take_while(|one| one != "--");
    let mut given = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => given = arguments.next().or(given),
            Some(value) => given = value.strip_prefix('=').map(str::to_owned).or(given),
            None => {}
        }
    }
    let language = given.and_then(|given| named_language(&given)).unwrap_or_else(locale);
    *CHOSEN.get_or_init(|| language)
}

/// By `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
fn locale() -> Language {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    locale.and_then(|locale| named_language(&locale)).unwrap_or(Language::En)
}

/// A sentence in the language of the command line.
pub(crate) fn say(text: Text) -> &'static str {
    text.said(language())
}

/// `2026-11-30 Mon 09:00`, local to the calendar.
pub(crate) fn time(calendar: &Calendar, at: Timestamp, language: Language) -> String {
    zones::time(calendar.timezone(), at, language)
}

/// `2026-11-30 Mon`.
pub(crate) fn day(day: Date, language: Language) -> String {
    dates::day(day, language)
}

/// A date key's value.
pub(crate) fn when(calendar: &Calendar, when: When, language: Language) -> String {
    dates::when(calendar.timezone(), when, language)
}

/// An instant that is shown.
pub(crate) fn at(at: &At, language: Language) -> String {
    zones::time(&at.zone, at.instant, language)
}

/// A date that is shown.
pub(crate) fn on(on: &On, language: Language) -> String {
    dates::when(&on.zone, on.when, language)
}

/// RFC 3339 with the calendar's offset, for JSON.
pub(crate) fn rfc3339(calendar: &Calendar, at: Timestamp) -> String {
    zones::rfc3339(calendar.timezone(), at)
}

/// A date, or RFC 3339, for JSON.
pub(crate) fn rfc3339_when(calendar: &Calendar, when: When) -> String {
    zones::rfc3339_when(calendar.timezone(), when)
}

/// `A-17`, or `A-17/draft` for a milestone.
pub(crate) fn target(task: &str, milestone: Option<&str>) -> String {
    match milestone {
        Some(milestone) => format!("{task}/{milestone}"),
        None => task.to_owned(),
    }
}

/// `overdue`, or `overdue #2` for its second repeat.
pub(crate) fn occurrence(stage: &str, k: u32) -> String {
    match k {
        0 => stage.to_owned(),
        k => format!("{stage} #{k}"),
    }
}

/// The names of addressees, in a line.
pub(crate) fn names(list: &[Addressee]) -> String {
    let names: Vec<String> = list.iter().map(name).collect();
    names.join(", ")
}

/// The name of an addressee; who has no address yet is marked.
pub(crate) fn name(one: &Addressee) -> String {
    let name = one.mailbox.shown();
    match one.mailbox.address.is_to_fill_in() {
        true => lists::no_address(&name, language()),
        false => name,
    }
}

/// The name of a letter, or of word to the admin.
pub(crate) fn kind(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Letter(kind) => letter(kind, language),
        Kind::Admin => lists::WORD_TO_ADMIN.said(language),
    }
}

/// A letter's name.
pub(crate) fn letter(kind: LetterKind, language: Language) -> &'static str {
    lists::letter(kind, language)
}

/// The name of the letter of a notice; one of its stage's own bears its name.
pub(crate) fn letter_of<'c>(
    config: &'c Config,
    notice: &Notice,
    release: Timestamp,
    language: Language,
) -> &'c str {
    let own = notice.stage(config).own_letter.as_deref();
    own.unwrap_or_else(|| letter(plan::letter_kind(config, notice, release), language))
}

/// A colour's name.
pub(crate) fn colour(colour: Colour, language: Language) -> &'static str {
    lists::colour(colour, language)
}

/// The same, as a locale may write it: `zh_CN.UTF-8`.
pub(crate) fn named_language(text: &str) -> Option<Language> {
    let name = text.split(['-', '_', '.', '@']).next()?;
    match name.to_ascii_lowercase().as_str() {
        "zh" => Some(Language::ZhCn),
        "en" => Some(Language::En),
        _ => None,
    }
}
