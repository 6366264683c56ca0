//! A network between a node and its PostgreSQL server, which a test may break: it may be cut, and the answer to a commit may
//! be lost on the way.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tempfile::TempDir;

/// Every server's socket has that name in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// How a commit is told to the server.
const COMMIT: &[u8] = b"COMMIT\0";

/// How a transaction that writes begins.
const BEGIN: &[u8] = b"FOR UPDATE\0";

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|some| some == words)
}

pub struct Proxy {
    /// Where it listens, as a server would.
    pub folder: TempDir,
    shared: Arc<Shared>,
}

struct Shared {
    server: Mutex<PathBuf>,
    cut: AtomicBool,
    /// Of so many further commits the answer is lost.
    lose: AtomicUsize,
    lost: AtomicUsize,
    /// The next transaction stands still once it has begun.
    freeze: AtomicBool,
    open: Mutex<Vec<UnixStream>>,
}

impl Proxy {
    /// Before the server whose socket is in that folder.
    pub fn before(server: &str) -> Proxy {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = UnixListener::bind(folder.path().join(SOCKET)).expect("a socket");
        let shared = Arc::new(Shared {
            server: Mutex::new(Path::new(server).join(SOCKET)),
            cut: AtomicBool::new(false),
            lose: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            freeze: AtomicBool::new(false),
            open: Mutex::new(Vec::new()),
        });
        let at = shared.clone();
        thread::spawn(move || listener.incoming().flatten().for_each(|one| at.serve(one)));
        Proxy { folder, shared }
    }

    /// From now on nothing gets through.
    pub fn cut(&self) {
        self.shared.cut.store(true, Ordering::SeqCst);
        self.shared.hang_up();
    }

    /// From now on it leads to the server whose socket is in that folder.
    pub fn lead_to(&self, server: &str) {
        let socket = Path::new(server).join(SOCKET);
        *self.shared.server.lock().unwrap_or_else(PoisonError::into_inner) = socket;
        self.shared.hang_up();
    }

    /// Everything gets through again.
    pub fn mend(&self) {
        self.shared.cut.store(false, Ordering::SeqCst);
    }

    /// The server makes so many further commits, and its answers are lost.
    pub fn lose_answers(&self, commits: usize) {
        self.shared.lose.store(commits, Ordering::SeqCst);
    }

    /// The next transaction stands still once the server has begun it, as if the process were stopped; the connection stays.
    pub fn freeze(&self) {
        self.shared.freeze.store(true, Ordering::SeqCst);
    }

    /// How many answers were lost.
    pub fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn open(&self) -> std::sync::MutexGuard<'_, Vec<UnixStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hang_up(&self) {
        for stream in self.open().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn serve(self: &Arc<Shared>, client: UnixStream) {
        if self.cut.load(Ordering::SeqCst) {
            return;
        }
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Ok(server) = UnixStream::connect(server) else { return };
        let both = [&client, &server].map(|one| one.try_clone().expect("a handle"));
        self.open().extend(both);
        let lose = Arc::new(AtomicBool::new(false));
        let ways = [(&client, &server, true), (&server, &client, false)];
        for (from, to, up) in ways {
            let (from, to) =
                (from.try_clone().expect("a handle"), to.try_clone().expect("a handle"));
            let (shared, lose) = (self.clone(), lose.clone());
            thread::spawn(move || shared.carry(from, to, up, &lose));
        }
    }

    fn carry(&self, mut from: UnixStream, mut to: UnixStream, up: bool, lose: &AtomicBool) {
        let mut bytes = [0; 1 << 16];
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            if !up && lose.load(Ordering::SeqCst) {
                self.lost.fetch_add(1, Ordering::SeqCst);
                break;
            }
            if up && has(&bytes[..read], COMMIT) {
                let left = self.lose.load(Ordering::SeqCst);
                if left > 0 {
                    self.lose.store(left - 1, Ordering::SeqCst);
                    lose.store(true, Ordering::SeqCst);
                }
            }
            if to.write_all(&bytes[..read]).is_err() {
                break;
            }
            if up && has(&bytes[..read], BEGIN) && self.freeze.swap(false, Ordering::SeqCst) {
                // Nothing more goes up; the connection stays open until the server ends it, or a cut.
                loop {
                    thread::park();
                }
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }
}
