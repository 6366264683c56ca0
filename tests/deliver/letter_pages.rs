//! What a reader has of a letter on a phone without scrolling (§5): what is asked of whom stands within the first 640 px, at a
//! width of 360 px, whatever the kind of letter and whoever wrote the titles; and nothing makes the page wider. Measured in Chromium.

use mail_parser::MessageParser;

use super::admin_letters;
use super::further_looks;
use super::installation::{Installation, text};
use super::letter_looks::{HOSTILE, messages};
use super::webdriver::Browser;

/// The page of a message.
fn page(bytes: &[u8]) -> String {
    let message = MessageParser::default().parse(bytes).expect("a message");
    message.body_html(0).expect("a page").into_owned()
}

/// Of the paragraph that asks its words and its end, the width of the page, and what is squeezed in tables: words of headings and
/// of what stands out that are broken over two lines, and narrow cells of many lines. What is asked is the boldest text in the box.
const MEASURED: &str = "
    const big = [...document.querySelectorAll('p')].filter(one => ['17px', '16px'].includes(one.style.fontSize)
        && one.style.fontWeight === 'bold');
    const asks = big[0];
    const broken = [];
    for (const one of document.querySelectorAll('thead th, thead + tbody td strong')) {
        const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
        for (const word of text ? text.data.matchAll(/\\S+/g) : []) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (range.getClientRects().length > 1) broken.push(word[0]);
        }
    }
    for (const cell of document.querySelectorAll('thead + tbody td')) {
        const share = cell.offsetWidth / cell.parentNode.offsetWidth;
        if (share < 0.3 && cell.offsetHeight > 150 && cell.innerText.length > 30) broken.push(cell.innerText);
    }
    return [asks ? asks.innerText : '', asks ? asks.getBoundingClientRect().bottom + window.scrollY : 0,
        document.documentElement.scrollWidth, broken.join(' ')]";

fn measured(browser: &Browser, page: &str) -> (String, f64, f64, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.html");
    std::fs::write(&path, page).expect("written");
    browser.open(&format!("file://{}", path.display()));
    let found = browser.run(MEASURED);
    let asks = found[0].as_str().expect("words").to_owned();
    let number = |at: usize| found[at].as_f64().expect("a number");
    (asks, number(1), number(2), found[3].as_str().expect("words").to_owned())
}

/// A unit, a person and a report of long names, too.
fn all(language: &str) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (count, titles) in [(1, &HOSTILE[7..]), (1, &HOSTILE[1..2]), (24, &HOSTILE[..])] {
        for letter in further_looks::letters(language, count, titles) {
            pages.push((format!("{} {count}", letter.kind), page(&letter.bytes)));
        }
    }
    pages.push(("report by unit".to_owned(), report(language)));
    let of_stages = messages(language, 1, &HOSTILE[7..]);
    pages.extend(of_stages.iter().map(|bytes| ("stage".to_owned(), page(bytes))));
    let admin = admin_letters::messages(language);
    pages.extend(admin.iter().map(|(name, bytes)| (format!("admin {name}"), page(bytes))));
    pages
}

/// A report with a row a unit.
fn report(language: &str) -> String {
    let unit = |id: &str, name: &str| format!("[units.{id}]\nname = \"{name}\"\nhead = \"wang\"\n");
    let task = |id: &str, unit: &str| {
        format!(
            "[[task]]\nid = \"{id}\"\ntitle = \"t\"\nunit = \"{unit}\"\nopened = 2026-10-01\ndue = 2026-11-02\n"
        )
    };
    let office = Installation::of(&format!(
        "[mail]\nfrom = \"duban@example.org\"\n[calendars.default]\ntimezone = \"Asia/Shanghai\"\n\
         [people]\nwang = {{ name = \"Wang\", email = \"wang@example.org\" }}\n{}{}\
         [policies.p]\nstages = [{{ name = \"s\", at = \"+1d\", to = [\"owner\"] }}]\n[defaults]\npolicy = \"p\"\n{}{}\
         [[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nto = [\"person:wang\"]\n",
        unit("a", "Application and Server Team"),
        unit("b", "市住房和城乡建设局"),
        task("A-1", "a"),
        task("A-2", "b"),
    ));
    let path = office.folder.path().join("report.html");
    let to = path.to_str().expect("UTF-8");
    let now = ["--now", "2026-11-24T02:00:00Z", "--lang", language];
    let output = office.run(None, &[&now[..], &["report", "monthly", "--to", to]].concat());
    assert!(output.status.success(), "{}", text(&output));
    std::fs::read_to_string(path).expect("read")
}

#[test]
fn what_is_asked_stands_on_the_first_screen_of_a_phone_in_every_kind() {
    let browser = Browser::start();
    browser.width(360);
    for language in ["zh-CN", "en"] {
        for (name, page) in all(language) {
            let (asks, bottom, width, squeezed) = measured(&browser, &page);
            // What is only to be known says so; an all-clear asks for nothing.
            assert!(!asks.is_empty() || name.starts_with("admin"), "{language} {name}");
            assert!(bottom <= 640.0, "{language} {name}: `{asks}` ends at {bottom}");
            assert!(width <= 360.0, "{language} {name}: {width} wide");
            assert_eq!(squeezed, "", "{language} {name}: squeezed");
        }
    }
}

/// The list of a rehearsal is read on a phone: as wide as that, its times each in one line, what each letter is about first.
#[test]
fn the_list_of_a_rehearsal_is_read_on_a_phone() {
    let office = Installation::of(
        "[mail]\nfrom = \"duban@example.org\"\n[calendars.default]\ntimezone = \"Asia/Shanghai\"\n\
         [people]\nwang = { name = \"Wang\", email = \"somebody.of.a.long.name@department.example.org\" }\n\
         [policies.p]\nstages = [{ name = \"s\", at = \"0d\", to = [\"owner\"], cc = [\"a.long.address@department.example.org\"] }]\n\
         [[task]]\nid = \"A-1\"\ntitle = \"清退违规发放的津贴补贴\"\nowner = \"wang\"\npolicy = \"p\"\ndue = 2026-11-24\n",
    );
    let folder = office.folder.path().join("letters");
    let to = folder.to_str().expect("UTF-8");
    let output =
        office.run(None, &["--now", "2026-11-24T00:00:00Z", "--lang", "zh-CN", "rehearse", to]);
    assert!(output.status.success(), "{}", text(&output));
    let browser = Browser::start();
    browser.width(360);
    browser.open(&format!("file://{}", folder.join("index.html").display()));
    let found = browser.run(
        "const range = document.createRange();
         const [time] = document.querySelectorAll('td');
         range.selectNodeContents(time);
         const top = one => one.getBoundingClientRect().top;
         return [document.documentElement.scrollWidth, range.getClientRects().length,
             top(document.querySelector('td a')) < top(time)]",
    );
    assert!(found[0].as_f64().is_some_and(|width| width <= 360.0), "{found}");
    assert_eq!((&found[1], &found[2]), (&1.into(), &true.into()), "{found}");
}
