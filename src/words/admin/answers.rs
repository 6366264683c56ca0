//! Answers that wait for a decision, or are to be read.

use super::super::Text;
use crate::model::Language;

/// So many, of which so many wait.
pub(crate) fn title(count: usize, waits: usize, language: Language) -> String {
    match (language, waits) {
        (Language::ZhCn, 0) => format!("{count} 条来信供阅"),
        (Language::ZhCn, _) => format!("{waits} 条反馈待审核"),
        (Language::En, 0) => format!("Notes for you to read: {count}"),
        (Language::En, _) => format!("Answers that wait for a decision: {waits}"),
    }
}

pub(crate) const ASK: Text = Text::of("请逐条采纳或不采纳", "Accept or decline each");

pub(crate) fn opening(again: bool, waits: bool, language: Language) -> &'static str {
    let text = match (again, waits) {
        (_, false) => Text::of("下列来信不作为反馈处理。", "What is listed counts as no answer."),
        (false, true) => Text::of(
            "收件人对任务作了下列反馈。采纳后写入文件；报告已完成的，审核期间暂缓提醒，但不超过规定期限。",
            "Recipients answered as listed. What is accepted is written into the files. What was reported done is not \
             reminded of meanwhile, for a time.",
        ),
        (true, true) => Text::of(
            "下列反馈仍待审核。每两个工作日提示一次。",
            "These answers still wait for a decision. You hear of it every two working days.",
        ),
    };
    text.said(language)
}

pub(crate) const LISTS: Text = Text::of("列出待审核的反馈", "lists what waits");
pub(crate) const ACCEPTS: Text = Text::of("采纳，写入文件", "takes it, and edits the files");
pub(crate) const DECLINES: Text =
    Text::of("不采纳，并致函说明原因", "declines it; who answered is told why");

/// `A-1：张三报告已完成（…）`
pub(crate) fn line(
    task: &str,
    said: &str,
    words: &str,
    proven: bool,
    language: Language,
) -> String {
    let unproven = Text::of("（来源未经证实）", " (it may be a forgery)").said(language);
    let unproven = if proven { "" } else { unproven };
    match (language, words.is_empty()) {
        (Language::ZhCn, true) => format!("{task}：{said}{unproven}"),
        (Language::ZhCn, false) => format!("{task}：{said}：{words}{unproven}"),
        (Language::En, true) => format!("{task}: {said}{unproven}"),
        (Language::En, false) => format!("{task}: {said}: {words}{unproven}"),
    }
}
