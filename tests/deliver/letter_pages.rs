//! What a reader has of a letter on a phone without scrolling (§5): what is asked of whom stands within the first 640 px, at a
//! width of 360 px, whatever the kind of letter and whoever wrote the titles; and nothing makes the page wider. Measured in Chromium.

use mail_parser::MessageParser;

use super::admin_letters;
use super::further_looks;
use super::letter_looks::{HOSTILE, messages};
use super::webdriver::Browser;

/// The page of a message.
fn page(bytes: &[u8]) -> String {
    let message = MessageParser::default().parse(bytes).expect("a message");
    message.body_html(0).expect("a page").into_owned()
}

/// Of the paragraph that asks its words and its end, and the width of the page. What is asked is the boldest text in the box.
const MEASURED: &str = "
    const big = [...document.querySelectorAll('p')].filter(one => ['17px', '16px'].includes(one.style.fontSize)
        && one.style.fontWeight === 'bold');
    const asks = big[0];
    return [asks ? asks.innerText : '', asks ? asks.getBoundingClientRect().bottom + window.scrollY : 0,
        document.documentElement.scrollWidth]";

fn measured(browser: &Browser, page: &str) -> (String, f64, f64) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.html");
    std::fs::write(&path, page).expect("written");
    browser.open(&format!("file://{}", path.display()));
    let found = browser.run(MEASURED);
    let asks = found[0].as_str().expect("words").to_owned();
    (asks, found[1].as_f64().expect("a number"), found[2].as_f64().expect("a number"))
}

/// A unit, a person and a report of long names, too.
fn all(language: &str) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (count, titles) in [(1, &HOSTILE[7..]), (1, &HOSTILE[1..2]), (24, &HOSTILE[..])] {
        for letter in further_looks::letters(language, count, titles) {
            pages.push((format!("{} {count}", letter.kind), page(&letter.bytes)));
        }
    }
    let of_stages = messages(language, 1, &HOSTILE[7..]);
    pages.extend(of_stages.iter().map(|bytes| ("stage".to_owned(), page(bytes))));
    let admin = admin_letters::messages(language);
    pages.extend(admin.iter().map(|(name, bytes)| (format!("admin {name}"), page(bytes))));
    pages
}

#[test]
fn what_is_asked_stands_on_the_first_screen_of_a_phone_in_every_kind() {
    let browser = Browser::start();
    browser.width(360);
    for language in ["zh-CN", "en"] {
        for (name, page) in all(language) {
            let (asks, bottom, width) = measured(&browser, &page);
            // What is only to be known says so; an all-clear asks for nothing.
            assert!(!asks.is_empty() || name.starts_with("admin"), "{language} {name}");
            assert!(bottom <= 640.0, "{language} {name}: `{asks}` ends at {bottom}");
            assert!(width <= 360.0, "{language} {name}: {width} wide");
        }
    }
}
