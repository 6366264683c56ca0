//! Entries to systemd's journal, by its own protocol ("Native Journal Protocol"): a datagram each.
//! An entry that cannot be sent goes to standard error instead, as a line with its priority.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::time::Duration;

/// Where the journal listens.
const SOCKET: &str = "/run/systemd/journal/socket";

/// A journal that takes nothing for so long is passed over.
const PATIENCE: Duration = Duration::from_secs(1);

/// The journal. Each write is an entry.
#[derive(Clone)]
pub(super) struct Journal(Option<Arc<UnixDatagram>>);

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
        let socket = UnixDatagram::unbound().and_then(|socket| {
            socket.set_write_timeout(Some(PATIENCE))?;
            Ok(Arc::new(socket))
        });
        Journal(socket.ok())
    }
}

impl Write for Journal {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let sent = self.0.as_ref().is_some_and(|socket| socket.send_to(entry, SOCKET).is_ok());
        if !sent {
            io::stderr().write_all(plain(&String::from_utf8_lossy(entry)).as_bytes())?;
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
