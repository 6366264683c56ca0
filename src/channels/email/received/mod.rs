//! A mail that came in, as far as it may be about our letters: from whom, to which of them it replies, what its sender wrote
//! (A5). Nothing of it is believed here.

mod first_line;
mod own_words;

use mail_parser::MessageParser;

pub use first_line::{FirstLine, What, first_line};
pub use own_words::own_words;

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
    /// A program wrote it (RFC 3834): an absence, a list, a delivery status.
    pub automatic: bool,
    /// What its sender wrote, without what is quoted.
    pub own: Vec<String>,
    /// `Authentication-Results`, the newest first.
    results: Vec<String>,
}

/// Reads a mail; `None` if it is none.
pub fn read(bytes: &[u8]) -> Option<Received> {
    let message = MessageParser::default().parse(bytes)?;
    let headers: Vec<(String, String)> = message
        .headers_raw()
        .map(|(name, value)| (name.to_ascii_lowercase(), unfolded(value)))
        .collect();
    let all = |name: &str| -> Vec<&str> {
        let of = headers.iter().filter(|(known, _)| known == name);
        of.map(|(_, value)| value.as_str()).collect()
    };
    let first = |name: &str| all(name).first().copied().unwrap_or_default();
    let mut references = ids(first("in-reply-to"));
    references.extend(ids(first("references")).into_iter().rev());
    references.truncate(REFERENCES);
    let from = message.from().map(|from| from.iter().collect::<Vec<_>>()).unwrap_or_default();
    let sender = match from.as_slice() {
        [one] => one.address().map(str::to_owned),
        _ => None,
    };
    let text = message.body_text(0).unwrap_or_default();
    Some(Received {
        message_id: ids(first("message-id")).into_iter().next().unwrap_or_default(),
        sender,
        references,
        automatic: is_automatic(&headers),
        own: own_words(&text),
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

/// RFC 3834, and what servers did before it.
fn is_automatic(headers: &[(String, String)]) -> bool {
    headers.iter().any(|(name, value)| {
        let value = value.trim().to_ascii_lowercase();
        match name.as_str() {
            "auto-submitted" => !value.starts_with("no"),
            "precedence" => matches!(value.as_str(), "bulk" | "junk" | "auto_reply" | "list"),
            "x-autoreply" | "x-autorespond" | "x-auto-reply" | "list-id" => true,
            "return-path" => value == "<>",
            "content-type" => value.starts_with("multipart/report"),
            _ => false,
        }
    })
}

/// A header's value on one line.
fn unfolded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in angle brackets.
fn ids(value: &str) -> Vec<String> {
    let parts = value.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.map(|(id, _)| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}

#[cfg(test)]
mod tests;
