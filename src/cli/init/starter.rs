//! The texts of the starting configuration. They stand beside this file, one for each language.

use jiff::civil::Date;

use crate::cli::init::guess;
use crate::config::edit::Value;
use crate::model::Language;

/// What was answered.
pub(super) struct Starter {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) office: String,
    pub(super) timezone: String,
}

impl Starter {
    /// `duban.toml`
    pub(super) fn root(&self, today: Date, due: Date, language: Language) -> String {
        self.filled(
            today,
            due,
            match language {
                Language::ZhCn => include_str!("duban.zh-CN.toml"),
                Language::En => include_str!("duban.en.toml"),
            },
        )
    }

    /// `tasks/tasks.toml`
    pub(super) fn tasks(&self, today: Date, due: Date, language: Language) -> String {
        self.filled(
            today,
            due,
            match language {
                Language::ZhCn => include_str!("tasks.zh-CN.toml"),
                Language::En => include_str!("tasks.en.toml"),
            },
        )
    }

    /// The text with each `{word}` in it replaced, in one pass: an answer that looks like one is none.
    fn filled(&self, today: Date, due: Date, text: &str) -> String {
        let quoted = |text: &str| Value::Text(text.to_owned()).to_string();
        let later = due.checked_add(jiff::Span::new().days(28)).unwrap_or(due);
        let holidays = match guess::holidays(&self.timezone) {
            Some(set) => format!("holidays = [\"{set}\"]"),
            None => "# holidays = [\"CN\"]".to_owned(),
        };
        let words = [
            ("name", quoted(&self.name)),
            ("email", quoted(&self.email)),
            ("office", quoted(&self.office)),
            ("from", quoted(&format!("{} <{}>", self.office, self.email))),
            ("timezone", quoted(&self.timezone)),
            ("holidays", holidays),
            ("id", self.id()),
            ("number", format!("{}-001", today.year())),
            ("today", today.to_string()),
            ("due", due.to_string()),
            ("later", later.to_string()),
        ];
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let known = words.iter().find_map(|(word, value)| {
                Some((value, after.strip_prefix(word)?.strip_prefix('}')?))
            });
            match known {
                Some((value, after)) => {
                    filled.push_str(value);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    /// The id of the person: what stands before the @, as far as an id needs no quotes.
    fn id(&self) -> String {
        let local = self.email.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let id: String = local.chars().filter(|c| is_plain(*c)).collect();
        match id.as_str() {
            "" | "colleague" => "me".to_owned(),
            _ => id,
        }
    }
}
