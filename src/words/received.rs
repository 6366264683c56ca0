//! What became of a mail that was read.

use super::Text;
use crate::model::Language;

pub(crate) const TOO_LARGE: Text =
    Text::of("邮件太大，未读取。", "the mail is too large, and was not read");

/// Answers were taken from it, by their numbers.
pub(crate) fn answers(numbers: &[i64], language: Language) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    match language {
        Language::ZhCn => format!("已记为第 {} 号反馈。", numbers.join("、")),
        Language::En => format!("taken in as answer {}", numbers.join(", ")),
    }
}

/// It is for the admin to read.
pub(crate) fn note(number: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("不是反馈，已记为第 {number} 号，供管理员阅。"),
        Language::En => format!("no answer: noted for the admin as {number}"),
    }
}

pub(crate) const AUTOMATIC: Text =
    Text::of("自动回复，不作反馈处理。", "an automatic reply: it counts as no answer");
pub(crate) const NOT_OURS: Text =
    Text::of("与本系统所发函件无关，未处理。", "not about a letter of ours: left alone");
