//! Links in letters (A1): which letters have them, that all recipients get the same bytes, and where they lead.

use std::fs;

use duban::model::{Link, LinkKey, Subject};

use super::installation::{DUE, Installation, text};

const TASKS: &str = "
[policies.p]
stages = [{ name = 'due', at = '0d', to = ['owner'], cc = ['head'] }]
[defaults]
unit = 'city'
policy = 'p'
owner = 'zhang'
[[task]]
id = 'A-1'
title = '出台交流轮岗办法'
due = 2026-11-24
";

const SECOND: &str = "
[[task]]
id = 'A-2'
title = '清理兼职'
due = 2026-11-24
milestones = [{ id = 'draft', title = '草案', due = 2026-11-24 }]
";

const WEB: &str = "[web]\nlisten = '127.0.0.1:9480'\nurl = 'https://duban.example.org'\n[answers]\nlinks = true\n";

/// The letter that an office writes at nine: its id, its text and its HTML.
fn letter(office: &Installation) -> (String, String, String) {
    let once = office.run(Some(DUE), &["run", "--once"]);
    assert_eq!(once.status.code(), Some(0), "{}", text(&once));
    let history = office.json(Some(DUE), &["history", "--json"]);
    let id = history["notices"][0]["letter"].as_str().expect("a letter").to_owned();
    let shown = office.run(Some(DUE), &["show", &id, "--format", "eml"]);
    let message = mail_parser::MessageParser::default().parse(&shown.stdout).expect("a message");
    let part = |part: Option<std::borrow::Cow<'_, str>>| part.expect("a part").into_owned();
    let html = part(message.body_html(0)).replace("&#x2f;", "/");
    (id, part(message.body_text(0)), html)
}

/// What the links of a text were signed for.
fn links(office: &Installation, text: &str) -> Vec<Link> {
    let secret = fs::read_to_string(office.state().join("web.key")).expect("a key");
    let key = LinkKey::of(secret.trim().as_bytes()).expect("a key");
    let now = "2026-11-24T01:00:10Z".parse().expect("a time");
    let tokens = text.split("https://duban.example.org/a/").skip(1);
    let ended = |one: char| !(one.is_ascii_alphanumeric() || "-_".contains(one));
    let read = tokens.map(|rest| rest.split(ended).next().unwrap_or_default());
    read.map(|token| key.verify(token, now).expect("a valid link").0).collect()
}

#[test]
fn a1_a_letter_has_a_link_for_each_task_and_milestone_in_text_and_html() {
    let office = Installation::with_outbox(&format!("{WEB}{TASKS}"));
    let (letter_id, plain, html) = letter(&office);
    let answer = |subject| Link::Answer { letter: letter_id.as_str().into(), subject };
    let one = vec![answer(Subject::Task("A-1".into()))];
    assert_eq!(links(&office, &plain), one, "{plain}");
    assert_eq!(links(&office, &html), one, "{html}");
    assert!(plain.contains("在网页上反馈") && html.contains("在网页上反馈"), "{plain}");

    let office = Installation::with_outbox(&format!("{WEB}{TASKS}{SECOND}"));
    let (letter_id, plain, html) = letter(&office);
    let answer = |subject| Link::Answer { letter: letter_id.as_str().into(), subject };
    let mut all = vec![
        answer(Subject::Task("A-1".into())),
        answer(Subject::Task("A-2".into())),
        answer(Subject::of_task("A-2", Some("draft"))),
    ];
    let sorted = |mut links: Vec<Link>| {
        links.sort_by_key(|link| format!("{link:?}"));
        links
    };
    all = sorted(all);
    assert_eq!(sorted(links(&office, &plain)), all, "{plain}");
    assert_eq!(sorted(links(&office, &html)), all, "{html}");
}

#[test]
fn a1_under_redirect_and_unless_told_letters_have_no_links() {
    for without in
        [TASKS.to_owned(), format!("{}{TASKS}", WEB.replace("links = true", "links = false"))]
    {
        let (_, plain, html) = letter(&Installation::with_outbox(&without));
        assert!(
            !plain.contains("duban.example.org") && !html.contains("duban.example.org"),
            "{plain}"
        );
    }
    let office = Installation::with_outbox(&format!("{WEB}{TASKS}"));
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write(
        "duban.toml",
        &root.replacen("[mail]\n", "[mail]\nredirect = 'me@example.org'\n", 1),
    );
    let (_, plain, html) = letter(&office);
    assert!(!plain.contains("/a/") && !html.contains("https://duban.example.org/a/"), "{plain}");
}

/// A letter that was urged is answered as any other while its task is open.
#[test]
fn a1_an_urging_letter_has_links_that_answer() {
    let office =
        Installation::with_outbox(&format!("{WEB}{}", TASKS.replace("2026-11-24", "2026-12-24")));
    assert_eq!(office.run(Some(DUE), &["run", "--once"]).status.code(), Some(0));
    let urged = office.run(Some(DUE), &["urge", "A-1"]);
    assert_eq!(urged.status.code(), Some(0), "{}", text(&urged));
    let (letter_id, plain, _) = letter(&office);
    let answer =
        Link::Answer { letter: letter_id.as_str().into(), subject: Subject::Task("A-1".into()) };
    assert_eq!(links(&office, &plain), [answer], "{plain}");
}
