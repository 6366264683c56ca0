//! Every sentence in `src/words`: the Chinese one has no English, the English one no Chinese.

use std::path::{Path, PathBuf};

use super::languages::{chinese_in, english_in};

/// A piece of source that matters here.
#[derive(Debug, PartialEq)]
enum Piece {
    /// `Language::ZhCn`, `fn chinese(`, and their like: what follows is in that language.
    Arm(&'static str),
    /// `Text::of(`: a Chinese and an English literal follow.
    Pair,
    /// Another name or sign that ends an arm.
    Other,
    Literal(String),
}

fn pieces(source: &str) -> Vec<Piece> {
    let mut rest = source;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let marks = [
            ("Language::ZhCn", Piece::Arm("zh-CN")),
            ("Language::En", Piece::Arm("en")),
            ("ZhCn", Piece::Arm("zh-CN")),
            ("En =>", Piece::Arm("en")),
            ("En, ", Piece::Arm("en")),
            ("En)", Piece::Arm("en")),
            ("fn chinese(", Piece::Arm("zh-CN")),
            ("fn english(", Piece::Arm("en")),
            ("Text::of(", Piece::Pair),
        ];
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(inside) = rest.strip_prefix('"') {
            let (literal, after) = literal(inside);
            found.push(Piece::Literal(literal));
            rest = after;
        } else if let Some((name, piece)) =
            marks.into_iter().find(|(name, _)| rest.starts_with(name))
        {
            found.push(piece);
            rest = &rest[name.len()..];
        } else {
            if rest.starts_with("fn ") {
                found.push(Piece::Other);
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// A literal from behind its first quote, and what follows it.
fn literal(inside: &str) -> (String, &str) {
    let mut text = String::new();
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, &inside[at + 1..]),
            '\\' => match letters.next() {
                // A line that goes on is no longer line.
                Some((_, '\n')) => text.push(' '),
                Some((_, 'n')) => text.push('\n'),
                Some((_, escaped)) => text.push(escaped),
                None => {}
            },
            letter => text.push(letter),
        }
    }
    panic!("a literal without an end: {text}")
}

/// A sentence without its values: `{path}`.
fn own_words(literal: &str) -> String {
    let mut own = String::new();
    let mut depth = 0;
    for letter in literal.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            letter if depth == 0 => own.push(letter),
            _ => {}
        }
    }
    own
}

/// Sentences by their language.
fn sentences(source: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut language = None;
    let mut pair = Vec::new();
    for piece in pieces(source) {
        match piece {
            Piece::Arm(arm) => language = Some(arm),
            Piece::Pair => pair = vec!["en", "zh-CN"],
            Piece::Other => language = None,
            Piece::Literal(text) => match pair.pop().or(language) {
                Some(of) => found.push((of, own_words(&text))),
                // An example of the files is no sentence.
                None if text.contains(" = ") => {}
                // A noun for both languages, or one of a pair told apart by other means: it keeps to one.
                None => found.push(("one", own_words(&text))),
            },
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

#[test]
fn the_scanner_tells_languages_apart() {
    let source = "const A: Text = Text::of(\"甲 one\", \"two\");\nfn f() { match l {\n\
                  (Language::ZhCn, 1) => format!(\"{x} 乙 \\\"three\\\"\"), // \"four\"\n\
                  (Language::En, _) => \"five\",\n} }\nfn g() { \"six\" }";
    let told: Vec<(&str, String)> = sentences(source);
    let told: Vec<(&str, &str)> =
        told.iter().map(|(language, text)| (*language, text.as_str())).collect();
    let expected = [
        ("zh-CN", "甲 one"),
        ("en", "two"),
        ("zh-CN", " 乙 \"three\""),
        ("en", "five"),
        ("one", "six"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn every_sentence_keeps_to_its_language() {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
    let (mut counted, mut mixed) = ([0, 0], Vec::new());
    for file in files(&words).iter().filter(|file| file.extension().is_some_and(|one| one == "rs"))
    {
        let source = std::fs::read_to_string(file).expect("source");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        for (language, sentence) in sentences(source) {
            let (at, wrong) = match language {
                "one" if chinese_in(&sentence).is_empty() => continue,
                "one" | "zh-CN" => (0, english_in(&sentence)),
                _ => {
                    // A value of the files may be in any language.
                    let own: String = sentence.split('"').step_by(2).collect();
                    (1, chinese_in(&own).into_iter().map(String::from).collect())
                }
            };
            counted[at] += 1;
            if !wrong.is_empty() {
                mixed.push(format!("{}: {language}: {wrong:?} in: {sentence}", file.display()));
            }
        }
    }
    assert!(mixed.is_empty(), "{}", mixed.join("\n"));
    assert!(counted.iter().all(|count| *count > 150), "sentences were not found: {counted:?}");
}
