//! A daemon at work while a test looks on. Its clock stands still until the test sets it; its timers run
//! sixty times as fast.

use std::io::{BufRead, BufReader};
use std::net::Shutdown;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::installation::{Installation, text};

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Daemon {
    child: Child,
    clock: PathBuf,
    notify: UnixDatagram,
    lines: Receiver<String>,
    states: Receiver<String>,
    /// What was heard of it so far.
    said: Vec<String>,
}

impl Daemon {
    /// A daemon that is ready at that time (UTC) and has swept once.
    pub fn start(office: &Installation, time: &str) -> Daemon {
        let mut daemon = Daemon::spawn(office, time);
        daemon.says(" ready ");
        daemon.swept(time);
        daemon
    }

    /// The same with timers that are true: for what a slow machine takes long to answer.
    pub fn steady(office: &Installation, time: &str) -> Daemon {
        let mut daemon = Daemon::spawned(office, time, &["run"], "1");
        daemon.says(" ready ");
        daemon.swept(time);
        daemon
    }

    /// One that may never be ready.
    pub fn spawn(office: &Installation, time: &str) -> Daemon {
        Daemon::spawn_with(office, time, &["run"])
    }

    /// The same with options.
    pub fn spawn_with(office: &Installation, time: &str, arguments: &[&str]) -> Daemon {
        Daemon::spawned(office, time, arguments, "60")
    }

    fn spawned(office: &Installation, time: &str, arguments: &[&str], speed: &str) -> Daemon {
        let mut command = office.command(None, arguments);
        let clock = with_clocks(&mut command, office, time);
        command.env("CLOCK_SPEED", speed);
        let socket = office.folder.path().join("notify");
        let _ = std::fs::remove_file(&socket);
        let notify = UnixDatagram::bind(&socket).expect("a socket");
        command.env("NOTIFY_SOCKET", &socket).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let (say, lines) = channel();
        let log = BufReader::new(child.stderr.take().expect("piped"));
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|one| say.send(one)));
        let (tell, states) = channel();
        let heard = notify.try_clone().expect("a second handle");
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = heard.recv(&mut buffer) {
                let _ = tell.send(String::from_utf8_lossy(&buffer[..length]).into_owned());
            }
        });
        Daemon { child, clock, notify, lines, states, said: Vec::new() }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn set(&self, time: &str) {
        set(&self.clock, time);
    }

    /// Sets the clock, and waits for a sweep at that time; says what it came to.
    pub fn at(&mut self, time: &str) -> String {
        self.set(time);
        self.swept(time)
    }

    /// The same, and waits until what the sweep queued has been sent; says how many that is.
    pub fn sends_at(&mut self, time: &str) -> usize {
        let state = self.at(time);
        let swept = state.split("last sweep").nth(1).unwrap_or_default();
        let queued = swept.split(": ").nth(1).and_then(|rest| rest.split(' ').next());
        let queued = queued.and_then(|count| count.parse().ok()).expect("a number of letters");
        (0..queued).for_each(|_| drop(self.says("letter sent")));
        queued
    }

    fn swept(&mut self, time: &str) -> String {
        self.state(&format!("last sweep {}Z", time.replace(' ', "T")))
    }

    /// Waits until the service manager is told of a state like that.
    pub fn state(&mut self, wanted: &str) -> String {
        self.hears(|daemon| &daemon.states, wanted)
    }

    /// How many of the states that the service manager was told of up to now are like that.
    pub fn told(&self, wanted: &str) -> usize {
        self.said.iter().filter(|one| one.contains(wanted)).count()
    }

    /// Waits for the next line of the log like that.
    pub fn says(&mut self, wanted: &str) -> String {
        self.hears(|daemon| &daemon.lines, wanted)
    }

    fn hears(&mut self, from: fn(&Daemon) -> &Receiver<String>, wanted: &str) -> String {
        let end = Instant::now() + PATIENCE;
        while let Ok(one) = from(self).recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.said.push(one.clone());
            if one.contains(wanted) {
                return one;
            }
        }
        self.said.extend(self.lines.try_iter());
        panic!("never heard `{wanted}`:\n{}", self.said.join("\n"))
    }

    /// Lets it finish in order, and gives all that was heard of it.
    pub fn stop(self) -> String {
        let (status, log) = self.end();
        assert_eq!(status, Some(0), "{log}");
        log
    }

    /// The same of one that may be unable to do all it should by then: how it ended, too.
    pub fn end(mut self) -> (Option<i32>, String) {
        let asked = Command::new("kill").arg(self.pid().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()));
        let status = self.child.wait().expect("ended");
        self.said.extend(self.lines.iter());
        (status.code(), self.said.join("\n"))
    }
}

/// kill -9.
impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.notify.shutdown(Shutdown::Both);
    }
}

/// Gives a program the office's clocks, and sets them.
pub fn with_clocks(command: &mut Command, office: &Installation, time: &str) -> PathBuf {
    let clock = office.folder.path().join("clock");
    set(&clock, time);
    command.env("LD_PRELOAD", clocks()).env("WALL_CLOCK", &clock);
    clock
}

/// Whole or not at all, for it is read at any time.
fn set(clock: &Path, time: &str) {
    let half = clock.with_extension("half");
    let seconds = format!("{}Z", time.replace(' ', "T")).parse::<Timestamp>().expect("a time");
    std::fs::write(&half, format!("{}\n", seconds.as_second())).expect("written");
    std::fs::rename(&half, clock).expect("renamed");
}

/// The library that gives a daemon its clocks.
fn clocks() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let library = PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/clocks.so"));
        let half = library.with_extension(std::process::id().to_string());
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/deliver/clocks.c");
        let mut compiler = Command::new("cc");
        let output =
            compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&half).arg(source).output();
        let output = output.expect("a C compiler; tests/run installs it");
        assert!(output.status.success(), "{}", text(&output));
        std::fs::rename(half, &library).expect("renamed");
        library
    })
}
