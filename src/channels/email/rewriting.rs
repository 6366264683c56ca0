//! A finished message is changed in few places: some of its headers, and the texts that stand between its boundaries. All
//! other bytes stay as they are.

use lettre::message::header::{ContentType, HeaderValue, Headers};
use mail_parser::{MessageParser, PartType};

use crate::channels::email::mime;

/// What one of the two texts of a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Plain text.
    Text,
    /// The page.
    Page,
}

/// The headers and the body; the headers with the empty line at their end.
pub(crate) fn parted(message: &[u8]) -> (&[u8], &[u8]) {
    split(message, b"\r\n\r\n")
}

/// The headers, each of these names with what takes its place; with nothing it is left out.
pub(crate) fn headed(head: &[u8], replaced: &[(&str, Vec<HeaderValue>)]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(head.len());
    let mut is_replaced = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        // A line that begins with a blank goes on with the header before.
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let of = |name: &str| {
                line.get(..name.len())
                    .is_some_and(|begin| begin.eq_ignore_ascii_case(name.as_bytes()))
                    && line.get(name.len()) == Some(&b':')
            };
            let found = replaced.iter().find(|(name, _)| of(name));
            is_replaced = found.is_some();
            for value in found.into_iter().flat_map(|(_, values)| values) {
                let mut header = Headers::new();
                header.insert_raw(value.clone());
                kept.extend_from_slice(header.to_string().as_bytes());
            }
        }
        if !is_replaced {
            kept.extend_from_slice(line);
        }
    }
    kept
}

/// The body of the letter of that id with its two texts changed; `None` leaves one as it is.
pub(crate) fn texts(
    body: &[u8],
    id: &str,
    change: &dyn Fn(Form, &str) -> Option<String>,
) -> Vec<u8> {
    // The page stands beside the plain text, or within a part of its own with the pictures that it shows.
    let words = parts(body, &mime::boundary(id), change);
    parts(&words, &mime::page_boundary(id), change)
}

/// The body with the texts changed that stand between these boundaries, which bear the letter's id.
fn parts(body: &[u8], boundary: &str, change: &dyn Fn(Form, &str) -> Option<String>) -> Vec<u8> {
    let (next, last) = (format!("--{boundary}\r\n"), format!("--{boundary}--"));
    let mut changed = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = find(rest, next.as_bytes()) {
        let (before, after) = rest.split_at(at + next.len());
        changed.extend_from_slice(before);
        let end = [next.as_bytes(), last.as_bytes()].into_iter().filter_map(|end| find(after, end));
        let (part, after) = after.split_at(end.min().unwrap_or(after.len()));
        changed.extend(self::part(part, change));
        rest = after;
    }
    changed.extend_from_slice(rest);
    changed
}

fn part(bytes: &[u8], change: &dyn Fn(Form, &str) -> Option<String>) -> Vec<u8> {
    // The line end before a boundary belongs to it (RFC 2046 §5.1.1).
    let inner = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
    let Some(message) = MessageParser::default().parse(inner) else { return bytes.to_vec() };
    let (kind, form, text) = match message.parts.first().map(|part| &part.body) {
        Some(PartType::Text(text)) => (ContentType::TEXT_PLAIN, Form::Text, text),
        Some(PartType::Html(text)) => (ContentType::TEXT_HTML, Form::Page, text),
        _ => return bytes.to_vec(),
    };
    match change(form, text) {
        Some(text) => mime::part(kind, text).formatted(),
        None => bytes.to_vec(),
    }
}

/// The bytes with one run of bytes in the place of another, wherever that stands.
pub(crate) fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, old) {
        all.extend_from_slice(&rest[..at]);
        all.extend_from_slice(new);
        rest = &rest[at + old.len()..];
    }
    all.extend_from_slice(rest);
    all
}

/// What stands before the first of these and the rest, which begins with it.
fn split<'b>(bytes: &'b [u8], at: &[u8]) -> (&'b [u8], &'b [u8]) {
    let end = find(bytes, at).map_or(bytes.len(), |found| found + at.len());
    bytes.split_at(end)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
