//! Pages for people (A1, A6), served where `[web]` says: a person's, a unit's, the office's, a task's with its forms, and the
//! deadlines as a calendar.
//!
//! A link is its own credential: what it does not show is answered as what does not exist, and so is a link that is wrong, old
//! or altered. A GET changes nothing. Pages are made on threads of their own from the configuration in force and from the
//! ledger read beside the loop; only an answer waits for the ledger that the daemon writes.

mod answering;
mod forms;
mod list;
mod months;
mod query;
mod rates;
mod reader;
mod reply;
mod rows;
mod scene;
mod task;
mod template;

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::channels::email::mime::domain;
use crate::channels::link_key::{LinkKeySource, random};
use crate::clock::Clock;
use crate::daemon::{SharedLedger, Status};
use crate::log::tell;
use crate::model::link::NONCE;
use crate::model::{Config, Link, NewAnswer, PersonIx, Web};
use crate::sheets::export::calendar;
use crate::view::exported::of_deadlines;
use crate::web::pages::answering::{Door, Outcome};
use crate::web::pages::months::Months;
use crate::web::pages::query::Query;
use crate::web::pages::rates::{Kind, Rates};
pub use crate::web::pages::reader::OpenLedger;
use crate::web::pages::reader::Reader;
use crate::web::pages::reply::Reply;
use crate::web::pages::scene::{Access, Failure, Scene};
use crate::web::server::{Peer, Server, Service};
use crate::words::log;

/// At most so many connections at once, and so many pages made at once: the daemon's own work has the rest of the machine.
const PLACES: usize = 32;
const MAKERS: usize = 2;

/// How large a form may be.
const BODY: usize = 16 << 10;

/// What pages are made of.
pub struct Sources {
    /// How the daemon stands, and the configuration in force.
    pub status: Status,
    /// What tells the time.
    pub clock: Clock,
    /// Where answers are recorded.
    pub ledger: SharedLedger,
    /// What opens the ledger to read it.
    pub open: OpenLedger,
    /// Where the key of links is.
    pub key: Box<dyn Fn(&Web) -> LinkKeySource + Send + Sync>,
}

struct People {
    sources: Sources,
    reader: Reader,
    rates: Mutex<Rates>,
    months: Months,
    makers: Semaphore,
    started: Instant,
}

/// Listens for people, where the configuration says so.
pub async fn open(config: &Config, mut sources: Sources) -> Server {
    let status = sources.status.clone();
    let nothing: OpenLedger = Box::new(|| Ok(None));
    let reader = Reader::new(std::mem::replace(&mut sources.open, nothing));
    let people = Arc::new(People {
        sources,
        reader,
        rates: Mutex::default(),
        months: Months::default(),
        makers: Semaphore::new(MAKERS),
        started: Instant::now(),
    });
    let place = |config: &Config| config.web.as_ref().map(|web| web.listen.clone());
    let service = Service { table: "[web]", place, places: PLACES, router: router(people) };
    Server::open(service, config, &status).await
}

fn router(people: Arc<People>) -> Router {
    let task = || get(page).post(page);
    Router::new()
        .route("/style.css", get(reply::style))
        .route("/p/{token}", get(page))
        .route("/p/{token}/task", task())
        .route("/o/{token}", get(page))
        .route("/o/{token}/task", get(page))
        .route("/a/{token}", task())
        .route("/c/{token}", get(page))
        .fallback(reply::ended)
        .method_not_allowed_fallback(reply::ended)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::map_response(reply::guarded))
        .with_state(people)
}

/// A request, taken apart.
struct Request {
    /// What kind of page the address is of: `p`, `o`, `a`, `c`.
    purpose: String,
    token: String,
    /// It is the page of a task.
    task: bool,
    query: Query,
    form: Option<Query>,
    who: String,
}

async fn page(
    State(people): State<Arc<People>>,
    Extension(peer): Extension<Peer>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else { return reply::response(Reply::TooLarge) };
    // A signed part is ASCII as it stands: nothing in it is decoded.
    let path: Vec<&str> = uri.path().trim_start_matches('/').split('/').collect();
    let token = path.get(1).copied().unwrap_or_default();
    let is_form = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let request = Request {
        purpose: path.first().copied().unwrap_or_default().to_owned(),
        task: path.len() == 3,
        token: token.trim_end_matches(".ics").to_owned(),
        query: Query::of_address(uri.query(), path.len() == 3),
        form: (method == Method::POST).then(|| Query::of(if is_form { &body[..] } else { &[] })),
        who: who(&headers, peer),
    };
    let same_site = reply::is_same_site(&headers);
    if request.form.is_some() && !same_site {
        return reply::response(Reply::NoForm);
    }
    let reply = people.answer(request).await;
    reply::response(reply)
}

/// By what address requests are counted: that which the office's proxy tells last, else the peer's. Whoever may connect
/// here is on this machine.
fn who(headers: &HeaderMap, peer: Peer) -> String {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.and_then(|one| one.to_str().ok());
    let last = forwarded.and_then(|all| all.rsplit(',').next()).map(str::trim);
    match last.filter(|one| !one.is_empty() && one.len() <= 64) {
        Some(address) => address.to_owned(),
        None => peer.0.map(|address| address.to_string()).unwrap_or_default(),
    }
}

impl People {
    async fn answer(self: Arc<People>, request: Request) -> Reply {
        let now = self.started.elapsed();
        let allowed = |kind, who: &str| {
            let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
            !rates.is_spent(Kind::Wrong, who, now) && rates.allow(kind, who, now)
        };
        if !allowed(Kind::Page, &request.who) {
            return Reply::Slower;
        }
        let form = request.form.is_some();
        if form && !(allowed(Kind::Form, &request.token) && allowed(Kind::Form, &request.who)) {
            return Reply::Slower;
        }
        // It is never closed.
        let _place = self.makers.acquire().await;
        let (people, who, at) = (self.clone(), request.who.clone(), self.sources.clock.now());
        let made = tokio::task::spawn_blocking(move || people.make(&request, at)).await;
        match made {
            Ok(Ok(Made::Reply(reply))) => reply,
            Ok(Ok(Made::Record(answer, back))) => self.record(answer, back, at).await,
            Ok(Err(Failure::Ended)) => {
                let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
                rates.allow(Kind::Wrong, &who, now);
                Reply::Ended
            }
            Ok(Err(Failure::Broken(why))) => {
                tell!(ERROR, log::daemon::NO_PAGE, error = why);
                Reply::Later
            }
            Err(_) => Reply::Later,
        }
    }

    async fn record(&self, answer: NewAnswer, back: String, now: Timestamp) -> Reply {
        let recorded = self.sources.ledger.with(move |ledger| ledger.answer(&answer, now)).await;
        match recorded {
            Ok(Ok(number)) => Reply::See(format!("{back}recorded={number}")),
            Ok(Err(error)) => {
                tell!(ERROR, log::daemon::NO_ANSWER, error = error.to_string());
                Reply::Later
            }
            Err(_) => Reply::Later,
        }
    }

    /// The page, on a thread that may wait for the disk.
    fn make(&self, request: &Request, now: Timestamp) -> Result<Made, Failure> {
        let config = self.sources.status.config().borrow().clone();
        let config =
            config.ok_or_else(|| Failure::Broken("the daemon has not begun".to_owned()))?;
        let web = config.web.as_ref().ok_or(Failure::Ended)?;
        let key = (self.sources.key)(web).key();
        let key = key.map_err(|error| Failure::Broken(error.to_string()))?;
        let (link, until) = key.verify(&request.token, now).ok_or(Failure::Ended)?;
        let access = access(&config, &request.purpose, &link).ok_or(Failure::Ended)?;
        let scene = Scene {
            config: &config,
            reader: &self.reader,
            key: &key,
            now,
            language: scene::language(&config, &request.query, &of(access)),
            query: &request.query,
            token: &request.token,
            until,
        };
        let door = match (link, access) {
            (Link::Answer { letter, subject }, _) => Door::Letter { letter, subject },
            (_, Some(access)) if request.task => Door::Page(access),
            (Link::Calendar(_), Some(Access::Person(person))) => return Ok(feed(&scene, person)),
            (_, Some(access)) => {
                let months = || self.months.of(&config, now);
                let html = list::list(&scene, access, &self.sources.status, months)?;
                return Ok(Made::Reply(Reply::Page(html)));
            }
            (_, None) => return Err(Failure::Ended),
        };
        self.task(&scene, &door, request)
    }

    fn task(&self, scene: &Scene<'_>, door: &Door, request: &Request) -> Result<Made, Failure> {
        let nonce = random::<NONCE>().map_err(|error| Failure::Broken(error.to_string()))?;
        // The form belongs to this link and this task.
        let [id, milestone] =
            ["id", "milestone"].map(|name| scene.query.one(name).unwrap_or_default());
        let page = format!("{}\n{id:?}\n{milestone:?}", request.token);
        Ok(match answering::serve(scene, door, &page, nonce, request.form.as_ref())? {
            Outcome::Page(html) => Made::Reply(Reply::Page(html)),
            Outcome::Wrong(html) => Made::Reply(Reply::Wrong(html)),
            Outcome::NoForm => Made::Reply(Reply::NoForm),
            Outcome::Record(answer) => {
                let kept = request.query.with("recorded", None);
                let between = if kept == "?" { "" } else { "&" };
                Made::Record(answer, format!("{kept}{between}"))
            }
        })
    }
}

/// What is answered at once, or once it is recorded.
enum Made {
    Reply(Reply),
    Record(NewAnswer, String),
}

/// Who looks, if the link is of the kind that the address says and its person is in the files. A letter's link is nobody's.
fn access(config: &Config, purpose: &str, link: &Link) -> Option<Option<Access>> {
    let person = |id: &str| config.person(id).map(Access::Person);
    match (purpose, link) {
        ("p", Link::Person(id)) | ("c", Link::Calendar(id)) => Some(Some(person(id)?)),
        ("o", Link::Office) => Some(Some(Access::Office)),
        ("a", Link::Answer { .. }) => Some(None),
        _ => None,
    }
}

/// Whose page it is, for its language. A letter's page is in that of whoever may answer ([`answering`]).
fn of(access: Option<Access>) -> Vec<PersonIx> {
    match access {
        Some(Access::Person(person)) => vec![person],
        Some(Access::Office) | None => Vec::new(),
    }
}

fn feed(scene: &Scene<'_>, person: PersonIx) -> Made {
    let list = of_deadlines(scene.config, scene.now, list::deadlines(scene, person));
    let domain = domain(&scene.config.mail.from);
    Made::Reply(Reply::Calendar(calendar::write(&list, &domain, scene.now, scene.language)))
}
