//! Answers (反馈): what a recipient said of a task, who is to decide it, and what it keeps back (A2, T16).

use super::Text;
use super::letters::dates;
use crate::model::{AnswerState, Language, Verb};

pub(crate) const ANSWERS: Text = Text::of("反馈：", "Answers:");

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

/// T16, at the head of a letter of that year: an answer about its task waits. Short, for what is asked comes below it.
pub(crate) fn waits_in_letter(
    who: &str,
    verb: &Verb,
    since: jiff::civil::Date,
    year: i16,
    language: Language,
) -> String {
    let (said, since) = (said_in(year, who, verb, language), dates::brief(since, year, language));
    match language {
        Language::ZhCn => format!("{said}，自{since}起待审核。"),
        Language::En => format!("{said}; undecided since {since}."),
    }
}

/// The same, where a letter is about many: so many have an answer that waits, these among them.
pub(crate) fn wait_in_letter(count: usize, ids: &[String], language: Language) -> String {
    let more = if count > ids.len() { ", …" } else { "" };
    let ids = ids.join(", ");
    match language {
        Language::ZhCn => format!("本函所列事项中，{count} 项已有反馈，待审核：{ids}{more}。"),
        Language::En => {
            format!("Answers about {count} of these tasks wait for a decision: {ids}{more}.")
        }
    }
}

/// `张三于 2026-11-20 报告已完成`
pub(crate) fn said(who: &str, verb: &Verb, language: Language) -> String {
    said_in(i16::MIN, who, verb, language)
}

/// The same, days in that year without it.
fn said_in(year: i16, who: &str, verb: &Verb, language: Language) -> String {
    let day = |on: &jiff::civil::Date| match year {
        i16::MIN => dates::whole(*on, language),
        year => dates::brief(*on, year, language),
    };
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

/// What stands for an answer's number in a command.
pub(crate) const NUMBER: Text = Text::of("编号", "N");
pub(crate) const NONE: Text = Text::of("没有反馈。", "no answers");
pub(crate) const UNPROVEN: Text = Text::of("（未经证实）", " (not proven)");

/// The columns of `answers`.
pub(crate) const fn columns(language: Language) -> [&'static str; 8] {
    match language {
        Language::ZhCn => ["编号", "时间", "任务", "何人", "反馈", "途径", "处理", "说明"],
        Language::En => ["N", "AT", "TASK", "WHO", "SAYS", "BY", "STATE", "WORDS"],
    }
}

/// What an answer says, in a table; `until` is the day that is asked for.
pub(crate) fn said_shortly(verb: &Verb, until: Option<&str>, language: Language) -> String {
    let until = until.unwrap_or_default();
    match language {
        Language::ZhCn => match verb {
            Verb::Received => "已签收".to_owned(),
            Verb::Progress { percent: Some(percent), .. } => format!("进展 {percent}%"),
            Verb::Progress { percent: None, .. } => "进展".to_owned(),
            Verb::Done { on, .. } => format!("{on} 完成"),
            Verb::MoreTime { .. } => format!("申请延期到 {until}"),
            Verb::NotMine { whose: Some(whose), .. } => format!("不归我负责，应由 {whose}"),
            Verb::NotMine { whose: None, .. } => "不归我负责".to_owned(),
            Verb::Verified { on, .. } => format!("{on} 核验通过"),
            Verb::Returned { .. } => "退回".to_owned(),
            Verb::Note { .. } => "来信".to_owned(),
        },
        Language::En => match verb {
            Verb::Received => "received".to_owned(),
            Verb::Progress { percent: Some(percent), .. } => format!("progress {percent}%"),
            Verb::Progress { percent: None, .. } => "progress".to_owned(),
            Verb::Done { on, .. } => format!("done {on}"),
            Verb::MoreTime { .. } => format!("more time until {until}"),
            Verb::NotMine { whose: Some(whose), .. } => format!("not mine, but {whose}"),
            Verb::NotMine { whose: None, .. } => "not mine".to_owned(),
            Verb::Verified { on, .. } => format!("verified {on}"),
            Verb::Returned { .. } => "returned".to_owned(),
            Verb::Note { .. } => "a note".to_owned(),
        },
    }
}

/// By which way an answer came.
pub(crate) fn way(name: &str, language: Language) -> &'static str {
    let text = match name {
        "link" => Text::of("函内链接", "link"),
        "page" => Text::of("个人页面", "page"),
        _ => Text::of("邮件", "mail"),
    };
    text.said(language)
}

/// What has become of an answer.
pub(crate) fn state(state: AnswerState, language: Language) -> &'static str {
    let text = match state {
        AnswerState::Waits => Text::of("待审核", "waits"),
        AnswerState::Counts => Text::of("已生效", "counts"),
        AnswerState::Accepted => Text::of("已采纳", "accepted"),
        AnswerState::Declined => Text::of("未采纳", "declined"),
        AnswerState::True => Text::of("文件已写明", "true by the files"),
        AnswerState::Void => Text::of("已无须处理", "void by the files"),
        AnswerState::Noted => Text::of("供阅", "noted"),
    };
    text.said(language)
}

/// Below the list: so many wait, and how they are decided.
pub(crate) fn decide(waits: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "{waits} 条待审核：用 duban accept 采纳（写入文件），或用 duban decline --why 不采纳。"
        ),
        Language::En => format!(
            "{waits} to be decided: `duban accept N` writes it into the files, `duban decline N --why …` declines it"
        ),
    }
}

pub(crate) fn no_such(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有第 {number} 号反馈；duban answers --all 列出全部"),
        Language::En => format!("there is no answer {number}; `duban answers --all` lists them"),
    }
}

pub(crate) fn is_decided(number: i64, of: AnswerState, language: Language) -> String {
    let of = state(of, language);
    match language {
        Language::ZhCn => format!("第 {number} 号反馈：{of}"),
        Language::En => format!("answer {number}: {of}"),
    }
}

pub(crate) fn is_gone(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("第 {number} 号反馈所说的任务已不在文件里"),
        Language::En => format!("what answer {number} is about is not in the files any more"),
    }
}

/// It is not said whose the task is.
pub(crate) fn say_to(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("第 {number} 号反馈没有写明应由谁负责：请加 --to"),
        Language::En => format!("answer {number} does not say whose it is: add --to PERSON"),
    }
}

pub(crate) fn accepted(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已采纳第 {number} 号反馈。"),
        Language::En => format!("accepted answer {number}"),
    }
}

pub(crate) fn declined(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("未采纳第 {number} 号反馈；下次巡检致函说明原因。"),
        Language::En => format!("declined answer {number}; the next sweep writes why"),
    }
}
