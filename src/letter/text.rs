//! Text that nothing can break out of: in one line, cut to its columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::visible::steers;

/// So many characters a column at most: some take none.
const LETTERS: usize = 4;

/// An invisible character (INVISIBLE SEPARATOR) before and behind the place where a letter shows its number, until that
/// is given. No text from a task has it.
pub(crate) const MARK: char = '\u{2063}';

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
        // Where the number of a letter stands is not for a task to say.
        false => Some(letter).filter(|letter| *letter != MARK),
        true => blank(letter).then_some(' '),
    };
    let line: String = text.chars().filter_map(shown).collect();
    line.replace("=?", "= ?")
}

/// A line broken so that none has more columns, each but the first begun by `before`. It is broken at blanks, and
/// between East Asian characters where no line may not begin or end with them; a longer word stays whole.
pub(crate) fn wrap(text: &str, columns: usize, before: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 8);
    let mut width = before.width();
    for piece in pieces(text) {
        let (own, shown) = (piece.width(), piece.trim_end().width());
        if width + shown > columns && width > before.width() {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            wrapped.push_str(before);
            width = before.width();
        }
        wrapped.push_str(piece);
        width += own;
    }
    wrapped
}

/// What is not parted: a word with the blanks after it, an East Asian character with what must follow it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().peekable();
        let (_, first) = letters.next()?;
        let mut last = first;
        let mut end = rest.len();
        for (at, letter) in letters {
            if may_part(last, letter) {
                end = at;
                break;
            }
            last = letter;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Whether a line may end after one character and begin with the other.
fn may_part(last: char, next: char) -> bool {
    let wide = |letter: char| letter.width() == Some(2);
    let closes = "，。、；：？！）》】”’〕」…,.;:?!)]%".contains(next);
    let opens = "（《【“‘〔「([".contains(last);
    match (last, next) {
        (_, ' ') => false,
        (' ', _) => true,
        _ => (wide(last) || wide(next)) && !closes && !opens,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_where_a_reader_expects_it() {
        for (text, columns, expected) in [
            ("one two three", 10, "one two\n> three"),
            ("未按期办结的原因", 8, "未按期\n> 办结的\n> 原因"),
            ("请回复，谢谢", 6, "请回\n> 复，\n> 谢谢"),
            ("寄给张三, 王", 9, "寄给张\n> 三, 王"),
            ("（甲）乙丙", 6, "（甲）\n> 乙丙"),
            ("a https://example.org/very/long b", 8, "a\n> https://example.org/very/long\n> b"),
            ("", 8, ""),
        ] {
            assert_eq!(wrap(text, columns, "> "), expected, "{text}");
        }
    }

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
