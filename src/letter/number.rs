//! The place of a letter's number (§5). A letter is written before its number is given: what shows the number stands
//! between two marks until then, and no text from a task has that mark.

use crate::letter::text;
pub(crate) use crate::letter::text::MARK;
use crate::model::{Config, LetterKind, NumberPattern};

/// The place of a number that is still to be given.
pub(crate) fn place(pattern: &NumberPattern, year: i16) -> String {
    format!("{MARK}{}{MARK}", text::clean(&pattern.blank(year)))
}

/// The text with the number in its places.
pub(crate) fn filled(text: &str, number: &str) -> String {
    let mut pieces = text.split(MARK);
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    // Marks come in pairs: every second piece is a place. One that was cut off has no end, and stays as it is.
    while let Some(place) = pieces.next() {
        match pieces.next() {
            Some(after) => {
                filled.push_str(number);
                filled.push_str(after);
            }
            None => filled.push_str(place),
        }
    }
    filled
}

/// The text as it is shown while the number is not given.
pub(crate) fn shown(text: &str) -> String {
    text.replace(MARK, "")
}

/// The text in one line, as [`text::clean`] makes it, with the places left.
pub(crate) fn clean(text: &str) -> String {
    let pieces: Vec<String> = text.split(MARK).map(text::clean).collect();
    pieces.join(&MARK.to_string())
}

/// How letters of that name are numbered, if they are; a letter of a stage's own as the kind that stands in for what it lacks,
/// unless it has settings of its own.
pub(crate) fn pattern<'c>(
    config: &'c Config,
    letter: &str,
    kind: LetterKind,
) -> Option<&'c NumberPattern> {
    let of = |name: &str| config.letters.iter().find(|one| *one.letter == *name);
    of(letter).or_else(|| of(kind.name()))?.number.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_nothing_else() {
        let pattern = NumberPattern::parse("No {year}-{n}").expect("a pattern");
        let place = place(&pattern, 2026);
        let text = format!("{place} of {place}.");
        assert_eq!(filled(&text, "No 2026-7"), "No 2026-7 of No 2026-7.");
        assert_eq!(shown(&text), "No 2026-\u{2002} of No 2026-\u{2002}.");
        assert_eq!(filled("none", "7"), "none");
        assert_eq!(filled("cut \u{2063}No 20", "7"), "cut No 20");
    }

    #[test]
    fn no_title_has_a_place() {
        assert_eq!(text::clean("a\u{2063}b\u{2063}c"), "abc");
        assert_eq!(clean("a\r\n\u{2063}No\u{2063}"), "a  \u{2063}No\u{2063}");
    }
}
