//! Answers as HTTP, and the headers that every one of them has.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::web::pages::template::{STYLE, word};
use crate::words::pages;

/// No script, nothing from elsewhere, no frame; forms go nowhere but here.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is answered.
pub(super) enum Reply {
    Page(String),
    /// A page with what is wrong in the form that was sent.
    Wrong(String),
    Calendar(String),
    /// It is recorded: see there.
    See(String),
    Ended,
    Slower,
    Later,
    NoForm,
    TooLarge,
}

pub(super) fn response(reply: Reply) -> Response {
    let html = |status: StatusCode, text: String| {
        (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
    };
    match reply {
        Reply::Page(text) => html(StatusCode::OK, text),
        Reply::Wrong(text) => html(StatusCode::UNPROCESSABLE_ENTITY, text),
        Reply::Calendar(text) => {
            ([(CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
        }
        Reply::See(there) => (StatusCode::SEE_OTHER, [(LOCATION, there)]).into_response(),
        Reply::Ended => html(StatusCode::NOT_FOUND, word(pages::ENDED)),
        Reply::Slower => {
            let mut answer = html(StatusCode::TOO_MANY_REQUESTS, word(pages::SLOWER));
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
            answer
        }
        Reply::Later => html(StatusCode::SERVICE_UNAVAILABLE, word(pages::LATER)),
        Reply::NoForm => html(StatusCode::FORBIDDEN, word(pages::NO_FORM)),
        Reply::TooLarge => html(StatusCode::PAYLOAD_TOO_LARGE, word(pages::TOO_LARGE)),
    }
}

/// What there is not, and what has ended, is answered alike.
pub(super) async fn ended() -> Response {
    response(Reply::Ended)
}

pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// The headers of every answer.
pub(super) async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 8] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A form that another site has the browser send says so; older browsers say nothing.
pub(super) fn is_same_site(headers: &HeaderMap) -> bool {
    let from = headers.get("sec-fetch-site").and_then(|from| from.to_str().ok());
    matches!(from, None | Some("same-origin" | "none"))
}
