//! A letter's deadline as an all-day event for a calendar (RFC 5545).

use jiff::Timestamp;

use crate::letter::attached::Attached;
use crate::letter::ical::{Event, folded};
use crate::letter::text::{clean, cut};
use crate::letter::view::Writer;
use crate::model::Config;
use crate::plan::{Draft, Item, times_moved};
use crate::words::letters::event;

/// The event of a letter about one open task; `date` is when the letter was written.
pub fn event_of(config: &Config, draft: &Draft, domain: &str, date: Timestamp) -> Option<Attached> {
    let writer = Writer::of(config, draft, date);
    let item = writer.event_item()?;
    let name = file_name(&writer.id(item));
    let kind = "text/calendar; charset=utf-8; method=PUBLISH";
    Some(Attached::text(name, kind, write(&writer, item, domain)))
}

fn write(writer: &Writer<'_>, item: &Item, domain: &str) -> String {
    let language = writer.language;
    let day = writer.calendar(item).day_of(item.facts.deadline);
    let id = writer.id(item);
    let owners = writer.people(&item.facts.owners);
    let mail = &writer.config.mail;
    let answers = mail.reply_to.as_ref().unwrap_or(&mail.from).address.to_string();
    let description = event::description(&id, owners.as_deref(), &answers, language);
    let event = Event {
        uid: clean(&format!("{id}@{domain}")),
        sequence: times_moved(writer.config, item.notice.target),
        stamp: writer.now,
        day,
        summary: clean(&event::summary(&cut(&writer.title(item), 200), language)),
        description: clean(&description),
    };
    let begin =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//duban//letters//EN", "METHOD:PUBLISH"];
    let begin: String = begin.into_iter().map(folded).collect();
    begin + &event.lines() + &folded("END:VCALENDAR")
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
    fn nothing_of_a_task_begins_a_line_or_a_parameter() {
        let text = clean("a\r\nATTENDEE:x;y,z\\");
        let day = jiff::civil::date(2026, 11, 30);
        let (uid, description) = (String::new(), String::new());
        let stamp = Timestamp::UNIX_EPOCH;
        let event = Event { uid, sequence: 0, stamp, day, summary: text, description };
        let lines = event.lines();
        assert!(lines.contains("\r\nSUMMARY:a  ATTENDEE:x\\;y\\,z\\\\\r\n"), "{lines}");
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
