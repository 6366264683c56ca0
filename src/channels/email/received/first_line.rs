//! The first line of a reply, where it is wholly an answer (A5), in Chinese or English.

use jiff::civil::Date;

/// What a first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLine {
    /// What.
    pub what: What,
    /// The tasks and milestones that it names.
    pub names: Vec<String>,
    /// It is about all tasks of the letter.
    pub all: bool,
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// `收到`
    Received,
    /// `进展 60% …`
    Progress {
        /// How it goes on.
        text: Option<String>,
        /// How much is done.
        percent: Option<u8>,
    },
    /// `已完成`, `done 2026-11-20`; without a day, today.
    Done(Option<Date>),
    /// `延期 2026-12-31 原因`
    MoreTime {
        /// The deadline that is asked for.
        until: Date,
        /// Why.
        reason: Option<String>,
    },
    /// `不是我`
    NotMine,
}

const DONE: &[&str] =
    &["已经完成", "已完成", "已办结", "已整改", "办结", "完成", "completed", "done"];
const MORE: &[&str] = &[
    "申请延期到",
    "申请延期至",
    "申请延期",
    "延期到",
    "延期至",
    "延期",
    "more time until",
    "more time",
    "extend to",
    "extend",
];
const PROGRESS: &[&str] = &["进展情况", "进展", "progress"];
const NOT_MINE: &[&str] = &["不归我负责", "不是我负责", "不归我", "不是我", "not mine", "not me"];
const RECEIVED: &[&str] = &["已签收", "已收到", "收到", "签收", "received", "acknowledged"];
const ALL: &[&str] = &["全部", "all"];

/// What a line says if it is wholly an answer; `ids` are the tasks and milestones that it may name.
pub fn first_line(line: &str, ids: &[String]) -> Option<FirstLine> {
    let line = narrow(line);
    let line = line.trim_end_matches(['.', '!', ';', '。', '！', '；', '~']);
    let (mut names, mut all, mut rest) = (Vec::new(), false, Vec::new());
    for word in line.split_whitespace() {
        let bare = word.trim_matches([',', ':', '、', '，', '：']);
        let id = ids.iter().find(|id| id.eq_ignore_ascii_case(bare));
        match id {
            Some(id) => names.push(id.clone()),
            None if ALL.contains(&&*bare.to_lowercase()) => all = true,
            None => rest.push(word),
        }
    }
    let body = rest.join(" ");
    let body = match body.strip_prefix("全部") {
        Some(after) => {
            all = true;
            after
        }
        None => &body,
    };
    let what = what(body)?;
    Some(FirstLine { what, names, all })
}

fn what(body: &str) -> Option<What> {
    if let Some(rest) = after(body, DONE) {
        return match rest {
            "" => Some(What::Done(None)),
            day => Some(What::Done(Some(date(day)?))),
        };
    }
    if let Some(rest) = after(body, MORE) {
        let (day, reason) = rest.split_once([' ', ',', '，']).unwrap_or((rest, ""));
        let reason = reason.trim();
        let reason = (!reason.is_empty()).then(|| reason.to_owned());
        return Some(What::MoreTime { until: date(day)?, reason });
    }
    if let Some(rest) = after(body, PROGRESS) {
        let (percent, text) = match rest.split_once('%') {
            Some((number, text)) if number.chars().all(|c| c.is_ascii_digit()) => {
                (Some(number.parse::<u8>().ok().filter(|one| *one <= 100)?), text)
            }
            _ => (None, rest),
        };
        let text = text.trim_start_matches([' ', ',', '，', ':', '：']).trim();
        let text = (!text.is_empty()).then(|| text.to_owned());
        return (percent.is_some() || text.is_some()).then_some(What::Progress { text, percent });
    }
    match (after(body, NOT_MINE), after(body, RECEIVED)) {
        (Some(""), _) => Some(What::NotMine),
        (_, Some("")) => Some(What::Received),
        _ => None,
    }
}

/// What stands behind one of these words, which begins the text. A Latin word ends before a letter.
fn after<'b>(body: &'b str, words: &[&str]) -> Option<&'b str> {
    words.iter().find_map(|word| {
        let head = body.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        let rest = &body[word.len()..];
        let goes_on = word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphabetic());
        let rest = rest.trim_start_matches([' ', ':', '：', ',', '，']);
        (!goes_on).then_some(rest)
    })
}

/// `2026-11-20`, `2026/11/20`, `2026年11月20日`
fn date(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches(['日', '号', '前']);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Full-width signs as the others.
fn narrow(line: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    };
    line.chars().map(one).collect()
}
