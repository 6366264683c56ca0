//! Words for states, severities, yes and no, and per cents.

use crate::import::text::folded;
use crate::model::{Severity, names};

/// What a word says of a row's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Said {
    /// Still to do.
    Open,
    /// Done.
    Done,
    /// Done, and that was verified.
    Verified,
    /// Looked at and sent back.
    Returned,
    /// Called off.
    Cancelled,
}

names!(Said {
    Open = "open",
    Done = "done",
    Verified = "verified",
    Returned = "returned",
    Cancelled = "cancelled",
});

const DONE: &[&str] = &[
    "已完成",
    "完成",
    "已办结",
    "办结",
    "已整改",
    "已整改完成",
    "整改完成",
    "整改到位",
    "已整改到位",
    "已完成整改",
    "完成整改",
    "整改完毕",
    "已落实",
    "关闭",
    "已关闭",
    "闭环",
    "已闭环",
    "已结案",
    "结案",
    "completed",
    "complete",
    "closed",
    "done",
    "resolved",
    "finished",
    "achieved",
    "remediated",
    "fixed",
    "implemented",
    "erledigt",
    "abgeschlossen",
    "geschlossen",
    "behoben",
    "umgesetzt",
];
const VERIFIED: &[&str] = &[
    "已销号",
    "销号",
    "验收通过",
    "已验收",
    "复查合格",
    "verified",
    "closed and verified",
    "verified closed",
    "geprüft",
];
const CANCELLED: &[&str] = &[
    "取消",
    "已取消",
    "撤销",
    "已撤销",
    "终止",
    "已终止",
    "cancelled",
    "canceled",
    "superseded",
    "withdrawn",
    "abgebrochen",
    "entfällt",
    "storniert",
];
/// These may mean that it was called off; or that somebody lives with it.
const PERHAPS_CANCELLED: &[&str] = &[
    "n/a",
    "na",
    "not applicable",
    "ignored",
    "won't fix",
    "wont fix",
    "rejected",
    "false positive",
    "duplicate",
    "risk accepted",
    "accepted",
    "不适用",
    "不予整改",
];
const RETURNED: &[&str] = &[
    "复查不合格",
    "不合格",
    "退回",
    "已退回",
    "整改不到位",
    "验收不通过",
    "returned",
    "reopened",
    "re-opened",
    "nicht bestanden",
];
const OPEN: &[&str] = &[
    "整改中",
    "正在整改",
    "进行中",
    "推进中",
    "未整改",
    "未完成",
    "未关闭",
    "未启动",
    "未开始",
    "部分整改",
    "部分完成",
    "持续推进",
    "正在实施",
    "开展中",
    "未销号",
    "待整改",
    "办理中",
    "在办",
    "未办结",
    "逾期",
    "超期",
    "open",
    "in progress",
    "in_progress",
    "inprogress",
    "not started",
    "pending",
    "on track",
    "behind",
    "delayed",
    "overdue",
    "new",
    "active",
    "draft",
    "planned",
    "ongoing",
    "offen",
    "in arbeit",
    "in bearbeitung",
    "to do",
    "todo",
    "investigating",
    "remediating",
    "deviation-requested",
    "deviation-approved",
    "incomplete",
    "on hold",
];

/// What a whole word says; whether that is sure.
pub fn said(text: &str) -> Option<(Said, bool)> {
    let text = folded(text);
    let text = text.trim_matches(['。', '.', '!', ' ', '“', '”', '"', '「', '」']);
    let is = |words: &[&str]| words.contains(&text);
    let sure = [
        (RETURNED, Said::Returned),
        (OPEN, Said::Open),
        (VERIFIED, Said::Verified),
        (CANCELLED, Said::Cancelled),
        (DONE, Said::Done),
    ];
    if let Some((_, said)) = sure.into_iter().find(|(words, _)| is(words)) {
        return Some((said, true));
    }
    if is(PERHAPS_CANCELLED) || text.starts_with("superseded by") {
        return Some((Said::Cancelled, text.starts_with("superseded")));
    }
    begins_as_done(text).then_some((Said::Done, true))
}

/// `已完成，11月15日`, `done 15 Nov`, `2026年11月15日完成`: a word for how a row ended, and what stands beside it, which may be
/// the day. What is promised or expected is no day of an end.
pub fn beside_day(text: &str) -> Option<(Said, String)> {
    const EXPECTED: [&str; 20] = [
        "未", "不", "部分", "基本", "预计", "计划", "拟", "力争", "待", "将", "前", "底", "止",
        "%", "by ", "before", "until", "due", "plan", "expect",
    ];
    let text = folded(text);
    let text = text.trim_matches(['。', '.', '!', ' ', '“', '”', '"', '「', '」']);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let known = [(VERIFIED, Said::Verified), (CANCELLED, Said::Cancelled), (DONE, Said::Done)];
    let mut known: Vec<(&str, Said)> = known
        .into_iter()
        .flat_map(|(words, said)| words.iter().map(move |word| (*word, said)))
        .collect();
    known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let found = known.into_iter().find_map(|(word, said)| {
        let after = text
            .strip_prefix(word)
            .filter(|rest| !word.is_ascii() || !rest.starts_with(char::is_alphanumeric));
        let before = || text.strip_suffix(word).filter(|_| !word.is_ascii());
        Some((said, after.or_else(before)?))
    });
    let (said, rest) = found?;
    if EXPECTED.iter().any(|word| rest.contains(word)) {
        return None;
    }
    let signs =
        [',', '，', ':', '：', '(', ')', ' ', '-', '–', '—', ';', '；', '、', '。', '于', '已'];
    let rest = rest.trim_matches(signs);
    let rest = rest.strip_prefix("on ").or_else(|| rest.strip_prefix("am ")).unwrap_or(rest);
    Some((said, rest.to_owned()))
}

/// What takes an end back.
const BACK: [&str; 14] = [
    "未", "不", "部分", "基本", "正在", "预计", "计划", "拟", "待", "继续", "剩余", "尚", "%",
    "初稿",
];

/// The same in English.
const NOT_YET: [&str; 9] =
    ["not", "yet", "to be", "partly", "partially", "almost", "nearly", "will", "until"];

/// Before a word: what it names is not there.
const DENIED: [&str; 17] = [
    "无",
    "无需",
    "无须",
    "不",
    "不需",
    "不需要",
    "不用",
    "不必",
    "不予",
    "不同意",
    "未",
    "未申请",
    "没有",
    "no",
    "not",
    "without",
    "no further",
];

/// `已完成整改，…`: a sentence that begins with the word for done, and takes nothing back.
fn begins_as_done(text: &str) -> bool {
    const STARTS: [&str; 10] = [
        "已完成",
        "已办结",
        "已整改",
        "已销号",
        "已关闭",
        "已全部",
        "整改完成",
        "完成整改",
        "全部完成",
        "已结案",
    ];
    let first = text.split(['，', ',', '。', ';', '；', '\n']).next().unwrap_or(text);
    STARTS.iter().any(|start| first.starts_with(start))
        && !BACK.iter().any(|word| text.contains(word))
        && first.trim_end_matches("整改").chars().count() <= 8
}

/// What a cell about a state seems to say of which nothing is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// A mark, which may stand for anything.
    Mark,
    /// An extension.
    Extension,
    /// A pause.
    Hold,
    /// An end.
    End,
}

/// What a text that is no word for a state seems to say.
pub fn hint(text: &str) -> Option<Hint> {
    const ENDS: [&str; 12] = [
        "完成",
        "办结",
        "销号",
        "整改到位",
        "完毕",
        "闭环",
        "结案",
        "验收",
        "done",
        "closed",
        "completed",
        "finished",
    ];
    const EXTENSIONS: [&str; 5] = ["延期", "extension", "extensions", "extended", "postponed"];
    const HOLDS: [&str; 6] = ["暂停", "暂缓", "中止", "挂起", "paused", "suspended"];
    let text = folded(text);
    let is_mark = !text.chars().any(char::is_alphabetic) && text.chars().count() <= 4;
    let is_nothing = text.chars().all(|one| "-—–/\\_.· ".contains(one));
    let is_back = || {
        BACK.iter().chain(&["n't", "n’t"]).any(|word| text.contains(word))
            || NOT_YET.iter().any(|word| bare(&text, word).next().is_some())
    };
    match () {
        () if text.is_empty() || is_nothing => None,
        () if part(&text).is_some() => part(&text).filter(|all| *all).map(|_| Hint::End),
        () if is_mark || flag(&text).is_some() => Some(Hint::Mark),
        () if speaks_of(&text, &EXTENSIONS) => Some(Hint::Extension),
        () if speaks_of(&text, &HOLDS) => Some(Hint::Hold),
        () if speaks_of(&text, &ENDS) && !is_back() => Some(Hint::End),
        () => None,
    }
}

/// How much is done, which everybody understands: `80%`, `3/5`; whether that is all.
fn part(text: &str) -> Option<bool> {
    if text.ends_with('%') {
        return percent(text).map(|percent| percent == 100);
    }
    let (done, all) = text.split_once('/')?;
    let number = |digits: &str| digits.trim().parse::<u32>().ok();
    let (done, all) = (number(done)?, number(all)?);
    (done <= all && all > 0).then_some(done == all)
}

/// Whether one of the words stands there and is not denied: `无需延期`, `no extension`.
fn speaks_of(text: &str, words: &[&str]) -> bool {
    let is_denied = |before: &str| {
        let before = before.trim_end();
        let ends = |word: &str| {
            let rest = before.strip_suffix(word);
            let inside =
                |rest: &str| word.is_ascii() && rest.ends_with(|one: char| one.is_alphanumeric());
            rest.is_some_and(|rest| !inside(rest))
        };
        DENIED.iter().any(|word| ends(word)) && !before.ends_with("不得不")
    };
    words.iter().flat_map(|word| bare(text, word)).any(|before| !is_denied(before))
}

/// What stands before a word, wherever it does; a Latin one is not a part of another.
fn bare<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = &'t str> {
    let found = text.match_indices(word).map(|(at, _)| (&text[..at], &text[at + word.len()..]));
    let is_whole = |(before, after): &(&str, &str)| {
        !word.is_ascii()
            || !before.ends_with(|one: char| one.is_ascii_alphanumeric())
                && !after.starts_with(|one: char| one.is_ascii_alphanumeric())
    };
    found.filter(is_whole).map(|(before, _)| before)
}

/// Yes or no.
pub fn flag(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "是" | "y" | "yes" | "true" | "√" | "✓" | "✔" | "1" | "ja" | "已" | "x" => {
            Some(true)
        }
        "否" | "n" | "no" | "false" | "×" | "✗" | "0" | "nein" | "未" => Some(false),
        _ => None,
    }
}

/// How grave, and whether the word is one of the four steps.
pub fn severity(text: &str) -> Option<(Severity, bool)> {
    let text = folded(text);
    let text = text
        .trim_end_matches("事故隐患")
        .trim_end_matches("隐患")
        .trim_end_matches("问题")
        .trim_end_matches("风险");
    Some(match text {
        "critical" | "very high" | "特别重大" | "特急" | "紧急" | "urgent" | "kritisch" | "p0"
        | "p1" | "严重" => (Severity::Critical, true),
        "high" | "高" | "重大" | "重要" | "hoch" | "major" | "p2" | "加急" => {
            (Severity::High, true)
        }
        "medium" | "moderate" | "中" | "较大" | "mittel" | "normal" | "p3" => {
            (Severity::Medium, true)
        }
        "low" | "低" | "一般" | "较低" | "轻微" | "niedrig" | "gering" | "minor" | "p4"
        | "平急" => (Severity::Low, true),
        "informational" | "info" | "information" | "none" | "提示" => (Severity::Low, false),
        _ => return None,
    })
}

/// `60%`, `85 %`, `0.6` where a percent sign is shown; a bare whole number up to 100.
pub fn percent(text: &str) -> Option<u8> {
    let text = folded(text);
    let text = text.strip_suffix('%').unwrap_or(&text).trim();
    let number: f64 = text.parse().ok()?;
    (0.0..=100.0).contains(&number).then_some(number as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_how_a_row_stands() {
        for (text, wanted) in [
            ("已完成", Some(Said::Done)),
            ("已完成整改", Some(Said::Done)),
            ("已完成整改，验收材料齐全", Some(Said::Done)),
            ("已完成招标，正在施工", None),
            ("未完成", Some(Said::Open)),
            ("部分整改", Some(Said::Open)),
            ("复查不合格", Some(Said::Returned)),
            ("IN_PROGRESS", Some(Said::Open)),
            ("Closed", Some(Said::Done)),
            ("IGNORED", Some(Said::Cancelled)),
            ("已组建专班", None),
            ("初稿完成", None),
        ] {
            assert_eq!(said(text).map(|found| found.0), wanted, "{text}");
        }
    }
}
