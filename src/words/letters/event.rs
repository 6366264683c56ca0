//! The deadline in a calendar.

use crate::model::Language;

/// What the calendar shows on the day.
pub(crate) fn summary(title: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("期限：{title}"),
        Language::En => format!("Deadline: {title}"),
    }
}

/// Whose it is, and how to answer.
pub(crate) fn description(
    id: &str,
    owners: Option<&str>,
    answers: &str,
    language: Language,
) -> String {
    match (language, owners) {
        (Language::ZhCn, Some(owners)) => {
            format!("{id}，责任人：{owners}。办结后回复 {answers}。")
        }
        (Language::ZhCn, None) => format!("{id}。办结后回复 {answers}。"),
        (Language::En, Some(owners)) => {
            format!("{id}, owner: {owners}. Once it is done, answer to {answers}.")
        }
        (Language::En, None) => format!("{id}. Once it is done, answer to {answers}."),
    }
}

/// What the attached file is for.
pub(crate) fn attached(file: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{file} 可将期限加入日历"),
        Language::En => format!("{file} puts the deadline into your calendar"),
    }
}
