//! The names that lists show: colours, letters, states.

use super::Text;
use crate::model::{Language, LetterKind};
use crate::plan::Colour;

/// A colour's name.
pub(crate) fn colour(colour: Colour, language: Language) -> &'static str {
    let name = match colour {
        Colour::Red => Text::of("红", "red"),
        Colour::Yellow => Text::of("黄", "yellow"),
        Colour::Green => Text::of("绿", "green"),
        Colour::Blue => Text::of("蓝", "blue"),
        Colour::Grey => Text::of("灰", "grey"),
    };
    name.said(language)
}

/// A letter's name.
pub(crate) fn letter(kind: LetterKind, language: Language) -> &'static str {
    let zh = match kind {
        LetterKind::Assignment => "交办函",
        LetterKind::Reminder => "提醒函",
        LetterKind::Overdue => "逾期提醒",
        LetterKind::Supervision => "督办函",
        LetterKind::Circular => "通报",
        LetterKind::Verification => "核验通知",
        LetterKind::LookBack => "回头看",
    };
    Text::of(zh, kind.name()).said(language)
}

/// What stands in place of a letter's name.
pub(crate) const WORD_TO_ADMIN: Text = Text::of("报管理员", "word to the admin");
