//! What a ledger of ten years costs beside one of a single year: start, sweep, `status`, `history`, `/metrics`.
//!
//!     cargo bench --bench ledger
//!
//! A year has 100,000 letters and a million notices; ten years take some 4 GB in the folder for temporary files. The files
//! are the same beside both: a thousand open tasks. Exits with 1 where the older ledger is slower than the younger one by
//! more than a quarter and five milliseconds. `DUBAN_YEARS=3` makes a ledger of fewer years.

#[path = "../tests/deliver/faketime.rs"]
mod faketime;
mod rounds;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use duban::daemon::sweeping::sweeper::Sweeper;
use duban::files::disk::DiskFiles;
use duban::ledger::{Ledger, Lock};
use jiff::{Timestamp, ToSpan};
use rounds::best;
use rusqlite::Connection;

/// Letters of a year, and notices in each.
const LETTERS: u64 = 100_000;
const NOTICES: u64 = 10;

/// Open tasks in the files; a year has a hundred times as many others, long gone.
const TASKS: u64 = 1000;

/// Night in Shanghai, when no letter leaves.
const NOW: &str = "2026-11-23T20:00:30Z";

fn main() -> anyhow::Result<()> {
    let years = std::env::var("DUBAN_YEARS").ok().map_or(Ok(10), |given| given.parse())?;
    let folder = tempfile::tempdir()?;
    let [young, old] =
        [1, years].map(|years| Office { root: folder.path().join(format!("{years}-years")) });
    young.write(1)?;
    old.write(years)?;
    let (young, old) = (young.measure()?, old.measure()?);
    println!("{:28} {:>12} {:>12}", "", "1 year", format!("{years} years"));
    let mut broken = 0;
    for ((what, young), (_, old)) in young.into_iter().zip(old) {
        let [young, old] = [young, old].map(|took| took.as_secs_f64() * 1e3);
        let kept = old <= young * 1.25 + 5.0;
        broken += usize::from(!kept);
        let verdict = if kept { "ok" } else { "TOO MUCH" };
        println!("{what:28} {young:>9.2} ms {old:>9.2} ms: {verdict}");
    }
    anyhow::ensure!(broken == 0, "{broken} bounds broken");
    Ok(())
}

struct Office {
    root: PathBuf,
}

impl Office {
    fn write(&self, years: u64) -> anyhow::Result<()> {
        std::fs::create_dir(&self.root)?;
        let socket = self.root.join("http.sock");
        let mut text = ROOT.replace("SOCKET", &socket.to_string_lossy());
        for number in 0..TASKS {
            writeln!(
                text,
                "[[task]]\nid = 'A-{number}'\ntitle = '第 {number} 项'\ndue = 2027-01-15"
            )?;
        }
        std::fs::write(self.root.join("duban.toml"), text)?;
        let lock = Lock::acquire(&self.state())?;
        let mut ledger = Ledger::open(&self.state(), &lock)?;
        // Once, as any daemon begins: what is due is recorded.
        self.sweeper()?.sweep(&mut ledger, NOW.parse()?)?;
        drop((ledger, lock));
        fill(&self.state().join("ledger.sqlite3"), years)
    }

    fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    fn sweeper(&self) -> anyhow::Result<Sweeper> {
        let loaded = duban::config::load(&self.root.join("duban.toml"), &DiskFiles, NOW.parse()?);
        Ok(Sweeper::new(Arc::new(loaded.config.expect("it checks"))))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        faketime::fake_clock(&mut command, &NOW.replace('T', " ").replace('Z', ""));
        command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        command.arg("--config").arg(self.root.join("duban.toml"));
        command.arg("--state-dir").arg(self.state()).args(arguments);
        command
    }

    fn measure(&self) -> anyhow::Result<Vec<(&'static str, Duration)>> {
        let (first, idle) = self.sweeps()?;
        let mut all =
            vec![("open, and the first sweep", first), ("a sweep with nothing due", idle)];
        all.push(("run: ready", best(|| self.served(|| Ok(())))?));
        for (what, arguments) in [
            ("status", &["status"][..]),
            ("history of an open task", &["history", "A-7"]),
            ("history of an old task", &["history", "Z-0-7"]),
            ("history, the latest", &["history"]),
        ] {
            let asked = || {
                let output = self.command(arguments).output()?;
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                anyhow::ensure!(output.status.success(), "{what}: {said}");
                Ok(())
            };
            all.push((what, best(asked)?));
        }
        let mut metrics = Duration::MAX;
        self.served(|| {
            metrics = best(|| ask(&self.root.join("http.sock")))?;
            Ok(())
        })?;
        all.push(("/metrics", metrics));
        Ok(all)
    }

    /// How long the ledger takes to be opened and swept for the first time, and an idle sweep after it.
    fn sweeps(&self) -> anyhow::Result<(Duration, Duration)> {
        let mut now: Timestamp = NOW.parse()?;
        let first = best(|| {
            let lock = Lock::acquire(&self.state())?;
            let (mut ledger, _) = Ledger::open_at_once(&self.state(), &lock)?;
            self.sweeper()?.sweep(&mut ledger, now)?;
            Ok(())
        })?;
        let lock = Lock::acquire(&self.state())?;
        let (mut ledger, _) = Ledger::open_at_once(&self.state(), &lock)?;
        let mut sweeper = self.sweeper()?;
        sweeper.sweep(&mut ledger, now)?;
        let idle = best(|| {
            now = now.checked_add(1.second())?;
            sweeper.sweep(&mut ledger, now)?;
            Ok(())
        })?;
        Ok((first, idle))
    }

    /// Starts the daemon, works while it serves, and ends it.
    fn served(&self, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut daemon = self.command(&["run"]).stderr(Stdio::piped()).spawn()?;
        let log = BufReader::new(daemon.stderr.take().expect("it was piped"));
        let ready = log.lines().map_while(Result::ok).any(|line| line.contains("ready"));
        let done =
            if ready { work() } else { Err(anyhow::anyhow!("it ended before it was ready")) };
        daemon.kill()?;
        daemon.wait()?;
        done
    }
}

/// A ledger as so many years leave it: letters that were sent, each about tasks that are in no file any more.
fn fill(ledger: &Path, years: u64) -> anyhow::Result<()> {
    let connection = Connection::open(ledger)?;
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")?;
    let latest: Timestamp = "2026-11-01T00:00:00Z".parse()?;
    let letters = LETTERS * years;
    // The oldest comes first, five minutes before the next.
    let first = latest.as_microsecond() - i64::try_from(letters)? * 300_000_000;
    connection.execute_batch(&format!(
        "BEGIN;
         CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
             (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {letters}) SELECT i FROM n;
         INSERT INTO letter (number, id, message_id, kind, language, importance, subject, sender, state, created,
                 settled, attempts, offered)
             SELECT 1000000 + i, 'z' || i, 'z' || i || '@example.org', 'overdue', 'zh-CN', 1, '[督办] 逾期提醒',
                 'duban@example.org', 'sent', {first} + i * 300000000, {first} + i * 300000000 + 900000, 1, 1 FROM n;
         INSERT INTO message (letter, bytes) SELECT 1000000 + i, zeroblob(300) FROM n;
         INSERT INTO recipient (letter, position, address, state)
             SELECT 1000000 + i, 0, 'p' || (i % 400) || '@example.org', 'delivered' FROM n;
         INSERT INTO attempt (letter, number, started, ended)
             SELECT 1000000 + i, 1, {first} + i * 300000000, {first} + i * 300000000 + 900000 FROM n;
         INSERT INTO notice (about, milestone, \"from\", anchor, stage, occurrence, disposition, moment, recorded,
                 letter)
             SELECT 'Z-' || (i / {LETTERS}) || '-' || ((i * {NOTICES} + k) % ({TASKS} * 100)), '', 'due', '2020-01-01',
                 'overdue', i * {NOTICES} + k, 'letter', {first} + i * 300000000, {first} + i * 300000000, 'z' || i
             FROM n, (WITH RECURSIVE k (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k + 1 < {NOTICES})
                      SELECT k FROM k);
         COMMIT;"
    ))?;
    let (letters, notices): (i64, i64) = connection.query_row(
        "SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM notice)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    drop(connection);
    let megabytes = std::fs::metadata(ledger)?.len() >> 20;
    println!("{years} years: {letters} letters, {notices} notices, {megabytes} MB");
    Ok(())
}

fn ask(socket: &Path) -> anyhow::Result<()> {
    let mut stream = UnixStream::connect(socket)?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: duban\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    anyhow::ensure!(answer.starts_with("HTTP/1.1 200 "), "/metrics is not served: {answer}");
    Ok(())
}

const ROOT: &str = r#"
[mail]
from = "督办室 <duban@example.org>"
[http]
listen = "unix:SOCKET"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people.zhang]
name = "张三"
email = "zhang@example.org"
[defaults]
policy = "standard"
owner = "zhang"
[policies.standard]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"] },
]
"#;
