//! Answers (反馈): what a recipient said of a task, who is to decide it, and what it keeps back (A2, T16).

use super::letters::dates;
use crate::model::{Language, Verb};

/// An answer that waits for a decision, or whose decision the files do not show yet.
pub(crate) struct Waits<'a> {
    pub(crate) who: &'a str,
    pub(crate) verb: &'a Verb,
    pub(crate) since: &'a str,
    pub(crate) until: &'a str,
    /// It was accepted; the files in force do not show it.
    pub(crate) accepted: bool,
    /// Its time is up: letters leave again.
    pub(crate) over: bool,
}

/// T16, for `explain`: what keeps the letters of a task back, since when and until when at most.
pub(crate) fn held_back(waits: &Waits<'_>, language: Language) -> String {
    let Waits { who, verb, since, until, accepted, over } = waits;
    let said = said(who, verb, language);
    let waiting = match (language, accepted) {
        (Language::ZhCn, false) => format!("自 {since} 起待审核"),
        (Language::ZhCn, true) => format!("自 {since} 起，已采纳，现行文件尚未写明"),
        (Language::En, false) => format!("waiting for a decision since {since}"),
        (Language::En, true) => {
            format!("waiting since {since}; accepted, and the files in force do not show it yet")
        }
    };
    match (language, over) {
        (Language::ZhCn, false) => format!("暂缓：{said}，{waiting}，最迟到 {until}。"),
        (Language::ZhCn, true) => format!("{said}，{waiting}；{until} 起照常发函。"),
        (Language::En, false) => format!("Held back: {said}, {waiting}; until {until} at most."),
        (Language::En, true) => format!("{said}, {waiting}; letters leave again since {until}."),
    }
}

/// T16, at the head of a letter: an answer about its task waits.
pub(crate) fn waits_in_letter(who: &str, verb: &Verb, since: &str, language: Language) -> String {
    let said = said(who, verb, language);
    match language {
        Language::ZhCn => format!("{said}，自{since}起待审核。"),
        Language::En => format!("{said}; this has waited for a decision since {since}."),
    }
}

/// The same, where a letter is about many: so many have an answer that waits, these among them.
pub(crate) fn wait_in_letter(count: usize, ids: &[String], language: Language) -> String {
    let more = if count > ids.len() { ", …" } else { "" };
    let ids = ids.join(", ");
    match language {
        Language::ZhCn => format!("其中 {count} 项已有反馈，待审核：{ids}{more}。"),
        Language::En => format!("Answers about {count} of them wait for a decision: {ids}{more}."),
    }
}

/// `张三于 2026-11-20 报告已完成`
pub(crate) fn said(who: &str, verb: &Verb, language: Language) -> String {
    let day = |day: &jiff::civil::Date| dates::whole(*day, language);
    match language {
        Language::ZhCn => match verb {
            Verb::Received => format!("{who}已签收"),
            Verb::Progress { percent: Some(percent), .. } => {
                format!("{who}报告进展，已完成 {percent}%")
            }
            Verb::Progress { percent: None, .. } => format!("{who}报告了进展"),
            Verb::Done { on, .. } => format!("{who}报告已于{}完成", day(on)),
            Verb::MoreTime { .. } => format!("{who}申请延期"),
            Verb::NotMine { .. } => format!("{who}称此事不归其负责"),
            Verb::Verified { on, .. } => format!("{who}报告已于{}核验通过", day(on)),
            Verb::Returned { .. } => format!("{who}要求退回重办"),
            Verb::Note { .. } => format!("{who}来信说明"),
        },
        Language::En => match verb {
            Verb::Received => format!("{who} confirmed receipt"),
            Verb::Progress { percent: Some(percent), .. } => {
                format!("{who} reported progress, {percent}%")
            }
            Verb::Progress { percent: None, .. } => format!("{who} reported progress"),
            Verb::Done { on, .. } => format!("{who} reported it done on {}", day(on)),
            Verb::MoreTime { .. } => format!("{who} asked for more time"),
            Verb::NotMine { .. } => format!("{who} said that it is not theirs"),
            Verb::Verified { on, .. } => format!("{who} reported it verified on {}", day(on)),
            Verb::Returned { .. } => format!("{who} asked to send it back"),
            Verb::Note { .. } => format!("{who} wrote a note"),
        },
    }
}
