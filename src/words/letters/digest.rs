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
