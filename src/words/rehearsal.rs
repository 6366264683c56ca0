//! What `rehearse` says, and its page.

use super::Text;
use super::counts::plural;
use crate::model::Language;

pub(crate) const REHEARSE: Text = Text::of(
    "演练：把某天要发的全部函件写到一个目录，附索引页；不看台账，不发出",
    "Renders all letters of a day to a folder with an index page, without the ledger; nothing is sent",
);
pub(crate) const ON: Text = Text::of(
    "哪一天，例如 明天、周一、2026-11-30 [默认：今天]",
    "Which day, as tomorrow, monday or 2026-11-30 [default: today]",
);
pub(crate) const FIRST_START: Text = Text::of(
    "当作当天首次启动：此前已到而未发的也一并发出",
    "As if duban were first started on that day: what was reached before goes, too",
);
pub(crate) const FOLDER: Text = Text::of(
    "写到哪个目录；须为空，或是以前演练所用 [默认：rehearsal-日期]",
    "The folder; it is empty, or of an earlier rehearsal [default: rehearsal-DATE]",
);

/// All is written.
pub(crate) fn written(count: usize, day: &str, index: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{day} 要发 {count} 封函，已写好，见 {index}"),
        Language::En => format!("{day}: {}; open {index}", plural(count, "letter")),
    }
}

/// No letter leaves on that day.
pub(crate) fn none(day: &str, next: Option<&str>, language: Language) -> String {
    match (language, next) {
        (Language::ZhCn, None) => format!("{day} 没有函要发，此后也没有。"),
        (Language::ZhCn, Some(next)) => format!("{day} 没有函要发；下一次是 {next}。"),
        (Language::En, None) => format!("no letter leaves on {day}, nor later"),
        (Language::En, Some(next)) => format!("no letter leaves on {day}; the next does on {next}"),
    }
}

/// The folder holds other things.
pub(crate) fn not_empty(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("目录“{folder}”里有别的文件：请另指定一个空目录"),
        Language::En => format!("the folder `{folder}` holds other files; name an empty one"),
    }
}

/// The folder cannot be written.
pub(crate) fn unwritten(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("目录“{folder}”写不进去"),
        Language::En => format!("the folder `{folder}` cannot be written"),
    }
}

pub(crate) const TITLE: Text = Text::of("函件演练", "Letters, rehearsed");

/// Of the page.
pub(crate) const fn headings(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["发出", "函", "主送", "抄送", "主题", "其他形式"],
        Language::En => ["Leaves", "Letter", "To", "Cc", "Subject", "Other forms"],
    }
}
