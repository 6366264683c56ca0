//! What happens without an answer, and when.

use super::super::Text;
use super::{counted, list, named};
use crate::model::{Language, LetterKind};

/// What stands before it.
pub(crate) fn label(kind: LetterKind, late: bool, language: Language) -> &'static str {
    let label = match kind {
        LetterKind::Assignment | LetterKind::Reminder if !late => {
            Text::of("届时未办结", "If it is not done by then")
        }
        LetterKind::Verification | LetterKind::LookBack => {
            Text::of("届时未回复", "Without an answer")
        }
        _ => Text::of("逾期不复", "Without an answer"),
    };
    label.said(language)
}

/// A letter to come.
pub(crate) struct Coming<'a> {
    pub(crate) at: &'a str,
    pub(crate) kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub(crate) own: Option<&'a str>,
    /// It is the letter that this one is, once more.
    pub(crate) again: bool,
    /// A person must let it go first (L6a).
    pub(crate) asks: bool,
    /// Of many tasks, not all at that time.
    pub(crate) beginning: bool,
    pub(crate) to: &'a str,
    pub(crate) cc: &'a str,
}

/// When it goes, and to whom.
pub(crate) fn coming(one: &Coming<'_>, language: Language) -> String {
    let Coming { at, kind, own, again, asks, beginning, to, cc } = *one;
    match language {
        Language::ZhCn => {
            let begins = if beginning { " 起陆续" } else { " " };
            let verb = match (again, asks) {
                (true, _) => "再次发",
                (_, true) => "拟发",
                _ => "发",
            };
            let approved = if asks { "（须经批准）" } else { "" };
            let mut said = format!("{at}{begins}{verb}{}{approved}", named(kind, own, language));
            if !to.is_empty() {
                said += &format!("，主送{to}");
            }
            if !cc.is_empty() {
                said += &format!("，抄送{cc}");
            }
            said
        }
        Language::En => {
            let letter = match again {
                true => format!("another {}", counted(kind, own, language)),
                false => named(kind, own, language),
            };
            let from = if beginning { "from" } else { "on" };
            let mut said = format!("{letter} {from} {at}");
            if !to.is_empty() {
                said += &format!(", to {to}");
            }
            if !cc.is_empty() {
                said += &format!(", copied to {cc}");
            }
            if asks {
                said += ", once it is approved";
            }
            said
        }
    }
}

/// Both, one after the other.
pub(crate) fn joined(parts: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("{}。", parts.join("；")),
        Language::En => format!("{}.", parts.join("; then ")),
    }
}

/// Nothing follows by itself.
pub(crate) fn nothing(kind: LetterKind, supervisors: &[String], language: Language) -> String {
    let supervisors = list(supervisors, language);
    match (language, kind, supervisors.is_empty()) {
        (Language::ZhCn, LetterKind::Verification | LetterKind::LookBack, _)
        | (Language::ZhCn, _, true) => "此后不再自动发函，由督办部门另行处理。".to_owned(),
        (Language::ZhCn, _, false) => {
            format!("此后不再自动发函，由督办人{supervisors}另行处理。")
        }
        (Language::En, LetterKind::Verification | LetterKind::LookBack, _)
        | (Language::En, _, true) => {
            "no further letter goes by itself; the office will take it up.".to_owned()
        }
        (Language::En, _, false) => {
            format!("no further letter goes by itself; {supervisors} will take it up.")
        }
    }
}
