//! Ten years of a daemon's life, with edits of the files every day: what grows, and by how much.
//!
//!     TMPDIR=/dev/shm cargo bench --bench years
//!
//! The real loop, files, ledger and SMTP sessions over a socket, against a relay that takes everything, in
//! one process; only the clock is put forward, to whatever is due next. `DUBAN_YEARS=3` lives fewer years.
//! Exits with 1 if memory or file handles grow after the third year, when
//! there are as many tasks as there will be, or if the ledger grows by more than
//! what a letter and its notices take.

mod process;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use duban::channels::Transport;
use duban::clock::Clock;
use duban::daemon::ticker::Ticker;
use duban::daemon::{self, Setup, SharedLedger, Status};
use duban::files::disk_source::{DiskSource, Opened};
use duban::files::source::{ConfigSource, Version, Wanted};
use duban::files::watcher::Watch;
use duban::ledger::{Ledger, Lock};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use process::{memory, worked};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const FIRST: Date = date(2027, 1, 1);

/// Tasks given out each day, closed within some months, and taken out of the files a year later.
const A_DAY: i32 = 2;
const IN_FILES: i32 = 500;

fn main() -> anyhow::Result<()> {
    // `cargo bench` passes arguments of its own.
    let years = std::env::var("DUBAN_YEARS").ok().map_or(Ok(10), |given| given.parse())?;
    let folder = tempfile::tempdir()?;
    let (port, taken) = relay()?;
    let root = folder.path().join("duban.toml");
    std::fs::create_dir(folder.path().join("tasks"))?;
    std::fs::write(&root, ROOT.replace("PORT", &port.to_string()))?;
    write_tasks(folder.path(), 0)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let figures = runtime.block_on(live(&root, &folder.path().join("state"), years, taken))?;
    judge(&figures)
}

/// A life of so many years, and its figures at the end of each.
async fn live(
    root: &Path,
    state: &Path,
    years: i16,
    taken: Arc<AtomicU64>,
) -> anyhow::Result<Vec<Figures>> {
    let now = Arc::new(Mutex::new(at(FIRST, 8)));
    let told = now.clone();
    let clock = Clock::of(move || *told.lock().unwrap_or_else(PoisonError::into_inner));
    let (folder, state_folder) = (root.parent().unwrap_or(root).to_owned(), state.to_owned());
    let base = folder.clone();
    let equip = Box::new(move |config: &_| equipped(config, &base, &state_folder));
    let lock = Lock::acquire(state)?;
    let opened = DiskSource::open(root.to_owned(), state, equip, Watch::never(), clock.now());
    let opened = opened.await?;
    let Ok(Opened { source, config, before, refusal, transport, .. }) = opened else {
        anyhow::bail!("the files do not check")
    };
    let transport = Arc::new(transport);
    let ledger = SharedLedger::new(Ledger::open(state, &lock)?);
    let (edited, edits) = mpsc::channel(1);
    let stop = CancellationToken::new();
    let figures = Arc::new(Mutex::new(Vec::new()));
    let days = Days {
        folder,
        state: state.to_owned(),
        now,
        day: 0,
        last: i32::from(years) * 365,
        morning: true,
        edited,
        ledger: ledger.clone(),
        taken,
        worked: worked("self")?,
        figures: figures.clone(),
        stop: stop.clone(),
    };
    println!(
        "{:>4} {:>8} {:>8} {:>10} {:>8} {:>10} {:>9} {:>10}",
        "year", "letters", "notices", "memory kB", "handles", "ledger kB", "good kB", "CPU ms/day"
    );
    let status = Status::default();
    let standing = duban::daemon::lease::alone();
    let setup =
        Setup { config, before, refusal, ledger, transport, clock, status, standing, copy: None };
    daemon::run(setup, Papers { source, edits }, days, stop).await?;
    let figures = figures.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(figures)
}

fn equipped(
    config: &duban::model::Config,
    root: &Path,
    state: &Path,
) -> Result<Transport, duban::channels::MetError> {
    Transport::new(&config.mail, root, state, &|_| None)
}

/// What was measured at the end of a year.
#[derive(Clone)]
struct Figures {
    letters: u64,
    memory: u64,
    handles: usize,
    ledger: u64,
}

fn judge(figures: &[Figures]) -> anyhow::Result<()> {
    let [_, _, third, .., last] = figures else { return Ok(()) };
    // SQLite's caches and the allocator's arenas fill at one time or another.
    anyhow::ensure!(
        last.memory <= third.memory + 8192,
        "memory grew from {} kB to {} kB",
        third.memory,
        last.memory
    );
    anyhow::ensure!(
        last.handles <= third.handles,
        "file handles grew from {} to {}",
        third.handles,
        last.handles
    );
    let each = (last.ledger - third.ledger) as f64 / (last.letters - third.letters) as f64;
    println!("the ledger grows by {each:.1} kB for each letter, with its message and its notices");
    anyhow::ensure!(each < 16.0, "that is too much");
    Ok(())
}

// -- the days -----------------------------------------------------------------------------------------

/// Puts the clock forward, and edits the files every morning.
struct Days {
    folder: PathBuf,
    state: PathBuf,
    now: Arc<Mutex<Timestamp>>,
    day: i32,
    last: i32,
    morning: bool,
    edited: mpsc::Sender<()>,
    ledger: SharedLedger,
    taken: Arc<AtomicU64>,
    /// How long this process had worked by the end of the last year; all of it, the relay and the days too.
    worked: Duration,
    figures: Arc<Mutex<Vec<Figures>>>,
    stop: CancellationToken,
}

impl Ticker for Days {
    async fn tick(&mut self, next: Option<Timestamp>) {
        if self.morning {
            self.morning = false;
            self.set(at(self.today(), 8));
            write_tasks(&self.folder, self.day).expect("a folder of ours");
            self.edited.send(()).await.expect("the source waits");
            // The source reads them now, and gives this up.
            return std::future::pending().await;
        }
        self.settled().await;
        let tomorrow = at(self.today().saturating_add(1.day()), 8);
        match next {
            Some(next) if next < tomorrow => self.set(next),
            _ => {
                self.day += 1;
                self.morning = true;
                if self.day % 365 == 0 {
                    self.measure().await;
                }
                self.set(tomorrow);
            }
        }
        if self.day >= self.last {
            self.stop.cancel();
        }
    }

    async fn stop(self) {}
}

impl Days {
    fn today(&self) -> Date {
        FIRST.saturating_add(self.day.days())
    }

    fn set(&self, to: Timestamp) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = to.max(*now);
    }

    /// Every letter has left.
    async fn settled(&self) {
        loop {
            let unsettled = self.ledger.with(|ledger| ledger.unsettled()).await;
            if unsettled.expect("no panic").expect("a ledger of ours").is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn measure(&mut self) {
        let ledger = self.state.join("ledger.sqlite3");
        let notices = count_notices(&ledger);
        let size = |name: &str| {
            std::fs::metadata(self.state.join(name)).map_or(0, |file| file.len()) >> 10
        };
        let figures = Figures {
            letters: self.taken.load(Ordering::SeqCst),
            memory: memory("self", "VmRSS").expect("Linux"),
            handles: std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
            ledger: size("ledger.sqlite3") + size("ledger.sqlite3-wal"),
        };
        let worked = worked("self").expect("Linux");
        let a_day = (worked - self.worked).as_secs_f64() * 1e3 / 365.0;
        self.worked = worked;
        println!(
            "{:>4} {:>8} {:>8} {:>10} {:>8} {:>10} {:>9} {:>10.1}",
            self.day / 365,
            figures.letters,
            notices,
            figures.memory,
            figures.handles,
            figures.ledger,
            size("last-good.sqlite3"),
            a_day
        );
        self.figures.lock().unwrap_or_else(PoisonError::into_inner).push(figures);
    }
}

fn count_notices(ledger: &Path) -> i64 {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let opened = rusqlite::Connection::open_with_flags(ledger, flags).expect("a ledger of ours");
    opened.query_row("SELECT count(*) FROM notice", [], |row| row.get(0)).expect("counted")
}

fn at(day: Date, hour: i8) -> Timestamp {
    let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
    zone.to_timestamp(day.to_datetime(time(hour, 0, 0, 0))).expect("in range")
}

/// The disk, read whenever a day's edits are made.
struct Papers {
    source: DiskSource,
    edits: mpsc::Receiver<()>,
}

impl ConfigSource for Papers {
    async fn changed(&mut self) -> Wanted {
        self.edits.recv().await.expect("the days go on");
        Wanted::Changed
    }

    async fn read(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        self.source.read(wanted, now).await
    }
}

// -- the files ----------------------------------------------------------------------------------------

const ROOT: &str = r#"include = ["tasks/*.toml"]

[mail]
from = "督办室 <duban@example.org>"
transport = "smtp"

[mail.smtp]
host = "127.0.0.1"
port = PORT
security = "none"

[admin]
to = ["ops@example.org"]

[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]

[people]
a = { name = "张三", email = "a@example.org" }
b = { name = "李四", email = "b@example.org" }
c = { name = "王五", email = "c@example.org" }
d = { name = "赵六", email = "d@example.org" }

[units.city]
name = "市局"
head = "a"

[units.county]
name = "县局"
head = "b"
parent = "city"

[policies.standard]
stages = [
  { name = "assigned", from = "opened", at = "0h", to = ["owner"], letter = "assignment" },
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] },
  { name = "supervise", at = "+5wd", repeat = "1w", to = ["owner", "head"], cc = ["head+1"], letter = "supervision" },
]
"#;

/// The tasks as they are on a day: given out since a year and a half, each month's in a file of its own.
fn write_tasks(folder: &Path, day: i32) -> anyhow::Result<()> {
    let first = (day * A_DAY - IN_FILES * A_DAY).max(0);
    let mut files: Vec<(String, String)> = Vec::new();
    for number in first..=day * A_DAY {
        let opened = FIRST.saturating_add((number / A_DAY).days());
        let month = opened.strftime("%Y-%m").to_string();
        if files.last().is_none_or(|(last, _)| *last != month) {
            files.push((month, String::new()));
        }
        if let Some((_, text)) = files.last_mut() {
            write_task(text, number, day)?;
        }
    }
    let kept: Vec<String> = files.iter().map(|(month, _)| format!("{month}.toml")).collect();
    for file in std::fs::read_dir(folder.join("tasks"))? {
        let file = file?;
        if !kept.iter().any(|kept| file.file_name() == kept.as_str()) {
            std::fs::remove_file(file.path())?;
        }
    }
    for (month, text) in files {
        let path = folder.join("tasks").join(format!("{month}.toml"));
        if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            std::fs::write(folder.join("new"), text)?;
            std::fs::rename(folder.join("new"), path)?;
        }
    }
    Ok(())
}

/// A task as it is on that day: due after 60 to 120 days, sometimes put off, done some days before or after.
fn write_task(text: &mut String, number: i32, day: i32) -> anyhow::Result<()> {
    let opened = number / A_DAY;
    let due = opened + 60 + number * 7 % 60;
    let done = due - 10 + number * 13 % 25;
    let dated = |day: i32| FIRST.saturating_add(day.days());
    writeln!(text, "[[task]]\nid = \"A-{number:05}\"\ntitle = \"整改事项 {number}\"")?;
    writeln!(text, "unit = \"county\"\nowner = \"{}\"", ["a", "b", "c", "d"][number as usize % 4])?;
    writeln!(text, "policy = \"standard\"\nopened = {}\ndue = {}", dated(opened), dated(due))?;
    if number % 5 == 0 && opened + 40 <= day {
        writeln!(text, "extended = [{{ to = {} }}]", dated(due + 5))?;
    }
    if done <= day {
        writeln!(text, "done = {}\nverified = {}", dated(done), dated(done))?;
    }
    writeln!(text)?;
    Ok(())
}

// -- the relay ----------------------------------------------------------------------------------------

/// Takes every letter; its port, and how many it took.
fn relay() -> anyhow::Result<(u16, Arc<AtomicU64>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let taken = Arc::new(AtomicU64::new(0));
    let count = taken.clone();
    std::thread::spawn(move || {
        for session in listener.incoming().flatten() {
            let count = count.clone();
            std::thread::spawn(move || converse(&session, &count));
        }
    });
    Ok((port, taken))
}

fn converse(session: &TcpStream, taken: &AtomicU64) -> std::io::Result<()> {
    let mut say = session;
    session.set_nodelay(true)?;
    say.write_all(b"220 relay.example.org ESMTP\r\n")?;
    let mut lines = BufReader::new(session).lines();
    while let Some(line) = lines.next().transpose()? {
        match line.get(..4).unwrap_or_default() {
            "EHLO" => {
                say.write_all(b"250-relay.example.org\r\n250-PIPELINING\r\n250 8BITMIME\r\n")?
            }
            "DATA" => {
                say.write_all(b"354 go ahead\r\n")?;
                while lines.next().transpose()?.is_some_and(|line| line != ".") {}
                taken.fetch_add(1, Ordering::SeqCst);
                say.write_all(b"250 taken\r\n")?;
            }
            "QUIT" => return say.write_all(b"221 bye\r\n"),
            _ => say.write_all(b"250 ok\r\n")?,
        }
    }
    Ok(())
}
