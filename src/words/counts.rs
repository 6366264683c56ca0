//! Numbers with their nouns, and lengths of time.

use super::Text;
use crate::model::{Language, Offset, Repeat, Span, TimeUnit};

/// A number with its thousands set apart.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `2 weeks`, `1 week`; in Chinese `2 周`.
pub(crate) fn length(count: u32, of: TimeUnit, language: Language) -> String {
    let name = unit(of).said(language);
    match language {
        Language::ZhCn => format!("{count} {name}"),
        Language::En => plural(count as usize, name),
    }
}

/// `2 weeks`, `week`; in Chinese ` 2 周`: what follows "every".
pub(crate) fn every(every: Span, language: Language) -> String {
    let (count, name) = (every.count, unit(every.unit).said(language));
    match (language, count) {
        (Language::ZhCn, count) => format!(" {count} {name}"),
        (Language::En, 1) => name.to_owned(),
        (Language::En, count) => plural(count as usize, name),
    }
}

/// `2 weeks`; of a growing rhythm `1wd, 2wd, 5wd …`, whose last length goes on (T15).
pub(crate) fn rhythm(repeat: &Repeat, language: Language) -> String {
    match repeat.lengths() {
        [one] => every(*one, language),
        _ => format!("{repeat} …"),
    }
}

/// T12: so much of the way from that day to the deadline.
pub(crate) fn way(percent: u8, base: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("自 {base} 起过 {percent}%"),
        Language::En => format!("{percent}% of the way from {base}"),
    }
}

/// `5 working days after`, `that day`.
pub(crate) fn distance(at: Offset, language: Language) -> String {
    let count = at.count.unsigned_abs();
    if count == 0 {
        return Text::of("当日", "that day").said(language).to_owned();
    }
    let name = unit(at.unit).said(language);
    match (language, at.count < 0) {
        (Language::ZhCn, true) => format!("之前 {count} {name}"),
        (Language::ZhCn, false) => format!("之后 {count} {name}"),
        (Language::En, true) => format!("{} before", plural(count as usize, name)),
        (Language::En, false) => format!("{} after", plural(count as usize, name)),
    }
}

fn unit(unit: TimeUnit) -> Text {
    match unit {
        TimeUnit::Minute => Text::of("分钟", "minute"),
        TimeUnit::Hour => Text::of("小时", "hour"),
        TimeUnit::WorkingHour => Text::of("个工作小时", "working hour"),
        TimeUnit::Day => Text::of("天", "day"),
        TimeUnit::WorkingDay => Text::of("个工作日", "working day"),
        TimeUnit::Week => Text::of("周", "week"),
        TimeUnit::Month => Text::of("个月", "month"),
    }
}
