//! The wire between a node and the ledger's server: it can be cut at any moment, also between a commit and its answer.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// On which side of a commit it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

#[derive(Default)]
struct State {
    down: bool,
    /// After so many further commits it breaks.
    doom: Option<(u32, Side)>,
    /// The next answer is not passed on.
    swallows: bool,
    /// It broke, and nobody has noticed yet.
    broke: bool,
    open: Vec<UnixStream>,
}

/// A wire.
#[derive(Clone)]
pub struct Wire {
    state: Arc<Mutex<State>>,
    folder: Arc<tempfile::TempDir>,
}

impl Wire {
    /// Listens in a folder of its own.
    pub fn lay(server: String) -> Wire {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).expect("a socket");
        let wire = Wire { state: Arc::default(), folder: Arc::new(folder) };
        let state = wire.state.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if lock(&state).down {
                    continue;
                }
                let Ok(server) = UnixStream::connect(&server) else { continue };
                connect(&state, client, server);
            }
        });
        wire
    }

    /// The folder in which it listens.
    pub fn folder(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// It is cut.
    pub fn cut(&self) {
        lock(&self.state).cut();
    }

    /// It will be cut after so many further commits.
    pub fn doom(&self, commits: u32, side: Side) {
        lock(&self.state).doom = Some((commits, side));
    }

    /// It is whole.
    pub fn mend(&self) {
        let mut state = lock(&self.state);
        (state.down, state.doom, state.swallows) = (false, None, false);
    }

    /// Whether it broke amid a commit since this was asked last.
    pub fn broke(&self) -> bool {
        std::mem::take(&mut lock(&self.state).broke)
    }
}

impl State {
    fn cut(&mut self) {
        self.down = true;
        for one in self.open.drain(..) {
            let _gone_already = one.shutdown(Shutdown::Both);
        }
    }

    /// A commit is on its way: the side on which the wire breaks, if it does.
    fn commits(&mut self) -> Option<Side> {
        let (left, side) = self.doom?;
        self.doom = left.checked_sub(1).map(|left| (left, side));
        (left == 0).then_some(side)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(state: &Arc<Mutex<State>>, client: UnixStream, server: UnixStream) {
    let clone = |stream: &UnixStream| stream.try_clone().expect("a socket");
    lock(state).open.extend([clone(&client), clone(&server)]);
    let (asks, answers) = ((clone(&client), clone(&server)), (server, client));
    let own = state.clone();
    std::thread::spawn(move || pass_on(asks, |bytes| asked(&own, bytes)));
    let own = state.clone();
    std::thread::spawn(move || pass_on(answers, |_| answered(&own)));
}

/// What is asked goes on, unless the wire breaks at it.
fn asked(state: &Mutex<State>, bytes: &[u8]) -> bool {
    if !bytes.windows(7).any(|window| window == b"COMMIT\0") {
        return true;
    }
    let mut state = lock(state);
    match state.commits() {
        None => true,
        Some(Side::After) => {
            state.swallows = true;
            true
        }
        Some(Side::Before) => {
            state.broke = true;
            state.cut();
            false
        }
    }
}

fn answered(state: &Mutex<State>) -> bool {
    let mut state = lock(state);
    if state.swallows {
        (state.swallows, state.broke) = (false, true);
        state.cut();
        return false;
    }
    true
}

fn pass_on((mut from, mut to): (UnixStream, UnixStream), goes_on: impl Fn(&[u8]) -> bool) {
    let mut buffer = vec![0; 65536];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if !goes_on(&buffer[..read]) || to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    for one in [from, to] {
        let _gone_already = one.shutdown(Shutdown::Both);
    }
}
