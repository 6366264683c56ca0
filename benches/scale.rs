//! A hundred thousand tasks in a hundred files: what reading, starting, sweeping and planning cost.
//!
//!     cargo bench --bench scale
//!     cargo bench --bench scale -- million    # a million tasks in a thousand files: ready, memory, sweep, reload
//!
//! The peer, the `toml` crate parsing the same files into typed structs on one core, is measured in
//! the same run. Exits with 1 if a bound is broken. `DUBAN_BENCH_KEEP=DIR` keeps the files.

#[path = "../tests/deliver/faketime.rs"]
mod faketime;
mod one_owner;
mod process;
mod rounds;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use duban::channels::compose_further;
use duban::daemon::sweeping::sweeper::Sweeper;
use duban::files::disk::DiskFiles;
use duban::ledger::{Ledger, Lock};
use duban::plan::further::report_letter;
use duban::view::figures::{About, Stood};
use duban::view::reports::told;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use process::{memory, worked};
use rounds::{ROUNDS, best};
use serde::Deserialize;

const FILES: usize = 100;
const TASKS: usize = 1000;

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let root = match std::env::var_os("DUBAN_BENCH_KEEP") {
        Some(kept) => PathBuf::from(kept),
        None => folder.path().to_owned(),
    };
    if std::env::args().any(|argument| argument == "million") {
        return million(&root);
    }
    write_files(&root, FILES)?;
    let config = root.join("duban.toml");
    println!(
        "{} tasks in {FILES} files, {} MB; best of {ROUNDS}",
        FILES * TASKS,
        size(&root)? >> 20
    );
    let peer = best(|| parse_typed(&root, FILES))?;
    let check = best(|| run(&["check", "--config"], &config).map(drop))?;
    let mut bounds = Bounds::default();
    println!("{:32} {:>10.1} ms", "peer: toml, typed, one core", peer.as_secs_f64() * 1e3);
    bounds.time("check", check, peer);
    let Started { ready, peak, busy } = start(&config, &root.join("state-run"))?;
    bounds.time("run: ready", ready, Duration::from_secs(2));
    bounds.memory("run: most memory ever held", peak, 150 << 20);
    bounds.line("run: of one core, with nothing due", busy * 100.0, 0.1, "%");
    let (first, idle) = sweeps(&config, &root.join("state-sweep"))?;
    println!("{:32} {:>10.1} ms", "the first sweep, all tasks", first.as_secs_f64() * 1e3);
    bounds.time("a sweep with nothing due", idle, Duration::from_millis(1));
    let Storm { letters, notices, took, more } = storm(&config, &root.join("state-storm"))?;
    bounds.time(&format!("{letters} letters, {notices} notices"), took, peer * 8);
    bounds.memory("most memory that this took", more, 150 << 20);
    let plan = best(|| run(&["plan", "--json", "--now", NOW, "--config"], &config).map(drop))?;
    bounds.time("plan for 30 days", plan, Duration::from_secs(3));
    reports(&root, &mut bounds)?;
    one_owner(folder.path(), &mut bounds)?;
    bounds.finish()
}

/// Ten times as many tasks, read once: what grows with the list grows no faster than it.
fn million(root: &Path) -> anyhow::Result<()> {
    let files = FILES * 10;
    let tasks = files * TASKS;
    write_files(root, files)?;
    let config = root.join("duban.toml");
    println!("{tasks} tasks in {files} files, {} MB", size(root)? >> 20);
    let started = Instant::now();
    parse_typed(root, files)?;
    let peer = started.elapsed();
    println!("{:32} {:>10.1} ms", "peer: toml, typed, one core", peer.as_secs_f64() * 1e3);
    let mut bounds = Bounds::default();
    let mut daemon = Daemon::start(&config, &root.join("state-run"))?;
    bounds.time("run: ready", daemon.ready, peer.mul_f64(0.6));
    daemon.rest()?;
    let each = daemon.peak()? as f64 / tasks as f64;
    bounds.line("run: most memory ever held", each, 600.0, "bytes a task");
    let reload = daemon.reload(&root.join("tasks/000.toml"))?;
    bounds.time("one file read again, work", reload, Duration::from_millis(100));
    drop(daemon);
    let (first, idle) = sweeps(&config, &root.join("state-sweep"))?;
    println!("{:32} {:>10.1} ms", "the first sweep, all tasks", first.as_secs_f64() * 1e3);
    bounds.time("a sweep with nothing due", idle, Duration::from_millis(1));
    bounds.finish()
}

/// When everything here is measured: night in Shanghai, when no letter leaves.
const NOW: &str = "2026-11-23T20:00:30Z";

/// When letters leave.
const MORNING: &str = "2026-11-24T01:00:30Z";

/// Figures beside the bounds they must keep.
#[derive(Default)]
struct Bounds {
    broken: usize,
}

impl Bounds {
    fn time(&mut self, what: &str, measured: Duration, bound: Duration) {
        let (measured, bound) = (measured.as_secs_f64() * 1e3, bound.as_secs_f64() * 1e3);
        self.line(what, measured, bound, "ms");
    }

    fn memory(&mut self, what: &str, measured: u64, bound: u64) {
        let megabytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        self.line(what, megabytes(measured), megabytes(bound), "MB");
    }

    fn line(&mut self, what: &str, measured: f64, bound: f64, unit: &str) {
        let kept = measured <= bound;
        self.broken += usize::from(!kept);
        let verdict = if kept { "ok" } else { "TOO MUCH" };
        println!("{what:32} {measured:>10.3} {unit}   at most {bound:.1} {unit}: {verdict}");
    }

    fn finish(self) -> anyhow::Result<()> {
        anyhow::ensure!(self.broken == 0, "{} bounds broken", self.broken);
        Ok(())
    }
}

fn duban() -> Command {
    Command::new(env!("CARGO_BIN_EXE_duban"))
}

fn run(arguments: &[&str], config: &Path) -> anyhow::Result<Vec<u8>> {
    let output = duban().args(arguments).arg(config).output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(output.stdout)
}

/// What a daemon cost.
struct Started {
    /// How long until it was ready.
    ready: Duration,
    /// The most memory it held (VmHWM), in bytes.
    peak: u64,
    /// For which part of two minutes it worked, once the first sweep was over.
    busy: f64,
}

fn start(config: &Path, state: &Path) -> anyhow::Result<Started> {
    let mut daemon = Daemon::start(config, state)?;
    daemon.rest()?;
    let (before, from) = (daemon.worked()?, Instant::now());
    std::thread::sleep(Duration::from_secs(120));
    let busy = (daemon.worked()? - before).as_secs_f64() / from.elapsed().as_secs_f64();
    Ok(Started { ready: daemon.ready, peak: daemon.peak()?, busy })
}

/// One that runs, until it is dropped.
struct Daemon {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
    /// How long it took until it was ready.
    ready: Duration,
}

impl Daemon {
    fn start(config: &Path, state: &Path) -> anyhow::Result<Daemon> {
        let started = Instant::now();
        let mut daemon = duban();
        // Night by its clock; timers go by the monotonic one, which stays true.
        faketime::fake_clock(&mut daemon, &NOW.replace('T', " ").replace('Z', ""));
        daemon.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        daemon.arg("run").args([Path::new("--config"), config, Path::new("--state-dir"), state]);
        let mut child = daemon.stderr(Stdio::piped()).spawn()?;
        let lines = BufReader::new(child.stderr.take().expect("it was piped")).lines();
        let mut daemon = Daemon { child, lines, ready: Duration::ZERO };
        daemon.says("ready")?;
        daemon.ready = started.elapsed();
        Ok(daemon)
    }

    fn says(&mut self, wanted: &str) -> anyhow::Result<()> {
        let said = self.lines.any(|line| line.is_ok_and(|line| line.contains(wanted)));
        anyhow::ensure!(said, "the daemon ended before it said `{wanted}`");
        Ok(())
    }

    fn process(&self) -> String {
        self.child.id().to_string()
    }

    fn worked(&self) -> anyhow::Result<Duration> {
        Ok(worked(&self.process())?)
    }

    /// The most memory it held (VmHWM), in bytes.
    fn peak(&self) -> anyhow::Result<u64> {
        Ok(memory(&self.process(), "VmHWM")? << 10)
    }

    /// The first sweep, at once after it is ready, belongs to what a start needs.
    fn rest(&mut self) -> anyhow::Result<()> {
        loop {
            let before = self.worked()?;
            std::thread::sleep(Duration::from_secs(5));
            if self.worked()? - before < Duration::from_millis(50) {
                return Ok(());
            }
        }
    }

    /// How long it works until a task that is added to a file is among those it goes by.
    fn reload(&mut self, file: &Path) -> anyhow::Result<Duration> {
        let before = self.worked()?;
        let mut text = std::fs::read_to_string(file)?;
        text += "[[task]]\nid = 'A-NEW'\ntitle = 'x'\nowner = 'p1'\ndue = 2030-01-01\n";
        std::fs::write(file, text)?;
        self.says("files read")?;
        Ok(self.worked()? - before)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// How long the first sweep takes, and one with nothing due.
fn sweeps(config: &Path, state: &Path) -> anyhow::Result<(Duration, Duration)> {
    let now: Timestamp = NOW.parse()?;
    let loaded = duban::config::load(config, &DiskFiles, now);
    let config = loaded.config.expect("it checks");
    let lock = Lock::acquire(state)?;
    let mut ledger = Ledger::open(state, &lock)?;
    let mut sweeper = Sweeper::new(Arc::new(config));
    let started = Instant::now();
    sweeper.sweep(&mut ledger, now)?;
    let first = started.elapsed();
    let mut at = now;
    let idle = best(|| {
        at = at.checked_add(1.second())?;
        sweeper.sweep(&mut ledger, at)?;
        Ok(())
    })?;
    Ok((first, idle))
}

/// A sweep by day of all tasks.
struct Storm {
    letters: u64,
    notices: u64,
    took: Duration,
    /// The most memory that was held, beyond that of the tasks.
    more: u64,
}

/// All letters at once that are due in the morning; so many are held for a person (L6).
fn storm(config: &Path, state: &Path) -> anyhow::Result<Storm> {
    let now: Timestamp = MORNING.parse()?;
    let loaded = duban::config::load(config, &DiskFiles, now);
    let mut sweeper = Sweeper::new(Arc::new(loaded.config.expect("it checks")));
    let lock = Lock::acquire(state)?;
    let mut ledger = Ledger::open(state, &lock)?;
    // The most memory ever held is counted from here on.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let held = memory("self", "VmRSS")?;
    let started = Instant::now();
    sweeper.sweep(&mut ledger, now)?;
    let took = started.elapsed();
    let more = memory("self", "VmHWM")?.saturating_sub(held) << 10;
    let (letters, notices) = ledger.counts()?;
    Ok(Storm { letters, notices, took, more })
}

/// Within this a workbook of all tasks is written, with all that it reads. The goal is 2 s. Half of the time beyond the
/// reading is the library's when it saves: it walks its tree of cells three times, for the numbers of texts, the spans of
/// rows and the XML, on one core; the rest is that tree, filled cell by cell.
const WORKBOOK: Duration = Duration::from_millis(3500);

/// A report about all tasks, with all that it reads, and the letter of one with its workbook (P2, P5).
fn reports(root: &Path, bounds: &mut Bounds) -> anyhow::Result<()> {
    let config = root.join("reports.toml");
    std::fs::write(&config, format!("{ROOT}{REPORT}"))?;
    for ending in ["html", "json", "xlsx"] {
        let to = root.join(format!("report.{ending}"));
        let to = to.to_string_lossy();
        let arguments = ["report", "whole", "--now", NOW, "--to", &to, "--config"];
        let took = best(|| run(&arguments, &config).map(drop))?;
        let bound = if ending == "xlsx" { WORKBOOK } else { Duration::from_secs(2) };
        bounds.time(&format!("report as .{ending}"), took, bound);
    }
    let to = root.join("list.xlsx");
    let arguments = ["export", "--now", NOW, "--to", &to.to_string_lossy(), "--config"];
    let took = best(|| run(&arguments, &config).map(drop))?;
    bounds.time("export as .xlsx", took, WORKBOOK);
    let now: Timestamp = NOW.parse()?;
    let loaded = duban::config::load(&config, &DiskFiles, now).config.expect("it checks");
    let loaded = Arc::new(loaded);
    let written = best(|| {
        let report = loaded.report("whole").expect("it is there");
        let stood = Stood::at(&loaded, now);
        let summary = told(&stood, report, About::Whole, None);
        let letter = report_letter(&loaded, report, summary, None, now);
        compose_further(&loaded, &letter, now)?;
        Ok(())
    })?;
    bounds.time("the letter of a report", written, WORKBOOK);
    Ok(())
}

/// A report about the whole, with its list as a workbook.
const REPORT: &str = r#"
[[reports]]
name = "whole"
cron = "0 9 5 * *"
to = ["person:p1"]
attach = ["xlsx"]
"#;

/// One person owns all that is overdue: a letter about twice as many tasks takes twice as long, and has no more bytes than
/// relays take.
fn one_owner(folder: &Path, bounds: &mut Bounds) -> anyhow::Result<()> {
    let (few, few_bytes) = one_owner::letter_of(folder, 10_000)?;
    let (many, many_bytes) = one_owner::letter_of(folder, 20_000)?;
    for (tasks, took, bytes) in [("10,000", few, few_bytes), ("20,000", many, many_bytes)] {
        let what = format!("a letter of {tasks} tasks");
        bounds.time(&what, took, Duration::from_secs(10));
        bounds.line(&what, bytes as f64 / 1e6, 10.24, "MB");
    }
    let growth = many.as_secs_f64() / few.as_secs_f64();
    bounds.line("twice the tasks take", growth, 3.0, "times as long");
    Ok(())
}

fn size(root: &Path) -> anyhow::Result<u64> {
    let mut size = 0;
    for file in std::fs::read_dir(root.join("tasks"))? {
        size += file?.metadata()?.len();
    }
    Ok(size)
}

// -- the peer ---------------------------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "what it costs to fill them is what is measured")]
struct File {
    task: Vec<Task>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "what it costs to fill them is what is measured")]
struct Task {
    id: String,
    title: String,
    category: Option<String>,
    severity: Option<String>,
    unit: Option<String>,
    owner: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    opened: Option<toml::value::Datetime>,
    due: toml::value::Datetime,
    done: Option<toml::value::Datetime>,
    #[serde(default)]
    extended: Vec<Extension>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    milestones: Vec<Milestone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what it costs to fill them is what is measured")]
struct Extension {
    on: toml::value::Datetime,
    to: toml::value::Datetime,
    by: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what it costs to fill them is what is measured")]
struct Milestone {
    id: String,
    title: String,
    due: toml::value::Datetime,
}

fn parse_typed(root: &Path, count: usize) -> anyhow::Result<()> {
    let mut files = Vec::with_capacity(count);
    for at in 0..count {
        let text = std::fs::read_to_string(root.join(format!("tasks/{at:03}.toml")))?;
        files.push(toml::from_str::<File>(&text)?);
    }
    let tasks: usize = files.iter().map(|file| file.task.len()).sum();
    anyhow::ensure!(tasks == count * TASKS);
    Ok(())
}

// -- the files --------------------------------------------------------------------------------------

const ROOT: &str = r#"include = ["around.toml", "tasks/*.toml"]

[mail]
from = "督办室 <duban@example.org>"

[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]

[[rules]]
when = { severity = "high" }
policy = "strict"

[[rules]]
when = {}
policy = "standard"

[policies.standard]
stages = [
  { name = "assigned", from = "opened", at = "0d", to = ["owner"], letter = "assignment" },
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] },
  { name = "supervise", at = "+5wd", repeat = "1w", to = ["owner", "head"], cc = ["head+1"], letter = "supervision" },
  { name = "verify", from = "done", at = "+5wd", repeat = "5wd", times = 4, to = ["head"], letter = "verification" },
]

[policies.strict]
stages = [
  { name = "soon", at = "-3wd", repeat = "1d", to = ["owner"] },
  { name = "overdue", at = "+4h", repeat = "24h", to = ["owner"], cc = ["head", "top"] },
]
"#;

fn write_files(root: &Path, files: usize) -> anyhow::Result<()> {
    std::fs::create_dir_all(root.join("tasks"))?;
    std::fs::write(root.join("duban.toml"), ROOT)?;
    let mut around = String::new();
    for at in 0..1000 {
        writeln!(around, "[people.p{at}]\nname = \"某{at}\"\nemail = \"p{at}@example.org\"\n")?;
    }
    for at in 0..300 {
        writeln!(around, "[units.u{at}]\nname = \"第{at}局\"\nhead = \"p{at}\"")?;
        if at > 0 {
            writeln!(around, "parent = \"u{}\"", at / 4)?;
        }
    }
    std::fs::write(root.join("around.toml"), around)?;
    for file in 0..files {
        let mut text = String::new();
        for task in 0..TASKS {
            write_task(&mut text, file, task)?;
        }
        std::fs::write(root.join(format!("tasks/{file:03}.toml")), text)?;
    }
    Ok(())
}

fn write_task(text: &mut String, file: usize, task: usize) -> anyhow::Result<()> {
    let number = file * TASKS + task;
    let opened = day(number % 700);
    let due = day(number % 700 + 30 + number % 90);
    writeln!(text, "[[task]]\nid = \"A-{file:03}-{task:04}\"")?;
    writeln!(text, "title = \"出台市县政法机关领导干部交流轮岗办法（第 {task} 项）\"")?;
    writeln!(text, "category = \"建章立制\"\nunit = \"u{}\"", number % 300)?;
    writeln!(text, "severity = \"{}\"", ["low", "medium", "high", "critical"][number % 4])?;
    writeln!(text, "owner = \"p{}\"\nopened = {opened}\ndue = {due}", number * 7 % 1000)?;
    if number.is_multiple_of(3) {
        writeln!(text, "with = [\"p{}\", \"p{}\"]", number % 1000, number * 3 % 1000)?;
    }
    if number.is_multiple_of(2) {
        writeln!(text, "done = {due}")?;
    }
    if number.is_multiple_of(5) {
        let (on, to) = (opened, due.checked_add(20.days())?);
        writeln!(
            text,
            "extended = [{{ on = {on}, to = {to}, by = \"p1\", reason = \"等待批复\" }}]"
        )?;
    }
    if number % 4 == 1 {
        writeln!(text, "milestones = [{{ id = \"draft\", title = \"草案\", due = {due} }}]")?;
    }
    writeln!(text, "links = [\"https://example.org/{number}\"]\n")?;
    Ok(())
}

fn day(number: usize) -> Date {
    let days = i64::try_from(number).unwrap_or_default();
    date(2025, 1, 6).saturating_add(days.days())
}
