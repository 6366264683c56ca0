//! New tasks, people and units as TOML.

use jiff::civil::Date;

use crate::config::edit::Value;
use crate::import::item::{Due, Progress};
use crate::import::known::{Person, Resolved};

/// Who imports, and when: what an extension of the list bears.
#[derive(Debug, Clone)]
pub struct Import {
    /// Who.
    pub by: String,
    /// The day of extensions: the list's own date, else today.
    pub on: Date,
    /// The policy of tasks that name none.
    pub policy: Option<String>,
}

/// A task below a `[[task]]` of its own.
pub fn task(task: &Resolved, import: &Import) -> String {
    let item = &task.item;
    let mut lines = Lines::default();
    lines.text("id", Some(&item.id));
    lines.text("title", Some(&item.title));
    lines.text("detail", item.detail.as_ref());
    lines.text("category", item.category.as_ref());
    lines.text("severity", item.severity.map(|severity| severity.name().to_owned()).as_ref());
    lines.text("source", item.source.as_ref());
    lines.text("batch", item.batch.as_ref());
    lines.text("unit", task.unit.as_ref());
    lines.text("owner", task.owner.as_ref());
    lines.texts("with", &task.with);
    lines.text("supervisor", task.supervisor.as_ref());
    lines.texts("watchers", &task.watchers);
    lines.text("policy", item.policy.as_ref().or(import.policy.as_ref()));
    lines.bare("opened", item.opened.as_ref());
    match &task.due {
        Due::When(when) => lines.bare("due", Some(when)),
        Due::FromOpened(distance) => lines.text("due", Some(&format!("opened{distance}"))),
    }
    lines.text("every", item.every.as_ref());
    if let Some(to) = &item.extended {
        let by = Value::Text(import.by.clone());
        lines.line("extended", format!("[{{ on = {}, to = {to}, by = {by} }}]", import.on));
    }
    lines.bare("done", item.done.as_ref());
    lines.bare("done-through", item.done_through.as_ref());
    lines.bare("verified", item.verified.as_ref());
    lines.bare("cancelled", item.cancelled.as_ref());
    if let Some((on, by)) = &item.returned {
        let by =
            by.as_ref().map_or(String::new(), |by| format!(", by = {}", Value::Text(by.clone())));
        lines.line("returned", format!("[{{ on = {on}{by} }}]"));
    }
    if let Some(progress) = &item.progress {
        lines.line("progress", format!("[{{ {} }}]", in_line(&entry(progress))));
    }
    if !item.fields.is_empty() {
        let fields = item.fields.iter().map(|(name, text)| (name.to_string(), text.clone()));
        lines.line("fields", Value::Fields(fields.collect()).to_string());
    }
    if !item.steps.is_empty() {
        let steps = item.steps.iter().map(|(id, title, due)| {
            format!(
                "  {{ id = {}, title = {}, due = {due} }},\n",
                text(id),
                text(&crate::import::text::one_line(title))
            )
        });
        lines.line("milestones", format!("[\n{}]", steps.collect::<String>()));
    }
    format!("[[task]]\n{}", lines.0)
}

/// An entry about progress, key by key.
pub fn entry(progress: &Progress) -> Vec<(&'static str, Value)> {
    let mut pairs = vec![("on", Value::Day(progress.on))];
    pairs.extend(progress.text.clone().map(|text| ("text", Value::Text(text))));
    pairs.extend(progress.percent.map(|percent| ("percent", Value::Number(percent.into()))));
    pairs
}

fn in_line(pairs: &[(&'static str, Value)]) -> String {
    let pairs = pairs.iter().map(|(key, value)| format!("{key} = {value}"));
    pairs.collect::<Vec<_>>().join(", ")
}

/// A person. An address that the list does not have is left empty, to be filled in.
pub fn person(person: &Person) -> String {
    format!(
        "[people.{}]\nname = {}\nemail = {}\n",
        key(&person.id),
        text(&person.name),
        text(&person.email)
    )
}

/// A text with blocks after it, each after an empty line; line ends and a missing last one as they are.
pub fn appended(before: &str, blocks: &[String]) -> String {
    if blocks.is_empty() {
        return before.to_owned();
    }
    let newline = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = before.to_owned();
    if !after.is_empty() && after != "\u{feff}" && !after.ends_with('\n') {
        after += newline;
    }
    for block in blocks {
        if !after.is_empty() && after != "\u{feff}" {
            after += newline;
        }
        after += &block.replace('\n', newline);
    }
    after
}

/// A root file that includes this pattern as well. `None` if it cannot be read.
pub fn included(root: &str, pattern: &str) -> Option<String> {
    let start = if root.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mark, body) = root.split_at(start);
    let document = toml_edit::Document::parse(body).ok()?;
    let list = document.get("include").and_then(|item| item.as_array());
    let Some(list) = list else {
        // Before the first table; what an editor reads from the first comment stays first.
        let comments: usize =
            body.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
        let newline = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let (head, rest) = body.split_at(comments);
        return Some(format!("{mark}{head}include = [{}]{newline}{rest}", text(pattern)));
    };
    let whole = list.span()?;
    let last = list.iter().last().and_then(toml_edit::Value::span);
    let (at, inserted) = match last {
        Some(last) => (last.end, format!(", {}", text(pattern))),
        None => (whole.end - 1, text(pattern)),
    };
    Some(format!("{mark}{}{inserted}{}", &body[..at], &body[at..]))
}

/// A unit, below another where one is given.
pub fn unit(id: &str, name: &str, parent: Option<&str>, head: Option<&str>) -> String {
    let mut lines = Lines::default();
    lines.text("name", Some(&name.to_owned()));
    lines.text("parent", parent.map(str::to_owned).as_ref());
    lines.text("head", head.map(str::to_owned).as_ref());
    format!("[units.{}]\n{}", key(id), lines.0)
}

fn text(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}

/// A key of TOML: bare where that is possible.
fn key(name: &str) -> String {
    let bare =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if bare { name.to_owned() } else { text(name) }
}

/// Lines `key = value`.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, key: &str, value: String) {
        self.0 += &format!("{key} = {value}\n");
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(key, text(value));
        }
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            self.line(key, Value::Texts(values.to_vec()).to_string());
        }
    }

    fn bare(&mut self, key: &str, value: Option<&impl ToString>) {
        if let Some(value) = value {
            self.line(key, value.to_string());
        }
    }
}
