//! A sign of life (R4): after each sweep a page elsewhere is asked for, and its `/fail` where `/healthz` would not answer
//! 200. Whoever keeps that page notices when the signs stop: a machine that is gone can send no letter.
//!
//! It runs beside the loop, and whatever becomes of it changes nothing here. Redirects are not followed.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, USER_AGENT};
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_util::sync::CancellationToken;

use crate::channels::email::smtp::trust;
use crate::clock::Clock;
use crate::daemon::Status;
use crate::log::tell;
use crate::web::health::Health;
use crate::words::log::daemon;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Gives a sign after each sweep until it is told to stop.
pub async fn give(status: Status, clock: Clock, stop: CancellationToken) {
    let mut sweeps = status.sweeps();
    let mut failing: Option<String> = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            changed = sweeps.changed() => if changed.is_err() { return },
        }
        let config = status.config().borrow().clone();
        let Some(url) = config.and_then(|config| config.heartbeat.clone()) else {
            failing = None;
            continue;
        };
        let is_well = Health::of(&status.seen(), clock.now()).is_well();
        let asked = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            asked = ask(&url, is_well) => asked,
        };
        // Said when it begins and when the reason changes.
        let failed = asked.err().map(|failure| failure.to_string());
        if let Some(why) = failed.as_ref().filter(|_| failed != failing) {
            tell!(WARN, daemon::NO_SIGN_OF_LIFE, error = why);
        }
        failing = failed;
    }
}

/// Gives one sign.
pub async fn ask(url: &str, is_well: bool) -> Result<(), Failure> {
    let url = page(url, is_well)?;
    let answer = tokio::time::timeout(PATIENCE, get(&url)).await;
    match answer.map_err(|_| Failure::Late)?? {
        status if status.is_success() => Ok(()),
        status => Err(Failure::Answer(status)),
    }
}

/// Why there was no sign.
#[derive(Debug)]
pub enum Failure {
    /// The address cannot be asked for.
    Address,
    /// It could not be connected.
    Connection(std::io::Error),
    /// No authority of the system vouches for anybody.
    Authorities(String),
    /// What was answered is no HTTP.
    Http(hyper::Error),
    /// It answered that it did not take it.
    Answer(StatusCode),
    /// There was no answer in time.
    Late,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Address => f.write_str("the address cannot be asked for"),
            Failure::Connection(error) => write!(f, "no connection: {error}"),
            Failure::Authorities(why) => f.write_str(why),
            Failure::Http(error) => write!(f, "no HTTP: {error}"),
            Failure::Answer(status) => write!(f, "answered {status}"),
            Failure::Late => write!(f, "no answer within {} s", PATIENCE.as_secs()),
        }
    }
}

impl std::error::Error for Failure {}

/// The page, or its `/fail`; what stands behind a `?` stays at the end.
fn page(url: &str, is_well: bool) -> Result<Uri, Failure> {
    let (path, query) =
        url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let mut page = match is_well {
        true => path.to_owned(),
        false => format!("{}/fail", path.trim_end_matches('/')),
    };
    if let Some(query) = query {
        page = format!("{page}?{query}");
    }
    page.parse().map_err(|_| Failure::Address)
}

async fn get(url: &Uri) -> Result<StatusCode, Failure> {
    let host = url.host().ok_or(Failure::Address)?.trim_matches(['[', ']']);
    let is_secure = url.scheme_str() == Some("https");
    let port = url.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let stream = TcpStream::connect((host, port)).await.map_err(Failure::Connection)?;
    if !is_secure {
        return exchange(url, stream).await;
    }
    let trusting = trust::by_system().map_err(Failure::Authorities)?;
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Failure::Address)?;
    let connector = TlsConnector::from(Arc::new(trusting));
    let stream = connector.connect(name, stream).await.map_err(Failure::Connection)?;
    exchange(url, stream).await
}

/// One request; the head of the answer is enough.
async fn exchange(
    url: &Uri,
    stream: impl AsyncRead + AsyncWrite + Unpin,
) -> Result<StatusCode, Failure> {
    let path = url.path_and_query().map_or("/", |path| path.as_str());
    let authority = url.authority().map_or("", |authority| authority.as_str());
    let agent = concat!("duban/", env!("CARGO_PKG_VERSION"));
    let request = Request::get(path)
        .header(HOST, authority)
        .header(USER_AGENT, agent)
        .header(CONNECTION, "close")
        .body(Body::empty())
        .map_err(|_| Failure::Address)?;
    let begun = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = begun.map_err(Failure::Http)?;
    let mut connection = pin!(connection);
    let mut answer = pin!(sender.send_request(request));
    let answer = tokio::select! {
        answer = &mut answer => answer,
        // It may end together with the answer.
        ended = &mut connection => match ended {
            Ok(()) => answer.await,
            Err(error) => Err(error),
        },
    };
    answer.map(|answer| answer.status()).map_err(Failure::Http)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_at_the_page_below() {
        for (url, well, expected) in [
            ("https://hc.example.org/ping/1", true, "https://hc.example.org/ping/1"),
            ("https://hc.example.org/ping/1", false, "https://hc.example.org/ping/1/fail"),
            ("https://hc.example.org/ping/1/", false, "https://hc.example.org/ping/1/fail"),
            ("http://hc.example.org", false, "http://hc.example.org/fail"),
            ("http://hc.example.org/p?key=1", false, "http://hc.example.org/p/fail?key=1"),
        ] {
            assert_eq!(page(url, well).unwrap(), expected.parse::<Uri>().unwrap());
        }
    }
}
