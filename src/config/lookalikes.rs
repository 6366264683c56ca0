//! Letters of other scripts that look like Latin ones: `А-1` with a Cyrillic letter and `A-1` are two ids, and a reader
//! sees one.
//!
//! The pairs are those of Cyrillic and Greek that Unicode calls confusable with one letter of ASCII (UTS #39,
//! confusables.txt), and к, κ, τ and χ, which many fonts draw so too.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::config::read::signs::half_width;
use crate::config::suggest;

/// Such letters, capitals and small ones, each followed by the Latin letter that it looks like.
const LETTERS: [&str; 4] = [
    "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYҮYХXԚQԜWԌGӀIѴV",
    "аaсcԁdеeһhіiјjкkӏlоoрpԛqѕsѵvԝwхxуyүyгr",
    "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϜFͿJ",
    "αaγyιiκkνvοoρpσoτtυuχxϳj",
];

/// The Latin letter that a letter of another script looks like.
fn latin(letter: char) -> Option<char> {
    let pairs = LETTERS.iter().flat_map(|line| {
        let mut letters = line.chars();
        std::iter::from_fn(move || letters.next().zip(letters.next()))
    });
    let mut pairs = pairs.filter(|(foreign, _)| *foreign == letter);
    pairs.next().map(|(_, latin)| latin)
}

/// What a reader sees in an id: with letters of other scripts taken for the Latin ones that they look like, and as they
/// are. Two ids of which either is the same look alike; the latter tells в and В of one script.
pub(super) fn seen(id: &str) -> [String; 2] {
    let plain = suggest::looks(id);
    if id.is_ascii() {
        return [plain.clone(), plain];
    }
    // An accent stands apart, so that the letter below it is found.
    let parts = DecomposingNormalizerBorrowed::new_nfkd().normalize(&half_width(id)).into_owned();
    let letters = parts.chars().map(|letter| latin(letter).unwrap_or(letter));
    [suggest::looks(&letters.collect::<String>()), plain]
}

/// The id that looks like what was typed.
pub(super) fn of<'w>(typed: &str, ids: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed = Some(typed).filter(|typed| !typed.is_ascii())?;
    ids.into_iter().find(|id| alike(id, typed))
}

fn alike(one: &str, other: &str) -> bool {
    seen(one).iter().zip(seen(other)).any(|(one, other)| *one == other)
}

/// An id as it is told of beside another that looks like it: what does not show is spelled out, and letters of other
/// scripts are where the two differ in these.
pub(super) fn spelled(id: &str, other: &str) -> String {
    if suggest::looks(id) == suggest::looks(other) || !alike(id, other) {
        return suggest::spelled(id);
    }
    let accents = DecomposingNormalizerBorrowed::new_nfkd();
    let letters = id.chars().map(|letter| {
        let written = letter.to_string();
        let base = accents.normalize(&written).chars().next();
        match base.and_then(latin) {
            Some(_) => letter.escape_unicode().to_string(),
            None => suggest::spelled(&written),
        }
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_looks_like_one_of_the_same_size() {
        for line in LETTERS {
            let letters: Vec<char> = line.chars().collect();
            for pair in letters.chunks(2) {
                let [foreign, latin] = pair else { panic!("{line}") };
                assert!(!foreign.is_ascii() && latin.is_ascii_alphabetic(), "{pair:?}");
                assert!(foreign.is_uppercase() == latin.is_uppercase(), "{pair:?}");
                assert!(alike(&foreign.to_string(), &latin.to_string()), "{pair:?}");
            }
        }
    }

    #[test]
    fn letters_of_one_script_stay_apart() {
        for (one, other) in
            [("дом", "том"), ("νόμος", "νόμου"), ("Һ-1", "Н-1"), ("ν-1", "n-1"), ("в-1", "а-1")]
        {
            assert!(!alike(one, other), "{one} {other}");
        }
    }
}
