//! How letters look that no stage writes (§5): digest, handover and its note, receipt, report, tally, urging letter. The
//! rules are those of all letters.

use unicode_width::UnicodeWidthStr;

use super::installation::{Installation, text};
use super::letter_looks::{HOSTILE, contrast, dark_theme, texts};
use super::receiving::receive_bytes;

/// A letter: which, its page, its plain text, the message.
pub struct Letter {
    pub kind: String,
    page: String,
    plain: String,
    pub bytes: Vec<u8>,
}

fn config(language: &str, count: usize, titles: &[&str], owner: &str) -> String {
    let mut config = format!(
        "language = \"{language}\"\n[mail]\nfrom = \"督办室 <duban@example.org>\"\n\
         [guard]\nmax-letters = 5000\nmax-changes = 5000\nmax-changes-share = 1\n\
         [calendars.default]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"CN\"]\n\
         [people]\nzhang = {{ name = \"张三\", email = \"zhang@example.org\" }}\n\
         wang = {{ name = \"王五\", email = \"wang@example.org\" }}\n\
         boss = {{ name = \"赵六\", email = \"boss@example.org\", digest = \"daily\" }}\n\
         [policies.p]\nstages = [{{ name = \"overdue\", at = \"+1d\", to = [\"owner\"], cc = [\"person:boss\"] }}]\n\
         [defaults]\npolicy = \"p\"\nowner = \"{owner}\"\n"
    );
    config += REST;
    for task in 0..count {
        let (title, day) = (titles[task % titles.len()], 18 + task % 5);
        config += &format!(
            "[[task]]\nid = \"A-{task:03}\"\ntitle = \"{title}\"\nseverity = \"high\"\ndue = 2026-11-{day}\n"
        );
    }
    config
}

/// What no stage writes.
const KINDS: [&str; 7] = ["digest", "handover", "handover", "receipt", "report", "tally", "urge"];

/// A report and a tally about all of it.
const REST: &str = r#"
[[reports]]
name = "monthly"
cron = "10 10 24 11 *"
to = ["person:wang"]
[[tallies]]
name = "late"
when = { severity = "high", late = ">1d" }
per = "whole"
at-least = 1
to = ["person:wang"]
"#;

/// The letters that the outbox has.
fn written(office: &Installation) -> Vec<Letter> {
    let files = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let read = files.map(|file| {
        let bytes = std::fs::read(file.expect("a file").path()).expect("read");
        let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
        let kind = message.header("X-Duban-Letter").and_then(|kind| kind.as_text());
        let kind = kind.expect("a kind").trim().to_owned();
        let page = message.body_html(0).expect("a page").replace("\r\n", "\n");
        let plain = message.body_text(0).expect("text").into_owned();
        Letter { kind, page, plain, bytes }
    });
    read.collect()
}

/// The owner answers to the letter that says what is overdue.
fn answer(office: &Installation) {
    let all = written(office);
    let overdue = all.iter().find(|one| one.kind == "overdue").expect("it was sent");
    let message = mail_parser::MessageParser::default().parse(&overdue.bytes);
    let id = message.and_then(|one| one.message_id().map(str::to_owned)).expect("an id");
    let mail = format!(
        "From: zhang@example.org\nTo: duban@example.org\nMessage-ID: <1@mail>\nIn-Reply-To: <{id}>\nSubject: Re\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n全部 已完成\n"
    );
    let taken = receive_bytes(office, mail.as_bytes(), "2026-11-24 02:00:30");
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken));
}

/// One letter of each kind about so many tasks.
pub fn letters(language: &str, count: usize, titles: &[&str]) -> Vec<Letter> {
    let office = Installation::of(&config(language, count, titles, "zhang"));
    office.once("2026-11-24 02:00:10", 0);
    answer(&office);
    let ids: Vec<String> = (0..count).map(|task| format!("A-{task:03}")).collect();
    let urge: Vec<&str> = std::iter::once("urge").chain(ids.iter().map(String::as_str)).collect();
    let urged = office.run(Some("2026-11-24 02:01:10"), &[&urge[..], &["--by", "王五"]].concat());
    assert_eq!(urged.status.code(), Some(0), "{}", text(&urged));
    office.write("duban.toml", &config(language, count, titles, "wang"));
    for clock in ["2026-11-24 02:02:10", "2026-11-24 02:18:10", "2026-11-25 01:00:10"] {
        office.once(clock, 0);
    }
    let mut letters = written(&office);
    letters.retain(|letter| letter.kind != "overdue");
    // A folder gives its files in any order: of two of one kind, their texts decide.
    letters.sort_by(|one, other| (&one.kind, &one.plain).cmp(&(&other.kind, &other.plain)));
    let kinds: Vec<&str> = letters.iter().map(|letter| &*letter.kind).collect();
    assert_eq!(kinds, KINDS);
    letters
}

#[test]
fn every_text_of_further_letters_stands_out_from_its_ground() {
    for language in ["zh-CN", "en"] {
        for Letter { kind, page, .. } in letters(language, 7, &["清退违规发放的津贴补贴"])
        {
            for theme in [Default::default(), dark_theme(&page)] {
                let all = texts(&page, &theme);
                assert!(all.len() > 20, "{kind}: {all:?}");
                for (text, colour, ground) in all {
                    let found = contrast(colour, ground);
                    assert!(found >= 4.5, "{kind}: {text}: {colour:06x} on {ground:06x}");
                }
            }
        }
    }
}

#[test]
fn further_letters_keep_within_their_bounds_and_attach_the_rest() {
    for (count, titles) in [
        (1, &HOSTILE[..]),
        (24, &HOSTILE[..]),
        (200, &["整改耕地“非粮化”图斑，完善全流程监管制度"][..]),
    ] {
        for Letter { kind, page, plain, bytes } in letters("zh-CN", count, titles) {
            assert!(page.len() <= 100_000, "{kind}: {} bytes", page.len());
            for broken in ["<script", "\u{202e}", "\u{2066}"] {
                assert!(!page.contains(broken), "{kind}: {broken} in\n{page}");
            }
            // An unbroken word makes no column wider than its page: of the two names of one property the last counts.
            assert!(page.contains("word-wrap:break-word;overflow-wrap:anywhere;"), "{kind}");
            for line in plain.lines() {
                // A word that cannot be parted stays whole.
                let longest = line.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
                assert!(line.width() <= 60 || longest > 50, "{kind}: {line}");
            }
            let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
            let table = message.attachments().find_map(|part| {
                let text = String::from_utf8_lossy(part.contents()).into_owned();
                text.contains("\"A-000\"").then_some(text)
            });
            let rows = table.map(|text| text.matches("\"A-").count());
            // A report attaches what its `attach` says; the others attach nothing.
            let attaches = count > 5 && !["receipt", "report", "tally"].contains(&&*kind);
            assert_eq!(rows, attaches.then_some(count), "{kind}");
        }
    }
}

#[test]
fn headers_of_further_letters_are_at_most_78_columns() {
    for language in ["zh-CN", "en"] {
        for Letter { kind, bytes, .. } in letters(language, 24, &HOSTILE) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (head, _) = text.split_once("\r\n\r\n").expect("a head");
            assert!(head.contains("Subject:"), "{head}");
            for line in head.lines() {
                assert!(line.len() <= 78, "{kind}: {line}");
                assert_eq!(line.trim_end(), line, "{kind}: no header without a value");
            }
        }
    }
}

#[test]
fn text_and_page_of_further_letters_hold_the_same_facts() {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for language in ["zh-CN", "en"] {
        let titles = ["清退违规发放的津贴补贴", "Mend the roof"];
        for Letter { kind, page, plain, .. } in letters(language, 7, &titles) {
            let plain = bare(&plain);
            let tables = page.split("<tbody>").skip(1);
            let tables: String = tables.filter_map(|rest| rest.split("</tbody>").next()).collect();
            let mut facts = 0;
            for piece in tables.split('<').filter_map(|piece| piece.split_once('>')) {
                let fact = bare(&piece.1.replace("&amp;", "&").replace("&#x27;", "'"));
                if fact.is_empty() {
                    continue;
                }
                facts += 1;
                // The parts of a line stand apart in the page, and in the text behind one another.
                let has = |part: &str| plain.contains(part.trim_end_matches('.'));
                assert!(fact.split('·').all(has), "{kind}: {fact} is not in\n{plain}");
            }
            assert!(facts >= 7 * 3, "{kind}: {facts}");
        }
    }
}

/// What each says, to be read.
#[test]
fn what_each_kind_says() {
    for language in ["zh-CN", "en"] {
        let titles = ["清退违规发放的津贴补贴", "Mend the roof"];
        let all =
            letters(language, 3, &titles).into_iter().map(|Letter { kind, plain, .. }| {
                let plain: Vec<&str> = plain.lines().map(str::trim_end).collect();
                format!("==== {kind}\n{}", plain.join("\n").trim_end())
            });
        let all: Vec<String> = all.collect();
        insta::assert_snapshot!(format!("every_further_kind_{language}"), all.join("\n\n"));
    }
}
