//! L6c: what `release` says of a held letter that would be written anew.

use super::Text;
use crate::model::Language;

/// The letter of which it is told.
pub(crate) fn letter(id: &str, subject: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {id}  {subject}"),
        Language::En => format!("letter {id}  {subject}"),
    }
}

/// A task whose notice is moot (L6b).
pub(crate) fn left_out(target: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{target}: 不再需要，不写入"),
        Language::En => format!("{target}: no longer holds, and is left out"),
    }
}

/// All its notices are moot (L6b).
pub(crate) const WITHDRAWN: Text =
    Text::of("全部不再需要：撤回", "nothing in it holds: it is withdrawn");

/// The files name nobody any more to whom it is addressed.
pub(crate) const TO_NOBODY: Text = Text::of(
    "现在没有主送对象：撤回",
    "there is nobody now whom it is addressed to: it is withdrawn",
);

/// Its notices no longer fit into one letter.
pub(crate) fn becomes(letters: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("分为几份： {letters}"),
        Language::En => format!("becomes so many letters: {letters}"),
    }
}

/// The question, before letters are let go.
pub(crate) const LET_GO: Text =
    Text::of("如上重拟并放行？[y/N] ", "Write them anew as shown, and let them go? [y/N] ");

const YES: Text = Text::of("是", "yes");

/// Whether the answer to a question is "yes", in either language.
pub(crate) fn is_yes(answer: &str) -> bool {
    let yes = ["y", "Y", YES.said(Language::En), YES.said(Language::ZhCn)];
    yes.contains(&answer.trim())
}
