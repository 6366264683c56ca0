//! Letters that cannot be written, and that they can again.

use super::super::Text;
use crate::model::Language;

/// About so many tasks.
pub(crate) fn title(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("有函件写不出来：{count} 项任务"),
        Language::En => format!("Tasks whose letter cannot be written: {count}"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请按下列原因改好任务文件并保存：立即重试，成功后回报",
    "Mend the files by the reasons below and save them: it is tried again at once, and you hear of it",
);
pub(crate) const TRIES: Text =
    Text::of("试写该函，查看原因", "tries to write the letter, and says what is in the way");

/// Since when.
pub(crate) fn opening(since: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "自 {since} 起，下列任务的函件写不出来，收件人尚未得知。应发的提醒一项未丢；其余函件照常发出。系统自动重试，至少每小时一次。"
        ),
        Language::En => format!(
            "Since {since} the letters about the tasks below cannot be written, and nobody has been told of these. None of the \
             reminders is lost, and all other letters leave. duban keeps trying, at least once an hour."
        ),
    }
}

pub(crate) const ELSE: Text = Text::of(
    "文件无误而仍写不出的，系程序缺陷，请将原因报告开发者。",
    "If nothing is wrong with the files, it is a fault in duban: report it, with the reason.",
);

pub(crate) const AGAIN: Text = Text::of("函件恢复写出", "All letters can be written again");

/// What could not be written since then.
pub(crate) fn written(since: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{since} 起写不出来的函件，现已全部写出或已不需发出。"),
        Language::En => format!(
            "The letters that could not be written since {since} are written, or are needed no more."
        ),
    }
}

pub(crate) const SENT: Text = Text::of("查看发了什么", "shows what was sent");
