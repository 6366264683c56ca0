//! What `init` asks and says.

use super::Text;
use crate::model::Language;

pub(crate) const ASK_NAME: Text = Text::of("您的姓名：", "Your name:");
pub(crate) const ASK_EMAIL: Text = Text::of("您的邮箱：", "Your mail address:");
pub(crate) const ASK_OFFICE: Text =
    Text::of("发函的单位或部门：", "The office that the letters come from:");
pub(crate) const ASK_TIMEZONE: Text = Text::of("时区：", "Time zone:");

/// The office, where nobody names it.
pub(crate) const OFFICE: Text = Text::of("督办室", "Rectification office");

/// What was answered makes no configuration. The findings stand above.
pub(crate) const DOES_NOT_CHECK: Text = Text::of(
    "照此填写，配置就有上面的错误；没有写入任何文件。",
    "with these answers the configuration would have the errors above; nothing was written",
);

pub(crate) fn no_zone(zone: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有时区“{zone}”；写法如 Asia/Shanghai"),
        Language::En => {
            format!("there is no time zone `{zone}`; one is written like Europe/London")
        }
    }
}

pub(crate) fn made(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已写入 {path}"),
        Language::En => format!("written: {path}"),
    }
}

/// The title of the task that `init` writes.
pub(crate) const SAMPLE: Text = Text::of(
    "第一项任务：看看交办函是什么样子",
    "The first task: see what an assignment letter looks like",
);

/// The sample task stands among those that are meant.
pub(crate) fn sample_left(id: &str, place: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "`init` 写的示例任务 {id} 还在清单里，也会发函；不要了就删去 {place} 起的那一段，或者：\n  duban cancel {id} --reason 示例"
        ),
        Language::En => format!(
            "The sample task of `init`, {id}, is still in the list, and letters are sent about it; delete it at {place}, or:\n  duban cancel {id} --reason sample"
        ),
    }
}

/// What to do next.
pub(crate) fn next(folder: Option<&str>, language: Language) -> String {
    let first = folder.map_or(String::new(), |folder| format!("  cd {folder}\n"));
    match language {
        Language::ZhCn => format!(
            "接下来（函件只写进文件夹，不会寄出）：\n\n{first}  duban check\n  duban plan\n  duban run --once\n\n第一封函在 state/outbox 里。"
        ),
        Language::En => format!(
            "Next (letters only land in a folder, nothing is mailed):\n\n{first}  duban check\n  duban plan\n  duban run --once\n\nThe first letter is then in state/outbox."
        ),
    }
}
