//! A message gets its number (§5): the place of the number is filled in wherever it stands, and nothing else changes.

use lettre::message::header::ContentType;
use lettre::message::header::Headers;
use mail_parser::{MessageParser, PartType};

use crate::channels::email::headers;
use crate::channels::email::mime;
use crate::letter::number;

/// A message with its number.
pub(crate) struct Numbered {
    pub(crate) bytes: Vec<u8>,
    /// The subject, decoded.
    pub(crate) subject: String,
}

/// The message of the letter of that id, with that number in its places: subject, plain text and page.
pub(crate) fn numbered(bytes: &[u8], id: &str, written: &str) -> Numbered {
    let (head, body) = split(bytes, b"\r\n\r\n");
    let (head, subject) = headed(head, written);
    let mut filled = head;
    // The page stands beside the plain text, or within a part of its own with the pictures that it shows.
    let words = parts(body, &mime::boundary(id), written);
    filled.extend(parts(&words, &mime::page_boundary(id), written));
    Numbered { bytes: filled, subject }
}

/// The headers with the subject filled in.
fn headed(head: &[u8], written: &str) -> (Vec<u8>, String) {
    let parsed = MessageParser::default().parse(head);
    let subject = parsed.and_then(|message| message.subject().map(str::to_owned));
    let subject = subject.unwrap_or_default();
    if !subject.contains(number::MARK) {
        return (head.to_vec(), subject);
    }
    let subject = number::filled(&subject, written);
    let Ok(value) = headers::text("Subject", &subject) else { return (head.to_vec(), subject) };
    let mut header = Headers::new();
    header.insert_raw(value);
    let (mut kept, mut is_subject) = (Vec::with_capacity(head.len()), false);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        // A line that begins with a blank goes on with the header before.
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            is_subject = line.starts_with(b"Subject:");
            if is_subject {
                kept.extend_from_slice(header.to_string().as_bytes());
            }
        }
        if !is_subject {
            kept.extend_from_slice(line);
        }
    }
    (kept, subject)
}

/// The body with the texts filled in that stand between these boundaries, which bear the letter's id.
fn parts(body: &[u8], boundary: &str, written: &str) -> Vec<u8> {
    let (next, last) = (format!("--{boundary}\r\n"), format!("--{boundary}--"));
    let mut filled = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = find(rest, next.as_bytes()) {
        let (before, after) = rest.split_at(at + next.len());
        filled.extend_from_slice(before);
        let end = [next.as_bytes(), last.as_bytes()].into_iter().filter_map(|end| find(after, end));
        let (part, after) = after.split_at(end.min().unwrap_or(after.len()));
        filled.extend(self::part(part, written));
        rest = after;
    }
    filled.extend_from_slice(rest);
    filled
}

fn part(bytes: &[u8], written: &str) -> Vec<u8> {
    // The line end before a boundary belongs to it (RFC 2046 §5.1.1).
    let inner = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
    let Some(message) = MessageParser::default().parse(inner) else { return bytes.to_vec() };
    let (kind, text, written) = match message.parts.first().map(|part| &part.body) {
        Some(PartType::Text(text)) => (ContentType::TEXT_PLAIN, text, written.to_owned()),
        Some(PartType::Html(text)) => (ContentType::TEXT_HTML, text, escaped(written)),
        _ => return bytes.to_vec(),
    };
    match text.contains(number::MARK) {
        true => mime::part(kind, number::filled(text, &written)).formatted(),
        false => bytes.to_vec(),
    }
}

fn escaped(text: &str) -> String {
    minijinja::HtmlEscape(text).to_string()
}

/// What stands before the first of these and the rest, which begins with it.
fn split<'b>(bytes: &'b [u8], at: &[u8]) -> (&'b [u8], &'b [u8]) {
    let end = find(bytes, at).map_or(bytes.len(), |found| found + at.len());
    bytes.split_at(end)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::letter::Attached;
    use crate::model::{Address, Importance, Language, Mailbox, NumberPattern};

    fn message(subject: &str, text: &str, html: &str, attached: bool) -> Vec<u8> {
        let one = |address: &str| Mailbox { name: None, address: Address(address.into()) };
        let (from, to) = (one("duban@example.org"), one("zhang@example.org"));
        let all = [
            Attached::text("all.csv".to_owned(), "text/csv", "a,b\r\n".to_owned()),
            Attached::picture("chart.png", b"not really".to_vec()),
        ];
        mime::message(mime::Parts {
            id: "abc",
            message_id: "abc@example.org",
            threads: Vec::new(),
            thread: None,
            language: Language::ZhCn,
            zone: &TimeZone::UTC,
            tags: Vec::new(),
            from: &from,
            reply_to: None,
            to: vec![&to],
            cc: Vec::new(),
            subject,
            importance: Importance::Normal,
            text: text.to_owned(),
            html: html.to_owned(),
            attachments: if attached { all.into() } else { Vec::new() },
            now: "2026-11-23T01:00:00Z".parse().expect("a time"),
        })
        .expect("a message")
    }

    /// A letter with its number is the letter that would have been written with it, byte for byte.
    #[test]
    fn only_the_number_is_filled_in() {
        let pattern = NumberPattern::parse("督办〔{year}〕<&{n:03}>号").expect("a pattern");
        let (place, number) = (number::place(&pattern, 2026), pattern.number(2026, 12));
        let long = "督办事项，".repeat(40);
        // Mostly ASCII: written as quoted-printable.
        let english = "A task that is late, and whose owner knows it. ".repeat(20);
        let all = [
            ("plain", "<p>plain</p>"),
            (&*long, &*long),
            (&*english, &*english),
            ("-- \r\n--duban", "a=b"),
        ];
        for (rest, page) in all {
            for attached in [false, true] {
                let of = |number: &str, escaped: &str| {
                    let text = format!("{number}\n{rest}\n{number}\n");
                    let html = format!("<p>{escaped}</p>\n{page}");
                    message(
                        &format!("{number} {rest}").replace("\r\n", " "),
                        &text,
                        &html,
                        attached,
                    )
                };
                let before = of(&place, &escaped(&place));
                let Numbered { bytes, subject } = numbered(&before, "abc", &number);
                let after = of(&number, &escaped(&number));
                assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&after));
                assert!(subject.starts_with("督办〔2026〕<&012>号 "), "{subject}");
                assert_eq!(numbered(&after, "abc", "x").bytes, after, "it has no place any more");
            }
        }
    }
}
