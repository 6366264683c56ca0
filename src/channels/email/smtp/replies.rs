//! A relay's replies in the form that lettre can read.
//!
//! lettre knows only the grammar of RFC 5321 §4.2, and takes what does not fit for no reply at all: a
//! letter that was taken would go again. Relays also say `250` with nothing behind it (which §4.2.1
//! asks clients to bear), codes such as 571, lines without CR, texts in GBK, and lines too long. What
//! counts is the code of a reply's last line.

use std::mem;

use crate::visible;

/// So much of a line is kept; lettre refuses a line of 1000 bytes.
const LINE: usize = 900;

/// So many lines of a reply are kept.
const LINES: usize = 60;

/// Stands for the name of a relay that gives none.
const UNNAMED: &str = "unnamed";

/// What has been heard and not handed on.
#[derive(Default)]
pub(crate) struct Replies {
    line: Vec<u8>,
    /// The texts of a reply whose last line has not come.
    texts: Vec<String>,
    ready: Vec<u8>,
    /// The reply to EHLO has come, the first with 250.
    greeted: bool,
}

impl Replies {
    /// Takes in bytes as they come.
    pub(crate) fn hear(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' => self.end_line(),
                _ if self.line.len() < LINE => self.line.push(*byte),
                _ => {}
            }
        }
    }

    /// Hands on what is ready, at most so many bytes.
    pub(crate) fn hand_on(&mut self, most: usize) -> Vec<u8> {
        let rest = self.ready.split_off(most.min(self.ready.len()));
        mem::replace(&mut self.ready, rest)
    }

    fn end_line(&mut self) {
        let line = readable(&mem::take(&mut self.line));
        let line = line.trim_end_matches('\r');
        let Some((code, rest)) = code(line) else {
            // No reply; lettre will say so.
            self.texts.clear();
            self.ready.extend_from_slice(format!("{line}\r\n").as_bytes());
            return;
        };
        let text = rest.get(1..).unwrap_or_default();
        if rest.starts_with('-') {
            if self.texts.len() < LINES {
                self.texts.push(text.to_owned());
            }
            return;
        }
        self.end_reply(code, text);
    }

    fn end_reply(&mut self, code: &str, last: &str) {
        let known = known(code);
        let last = self.named(code, last);
        for text in mem::take(&mut self.texts) {
            self.ready.extend_from_slice(format!("{known}-{text}\r\n").as_bytes());
        }
        let said = if known == code { String::new() } else { format!("({code}) ") };
        self.ready.extend_from_slice(format!("{known} {said}{last}\r\n").as_bytes());
    }

    /// A relay that does not give its name in its reply to EHLO has none to lettre, which takes no such reply.
    fn named<'t>(&mut self, code: &str, last: &'t str) -> &'t str {
        if self.greeted || code != "250" {
            return last;
        }
        self.greeted = true;
        match self.texts.first_mut() {
            Some(first) if first.trim().is_empty() => *first = UNNAMED.to_owned(),
            None if last.trim().is_empty() => return UNNAMED,
            _ => {}
        }
        last
    }
}

/// A line's code, and what follows it.
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_at_checked(3)?;
    code.bytes().all(|byte| byte.is_ascii_digit()).then_some((code, rest))
}

/// The code as lettre knows it: RFC 5321 §4.2.1 has second digits up to 5, and 551 stands for 571.
fn known(code: &str) -> String {
    let second = code[1..2].replace(['6', '7', '8', '9'], "5");
    format!("{}{second}{}", &code[..1], &code[2..])
}

/// Codes are ASCII; what cannot be read becomes question marks, and so does what a terminal would obey or what
/// changes how the text around it is shown.
pub(crate) fn readable(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let shown = |letter: char| if is_obeyed(letter) { '?' } else { letter };
    match std::str::from_utf8(line) {
        Ok(line) => line.chars().map(shown).collect(),
        Err(_) => {
            let ascii = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { '?' };
            line.iter().map(ascii).map(shown).collect()
        }
    }
}

/// What steers whoever is shown it, and what has no width.
fn is_obeyed(letter: char) -> bool {
    visible::steers(letter)
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is handed on of what was heard, whatever pieces it came in.
    fn check(heard: &[u8], expected: &str) {
        for piece in [1, 3, heard.len().max(1)] {
            let mut replies = Replies::default();
            heard.chunks(piece).for_each(|bytes| replies.hear(bytes));
            let mut handed = Vec::new();
            loop {
                let next = replies.hand_on(7);
                if next.is_empty() {
                    break;
                }
                handed.extend(next);
            }
            assert_eq!(String::from_utf8_lossy(&handed), expected);
        }
    }

    #[test]
    fn what_fits_the_grammar_stays_as_it_is() {
        check(b"250 2.1.5 Ok\r\n", "250 2.1.5 Ok\r\n");
        check(b"250-a\r\n250-b\r\n250 c\r\n220 d\r\n", "250-a\r\n250-b\r\n250 c\r\n220 d\r\n");
        check("554 5.7.1 被拒\r\n".as_bytes(), "554 5.7.1 被拒\r\n");
    }

    #[test]
    fn what_does_not_fit_is_made_to() {
        check(b"334\r\n", "334 \r\n");
        check(b"220 a\r\n250-\r\n250 b\r\n250\r\n", "220 a\r\n250-unnamed\r\n250 b\r\n250 \r\n");
        check(b"250\r\n250\r\n", "250 unnamed\r\n250 \r\n");
        check(b"354 go\n", "354 go\r\n");
        check(b"571 5.7.1 spam\r\n", "551 (571) 5.7.1 spam\r\n");
        check(b"250-so far\r\n451 and no further\r\n", "451-so far\r\n451 and no further\r\n");
        check(b"550 \xce\xde\xb4\xcb\r\n", "550 ????\r\n");
        check(b"hello\r\n", "hello\r\n");
        check(b"550 \x1b]0;owned\x07\r\n", "550 ?]0;owned?\r\n");
        check(b"550 one\rtwo\r\n", "550 one?two\r\n");
        check(b"550 \xc2\x9b2J \x9b2J\r\n", "550 ??2J ?2J\r\n");
        check("550 \u{9b}2J\r\n".as_bytes(), "550 ?2J\r\n");
        for turned in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}', '\u{feff}', '\u{85}'] {
            check(format!("550 a{turned}b\r\n").as_bytes(), "550 a?b\r\n");
        }
        let long = format!("250 {}\r\n", "x".repeat(5000));
        check(long.as_bytes(), &format!("250 {}\r\n", "x".repeat(LINE - 4)));
    }

    #[test]
    fn an_unfinished_reply_is_kept_back() {
        check(b"250-a\r\n250 b", "");
        check(&b"250-x\r\n".repeat(100_000), "");
    }
}
