//! A message gets its number (§5): the place of the number is filled in wherever it stands, and nothing else changes.

use mail_parser::MessageParser;

use crate::channels::email::headers;
use crate::channels::email::rewriting::{Form, headed, parted, texts};
use crate::letter::number;

/// A message with its number.
pub(crate) struct Numbered {
    pub(crate) bytes: Vec<u8>,
    /// The subject, decoded.
    pub(crate) subject: String,
}

/// The message of the letter of that id, with that number in its places: subject, plain text and page.
pub(crate) fn numbered(bytes: &[u8], id: &str, written: &str) -> Numbered {
    let (head, body) = parted(bytes);
    let (head, subject) = with_subject(head, written);
    let mut filled = head;
    filled.extend(texts(body, id, &|form, text| {
        let number = match form {
            Form::Text => written.to_owned(),
            Form::Page => escaped(written),
        };
        text.contains(number::MARK).then(|| number::filled(text, &number))
    }));
    Numbered { bytes: filled, subject }
}

/// The headers with the subject filled in.
fn with_subject(head: &[u8], written: &str) -> (Vec<u8>, String) {
    let parsed = MessageParser::default().parse(head);
    let subject = parsed.and_then(|message| message.subject().map(str::to_owned));
    let subject = subject.unwrap_or_default();
    if !subject.contains(number::MARK) {
        return (head.to_vec(), subject);
    }
    let subject = number::filled(&subject, written);
    let Ok(value) = headers::text("Subject", &subject) else { return (head.to_vec(), subject) };
    (headed(head, &[("Subject", vec![value])]), subject)
}

fn escaped(text: &str) -> String {
    minijinja::HtmlEscape(text).to_string()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::channels::email::mime;
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
