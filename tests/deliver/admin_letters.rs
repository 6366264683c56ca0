//! Letters to the admin as messages: each whole in its language, what is asked first, the same facts in text and HTML,
//! and those of one incident one thread.

use std::path::Path;

use duban::channels::admin_letter;
use duban::compare::{Change, Facts, Name, What};
use duban::config::{Loaded, Refusal};
use duban::files::disk::DiskFiles;
use duban::letter::admin::{
    AdminNotice, AllWell, Gone, Held, Outage, Told, Unreached, Unwritten, Waiting, Waits,
};
use duban::model::Config;
use duban::model::cause::{Cause, Step};
use duban::model::cure::Cure;
use duban::model::met::Met;
use duban::plan::YearMissing;
use jiff::Timestamp;
use mail_parser::{Message, MessageParser};

use super::installation::Installation;
use super::languages::{chinese_in, english_in};

fn instant(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn loaded(config: &str) -> Loaded {
    let office = Installation::of(config);
    let root = office.folder.path().join("duban.toml");
    duban::config::load(&root, &DiskFiles, instant("2026-11-24T02:00:00Z"))
}

/// Where no file of the test's is named.
fn config(language: &str) -> Config {
    let head = format!(
        "language = '{language}'\n[mail]\nfrom = '督办室 <duban@example.org>'\n[admin]\nto = ['ops@example.org']\n"
    );
    let mut config =
        loaded(&format!("{head}{}", super::installation::AROUND)).config.expect("it checks");
    config.installation.machine = "mail-1".into();
    config.installation.file = "/etc/duban/duban.toml".into();
    config
}

/// What the notices below are about.
struct Sample {
    unreached: Vec<Unreached>,
    letters: Vec<(String, String)>,
    waiting: Vec<Waiting>,
    changes: Vec<Change>,
    gone: Vec<Gone>,
    settled: Vec<(Name, Facts)>,
    refusal: Refusal,
    outage: Outage,
    unwritten: Vec<Unwritten>,
    well: AllWell,
    care: AllWell,
}

fn name(task: &str) -> Name {
    (task.to_owned(), String::new())
}

impl Sample {
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn new() -> Sample {
        let unreached = |number: u32, answer: &str| Unreached {
            letter: format!("7hk2m{number}q9abcd"),
            subject: "提醒函".to_owned(),
            address: format!("r{number}@example.org"),
            answer: answer.into(),
            nobody: number.is_multiple_of(2),
        };
        let change = |task: &str, what, was: Option<&str>, is: Option<&str>| Change {
            name: name(task),
            what,
            was: was.map(str::to_owned),
            is: is.map(str::to_owned),
            ways: None,
        };
        let facts = |text: &str| Facts::read(text).expect("facts");
        let (was, is) = ("open due=2026-12-01", "open due=2026-01-12");
        let mail = "[mail]\nfrom = 'duban@example.org'\n";
        let tasks = (1..=3).map(|at| format!("[[task]]\nid = 'A-{at}'\ntitel = 'x'\n"));
        let around = super::installation::AROUND;
        let refused = loaded(&format!("{mail}{around}{}", tasks.collect::<String>()));
        let mut refusal = Refusal::of_all(&refused).expect("it does not check");
        refusal.files = [Path::new("tasks/a.toml").to_owned()].into();
        refusal.problems.iter_mut().for_each(|one| one.file = Some("tasks/a.toml".to_owned()));
        let well = AllWell {
            since: instant("2026-11-16T01:00:00Z"),
            sent: 37,
            open: 120,
            late: 4,
            waits: Vec::new(),
            queued: 0,
            reaching: (9, Some(instant("2026-11-25T01:00:00Z"))),
            missing: Vec::new(),
            next: Some(instant("2026-11-30T01:00:00Z")),
        };
        Sample {
            unreached: vec![
                unreached(1, "550 5.1.1 <r1@example.org>: no such user"),
                unreached(2, "550 5.1.1 <r2@example.org>: no such user"),
                unreached(3, "552 5.2.2 mailbox full"),
            ],
            letters: vec![
                ("7hk2m8q9abcd".to_owned(), "[督办] 通报：出台办法".to_owned()),
                ("8hk2m8q9abcd".to_owned(), "[督办] 通报：清理台账".to_owned()),
            ],
            waiting: vec![Waiting {
                id: "7hk2m8q9abcd".to_owned(),
                subject: "[督办] 通报：出台办法".to_owned(),
                since: instant("2026-11-20T01:00:00Z"),
            }],
            changes: vec![
                change("A-1", What::Moved, Some(was), Some(is)),
                change("A-2", What::Dropped, Some(was), None),
                change("A-3", What::Moved, Some("open due=2026-12-02"), Some(is)),
                change(
                    "A-4",
                    What::Reopened,
                    Some("done due=2026-12-02 done=2026-11-02"),
                    Some(is),
                ),
                change(
                    "A-5",
                    What::Rearmed,
                    Some("open due=2026-12-02 opened=2026-11-02"),
                    Some(is),
                ),
                change("A-6", What::Owes, Some(is), Some(is)),
                change(
                    "A-7",
                    What::Added,
                    None,
                    Some("open due=2026-12-02 first=2026-12-02 every=1mo"),
                ),
            ],
            gone: vec![Gone { name: name("A-1"), facts: facts(was), renamed: None }],
            settled: vec![
                (name("A-1"), facts("done due=2026-12-02 done=2026-11-02")),
                (name("A-2"), facts("open due=2026-12-02 hold=2026-12-20")),
                (name("A-3"), facts("cancelled due=2026-12-02")),
            ],
            refusal,
            outage: Outage {
                since: instant("2026-11-24T01:10:00Z"),
                why: Met::of(Cause::UnknownIssuer, &[]).at(Step::Tls).by("mail.example.org:587"),
                needs_admin: true,
                cure: Some(Cure::Issuer),
            },
            care: AllWell {
                waits: vec![(Waits::Held, 2), (Waits::Answers, 1), (Waits::Files, 1)],
                queued: 3,
                reaching: (0, None),
                missing: vec![YearMissing { calendar: "default".into(), year: 2027, soon: true }],
                ..well.clone()
            },
            well,
            unwritten: ["A-1", "A-2"]
                .map(|name| Unwritten {
                    name: name.to_owned(),
                    why: Met::of(Cause::Template, &["out of fuel"]),
                })
                .to_vec(),
        }
    }

    /// Every notice, by a name.
    fn notices(&self) -> Vec<(&'static str, AdminNotice<'_>)> {
        let since = self.outage.since;
        let told = Told { since, first: true };
        let edit = Some(instant("2026-11-20T02:00:00Z"));
        vec![
            ("undelivered", AdminNotice::Undelivered(&self.unreached)),
            ("held-ask", AdminNotice::Held(Held::Ask, &self.letters)),
            ("held-guard", AdminNotice::Held(Held::Guard, &self.letters)),
            ("held-changes", AdminNotice::Held(Held::Changes, &self.letters)),
            ("still-held", AdminNotice::StillHeld { letters: &self.waiting, edit }),
            ("edit", AdminNotice::HeldEdit { changes: &self.changes, waits: 9, limit: 3 }),
            ("gone", AdminNotice::Gone(&self.gone)),
            ("settled", AdminNotice::Settled(&self.settled)),
            ("refused", AdminNotice::Refused(&self.refusal, told)),
            ("in-force", AdminNotice::InForce(since)),
            ("relay-down", AdminNotice::RelayDown(&self.outage)),
            ("relay-up", AdminNotice::RelayUp(&self.outage)),
            ("mailbox-down", AdminNotice::MailboxDown("/var/mail/duban", &self.outage)),
            ("mailbox-up", AdminNotice::MailboxUp("/var/mail/duban", &self.outage)),
            ("taken-again", AdminNotice::TakenAgain(&self.outage, &self.letters)),
            ("unwritten", AdminNotice::Unwritten(&self.unwritten, told)),
            ("written-again", AdminNotice::WrittenAgain(since)),
            ("all-well", AdminNotice::AllWell(&self.well)),
            ("all-well-care", AdminNotice::AllWell(&self.care)),
        ]
    }
}

/// Each notice as a message, in that language.
pub fn messages(language: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (config, sample) = (config(language), Sample::new());
    let now = instant("2026-11-24T01:30:00Z");
    let written = |notice: &AdminNotice<'_>| {
        admin_letter(&config, notice, now).expect("it can be written").expect("there is an admin")
    };
    sample.notices().iter().map(|(name, notice)| (*name, written(notice).bytes)).collect()
}

fn message(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

fn text_of(message: &Message<'_>) -> String {
    message.body_text(0).expect("a text").replace('\r', "")
}

#[test]
fn each_speaks_its_language_and_no_other() {
    for (name, bytes) in messages("zh-CN") {
        let text = text_of(&message(&bytes));
        // Ids, keys and what a clerk types.
        let own = text.replace("mail-1", "").replace("/etc/duban/duban.toml", "");
        assert_eq!(english_in(&own), Vec::<String>::new(), "{name}:\n{text}");
        assert!(!chinese_in(&text).is_empty(), "{name}:\n{text}");
    }
    for (name, bytes) in messages("en") {
        let text = text_of(&message(&bytes));
        // What is quoted: a sender, subjects.
        let quoted = ["督办室", "[督办] 通报：出台办法", "[督办] 通报：清理台账", "提醒函"];
        let own = quoted.iter().fold(text.clone(), |text, one| text.replace(one, ""));
        assert_eq!(chinese_in(&own), Vec::<char>::new(), "{name}:\n{text}");
    }
}

#[test]
fn each_asks_first_and_names_machine_and_configuration() {
    for (language, asked, nothing) in [
        ("zh-CN", "请处理：", "无须处理"),
        ("en", "What is asked of you:", "Nothing is to be done"),
    ] {
        for (name, bytes) in messages(language) {
            let text = text_of(&message(&bytes));
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            let clear =
                ["in-force", "relay-up", "mailbox-up", "written-again", "all-well"].contains(&name);
            assert_eq!(lines[2], if clear { nothing } else { asked }, "{name}:\n{text}");
            for fact in ["mail-1", "/etc/duban/duban.toml"] {
                assert_eq!(text.matches(fact).count(), 1, "{name}:\n{text}");
            }
        }
    }
}

/// In a Chinese font the quotes and dashes of English are as wide as two letters.
#[test]
fn each_is_set_in_the_fonts_of_its_language() {
    for (language, font) in [("zh-CN", "'PingFang SC'"), ("en", "'Segoe UI'")] {
        for (name, bytes) in messages(language) {
            let page = message(&bytes).body_html(0).expect("a page").into_owned();
            let fonts: Vec<&str> = page.split("font-family:").skip(1).collect();
            let sans = fonts.iter().filter(|fonts| !fonts.starts_with("Consolas"));
            assert!(sans.clone().count() > 0, "{name}");
            assert!(sans.clone().all(|fonts| fonts.starts_with(font)), "{language} {name}");
        }
    }
}

/// HTML without its tags.
fn words_of(html: &str) -> String {
    let body = html.split_once("<body").expect("a body").1;
    let parts = body.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let words: Vec<&str> = parts.map(|(_, words)| words).collect();
    let words = words.join(" ");
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x2f;", "/"), ("&#x27;", "'")];
    signs.iter().fold(words, |words, (name, sign)| words.replace(name, sign)).replace("&amp;", "&")
}

#[test]
fn text_and_html_hold_the_same_facts() {
    for language in ["zh-CN", "en"] {
        for (name, bytes) in messages(language) {
            let message = message(&bytes);
            let html = message.body_html(0).expect("HTML");
            let (text, words) = (text_of(&message), words_of(&html));
            for part in text.lines().flat_map(|line| line.split("    ")).map(str::trim) {
                let part = part.trim_end_matches(['：', ':']);
                assert!(words.contains(part), "{name}: `{part}` is missing in the HTML:\n{words}");
            }
            assert!(html.len() < 100_000);
        }
    }
}

#[test]
fn equal_ones_stand_together_with_their_remedy() {
    let text = |name: &str| {
        let all = messages("en");
        let (_, bytes) = all.iter().find(|(one, _)| *one == name).expect("it is there");
        text_of(&message(bytes))
    };
    let undelivered = text("undelivered");
    assert_eq!(undelivered.matches("no such user").count(), 1, "{undelivered}");
    assert!(
        undelivered.contains("550 5.1.1 <…>: no such user\n   r1@example.org"),
        "{undelivered}"
    );
    let unwritten = text("unwritten");
    assert_eq!(unwritten.matches("out of fuel").count(), 1, "{unwritten}");
    let edit = text("edit");
    assert!(
        edit.contains("deadlines moved: 2\n   A-1    2026-12-01 → 2026-01-12\n   A-3"),
        "{edit}"
    );
    let refused = text("refused");
    assert_eq!(refused.matches("did you mean `title`").count(), 1, "{refused}");
}

/// References to the first word of an incident (RFC 5322 §3.6.4).
#[test]
fn the_all_clear_answers_the_first_word() {
    let all = messages("en");
    let header = |name: &str, header: &str| {
        let (_, bytes) = all.iter().find(|(one, _)| *one == name).expect("it is there");
        message(bytes).header_raw(header).map(|value| value.trim().to_owned())
    };
    for (first, clear) in
        [("relay-down", "relay-up"), ("refused", "in-force"), ("unwritten", "written-again")]
    {
        let root = header(first, "Message-ID");
        assert!(root.is_some() && header(first, "References").is_none(), "{first}");
        assert_eq!(header(clear, "References"), root, "{clear}");
        assert_ne!(header(clear, "Message-ID"), root, "{clear}");
    }
    let ids: std::collections::BTreeSet<_> =
        all.iter().map(|(name, _)| header(name, "Message-ID")).collect();
    assert_eq!(ids.len(), all.len());
}

#[test]
fn a_second_word_of_an_incident_answers_the_first_too() {
    let (config, sample) = (config("en"), Sample::new());
    let (since, now) = (instant("2026-11-24T01:10:00Z"), instant("2026-11-24T03:10:00Z"));
    let written = |first| {
        let notice = AdminNotice::Refused(&sample.refusal, Told { since, first });
        admin_letter(&config, &notice, now).expect("written").expect("there is an admin")
    };
    let (first, second) = (written(true), written(false));
    let references = message(&second.bytes).header_raw("References").expect("a thread").to_owned();
    assert_eq!(references.trim(), format!("<{}>", first.message_id));
    assert_ne!(first.message_id, second.message_id);
}

#[test]
fn what_each_says() {
    for language in ["zh-CN", "en"] {
        let all = messages(language).into_iter().map(|(name, bytes)| {
            if let Ok(folder) = std::env::var("SPEECH_PICTURES") {
                let html = message(&bytes).body_html(0).expect("HTML").into_owned();
                std::fs::write(format!("{folder}/{name}.{language}.html"), html).expect("written");
            }
            let message = message(&bytes);
            let subject = message.subject().expect("a subject");
            format!("==== {name}: {subject}\n{}", text_of(&message).trim_end())
        });
        let all: Vec<String> = all.collect();
        insta::assert_snapshot!(format!("admin_letters_{language}"), all.join("\n\n"));
    }
}
