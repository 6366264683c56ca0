//! Text that nothing can break out of: in one line, cut to its columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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

/// A text in one line that cannot turn a reader's eye or a mail program: control characters become
/// blanks, characters that change the writing direction go, and nothing looks like a word that is
/// still to be decoded (RFC 2047 §2).
pub(crate) fn clean(text: &str) -> String {
    let directions =
        |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter(|letter| !directions(letter));
    let line: String = kept.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    line.replace("=?", "= ?")
}
