//! Headers in lines of at most 78 characters, in which no name is split (§5).
//!
//! lettre breaks an encoded text wherever a line is full, in the midst of a name too, and writes `Date` in UTC. Here a
//! name is one encoded word, and a line ends before what has no room in it. The words themselves are email-encoding's.

use std::fmt::{self, Write as _};

use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::message::header::{HeaderName, HeaderValue};

use crate::letter::text::clean;
use crate::model::Mailbox;

/// A line with an encoded word has so many characters at most (RFC 2047 §2).
const LINE: usize = 76;

/// So many bytes of a text are in one encoded word, and so many in one that begins behind the name of a header.
const WORD: usize = 45;
const FIRST: usize = 36;

/// A name in ASCII has so many characters at most.
const NAME: usize = 60;

/// A header while it is written, folded between its tokens.
struct Folded {
    text: String,
    line: usize,
}

impl Folded {
    fn of(name: &str) -> Folded {
        Folded { text: String::new(), line: name.len() + ":".len() }
    }

    /// Adds what is not broken, after a blank or on a line of its own.
    fn token(&mut self, token: &str) {
        let begins = self.text.is_empty();
        if !begins && self.line + 1 + token.len() > LINE {
            self.text.push_str("\r\n");
            self.line = 0;
        }
        // The blank behind a header's name is lettre's.
        if !begins {
            self.text.push(' ');
        }
        self.text.push_str(token);
        self.line += 1 + token.len();
    }

    fn header(self, name: &'static str) -> HeaderValue {
        let name = HeaderName::new_from_ascii_str(name);
        HeaderValue::dangerous_new_pre_encoded(name, self.text.clone(), self.text)
    }
}

/// A header that names mailboxes.
pub(super) fn mailboxes(name: &'static str, all: &[&Mailbox]) -> Result<HeaderValue, fmt::Error> {
    let mut folded = Folded::of(name);
    for (at, one) in all.iter().enumerate() {
        let mut tokens = mailbox(one)?;
        if at + 1 < all.len()
            && let Some(last) = tokens.last_mut()
        {
            last.push(',');
        }
        tokens.iter().for_each(|token| folded.token(token));
    }
    Ok(folded.header(name))
}

/// The tokens of a mailbox. Not every mail server takes a header beyond ASCII, and the header goes to all recipients: a
/// mailbox whose address is beyond ASCII becomes the name of a group without members (RFC 6857 §3.1).
fn mailbox(one: &Mailbox) -> Result<Vec<String>, fmt::Error> {
    let address = &one.address.0;
    let name = one.name.as_deref().map(clean);
    if !address.is_ascii() {
        let name = name.map(|name| format!("{name} ")).unwrap_or_default();
        let mut words = words(&format!("{name}{address}"), WORD)?;
        if let Some(last) = words.last_mut() {
            last.push_str(":;");
        }
        return Ok(words);
    }
    match name.filter(|name| !name.trim().is_empty()) {
        None => Ok(vec![address.to_string()]),
        Some(name) => Ok(vec![phrase(&name)?, format!("<{address}>")]),
    }
}

/// A name as one word, cut to its room.
pub(super) fn phrase(name: &str) -> Result<String, fmt::Error> {
    let most = if name.is_ascii() { NAME } else { WORD };
    let name = shortened(name, most);
    let mut word = String::new();
    quoted_string::encode(&name, &mut EmailWriter::new(&mut word, 0, 0, false))?;
    Ok(word)
}

/// A text without structure: as it is where it is plain, else in encoded words.
pub(super) fn text(name: &'static str, text: &str) -> Result<HeaderValue, fmt::Error> {
    let mut folded = Folded::of(name);
    let plain = |word: &str| !word.is_empty() && word.len() < NAME && word.is_ascii();
    match text.split(' ').all(plain) {
        true => text.split(' ').for_each(|word| folded.token(word)),
        false => words(text, FIRST)?.iter().for_each(|word| folded.token(word)),
    }
    Ok(folded.header(name))
}

/// Tokens that were made ready before.
pub(super) fn tokens(name: &'static str, tokens: &[String]) -> HeaderValue {
    let mut folded = Folded::of(name);
    tokens.iter().for_each(|token| folded.token(token));
    folded.header(name)
}

/// `Date`, in a zone (RFC 5322 §3.3).
pub(super) fn date(at: Timestamp, zone: &TimeZone) -> HeaderValue {
    let (local, offset) = (zone.to_datetime(at), zone.to_offset(at));
    let minutes = offset.seconds() / 60;
    let (sign, away) = if minutes < 0 { ('-', -minutes) } else { ('+', minutes) };
    let written = local.strftime("%a, %d %b %Y %H:%M:%S");
    let written = format!("{written} {sign}{:02}{:02}", away / 60, away % 60);
    tokens("Date", &[written])
}

/// Encoded words: the first of so many bytes, all others as long as a word may be. No character is parted.
fn words(text: &str, first: usize) -> Result<Vec<String>, fmt::Error> {
    let (mut words, mut rest, mut room) = (Vec::new(), text, first);
    while !rest.is_empty() {
        let (own, after) = rest.split_at(boundary(rest, room));
        let mut word = String::new();
        rfc2047::encode(own, &mut EmailWriter::new(&mut word, 0, 0, false))?;
        words.push(word);
        (rest, room) = (after, WORD);
    }
    Ok(words)
}

/// The end of the last character within so many bytes; that of the first, at least.
fn boundary(text: &str, most: usize) -> usize {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let fits = ends.clone().take_while(|end| *end <= most).last();
    fits.or_else(|| text.chars().next().map(char::len_utf8)).unwrap_or(text.len())
}

/// Cut to so many bytes, with an ellipsis.
fn shortened(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_owned();
    }
    let ellipsis = if name.is_ascii() { "..." } else { "…" };
    let mut kept = String::new();
    let _fits = write!(kept, "{}{ellipsis}", &name[..boundary(name, most - ellipsis.len())]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Address;

    fn one(name: &str, address: &str) -> Mailbox {
        Mailbox { name: Some(name.into()), address: Address(address.into()) }
    }

    fn written(value: &HeaderValue) -> String {
        let mut headers = lettre::message::header::Headers::new();
        headers.insert_raw(value.clone());
        headers.to_string()
    }

    #[test]
    fn no_line_is_long_and_no_name_is_split() {
        let names = [
            "张三",
            "某某某某某某某某某某某某某某某",
            "Smith, \"John\"",
            "A",
            "城乡融合发展和改革委员会办公室综合协调处负责同志",
        ];
        let all: Vec<Mailbox> = (0..40)
            .map(|at| one(names[at % names.len()], &format!("person-{at}@example.org")))
            .collect();
        let header = written(&mailboxes("To", &all.iter().collect::<Vec<_>>()).expect("written"));
        for line in header.lines() {
            assert!(line.len() <= 78, "{}: {line}", line.len());
            assert_eq!(line.matches("=?utf-8?b?").count(), line.matches("?=").count(), "{line}");
        }
        // Each name is one word: of every five three are not ASCII, and one has quotes.
        assert_eq!(header.matches("=?utf-8?b?").count(), 32);
    }

    #[test]
    fn a_text_is_broken_between_characters() {
        for text_of in
            ["短", &"督办".repeat(60), &"x".repeat(200), "a plain subject", "two  blanks", ""]
        {
            let header = written(&text("Subject", text_of).expect("written"));
            assert!(header.lines().all(|line| line.len() <= 78), "{header}");
            assert!(header.is_ascii());
        }
    }

    #[test]
    fn a_date_has_the_offset_of_its_zone() {
        let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
        let at = "2026-11-27T01:00:00Z".parse().expect("a time");
        assert_eq!(written(&date(at, &zone)).trim(), "Date: Fri, 27 Nov 2026 09:00:00 +0800");
    }
}
