//! What the log says of each event.
//!
//! The journal and JSON have the English sentence, a terminal that of its reader; so an event brings both.

pub(crate) mod changes;
pub(crate) mod daemon;
pub(crate) mod files;
pub(crate) mod letters;
pub(crate) mod nodes;
pub(crate) mod state;

use std::borrow::Cow;

use super::Text;
use crate::model::Language;

/// A sentence in both languages.
pub(crate) struct Both {
    pub(crate) zh: Cow<'static, str>,
    pub(crate) en: Cow<'static, str>,
}

impl Both {
    /// A sentence with values.
    pub(crate) fn of(said: impl Fn(Language) -> String) -> Both {
        Both { zh: said(Language::ZhCn).into(), en: said(Language::En).into() }
    }
}

impl From<Text> for Both {
    fn from(text: Text) -> Both {
        let [zh, en] = [Language::ZhCn, Language::En].map(|language| text.said(language).into());
        Both { zh, en }
    }
}

/// A level, as wide as the widest.
pub(crate) fn level(name: &str, language: Language) -> &'static str {
    let text = match name {
        "ERROR" => Text::of("错误", "ERROR"),
        "WARN" => Text::of("警告", " WARN"),
        "INFO" => Text::of("信息", " INFO"),
        "DEBUG" => Text::of("调试", "DEBUG"),
        _ => Text::of("跟踪", "TRACE"),
    };
    text.said(language)
}

/// The end of a list of which some are not shown. `whole`: its length is known.
pub(crate) fn all_of_list(count: usize, whole: bool, language: Language) -> String {
    match (language, whole) {
        (Language::ZhCn, true) => format!("共 {count} 项"),
        (Language::ZhCn, false) => format!("{count} 项以上"),
        (Language::En, true) => format!("{count} in all"),
        (Language::En, false) => format!("{count} or more"),
    }
}
