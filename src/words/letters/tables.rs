//! Many tasks: the table in the letter, and the one that is attached.

use super::super::Text;
use crate::model::Language;

/// The columns of the table in the letter.
pub(crate) const WHAT: Text = Text::of("事项（最急在前）", "Task (most urgent first)");
pub(crate) const WHEN: Text = Text::of("期限", "Deadline");

/// What is not shown of so many tasks, and where it is: the attached file, which lists so many.
pub(crate) fn more(
    count: usize,
    shown: usize,
    file: &str,
    listed: usize,
    language: Language,
) -> String {
    match (language, shown == count, listed == count) {
        (Language::ZhCn, true, true) => format!("全部 {count} 项另见附件 {file}。"),
        (Language::ZhCn, false, true) => {
            format!("此处只列最紧要的 {shown} 项，全部 {count} 项见附件 {file}。")
        }
        (Language::ZhCn, _, false) => format!(
            "此处只列最紧要的 {shown} 项，前 {listed} 项见附件 {file}，共 {count} 项见任务文件。"
        ),
        (Language::En, true, true) => format!("All {count} are in the attached {file}, too."),
        (Language::En, false, true) => format!(
            "Only the {shown} most urgent are listed here; all {count} are in the attached {file}."
        ),
        (Language::En, _, false) => format!(
            "Only the {shown} most urgent are listed here, and the first {listed} in the attached {file}; the task \
             files have all {count}."
        ),
    }
}

/// A task whose text is too long for a letter.
pub(crate) const TOO_LONG: Text = Text::of(
    "任务内容较长，此处从略，详见任务文件。",
    "This task's text is too long for a letter; its file has all of it.",
);

/// The headings of the attached table.
pub(crate) const fn headings(language: Language) -> [&'static str; 14] {
    match language {
        Language::ZhCn => [
            "序号",
            "编号",
            "标题",
            "状态",
            "整改期限",
            "逾期天数",
            "责任单位",
            "责任人",
            "督办人",
            "程度",
            "来源",
            "下一函",
            "第几次",
            "延期次数",
        ],
        Language::En => [
            "No.",
            "Task",
            "Title",
            "Status",
            "Deadline",
            "Days late",
            "Unit",
            "Owner",
            "Supervisor",
            "Severity",
            "Origin",
            "Next letter",
            "Letter no.",
            "Extensions",
        ],
    }
}
