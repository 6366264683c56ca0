//! Text that nothing can break out of: in one line, cut to its columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::visible::steers;

/// So many characters a column at most: some take none.
const LETTERS: usize = 4;

/// Cut between characters, with an ellipsis.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    let letters = columns.saturating_mul(LETTERS);
    if text.width() <= columns && text.chars().nth(letters).is_none() {
        return text.to_owned();
    }
    let mut width = 0;
    let kept = text.chars().take(letters).take_while(|letter| {
        width += letter.width().unwrap_or(0);
        width < columns
    });
    format!("{}…", kept.collect::<String>())
}

/// A text in one line that cannot turn a reader's eye or a mail program: control characters and line ends become
/// blanks, characters that change the writing direction go, and nothing looks like a word that is still to be
/// decoded (RFC 2047 §2).
pub(crate) fn clean(text: &str) -> String {
    let blank = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let shown = |letter| match steers(letter) {
        false => Some(letter),
        true => blank(letter).then_some(' '),
    };
    let line: String = text.chars().filter_map(shown).collect();
    line.replace("=?", "= ?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_letter_turns_the_writing_direction_or_begins_a_line() {
        let marks =
            ['\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'];
        for turns in marks {
            assert_eq!(clean(&format!("a{turns}b")), "ab", "{turns:?}");
        }
        for ends in ['\u{2028}', '\u{2029}', '\u{85}', '\r', '\n', '\t', '\u{1b}', '\u{9b}'] {
            assert_eq!(clean(&format!("a{ends}b")), "a b", "{ends:?}");
        }
        assert_eq!(clean("=\u{202e}?gbk?b?x?="), "= ?gbk?b?x?=");
    }
}
