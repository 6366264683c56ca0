//! A socket that takes connections: at an address, or at a path. The file of a Unix socket is duban's group's to
//! use; one that a crashed daemon left behind is replaced, and the own one goes with the daemon.

use std::io;
use std::net::IpAddr;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use crate::log::{cause, tell};
use crate::model::Listen;
use crate::words::log;

/// Its owner and group may connect.
const MODE: u32 = 0o660;

/// How long whoever may stand behind a socket's file has to take a connection.
const KNOCK: Duration = Duration::from_secs(1);

/// How long to wait after a connection could not be taken: the process may be short of file handles.
const PAUSE: Duration = Duration::from_secs(1);

/// Why it cannot be listened there.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen at {at} for {table}: {why}")]
pub(crate) struct ListenError {
    table: &'static str,
    at: Listen,
    why: Why,
}

#[derive(Debug, thiserror::Error)]
enum Why {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("another program answers there. Stop it, or name another path")]
    Answered,
    #[error("there is a file that is no socket. Move it away, or name another path")]
    Occupied,
}

/// A socket that takes connections.
pub(crate) struct Listening {
    at: Listen,
    socket: Socket,
    file: Option<OwnFile>,
}

enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// The file of a socket, taken away with it unless another has taken its place.
struct OwnFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

/// Which file there is, by device and inode.
fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::symlink_metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// A connection.
pub(crate) enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    /// The address of whoever connected; a Unix socket has none.
    pub(crate) fn peer(&self) -> Option<IpAddr> {
        match self {
            Stream::Tcp(stream) => stream.peer_addr().ok().map(|peer| peer.ip()),
            Stream::Unix(_) => None,
        }
    }
}

impl Listening {
    /// `table`: which table of the root file says so.
    pub(crate) async fn at(at: &Listen, table: &'static str) -> Result<Listening, ListenError> {
        let opened = match at {
            Listen::Tcp(address) => TcpListener::bind(address)
                .await
                .map(|listener| (Socket::Tcp(listener), None))
                .map_err(Why::Io),
            Listen::Unix(path) => {
                unix(path).await.map(|(listener, file)| (Socket::Unix(listener), Some(file)))
            }
        };
        let (socket, file) = opened.map_err(|why| ListenError { table, at: at.clone(), why })?;
        Ok(Listening { at: at.clone(), socket, file })
    }

    pub(crate) fn place(&self) -> &Listen {
        &self.at
    }

    /// Whether that is the path of its own file in another spelling; from now on it is known by it.
    pub(crate) fn is_also_at(&mut self, other: &Listen) -> bool {
        let (Some(file), Listen::Unix(path)) = (&mut self.file, other) else { return false };
        let same = file.identity.is_some() && file.identity == identity(path);
        if same {
            path.as_ref().clone_into(&mut file.path);
            self.at = other.clone();
        }
        same
    }

    /// Whether it keeps another from listening there only because it listens itself.
    pub(crate) fn shares_port(&self, other: &Listen) -> bool {
        match (&self.at, other) {
            (Listen::Tcp(one), Listen::Tcp(other)) => one.port() == other.port(),
            _ => false,
        }
    }

    /// The next connection; may be given up and called again.
    pub(crate) async fn accept(&self, table: &str) -> Stream {
        loop {
            let accepted = match &self.socket {
                Socket::Tcp(listener) => listener.accept().await.map(|(one, _)| Stream::Tcp(one)),
                Socket::Unix(listener) => listener.accept().await.map(|(one, _)| Stream::Unix(one)),
            };
            match accepted {
                Ok(stream) => return stream,
                Err(error) => {
                    tell!(WARN, log::daemon::connection_lost(table), error = cause(&error));
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

async fn unix(path: &Path) -> Result<(UnixListener, OwnFile), Why> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
        Ok(found) if !found.file_type().is_socket() => return Err(Why::Occupied),
        Ok(_) => {
            is_stale(path).await?;
            std::fs::remove_file(path)?;
        }
    }
    let listener = UnixListener::bind(path)?;
    let file = OwnFile { path: path.to_owned(), identity: identity(path) };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(MODE))?;
    Ok((listener, file))
}

/// Nobody stands behind the socket's file: a crashed daemon left it.
async fn is_stale(path: &Path) -> Result<(), Why> {
    match tokio::time::timeout(KNOCK, UnixStream::connect(path)).await {
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
        // A queue of connections that is full is somebody, too.
        Ok(Err(error)) if error.kind() != io::ErrorKind::WouldBlock => Err(error.into()),
        Ok(_) | Err(_) => Err(Why::Answered),
    }
}

impl Drop for OwnFile {
    fn drop(&mut self) {
        let there = identity(&self.path);
        if there.is_some() && there == self.identity {
            let _best_effort = std::fs::remove_file(&self.path);
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Tcp(stream) => Pin::new(stream).poll_read(context, buffer),
            Stream::Unix(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Stream::Unix(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Unix(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
