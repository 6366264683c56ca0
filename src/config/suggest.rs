//! "Did you mean": the known word nearest to what was typed.

use strsim::damerau_levenshtein;

use crate::config::read::keys::{Key, SHAPES, Shape};
use crate::config::read::syntax_errors::half_width;

/// The nearest of some words, if it is near enough to be meant.
pub(super) fn nearest<'w>(
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
    let meant = plain(typed);
    let by_word = |key: &&Key| key.also.iter().any(|word| *word == meant);
    let exact = shape.keys.iter().find(|key| key.name == meant);
    let found = exact.or_else(|| shape.keys.iter().find(by_word));
    found.map(|key| key.name).or_else(|| nearest(typed, shape.keys.iter().map(|key| key.name)))
}

/// The table that has a key which this one has not, if there is just one.
pub(super) fn home(typed: &str) -> Option<&'static Shape> {
    let has = |shape: &&&Shape| shape.keys.iter().any(|key| key.name == typed);
    let mut homes = SHAPES.iter().filter(has);
    let home = homes.next()?;
    homes.next().is_none().then_some(*home)
}

/// A word without what fingers and input methods add: spaces, full width, capitals, underscores.
fn plain(word: &str) -> String {
    let kept = word.chars().filter(|c| !is_invisible(*c));
    let plain: String = half_width(&kept.collect::<String>());
    plain.to_lowercase().replace('_', "-")
}

/// Spaces of any kind, and characters that leave no mark.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::keys;

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
        assert_eq!(home("subject-prefix").map(|shape| shape.name), Some("[mail]"));
    }

    #[test]
    fn another_word_is_no_slip() {
        assert_eq!(nearest("zhang", ["zhao", "wang"]), None);
        assert_eq!(nearest("zhagn", ["zhao", "zhang"]), Some("zhang"));
        assert_eq!(nearest("li", ["wang", "zhao"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
