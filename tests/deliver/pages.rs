//! Pages for people, asked as a browser asks and as somebody hostile does (A1, A6): who sees what, what acts, what a link
//! that is wrong, old or altered gets.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use duban::model::{Link, LinkKey, Subject};
use jiff::Timestamp;
use serde_json::Value;

use super::daemon::Daemon;
use super::installation::{Installation, text};

const EARLY: &str = "2026-11-24 00:30:10";
const DUE: &str = "2026-11-24 01:00:10";
const PATIENCE: Duration = Duration::from_secs(60);

/// Zhang answers for A-1 and one step of B-1, Wang heads the city and B-1, Chen supervises A-1. The town is nobody's of them.
const OFFICE: &str = "
[people]
zhang = { name = '张三', email = 'zhang@example.org' }
wang = { name = '王五', email = 'wang@example.org' }
chen = { name = 'Chen', email = 'chen@example.org', language = 'en' }
zhao = { name = '赵六', email = 'zhao@example.org' }
sun = { name = '孙七', email = 'sun@example.org' }
[units.city]
name = 'A 市局'
head = 'wang'
supervisor = 'sun'
[units.town]
name = '乙镇'
head = 'zhao'
supervisor = 'sun'
[policies.p]
stages = [
  { name = 'due', at = '0d', to = ['owner'], cc = ['supervisor'] },
  { name = 'verify', from = 'done', at = '0d', to = ['supervisor'], letter = 'verification' },
]
[defaults]
policy = 'p'
[[task]]
id = 'A-1'
title = '出台交流轮岗办法'
unit = 'city'
owner = 'zhang'
supervisor = 'chen'
opened = 2026-09-01
due = 2026-11-24
links = ['https://example.org/a', 'javascript:alert(1)']
[[task]]
id = 'B-1'
title = '<b>清理</b> \"兼职\" & co'
unit = 'city'
due = 2026-12-24
milestones = [{ id = 'draft', title = '草案', due = 2026-11-30, owner = 'zhang' }]
[[task]]
id = 'C-1'
title = '乙镇的事'
unit = 'town'
due = 2026-11-20
";

pub struct Served {
    office: Installation,
    daemon: Daemon,
    pub socket: PathBuf,
    key: LinkKey,
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    pub fn start(more: &str) -> Served {
        Served::by(Daemon::start, more)
    }

    fn by(start: fn(&Installation, &str) -> Daemon, more: &str) -> Served {
        let mail = "[mail]\nfrom = 'duban@example.org'\n";
        let calendar = "[calendars.default]\ntimezone = 'Asia/Shanghai'\nholidays = ['CN']\n";
        let office = Installation::of("");
        let socket = office.folder.path().join("web.sock");
        let web = format!(
            "[web]\nlisten = 'unix:{}'\nurl = 'https://duban.example.org'\n",
            socket.display()
        );
        let answers = "[answers]\nlinks = true\n";
        office.write("duban.toml", &format!("{mail}{more}{calendar}{web}{answers}{OFFICE}"));
        let daemon = start(&office, EARLY);
        let linked = office.run(Some(EARLY), &["link", "zhang"]);
        assert_eq!(linked.status.code(), Some(0), "{}", text(&linked));
        let secret = fs::read_to_string(office.state().join("web.key")).expect("a key");
        let key = LinkKey::of(secret.trim().as_bytes()).expect("a key");
        Served { office, daemon, socket, key }
    }

    /// A link, good for so many days from the beginning.
    fn link(&self, link: &Link, days: i64) -> String {
        let until: Timestamp = "2026-11-24T00:00:00Z".parse().expect("a time");
        let token = self.key.sign(link, until + jiff::SignedDuration::from_hours(24 * days));
        link.url("", &token)
    }

    pub fn person(&self, id: &str) -> String {
        self.link(&Link::Person(id.into()), 30)
    }

    fn letter(&self, subject: &Subject) -> String {
        let letters = self.office.json(Some(DUE), &["history", "--json"]);
        let notices = letters["notices"].as_array().expect("notices");
        let about = |one: &&Value| one["task"] == *subject.id();
        let letter = notices.iter().rev().find(about).expect("a notice")["letter"].clone();
        let letter = letter.as_str().expect("a letter").into();
        self.link(&Link::Answer { letter, subject: subject.clone() }, 90)
    }

    fn ask(&self, request: &str) -> Answer {
        self.talk(format!("{request} HTTP/1.1\r\nHost: duban\r\n\r\n").as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"))
    }

    fn post(&self, path: &str, fields: &[(&str, &str)], more: &str) -> Answer {
        let body = form(fields);
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: duban\r\n{kind}\r\n{more}Content-Length: {}\r\n\r\n",
            body.len()
        );
        self.talk(format!("{head}{body}").as_bytes())
    }

    /// The daemon's ten seconds are a sixth of a real one, which may pass on a busy machine: then once more.
    fn talk(&self, request: &[u8]) -> Answer {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.talk_once(request);
            if answer.status != 0 || Instant::now() > end {
                return answer;
            }
        }
    }

    fn talk_once(&self, request: &[u8]) -> Answer {
        let mut stream = UnixStream::connect(&self.socket).expect("somebody listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let answer = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            head: without_date(head),
            body: body.replace("&#x2f;", "/"),
        }
    }

    /// The token of a page's forms.
    fn form_token(&self, path: &str) -> String {
        let page = self.get(path);
        let after = page.body.split("name=\"form\" value=\"").nth(1);
        let token = after.and_then(|rest| rest.split('"').next());
        token.unwrap_or_else(|| panic!("no form: {page:#?}")).to_owned()
    }

    pub fn stop(self) {
        self.daemon.stop();
    }

    fn answers(&self) -> u32 {
        let ledger = rusqlite::Connection::open(self.office.state().join("ledger.sqlite3"));
        let ledger = ledger.expect("a ledger");
        ledger.query_row("SELECT count(*) FROM answer", [], |row| row.get(0)).expect("counted")
    }
}

/// What is the same for the same answer.
fn without_date(head: &str) -> String {
    let head = head.to_lowercase();
    head.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n")
}

fn form(fields: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        let value: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("{name}={value}")
    };
    fields.iter().map(field).collect::<Vec<_>>().join("&")
}

fn holds(answer: &Answer, words: &[&str]) {
    assert_eq!(answer.status, 200, "{answer:#?}");
    for word in words {
        assert!(answer.body.contains(word), "`{word}` is missing:\n{}", answer.body);
    }
}

fn lacks(answer: &Answer, words: &[&str]) {
    for word in words {
        assert!(!answer.body.contains(word), "`{word}` is there:\n{}", answer.body);
    }
}

#[test]
fn a6_a_person_sees_what_they_answer_for_supervise_and_head_and_nothing_else() {
    let served = Served::start("");
    let zhang = served.get(&served.person("zhang"));
    holds(&zhang, &["张三的督办事项", "出台交流轮岗办法", "草案", "B-1/draft", "lang=\"zh-CN\""]);
    lacks(&zhang, &["清理", "乙镇", "赵六", "<b>清理"]);
    let wang = served.get(&served.person("wang"));
    holds(&wang, &["&lt;b&gt;清理&lt;/b&gt; &quot;兼职&quot; &amp; co"]);
    lacks(&wang, &["乙镇", "<b>清理"]);
    let headed = served.get(&format!("{}?list=headed", served.person("wang")));
    holds(&headed, &["出台交流轮岗办法", "草案", "A 市局"]);
    lacks(&headed, &["乙镇"]);
    let chen = served.get(&served.person("chen"));
    holds(&chen, &["Tasks of Chen", "Supervised", "lang=\"en\"", "出台交流轮岗办法"]);
    lacks(&chen, &["草案", "乙镇"]);
    let office = served.get(&served.link(&Link::Office, 30));
    holds(&office, &["全部督办事项", "出台交流轮岗办法", "草案", "乙镇的事", "运行情况"]);
    // A filter of another's opens nothing.
    let zhang = served.person("zhang");
    for filter in
        ["?unit=town", "?owner=zhao", "?list=headed&unit=town", "?text=%E4%B9%99%E9%95%87"]
    {
        lacks(&served.get(&format!("{zhang}{filter}")), &["乙镇的事", "C-1"]);
    }
    served.daemon.stop();
}

/// The months of the office's page, and what a report of each month's last day says.
#[test]
fn a6_the_office_sees_lateness_over_months_as_reports_count_it() {
    let task = |id: &str, keys: &str| {
        format!("[[task]]\nid = '{id}'\ntitle = '{id}'\nunit = 'city'\n{keys}\n")
    };
    let tasks = [
        task("M-1", "due = 2026-07-10\nopened = 2026-03-01"),
        task("M-2", "due = 2026-06-30\ndone = 2026-08-20\nverified = 2026-09-01"),
        task("M-3", "due = 2026-10-20\ndone = 2026-10-20"),
    ]
    .concat();
    let report = "[[reports]]\nname = 'whole'\ncron = '0 9 1 * *'\nto = ['person:wang']\n";
    let served = Served::start(&format!("{tasks}{report}"));
    let office = served.link(&Link::Office, 30);
    let page = served.get(&office);
    holds(&page, &["近 12 个月逾期情况", "<svg", "逾期未办结", "平均逾期"]);
    let cells = |month: &str| -> Vec<String> {
        let row = page.body.split(&format!("month\">{month}</th>")).nth(1);
        let row = row.and_then(|rest| rest.split("</tr>").next()).expect("a row");
        let cells = row.split("<td class=\"n").skip(1);
        let text = |cell: &str| cell.split(['>', '<']).nth(1).expect("a cell").to_owned();
        cells.map(text).collect()
    };
    assert_eq!(cells("2026-07"), ["5", "2", "26.0 天", "0", "0"]);
    assert_eq!(cells("2026-10"), ["4", "1", "113.0 天", "1", "0"]);
    for (month, day) in
        [("2026-07", "2026-07-31"), ("2026-08", "2026-08-31"), ("2026-10", "2026-10-31")]
    {
        let report =
            served.office.json(Some(EARLY), &["report", "whole", "--on", day, "--to", "-.json"]);
        let figures = &report["figures"];
        let told = cells(month);
        for (key, cell) in [("open", 0), ("overdue", 1)] {
            assert_eq!(figures[key].to_string(), told[cell], "{day} {report}");
        }
    }
    let now = served.office.json(Some(EARLY), &["status", "--summary", "--json"]);
    let told = cells("2026-11");
    assert_eq!(now["figures"]["open"].to_string(), told[0]);
    assert_eq!(now["figures"]["overdue"].to_string(), told[1]);
    // It is the whole list's, and nobody else's to see.
    lacks(&served.get(&format!("{office}?unit=city")), &["近 12 个月"]);
    lacks(&served.get(&served.person("wang")), &["近 12 个月"]);
    served.daemon.stop();
}

#[test]
fn a6_a_tasks_page_is_for_those_who_may_see_it() {
    let served = Served::start("");
    let page =
        |person: &str, task: &str| served.get(&format!("{}/task?id={task}", served.person(person)));
    let own = page("zhang", "A-1");
    holds(
        &own,
        &["出台交流轮岗办法", "张三", "Chen", "https://example.org/a", "将发", "还没有反馈"],
    );
    lacks(&own, &["javascript:"]);
    holds(&page("zhang", "B-1&milestone=draft"), &["草案", "所属任务"]);
    holds(&page("chen", "A-1&lang=zh-CN"), &["出台交流轮岗办法"]);
    holds(&served.get(&format!("{}/task?id=C-1", served.link(&Link::Office, 30))), &["乙镇的事"]);
    let none = served.get(&format!("{}/task?id=X-1", served.person("zhang")));
    assert_eq!(none.status, 404);
    for (person, task) in [
        ("zhang", "C-1"),
        ("zhang", "B-1"),
        ("chen", "B-1&milestone=draft"),
        ("wang", "C-1"),
        ("zhang", ""),
        ("zhang", "A-1&milestone=none"),
    ] {
        let hidden = page(person, task);
        assert_eq!((hidden.status, &hidden.body), (404, &none.body), "{person} {task}");
    }
    served.daemon.stop();
}

#[test]
fn a6_wrong_old_and_altered_links_get_the_same_answer_as_none() {
    let mut served = Served::start("");
    let none = served.get("/p/zhang");
    assert_eq!(none.status, 404);
    let good = served.person("zhang");
    let other = LinkKey::of(&[7; 32]).expect("a key");
    let until: Timestamp = "2026-12-24T00:00:00Z".parse().expect("a time");
    let forged = format!("/p/{}", other.sign(&Link::Person("zhang".into()), until));
    let mut altered = good.clone();
    let last = altered.pop().expect("a character");
    altered.push(if last == 'A' { 'E' } else { 'A' });
    let wrong = [
        altered,
        forged,
        served.person("nobody"),
        served.link(&Link::Person("zhang".into()), -1),
        good.replace("/p/", "/o/"),
        good.replace("/p/", "/a/"),
        good.replace("/p/", "/c/"),
        served.link(&Link::Office, 30).replace("/o/", "/p/"),
        served.link(&Link::Calendar("zhang".into()), 30).replace("/c/", "/p/"),
        "/".to_owned(),
        "/p/".to_owned(),
        "/metrics".to_owned(),
        "/p/..%2f..%2fetc%2fpasswd".to_owned(),
    ];
    for path in &wrong {
        let answer = served.get(path);
        assert_eq!((answer.status, &answer.body), (404, &none.body), "{path}");
        assert_eq!(answer.head, none.head, "{path}");
    }
    assert_eq!(served.get(&good).status, 200);
    served.daemon.at("2026-12-24 00:00:10");
    assert_eq!(served.get(&good).body, none.body);
    let rotated = served.office.run(None, &["link", "--rotate"]);
    assert_eq!(rotated.status.code(), Some(0), "{}", text(&rotated));
    assert_eq!(served.get(&served.link(&Link::Office, 60)).body, none.body);
    served.daemon.stop();
}

#[test]
fn every_answer_has_the_headers_that_keep_a_browser_from_helping_others() {
    let served = Served::start("");
    let good = served.person("zhang");
    for path in [good.as_str(), "/style.css", "/p/none", "/"] {
        let answer = served.get(path);
        for header in [
            "content-security-policy: default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "x-robots-tag: noindex, nofollow",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
        ] {
            assert!(answer.head.contains(header), "`{header}` is missing: {answer:#?}");
        }
        assert!(!answer.head.contains("set-cookie"), "{answer:#?}");
        lacks(&answer, &["<script", "style=\"", "onclick", "javascript:"]);
    }
    let head = served.ask(&format!("HEAD {good}"));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        assert_eq!(served.ask(&format!("{method} {good}")).status, 404, "{method}");
    }
    served.daemon.stop();
}

#[test]
fn a1_an_owner_answers_by_the_link_of_a_letter_and_twice_is_once() {
    let mut served = Served::start("");
    served.daemon.at(DUE);
    let link = served.letter(&Subject::Task("A-1".into()));
    let page = served.get(&link);
    holds(
        &page,
        &[
            "您是 <b><bdi>张三</bdi></b>",
            "已收到",
            "报进展",
            "已办结",
            "申请延期",
            "不归我办",
            "提醒",
        ],
    );
    assert_eq!(served.answers(), 0, "a GET answers nothing");
    let token = served.form_token(&link);
    let done = [
        ("form", token.as_str()),
        ("verb", "done"),
        ("as", "zhang"),
        ("on", "2026-11-23"),
        ("text", "已印发\u{202e}"),
        ("evidence", "会议纪要〔2026〕12号\r\n\r\n照片"),
    ];
    let sent = served.post(&link, &done, "");
    assert_eq!(sent.status, 303, "{sent:#?}");
    assert!(sent.head.contains("location: ?recorded=1"), "{sent:#?}");
    assert_eq!(served.post(&link, &done, "").head, sent.head);
    assert_eq!(served.answers(), 1);
    let after = served.get(&format!("{link}?recorded=1"));
    holds(
        &after,
        &[
            "已记下（反馈 1 号），等督办室处理",
            "张三",
            "已办结",
            "已印发 会议纪要〔2026〕12号 照片",
            "等待处理",
        ],
    );
    // Another text is another answer.
    let mut other = done;
    other[3].1 = "2026-11-22";
    assert_eq!(served.post(&link, &other, "").status, 303);
    assert_eq!(served.answers(), 2);
    served.daemon.stop();
}

/// A link in a letter is for its To people, as the letter is.
#[test]
fn a1_a_letters_link_opens_in_the_language_of_whoever_may_answer() {
    let task = |id: &str, owners: &str| {
        format!(
            "[[task]]\nid = '{id}'\ntitle = '{id}'\nunit = 'city'\n{owners}\ndue = 2026-11-24\n"
        )
    };
    let tasks = format!(
        "{}{}",
        task("E-1", "owner = 'chen'"),
        task("E-2", "owner = 'chen'\nwith = ['zhang']")
    );
    let mut served = Served::start(&tasks);
    served.daemon.at(DUE);
    let letter = |id: &str| served.letter(&Subject::Task(id.into()));
    let (own, shared, zhangs) = (letter("E-1"), letter("E-2"), letter("A-1"));
    holds(&served.get(&own), &["lang=\"en\"", "You are <b><bdi>Chen</bdi></b>", "Not mine"]);
    holds(&served.get(&shared), &["lang=\"zh-CN\"", "您是", "不归我办"]);
    holds(&served.get(&zhangs), &["lang=\"zh-CN\""]);
    holds(&served.get(&format!("{own}?lang=zh-CN")), &["lang=\"zh-CN\"", "您是"]);
    holds(&served.get(&format!("{zhangs}?lang=en")), &["lang=\"en\""]);
    // What is wrong in a form is said in it, too, and what was recorded.
    let token = served.form_token(&own);
    let fields = [("form", token.as_str()), ("as", "chen"), ("verb", "progress")];
    let wrong = served.post(&own, &fields, "");
    assert!(wrong.body.contains("Fill in how it goes"), "{wrong:#?}");
    let right = [&fields[..], &[("percent", "60")]].concat();
    assert_eq!(served.post(&own, &right, "").status, 303);
    holds(&served.get(&format!("{own}?recorded=1")), &["Recorded as answer 1"]);
    served.daemon.stop();
}

#[test]
fn a2_what_is_wrong_in_a_form_is_said_and_nothing_is_recorded() {
    let mut served = Served::start("");
    served.daemon.at(DUE);
    let link = served.letter(&Subject::Task("A-1".into()));
    let token = served.form_token(&link);
    let wrong = |fields: &[(&str, &str)], words: &str| {
        let fields = [&[("form", token.as_str()), ("as", "zhang")][..], fields].concat();
        let answer = served.post(&link, &fields, "");
        assert_eq!(answer.status, 422, "{answer:#?}");
        assert!(
            answer.body.contains(words) && answer.body.contains("role=\"alert\""),
            "{answer:#?}"
        );
    };
    wrong(&[("verb", "progress")], "至少填一项");
    wrong(&[("verb", "progress"), ("percent", "101")], "0 到 100");
    wrong(&[("verb", "done"), ("on", "2026-11-25")], "不能在今天之后");
    wrong(&[("verb", "done"), ("on", "2026-02-30")], "请填日期");
    wrong(&[("verb", "done")], "请填日期");
    wrong(
        &[("verb", "more-time"), ("until", "2026-11-24"), ("reason", "x")],
        "今天和现在的期限之后",
    );
    wrong(&[("verb", "more-time"), ("until", "2026-12-24"), ("reason", " ")], "请写明理由");
    wrong(&[("verb", "not-mine"), ("text", &"长".repeat(1001))], "最多 1000 字");
    let someone = served.post(&link, &[("form", &token), ("verb", "received"), ("as", "wang")], "");
    assert_eq!(someone.status, 422, "{someone:#?}");
    assert_eq!(served.answers(), 0);
    let right =
        [("form", token.as_str()), ("as", "zhang"), ("verb", "progress"), ("percent", "60%")];
    assert_eq!(served.post(&link, &right, "").status, 303);
    assert_eq!(served.answers(), 1);
    served.daemon.stop();
}

#[test]
fn forms_from_elsewhere_without_their_token_or_too_large_are_refused() {
    let mut served = Served::start("");
    served.daemon.at(DUE);
    let link = served.letter(&Subject::Task("A-1".into()));
    let page = format!("{}/task?id=A-1", served.person("zhang"));
    let (token, others) = (served.form_token(&link), served.form_token(&page));
    let fields = |token| [("form", token), ("as", "zhang"), ("verb", "received")];
    for (fields, more) in [
        (fields(""), ""),
        (fields("AAAA"), ""),
        (fields(others.as_str()), ""),
        (fields(token.as_str()), "Sec-Fetch-Site: cross-site\r\n"),
        (fields(token.as_str()), "Sec-Fetch-Site: same-site\r\n"),
        ([("form", token.as_str()), ("as", "zhang"), ("verb", "verified")], ""),
        ([("form", token.as_str()), ("as", "zhang"), ("verb", "accept")], ""),
    ] {
        let answer = served.post(&link, &fields, more);
        assert_eq!(answer.status, 403, "{fields:?} {more} {answer:#?}");
    }
    // No form by its type, and one that is too large.
    let body = form(&fields(token.as_str()));
    let plain = format!(
        "POST {link} HTTP/1.1\r\nHost: d\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(served.talk(plain.as_bytes()).status, 403);
    let large = served.post(
        &link,
        &[("form", &token), ("verb", "progress"), ("text", &"x".repeat(6000))],
        "",
    );
    assert_eq!(large.status, 413, "{large:#?}");
    // A POST to a list, or to a link that is none.
    assert_eq!(served.post(&served.person("zhang"), &fields(token.as_str()), "").status, 404);
    assert_eq!(served.post("/a/none", &fields(token.as_str()), "").status, 404);
    assert_eq!(served.answers(), 0);
    // The form is a day old.
    served.daemon.at("2026-11-25 01:01:10");
    assert_eq!(served.post(&link, &fields(token.as_str()), "").status, 403);
    assert_eq!(served.answers(), 0);
    served.daemon.stop();
}

#[test]
fn a1_a_letters_link_ends_with_its_stage_its_person_and_its_time() {
    let mut served = Served::start("");
    served.daemon.at(DUE);
    let link = served.letter(&Subject::Task("A-1".into()));
    let ended = served.get("/a/none");
    assert_eq!(served.get(&link).status, 200);
    // It is about A-1 and about nothing else.
    let letter = served.letter(&Subject::Task("A-1".into()));
    assert_eq!(letter, link);
    let root = served.office.folder.path().join("duban.toml");
    let files = fs::read_to_string(&root).expect("read");
    let changed = |served: &mut Served, from: &str, to: &str, time: &str| {
        assert!(files.contains(from));
        served.office.write("duban.toml", &files.replace(from, to));
        served.daemon.says("files read");
        served.daemon.at(time);
    };
    changed(
        &mut served,
        "owner = 'zhang'\nsupervisor",
        "owner = 'zhao'\nsupervisor",
        "2026-11-24 01:05:10",
    );
    assert_eq!(served.get(&link).body, ended.body, "it is another's now");
    changed(
        &mut served,
        "due = 2026-11-24\nlinks",
        "due = 2026-11-24\ndone = 2026-11-24\nlinks",
        "2026-11-24 01:10:10",
    );
    assert_eq!(served.get(&link).body, ended.body, "it is done");
    changed(
        &mut served,
        "due = 2026-11-24\nlinks",
        "due = 2026-11-24\nextended = [{ on = 2026-11-24, to = 2026-12-31 }]\nlinks",
        "2026-11-24 01:15:10",
    );
    assert_eq!(served.get(&link).status, 200, "an extension ends no link");
    served.daemon.at("2027-02-22 01:00:10");
    assert_eq!(served.get(&link).body, ended.body, "90 days are over");
    served.daemon.stop();
}

#[test]
fn a6_from_a_persons_page_one_answers_what_is_theirs() {
    let served = Served::start("");
    let page = format!("{}/task?id=A-1", served.person("zhang"));
    let token = served.form_token(&page);
    let sent = served.post(&page, &[("form", &token), ("verb", "received"), ("as", "zhang")], "");
    assert_eq!(sent.status, 303, "{sent:#?}");
    assert!(sent.head.contains("location: ?id=a-1&recorded=1"), "{sent:#?}");
    holds(&served.get(&format!("{page}&recorded=1")), &["已记下（反馈 1 号），即时生效"]);
    // Who supervises or heads it looks on.
    for other in ["chen", "wang"] {
        let page = format!("{}/task?id=A-1&lang=zh-CN", served.person(other));
        let answer = served.get(&page);
        holds(&answer, &["出台交流轮岗办法"]);
        lacks(&answer, &["name=\"verb\""]);
        let sent = served.post(&page, &[("form", &token), ("verb", "received"), ("as", other)], "");
        assert_eq!(sent.status, 403, "{sent:#?}");
    }
    assert_eq!(served.answers(), 1);
    served.daemon.stop();
}

#[test]
fn a6_the_calendar_has_the_persons_deadlines_and_no_others() {
    let served = Served::start("");
    let path = served.link(&Link::Calendar("zhang".into()), 30);
    assert!(path.ends_with(".ics"));
    let feed = served.get(&path);
    holds(
        &feed,
        &[
            "BEGIN:VCALENDAR",
            "UID:A-1@example.org",
            "UID:B-1/draft@example.org",
            "DTSTART;VALUE=DATE:20261130",
        ],
    );
    lacks(&feed, &["UID:B-1@", "C-1"]);
    assert!(feed.head.contains("content-type: text/calendar"), "{feed:#?}");
    let page = served.get(&served.person("zhang"));
    let href = page.body.split("href=\"../c/").nth(1).and_then(|rest| rest.split('"').next());
    let linked = served.get(&format!("/c/{}", href.expect("a feed")));
    assert_eq!(linked.status, 200, "{linked:#?}");
    served.daemon.stop();
}

#[test]
fn who_asks_too_often_waits_and_who_guesses_waits_sooner() {
    let served = Served::start("");
    let good = served.person("zhang");
    let from = |path: &str, address: &str| {
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: d\r\nX-Forwarded-For: 6.6.6.6, {address}\r\n\r\n"
        );
        served.talk(head.as_bytes()).status
    };
    // The daemon's timers are fast, so that a slow machine has guesses left for longer.
    let mut guessed = (0..300).map(|one| from(&format!("/p/{one}"), "192.0.2.1"));
    assert_eq!(guessed.next(), Some(404));
    assert!(guessed.any(|status| status == 429));
    assert_eq!(from(&good, "192.0.2.1"), 429, "who guesses sees nothing else either");
    assert_eq!(from(&good, "192.0.2.2"), 200, "others do");
    served.daemon.stop();
}

/// What a page may have at most, in bytes.
const LARGEST: usize = 300_000;

#[test]
fn a6_a_page_of_ten_thousand_tasks_is_small() {
    let task = |one: usize| {
        format!(
            "[[task]]\nid = 'T-{one:05}'\ntitle = '第 {one} 项整改任务，标题长短和真的一样'\nunit = 'city'\nowner = 'zhang'\npolicy = 'p'\ndue = 2027-03-{:02}\n",
            one % 28 + 1
        )
    };
    let all: String = (0..10_000).map(task).collect();
    let served = Served::by(Daemon::steady, &all);
    let link = served.person("zhang");
    for query in ["", "?sort=deadline&page=150", "?colour=green&colour=red&page=200", "?page=99999"]
    {
        let answer = served.get(&format!("{link}{query}"));
        assert_eq!(answer.status, 200, "{answer:#?}");
        assert!(answer.body.len() < LARGEST, "{} bytes", answer.body.len());
        assert!(answer.body.contains("10,00"), "{}", answer.body);
    }
    let found = served.get(&format!("{link}?text=%E7%AC%AC+4711+%E9%A1%B9"));
    holds(&found, &["T-04711", "共 1 项"]);
    served.daemon.stop();
}

/// The admin's own name of a stage stands on the ladder, in both languages, where its letters went and where they will go.
#[test]
fn a6_a_stage_of_the_admins_own_name_stands_on_the_ladder() {
    let more = "[policies.q]\nstages = [\n\
        { name = '二次<催>办', at = '+1d', repeat = '1wd', to = ['owner'] },\n\
        { name = 'plain', at = '+20d', to = ['owner'] },\n]\n\
        [[task]]\nid = 'Q-1'\ntitle = '清理台账'\nowner = 'zhang'\npolicy = 'q'\ndue = 2026-11-20\n";
    let mut served = Served::start(more);
    let page = |served: &Served, language: &str| {
        served.get(&format!("{}/task?id=Q-1&lang={language}", served.person("zhang")))
    };
    holds(&page(&served, "zh-CN"), &["二次&lt;催&gt;办：逾期提醒"]);
    holds(&page(&served, "en"), &["二次&lt;催&gt;办: overdue"]);
    served.daemon.at(DUE);
    let told = served.office.json(Some(DUE), &["history", "Q-1", "--json"]);
    assert_eq!(told["notices"][0]["stage"], "二次<催>办", "{told}");
    for (language, words) in
        [("zh-CN", "二次&lt;催&gt;办：逾期提醒"), ("en", "二次&lt;催&gt;办: overdue")]
    {
        let body = page(&served, language).body;
        let sent = body.split("class=\"sent\"").nth(1).expect("it went");
        assert!(sent.contains(words), "{body}");
        // A key is no name to be read.
        assert!(!body.contains("plain"), "{body}");
    }
    served.daemon.stop();
}

/// The longest that files and answers may have, as much of it as one page shows.
#[test]
fn a6_no_page_is_large_whatever_titles_names_and_answers_say() {
    let long = |of: &str| of.repeat(1900);
    let units: String = (0..150)
        .map(|one| {
            format!("[units.u{one}]\nname = '{one}{}'\nparent = 'city'\n", "单".repeat(1000))
        })
        .collect();
    let people: String = (0..60)
        .map(|one| {
            format!(
                "[people.q{one}]\nname = '{one}{}'\nemail = 'q{one}@example.org'\n",
                "<".repeat(300)
            )
        })
        .collect();
    let all: Vec<String> = (0..20).map(|one| format!("'q{one}'")).collect();
    let tasks: String = (0..60)
        .map(|one| {
            format!(
                "[[task]]\nid = 'L-{one}'\ntitle = '{one}{}'\nunit = 'u{one}'\nowner = 'q{one}'\nwith = [{}]\ndue = 2026-11-20\ndetail = '{}'\n",
                long("&"),
                all.join(", "),
                long("长<").repeat(10)
            )
        })
        .collect();
    let served = Served::by(Daemon::steady, &format!("detail = true\n{units}{people}{tasks}"));
    let mut ledger =
        rusqlite::Connection::open(served.office.state().join("ledger.sqlite3")).expect("a ledger");
    let given = ledger.transaction().expect("begun");
    for one in 0..300 {
        given
            .execute(
                "INSERT INTO answer (at, about, milestone, person, verb, day, words, more, way, proven, state, revision)
                 VALUES (1794446400000000, ?1, '', 'q1', 'done', '2026-11-23', ?2, substr(?2, 1, 500), 'page', 1, 'waits', ?3)",
                (format!("L-{}", one % 3), "&".repeat(1000), one + 1),
            )
            .expect("given");
    }
    given.commit().expect("given");
    let (office, own) = (served.link(&Link::Office, 30), served.person("q1"));
    let pages = [
        office.clone(),
        own.clone(),
        format!("{own}/task?id=L-1"),
        format!("{office}/task?id=L-1"),
        format!("{office}?unit=city&lang=en"),
        // What an address says again and again comes back in each link.
        format!("{office}?text={}", "a".repeat(1100)),
        format!("{office}?text={}", "a".repeat(15_000)),
        format!("{office}?{}", "owner=q1&".repeat(200)),
    ];
    holds(&served.get(&office), &["还有 250 条"]);
    for page in pages {
        let answer = served.get(&page);
        assert_eq!(answer.status, 200, "{page}");
        assert!(answer.body.len() < LARGEST, "{} bytes: {page}", answer.body.len());
    }
    served.daemon.stop();
}
