//! What stands around a date, and texts that are none: distances, extensions, words.

use super::{How, Unread};
use crate::import::every;

/// Words before a date that change nothing: a deadline "before" a day includes it.
const BEFORE: [&str; 26] = [
    "no later than ",
    "not later than ",
    "completed by ",
    "before ",
    "until ",
    "due by ",
    "due ",
    "by ",
    "on ",
    "bis zum ",
    "bis ",
    "spätestens ",
    "am ",
    "截止到",
    "截止至",
    "截至",
    "截止",
    "计划于",
    "计划",
    "力争",
    "预计",
    "拟于",
    "于",
    "在",
    "原定",
    "原",
];

/// Words after it, the longest first.
const AFTER: [&str; 22] = [
    "前完成整改",
    "前整改到位",
    "前整改完成",
    "前完成",
    "以前",
    "之前",
    "前(含)",
    "前(含当日)",
    "(含当日)",
    "(含)",
    "整改到位",
    "完成整改",
    "整改完成",
    "整改完毕",
    "完成",
    "前",
    "止",
    "起",
    "。",
    ";",
    ",",
    ".",
];

/// A date without the words around it.
pub(super) fn without_frills(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = BEFORE.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest.trim();
    }
    while let Some(rest) = AFTER.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest.trim();
    }
    without_weekday(text).trim_matches(['(', ')', ' ', '"', '\''])
}

/// `2026年3月5日(周四)`: the day of the week tells nothing that the date does not.
fn without_weekday(text: &str) -> &str {
    let end = text.trim_end_matches([')', ' ']);
    let named = end.strip_suffix(['一', '二', '三', '四', '五', '六', '日', '天']);
    let before = named
        .and_then(|rest| ["星期", "周", "礼拜"].iter().find_map(|word| rest.strip_suffix(word)));
    before.map_or(text, |date| date.trim_end_matches(['(', ' ']))
}

/// The first promise and the later one: `2026-8-31（延期至2026-11-15）`.
pub(super) fn extension(text: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 11] = [
        "延期至",
        "延期到",
        "延长至",
        "延长到",
        "延至",
        "调整为",
        "调整至",
        "变更为",
        "extended to ",
        "revised to ",
        "moved to ",
    ];
    let (first, to) = WORDS.iter().find_map(|word| text.split_once(word))?;
    let signs = ['(', ')', ',', ';', '；', '，', '、', '.', ' ', '[', ']', '→'];
    let first =
        first.trim_matches(signs).trim_end_matches("已").trim_end_matches("现").trim_matches(signs);
    Some((first, to.trim_matches(signs)))
}

/// A distance from the day on which it was opened: `within 30 days`, `收到报告之日起60日内`, `+30d`.
pub(super) fn from_opened(text: &str) -> Option<(String, Vec<How>)> {
    if let Some(own) = text.strip_prefix("opened+") {
        return own.parse::<crate::model::Span>().ok().map(|_| (format!("+{own}"), vec![]));
    }
    latin_distance(text).or_else(|| chinese_distance(text))
}

fn latin_distance(text: &str) -> Option<(String, Vec<How>)> {
    let start = ["within ", "in ", "innerhalb von ", "binnen ", "t+", "+"];
    let rest = start.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let marked = rest.len() < text.len();
    let mut words = rest.split_whitespace();
    let first = words.next()?;
    let digits = first.len() - first.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: u32 = first[..digits].parse().ok()?;
    let mut unit = first[digits..].to_owned();
    if unit.is_empty() {
        unit = words.next()?.to_owned();
    }
    let working = matches!(unit.as_str(), "working" | "business" | "werktagen" | "arbeitstagen");
    if matches!(unit.as_str(), "working" | "business" | "calendar") {
        unit = words.next()?.to_owned();
    }
    let unit = match unit.as_str() {
        "day" | "days" | "tagen" | "tage" | "werktagen" | "arbeitstagen" | "d" if working => "wd",
        "day" | "days" | "tagen" | "tage" | "d" => "d",
        "week" | "weeks" | "wochen" | "w" => "w",
        "month" | "months" | "monaten" | "monate" | "mo" => "mo",
        _ => return None,
    };
    let rest: Vec<&str> = words.collect();
    let how = match rest.first() {
        None if marked || text.contains("day") => vec![],
        Some(&("of" | "from" | "after")) => vec![How::OtherBeginning],
        _ => return None,
    };
    (count > 0).then(|| (format!("+{count}{unit}"), how))
}

fn chinese_distance(text: &str) -> Option<(String, Vec<How>)> {
    let text = text.trim_end_matches(['。', ' ']);
    let text = ["完成整改", "整改到位", "整改完成", "完成"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .unwrap_or(text);
    let text = text
        .strip_suffix("以内")
        .or_else(|| text.strip_suffix("之内"))
        .or_else(|| text.strip_suffix('内'))?;
    let units = [
        ("个工作日", "wd"),
        ("工作日", "wd"),
        ("个自然日", "d"),
        ("自然日", "d"),
        ("日", "d"),
        ("天", "d"),
        ("个星期", "w"),
        ("周", "w"),
        ("个月", "mo"),
    ];
    let (rest, unit) =
        units.iter().find_map(|(word, unit)| Some((text.strip_suffix(word)?, *unit)))?;
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let count: u32 = rest[before.len()..].parse().ok().filter(|count| *count > 0)?;
    // `3月5日内` is no distance.
    if before.ends_with(['月', '年', '-', '/', '.']) {
        return None;
    }
    let known =
        ["", "在", "限", "限期", "自交办之日起", "交办后", "自交办起", "下达后", "自下达之日起"];
    let how = if known.contains(&before.trim()) { vec![] } else { vec![How::OtherBeginning] };
    Some((format!("+{count}{unit}"), how))
}

/// The halves of a stretch of days, for each sign that may stand between them.
pub(super) fn halves(text: &str) -> Vec<(&str, &str)> {
    let text = text.strip_prefix("from ").or_else(|| text.strip_prefix('从')).unwrap_or(text);
    let words = ["至", "~", "～", "—", "–", " to ", " bis ", "到", " - "];
    let mut halves: Vec<(&str, &str)> =
        words.iter().filter_map(|word| text.split_once(word)).collect();
    halves.extend(text.match_indices('-').map(|(at, _)| (&text[..at], &text[at + 1..])));
    halves
        .iter()
        .map(|(from, until)| (from.trim(), until.trim_start_matches(['—', '-', ' ']).trim()))
        .collect()
}

/// What words say that hold no single date.
pub(super) fn words(text: &str) -> Unread {
    const STANDING: [&str; 20] = [
        "长期",
        "常态",
        "持续",
        "经常性",
        "每日",
        "每天",
        "每周",
        "每月",
        "每季",
        "每半年",
        "每年",
        "定期",
        "ongoing",
        "recurring",
        "continuous",
        "continual",
        "permanent",
        "laufend",
        "fortlaufend",
        "as needed",
    ];
    if every::read(text).is_some() || STANDING.iter().any(|word| text.contains(word)) {
        return Unread::Standing(rhythm(text));
    }
    if ["wk/c", "w/c", "week", "kw ", "第", "周"].iter().any(|word| text.contains(word))
        && text.contains(['w', '周'])
    {
        return Unread::Week;
    }
    let months = text.matches('月').count();
    let parts = text
        .split([',', ';', '；', '，', '、', '\n'])
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    if months >= 2 || (parts.count() >= 2 && text.len() < 60) {
        return Unread::Several;
    }
    const NO_DAY: [&str; 22] = [
        "立行立改",
        "即知即改",
        "立即",
        "尽快",
        "限期",
        "待",
        "asap",
        "as soon as",
        "tbd",
        "tbc",
        "to be",
        "immediate",
        "superseded",
        "urgent",
        "按计划",
        "视情",
        "适时",
        "同步",
        "近期",
        "sofort",
        "offen",
        "未定",
    ];
    match NO_DAY.iter().any(|word| text.contains(word)) {
        true => Unread::NoDay,
        false => Unread::NoDate,
    }
}

/// `1mo` of `每月25日前`.
fn rhythm(text: &str) -> Option<String> {
    every::read(text).or_else(|| {
        let start: String = text.chars().take(2).collect();
        match start.as_str() {
            "每半" => Some("6mo".to_owned()),
            start => every::read(start),
        }
    })
}
