//! A listener: it takes connections where the configuration in force says, follows it when it changes, and gives each
//! connection one request, so much time, and so many bytes of head.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::daemon::Status;
use crate::log::tell;
use crate::model::{Config, Listen};
use crate::web::listen::{ListenError, Listening, Stream};
use crate::words::log;

/// How long a connection may last, for it carries one request; and how much of that until its head is read.
const WHOLE: Duration = Duration::from_secs(10);
const HEAD: Duration = Duration::from_secs(5);

/// How long until it is tried again to listen where it could not be: another program may end, an address come late.
const AGAIN: Duration = Duration::from_secs(60);

/// How large a request's head may be.
const REQUEST: usize = 16 << 10;

/// What is served, and where the configuration says so.
pub(crate) struct Service {
    /// The table of the root file: `[http]`, `[web]`.
    pub(crate) table: &'static str,
    /// Where it is to listen.
    pub(crate) place: fn(&Config) -> Option<Listen>,
    /// At most so many connections at once; others wait for a place.
    pub(crate) places: usize,
    /// What is answered.
    pub(crate) router: Router,
}

/// Who connected: an address, or nobody in particular at a Unix socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

/// Where requests come in.
pub struct Server {
    service: Service,
    config: watch::Receiver<Option<Arc<Config>>>,
    listening: Option<Listening>,
    failure: Option<ListenFailure>,
    places: Arc<Semaphore>,
}

/// Where the configuration wants it to listen, and it cannot.
struct ListenFailure {
    at: Listen,
    why: String,
    until: Instant,
}

impl Server {
    /// Listens, if the configuration says where. Where it cannot yet, letters leave all the same, and `serve` tries again.
    pub(crate) async fn open(service: Service, config: &Config, status: &Status) -> Server {
        let at = (service.place)(config);
        let places = Arc::new(Semaphore::new(service.places));
        let (config, listening, failure) = (status.config(), None, None);
        let mut server = Server { service, config, listening, failure, places };
        server.go_to(at).await;
        server
    }

    /// Answers until told to stop, and listens wherever the configuration in force says.
    pub async fn serve(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                Ok(()) = self.config.changed() => {
                    let place = self.service.place;
                    let at = self.config.borrow_and_update().as_deref().map(place);
                    self.go_to(at.flatten()).await;
                }
                at = again(self.failure.as_ref()) => self.go_to(Some(at)).await,
                (stream, place) = next(self.listening.as_ref(), &self.places, self.service.table) => {
                    let router = self.service.router.clone().layer(Extension(Peer(stream.peer())));
                    tokio::spawn(answer(stream, router, place));
                }
            }
        }
    }

    /// Listens there from now on. Where it cannot, it stays where it is, and tries again.
    async fn go_to(&mut self, at: Option<Listen>) {
        let before = self.failure.take();
        let table = self.service.table;
        match (&self.listening, at) {
            (Some(old), Some(at)) if *old.place() == at => {}
            (None, None) => {}
            (Some(_), None) => {
                self.listening = None;
                tell!(INFO, log::daemon::listens_no_longer(table));
            }
            (_, Some(at)) => match self.move_to(&at).await {
                Ok(()) => tell!(INFO, log::daemon::listening(table), at = %at),
                Err(failure) => self.hinder(at, failure.to_string(), before),
            },
        }
    }

    async fn move_to(&mut self, at: &Listen) -> Result<(), ListenError> {
        if self.listening.as_mut().is_some_and(|old| old.is_also_at(at)) {
            return Ok(());
        }
        let table = self.service.table;
        let mut new = Listening::at(at, table).await;
        if let (Err(_), Some(old)) = (&new, self.listening.take_if(|old| old.shares_port(at))) {
            // The old one may be what stands in its way.
            let was = old.place().clone();
            drop(old);
            new = Listening::at(at, table).await;
            if new.is_err() {
                self.listening = Listening::at(&was, table).await.ok();
            }
        }
        self.listening = Some(new?);
        Ok(())
    }

    /// Said when it begins and when the reason changes.
    fn hinder(&mut self, at: Listen, why: String, before: Option<ListenFailure>) {
        if before.is_none_or(|before| before.why != why) {
            let stays = self.listening.as_ref().map(|old| old.place().to_string());
            tell!(ERROR, log::daemon::cannot_listen(self.service.table), error = why, stays);
        }
        self.failure = Some(ListenFailure { at, why, until: Instant::now() + AGAIN });
    }
}

/// Where it is to be tried again, once it is time; for ever if nowhere.
async fn again(failure: Option<&ListenFailure>) -> Listen {
    let Some(failure) = failure else { return std::future::pending().await };
    tokio::time::sleep_until(failure.until).await;
    failure.at.clone()
}

/// The next connection, once there is a place for it.
async fn next(
    listening: Option<&Listening>,
    places: &Arc<Semaphore>,
    table: &'static str,
) -> (Stream, Option<OwnedSemaphorePermit>) {
    let Some(listening) = listening else { return std::future::pending().await };
    // It is never closed.
    let place = places.clone().acquire_owned().await.ok();
    (listening.accept(table).await, place)
}

/// One request, and its answer; then the place is free.
async fn answer(stream: Stream, router: Router, place: Option<OwnedSemaphorePermit>) {
    let mut http = http1::Builder::new();
    http.keep_alive(false).timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(REQUEST);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // Whatever goes wrong is the client's affair.
    let _served = tokio::time::timeout(WHOLE, connection).await;
    drop(place);
}
