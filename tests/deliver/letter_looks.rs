//! How letters look (§5): readable in the light and in the dark, in bounds, and nothing breaks out of them.

use std::collections::HashMap;

use super::installation::Installation;

/// What somebody might write into a title, on purpose or not.
pub const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script> & \\\"q\\\" {{ mail }} {% raw %}",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "整改😀👨‍👩‍👧‍👦🇨🇳",
    "שלום עולם مرحبا",
    "\\u202ertl \\u2066x",
    "=?utf-8?b?Qmw=?= Bcc: x@evil.example",
    "</td></table><td style='width:9999px'>",
    "督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督督",
];

/// Letters of every kind about so many tasks, as pages and plain texts.
fn letters(language: &str, count: usize, titles: &[&str]) -> Vec<(String, String)> {
    let read = messages(language, count, titles).into_iter().map(|bytes| {
        let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
        let page = message.body_html(0).expect("a page").replace("\r\n", "\n");
        (page, message.body_text(0).expect("text").into_owned())
    });
    read.collect()
}

/// The same as they leave.
pub fn messages(language: &str, count: usize, titles: &[&str]) -> Vec<Vec<u8>> {
    let mut config = format!(
        "language = \"{language}\"\n[mail]\nfrom = \"督办室 <duban@example.org>\"\n[guard]\nmax-letters = 5000\n\
         [calendars.default]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"CN\"]\n\
         [people]\nzhang = {{ name = \"张三\", email = \"zhang@example.org\" }}\n\
         wang = {{ name = \"王五\", email = \"wang@example.org\" }}\n\
         [units.city]\nname = \"A 市局\"\nhead = \"wang\"\nsupervisor = \"wang\"\n[defaults]\nunit = \"city\"\nowner = \"zhang\"\n"
    );
    for (kind, from, at) in KINDS {
        config += &format!(
            "[policies.{kind}]\nstages = [{{ name = \"{kind}\", from = \"{from}\", at = \"{at}\", repeat = \"2wd\", \
             to = [\"owner\", \"head\"], cc = [\"supervisor\"], letter = \"{kind}\" }}]\n"
        );
        for task in 0..count {
            let title = titles[task % titles.len()];
            let dates = match *from {
                "done" => "done = 2026-11-20",
                "verified" => "done = 2026-11-10\nverified = 2026-11-20",
                "returned" => "returned = [{ on = 2026-11-24, reason = \"证据不足\" }]",
                _ => "",
            };
            let day = 18 + task % 5;
            config += &format!(
                "[[task]]\nid = \"{kind}-{task:03}\"\ntitle = \"{title}\"\npolicy = \"{kind}\"\nseverity = \"high\"\n\
                 opened = 2026-11-02\ndue = 2026-11-{day}\n{dates}\n"
            );
        }
    }
    let office = Installation::of(&config);
    office.once("2026-11-24 02:00:10", 0);
    let files = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    files.map(|file| std::fs::read(file.expect("a file").path()).expect("read")).collect()
}

/// The kinds, and a stage that is reached.
const KINDS: &[(&str, &str, &str)] = &[
    ("assignment", "opened", "0d"),
    ("reminder", "due", "-1d"),
    ("overdue", "due", "+1d"),
    ("supervision", "due", "+1d"),
    ("circular", "due", "+1d"),
    ("verification", "done", "+1d"),
    ("look-back", "verified", "+1d"),
    ("returned", "returned", "0d"),
];

#[test]
fn every_text_stands_out_from_its_ground_in_the_light_and_in_the_dark() {
    for language in ["zh-CN", "en"] {
        for count in [1, 7] {
            let all = letters(language, count, &["清退违规发放的津贴补贴"]);
            assert_eq!(all.len(), KINDS.len());
            for (page, _) in all {
                let dark = dark_theme(&page);
                assert!(dark.len() > 8, "{dark:?}");
                for (text, colour, ground) in texts(&page, &HashMap::new()) {
                    assert!(
                        contrast(colour, ground) >= 4.5,
                        "{text}: {colour:06x} on {ground:06x}"
                    );
                }
                for (text, colour, ground) in texts(&page, &dark) {
                    assert!(
                        contrast(colour, ground) >= 4.5,
                        "dark: {text}: {colour:06x} on {ground:06x}"
                    );
                }
            }
        }
    }
}

#[test]
fn no_letter_is_longer_than_mail_programs_show_and_nothing_breaks_out() {
    for (count, titles) in [
        (1, &HOSTILE[..]),
        (24, &HOSTILE[..]),
        (200, &["整改耕地“非粮化”图斑，完善全流程监管制度"][..]),
    ] {
        for (page, plain) in letters("zh-CN", count, titles) {
            assert!(page.len() <= 100_000, "{} bytes", page.len());
            for broken in ["<script", "width:9999px'>", "\u{202e}", "\u{2066}"] {
                assert!(!page.contains(broken), "{broken} in\n{page}");
                assert!(broken.starts_with(['<', 'w']) || !plain.contains(broken), "{plain}");
            }
            let (opened, closed) =
                (page.matches("<table").count(), page.matches("</table>").count());
            assert_eq!(opened, closed, "every table ends");
            // Nothing is wider than a phone: the only fixed widths are those of narrow columns and of Outlook's frame.
            for width in page.split(" width=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let fits = width.ends_with('%')
                    || width.parse::<u32>().is_ok_and(|width| width <= 118 || width == 640);
                assert!(fits, "{width}");
            }
            assert!(page.contains("table-layout:fixed") && page.contains("overflow-wrap:anywhere"));
        }
    }
}

/// The demand stands before the facts, in both parts of the letter.
#[test]
fn what_is_asked_comes_before_the_facts() {
    for (count, fact) in [(1, "责任单位"), (7, "事项（最急在前）")] {
        for (page, plain) in letters("zh-CN", count, &["清退"]) {
            for part in [page, plain] {
                // The preview repeats the ask before all else.
                let ask = part.rfind("请于 ").or(part.rfind("并于 ")).expect("an ask");
                let fact = part.find(fact).expect("facts");
                assert!(ask < fact, "{part}");
            }
        }
    }
}

#[test]
fn plain_text_has_at_most_sixty_columns() {
    for language in ["zh-CN", "en"] {
        for (_, plain) in letters(
            language,
            7,
            &["清退违规占用公共租赁住房，健全预算绩效评价结果应用机制并长期坚持"],
        ) {
            for line in plain.lines() {
                let width: usize =
                    line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
                assert!(width <= 62, "{width}: {line}\n{plain}");
            }
        }
    }
}

/// `render` writes the page that is sent.
#[test]
fn a_page_names_its_language_and_stands_without_its_style() {
    for (page, _) in letters("en", 1, &["x"]) {
        assert!(page.contains("<html lang=\"en\">"));
        let start = page.find("<style>").expect("a style");
        let end = page.find("</style>").expect("its end");
        // Each colour is written where it is used; the style only changes them in the dark and on paper.
        let style = &page[start..end];
        assert!(style.starts_with("<style>@media (prefers-color-scheme:dark)"), "{style}");
        assert!(style.contains("@media print") && style.contains("size:A4"), "{style}");
    }
}

/// Each text of a page with its colour and the colour behind it, by inline styles and the classes given.
pub fn texts(page: &str, classes: &HashMap<String, String>) -> Vec<(String, u32, u32)> {
    let body = &page[page.find("<body").expect("a body")..];
    let mut stack = vec![(0x1f2328, 0xffffff)];
    let mut found = Vec::new();
    for piece in body.split('<').skip(1) {
        let Some((tag, said)) = piece.split_once('>') else { continue };
        if tag.starts_with('!') {
            continue;
        }
        if tag.starts_with('/') {
            stack.pop();
        } else {
            let mut own = *stack.last().expect("the page");
            if let Some(style) = attribute(tag, "style") {
                apply(style, &mut own);
            }
            for class in attribute(tag, "class").unwrap_or_default().split_whitespace() {
                if let Some(style) = classes.get(class) {
                    apply(style, &mut own);
                }
            }
            if !tag.starts_with("br") {
                stack.push(own);
            }
        }
        let said = said.replace("&nbsp;", " ");
        // What a list of mails shows is hidden in the page.
        let hidden = tag.contains("display:none");
        if !said.trim().is_empty() && !hidden {
            let (colour, ground) = *stack.last().expect("the page");
            found.push((said.trim().to_owned(), colour, ground));
        }
    }
    assert!(found.len() > 10);
    found
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn apply(style: &str, (colour, ground): &mut (u32, u32)) {
    for (key, value) in style.split(';').filter_map(|one| one.split_once(':')) {
        let value = value.trim_start_matches('#').trim_end_matches("!important");
        let Ok(value) = u32::from_str_radix(value, 16) else { continue };
        match key.trim() {
            "color" => *colour = value,
            "background" => *ground = value,
            _ => {}
        }
    }
}

/// The classes of the dark theme with their styles.
pub fn dark_theme(page: &str) -> HashMap<String, String> {
    let style = page.split("prefers-color-scheme:dark){").nth(1).expect("a dark theme");
    let style = style.split("@media print").next().expect("its end");
    let rules = style.split('}').filter_map(|rule| rule.trim().strip_prefix('.')?.split_once('{'));
    rules.map(|(class, style)| (class.to_owned(), style.to_owned())).collect()
}

/// WCAG 2.2's contrast ratio.
pub fn contrast(one: u32, other: u32) -> f64 {
    let light = |colour: u32| {
        let part = |shift: u32| {
            let value = f64::from((colour >> shift) & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_measure_of_contrast_is_right() {
    assert!((contrast(0x000000, 0xffffff) - 21.0).abs() < 0.01);
    assert!((contrast(0x767676, 0xffffff) - 4.54).abs() < 0.01);
}

/// Every kind in both languages, about one task.
#[test]
fn every_kind_as_plain_text() {
    for language in ["zh-CN", "en"] {
        let mut all: Vec<String> = letters(language, 1, &["清退违规发放的津贴补贴"])
            .into_iter()
            .map(|(_, plain)| plain)
            .collect();
        all.sort();
        insta::assert_snapshot!(format!("every_kind_{language}"), all.join("\n\n----------\n\n"));
        let mut all: Vec<String> =
            letters(language, 3, &["清退违规发放的津贴补贴", "修复滨河步道破损护栏"])
                .into_iter()
                .map(|(_, plain)| plain)
                .collect();
        all.sort();
        insta::assert_snapshot!(
            format!("every_kind_of_three_{language}"),
            all.join("\n\n----------\n\n")
        );
    }
}
