//! The reference of the book (docs/book/LANGUAGE/src/reference): every key, command, finding, letter and rule, made of the
//! program's own tables in both languages. `DUBAN_BOOK=write cargo test --test reference` writes the pages.

mod command_line;
#[path = "../deliver/faketime.rs"]
mod faketime;
mod pages;
#[path = "../book/running.rs"]
mod running;

use std::collections::BTreeSet;
use std::path::Path;

fn check(language: &str, locale: &str) {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/book").join(language).join("src");
    let writes = std::env::var_os("DUBAN_BOOK").is_some_and(|value| value == "write");
    let mut made = BTreeSet::new();
    for (name, page) in pages::pages(language, locale) {
        let path = book.join("reference").join(name);
        made.insert(format!("reference/{name}"));
        if writes {
            std::fs::write(&path, page).expect("written");
            continue;
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        let at = written.lines().zip(page.lines()).position(|(one, other)| one != other);
        let shown = at.map(|at| (written.lines().nth(at), page.lines().nth(at)));
        assert!(
            written == page,
            "{} is not what the program says: DUBAN_BOOK=write cargo test --test reference\n{shown:?}",
            path.display()
        );
    }
    let summary = std::fs::read_to_string(book.join("SUMMARY.md")).expect("a summary");
    let links = summary.lines().filter_map(|line| line.split_once("](")?.1.split_once(')'));
    let links = links.map(|(page, _)| page.to_owned());
    let listed: BTreeSet<String> = links.filter(|page| page.starts_with("reference/")).collect();
    assert_eq!(listed, made, "the summary lists every page, and no other");
}

#[test]
fn the_english_reference_is_what_the_program_says() {
    check("en", "en_US.UTF-8");
}

#[test]
fn the_chinese_reference_is_what_the_program_says() {
    check("zh-CN", "zh_CN.UTF-8");
}
