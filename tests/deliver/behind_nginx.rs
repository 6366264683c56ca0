//! `[web]` behind a real nginx, by the lines of docs/web.md: the pages are served, who asks is told by nginx and not by the client,
//! and no link gets into a log.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::pages::Served;
use super::ports::free_port;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const DOCUMENT: &str = include_str!("../../docs/web.md");

struct Nginx {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Nginx {
    /// By the lines of the document, without TLS, before that socket.
    fn before(served: &Served) -> Nginx {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let block = DOCUMENT.split("```nginx\n").nth(1).and_then(|rest| rest.split("```").next());
        let block = block.expect("the document has lines for nginx");
        let tls = |line: &&str| !line.contains("ssl_certificate");
        let block: String = block.lines().filter(tls).map(|line| format!("{line}\n")).collect();
        let socket = format!("http://unix:{}:", served.socket.display());
        assert!(block.contains("listen 443 ssl;") && block.contains("http://127.0.0.1:9480;"));
        let here = folder.path().display();
        let block = block
            .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
            .replace("/var/log/nginx/duban.log", &format!("{here}/duban.log"))
            .replace("http://127.0.0.1:9480;", &format!("{socket};"));
        let under = format!(
            "    location /duban/ {{ proxy_pass {socket}/; proxy_set_header X-Forwarded-For $remote_addr; }}\n}}\n"
        );
        let block = block.trim_end().strip_suffix('}').expect("it ends").to_owned() + &under;
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {here}/{name};\n"))
            .concat();
        let config = format!(
            "daemon off;\nuser root;\npid {here}/pid;\nerror_log {here}/error.log;\nevents {{}}\n\
             http {{\naccess_log {here}/access.log;\n{paths}{block}}}\n"
        );
        fs::write(folder.path().join("nginx.conf"), config).expect("written");
        let mut nginx = Command::new("/usr/sbin/nginx");
        nginx.arg("-p").arg(folder.path()).arg("-c").arg(folder.path().join("nginx.conf"));
        nginx.arg("-e").arg(folder.path().join("error.log")).stdin(Stdio::null());
        let child = nginx.spawn().expect("nginx; tests/run installs it");
        let nginx = Nginx { child, port, folder };
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let log = fs::read_to_string(nginx.folder.path().join("error.log"));
            assert!(Instant::now() < end, "{log:?}");
            std::thread::yield_now();
        }
        nginx
    }

    /// The status, and the page.
    fn ask(&self, method: &str, path: &str, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: duban.example.org\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n{body}"
        );
        // Who sends too much is cut off.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or(0), answer)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Told in order, it ends its workers.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

#[test]
fn the_documented_lines_serve_pages_and_whoever_guesses_waits_whatever_they_say_they_are() {
    let served = Served::start("");
    let nginx = Nginx::before(&served);
    let link = served.person("zhang");
    let (status, page) = nginx.ask("GET", &link, "", "");
    assert_eq!(status, 200, "{page}");
    assert!(
        page.contains("出台交流轮岗办法") && page.contains("content-security-policy"),
        "{page}"
    );
    let (status, page) = nginx.ask("GET", &format!("/duban{link}"), "", "");
    assert_eq!(status, 200, "{page}");
    let large = "x".repeat(20_000);
    assert_eq!(nginx.ask("POST", &format!("{link}/task"), "", &large).0, 413);
    let guess = |one: usize| {
        let other = format!("X-Forwarded-For: 192.0.2.{one}\r\n");
        nginx.ask("GET", &format!("/p/{one}"), &other, "").0
    };
    let guessed: Vec<u16> = (0..30).map(guess).collect();
    assert_eq!((guessed[0], guessed[29]), (404, 429), "{guessed:?}");
    for log in ["access.log", "error.log", "duban.log"] {
        let said = fs::read_to_string(nginx.folder.path().join(log)).unwrap_or_default();
        assert!(!said.contains(&link), "{log}: {said}");
    }
    drop(nginx);
    served.stop();
}
