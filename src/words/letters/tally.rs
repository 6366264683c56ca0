//! The letter of a tally: a count was reached.

use super::super::Text;
use super::super::counts::plural;
use crate::model::Language;

pub(crate) const COUNT: Text = Text::of("计数办法", "How it is counted");
pub(crate) const CONDITION: Text = Text::of("数什么", "What counts");
pub(crate) const LIMIT: Text = Text::of("预警线", "Threshold");
pub(crate) const REACHED: Text = Text::of("达到之日", "Reached on");
pub(crate) const TASKS: Text = Text::of("计入的任务", "Tasks that count");
pub(crate) const LETTERS: Text = Text::of("计入的函件", "Letters that count");
pub(crate) const LETTER: Text = Text::of("函件", "Letter");
pub(crate) const SENT: Text = Text::of("发出", "Sent");
pub(crate) const NOT_LATE: Text = Text::of("未逾期", "not late");
pub(crate) const WITHOUT: Text = Text::of("降不下来的", "Otherwise");

/// How many there are, and from how many on there is a letter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pub(crate) of_letters: bool,
    pub(crate) number: usize,
    pub(crate) limit: u32,
}

/// The subject: the same from time to time, so that it stays one conversation.
pub(crate) fn subject(name: &str, about: Option<&str>, language: Language) -> String {
    match (language, about) {
        (_, None) => name.to_owned(),
        (Language::ZhCn, Some(about)) => format!("{name}｜{about}"),
        (Language::En, Some(about)) => format!("{name}: {about}"),
    }
}

/// The first that a reader is to learn.
pub(crate) fn verdict(about: Option<&str>, counted: Counted, language: Language) -> String {
    let Counted { of_letters, number, limit } = counted;
    match language {
        Language::ZhCn => {
            let about = about.unwrap_or("全部单位");
            let unit = if of_letters { "件" } else { "项" };
            format!("{about}累计 {number} {unit}，已达到 {limit} {unit}的预警线")
        }
        Language::En => {
            let what = plural(number, if of_letters { "letter" } else { "task" });
            let about = about.map_or_else(|| what.clone(), |about| format!("{about}: {what}"));
            format!("{about}, the threshold is {limit}")
        }
    }
}

/// It has been told before.
pub(crate) fn still(since: &str, letters: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!("自 {since} 起未降下来，这是第 {letters} 次预警"),
        Language::En => format!("so since {since}; this is letter {letters}"),
    }
}

/// What is asked by when.
pub(crate) fn ask(until: &str, counted: Counted, language: Language) -> String {
    let Counted { of_letters, limit, .. } = counted;
    match (language, of_letters) {
        (Language::ZhCn, false) => format!(
            "请于 {until}前逐项处理，使其降到 {limit} 项以下；办不到的，书面说明原因、措施和办结日期。"
        ),
        (Language::ZhCn, true) => {
            format!("请于 {until}前书面说明原因和改进措施，防止再次发生。")
        }
        (Language::En, false) => format!(
            "By {until}: bring it below {limit}, or say in writing why not, what is being done, and by when."
        ),
        (Language::En, true) => {
            format!(
                "By {until}: say in writing how it came to this, and what will be done about it."
            )
        }
    }
}

/// What happens if nothing changes.
pub(crate) fn without(again: Option<&str>, language: Language) -> String {
    match (language, again) {
        (Language::ZhCn, Some(again)) => format!("到 {again}仍在预警线以上的，再次发函。"),
        (Language::ZhCn, None) => "不再就此发函；降到预警线以下后又达到的，另行发函。".to_owned(),
        (Language::En, Some(again)) => {
            format!("If it is still so on {again}, there will be another letter.")
        }
        (Language::En, None) => {
            "There will be no other letter until it has fallen below the threshold and reaches it again."
                .to_owned()
        }
    }
}

/// From how many on.
pub(crate) fn limit(limit: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!("达到 {limit}"),
        Language::En => format!("{limit} or more"),
    }
}
