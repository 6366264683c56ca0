//! Entries to systemd's journal, by its own protocol ("Native Journal Protocol"): a datagram each.
//! An entry that cannot be sent goes to standard error instead, as a line with its priority; one that the journal takes
//! neither way is lost, and counted.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Where the journal listens.
const SOCKET: &str = "/run/systemd/journal/socket";

/// How long a line waits for a journal that takes nothing; and each one after it, until one is taken. Sweeps log
/// inside their transactions: a journal that hangs must not hold up letters, nor the watchdog's food.
const PATIENCE: Duration = Duration::from_secs(1);
const HARDLY: Duration = Duration::from_millis(1);

/// The journal. Each write is an entry.
#[derive(Clone)]
pub(super) struct Journal(Arc<Ways>);

/// The ways to it.
struct Ways {
    entries: Option<UnixDatagram>,
    standard_error: Option<UnixStream>,
    /// It kept a line waiting, and has not taken one readily since.
    hangs: AtomicBool,
    /// How many lines it took by neither way since then.
    lost: AtomicU64,
}

/// Whether standard error is what the variable says that the journal reads: a service whose output goes elsewhere
/// inherits the variable too.
pub(super) fn is_standard_error() -> bool {
    let stream = std::env::var("JOURNAL_STREAM").unwrap_or_default();
    let file = io::stderr().as_fd().try_clone_to_owned().map(File::from);
    let file = file.and_then(|file| file.metadata());
    file.is_ok_and(|file| format!("{}:{}", file.dev(), file.ino()) == stream)
}

impl Journal {
    pub(super) fn open() -> Journal {
        let standard_error = io::stderr().as_fd().try_clone_to_owned().map(UnixStream::from);
        let ways = Ways {
            entries: UnixDatagram::unbound().ok(),
            standard_error: standard_error.ok(),
            hangs: AtomicBool::new(false),
            lost: AtomicU64::new(0),
        };
        ways.wait(PATIENCE);
        Journal(Arc::new(ways))
    }
}

impl Ways {
    /// So long a line may wait from now on. Where standard error is no socket, nobody keeps it waiting.
    fn wait(&self, patience: Duration) {
        let entries = self.entries.as_ref().map(|way| way.set_write_timeout(Some(patience)));
        let lines = self.standard_error.as_ref().map(|way| way.set_write_timeout(Some(patience)));
        let _where_possible = (entries, lines);
    }

    /// Whether the journal takes it, and whether it is kept waiting by that.
    fn give(&self, entry: &[u8]) -> (bool, bool) {
        let sent = self.entries.as_ref().map(|way| way.send_to(entry, SOCKET));
        if matches!(sent, Some(Ok(_))) {
            return (true, false);
        }
        let waited = matches!(sent, Some(Err(error)) if error.kind() == io::ErrorKind::WouldBlock);
        let line = plain(&String::from_utf8_lossy(entry));
        let taken = io::stderr().write_all(line.as_bytes()).is_ok();
        (taken, waited || !taken)
    }
}

impl Write for Journal {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let Journal(ways) = self;
        let (taken, waited) = ways.give(entry);
        if !taken {
            ways.lost.fetch_add(1, Ordering::Relaxed);
        }
        if ways.hangs.swap(waited, Ordering::Relaxed) != waited {
            ways.wait(if waited { HARDLY } else { PATIENCE });
        }
        if !waited && let lost @ 1.. = ways.lost.swap(0, Ordering::Relaxed) {
            let told = format!("the journal took nothing for a while; lines lost: {lost}");
            ways.give(format!("MESSAGE={told}\nPRIORITY=4\nSYSLOG_IDENTIFIER=duban\n").as_bytes());
        }
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An entry as a line that the journal reads from standard error: `<6>text`.
fn plain(entry: &str) -> String {
    let field = |name: &str| entry.lines().find_map(|line| line.strip_prefix(name));
    let (message, priority) = (field("MESSAGE="), field("PRIORITY="));
    format!("<{}>{}\n", priority.unwrap_or("6"), message.unwrap_or_default())
}
