//! What letters to the admin say.

pub(crate) mod all_well;
pub(crate) mod answers;
pub(crate) mod edits;
pub(crate) mod files;
pub(crate) mod held;
pub(crate) mod mailbox;
pub(crate) mod nodes;
pub(crate) mod recipients;
pub(crate) mod relay;
pub(crate) mod templates;
pub(crate) mod unwritten;

use super::Text;
use crate::model::Language;

/// What stands before what is asked of the admin.
pub(crate) const ASKED: Text = Text::of("请处理", "What is asked of you");
/// What stands there where nothing is.
pub(crate) const NOTHING_ASKED: Text = Text::of("无须处理", "Nothing is to be done");
/// What stands before what mends all that a group lists.
pub(crate) const REMEDY: Text = Text::of("改法：", "What to do: ");
/// For whom such a letter is.
pub(crate) const TO_ADMIN: Text = Text::of("报管理员", "To the admin");
pub(crate) const MACHINE: Text = Text::of("主机", "Machine");
pub(crate) const CONFIGURATION: Text = Text::of("配置文件", "Configuration");

/// Between a label and its value.
pub(crate) const COLON: Text = Text::of("：", ": ");

/// What stands in place of a list that could not be written.
pub(crate) const IN_THE_LOG: Text = Text::of(
    "清单写不进本函，请看系统日志和 duban status。",
    "The list could not be written into this letter: see duban's log, and duban status.",
);

/// What stands for a letter's id in a command.
pub(crate) const LETTER: Text = Text::of("函号", "LETTER");
/// What stands for a task's id.
pub(crate) const TASK: Text = Text::of("任务编号", "TASK");

/// What `duban show LETTER` does.
pub(crate) const SHOWS: Text = Text::of("查看函件原文", "shows the letter");

/// So many rows are not listed.
pub(crate) fn more(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另有 {count} 项"),
        Language::En => format!("and {count} more"),
    }
}

/// Since when something is so.
pub(crate) fn since(time: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("自 {time} 起"),
        Language::En => format!("since {time}"),
    }
}
