//! Words of others within a sentence of ours.

use crate::model::Language;

/// Somebody else's words, marked as such.
pub(crate) fn quoted(text: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("“{text}”"),
        Language::En => text.to_owned(),
    }
}

/// A text of which nobody knows whose it is: ours has Chinese in it, where the reader's language is Chinese.
pub(crate) fn or_quoted(text: String, language: Language) -> String {
    let is_ours = text.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one));
    match is_ours {
        true => text,
        false => quoted(&text, language),
    }
}
