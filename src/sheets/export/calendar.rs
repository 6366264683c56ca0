//! Deadlines as all-day events (RFC 5545): what a calendar subscribes to. The ids of events are those of letters.

use jiff::Timestamp;

use crate::letter::ical::{Event, folded};
use crate::model::Language;
use crate::view::Exported;
use crate::words::export;

/// The file's text. `domain` is that of the sender, `now` the time at which it is written.
pub(crate) fn write(
    list: &Exported<'_>,
    domain: &str,
    now: Timestamp,
    language: Language,
) -> String {
    let mut text = String::new();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//duban//export//EN", "CALSCALE:GREGORIAN"]
    {
        text += &folded(line);
    }
    for one in list.deadlines() {
        let event = Event {
            uid: one_line(&format!("{}@{domain}", one.id)),
            sequence: one.moved,
            stamp: now,
            day: one.day,
            summary: one_line(&export::event(&one.id, &one.title, language)),
            description: one_line(&export::whose(&one.owner, &one.unit, language)),
        };
        text += &event.lines();
    }
    text + &folded("END:VCALENDAR")
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
