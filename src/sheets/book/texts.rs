//! The texts of a workbook, each of them once: cells name them by number.

use std::collections::HashMap;
use std::io::{self, Write};

/// The texts so far.
#[derive(Default)]
pub(super) struct Texts {
    known: HashMap<Box<str>, u32>,
    /// Their elements, in order.
    written: Vec<u8>,
    named: usize,
}

impl Texts {
    /// The number of a text.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        self.named += 1;
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.known.len() as u32;
        self.known.insert(text.into(), number);
        self.written.extend_from_slice(match text.starts_with(BLANK) || text.ends_with(BLANK) {
            true => b"<si><t xml:space=\"preserve\">",
            false => b"<si><t>",
        });
        escape(&mut self.written, text);
        self.written.extend_from_slice(b"</t></si>");
        number
    }

    /// Writes the part that has them.
    pub(super) fn write(self, to: &mut impl Write) -> io::Result<()> {
        let (named, known) = (self.named, self.known.len());
        write!(
            to,
            "{}<sst xmlns=\"{}\" count=\"{named}\" uniqueCount=\"{known}\">",
            super::parts::DECLARED,
            super::parts::MAIN
        )?;
        to.write_all(&self.written)?;
        to.write_all(b"</sst>")
    }
}

/// What a reader of XML may drop at the ends of a text.
const BLANK: [char; 3] = [' ', '\t', '\n'];

/// A text within an element. What XML cannot hold is `_x0007_`, and what already reads so begins with an escaped `_`.
fn escape(to: &mut Vec<u8>, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => to.extend_from_slice(b"&amp;"),
            '<' => to.extend_from_slice(b"&lt;"),
            '>' => to.extend_from_slice(b"&gt;"),
            '_' if is_escape(&text.as_bytes()[at..]) => to.extend_from_slice(b"_x005F_"),
            '\t' | '\n' | ' '..'\u{fffe}' | '\u{10000}'.. => {
                to.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            other => to.extend_from_slice(format!("_x{:04X}_", u32::from(other)).as_bytes()),
        }
    }
}

fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., _] if digits.len() >= 4)
        && text[2..6].iter().all(u8::is_ascii_hexdigit)
        && text[6] == b'_'
}
