//! What arrives in the inbox: the seven letters in both languages, their headers, and what a task's
//! words cannot do to them.

use mail_parser::{Message, MessageParser};

use super::installation::{AROUND, Installation, text};

const NOW: &str = "2026-11-24T02:00:00Z";

/// One stage for each letter, and a task in the state that it is written for.
fn office(language: &str) -> Installation {
    Installation::of(&format!(
        r#"
language = "{language}"
[mail]
from = "督办室 <duban@example.org>"
reply-to = "office@example.org"
subject-prefix = "[督办]"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people]
zhang = {{ name = "张三", email = "zhang@example.org" }}
wang = {{ name = "王五", email = "wang@example.org" }}
li = {{ name = "李四", email = "li@example.org" }}
[units.city]
name = "A 市局"
head = "wang"
supervisor = "li"
[policies.p]
stages = [
  {{ name = "assignment", from = "opened", at = "0d", to = ["owner"], letter = "assignment" }},
  {{ name = "reminder", at = "-7d", to = ["owner"], cc = ["head"] }},
  {{ name = "overdue", at = "+1d", to = ["owner"], cc = ["head"] }},
  {{ name = "supervision", at = "+5wd", repeat = "1w", to = ["owner", "head"], cc = ["supervisor"], letter = "supervision", importance = "high" }},
  {{ name = "circular", at = "+20wd", to = ["head"], cc = ["owner"], letter = "circular" }},
  {{ name = "verification", from = "done", at = "+5wd", repeat = "5wd", to = ["supervisor"], letter = "verification" }},
  {{ name = "look-back", from = "verified", at = "+90d", to = ["supervisor"], cc = ["owner"], letter = "look-back" }},
]
[defaults]
policy = "p"
unit = "city"
owner = "zhang"
source = "巡察"
batch = "2026-2"
severity = "high"
[[task]]
id = "NEW"
title = "出台市县政法机关领导干部交流轮岗办法"
opened = 2026-11-24
due = 2026-12-31
links = ["https://example.org/NEW"]
[[task]]
id = "LATE"
title = "清退违规发放的津贴补贴"
opened = 2026-09-01
due = 2026-10-15
extended = [{{ on = 2026-10-12, to = 2026-11-16, by = "wang", reason = "等待批复" }}]
[[task]]
id = "DONE"
title = "修复滨河步道破损护栏"
due = 2026-11-20
done = 2026-11-16
[[task]]
id = "CLOSED"
title = "规范公务接待"
due = 2026-06-30
done = 2026-06-20
verified = 2026-07-10
"#
    ))
}

const LETTERS: [(&str, &str); 7] = [
    ("assignment", "NEW"),
    ("reminder", "NEW"),
    ("overdue", "LATE"),
    ("supervision", "LATE"),
    ("circular", "LATE"),
    ("verification", "DONE"),
    ("look-back", "CLOSED"),
];

fn rendered(office: &Installation, task: &str, stage: &str, format: &str) -> String {
    let arguments = ["--now", NOW, "render", task, "--stage", stage, "--format", format];
    let output = office.run(None, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn all(language: &str) -> String {
    let office = office(language);
    let letters = LETTERS.map(|(stage, task)| rendered(&office, task, stage, "text"));
    letters.join("\n----------------------------------------------------------------\n")
}

#[test]
fn the_seven_letters_in_chinese() {
    insta::assert_snapshot!(all("zh-CN"));
}

#[test]
fn the_seven_letters_in_english() {
    insta::assert_snapshot!(all("en"));
}

#[test]
fn each_says_what_whose_when_how_late_who_else_what_next_and_how_to_answer() {
    let office = office("zh-CN");
    let letter = rendered(&office, "LATE", "supervision", "text");
    for said in [
        "督办函",
        "张三同志",
        "清退违规发放的津贴补贴",
        "LATE",
        "责任人：张三",
        "责任单位：A 市局（负责人：王五）",
        "期限：2026年11月16日（星期一）",
        "原定 10月15日，延期 1 次",
        "10月12日 延至 11月16日，经王五同意：等待批复",
        "已逾期 8 天，6 个工作日，期限 11月16日（星期一）",
        "请于 11月27日（星期五）18:00 前书面回复：",
        "【逾期不复】\n  11月30日（星期一）09:00 再次发《督办函》",
        "本函（第 1 次督办函）",
        "主送：张三（责任人）、王五（单位负责人）",
        "抄送：李四（督办人）",
        "office@example.org",
    ] {
        assert!(letter.contains(said), "`{said}` is missing in:\n{letter}");
    }
}

/// The words of an HTML page, without its marks.
fn words(html: &str) -> String {
    mail_parser::decoders::html::html_to_text(html).split_whitespace().collect()
}

#[test]
fn text_and_html_say_the_same() {
    for language in ["zh-CN", "en"] {
        let office = office(language);
        for (stage, task) in LETTERS {
            let page = words(&rendered(&office, task, stage, "html"));
            let letter = rendered(&office, task, stage, "text");
            // What is printed above the letter, subject and addressees, ends with a blank line.
            let letter: Vec<&str> = letter.lines().skip_while(|line| !line.is_empty()).collect();
            let between = [
                '，', '；', '：', '（', '）', ',', ';', ':', '(', ')', '[', ']', '→', '-', '=',
                '【', '】', '\n', '\u{3000}',
            ];
            for value in letter.join("\n").split(between).flat_map(|part| part.split("    ")) {
                let value: String = value.split_whitespace().collect();
                // The box needs no heading.
                if ["请办", "ASKEDOFYOU"].contains(&&*value) {
                    continue;
                }
                assert!(
                    page.to_lowercase().contains(&value.to_lowercase()),
                    "{language} {stage}: `{value}` is not in the page:\n{page}"
                );
            }
        }
    }
}

fn message(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

#[test]
fn headers() {
    let office = office("zh-CN");
    let letter = rendered(&office, "LATE", "supervision", "eml");
    let parsed = message(letter.as_bytes());
    let header = |name: &str| parsed.header_raw(name).unwrap_or_default().trim().to_owned();
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("X-Auto-Response-Suppress"), "DR, RN, NRN, OOF, AutoReply");
    assert!(header("List-Id").ends_with(" <duban.example.org>"), "{}", header("List-Id"));
    assert_eq!(header("Content-Language"), "zh-CN");
    assert_eq!(header("X-Duban-Task"), "LATE");
    assert_eq!(header("X-Duban-Stage"), "supervision");
    assert_eq!(header("X-Duban-Letter"), "supervision");
    assert_eq!(header("In-Reply-To"), header("References"));
    assert!(header("Date").ends_with(" +0800"), "{}", header("Date"));
    assert_eq!(header("Importance").to_lowercase(), "high");
    assert!(header("Message-ID").ends_with("@example.org>"), "{}", header("Message-ID"));
    assert!(header("References").ends_with(".thread@example.org>"), "{}", header("References"));
    assert!(parsed.date().is_some());
    assert_eq!(parsed.subject(), Some("[督办] 督办函｜11月16日到期｜清退违规发放的津贴补贴"));
    assert_eq!(
        parsed.from().and_then(|from| from.first()).and_then(|one| one.name()),
        Some("督办室")
    );
    let head = letter.split("\r\n\r\n").next().expect("a head");
    assert!(head.is_ascii(), "{head}");
    assert!(letter.lines().all(|line| line.len() <= 78), "{letter}");
    let other = rendered(&office, "LATE", "circular", "eml");
    assert_eq!(
        message(other.as_bytes()).header_raw("References"),
        parsed.header_raw("References"),
        "one thread"
    );
}

/// What somebody might write into a title or a name, on purpose or not.
const HOSTILE: &str = "<script>alert(1)</script> & \"q\" {{ mail }} {% raw %} =?utf-8?b?Qmw=?= \u{202e}rtl Bcc: x@evil.example";

#[test]
fn nothing_from_a_task_breaks_out_of_a_header_or_of_the_page() {
    let hostile = toml::Value::String(HOSTILE.to_owned());
    let office = Installation::of(&format!(
        "[mail]\nfrom = 'duban@example.org'\ndetail = true\n[calendars.default]\ntimezone = 'UTC'\n\
         [people.a]\nname = {hostile}\nemail = 'a@example.org'\n\
         [policies.p]\nstages = [{{ name = 's', at = '0d', to = ['owner'] }}]\n\
         [[task]]\nid = 'A'\ntitle = {hostile}\nowner = 'a'\npolicy = 'p'\ndue = 2026-11-24\n\
         detail = {hostile}\nsource = {hostile}\nlinks = ['javascript:alert(1)', 'https://example.org/?a=\"><b>']\n"
    ));
    let letter = rendered(&office, "A", "s", "eml");
    let parsed = message(letter.as_bytes());
    assert_eq!(parsed.bcc().map(|_| ()), None);
    assert_eq!(parsed.to().map(|to| to.iter().count()), Some(1));
    assert_eq!(
        parsed.to().and_then(|to| to.first()).and_then(|one| one.address()),
        Some("a@example.org")
    );
    let page = rendered(&office, "A", "s", "html");
    for dangerous in ["<script", "<b>", "href=\"javascript", "\u{202e}"] {
        assert!(!page.contains(dangerous), "`{dangerous}` stands in the page:\n{page}");
    }
    assert!(page.contains("{{ mail }}"), "a template's marks are plain text in a title");
}

#[test]
fn a_title_of_two_lines_is_refused_before_it_can_reach_a_header() {
    let office = Installation::with_outbox(
        "[policies.p]\nstages = [{ name = 's', at = '0d', to = ['owner'] }]\n\
         [[task]]\nid = 'A'\ntitle = \"x\\r\\nBcc: x@evil.example\"\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-24\n",
    );
    let output = office.run(None, &["check"]);
    assert_eq!(output.status.code(), Some(78));
    assert!(text(&output).contains("must be one line of text"), "{}", text(&output));
}

#[test]
fn a_letter_of_a_hundred_tasks_begins_with_the_gravest() {
    let mut tasks = String::from(
        "[policies.p]\nstages = [{ name = 's', at = '+1d', to = ['owner'] }]\n\
         [defaults]\npolicy = 'p'\nowner = 'zhang'\n",
    );
    for at in 0..100 {
        let severity = ["low", "medium", "high", "critical"][at % 4];
        let day = 1 + at % 20;
        tasks += &format!(
            "[[task]]\nid = 'T-{at:03}'\ntitle = '第 {at} 项'\nseverity = '{severity}'\ndue = 2026-10-{day:02}\n"
        );
    }
    let office = Installation::with_outbox(&tasks);
    office.once("2026-11-24 02:00:10", 0);
    let letters = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let letters: Vec<_> =
        letters.map(|file| std::fs::read(file.expect("a file").path()).expect("read")).collect();
    assert_eq!(letters.len(), 1);
    let parsed = message(&letters[0]);
    assert!(
        parsed.subject().is_some_and(|subject| subject.contains("100 项")),
        "{:?}",
        parsed.subject()
    );
    let body = parsed.body_text(0).expect("text").into_owned();
    assert!(body.contains("100 项逾期，最久的已逾期 54 天"), "{body}");
    let order: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_suffix('）')?.split_once("（T-"))
        .map(|(_, id)| id)
        .collect();
    assert_eq!(order.len(), 100);
    // Critical are 3, 7, …; of them the most overdue was due on 1 October + 3: number 3 and its like.
    assert_eq!(order[0], "003", "{order:?}");
    assert!(
        order[..25].iter().all(|id| id.parse::<u32>().is_ok_and(|at| at % 4 == 3)),
        "{order:?}"
    );
}

#[test]
fn an_audience_of_hundreds_keeps_header_lines_within_their_limit() {
    let mut people = String::from("[people]\n");
    let mut members = Vec::new();
    for at in 0..200 {
        people +=
            &format!("p{at} = {{ name = '某某第{at}号', email = 'person-{at}@example.org' }}\n");
        members.push(format!("'p{at}'"));
    }
    let office = Installation::of(&format!(
        "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'UTC'\n{people}\
         [groups.all]\nmembers = [{}]\n\
         [policies.p]\nstages = [{{ name = 's', at = '0d', to = ['group:all'] }}]\n\
         [[task]]\nid = 'A'\ntitle = 'x'\npolicy = 'p'\ndue = 2026-11-24\n",
        members.join(", ")
    ));
    let letter = rendered(&office, "A", "s", "eml");
    assert!(letter.lines().all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
    let parsed = message(letter.as_bytes());
    assert_eq!(parsed.to().map(|to| to.iter().count()), Some(200));
}

#[test]
fn hostile_names_and_addresses_make_a_sound_letter() {
    let long = "x".repeat(1000);
    let table = [
        ("a literal domain", "name = 'A'\nemail = 'x@[127.0.0.1]'".to_owned(), "x@[127.0.0.1]"),
        (
            "a domain beyond ASCII",
            "name = 'A'\nemail = 'z@例子.中国'".to_owned(),
            "z@xn--fsqu00a.xn--fiqs8s",
        ),
        ("a name too long for a line", format!("name = '{long}'\nemail = 'l@example.net'"), "l@"),
    ];
    for (what, person, shown) in table {
        let office = Installation::with_outbox(&format!(
            "[people.odd]\n{person}\n[policies.p]\nstages = [{{ name = 'now', at = '-9d', to = ['owner'] }}]\n\
             [[task]]\nid = 'A-1'\ntitle = '=?utf-8?Q?Paid=0D=0Ax?='\nowner = 'odd'\npolicy = 'p'\ndue = 2026-11-27\n"
        ));
        office.once("2026-11-24 01:00:10", 0);
        let id = office.json(None, &["history", "--json"])["notices"][0]["letter"].clone();
        let eml =
            office.run(None, &["show", id.as_str().expect("an id"), "--format", "eml"]).stdout;
        assert!(eml.is_ascii(), "{what}");
        let text = String::from_utf8_lossy(&eml);
        assert!(text.lines().all(|line| line.len() <= 998), "{what}");
        let message = MessageParser::default().parse(&eml).expect("a message");
        let subject = message.subject().unwrap_or_default();
        assert!(subject.contains("= ?utf-8?Q?Paid=0D=0Ax?="), "{what}: {subject}");
        let to = message.header_raw("To").unwrap_or_default();
        assert!(to.contains(shown), "{what}: {to}");
    }
}

#[test]
fn control_characters_reach_no_header() {
    // lettre panics on them; names of people are refused by `check`, but a sender is an address.
    for control in ["\\n", "\\r\\nBcc: x@example.net", "\\u0000", "\\u0085"] {
        let office = Installation::of(&format!(
            "[mail]\nfrom = \"督办{control}室 <duban@example.org>\"\n{AROUND}[policies.p]\n\
             stages = [{{ name = 'now', at = '-9d', to = ['owner'] }}]\n[[task]]\nid = 'A-1'\ntitle = 't'\n\
             owner = 'zhang'\npolicy = 'p'\ndue = 2026-11-27\n"
        ));
        office.once("2026-11-24 01:00:10", 0);
        let id = office.json(None, &["history", "--json"])["notices"][0]["letter"].clone();
        let eml =
            office.run(None, &["show", id.as_str().expect("an id"), "--format", "eml"]).stdout;
        let message = MessageParser::default().parse(&eml).expect("a message");
        assert!(message.bcc().is_none(), "{control}");
        let from = message.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!(from.address(), Some("duban@example.org"), "{control}");
        assert!(!from.name().unwrap_or_default().contains(char::is_control), "{control}");
    }
}

#[test]
fn quotes_within_a_name_are_part_of_it() {
    for (from, name) in [
        (r#"Dept. of "Audit" <duban@example.org>"#, r#"Dept. of "Audit""#),
        (r#""Smith, John" <duban@example.org>"#, "Smith, John"),
        (r#""Dept. of \"Audit\"" <duban@example.org>"#, r#"Dept. of "Audit""#),
        (r#"“督办”室 "一" <duban@example.org>"#, "“督办”室 \"一\""),
    ] {
        let office = Installation::of(&format!(
            "[mail]\nfrom = '{from}'\n{AROUND}[policies.p]\n\
             stages = [{{ name = 'now', at = '-9d', to = ['owner', '{to}'] }}]\n[[task]]\nid = 'A-1'\n\
             title = 't'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-27\n",
            to = from.replace("duban@", "copy@")
        ));
        let letter = rendered(&office, "A-1", "now", "eml");
        let parsed = message(letter.as_bytes());
        let from = parsed.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!((from.name(), from.address()), (Some(name), Some("duban@example.org")));
        let to = parsed.to().and_then(|to| to.last()).expect("recipients");
        assert_eq!((to.name(), to.address()), (Some(name), Some("copy@example.org")));
    }
}

/// A task whose owner is away from the day after its deadline on, and a milestone.
const COMING: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
language = "en"
[people.chen]
name = "陈六"
email = "chen@example.org"
away = [{ from = 2026-12-01, until = 2026-12-10, delegate = "li" }]
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] },
]
[[task]]
id = "A-1"
title = "出台办法"
unit = "city"
owner = "chen"
policy = "p"
due = 2026-11-30
"#;

/// The letter that `render` shows before its day, and the one that is then sent, from the salutation on.
#[test]
fn a_stage_is_rendered_before_its_day_as_it_will_be_sent() {
    let office = Installation::with_outbox(COMING);
    let shown = rendered(&office, "A-1", "overdue", "text");
    for said in [
        "Leaves: 2026-12-01 Tue 09:00",
        "To: 李四",
        "Overdue notice",
        "1 day late",
        "Tuesday, 1 December 2026",
    ] {
        assert!(shown.contains(said), "`{said}` is missing in:\n{shown}");
    }
    let page = rendered(&office, "A-1", "overdue", "html");
    office.once("2026-12-01 01:00:00", 0);
    let history = office.json(None, &["history", "--json"]);
    let mut sent = history["notices"].as_array().expect("notices").iter();
    let sent = sent.rfind(|one| one["stage"] == "overdue").expect("it was sent");
    let id = sent["letter"].as_str().expect("a letter");
    let eml = office.run(None, &["show", id, "--format", "eml"]).stdout;
    let sent = message(&eml);
    // Its mark is the letter's alone (A5), and no letter is there when it is rendered.
    let mark = sent.message_id().expect("an id").split('@').next().expect("a mark");
    let sent = sent.body_html(0).expect("a page").replace("\r\n", "\n");
    assert_eq!(sent.replace(&format!("%20%5B{mark}%5D"), "").trim(), page.trim());
}

#[test]
fn a_stage_that_must_wait_is_rendered_as_of_the_day_on_which_it_leaves() {
    let waiting = "due = 2026-11-30\nhold = { until = 2026-12-05, reason = '等待批复' }";
    let office = Installation::with_outbox(&COMING.replace("due = 2026-11-30", waiting));
    // 5 December is a Saturday.
    let shown = rendered(&office, "A-1", "overdue", "text");
    assert!(shown.contains("Leaves: 2026-12-07 Mon 09:00"), "{shown}");
    assert!(shown.contains("7 days late"), "{shown}");
}
