//! A PostgreSQL server for tests: that of `DUBAN_TEST_POSTGRES`, else one that is started here and ends with this process.
//! Each test has a schema of its own in it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

static SERVER: OnceLock<Server> = OnceLock::new();

struct Server {
    url: String,
    /// Its standard input is a pipe from here, at whose end it ends.
    _lasts: Option<Child>,
}

/// How to reach the ledger of that name, a different one for each name. It is not made.
pub fn url(name: &str) -> String {
    let server = SERVER.get_or_init(|| match std::env::var("DUBAN_TEST_POSTGRES") {
        Ok(url) => Server { url, _lasts: None },
        Err(_) => start(),
    });
    format!("{} options='-c search_path={name} -c client_min_messages=warning'", server.url)
}

fn start() -> Server {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres/serve");
    let mut server = Command::new(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tests/postgres/serve");
    let mut url = String::new();
    let said = server.stdout.take().expect("it is piped");
    BufReader::new(said).read_line(&mut url).expect("a line");
    assert!(!url.is_empty(), "PostgreSQL did not start: see above");
    Server { url: url.trim().to_owned(), _lasts: Some(server) }
}
