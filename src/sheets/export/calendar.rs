//! Deadlines as all-day events (RFC 5545): what a calendar subscribes to. The ids of events are those of letters.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::Language;
use crate::view::Exported;
use crate::words::export;

/// A line has so many bytes at most (RFC 5545 §3.1).
const LINE: usize = 75;

/// The file's text. `domain` is that of the sender, `now` the time at which it is written.
pub(crate) fn write(list: &Exported, domain: &str, now: Timestamp, language: Language) -> String {
    let mut text = String::new();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//duban//export//EN", "CALSCALE:GREGORIAN"]
    {
        text += &folded(line);
    }
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    for one in &list.deadlines {
        let next = one.day.tomorrow().unwrap_or(one.day);
        let whose = export::whose(&one.owner, &one.unit, language);
        let lines = [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&format!("{}@{domain}", one.id))),
            format!("SEQUENCE:{}", one.moved),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", compact(one.day)),
            format!("DTEND;VALUE=DATE:{}", compact(next)),
            format!("SUMMARY:{}", escaped(&export::event(&one.id, &one.title, language))),
            format!("DESCRIPTION:{}", escaped(&whose)),
            "CATEGORIES:duban".to_owned(),
            "TRANSP:TRANSPARENT".to_owned(),
            "STATUS:CONFIRMED".to_owned(),
            "END:VEVENT".to_owned(),
        ];
        lines.iter().for_each(|line| text += &folded(line));
    }
    text + &folded("END:VCALENDAR")
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// TEXT of RFC 5545 §3.3.11, on one line.
fn escaped(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A content line, folded between characters.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded + "\r\n"
}
