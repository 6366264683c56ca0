//! Tasks in a row each, in letters that no stage writes.

use super::super::counts::plural;
use crate::model::Language;

/// A letter that went, and when.
pub(crate) fn sent(day: &str, went: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{day}发{went}"),
        Language::En => format!("{day}: {went}"),
    }
}

/// The letter that comes next.
pub(crate) fn next(day: &str, letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("下一步：{day}发{letter}"),
        Language::En => format!("next: {letter} on {day}"),
    }
}

/// What is said of a task, in one line.
pub(crate) fn joined(parts: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => parts.join("；"),
        Language::En => parts.join("; "),
    }
}

/// Tasks that are not listed; whether they stand in the attached table.
pub(crate) fn more(count: usize, attached: bool, language: Language) -> String {
    match (language, attached) {
        (Language::ZhCn, false) => format!("另有 {count} 项未列出。"),
        (Language::ZhCn, true) => format!("另有 {count} 项未列出，见附件。"),
        (Language::En, false) => format!("{} not listed.", plural(count, "more task")),
        (Language::En, true) => {
            format!(
                "{} not listed here; all are in the attached table.",
                plural(count, "more task")
            )
        }
    }
}

/// The headings of the attached table.
pub(crate) fn headings(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["序号", "编号", "任务", "情况", "期限", "备注", "下一步"],
        Language::En => ["No.", "Id", "Task", "How it stands", "Deadline", "Notes", "Next"],
    }
}
