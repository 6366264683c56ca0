//! How the daemon stands, over HTTP, for monitoring: `/healthz` (`health`) and `/metrics` (`metrics`).
//!
//! What is answered comes from [`Status`] and no further: no request waits for the ledger, changes anything, or
//! names a person. Connections are few, short and small, so that whoever comes takes nothing from the daemon.

pub mod health;
pub mod listen;
pub mod metrics;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::daemon::Status;
use crate::log::tell;
use crate::model::Listen;
use crate::web::health::Health;
use crate::web::listen::{ListenError, Listening, Stream};
use crate::web::metrics::Metrics;
use crate::words::log;

/// At most so many connections at once; others wait for a place.
const PLACES: usize = 16;

/// How long a connection may last, for it carries one request; and how much of that until its head is read.
const WHOLE: Duration = Duration::from_secs(10);
const HEAD: Duration = Duration::from_secs(5);

/// How long until it is tried again to listen where it could not be: another program may end, an address come late.
const AGAIN: Duration = Duration::from_secs(60);

/// How large a request's head may be. Its body is not read.
const REQUEST: usize = 16 << 10;

/// Where requests come in.
pub struct Server {
    listening: Option<Listening>,
    failure: Option<ListenFailure>,
    places: Arc<Semaphore>,
    shown: Arc<Shown>,
}

/// Where the configuration wants it to listen, and it cannot.
struct ListenFailure {
    at: Listen,
    why: String,
    until: Instant,
}

/// What is shown.
struct Shown {
    status: Status,
    clock: Clock,
    metrics: Metrics,
}

impl Server {
    /// Listens there, if anywhere. Where it cannot yet, letters leave all the same, and `serve` tries again.
    pub async fn open(at: Option<Listen>, status: Status, clock: Clock) -> Server {
        let metrics = Metrics::of(status.clone());
        let shown = Arc::new(Shown { status, clock, metrics });
        let places = Arc::new(Semaphore::new(PLACES));
        let mut front = Server { listening: None, failure: None, places, shown };
        front.go_to(at).await;
        front
    }

    /// Answers until told to stop, and listens wherever the configuration in force says.
    pub async fn serve(mut self, stop: CancellationToken) {
        let mut config = self.shown.status.config();
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                Ok(()) = config.changed() => {
                    let at = config.borrow_and_update().as_ref().map(|config| config.http.clone());
                    self.go_to(at.flatten()).await;
                }
                at = again(self.failure.as_ref()) => self.go_to(Some(at)).await,
                (stream, place) = next(self.listening.as_ref(), &self.places) => {
                    tokio::spawn(answer(stream, router(self.shown.clone()), place));
                }
            }
        }
    }

    /// Listens there from now on. Where it cannot, it stays where it is, and tries again.
    async fn go_to(&mut self, at: Option<Listen>) {
        let before = self.failure.take();
        match (&self.listening, at) {
            (Some(old), Some(at)) if *old.place() == at => {}
            (None, None) => {}
            (Some(_), None) => {
                self.listening = None;
                tell!(INFO, log::daemon::LISTENS_NO_LONGER);
            }
            (_, Some(at)) => match self.move_to(&at).await {
                Ok(()) => tell!(INFO, log::daemon::LISTENING, at = %at),
                Err(failure) => self.hinder(at, failure.to_string(), before),
            },
        }
    }

    async fn move_to(&mut self, at: &Listen) -> Result<(), ListenError> {
        if self.listening.as_mut().is_some_and(|old| old.is_also_at(at)) {
            return Ok(());
        }
        let mut new = Listening::at(at).await;
        if let (Err(_), Some(old)) = (&new, self.listening.take_if(|old| old.shares_port(at))) {
            // The old one may be what stands in its way.
            let was = old.place().clone();
            drop(old);
            new = Listening::at(at).await;
            if new.is_err() {
                self.listening = Listening::at(&was).await.ok();
            }
        }
        self.listening = Some(new?);
        Ok(())
    }

    /// Said when it begins and when the reason changes.
    fn hinder(&mut self, at: Listen, why: String, before: Option<ListenFailure>) {
        if before.is_none_or(|before| before.why != why) {
            let stays = self.listening.as_ref().map(|old| old.place().to_string());
            tell!(ERROR, log::daemon::CANNOT_LISTEN, error = why, stays);
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
) -> (Stream, Option<OwnedSemaphorePermit>) {
    let Some(listening) = listening else { return std::future::pending().await };
    // It is never closed.
    let place = places.clone().acquire_owned().await.ok();
    (listening.accept().await, place)
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

fn router(shown: Arc<Shown>) -> Router {
    Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics)).with_state(shown)
}

async fn healthz(State(shown): State<Arc<Shown>>) -> Response {
    let health = Health::of(&shown.status.seen(), shown.clock.now());
    let status = match health.is_well() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, headers, health.to_json()).into_response()
}

async fn metrics(State(shown): State<Arc<Shown>>) -> Response {
    let now = shown.clock.now();
    // A hundred thousand tasks take a moment to count.
    match tokio::task::spawn_blocking(move || shown.metrics.text(now)).await {
        Ok(Ok(text)) => ([(CONTENT_TYPE, metrics::CONTENT)], text).into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
