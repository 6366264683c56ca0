//! The lines of an .ics file (RFC 5545 §3.1): folds undone, names, parameters and values apart.

/// A line, put together from all its folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The number in the file of the line that it begins in.
    pub(super) number: usize,
    /// In capitals.
    pub(super) name: String,
    pub(super) params: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    /// The line, if it is one.
    pub(super) fn parse(text: &str, number: usize) -> Option<Line> {
        let end = text.find([':', ';'])?;
        let (name, mut rest) = text.split_at(end);
        let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if name.is_empty() || !name.bytes().all(named) {
            return None;
        }
        let mut params = Vec::new();
        while let Some(after) = rest.strip_prefix(';') {
            let (param, after) = after.split_at(end_of_param(after)?);
            let (key, value) = param.split_once('=')?;
            params.push((key.to_ascii_uppercase(), value.trim_matches('"').to_owned()));
            rest = after;
        }
        let value = rest.strip_prefix(':')?.to_owned();
        Some(Line { number, name: name.to_ascii_uppercase(), params, value })
    }

    /// The value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as text (RFC 5545 §3.3.11).
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            text.push(match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => '\n',
                    Some(other) => other,
                    None => '\\',
                },
                letter => letter,
            });
        }
        text
    }
}

/// Where a parameter ends: at the next `;` or `:` outside quotes.
fn end_of_param(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b';' | b':' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// The bytes with folds undone and without empty lines, a `\n` between lines; and the number in the file of each
/// line. Lines end in CR LF, as they should, or in either.
pub(super) fn unfold(bytes: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let mut unfolded: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut numbers = Vec::new();
    let (mut rest, mut number) = (bytes, 0);
    while !rest.is_empty() {
        number += 1;
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = match after {
            [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
            [] => &[],
        };
        match line {
            [] => {}
            [b' ' | b'\t', folded @ ..] if !numbers.is_empty() => unfolded.extend(folded),
            line => {
                if !numbers.is_empty() {
                    unfolded.push(b'\n');
                }
                numbers.push(number);
                unfolded.extend(line);
            }
        }
    }
    (unfolded, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_undone_and_lines_keep_their_numbers() {
        for text in
            ["A:1\r\n 2\r\n\t3\r\n\r\nB:x\r\n", "A:1\n 2\n\t3\n\nB:x", "A:1\r 2\r\t3\r\rB:x\r"]
        {
            let (unfolded, numbers) = unfold(text.as_bytes());
            assert_eq!((unfolded.as_slice(), numbers), (b"A:123\nB:x".as_slice(), vec![1, 5]));
        }
        // Within 元, whose bytes are E5 85 83.
        assert_eq!(unfold(b"S:\xE5\x85\r\n \x83").0, "S:元".as_bytes());
    }

    #[test]
    fn a_line_is_a_name_parameters_and_a_value() {
        let line = |text: &str| Line::parse(text, 3);
        let outlook =
            line("dtstart;TZID=\"(UTC+01:00) Berlin; Rom\";X=1:20261224T000000").expect("a line");
        assert_eq!((outlook.name.as_str(), outlook.value.as_str()), ("DTSTART", "20261224T000000"));
        assert_eq!(outlook.param("TZID"), Some("(UTC+01:00) Berlin; Rom"));
        let text = line("SUMMARY;LANGUAGE=zh_CN:元旦\\, 放假\\nx\\\\").expect("a line");
        assert_eq!(text.text(), "元旦, 放假\nx\\");
        for none in ["", "hunter2", "放假:x", ":x", "A;B:x", "A;B=\"x:y", "A B:x"] {
            assert_eq!(line(none), None, "{none}");
        }
    }
}
