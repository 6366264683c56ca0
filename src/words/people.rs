//! What is said of a person: absences, tasks, letters and why they came.

use super::Text;
use crate::model::{DigestRhythm, Language};

pub(crate) const WHO: Text = Text::of(
    "列出一个人负责、督办、被抄送的任务，以及最近收到的函",
    "All that someone answers for, supervises, is copied on, and was sent",
);
pub(crate) const WHOM: Text =
    Text::of("人员的编号、姓名或邮件地址", "The person's id, name or address");

/// An absence; both days belong to it.
pub(crate) fn away(from: &str, until: &str, delegate: Option<&str>, language: Language) -> String {
    match (language, delegate) {
        (Language::ZhCn, None) => format!("外出：{from} 至 {until}，无人代办"),
        (Language::ZhCn, Some(name)) => format!("外出：{from} 至 {until}，由 {name} 代办"),
        (Language::En, None) => format!("away from {from} until {until}, nobody stands in"),
        (Language::En, Some(name)) => format!("away from {from} until {until}, {name} stands in"),
    }
}

/// W6: no copies, but a digest.
pub(crate) fn digest(rhythm: DigestRhythm, language: Language) -> String {
    match (language, rhythm) {
        (Language::ZhCn, DigestRhythm::Daily) => "不抄送，每个工作日收一份摘要（W6）",
        (Language::ZhCn, DigestRhythm::Weekly) => "不抄送，每周收一份摘要（W6）",
        (Language::En, DigestRhythm::Daily) => "no copies, but a digest each working day (W6)",
        (Language::En, DigestRhythm::Weekly) => "no copies, but a digest each week (W6)",
    }
    .to_owned()
}

pub(crate) const ANSWERS_FOR: Text = Text::of("负责：", "Answers for:");
pub(crate) const SUPERVISES: Text = Text::of("督办：", "Supervises:");
pub(crate) const COPIED_ON: Text = Text::of("被抄送：", "Is copied on:");
pub(crate) const SENT: Text = Text::of("最近收到的函：", "Sent lately:");
pub(crate) const NONE: Text = Text::of("没有", "nothing");
pub(crate) const NOTHING_SENT: Text =
    Text::of("台账里没有发给此人的函。", "The ledger has no letter to this person.");

/// A task with the stages of which somebody gets copies.
pub(crate) fn copied(target: &str, title: &str, stages: &[&str], language: Language) -> String {
    let stages = stages.join(", ");
    match language {
        Language::ZhCn => format!("{target} {title}（阶段：{stages}）"),
        Language::En => format!("{target} {title} (stages: {stages})"),
    }
}

/// A letter that somebody was sent.
pub(crate) fn sent(at: &str, letter: &str, copied: bool, language: Language) -> String {
    match (language, copied) {
        (_, false) => format!("{at}  {letter}"),
        (Language::ZhCn, true) => format!("{at}  {letter}，抄送"),
        (Language::En, true) => format!("{at}  {letter}, as a copy"),
    }
}

/// What it says, and as what they got it; by the files of today that may be nothing.
pub(crate) fn why(target: &str, title: &str, which: &str, why: &str, language: Language) -> String {
    match (language, why.is_empty()) {
        (Language::ZhCn, false) => format!("{target} {title}：{which}；身份：{why}"),
        (Language::ZhCn, true) => format!("{target} {title}：{which}；按现在的文件不再发给此人"),
        (Language::En, false) => format!("{target} {title}: {which}, as {why}"),
        (Language::En, true) => {
            format!("{target} {title}: {which}; by the files as they are it would not go to them")
        }
    }
}
