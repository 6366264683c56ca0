//! A deadline as an all-day event of a calendar (RFC 5545), for a letter and for the list as a calendar. A few kinds of lines
//! are no reason for a library that would stamp them by a clock of its own.

use jiff::Timestamp;
use jiff::civil::Date;

/// A line has so many bytes at most (RFC 5545 §3.1).
const LINE: usize = 75;

/// An event; its texts are on one line.
pub(crate) struct Event {
    /// One a task, in every letter and list.
    pub(crate) uid: String,
    /// Of two the higher is the newer.
    pub(crate) sequence: usize,
    /// When it was written.
    pub(crate) stamp: Timestamp,
    /// Its day.
    pub(crate) day: Date,
    /// Its name.
    pub(crate) summary: String,
    /// What is to be known of it.
    pub(crate) description: String,
}

impl Event {
    /// Its content lines.
    pub(crate) fn lines(&self) -> String {
        let next = self.day.tomorrow().unwrap_or(self.day);
        let lines = [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&self.uid)),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", self.stamp.strftime("%Y%m%dT%H%M%SZ")),
            format!("DTSTART;VALUE=DATE:{}", compact(self.day)),
            format!("DTEND;VALUE=DATE:{}", compact(next)),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            "CATEGORIES:duban".to_owned(),
            "TRANSP:TRANSPARENT".to_owned(),
            "STATUS:CONFIRMED".to_owned(),
            "END:VEVENT".to_owned(),
        ];
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// TEXT of RFC 5545 §3.3.11.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A content line, folded between characters.
pub(crate) fn folded(line: &str) -> String {
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
}
