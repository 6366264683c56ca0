//! A letter's deadline as an all-day event for a calendar (RFC 5545). Six kinds of lines are no reason for a library
//! that would stamp them by a clock of its own.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::letter::attached::Attached;
use crate::letter::text::{clean, cut};
use crate::letter::view::Writer;
use crate::model::Config;
use crate::plan::{Draft, Item, cycle_number, holds};
use crate::words::letters::event;

/// A line has so many bytes at most (RFC 5545 §3.1).
const LINE: usize = 75;

/// The event of a letter about one open task; `date` is when the letter was written.
pub fn event_of(config: &Config, draft: &Draft, domain: &str, date: Timestamp) -> Option<Attached> {
    let writer = Writer::of(config, draft, date);
    let item = writer.event_item()?;
    let name = file_name(&writer.id(item));
    Some(Attached {
        name,
        kind: "text/calendar; charset=utf-8; method=PUBLISH",
        text: write(&writer, item, domain),
    })
}

fn write(writer: &Writer<'_>, item: &Item, domain: &str) -> String {
    let language = writer.language;
    let day = writer.calendar(item).day_of(item.facts.deadline);
    let next = day.tomorrow().unwrap_or(day);
    let stamp = writer.now.strftime("%Y%m%dT%H%M%SZ");
    let id = writer.id(item);
    let owners = writer.people(&item.facts.owners);
    let mail = &writer.config.mail;
    let answers = mail.reply_to.as_ref().unwrap_or(&mail.from).address.to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//duban//letters//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&format!("{id}@{domain}"))),
        format!("SEQUENCE:{}", sequence(writer, item)),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", compact(day)),
        format!("DTEND;VALUE=DATE:{}", compact(next)),
        format!("SUMMARY:{}", escaped(&event::summary(&cut(&writer.title(item), 200), language))),
        format!(
            "DESCRIPTION:{}",
            escaped(&event::description(&id, owners.as_deref(), &answers, language))
        ),
        "CATEGORIES:duban".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
        "STATUS:CONFIRMED".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// How often its deadline was moved: a calendar takes the higher one for the newer.
fn sequence(writer: &Writer<'_>, item: &Item) -> usize {
    let target = item.notice.target;
    let stops = holds(writer.config, target).filter(|hold| hold.stops_clock).count();
    writer.extensions(item).len() + stops + cycle_number(writer.config, target) as usize
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// TEXT of RFC 5545 §3.3.11.
fn escaped(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A content line, folded between characters.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / 20 + 2);
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

/// The file's name, in ASCII: what of the id can stand in one.
fn file_name(id: &str) -> String {
    let kept: String = id
        .chars()
        .map(|letter| if letter == '/' { '-' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .take(40)
        .collect();
    let kept = kept.trim_matches('.');
    format!("{}.ics", if kept.is_empty() { "deadline" } else { kept })
}

impl Writer<'_> {
    /// The task whose deadline the letter carries for a calendar: the only one, while it is open.
    pub(crate) fn event_item(&self) -> Option<&Item> {
        let wanted = self.config.mail.calendar;
        self.one().filter(|item| wanted && self.is_open(item))
    }

    /// The name of that file.
    pub(crate) fn event_name(&self) -> Option<String> {
        self.event_item().map(|item| file_name(&self.id(item)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "督办".repeat(40));
        let text = folded(&line);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("{line}\r\n"));
    }

    #[test]
    fn nothing_of_a_task_begins_a_line_or_a_parameter() {
        assert_eq!(escaped("a\r\nATTENDEE:x;y,z\\"), "a  ATTENDEE:x\\;y\\,z\\\\");
    }

    #[test]
    fn an_id_becomes_a_name_in_ascii() {
        for (id, name) in [
            ("XC-2026-011", "XC-2026-011.ics"),
            ("A-1/draft", "A-1-draft.ics"),
            ("整改一", "deadline.ics"),
            ("../../x", "-..-x.ics"),
        ] {
            assert_eq!(file_name(id), name);
        }
    }
}
