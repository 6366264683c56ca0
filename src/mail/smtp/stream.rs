//! A connection to the relay, secured before lettre sees it.
//!
//! lettre keeps what the server sent before TLS and reads it as if it had come through TLS. So
//! STARTTLS is done here, and a server (or someone between) that says more than its one reply
//! before the handshake is refused.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::Limits;
use super::session::{Failure, Step};
use crate::model::{Security, Smtp};

/// A reply line before TLS is no longer than this (RFC 5321 §4.5.3.1.5, generously).
const LINE: usize = 4096;

/// Why the relay cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// No certificate authority is known.
    #[error(
        "no certificate authorities are installed, so no relay can be trusted: install ca-certificates, \
         or point SSL_CERT_FILE at the relay's{0}"
    )]
    NoRoots(String),
    /// The host's name can be in no certificate.
    #[error("mail.smtp.host `{0}` is no name that a certificate could bear")]
    HostName(String),
}

/// How to reach the relay.
pub(super) struct Connector {
    host: String,
    port: u16,
    security: Security,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

/// A stream that lettre can use: what it reads first may have been put there by us.
pub(super) struct Stream {
    greeting: io::Cursor<&'static [u8]>,
    inner: Box<dyn Duplex>,
    peer: SocketAddr,
}

pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Duplex for T {}

impl Connector {
    pub(super) fn new(smtp: &Smtp) -> Result<Connector, RelayError> {
        let tls = match smtp.security {
            Security::None => None,
            Security::Tls | Security::StartTls => {
                let name = ServerName::try_from(smtp.host.to_string());
                let name = name.map_err(|_| RelayError::HostName(smtp.host.to_string()))?;
                Some((TlsConnector::from(Arc::new(trusting_the_system()?)), name))
            }
        };
        Ok(Connector { host: smtp.host.to_string(), port: smtp.port, security: smtp.security, tls })
    }

    /// Connects, and secures the connection as the configuration says.
    pub(super) async fn connect(
        &self,
        hello: &ClientId,
        limits: Limits,
    ) -> Result<Stream, Failure> {
        let address = (self.host.as_str(), self.port);
        let tcp = within(Step::Connect, limits.connect, TcpStream::connect(address)).await?;
        let peer = tcp.peer_addr().map_err(|failure| Failure::broken(Step::Connect, &failure))?;
        let _best_effort = tcp.set_nodelay(true);
        match (self.security, &self.tls) {
            (Security::StartTls, Some(tls)) => {
                let tcp = start_tls(tcp, hello, limits).await?;
                let secured = handshake(tls, tcp, limits).await?;
                Ok(Stream::new(secured, peer, b"220 TLS is up\r\n"))
            }
            (Security::Tls, Some(tls)) => {
                Ok(Stream::new(handshake(tls, tcp, limits).await?, peer, b""))
            }
            _ => Ok(Stream::new(Box::new(tcp), peer, b"")),
        }
    }
}

fn trusting_the_system() -> Result<ClientConfig, RelayError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reasons: Vec<String> = found.errors.iter().map(|error| format!("; {error}")).collect();
        return Err(RelayError::NoRoots(reasons.concat()));
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

async fn handshake(
    (connector, name): &(TlsConnector, ServerName<'static>),
    tcp: TcpStream,
    limits: Limits,
) -> Result<Box<dyn Duplex>, Failure> {
    let secured = connector.connect(name.clone(), tcp);
    Ok(Box::new(within(Step::Tls, limits.connect, secured).await?))
}

/// RFC 3207: greeting, EHLO, STARTTLS; TLS is required, never merely hoped for.
async fn start_tls(tcp: TcpStream, hello: &ClientId, limits: Limits) -> Result<TcpStream, Failure> {
    let mut plain = BufReader::with_capacity(LINE, tcp);
    expect(&mut plain, Step::Greeting, "220", limits).await?;
    say(&mut plain, &format!("EHLO {hello}\r\n"), limits).await?;
    let offered = expect(&mut plain, Step::Hello, "250", limits).await?;
    let offers = |line: &String| {
        line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"))
    };
    if !offered.iter().any(offers) {
        let why = "the relay does not offer STARTTLS; set mail.smtp.security to what it does offer";
        return Err(Failure::said(Step::StartTls, why));
    }
    say(&mut plain, "STARTTLS\r\n", limits).await?;
    expect(&mut plain, Step::StartTls, "220", limits).await?;
    if !plain.buffer().is_empty() {
        let why = "the relay, or someone between, said more before TLS than it may; the connection was dropped";
        return Err(Failure::said(Step::StartTls, why));
    }
    Ok(plain.into_inner())
}

async fn say(plain: &mut BufReader<TcpStream>, line: &str, limits: Limits) -> Result<(), Failure> {
    within(Step::StartTls, limits.command, plain.get_mut().write_all(line.as_bytes())).await
}

/// A reply of one or more lines that must bear the code.
async fn expect(
    plain: &mut BufReader<TcpStream>,
    step: Step,
    code: &str,
    limits: Limits,
) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    loop {
        let line = within(step, limits.command, read_line(plain)).await?;
        let last = line.as_bytes().get(3) != Some(&b'-');
        if !line.starts_with(code) {
            return Err(Failure::said(step, line.trim_end()));
        }
        lines.push(line);
        if last || lines.len() > 100 {
            return Ok(lines);
        }
    }
}

async fn read_line(plain: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        let available = plain.fill_buf().await?;
        if available.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the relay hung up"));
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(available.len(), |end| end + 1);
        line.extend_from_slice(&available[..used]);
        plain.consume(used);
        if line.len() > LINE {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a reply line is too long"));
        }
        if end.is_some() {
            return Ok(String::from_utf8_lossy(&line).into_owned());
        }
    }
}

/// L5: a network step within its time.
async fn within<T>(
    step: Step,
    limit: std::time::Duration,
    work: impl Future<Output = io::Result<T>>,
) -> Result<T, Failure> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|failure| Failure::broken(step, &failure)),
        Err(_) => Err(Failure::late(step, limit)),
    }
}

impl Stream {
    fn new(inner: Box<dyn Duplex>, peer: SocketAddr, greeting: &'static [u8]) -> Stream {
        Stream { greeting: io::Cursor::new(greeting), inner, peer }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.greeting.position() < self.greeting.get_ref().len() as u64 {
            return Pin::new(&mut self.greeting).poll_read(context, buffer);
        }
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("peer", &self.peer).finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Stream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}
