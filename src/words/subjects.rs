//! What a notice is about, as a list shows it.

use crate::model::{Language, Subject};

/// `A-1`, `A-1/draft`, `单位 city-a`, `全部`.
pub(crate) fn subject(subject: &Subject, language: Language) -> String {
    match (subject, language) {
        (Subject::Task(_) | Subject::Milestone { .. }, _) => subject.to_string(),
        (Subject::Unit(id), Language::ZhCn) => format!("单位 {id}"),
        (Subject::Unit(id), Language::En) => format!("unit {id}"),
        (Subject::Person(id), Language::ZhCn) => format!("人员 {id}"),
        (Subject::Person(id), Language::En) => format!("person {id}"),
        (Subject::Office, Language::ZhCn) => "全部".to_owned(),
        (Subject::Office, Language::En) => "the whole".to_owned(),
    }
}
