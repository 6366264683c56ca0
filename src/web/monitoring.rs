//! `[http]`: how the daemon stands, for monitoring. What is answered comes from [`Status`] and no further: no request waits
//! for the ledger, changes anything, or names a person.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::clock::Clock;
use crate::daemon::Status;
use crate::model::Config;
use crate::web::health::Health;
use crate::web::metrics::{self, Metrics};
use crate::web::server::{Server, Service};

/// At most so many connections at once.
const PLACES: usize = 16;

/// What is shown.
struct Shown {
    status: Status,
    clock: Clock,
    metrics: Metrics,
}

/// Listens for monitoring, where the configuration says so.
pub async fn open(config: &Config, status: &Status, clock: &Clock) -> Server {
    let metrics = Metrics::of(status.clone());
    let shown = Arc::new(Shown { status: status.clone(), clock: clock.clone(), metrics });
    let router = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics_text))
        .with_state(shown);
    let place = |config: &Config| config.http.clone();
    Server::open(Service { table: "[http]", place, places: PLACES, router }, config, status).await
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

async fn metrics_text(State(shown): State<Arc<Shown>>) -> Response {
    let now = shown.clock.now();
    // A hundred thousand tasks take a moment to count.
    match tokio::task::spawn_blocking(move || shown.metrics.text(now)).await {
        Ok(Ok(text)) => ([(CONTENT_TYPE, metrics::CONTENT)], text).into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
