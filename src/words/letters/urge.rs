//! Who urges.

use crate::model::Language;
use crate::words::Text;

/// A long note, where it stands at length.
pub(crate) const NOTE: Text = Text::of("催办意见", "The note in full");

/// Before all else: who urges, and what they add.
pub(crate) fn lead(who: &str, note: Option<&str>, tasks: usize, language: Language) -> String {
    match (language, note) {
        (Language::ZhCn, Some(note)) => format!("{who}催办：{note}"),
        (Language::ZhCn, None) if tasks == 1 => format!("{who}催办：请抓紧办理本项任务。"),
        (Language::ZhCn, None) => format!("{who}催办：请抓紧办理以下 {tasks} 项任务。"),
        (Language::En, Some(note)) => format!("{who} urges you: {note}"),
        (Language::En, None) if tasks == 1 => format!("{who} asks you to see to it at once."),
        (Language::En, None) => format!("{who} asks you to see to these {tasks} tasks at once."),
    }
}
