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

/// A program wrote it; the number under which it is noted.
pub(crate) fn automatic(number: Option<i64>, language: Language) -> String {
    match (language, number) {
        (Language::ZhCn, None) => "自动回复，不作反馈处理。".to_owned(),
        (Language::ZhCn, Some(number)) => {
            format!("自动回复，不作反馈处理，已记为第 {number} 号，供查阅。")
        }
        (Language::En, None) => "an automatic reply: it counts as no answer".to_owned(),
        (Language::En, Some(number)) => {
            format!("an automatic reply: it counts as no answer, and is noted as {number}")
        }
    }
}

/// A letter came back from these recipients.
pub(crate) fn bounced(letter: &str, recipients: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("退信：函件 {letter} 未能送达 {}。", recipients.join("、")),
        Language::En => {
            format!("a bounce: letter {letter} did not reach {}", recipients.join(", "))
        }
    }
}

/// A letter is late for these recipients.
pub(crate) fn delayed(letter: &str, recipients: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!(
                "延迟通知：函件 {letter} 尚未送达 {}，对方服务器仍在尝试。",
                recipients.join("、")
            )
        }
        Language::En => {
            format!("a delay: letter {letter} is still on its way to {}", recipients.join(", "))
        }
    }
}

pub(crate) const NOT_OURS: Text =
    Text::of("与本系统所发函件无关，未处理。", "not about a letter of ours: left alone");
