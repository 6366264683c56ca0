//! What letters say: every sentence in both languages, as an office writes it.
//!
//! Each file is one part of a letter, in the order in which it is read. Names, titles and dates come in as text that
//! was made safe before.

pub(crate) mod asks;
pub(crate) mod dates;
pub(crate) mod digest;
pub(crate) mod event;
pub(crate) mod facts;
pub(crate) mod foot;
pub(crate) mod further;
pub(crate) mod handover;
pub(crate) mod next;
pub(crate) mod past;
pub(crate) mod receipt;
pub(crate) mod standing;
pub(crate) mod tables;
pub(crate) mod tally;
pub(crate) mod urge;

use super::Text;
use crate::letter::text::clean;
use crate::model::{Language, LetterKind};

/// What a letter is called.
pub(crate) fn name(kind: LetterKind, language: Language) -> &'static str {
    let name = match kind {
        LetterKind::Assignment => Text::of("交办函", "Assignment"),
        LetterKind::Reminder => Text::of("提醒函", "Reminder"),
        LetterKind::Overdue => Text::of("逾期提醒", "Overdue notice"),
        LetterKind::Supervision => Text::of("督办函", "Supervision letter"),
        LetterKind::Circular => Text::of("通报", "Circular"),
        LetterKind::Verification => Text::of("核验通知", "Verification request"),
        LetterKind::LookBack => Text::of("回头看", "Look-back"),
        LetterKind::Returned => Text::of("退回通知", "Sent back"),
        LetterKind::Urge => Text::of("催办函", "Request for prompt action"),
        LetterKind::Digest => Text::of("督办摘要", "Digest"),
        LetterKind::Handover => Text::of("交接函", "Handover"),
        LetterKind::Receipt => Text::of("反馈回执", "Receipt"),
        LetterKind::Report => Text::of("工作情况报告", "Report"),
        LetterKind::Tally => Text::of("累计预警", "Threshold reached"),
    };
    name.said(language)
}

/// The same of a letter that may have a name of its stage's own: that is the same in every language.
pub(crate) fn called(kind: LetterKind, own: Option<&str>, language: Language) -> String {
    own.map_or_else(|| name(kind, language).to_owned(), clean)
}

/// The same as a step of the ladder: one word.
pub(crate) fn step(kind: LetterKind, own: Option<&str>, language: Language) -> String {
    if own.is_some() {
        return called(kind, own, language);
    }
    let name = match kind {
        LetterKind::Assignment => Text::of("交办", "Assigned"),
        LetterKind::Reminder => Text::of("提醒", "Reminder"),
        LetterKind::Overdue => Text::of("逾期", "Overdue"),
        LetterKind::Supervision => Text::of("督办", "Supervision"),
        LetterKind::Circular => Text::of("通报", "Circular"),
        LetterKind::Verification => Text::of("核验", "Verification"),
        LetterKind::LookBack => Text::of("回头看", "Look-back"),
        LetterKind::Returned => Text::of("退回", "Sent back"),
        LetterKind::Urge => Text::of("催办", "Urged"),
        LetterKind::Digest => Text::of("摘要", "Digest"),
        LetterKind::Handover => Text::of("交接", "Handover"),
        LetterKind::Receipt => Text::of("回执", "Receipt"),
        LetterKind::Report => Text::of("报告", "Report"),
        LetterKind::Tally => Text::of("预警", "Threshold"),
    };
    name.said(language).to_owned()
}

/// The name of a letter within a sentence.
pub(crate) fn named(kind: LetterKind, own: Option<&str>, language: Language) -> String {
    let name = called(kind, own, language);
    match (language, own) {
        (Language::ZhCn, _) => format!("《{name}》"),
        (Language::En, Some(_)) => format!("“{name}”"),
        (Language::En, None) => {
            let name = counted(kind, own, language);
            let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("{article} {name}")
        }
    }
}

/// The same within a sentence that counts it.
pub(crate) fn counted(kind: LetterKind, own: Option<&str>, language: Language) -> String {
    match (language, own) {
        (Language::ZhCn, _) => called(kind, own, language),
        (Language::En, Some(_)) => named(kind, own, language),
        // As a heading it says what happened.
        (Language::En, None) if kind == LetterKind::Returned => "notice of return".to_owned(),
        (Language::En, None) => name(kind, language).to_lowercase(),
    }
}

/// What mail programs call all letters together.
pub(crate) const LIST: Text = Text::of("督办函件", "duban letters");

/// The formal last words.
pub(crate) fn closing(kind: LetterKind, language: Language) -> &'static str {
    let closing = match kind {
        LetterKind::Assignment => Text::of("特此交办。", "Thank you."),
        LetterKind::Reminder | LetterKind::Overdue => Text::of("特此提醒。", "Thank you."),
        LetterKind::Supervision => Text::of("特此督办。", "This letter is on record."),
        LetterKind::Circular => Text::of("特此通报。", "This circular is on record."),
        LetterKind::Urge => Text::of("特此催办。", "Thank you."),
        LetterKind::Report | LetterKind::Tally => {
            Text::of("特此报告。", "This letter is on record.")
        }
        LetterKind::Verification
        | LetterKind::LookBack
        | LetterKind::Returned
        | LetterKind::Digest
        | LetterKind::Handover
        | LetterKind::Receipt => Text::of("特此通知。", "Thank you."),
    };
    closing.said(language)
}

/// Between names in a line.
pub(crate) fn list(names: &[String], language: Language) -> String {
    names.join(super::lists::AND.said(language))
}

/// Names as in a sentence: the last is joined by "and".
pub(crate) fn list_and(names: &[String], language: Language) -> String {
    match (language, names) {
        (Language::ZhCn, _) => names.join("、"),
        (Language::En, [first @ .., last]) if !first.is_empty() => {
            format!("{} and {last}", first.join(", "))
        }
        (Language::En, _) => names.concat(),
    }
}

/// A list of which only some are named.
pub(crate) fn and_more(shown: &str, all: usize, more: usize, language: Language) -> String {
    match (language, more) {
        (_, 0) => shown.to_owned(),
        (Language::ZhCn, _) => format!("{shown}等 {all} 人"),
        (Language::En, _) => format!("{shown} and {more} more"),
    }
}

/// A label before its value, in one line of text.
pub(crate) fn labelled(label: &str, value: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{label}：{value}"),
        Language::En => format!("{label}: {value}"),
    }
}

/// A note in brackets after something.
pub(crate) fn noted(text: &str, note: &str, language: Language) -> String {
    match (language, note) {
        (_, "") => text.to_owned(),
        (Language::ZhCn, _) => format!("{text}（{note}）"),
        (Language::En, _) => format!("{text} ({note})"),
    }
}

/// The subject: the letter, the deadline's date, the task. It is the same every day (§5).
pub(crate) fn subject(
    name: &str,
    due: Option<&str>,
    what: &[String],
    language: Language,
) -> (String, String) {
    let joined = |between: &str| what.join(between);
    match (language, due) {
        (Language::ZhCn, Some(due)) => (format!("{name}｜{due}到期｜"), joined("｜")),
        (Language::ZhCn, None) => (format!("{name}｜"), joined("｜")),
        (Language::En, Some(due)) => (format!("{name}, due {due}: "), joined(", ")),
        (Language::En, None) => (format!("{name}: "), joined(", ")),
    }
}

/// The number that a subject begins with, with what parts it from the rest.
pub(crate) fn subject_number(number: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{number}｜"),
        Language::En => format!("{number}, "),
    }
}

/// What stands for many tasks in a subject.
pub(crate) fn so_many_tasks(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 项整改任务"),
        Language::En => super::counts::plural(count, "task"),
    }
}

/// Every letter goes to one mailbox: what a subject begins with.
pub(crate) const REDIRECTED: Text = Text::of("[转投] ", "[redirected] ");

/// The same in the letter, with whom it was meant for.
pub(crate) fn redirected(to: &str, cc: &str, language: Language) -> String {
    match (language, cc) {
        (Language::ZhCn, "") => format!("本函已转投测试信箱。原定主送：{to}"),
        (Language::ZhCn, cc) => format!("本函已转投测试信箱。原定主送：{to}；抄送：{cc}"),
        (Language::En, "") => format!("This letter was redirected. It was meant for: {to}"),
        (Language::En, cc) => {
            format!("This letter was redirected. It was meant for: {to}; copied to: {cc}")
        }
    }
}

/// The title of a milestone with its task's.
pub(crate) fn milestone(task: &str, milestone: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{task}（节点：{milestone}）"),
        Language::En => format!("{task} (milestone: {milestone})"),
    }
}
