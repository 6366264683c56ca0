//! Letters about answers: receipts, and that one was declined or waits.

use super::super::Text;
use super::super::counts::plural;
use crate::model::Language;
use crate::plan::further::Says;

pub(crate) const ANSWERS: Text = Text::of("反馈内容", "Answers");

/// What somebody wrote.
pub(crate) const YOURS: Text = Text::of("您的回复", "Your reply");

/// The tasks that may be meant.
pub(crate) const TASKS: Text = Text::of("可能是指", "The tasks that may be meant");

pub(crate) const TASK: Text = Text::of("事项", "Task");
pub(crate) const SAID: Text = Text::of("反馈", "Answer");

/// Between the parts of what was said.
pub(crate) const AND: Text = Text::of("；", "; ");

/// What the letter is called.
pub(crate) fn name(says: Says, language: Language) -> &'static str {
    let text = match says {
        Says::Received => Text::of("反馈回执", "Receipt"),
        Says::Declined => Text::of("反馈未采纳通知", "Answer declined"),
        Says::Waits => Text::of("反馈待审核", "Answers to be decided"),
        Says::Which => Text::of("请注明任务编号", "Which task?"),
    };
    text.said(language)
}

/// The subject: `first` is the first task.
pub(crate) fn subject(says: Says, count: usize, first: &str, language: Language) -> String {
    let name = name(says, language);
    match (language, count) {
        (Language::ZhCn, 0 | 1) => format!("{name}：{first}"),
        (Language::ZhCn, count) => format!("{name}：{first} 等 {count} 条"),
        (Language::En, 0 | 1) => format!("{name}: {first}"),
        (Language::En, count) => format!("{name}: {first} and {} more", count - 1),
    }
}

pub(crate) fn verdict(says: Says, count: usize, language: Language) -> String {
    let answers = plural(count, "answer");
    match (says, language) {
        (Says::Received, Language::ZhCn) => format!("已收到您的 {count} 条反馈"),
        (Says::Received, Language::En) => format!("We have your {answers}"),
        (Says::Declined, Language::ZhCn) => format!("您的 {count} 条反馈未予采纳"),
        (Says::Declined, Language::En) => format!("Declined: {answers}"),
        (Says::Waits, Language::ZhCn) => format!("{count} 条反馈待审核"),
        (Says::Waits, Language::En) => format!("Waiting for a decision: {answers}"),
        (Says::Which, Language::ZhCn) => "您的回复没有写明是哪项任务，尚未记录".to_owned(),
        (Says::Which, Language::En) => {
            "Your answer does not say of which task; it is not recorded yet".to_owned()
        }
    }
}

pub(crate) fn ask(says: Says, language: Language) -> &'static str {
    let text = match says {
        Says::Received => Text::of("无须回复本函。", "Nothing is asked of you."),
        Says::Declined => Text::of(
            "请按原要求继续办理；有新情况请再次反馈。",
            "Please go on as asked before; answer again if there is news.",
        ),
        Says::Waits => Text::of(
            "请核实下列反馈是否属实，并告知督办室。",
            "Please look at whether these answers are right, and tell the office.",
        ),
        Says::Which => Text::of(
            "请回复本函，在第一行写明下列任务的编号，如“A-2 已完成”；指全部任务的，写“全部已完成”。",
            "Please reply to this letter and name the task below in the first line, as in \u{201c}A-2 done\u{201d}, or write \u{201c}all done\u{201d}.",
        ),
    };
    text.said(language)
}

/// What becomes of an answer that was taken in.
pub(crate) fn becomes(waits: bool, language: Language) -> &'static str {
    let text = match waits {
        true => Text::of("待督办室审核。", "It waits for a decision by the office."),
        false => Text::of("已记录。", "It is recorded."),
    };
    text.said(language)
}

pub(crate) fn declined(why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("未采纳，原因：{why}"),
        Language::En => format!("Declined: {why}"),
    }
}

/// The deadline that is asked for.
pub(crate) fn until(day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("申请延期到{day}"),
        Language::En => format!("Asked for: {day}"),
    }
}

pub(crate) fn more(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另有 {count} 条"),
        Language::En => format!("and {count} more"),
    }
}
