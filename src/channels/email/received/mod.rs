//! A mail that came in, as far as it may be about our letters: from whom, to which of them it replies, what its sender wrote
//! (A5). Nothing of it is believed here.

mod first_line;
mod headers;
mod own_words;
mod report;

use mail_parser::{Message, MessageParser};

pub use first_line::{FirstLine, What, first_line};
use headers::{Header, first, ids};
pub use own_words::own_words;
pub use report::{Fate, Report, Returned};

/// So many of the messages that a mail replies to are looked at.
const REFERENCES: usize = 50;

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The address in `From`; none if there is not exactly one.
    pub sender: Option<String>,
    /// The messages that it replies to, the nearest first, without angle brackets.
    pub references: Vec<String>,
    /// What stands in square brackets in its subject: there a letter's mark may be (A5).
    pub marks: Vec<String>,
    /// A program wrote it (RFC 3834): an absence, a list, a delivery status.
    pub automatic: bool,
    /// What a mail server says of a letter (L9), if it is from one.
    pub report: Option<Report>,
    /// What its sender wrote, without what is quoted.
    pub own: Vec<String>,
    /// The month in which it was sent, as `2026-11`, where it says so.
    pub month: String,
    /// `Authentication-Results`, the newest first.
    results: Vec<String>,
}

/// Reads a mail; `None` if it is none.
pub fn read(bytes: &[u8]) -> Option<Received> {
    let message = MessageParser::default().parse(bytes)?;
    let headers: Vec<Header> = message
        .headers_raw()
        .map(|(name, value)| (name.to_ascii_lowercase(), unfolded(value)))
        .collect();
    let all = |name: &str| -> Vec<&str> {
        let of = headers.iter().filter(|(known, _)| known == name);
        of.map(|(_, value)| value.as_str()).collect()
    };
    let mut references = ids(first(&headers, "in-reply-to"));
    references.extend(ids(first(&headers, "references")).into_iter().rev());
    references.truncate(REFERENCES);
    let from = message.from().map(|from| from.iter().collect::<Vec<_>>()).unwrap_or_default();
    let sender = match from.as_slice() {
        [one] => one.address().map(str::to_owned),
        _ => None,
    };
    let text = message.body_text(0).unwrap_or_default();
    Some(Received {
        message_id: ids(first(&headers, "message-id")).into_iter().next().unwrap_or_default(),
        automatic: is_automatic(&headers) || has_automatic_subject(&message),
        report: report::report(&message, &headers, sender.as_deref().unwrap_or_default()),
        marks: marks(message.subject().unwrap_or_default()),
        sender,
        references,
        own: own_words(&text),
        month: message
            .date()
            .map(|date| format!("{}-{:02}", date.year, date.month))
            .unwrap_or_default(),
        results: all("authentication-results").into_iter().map(str::to_owned).collect(),
    })
}

impl Received {
    /// Whether the server of that name found that the mail is from whom it says (DMARC). Of several results of that name
    /// the newest counts: it stands first.
    pub fn passed_dmarc(&self, server: &str) -> bool {
        let mut of_server = self.results.iter().filter_map(|results| {
            let (name, rest) = results.split_once(';')?;
            let name = name.split_whitespace().next()?;
            name.eq_ignore_ascii_case(server).then_some(rest)
        });
        let Some(results) = of_server.next() else { return false };
        results.split(';').any(|method| {
            let mut words = method.split_whitespace();
            words.next().is_some_and(|word| word.eq_ignore_ascii_case("dmarc=pass"))
        })
    }
}

/// Beginnings of the subject that programs give what they answer for somebody who is away.
const AUTOMATIC: &[&str] = &[
    "automatic reply",
    "automatic response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "out of office",
    "out of the office",
    "away from my mail",
    "vacation",
    "on leave",
    "自动回复",
    "自动答复",
    "自动回覆",
    "自動回覆",
    "自動回復",
    "自動答覆",
    "[自动回复]",
    "【自动回复】",
    "外出自动",
    "休假自动",
    "不在办公室",
    "不在辦公室",
    "外出",
];

/// Some servers mark an absence in the subject alone. A person's reply begins with `Re:` or the like.
fn has_automatic_subject(message: &Message<'_>) -> bool {
    let subject = message.subject().unwrap_or_default().trim_start().to_lowercase();
    AUTOMATIC.iter().any(|beginning| subject.starts_with(beginning))
}

/// RFC 3834, and what servers did before it.
fn is_automatic(headers: &[Header]) -> bool {
    headers.iter().any(|(name, value)| {
        let value = value.trim().to_ascii_lowercase();
        match name.as_str() {
            "auto-submitted" => !value.starts_with("no"),
            "precedence" => matches!(value.as_str(), "bulk" | "junk" | "auto_reply" | "list"),
            "x-autoreply" | "x-autorespond" | "x-auto-reply" | "x-autogenerated" | "list-id" => {
                true
            }
            "x-ms-exchange-generated-message-source" => value.contains("mailbox rules"),
            "return-path" => value == "<>",
            "content-type" => value.starts_with("multipart/report"),
            _ => false,
        }
    })
}

fn marks(subject: &str) -> Vec<String> {
    let parts = subject.split('[').skip(1).filter_map(|part| part.split_once(']'));
    parts
        .map(|(mark, _)| mark.trim().to_owned())
        .filter(|mark| !mark.is_empty())
        .take(REFERENCES)
        .collect()
}

/// A header's value on one line.
fn unfolded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
