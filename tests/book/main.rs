//! Every example of the book is run: files are written as the page shows them, commands are given, and what they print
//! is what the page says. `DUBAN_BOOK=write cargo test --test book` writes into the pages what was printed.
//!
//! A page is a folder of its own, at 10:00 in Shanghai on 24 November 2026 unless a fence says `at=TIME`. Fences:
//! ```` ```toml file=NAME ```` is a file; ```` ```toml append=NAME ```` is added to its end; ```` ```console ```` has commands after
//! `$ `, each followed by what it prints. A line `…` stands for any lines, `…` within a line for any text. A command
//! may fail: `[1]` alone on the last line is its exit status.
//!
//! The pages of the reference are made of what the program says of itself: see tests/reference.

#[path = "../deliver/faketime.rs"]
mod faketime;
mod page;
mod running;

use std::fs;
use std::path::{Path, PathBuf};

use page::{Block, Page};
use running::run;
use tempfile::TempDir;

const LANGUAGES: [(&str, &str); 2] = [("en", "en_US.UTF-8"), ("zh-CN", "zh_CN.UTF-8")];

fn book(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/book").join(language)
}

/// The pages that the summary lists, in its order.
fn pages(language: &str) -> Vec<PathBuf> {
    let summary = fs::read_to_string(book(language).join("src/SUMMARY.md")).expect("a summary");
    let links = summary.lines().filter_map(|line| line.split_once("](")?.1.split_once(')'));
    links.map(|(page, _)| book(language).join("src").join(page)).collect()
}

/// Runs a page's examples; the page as it is with what was printed.
fn played(page: &Page, locale: &str) -> (String, Vec<String>) {
    let folder = TempDir::new().expect("a folder");
    let (mut text, mut wrong) = (String::new(), Vec::new());
    for block in &page.blocks {
        match block {
            Block::Prose(lines) => text += lines,
            Block::File { fence, name, append, body } => {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                let before = if *append {
                    fs::read_to_string(&path).unwrap_or_default()
                } else {
                    String::new()
                };
                let between = if before.is_empty() { "" } else { "\n" };
                fs::write(&path, before + between + body).expect("written");
                text += &format!("{fence}\n{body}```\n");
            }
            Block::Console { fence, at, examples } => {
                text += &format!("{fence}\n");
                for (command, printed) in examples {
                    let said = run(command, at, folder.path(), locale);
                    text += &format!("$ {}\n", command.replace('\n', "\n> "));
                    if page::fits(printed, &said) {
                        text += printed;
                    } else {
                        text += &said;
                        wrong.push(format!(
                            "$ {command}\n--- the page says\n{printed}--- it prints\n{said}"
                        ));
                    }
                }
                text += "```\n";
            }
        }
    }
    (text, wrong)
}

fn is_reference(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("reference"))
}

fn check(language: &str, locale: &str) {
    let mut wrong = Vec::new();
    let examples = pages(language).into_iter().filter(|path| !is_reference(path));
    for path in examples {
        let written =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (text, differences) = played(&Page::read(&written), locale);
        if std::env::var_os("DUBAN_BOOK").is_some_and(|value| value == "write") {
            fs::write(&path, text).expect("written");
        } else if !differences.is_empty() {
            wrong.push(format!("{}:\n{}", path.display(), differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_english_book_says_what_duban_does() {
    check(LANGUAGES[0].0, LANGUAGES[0].1);
}

#[test]
fn the_chinese_book_says_what_duban_does() {
    check(LANGUAGES[1].0, LANGUAGES[1].1);
}

#[test]
fn both_books_have_the_same_pages_in_the_same_order() {
    let [en, zh] = LANGUAGES.map(|(language, _)| {
        let root = book(language);
        let short = |page: PathBuf| page.strip_prefix(&root).expect("a page").to_owned();
        pages(language).into_iter().map(short).collect::<Vec<_>>()
    });
    assert_eq!(en, zh);
}

#[test]
fn every_page_is_listed() {
    for (language, _) in LANGUAGES {
        let mut found = Vec::new();
        let mut folders = vec![book(language).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                match entry.path() {
                    path if path.is_dir() => folders.push(path),
                    path if path.ends_with("SUMMARY.md") => {}
                    path if path.extension().is_some_and(|ending| ending == "md") => {
                        found.push(path)
                    }
                    _ => {}
                }
            }
        }
        let mut listed = pages(language);
        found.sort();
        listed.sort();
        assert_eq!(listed, found);
    }
}
