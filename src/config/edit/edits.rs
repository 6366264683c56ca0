//! What an edit of a file is, and why one cannot be made.

use std::fmt;

use jiff::civil::Date;
use toml_writer::{ToTomlValue, TomlStringBuilder};

/// One change of one entry of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The entry.
    pub of: Entry,
    /// What becomes of it.
    pub change: Change,
}

/// What an edit is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Entry {
    /// The task of this id.
    Task(String),
    /// A milestone: its task's id, and its own.
    Milestone(String, String),
    /// The person of this id.
    Person(String),
    /// The file itself, to which a task is added.
    File,
}

/// What becomes of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The key has this value from now on. A new key stands after the entry's last own key.
    Set(&'static str, Value),
    /// The key goes, and with it a comment on its line. A key that is not there is no error.
    Remove(&'static str),
    /// One more table in the key's list. A single table becomes the first of a list.
    Append(&'static str, Vec<(&'static str, Value)>),
    /// One table of the key's list goes, and with the last one the key.
    Take(&'static str, Element),
    /// A key of one table of the key's list has this value from now on.
    Within(&'static str, Element, (&'static str, Value)),
}

/// A table of a list that is in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Which, counted from 0.
    pub at: usize,
    /// Of how many.
    pub of: usize,
    /// What it says.
    pub pairs: Vec<(&'static str, Value)>,
}

impl Element {
    /// Whether a table of the file says it. Of times there are several spellings.
    pub(super) fn is(&self, table: &dyn toml_edit::TableLike) -> bool {
        self.pairs.iter().all(|(key, value)| match (value, table.get(key)) {
            (Value::Text(text), found) => found.and_then(toml_edit::Item::as_str) == Some(text),
            (Value::Day(day), found) => {
                let found = found.and_then(toml_edit::Item::as_datetime);
                found.is_some_and(|found| found.to_string() == day.to_string())
            }
            (_, found) => found.is_some(),
        })
    }
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `2026-11-30`
    Day(Date),
    /// A date with a time, and an offset where there is one; as TOML writes it.
    Time(toml_edit::Datetime),
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
    /// A table of texts, on one line.
    Fields(Vec<(String, String)>),
    /// A whole number.
    Number(i64),
    /// `true`, `false`
    Flag(bool),
}

/// Why a file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// It is no TOML; what the parser says.
    Syntax(String),
    /// The file has no such entry.
    NoSuch(Entry),
    /// The key is there, as something else than the edit expects.
    OtherShape(Entry, &'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Day(day) => day.fmt(f),
            Value::Time(time) => time.fmt(f),
            Value::Text(text) => f.write_str(&quoted(text)),
            Value::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                write!(f, "[{}]", texts.join(", "))
            }
            Value::Fields(fields) => {
                let pairs =
                    fields.iter().map(|(key, text)| format!("{} = {}", quoted(key), quoted(text)));
                write!(f, "{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
            }
            Value::Number(number) => number.fmt(f),
            Value::Flag(flag) => flag.fmt(f),
        }
    }
}

/// A string in quotes, on one line.
fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Task(id) | Entry::Person(id) => f.write_str(id),
            Entry::Milestone(task, milestone) => write!(f, "{task}/{milestone}"),
            Entry::File => f.write_str("[[task]]"),
        }
    }
}
