//! What went before.

use super::super::Text;
use super::{counted, list_and};
use crate::model::{Language, LetterKind};

/// Above the list of earlier letters.
pub(crate) const BEFORE: Text = Text::of("办理经过", "What went before");

/// Letters of one kind to the same people.
pub(crate) fn went(
    (kind, own): (LetterKind, Option<&str>),
    count: usize,
    to: &str,
    cc: &str,
    language: Language,
) -> String {
    let name = counted(kind, own, language);
    match language {
        Language::ZhCn => {
            let times = if count > 1 { format!("{count} 次") } else { String::new() };
            let to = if to.is_empty() { String::new() } else { format!("，主送{to}") };
            let cc = if cc.is_empty() { String::new() } else { format!("，抄送{cc}") };
            format!("《{name}》{times}{to}{cc}")
        }
        Language::En => {
            let times = if count > 1 { format!("{count} times: ") } else { String::new() };
            let to = if to.is_empty() { String::new() } else { format!(", to {to}") };
            let cc = if cc.is_empty() { String::new() } else { format!(", copied to {cc}") };
            format!("{times}{name}{to}{cc}")
        }
    }
}

/// Days one after the other, and those that are left out.
pub(crate) fn days(days: &[String], more: usize, language: Language) -> String {
    let joined = list_and(days, language);
    match (language, more) {
        (_, 0) => joined,
        (Language::ZhCn, _) => format!("{joined}等"),
        (Language::En, _) => format!("{} …", days.join(", ")),
    }
}

/// Still earlier letters, which are not listed.
pub(crate) fn still_earlier(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("此前另有 {count} 函"),
        Language::En => format!("{} before that", super::super::counts::plural(count, "letter")),
    }
}

/// What stands for their days.
pub(crate) const EARLIER: Text = Text::of("更早", "earlier");

/// The letter itself, and which of its kind it is.
pub(crate) fn this(kind: LetterKind, own: Option<&str>, nth: usize, language: Language) -> String {
    let name = counted(kind, own, language);
    match language {
        Language::ZhCn => format!("本函（第 {nth} 次{name}）"),
        Language::En => format!("this letter ({name} no. {nth})"),
    }
}

/// The same in a row of a table.
pub(crate) fn nth(nth: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("第 {nth} 次"),
        Language::En => format!("no. {nth}"),
    }
}

/// So many letters in a step of the ladder.
pub(crate) fn times(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 次"),
        Language::En => format!("{count} times"),
    }
}
