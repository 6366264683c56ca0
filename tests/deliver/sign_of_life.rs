//! R4: after each sweep a page elsewhere is asked for, and its `/fail` where something is wrong.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::daemon::Daemon;
use super::installation::{Installation, TASK, text};

/// Before anything is due.
const EARLY: &str = "2026-11-20 00:30:10";

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A page that takes signs: where, and the request line of each that came. It answers what it is told.
fn page(answer: &'static str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}/ping/1", listener.local_addr().expect("an address"));
    let (told, came): (Sender<String>, Receiver<String>) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().expect("cloned")).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            // The whole head, before the answer.
            for line in lines.map_while(Result::ok) {
                if line.is_empty() {
                    break;
                }
            }
            let _sent =
                stream.write_all(format!("{answer}\r\ncontent-length: 0\r\n\r\n").as_bytes());
            if told.send(first).is_err() {
                return;
            }
        }
    });
    (at, came)
}

fn office(url: &str) -> Installation {
    Installation::with_outbox(&format!("{TASK}[heartbeat]\nurl = '{url}'\n"))
}

#[test]
fn r4_each_sweep_asks_for_the_page_and_trouble_for_its_fail() {
    let (url, came) = page("HTTP/1.1 200 OK");
    let office = office(&url);
    let daemon = Daemon::start(&office, EARLY);
    let next = || came.recv_timeout(PATIENCE).expect("a sign");
    assert_eq!(next(), "GET /ping/1 HTTP/1.1");
    // A file that does not check is trouble (R1) until it is mended.
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &root.replace("owner = \"zhang\"", "owner = \"nobody\""));
    let mut said = next();
    while said == "GET /ping/1 HTTP/1.1" {
        daemon.set(EARLY);
        said = next();
    }
    assert_eq!(said, "GET /ping/1/fail HTTP/1.1");
    daemon.stop();
}

#[test]
fn r4_no_answer_changes_nothing_and_redirects_are_not_followed() {
    let (elsewhere, followed) = page("HTTP/1.1 200 OK");
    let moved: &'static str =
        Box::leak(format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}").into_boxed_str());
    let (url, came) = page(moved);
    let office = office(&url);
    let output = office.run(Some(EARLY), &["run", "--once"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("[heartbeat] took no sign of life"), "{}", text(&output));
    assert_eq!(came.try_recv().as_deref(), Ok("GET /ping/1 HTTP/1.1"));
    assert!(followed.try_recv().is_err(), "a redirect was followed");
    // Nobody listens there.
    office.write(
        "duban.toml",
        &std::fs::read_to_string(office.folder.path().join("duban.toml"))
            .expect("read")
            .replace(&url, "http://127.0.0.1:1/x"),
    );
    let output = office.run(Some(EARLY), &["run", "--once"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}
