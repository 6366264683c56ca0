//! Pages for people of ten thousand tasks: how soon the first byte comes, and how large a page is.
//!
//!     cargo bench --bench pages
//!
//! The real daemon serves them, after a morning's letters; they are asked for on its socket, one after the other. Exits with 1
//! if a bound is broken. The first request after the files were read is a line of its own, for it counts past months.

#[path = "../tests/deliver/faketime.rs"]
mod faketime;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::{Date, date};

const TASKS: usize = 10_000;
const UNITS: usize = 120;
const PEOPLE: usize = 400;

/// Each page is asked for so often; the slowest counts, but for one that the machine was busy at.
const ROUNDS: usize = 20;

const BOUND: Duration = Duration::from_millis(50);
const LARGEST: usize = 300_000;

/// A Tuesday, nine and half past nine in Shanghai.
const MORNING: &str = "2026-11-24 01:00:10";
const LATER: &str = "2026-11-24 01:30:10";

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let office = Office { root: folder.path().to_owned() };
    office.write()?;
    office.run(MORNING, &["run", "--once"])?;
    let (whole, own) = (office.link(&["--office"])?, office.link(&["p1"])?);
    let mut daemon = office.serve()?;
    let measured = office.measure(&whole, &own);
    daemon.kill()?;
    daemon.wait()?;
    let broken = measured?;
    anyhow::ensure!(broken == 0, "{broken} bounds broken");
    Ok(())
}

struct Office {
    root: PathBuf,
}

impl Office {
    fn command(&self, clock: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        faketime::fake_clock(&mut command, clock);
        command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        command.arg("--config").arg(self.root.join("duban.toml"));
        command.arg("--state-dir").arg(self.root.join("state")).args(arguments);
        command
    }

    fn run(&self, clock: &str, arguments: &[&str]) -> anyhow::Result<String> {
        let output = self.command(clock, arguments).output()?;
        anyhow::ensure!(
            output.status.success(),
            "{arguments:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The path of a link.
    fn link(&self, whose: &[&str]) -> anyhow::Result<String> {
        let said = self.run(LATER, &[&["link"], whose].concat())?;
        let link = said.split_whitespace().find_map(|word| word.strip_prefix(URL));
        Ok(link.ok_or_else(|| anyhow::anyhow!("no link in {said}"))?.to_owned())
    }

    /// A daemon that is ready.
    fn serve(&self) -> anyhow::Result<Child> {
        let mut daemon = self.command(LATER, &["run"]).stderr(Stdio::piped()).spawn()?;
        let log = BufReader::new(daemon.stderr.take().expect("it was piped"));
        let mut lines = log.lines().map_while(Result::ok);
        let ready = lines.any(|line| line.contains("ready"));
        // Whatever else it says is read, so that it never waits to say it.
        std::thread::spawn(move || lines.for_each(drop));
        anyhow::ensure!(ready, "the daemon ended before it was ready");
        Ok(daemon)
    }

    /// How many bounds were broken.
    fn measure(&self, whole: &str, own: &str) -> anyhow::Result<usize> {
        println!("{TASKS} tasks, {UNITS} units; the second slowest of {ROUNDS}");
        let mut broken = 0;
        let mut line = |what: &str, first_byte: Duration, bytes: usize| {
            let kept = first_byte <= BOUND && bytes < LARGEST;
            broken += usize::from(!kept);
            let verdict = if kept { "ok" } else { "TOO MUCH" };
            let milliseconds = first_byte.as_secs_f64() * 1e3;
            println!("{what:38} {milliseconds:>8.1} ms {bytes:>8} bytes: {verdict}");
        };
        let (first, bytes) = self.ask(whole)?;
        line("the office's, first after the start", first, bytes);
        let pages = [
            ("the office's", whole.to_owned()),
            ("the office's, a unit's", format!("{whole}?unit=u1")),
            ("the office's, by deadline, page 100", format!("{whole}?sort=deadline&page=100")),
            (
                "the office's, with filters",
                format!("{whole}?colour=red&late=>30d&text=%E5%8A%9E%E6%B3%95"),
            ),
            ("a task's, of the office", format!("{whole}/task?id=A-00017")),
            ("a person's", own.to_owned()),
            ("a person's, supervised", format!("{own}?list=supervised")),
            ("a person's, headed", format!("{own}?list=headed")),
        ];
        for (what, page) in &pages {
            let mut took = Vec::with_capacity(ROUNDS);
            let mut largest = 0;
            for _ in 0..ROUNDS {
                let (first_byte, bytes) = self.ask(page)?;
                took.push(first_byte);
                largest = largest.max(bytes);
                // Within what one address may ask for in a minute.
                std::thread::sleep(Duration::from_millis(500));
            }
            took.sort();
            line(what, took[ROUNDS - 2], largest);
        }
        println!("at most {} ms and {LARGEST} bytes each", BOUND.as_millis());
        Ok(broken)
    }

    /// How long until the first byte, and how many bytes the page has.
    fn ask(&self, page: &str) -> anyhow::Result<(Duration, usize)> {
        let started = Instant::now();
        let mut stream = UnixStream::connect(self.root.join("web.sock"))?;
        write!(stream, "GET {page} HTTP/1.1\r\nHost: duban\r\n\r\n")?;
        let mut answer = vec![0; 1];
        stream.read_exact(&mut answer)?;
        let first_byte = started.elapsed();
        stream.read_to_end(&mut answer)?;
        anyhow::ensure!(answer.starts_with(b"HTTP/1.1 200 "), "{page} is not served");
        Ok((first_byte, answer.len()))
    }

    fn write(&self) -> anyhow::Result<()> {
        let mut text = ROOT.replace("SOCKET", &path(&self.root.join("web.sock"))?);
        for at in 0..PEOPLE {
            writeln!(text, "[people.p{at}]\nname = \"某{at}\"\nemail = \"p{at}@example.org\"")?;
        }
        for at in 0..UNITS {
            writeln!(text, "[units.u{at}]\nname = \"第{at}局\"\nhead = \"p{at}\"")?;
            writeln!(text, "supervisor = \"p{}\"", at % 3)?;
            if at > 0 {
                writeln!(text, "parent = \"u{}\"", (at - 1) / 12)?;
            }
        }
        for number in 0..TASKS {
            write_task(&mut text, number)?;
        }
        Ok(std::fs::write(self.root.join("duban.toml"), text)?)
    }
}

fn path(path: &Path) -> anyhow::Result<String> {
    Ok(path.to_str().ok_or_else(|| anyhow::anyhow!("a path that is no text"))?.to_owned())
}

const URL: &str = "https://duban.example.org";

const ROOT: &str = r#"
[mail]
from = "督办室 <duban@example.org>"
[guard]
max-letters = 100000
[web]
listen = "unix:SOCKET"
url = "https://duban.example.org"
[answers]
links = true
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[defaults]
policy = "standard"
[policies.standard]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] },
  { name = "supervise", at = "+5wd", repeat = "1w", to = ["owner", "head"], cc = ["supervisor"], letter = "supervision" },
  { name = "verify", from = "done", at = "+5wd", repeat = "5wd", times = 4, to = ["supervisor"], letter = "verification" },
  { name = "look-back", from = "verified", at = "+90d", to = ["supervisor"], letter = "look-back" },
]
"#;

/// Two years of tasks: two in five closed, most of these verified; one in five extended, one in four with a step.
fn write_task(text: &mut String, number: usize) -> anyhow::Result<()> {
    let opened = day(number % 700)?;
    let due = day(number % 700 + 30 + number % 90)?;
    writeln!(text, "[[task]]\nid = \"A-{number:05}\"")?;
    writeln!(text, "title = \"出台市县政法机关领导干部交流轮岗办法（第 {number} 项）\"")?;
    writeln!(text, "unit = \"u{}\"\nowner = \"p{}\"", number % UNITS, number * 7 % PEOPLE)?;
    writeln!(text, "opened = {opened}\ndue = {due}")?;
    let closed = due.checked_add(((number % 30) as i64 - 15).days())?;
    if number % 5 < 2 && closed < date(2026, 11, 10) {
        writeln!(text, "done = {closed}")?;
        if !number.is_multiple_of(7) {
            writeln!(text, "verified = {}", closed.checked_add(10.days())?)?;
        }
    }
    if number.is_multiple_of(5) {
        let (on, to) = (due.checked_sub(3.days())?, due.checked_add(20.days())?);
        writeln!(
            text,
            "extended = [{{ on = {on}, to = {to}, by = \"p1\", reason = \"等待批复\" }}]"
        )?;
    }
    if number % 4 == 1 {
        writeln!(text, "milestones = [{{ id = \"draft\", title = \"草案\", due = {due} }}]")?;
    }
    Ok(())
}

fn day(after: usize) -> anyhow::Result<Date> {
    Ok(date(2025, 2, 1).checked_add((after as i64).days())?)
}
