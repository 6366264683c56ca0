//! "Did you mean": the known word nearest to what was typed.

use std::fmt::Write;

use icu_normalizer::ComposingNormalizerBorrowed;
use strsim::damerau_levenshtein;

use crate::config::read::keys::{Key, SHAPES, Shape, TALLY, TALLY_WHEN};
use crate::config::read::signs::half_width;

/// The nearest of some words, if it is near enough to be meant.
pub(crate) fn nearest<'w>(
    typed: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    let typed = plain(typed);
    // One slip in three characters, two in a longer word; more is another word.
    let limit = (typed.chars().count() / 3).clamp(1, 2);
    let length = typed.chars().count();
    let near = words.into_iter().filter_map(|word| {
        let known = plain(word);
        // The distance is no less than this, and dear to compute.
        let possible = known.chars().count().abs_diff(length) <= limit;
        possible.then(|| (damerau_levenshtein(&typed, &known), word))
    });
    let (distance, word) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= limit && distance < length).then_some(word)
}

/// The key of a table that was meant: by its spelling, or by another word for it.
pub(super) fn key(typed: &str, shape: &Shape) -> Option<&'static str> {
    let near = || nearest(typed, shape.keys.iter().map(|key| key.name));
    exact_key(typed, shape).or_else(near)
}

/// The key of a table that is written so, or for which this is another word.
pub(crate) fn exact_key(typed: &str, shape: &Shape) -> Option<&'static str> {
    let meant = plain(typed);
    let by_word = |key: &&Key| key.also.iter().any(|word| *word == meant);
    let exact = shape.keys.iter().find(|key| key.name == meant);
    exact.or_else(|| shape.keys.iter().find(by_word)).map(|key| key.name)
}

/// The table that has a key which this one has not, if there is just one. What a filter names is no key of a task.
pub(super) fn home(typed: &str, here: &Shape) -> Option<&'static Shape> {
    let has = |shape: &&&Shape| {
        let of_filter = **shape == &TALLY_WHEN && here != &TALLY;
        !of_filter && shape.keys.iter().any(|key| key.name == typed)
    };
    let mut homes = SHAPES.iter().filter(has);
    let home = homes.next()?;
    homes.next().is_none().then_some(*home)
}

/// A word without what fingers and input methods add: spaces, full width, capitals, underscores.
fn plain(word: &str) -> String {
    looks(word).replace('_', "-")
}

/// What a reader sees in an id: the same for ids that only spaces, invisible characters, full width, capitals, kinds
/// of dashes or the composing of accents set apart.
pub(crate) fn looks(id: &str) -> String {
    if id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return id.to_ascii_lowercase();
    }
    if id.is_ascii() {
        let kept = id.chars().filter(|c| !is_invisible(*c));
        return kept.map(|c| c.to_ascii_lowercase()).collect();
    }
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(id);
    let kept: String = half_width(&composed).chars().filter(|c| !is_invisible(*c)).collect();
    let dashes = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}');
    kept.to_lowercase().replace(dashes, "-")
}

/// An id with its invisible characters and combining marks spelled out, for a sentence about ids that look alike.
pub(crate) fn spelled(id: &str) -> String {
    let mut text = String::new();
    for c in id.chars() {
        let hidden = (is_invisible(c) && c != ' ') || matches!(c, '\u{300}'..='\u{36F}');
        // Writing to a string does not fail.
        let _written = match hidden {
            true => write!(text, "{}", c.escape_unicode()),
            false => write!(text, "{c}"),
        };
    }
    text
}

/// Spaces of any kind, and characters that leave no mark.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::keys;
    use crate::config::read::keys::ROOT;

    #[test]
    fn the_key_that_was_meant() {
        for (typed, meant) in [
            ("titel", "title"),
            ("done_through", "done-through"),
            ("Due", "due"),
            ("ｄｕｅ", "due"),
            ("due\u{a0}", "due"),
            ("期限", "due"),
            ("deadline", "due"),
            ("milestone", "milestones"),
        ] {
            assert_eq!(key(typed, &keys::TASK), Some(meant), "{typed}");
        }
        assert_eq!(key("colour", &keys::TASK), None);
        assert_eq!(home("subject-prefix", &ROOT).map(|shape| shape.name), Some("[mail]"));
    }

    #[test]
    fn another_word_is_no_slip() {
        assert_eq!(nearest("zhang", ["zhao", "wang"]), None);
        assert_eq!(nearest("zhagn", ["zhao", "zhang"]), Some("zhang"));
        assert_eq!(nearest("li", ["wang", "zhao"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
