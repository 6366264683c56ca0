//! Pages for people in a real browser (A1, A2, A6): each verb, wrong and expired links, the same form twice, the back button, a phone,
//! the keyboard alone, both languages; and what axe says of each page by WCAG 2.2 AA.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::installation::{Installation, text};
use super::ports::free_port;
use super::webdriver::{Browser, ENTER};

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const DUE: &str = "2026-11-24 01:00:10";
const SOON: &str = "2026-11-24 01:05:10";
const NEXT_DAY: &str = "2026-11-25 01:10:10";
const AFTER_90_DAYS: &str = "2027-02-22 01:10:10";

const OFFICE: &str = "
[calendars.default]
timezone = 'Asia/Shanghai'
holidays = ['CN']
[people]
zhang = { name = '张三', email = 'zhang@example.org' }
wang = { name = '王五', email = 'wang@example.org' }
chen = { name = 'Chen', email = 'chen@example.org', language = 'en' }
[units.city]
name = 'A 市局'
head = 'wang'
supervisor = 'chen'
[policies.p]
stages = [
  { name = 'due', at = '0d', repeat = '1wd', to = ['owner'], cc = ['supervisor'] },
  { name = 'verify', from = 'done', at = '0d', to = ['supervisor'], letter = 'verification' },
]
[defaults]
policy = 'p'
unit = 'city'
[[task]]
id = 'A-1'
title = '出台市县政法机关领导干部交流轮岗办法'
owner = 'zhang'
opened = 2026-09-01
due = 2026-11-24
links = ['https://example.org/a/very/long/path/that/has/no/blank/anywhere/and/goes/on/and/on']
[[task]]
id = 'B-1'
title = '清理党政机关领导干部在企业兼职'
owner = 'wang'
opened = 2026-09-01
due = 2026-12-24
milestones = [{ id = 'draft', title = '草案', due = 2026-11-30, owner = 'zhang' }]
[[task]]
id = 'C-1'
title = 'Verified by Chen'
owner = 'wang'
opened = 2026-09-01
due = 2026-11-30
done = 2026-11-23
";

/// An office whose letters have gone, its pages, and a browser.
pub struct Served {
    pub office: Installation,
    daemon: Option<Child>,
    port: u16,
    pub browser: Browser,
}

/// `[web]` on that port of loopback, with links in letters.
pub fn web(port: u16) -> String {
    format!(
        "[web]\nlisten = '127.0.0.1:{port}'\nurl = 'http://127.0.0.1:{port}'\n[answers]\nlinks = true\n"
    )
}

impl Served {
    fn start() -> Served {
        let port = free_port();
        let office = Installation::of("");
        let mail = "[mail]\nfrom = 'duban@example.org'\n";
        office.write("duban.toml", &format!("{mail}{}{OFFICE}", web(port)));
        office.once(DUE, 0);
        let mut served = Served::of(office, port);
        served.at(SOON);
        served
    }

    /// Nobody serves yet.
    pub fn of(office: Installation, port: u16) -> Served {
        Served { office, daemon: None, port, browser: Browser::start() }
    }

    /// The pages at that time, which goes on.
    pub fn at(&mut self, clock: &str) {
        self.end();
        let mut command = self.office.command(Some(clock), &["run"]);
        command.env("SSL_CERT_FILE", self.office.folder.path().join("ca.pem"));
        let daemon = command.stderr(Stdio::null()).spawn().expect("started");
        self.daemon = Some(daemon);
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            assert!(Instant::now() < end, "nobody listens");
            std::thread::yield_now();
        }
    }

    fn end(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let asked = std::process::Command::new("kill").arg(daemon.id().to_string()).status();
            assert!(asked.expect("asked").success());
            daemon.wait().expect("ended");
        }
    }

    /// The link of a person, or of the office.
    fn link(&self, whose: &[&str]) -> String {
        let linked = self.office.run(Some(SOON), &[&["link"], whose].concat());
        assert_eq!(linked.status.code(), Some(0), "{}", text(&linked));
        link_in(&String::from_utf8_lossy(&linked.stdout), self.port)
    }

    /// The link by which this task is answered, out of the newest letter about it.
    fn letter(&self, task: &str) -> String {
        let history = self.office.json(Some(SOON), &["history", task, "--json"]);
        let notices = history["notices"].as_array().expect("notices");
        let letter = notices.iter().filter_map(|one| one["letter"].as_str()).next_back();
        let shown = self.office.run(Some(SOON), &["show", letter.expect("a letter")]);
        link_in(&String::from_utf8_lossy(&shown.stdout), self.port)
    }

    pub fn answers(&self) -> Vec<String> {
        let answers = self.office.json(Some(SOON), &["answers", "--all", "--json"]);
        let mut answers = answers["answers"].as_array().expect("answers").clone();
        answers.sort_by_key(|one| one["number"].as_i64());
        let said = |one: &Value| {
            let of = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", of("task"), of("person"), of("verb"))
        };
        answers.iter().map(said).collect()
    }

    /// Opens the form of a verb and sends it.
    pub fn answer(&self, verb: &str, fill: impl Fn(&Browser)) {
        let form = format!("input[name=verb][value={verb}]");
        self.browser
            .run(&format!("document.querySelector('{form}').closest('details').open = true"));
        fill(&self.browser);
        self.browser.click(&format!("form:has({form}) button"));
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

/// The first link of ours in a text.
pub fn link_in(text: &str, port: u16) -> String {
    let begins = format!("http://127.0.0.1:{port}/");
    let at = text.find(&begins).unwrap_or_else(|| panic!("no link in:\n{text}"));
    let link = text[at..].split(|one: char| one.is_whitespace() || "\"<>)".contains(one)).next();
    link.expect("a link").to_owned()
}

#[test]
fn a2_each_verb_is_answered_in_a_browser() {
    let served = Served::start();
    let (browser, link) = (&served.browser, served.letter("A-1"));
    browser.open(&link);
    browser.shows("出台市县政法机关领导干部交流轮岗办法");
    assert!(served.answers().is_empty(), "to look at it answers nothing");
    served.answer("received", |_| ());
    browser.shows("已记下（反馈 1 号），即时生效");
    served.answer("progress", |browser| {
        browser.type_into("#progress-text", "方案已报审");
        browser.type_into("#progress-percent", "60");
    });
    browser.shows("已记下（反馈 2 号）");
    served.answer("done", |browser| {
        browser.set("#done-on", "2026-11-23");
        browser.type_into("#done-text", "已印发");
    });
    browser.shows("等督办室处理");
    served.answer("more-time", |browser| {
        browser.set("#more-time-until", "2026-12-31");
        browser.type_into("#more-time-reason", "等法院");
    });
    browser.shows("已记下（反馈 4 号）");
    served.answer("not-mine", |browser| browser.type_into("#not-mine-text", "归乙科"));
    browser.shows("已记下（反馈 5 号）");
    let verbs = ["received", "progress", "done", "more-time", "not-mine"];
    assert_eq!(served.answers(), verbs.map(|verb| format!("A-1 zhang {verb}")));
    // The supervisor's letter asks for another decision.
    browser.open(&served.letter("C-1"));
    browser.shows("Verified by Chen");
    served.answer("returned", |browser| browser.type_into("#returned-reason", "no proof"));
    browser.shows("Recorded as answer 6");
    served.answer("verified", |_| ());
    browser.shows("Recorded as answer 7");
    assert_eq!(served.answers()[5..], ["C-1 chen returned", "C-1 chen verified"]);
}

#[test]
fn the_same_form_twice_and_the_back_button_answer_once() {
    let served = Served::start();
    let (browser, link) = (&served.browser, served.letter("A-1"));
    browser.open(&link);
    served.answer("received", |_| ());
    browser.shows("已记下（反馈 1 号）");
    let recorded = browser.url();
    browser.back();
    assert_eq!(browser.url(), link);
    served.answer("received", |_| ());
    browser.shows("已记下（反馈 1 号）");
    assert_eq!(browser.url(), recorded);
    // Twice at once: what a double click sends.
    browser.open(&link);
    browser.run(
        "document.querySelector('input[name=verb][value=progress]').closest('details').open = true",
    );
    browser.type_into("#progress-text", "快了");
    browser.run(
        "const form = document.querySelector('form:has([value=progress])'); form.requestSubmit(); form.requestSubmit();",
    );
    // Both are under way; going on at once would end them.
    browser.shows("已记下（反馈 2 号）");
    browser.open(&link);
    browser.shows("快了");
    assert_eq!(served.answers(), ["A-1 zhang received", "A-1 zhang progress"]);
}

#[test]
fn a1_wrong_and_expired_links_and_old_forms_say_so_and_answer_nothing() {
    let mut served = Served::start();
    let link = served.letter("A-1");
    let mut wrong = link.clone();
    wrong.truncate(link.len() - 4);
    served.browser.open(&wrong);
    let none = served.browser.text();
    assert!(!none.contains("A-1") && !none.contains("张三"), "{none}");
    // The page is a day old when it is sent.
    served.browser.open(&link);
    served.at(NEXT_DAY);
    served.answer("received", |_| ());
    assert!(served.answers().is_empty());
    assert!(!served.browser.text().contains("已记下"), "{}", served.browser.text());
    served.browser.open(&link);
    served.answer("received", |_| ());
    served.browser.shows("已记下（反馈 1 号）");
    served.at(AFTER_90_DAYS);
    served.browser.open(&link);
    assert_eq!(served.browser.text(), none, "it has ended, and nothing more is said");
}

#[test]
fn no_page_scrolls_sideways_on_a_phone() {
    let served = Served::start();
    served.browser.width(360);
    for page in pages(&served) {
        served.browser.open(&page);
        let width = served.browser.run(
            "document.querySelectorAll('details').forEach(one => one.open = true); return document.documentElement.scrollWidth",
        );
        assert!(width.as_u64().is_some_and(|width| width <= 360), "{width} {page}");
    }
}

#[test]
fn one_answers_by_the_keyboard_alone() {
    let served = Served::start();
    let browser = &served.browser;
    browser.open(&served.letter("A-1"));
    browser.tab_to(".skip");
    browser.press(&[ENTER]);
    browser.tab_to("details:has([value=progress]) summary");
    browser.press(&[ENTER]);
    browser.tab_to("#progress-text");
    browser.press(&['o', 'k']);
    browser.tab_to("form:has([value=progress]) button");
    browser.press(&[ENTER]);
    browser.shows("已记下（反馈 1 号）");
    browser.shows("ok");
    assert_eq!(served.answers(), ["A-1 zhang progress"]);
}

#[test]
fn both_languages_are_one_link_apart() {
    let served = Served::start();
    let browser = &served.browser;
    browser.open(&served.letter("A-1"));
    browser.shows("报进展");
    browser.click("header nav a");
    assert_eq!(browser.run("return document.documentElement.lang"), "en");
    browser.shows("Not mine");
    served.answer("received", |_| ());
    browser.shows("Recorded as answer 1; it counts at once");
    browser.open(&served.link(&["chen"]));
    assert_eq!(browser.run("return document.documentElement.lang"), "en");
    browser.click("header nav a");
    assert_eq!(browser.run("return document.documentElement.lang"), "zh-CN");
}

/// One of each kind: of an answer, of a person, of a unit, of the office, of tasks, of what is none.
fn pages(served: &Served) -> Vec<String> {
    let (zhang, wang) = (served.link(&["zhang"]), served.link(&["wang"]));
    let (chen, office) = (served.link(&["chen"]), served.link(&["--office"]));
    vec![
        served.letter("A-1"),
        served.letter("C-1"),
        format!("{zhang}/task?id=A-1"),
        format!("{wang}/task?id=B-1"),
        format!("{wang}?list=headed"),
        format!("{wang}?unit=city&colour=red"),
        format!("{chen}?list=supervised"),
        format!("{office}/task?id=C-1"),
        zhang,
        office,
        format!("http://127.0.0.1:{}/p/none", served.port),
    ]
}

#[test]
fn axe_finds_nothing_by_wcag_on_any_page_in_light_and_in_dark() {
    let served = Served::start();
    let browser = &served.browser;
    let mut wrong = Vec::new();
    let mut look = |page: &str| {
        browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        for dark in [false, true] {
            browser.dark(dark);
            let found = browser.violations();
            wrong.extend(found.into_iter().map(|one| format!("{page} dark: {dark} {one}")));
        }
    };
    for page in pages(&served) {
        for language in ["zh-CN", "en"] {
            let sign = if page.contains('?') { '&' } else { '?' };
            browser.open(&format!("{page}{sign}lang={language}"));
            look(&page);
        }
    }
    // What comes after a form was sent, and where it was wrong.
    browser.open(&served.letter("A-1"));
    served.answer("received", |_| ());
    look("recorded");
    served.answer("progress", |_| ());
    browser.shows("至少填一项");
    look("wrong");
    let none: [&str; 0] = [];
    assert_eq!(wrong, none);
    // And it does find what is wrong.
    browser.run("document.querySelector('label').remove(); document.documentElement.lang = ''");
    let found = browser.violations();
    assert!(found.iter().any(|one| one.starts_with("html-has-lang")), "{found:?}");
}
