//! What an event says: its sentence and its fields, addresses masked.

use std::error::Error;
use std::fmt;

use tracing::Event;
use tracing::field::{Field, Visit};

use crate::log::cause::sentence;
use crate::log::list::LIST;
use crate::log::mask::masked;
use crate::model::Language;

/// Fields that are ids or paths: they are searched for as they stand in the files, `@` and all.
const NAMES: [&str; 9] =
    ["task", "tasks", "milestone", "stage", "letter", "file", "files", "folder", "aside"];

/// An event, ready to be written in any form.
#[derive(Default)]
pub(super) struct Said {
    pub(super) message: String,
    pub(super) fields: Vec<(&'static str, Value)>,
    pub(super) mask: bool,
    /// The sentence in Chinese.
    pub(super) chinese: Option<String>,
    /// Values whose words are ours, in Chinese.
    pub(super) chinese_values: Vec<(&'static str, Value)>,
}

/// The field that holds the sentence in Chinese; a field whose name ends with the other holds a value so.
const CHINESE: &str = "zh";
const IN_CHINESE: &str = ".zh";

/// The value of a field.
pub(super) enum Value {
    Text(String),
    /// Several, by the plural of their name: `tasks`.
    List(Vec<String>),
    Whole(i64),
    Flag(bool),
}

impl Said {
    pub(super) fn of(event: &Event<'_>, mask: bool) -> Said {
        let mut said = Said { mask, ..Said::default() };
        event.record(&mut said);
        let metadata = event.metadata();
        let from = metadata.target().split("::").next().unwrap_or_default();
        if from != "duban" {
            said.message.insert_str(0, &format!("{from}: "));
        }
        said
    }

    /// The sentence in that language.
    pub(super) fn sentence(&self, language: Language) -> &str {
        match (language, &self.chinese) {
            (Language::ZhCn, Some(chinese)) => chinese,
            _ => &self.message,
        }
    }

    /// The value of a field in that language.
    pub(super) fn value<'s>(
        &'s self,
        name: &str,
        value: &'s Value,
        language: Language,
    ) -> &'s Value {
        let chinese = || self.chinese_values.iter().find(|(one, _)| *one == name);
        match language {
            Language::ZhCn => chinese().map_or(value, |(_, value)| value),
            Language::En => value,
        }
    }

    fn add(&mut self, field: &Field, value: Value) {
        self.fields.push((field.name(), value));
    }

    fn text(&mut self, field: &Field, text: &str) {
        let mask = self.mask && !NAMES.contains(&field.name());
        let text = if mask { masked(text).into_owned() } else { text.to_owned() };
        match (field.name(), text.strip_prefix(LIST)) {
            ("message", _) => self.message.push_str(&text),
            (CHINESE, _) => self.chinese = Some(text),
            (name, None) if name.ends_with(IN_CHINESE) => {
                let name = name.trim_end_matches(IN_CHINESE);
                self.chinese_values.push((name, Value::Text(text)));
            }
            (_, None) => self.add(field, Value::Text(text)),
            (_, Some(list)) => {
                let list = list.split(LIST).filter(|one| !one.is_empty());
                let list: Vec<String> = list.map(str::to_owned).collect();
                if !list.is_empty() {
                    self.add(field, Value::List(list));
                }
            }
        }
    }
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.text(field, &value.to_string());
        let text = sentence(value, Language::ZhCn);
        let text = if self.mask { masked(&text).into_owned() } else { text };
        self.chinese_values.push((field.name(), Value::Text(text)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, Value::Flag(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Value::Whole(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Value::Whole(i64::try_from(value).unwrap_or(i64::MAX)));
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Whole(number) => number.fmt(f),
            Value::Flag(flag) => flag.fmt(f),
            Value::List(list) => f.write_str(&list.join(",")),
        }
    }
}
