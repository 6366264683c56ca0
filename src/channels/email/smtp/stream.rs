//! A connection to the relay, secured before lettre sees it.
//!
//! lettre keeps what the server sent before TLS and reads it as if it had come through TLS. So
//! STARTTLS is done here, and a server (or someone between) that says more than its one reply
//! before the handshake is refused.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, RootCertStore};

use crate::channels::delivery::MessageEnd;
use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::relay_error::RelayError;
use crate::channels::email::smtp::replies::{Replies, readable};
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::trust::{Trust, trusting};
use crate::io_cause::{HUNG_UP, LINE_TOO_LONG};
use crate::model::cause::Cause;
use crate::model::cure::Cure;
use crate::model::{Security, Smtp};

/// A reply line before TLS is no longer than this (RFC 5321 §4.5.3.1.5, generously).
const LINE: usize = 4096;

/// Bytes to the relay and back.
pub trait Duplex: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Duplex for T {}

/// A connection under way.
pub type Dialling<'d> = Pin<Box<dyn Future<Output = io::Result<Box<dyn Duplex>>> + Send + 'd>>;

/// How the relay is reached: over TCP, or in a simulation by something that stands for it.
pub trait Dial: Send + Sync {
    /// Connects once.
    fn dial(&self, limits: Limits) -> Dialling<'_>;
}

/// TCP to a host and port.
struct Tcp {
    host: String,
    port: u16,
}

impl Dial for Tcp {
    /// The host's addresses in turn, each with its own time: one that swallows packets must not
    /// hide another that works.
    fn dial(&self, limits: Limits) -> Dialling<'_> {
        Box::pin(async move {
            let late = || {
                io::Error::new(
                    io::ErrorKind::TimedOut,
                    format!("no answer within {:?}", limits.connect),
                )
            };
            let found = timeout(limits.connect, lookup_host((self.host.as_str(), self.port))).await;
            let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
            for address in found.map_err(|_| late())?? {
                match timeout(limits.connect, TcpStream::connect(address)).await {
                    Ok(Ok(tcp)) => {
                        let _best_effort = tcp.set_nodelay(true);
                        return Ok(Box::new(tcp) as Box<dyn Duplex>);
                    }
                    Ok(Err(failure)) => last = failure,
                    Err(_) => last = late(),
                }
            }
            Err(last)
        })
    }
}

/// How to reach the relay, and how to secure the way to it.
pub(crate) struct Connector {
    dial: Box<dyn Dial>,
    security: Security,
    tls: Option<(Trust, ServerName<'static>)>,
    /// It is reached over TCP, by whatever name.
    tcp: bool,
}

/// A stream that lettre can use: what it reads first may have been put there by us.
pub(crate) struct Stream {
    replies: Replies,
    inner: Box<dyn Duplex>,
    dot: MessageEnd,
    protocol: Option<String>,
}

/// The end of a message (RFC 5321 §4.1.1.4). Within one, dots that begin a line are doubled.
const END: &[u8] = b"\r\n.\r\n";

impl Connector {
    /// Certificates are judged by the system's authorities or, where a file is named, by those in it alone.
    pub(crate) fn new(smtp: &Smtp, ca: Option<PathBuf>) -> Result<Connector, RelayError> {
        Connector::to((&smtp.host, smtp.port), smtp.security, ca)
    }

    /// The same for any mail server.
    pub(crate) fn to(
        (host, port): (&str, u16),
        security: Security,
        ca: Option<PathBuf>,
    ) -> Result<Connector, RelayError> {
        let tls = match security {
            Security::None => None,
            Security::Tls | Security::StartTls => {
                let name = ServerName::try_from(host.to_owned());
                let name = name.map_err(|_| RelayError::HostName(host.to_owned()))?;
                Some((Trust::new(ca)?, name))
            }
        };
        let dial = Box::new(Tcp { host: host.to_owned(), port });
        Ok(Connector { dial, security, tls, tcp: true })
    }

    /// A relay reached in another way, in the clear.
    pub(crate) fn through(dial: Box<dyn Dial>) -> Connector {
        Connector { dial, security: Security::None, tls: None, tcp: false }
    }

    /// Connects, and secures the connection as the configuration says.
    pub(crate) async fn connect(
        &self,
        hello: &ClientId,
        limits: Limits,
    ) -> Result<Stream, Failure> {
        let plain = self.dial(limits).await?;
        self.secure(plain, hello, limits).await
    }

    /// Connects.
    pub(crate) async fn dial(&self, limits: Limits) -> Result<Box<dyn Duplex>, Failure> {
        // A host may have several addresses, each with its own time.
        within(Step::Connect, limits.connect * 4, self.dial.dial(limits)).await
    }

    /// Secures a connection as the configuration says.
    pub(crate) async fn secure(
        &self,
        plain: Box<dyn Duplex>,
        hello: &ClientId,
        limits: Limits,
    ) -> Result<Stream, Failure> {
        match (self.security, &self.tls) {
            (Security::StartTls, Some(tls)) => {
                let plain = start_tls(plain, hello, limits).await?;
                let secured = handshake(tls, plain, limits).await?;
                Ok(Stream::secured(secured, b"220 TLS is up\r\n"))
            }
            (Security::Tls, Some(tls)) => {
                Ok(Stream::secured(handshake(tls, plain, limits).await?, b""))
            }
            _ => Ok(Stream::new(plain, b"")),
        }
    }

    /// TLS over a connection whose other end is ready for it; one without TLS stays as it is.
    pub(crate) async fn encrypt(
        &self,
        plain: Box<dyn Duplex>,
        limits: Limits,
    ) -> Result<Box<dyn Duplex>, Failure> {
        match &self.tls {
            Some(tls) => Ok(handshake(tls, plain, limits).await?.stream),
            None => Ok(plain),
        }
    }

    /// Whether a file of ours vouches for the relay, rather than the system's authorities.
    pub(crate) fn has_own_authority(&self) -> bool {
        matches!(&self.tls, Some((Trust::File(_), _)))
    }

    /// Whether TLS is spoken there from the first byte, though the configuration has it otherwise. Such a port waits
    /// for the client, and says nothing to one that waits for a greeting.
    pub(crate) async fn expects_tls(&self, limits: Limits) -> bool {
        if !self.tcp || self.security == Security::Tls {
            return false;
        }
        let Ok(Ok(plain)) = timeout(limits.connect, self.dial.dial(limits)).await else {
            return false;
        };
        // Nobody is trusted; that a certificate was shown is enough.
        let tls = TlsConnector::from(Arc::new(trusting(RootCertStore::empty())));
        let Ok(name) = ServerName::try_from("relay.invalid") else { return false };
        match timeout(limits.connect, tls.connect(name, plain)).await {
            Ok(Err(failure)) => {
                let tls = failure.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
                matches!(tls, Some(rustls::Error::InvalidCertificate(_)))
            }
            _ => false,
        }
    }
}

/// An encrypted connection.
struct Secured {
    stream: Box<dyn Duplex>,
    /// As `TLSv1.3`.
    protocol: String,
}

async fn handshake(
    (trust, name): &(Trust, ServerName<'static>),
    plain: Box<dyn Duplex>,
    limits: Limits,
) -> Result<Secured, Failure> {
    let connector =
        trust.connector().map_err(|error| Failure::admin_must_mend(Step::Tls, error.met()))?;
    let secured = connector.connect(name.clone(), plain);
    let stream = within(Step::Tls, limits.connect, secured).await?;
    let protocol = stream.get_ref().1.protocol_version();
    let protocol = protocol.and_then(|version| version.as_str()).unwrap_or("TLS").replace('_', ".");
    Ok(Secured { stream: Box::new(stream), protocol })
}

/// RFC 3207: greeting, EHLO, STARTTLS; TLS is required, never merely hoped for.
async fn start_tls(
    plain: Box<dyn Duplex>,
    hello: &ClientId,
    limits: Limits,
) -> Result<Box<dyn Duplex>, Failure> {
    let mut plain = BufReader::with_capacity(LINE, plain);
    expect(&mut plain, Step::Greeting, "220", limits).await?;
    say(&mut plain, &format!("EHLO {hello}\r\n"), limits).await?;
    let offered = expect(&mut plain, Step::Hello, "250", limits).await?;
    let offers = |line: &String| {
        line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"))
    };
    if !offered.iter().any(offers) {
        return Err(Failure::needs_admin(Step::StartTls, Cause::NoStartTls, &[])
            .mended_by(Cure::NoStartTls));
    }
    say(&mut plain, "STARTTLS\r\n", limits).await?;
    expect(&mut plain, Step::StartTls, "220", limits).await?;
    if !plain.buffer().is_empty() {
        return Err(Failure::needs_admin(Step::StartTls, Cause::WordsBeforeTls, &[]));
    }
    Ok(plain.into_inner())
}

async fn say(
    plain: &mut BufReader<Box<dyn Duplex>>,
    line: &str,
    limits: Limits,
) -> Result<(), Failure> {
    within(Step::StartTls, limits.command, plain.get_mut().write_all(line.as_bytes())).await
}

/// A reply of one or more lines that must bear the code.
async fn expect(
    plain: &mut BufReader<Box<dyn Duplex>>,
    step: Step,
    code: &str,
    limits: Limits,
) -> Result<Vec<String>, Failure> {
    let limit = if step == Step::Greeting { limits.envelope } else { limits.command };
    let mut lines = Vec::new();
    loop {
        let line = within(step, limit, read_line(plain)).await?;
        let last = line.as_bytes().get(3) != Some(&b'-');
        if !line.starts_with(code) {
            return Err(Failure::answered(step, line.trim_end()));
        }
        lines.push(line);
        if last || lines.len() > 100 {
            return Ok(lines);
        }
    }
}

async fn read_line(plain: &mut BufReader<Box<dyn Duplex>>) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        let available = plain.fill_buf().await?;
        if available.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, HUNG_UP));
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(available.len(), |end| end + 1);
        line.extend_from_slice(&available[..used]);
        plain.consume(used);
        if line.len() > LINE {
            return Err(io::Error::new(io::ErrorKind::InvalidData, LINE_TOO_LONG));
        }
        if end.is_some() {
            return Ok(readable(line.strip_suffix(b"\n").unwrap_or(&line)));
        }
    }
}

/// L5: a network step within its time.
pub(crate) async fn within<T>(
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
    fn new(inner: Box<dyn Duplex>, greeting: &[u8]) -> Stream {
        let mut replies = Replies::default();
        replies.hear(greeting);
        Stream { replies, inner, dot: MessageEnd::default(), protocol: None }
    }

    fn secured(secured: Secured, greeting: &[u8]) -> Stream {
        let Secured { stream, protocol } = secured;
        Stream { protocol: Some(protocol), ..Stream::new(stream, greeting) }
    }

    /// By which protocol it is encrypted, if it is.
    pub(crate) fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// Tells of the messages that are sent through this stream.
    pub(crate) fn dot(&self) -> MessageEnd {
        self.dot.clone()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let stream = &mut *self;
        loop {
            let ready = stream.replies.hand_on(buffer.remaining());
            if !ready.is_empty() {
                buffer.put_slice(&ready);
                return Poll::Ready(Ok(()));
            }
            let mut heard = [0; 4096];
            let mut heard = ReadBuf::new(&mut heard);
            match Pin::new(&mut stream.inner).poll_read(context, &mut heard) {
                Poll::Ready(Ok(())) if heard.filled().is_empty() => return Poll::Ready(Ok(())),
                Poll::Ready(Ok(())) => stream.replies.hear(heard.filled()),
                Poll::Ready(Err(failure)) => return Poll::Ready(Err(failure)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(context, bytes);
        // lettre writes the end in one piece; if only a part of it was taken, it may arrive all the same.
        if bytes == END && matches!(written, Poll::Ready(Ok(_))) {
            self.dot.set();
        }
        written
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
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Stream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
