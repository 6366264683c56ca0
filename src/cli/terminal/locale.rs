//! Which language the command line speaks, and how it writes times.
//!
//! Lists and sentences follow the terminal's locale, as every tool on the machine does; letters
//! follow the configuration.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::cli::terminal::zones;
use crate::ledger::Kind;
use crate::model::{Calendar, Language, LetterKind, When};
use crate::plan::{Addressee, Colour};

/// The language of the terminal: `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
pub(crate) fn language() -> Language {
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(set);
    match locale.and_then(|name| std::env::var(name).ok()) {
        Some(locale) if locale.starts_with("zh") => Language::ZhCn,
        _ => Language::En,
    }
}

/// `2026-11-30 Mon 09:00`, local to the calendar.
pub(crate) fn time(calendar: &Calendar, at: Timestamp, language: Language) -> String {
    zones::time(calendar.timezone(), at, language)
}

/// `2026-11-30 Mon`.
pub(crate) fn day(day: Date, language: Language) -> String {
    format!("{day} {}", weekday(day.weekday(), language))
}

/// A date key's value.
pub(crate) fn when(calendar: &Calendar, when: When, language: Language) -> String {
    match when {
        When::Day(date) => day(date, language),
        When::Instant(instant) => time(calendar, instant, language),
    }
}

/// RFC 3339 with the calendar's offset, for JSON.
pub(crate) fn rfc3339(calendar: &Calendar, at: Timestamp) -> String {
    zones::rfc3339(calendar.timezone(), at)
}

/// A date, or RFC 3339, for JSON.
pub(crate) fn rfc3339_when(calendar: &Calendar, when: When) -> String {
    zones::rfc3339_when(calendar.timezone(), when)
}

fn weekday(day: Weekday, language: Language) -> &'static str {
    let names = match language {
        Language::ZhCn => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        Language::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    names[day.to_monday_zero_offset() as usize]
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
    let names: Vec<String> = list.iter().map(|one| one.mailbox.shown()).collect();
    names.join(", ")
}

/// The name of a letter, or of word to the admin.
pub(crate) fn kind(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Letter(kind) => letter(kind, language),
        Kind::Admin => pick(language, "报管理员", "word to the admin"),
    }
}

/// A letter's name.
pub(crate) fn letter(kind: LetterKind, language: Language) -> &'static str {
    match (language, kind) {
        (Language::En, kind) => kind.name(),
        (Language::ZhCn, LetterKind::Assignment) => "交办函",
        (Language::ZhCn, LetterKind::Reminder) => "提醒函",
        (Language::ZhCn, LetterKind::Overdue) => "逾期提醒",
        (Language::ZhCn, LetterKind::Supervision) => "督办函",
        (Language::ZhCn, LetterKind::Circular) => "通报",
        (Language::ZhCn, LetterKind::Verification) => "核验通知",
        (Language::ZhCn, LetterKind::LookBack) => "回头看",
    }
}

/// The text of the terminal's language.
pub(crate) fn pick(language: Language, zh: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::ZhCn => zh,
        Language::En => en,
    }
}

/// A colour's name.
pub(crate) fn colour(colour: Colour, language: Language) -> &'static str {
    match colour {
        Colour::Red => pick(language, "红", "red"),
        Colour::Yellow => pick(language, "黄", "yellow"),
        Colour::Green => pick(language, "绿", "green"),
        Colour::Blue => pick(language, "蓝", "blue"),
        Colour::Grey => pick(language, "灰", "grey"),
    }
}
