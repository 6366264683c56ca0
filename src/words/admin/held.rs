//! Letters that wait for a person.

use super::super::Text;
use crate::model::Language;

/// Letters whose stage asks first.
pub(crate) fn asked(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 份函件待批"),
        Language::En => format!("Letters that wait for your word: {count}"),
    }
}

/// Letters that the guard holds.
pub(crate) fn held(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 份函件已暂扣"),
        Language::En => format!("Letters held back: {count}"),
    }
}

/// Letters, or an edit, that still wait.
pub(crate) fn still(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("仍有 {count} 件待人工处理"),
        Language::En => format!("Still waiting for your word: {count}"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请核阅下列函件，逐份放行或作废",
    "Look at the letters below, and release or discard each",
);
pub(crate) const ASK_GUARD: Text = Text::of(
    "请先核对系统时间，以及任务文件是否被整体改写或覆盖，再放行或作废",
    "Look first at the clock, and whether the task files were rewritten or replaced as a whole; then release or discard",
);
pub(crate) const ASK_CHANGES: Text = Text::of(
    "请核对批量改动：无误的予以认可，有误的恢复原文件",
    "Look at the large edit: say that it is meant, or put the old files back",
);
pub(crate) const ASK_STILL: Text =
    Text::of("请放行或作废下列各件", "Release or discard what is listed below");

pub(crate) const OPENING: Text = Text::of(
    "下列函件按督办规则须经人工批准，已拟好，尚未发出；放行之前一份不发。",
    "The policy asks before these letters go. They are written, and have not been sent; none goes before you release it.",
);

/// Too many letters at once.
pub(crate) fn opening_guard(count: usize, most: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "一次巡检拟发 {count} 份函件，超过上限 {most}（guard.max-letters），已全部暂扣，一份未发。"
        ),
        Language::En => format!(
            "One sweep would have sent {count} letters, more than guard.max-letters = {most}. All of them are held, and \
             none was sent."
        ),
    }
}

pub(crate) const OPENING_CHANGES: Text = Text::of(
    "下列函件涉及尚待确认的批量改动（guard.max-changes），已暂扣，一份未发。恢复原文件后，这些函件自动撤回。",
    "These letters follow from the large edit that waits for your word (guard.max-changes). They are held, and none was \
     sent. Once the old files are back, these letters are withdrawn.",
);
pub(crate) const OPENING_STILL: Text = Text::of(
    "下列函件（和改动）仍在等待放行或作废，放行之前一份不发。每两个工作日提示一次。",
    "These letters (and edits) still wait to be released or discarded, and none of them goes before. You hear of it every \
     two working days.",
);

pub(crate) const RELEASES: Text = Text::of("放行", "lets it go");
pub(crate) const RELEASES_ANEW: Text = Text::of(
    "放行；内容有变化的，按当日情况重拟",
    "lets it go, written anew where it would differ by then",
);
pub(crate) const RELEASES_SWEEP: Text =
    Text::of("放行本次全部", "lets all letters of this sweep go");
pub(crate) const RELEASES_ALL: Text = Text::of("放行全部", "lets all of them go");
pub(crate) const DISCARDS: Text = Text::of(
    "作废，不再发出（全部作废的写法与放行相同）",
    "settles it unsent (all of them likewise)",
);
pub(crate) const TAKES_EDIT: Text = Text::of(
    "改动无误：认可改动，并放行所涉函件",
    "the edit is meant: takes it, and lets its letters go",
);
pub(crate) const TAKES_EDIT_ALONE: Text = Text::of(
    "改动无误，但已暂扣的函件不发",
    "the edit is meant, but letters held so far do not go",
);

/// A letter's subject, and since when it waits.
pub(crate) fn waits(subject: &str, since: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{subject}（{since}）"),
        Language::En => format!("{subject} ({since})"),
    }
}

/// What stands in place of a letter's id.
pub(crate) const EDIT: Text = Text::of("批量改动", "a large edit");
