//! The forms of a log line: for people, for the journal, and for machines. Each event is one line, whatever stands in it.

use std::fmt;

use clap::builder::styling::AnsiColor;
use serde_json::json;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::log::list;
use crate::log::said::{Said, Value};
use crate::model::Language;
use crate::visible;
use crate::visible::one_line;
use crate::words::log as words;

/// Of a list so many are shown in a line; the others are in the fields of the journal and of JSON.
const SHOWN: usize = 20;

/// A form, and whether addresses are masked in it.
pub(super) struct Form {
    pub(super) kind: Kind,
    pub(super) mask: bool,
}

/// A form.
pub(super) enum Kind {
    /// `2026-11-24T01:00:00.000000Z  INFO letter sent letter=…`
    Text {
        /// Whether levels are coloured.
        colour: bool,
        /// The reader's.
        language: Language,
    },
    /// `MESSAGE=letter sent letter=…`, `PRIORITY=6`, `DUBAN_LETTER=…`, a line each: what [`super::journal`] sends
    Journal,
    /// A JSON object
    Json,
}

impl<S, N> FormatEvent<S, N> for Form
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let said = Said::of(event, self.mask);
        let level = *event.metadata().level();
        match &self.kind {
            Kind::Text { colour, language } => {
                let level = level_in(level, *colour, *language);
                writeln!(writer, "{} {level} {}", time(), line(&said, *language))
            }
            Kind::Journal => writer.write_str(&entry(&said, level)),
            Kind::Json => writeln!(writer, "{}", object(&said, level, event.metadata().target())),
        }
    }
}

fn time() -> String {
    let mut time = String::new();
    // A clock that cannot be shown leaves the line without its time.
    let _shown = SystemTime.format_time(&mut Writer::new(&mut time));
    time
}

fn level_in(level: Level, colour: bool, language: Language) -> String {
    let name = words::level(level.as_str(), language);
    if !colour {
        return name.to_owned();
    }
    let style = match level {
        Level::ERROR => AnsiColor::Red.on_default(),
        Level::WARN => AnsiColor::Yellow.on_default(),
        Level::INFO => AnsiColor::Green.on_default(),
        _ => AnsiColor::Blue.on_default(),
    };
    format!("{style}{name}{style:#}")
}

/// The sentence, then the fields.
fn line(said: &Said, language: Language) -> String {
    let mut line = one_line(said.sentence(language)).into_owned();
    for (name, value) in &said.fields {
        let value = match said.value(name, value, language) {
            Value::List(list) if list.len() > SHOWN => {
                // Longer lists are cut on their way here, so their length is not known.
                let all = words::all_of_list(list.len(), list.len() < list::MOST, language);
                format!("{},… ({all})", list[..SHOWN].join(","))
            }
            value => value.to_string(),
        };
        let apart = value.is_empty() || value.contains([' ', '"', '=']);
        let value = if apart { quoted(&value) } else { one_line(&value).into_owned() };
        line.push_str(&format!(" {name}={value}"));
    }
    line
}

/// In quotes, those within it marked.
fn quoted(value: &str) -> String {
    one_line(&format!("{value:?}")).into_owned()
}

/// An entry of the journal (systemd.journal-fields(7)). Of a list each member is a field, so that
/// `journalctl DUBAN_TASK=A-17` finds a line about several tasks.
fn entry(said: &Said, level: Level) -> String {
    let message = line(said, Language::En);
    let mut entry =
        format!("MESSAGE={message}\nPRIORITY={}\nSYSLOG_IDENTIFIER=duban\n", priority(level));
    for (name, value) in &said.fields {
        let name = name.to_uppercase();
        match value {
            Value::List(list) => {
                let name = name.strip_suffix('S').unwrap_or(&name);
                let fields = list.iter().map(|one| format!("DUBAN_{name}={}\n", one_line(one)));
                entry.extend(fields);
            }
            value => entry.push_str(&format!("DUBAN_{name}={}\n", one_line(&value.to_string()))),
        }
    }
    entry
}

/// What every event has first, so that people can read it too.
fn object(said: &Said, level: Level, target: &str) -> String {
    let member = |name: &str, value: serde_json::Value| format!("{}:{value}", json!(name));
    let mut members = vec![
        member("timestamp", json!(time())),
        member("level", json!(level.as_str())),
        member("message", json!(said.message)),
    ];
    members.extend(said.fields.iter().map(|(name, value)| match value {
        Value::Text(text) => member(name, json!(text)),
        Value::List(list) => member(name, json!(list)),
        Value::Whole(number) => member(name, json!(number)),
        Value::Flag(flag) => member(name, json!(flag)),
    }));
    members.push(member("target", json!(target)));
    let object = format!("{{{}}}", members.join(","));
    // JSON lets through what turns the writing direction, and the control characters beyond ASCII.
    visible::json(&object).into_owned()
}

/// The syslog priority of a level.
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str, fields: Vec<(&'static str, Value)>) -> Said {
        Said { message: message.to_owned(), fields, mask: true, ..Said::default() }
    }

    #[test]
    fn nothing_in_an_event_begins_a_second_line() {
        let hostile = "a\nPRIORITY=0\r\u{1b}[31m\u{202e}\u{9b}31m\u{7f}\u{200f}\u{61c}\u{2028}";
        let said = said(hostile, vec![("answer", Value::Text(hostile.to_owned()))]);
        assert!(
            !line(&said, Language::En).contains(visible::steers),
            "{}",
            line(&said, Language::En)
        );
        let entry = entry(&said, Level::INFO);
        assert_eq!(entry.lines().count(), 4, "{entry}");
        assert_eq!(entry.lines().filter(|line| line.starts_with("PRIORITY=")).count(), 1);
        let object = object(&said, Level::INFO, "duban");
        assert!(!object.contains(visible::steers), "{object}");
        let read: serde_json::Value = serde_json::from_str(&object).unwrap();
        assert_eq!(read["answer"], hostile);
    }

    #[test]
    fn long_lists_are_cut_in_the_line_and_whole_in_the_fields() {
        let tasks: Vec<String> = (0..30).map(|at| format!("A-{at}")).collect();
        let said = said("letter written", vec![("tasks", Value::List(tasks))]);
        assert!(
            line(&said, Language::En).ends_with("A-19,… (30 in all)\""),
            "{}",
            line(&said, Language::En)
        );
        assert!(entry(&said, Level::INFO).contains("\nDUBAN_TASK=A-29\n"));
        let many: Vec<String> = (0..600).map(|at| format!("A-{at}")).collect();
        let kept = format!("{:?}", list::List(&many));
        let kept = kept.trim_matches(list::LIST).split(list::LIST).map(str::to_owned).collect();
        let said = self::said("letter written", vec![("tasks", Value::List(kept))]);
        assert!(
            line(&said, Language::En).ends_with("A-19,… (500 or more)\""),
            "{}",
            line(&said, Language::En)
        );
    }
}
