//! Text as it may be shown: nothing in it steers a terminal, begins a line or turns the writing direction.
//!
//! Titles, ids, file names and relays' answers are written by others. Whatever goes to a terminal, a log or the
//! service manager passes here last.

use std::borrow::Cow;

/// Whether the character does something besides being seen: the control characters (C0, DEL, C1), those that turn
/// the writing direction (Unicode's `Bidi_Control`), and the two that end a line as `\n` does.
pub fn steers(letter: char) -> bool {
    let turns = matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || turns || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// The text in one line: what steers is written as Rust writes it, `\r` or `\u{202e}`.
pub fn one_line(text: &str) -> Cow<'_, str> {
    written(text, steers, escape)
}

/// The same of a text of several lines: its line ends and tabs stay. A CR that ends a line goes.
pub fn lines(text: &str) -> Cow<'_, str> {
    let text = match text.contains("\r\n") {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    let steers = |letter| steers(letter) && !matches!(letter, '\n' | '\t');
    match text {
        Cow::Borrowed(text) => written(text, steers, escape),
        Cow::Owned(text) => Cow::Owned(written(&text, steers, escape).into_owned()),
    }
}

/// The same of JSON, or of a part of it: it means what it meant. Between its values only line ends and tabs steer, and
/// they stay.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().chunks(BLOCK).any(may_steer) {
        return Cow::Borrowed(text);
    }
    let steers = |letter| steers(letter) && !matches!(letter, '\n' | '\t');
    written(text, steers, |letter| format!("\\u{:04x}", u32::from(letter)))
}

/// So many bytes are looked at in one go.
const BLOCK: usize = 256;

/// Whether a byte of these may begin a character that steers, line ends and tabs aside: a document may have a hundred
/// megabytes, and nearly never has one.
fn may_steer(bytes: &[u8]) -> bool {
    let begins = |byte: u8| {
        let control = byte < 0x20 && byte != b'\n' && byte != b'\t' || byte == 0x7f;
        // U+0080…, U+0600…, U+2000…
        control || byte == 0xc2 || byte == 0xd8 || byte == 0xe2
    };
    // Without an early end, so that several bytes are compared at once.
    bytes.iter().fold(false, |found, byte| found | begins(*byte))
}

fn escape(letter: char) -> String {
    letter.escape_default().to_string()
}

fn written(
    text: &str,
    steers: impl Fn(char) -> bool,
    written: impl Fn(char) -> String,
) -> Cow<'_, str> {
    if !text.contains(&steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match steers(letter) {
            true => shown.push_str(&written(letter)),
            false => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind.
    const HOSTILE: &str =
        "a\r\u{1b}[31m\u{202e}b\u{9b}2J\u{7f}\u{200f}\u{61c}\u{2066}\u{2028}\u{85}\u{7}";

    #[test]
    fn nothing_is_left_that_steers() {
        assert!(!one_line(&format!("{HOSTILE}\n\t")).contains(steers));
        let shown = lines(HOSTILE);
        assert!(!shown.contains(steers), "{shown}");
        assert!(shown.starts_with("a\\r\\u{1b}[31m\\u{202e}b\\u{9b}2J"), "{shown}");
        assert_eq!(lines("一\r\n\ttwo\n"), "一\n\ttwo\n");
        assert!(matches!(one_line("期限 2026-11-30 ✓"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_means_what_it_meant() {
        let document = serde_json::to_string_pretty(&[HOSTILE]).unwrap();
        let shown = json(&document);
        assert!(!shown.contains(|letter| steers(letter) && letter != '\n'), "{shown}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&shown).unwrap(), [HOSTILE]);
        assert!(matches!(json("[\"期限\",\n\t1]"), Cow::Borrowed(_)));
        for letter in ('\0'..=char::MAX).filter(|letter| steers(*letter)) {
            let seen = may_steer(letter.to_string().as_bytes());
            assert_eq!(seen, !matches!(letter, '\n' | '\t'), "{letter:?}");
        }
    }
}
