//! The digest: what somebody would have been copied on (W6).

use super::super::Text;
use super::super::counts::plural;
use crate::model::Language;

pub(crate) const LISTED: Text = Text::of("所涉任务（逾期最久的在前）", "The tasks (latest first)");
pub(crate) const TASK: Text = Text::of("任务和已发函件", "Task, and what was sent");
pub(crate) const STANDING: Text = Text::of("情况", "How it stands");
pub(crate) const GONE: Text = Text::of("已不在清单中", "no longer listed");

/// A digest asks for nothing.
pub(crate) const NOTHING_ASKED: Text = Text::of(
    "供您掌握情况，无需回复；各函均已发给责任人。",
    "For your information; nothing is asked of you. The letters went to those responsible.",
);

/// Below a letter: who has it in a digest.
pub(crate) const IN_DIGEST: Text = Text::of("摘要告知", "In a digest");

/// The subject, behind the office's prefix.
pub(crate) fn subject(day: &str, verdict: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("督办摘要｜{day}｜{verdict}"),
        Language::En => format!("Digest, {day}: {verdict}"),
    }
}

/// So many letters it stands for.
pub(crate) fn copies(letters: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("代替 {letters} 封抄送函"),
        Language::En => format!("in place of {}", plural(letters, "copied letter")),
    }
}

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

/// Tasks that are not listed, but stand in the attached table.
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
        Language::ZhCn => ["序号", "编号", "任务", "情况", "期限", "已发函件", "下一步"],
        Language::En => ["No.", "Id", "Task", "How it stands", "Deadline", "Sent", "Next"],
    }
}
