//! A browser that a test drives: Chromium by its WebDriver, over HTTP on loopback, with an empty profile of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::ports::free_port;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Under this key WebDriver names an element (W3C WebDriver §11).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

const AXE: &str = include_str!("../axe/axe.min.js");

/// What presses keys, as WebDriver writes them.
pub const TAB: char = '\u{e004}';
pub const ENTER: char = '\u{e007}';

pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    pub fn start() -> Browser {
        let (mut driver, port) = (Command::new("chromedriver"), free_port());
        let driver = driver.arg(format!("--port={port}")).stdin(Stdio::null());
        let driver = driver.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = driver.expect("chromedriver; tests/run installs it");
        let said = BufReader::new(driver.stdout.as_mut().expect("piped"));
        let begun = said.lines().map_while(Result::ok).any(|line| line.contains("successfully"));
        assert!(begun, "chromedriver did not start on port {port}");
        let profile = tempfile::tempdir().expect("a folder");
        let own = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=zh-CN",
            &own,
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": { "args": arguments } } } });
        let mut browser = Browser { driver, port, session: String::new(), _profile: profile };
        let made = browser.says("POST", "/session", &wanted);
        browser.session = made["sessionId"].as_str().expect("a session").to_owned();
        browser
    }

    /// What the driver answers.
    fn says(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.asked(method, path, body);
        assert!(answer["error"].is_null(), "{method} {path} {body}: {answer}");
        answer
    }

    fn asked(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("written");
        stream.write_all(body.as_bytes()).expect("written");
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while reader.read_line(&mut line).expect("an answer") > 2 {
            let lower = line.to_ascii_lowercase();
            if let Some(given) = lower.strip_prefix("content-length:") {
                length = given.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes).expect("the whole answer");
        let mut answer: Value = serde_json::from_slice(&bytes).expect("JSON");
        answer["value"].take()
    }

    fn command(&self, method: &str, path: &str, body: Value) -> Value {
        self.says(method, &format!("/session/{}/{path}", self.session), &body)
    }

    pub fn open(&self, url: &str) {
        self.command("POST", "url", json!({ "url": url }));
    }

    pub fn url(&self) -> String {
        self.command("GET", "url", Value::Null).as_str().expect("a URL").to_owned()
    }

    pub fn back(&self) {
        self.command("POST", "back", json!({}));
    }

    /// All that the page shows.
    pub fn text(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : ''");
        text.as_str().expect("a text").to_owned()
    }

    /// It shows this, now or once the page is there that a click has asked for: the driver does not wait for that.
    pub fn shows(&self, words: &str) {
        let start = Instant::now();
        loop {
            let text = self.text();
            if text.contains(words) {
                return;
            }
            let late = start.elapsed() >= PATIENCE;
            assert!(!late, "`{words}` is missing on {}:\n{text}", self.url());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What a function with this body gives.
    pub fn run(&self, script: &str) -> Value {
        self.command("POST", "execute/sync", json!({ "script": script, "args": [] }))
    }

    fn element(&self, css: &str) -> String {
        let found =
            self.command("POST", "element", json!({ "using": "css selector", "value": css }));
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    pub fn click(&self, css: &str) {
        let element = self.element(css);
        self.command("POST", &format!("element/{element}/click"), json!({}));
    }

    pub fn type_into(&self, css: &str, text: &str) {
        let element = self.element(css);
        self.command("POST", &format!("element/{element}/value"), json!({ "text": text }));
    }

    /// Sets a field that a browser fills by a picker of its own, such as a day.
    pub fn set(&self, css: &str, value: &str) {
        let script = format!("document.querySelector({}).value = {}", json!(css), json!(value));
        self.run(&script);
    }

    /// Presses keys, one after the other.
    pub fn press(&self, keys: &[char]) {
        let one = |key: &char| [("keyDown", *key), ("keyUp", *key)];
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(one)
            .map(|(kind, key)| json!({ "type": kind, "value": key.to_string() }))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.command("POST", "actions", json!({ "actions": [keyboard] }));
    }

    /// Presses Tab until this has the focus; never more often than a page has places.
    pub fn tab_to(&self, css: &str) {
        let has_focus = format!("return document.activeElement.matches({})", json!(css));
        for _ in 0..60 {
            self.press(&[TAB]);
            if self.run(&has_focus) == true {
                return;
            }
        }
        panic!("Tab never comes to {css} on {}", self.url());
    }

    fn devtools(&self, what: &str, values: Value) {
        self.command("POST", "goog/cdp/execute", json!({ "cmd": what, "params": values }));
    }

    /// A screen so wide, as a phone's.
    pub fn width(&self, width: u32) {
        let phone =
            json!({ "width": width, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", phone);
    }

    pub fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// What axe has against the page by WCAG 2.2 AA.
    pub fn violations(&self) -> Vec<String> {
        self.run(AXE);
        let script = "const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
                found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | '))),
                failed => done(['axe failed: ' + failed]));";
        let found = self.command("POST", "execute/async", json!({ "script": script, "args": [] }));
        let found = found.as_array().expect("a list").iter();
        found.map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ended = self.asked("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
