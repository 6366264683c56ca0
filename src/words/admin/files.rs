//! Files that do not check, and that they do again (R1).

use super::super::Text;
use crate::model::Language;

/// So many files are not in force as they are now.
pub(crate) fn refused(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("配置文件有误，未予采用：{count} 个文件"),
        Language::En => format!("Files that do not check are not in force: {count}"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请改好下列文件并保存，系统自动采用并回报",
    "Mend the files below and save them: they are taken by themselves, and you hear of it",
);
pub(crate) const CHECKS: Text =
    Text::of("列出全部问题和改法", "shows every problem, and what would be right");

/// `whole`: none of the changes was taken.
pub(crate) const fn opening(whole: bool) -> Text {
    match whole {
        true => Text::of(
            "文件的改动有误，一概未采用；系统照最后一次无误的版本继续运行，提醒照发。",
            "Something in the files does not check, and none of the changes was taken. duban goes on by the last version that \
             did, and reminders are sent.",
        ),
        false => Text::of(
            "下列文件未按现状采用：原有文件仍按最后一次无误的版本执行，新文件暂不读取；其余文件的改动已采用。",
            "The files below are not in force as they are now: each stays as it last checked, and a new one is left out. The \
             changes of all others were taken.",
        ),
    }
}

pub(crate) const NOT_IN_FORCE: Text = Text::of("未采用", "not in force");
/// What stands above the files that were put back.
pub(crate) const THESE: Text = Text::of("未采用的文件", "Files that are not in force");

/// So many files are not named.
pub(crate) fn more_files(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另有 {count} 个文件"),
        Language::En => format!("and {count} more files"),
    }
}

/// So many problems are not listed.
pub(crate) fn more_problems(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另有 {count} 处问题"),
        Language::En => format!("and {count} more"),
    }
}

pub(crate) const IN_FORCE: Text = Text::of("配置文件已全部采用", "All files are in force again");

/// They were not since then.
pub(crate) fn mended(since: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{since} 起未予采用的文件已改好，现已全部采用。"),
        Language::En => {
            format!("What was not in force since {since} has been mended and taken.")
        }
    }
}

pub(crate) const LOOKS: Text = Text::of("仍可随时检查", "looks at all of them");
