//! Letters that are recorded leave: which is tried now, how many at once, and what is written down
//! before and after (L1, L2). What an attempt comes to is the transport's word; when to try again
//! is the queue's.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::{SharedLedger, clock};
use crate::ledger::{Attempt, Kind, Ledger, LetterState, NewLetter, Outcome, Outgoing};
use crate::mail::{News, Transport, Troubled, admin_letter, next_attempt};
use crate::model::Config;

/// How long to wait before the ledger is asked again after it failed.
const LEDGER_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// Sends letters.
#[derive(Clone)]
pub struct Dispatch {
    ledger: SharedLedger,
    transport: Arc<Transport>,
    config: Arc<Config>,
}

/// What a round of sending came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Letters that every recipient has, or was refused.
    pub sent: usize,
    /// Letters that are tried again.
    pub deferred: usize,
    /// Letters that nobody has.
    pub failed: usize,
}

/// Letters in the hands of the transport.
#[derive(Default)]
struct InFlight {
    ids: HashSet<String>,
    /// Letters whose attempt could not even be begun, since the ledger could not be written. They
    /// are left alone until the ledger has had time to recover.
    stuck: Vec<String>,
    recover: Option<Timestamp>,
    tasks: JoinSet<Landed>,
    tally: Tally,
}

/// A letter that came back from the transport.
struct Landed {
    letter: String,
    state: anyhow::Result<LetterState>,
}

impl Dispatch {
    /// Sends from this ledger through this transport.
    pub fn new(ledger: SharedLedger, transport: Arc<Transport>, config: Arc<Config>) -> Dispatch {
        Dispatch { ledger, transport, config }
    }

    /// Sends whatever is queued, whenever it is due, until told to stop; then waits for the
    /// letters in flight.
    pub async fn run(self, queued: Arc<Notify>, stop: CancellationToken) {
        let mut flying = InFlight::default();
        while !stop.is_cancelled() {
            let next = match self.launch(&mut flying).await {
                Ok(next) => next,
                Err(failure) => {
                    error!(error = %format!("{failure:#}"), "the queue cannot be read; trying again in a minute");
                    clock::now().saturating_add(LEDGER_PAUSE).ok()
                }
            };
            tokio::select! {
                () = until(flying.recover) => flying.unstick(),
                Some(landed) = flying.tasks.join_next() => flying.land(landed),
                () = queued.notified() => {}
                () = until(next) => {}
                () = stop.cancelled() => {}
            }
        }
        while let Some(landed) = flying.tasks.join_next().await {
            flying.land(landed);
        }
    }

    /// Sends everything that can be sent now.
    pub async fn drain(&self) -> anyhow::Result<Tally> {
        let mut flying = InFlight::default();
        loop {
            self.launch(&mut flying).await?;
            match flying.tasks.join_next().await {
                Some(landed) => flying.land(landed),
                None => return Ok(flying.tally),
            }
        }
    }

    /// Fills the free places with letters that are due, and says when the next one will be.
    async fn launch(&self, flying: &mut InFlight) -> anyhow::Result<Option<Timestamp>> {
        let places = self.transport.parallel();
        let free = places.saturating_sub(flying.ids.len());
        let (now, in_flight) = (clock::now(), flying.ids.clone());
        let read = move |ledger: &mut Ledger| ledger.next_letters(now, free, &in_flight);
        for letter in self.ledger.with(read).await?? {
            flying.ids.insert(letter.id.clone());
            let dispatch = self.clone();
            flying.tasks.spawn(async move {
                let id = letter.id.clone();
                Landed { letter: id, state: dispatch.attempt(letter).await }
            });
        }
        if flying.ids.len() >= places {
            // The next letter waits for a place, not for a time.
            return Ok(None);
        }
        let in_flight = flying.ids.clone();
        Ok(self.ledger.with(move |ledger| ledger.next_attempt_at(&in_flight)).await??)
    }

    /// One attempt: written down, made, and its outcome written down (L1, L2).
    async fn attempt(&self, letter: Outgoing) -> anyhow::Result<LetterState> {
        let (id, started) = (letter.id.clone(), clock::now());
        self.ledger.with(move |ledger| ledger.begin_attempt(&id, started)).await??;
        let outcomes = self.transport.deliver(&letter).await;
        let ended = clock::now();
        let retry = next_attempt(letter.attempt, letter.created, ended, &letter.id);
        report(&letter, &outcomes);
        let attempt = Attempt { started, ended, outcomes, retry };
        self.settle(letter, attempt).await
    }

    /// L2: what cannot be written down is not sent again; the writing is tried again, and only a
    /// crash before it succeeds can deliver a letter twice.
    async fn settle(&self, letter: Outgoing, attempt: Attempt) -> anyhow::Result<LetterState> {
        let made = Arc::new((letter, attempt));
        loop {
            let (config, made) = (self.config.clone(), made.clone());
            let id = made.0.id.clone();
            let settled = self
                .ledger
                .with(move |ledger| {
                    let (letter, attempt) = &*made;
                    ledger
                        .settle(&letter.id, attempt, |state| tell(&config, letter, attempt, state))
                })
                .await?;
            match settled {
                Ok(state) => return Ok(state),
                Err(failure) => {
                    error!(letter = id, error = %failure, "the outcome cannot be recorded; trying again in a minute");
                    tokio::time::sleep(LEDGER_PAUSE.unsigned_abs()).await;
                }
            }
        }
    }
}

impl InFlight {
    fn unstick(&mut self) {
        self.recover = None;
        for letter in self.stuck.drain(..) {
            self.ids.remove(&letter);
        }
    }

    fn land(&mut self, landed: Result<Landed, JoinError>) {
        let Landed { letter, state } = match landed {
            Ok(landed) => landed,
            Err(panic) => {
                // Which letter it was is not known; it stays queued, and a restart tries it again.
                error!(error = %panic, "an attempt ended in a panic; this is a bug in duban");
                return;
            }
        };
        match &state {
            Ok(_) => {
                self.ids.remove(&letter);
            }
            Err(_) => {
                self.stuck.push(letter.clone());
                self.recover = clock::now().saturating_add(LEDGER_PAUSE).ok();
            }
        }
        match state {
            Ok(LetterState::Sent) => {
                info!(letter, "letter sent");
                self.tally.sent += 1;
            }
            Ok(LetterState::Failed) => {
                error!(letter, "letter failed: nobody has it; see `duban outbox`");
                self.tally.failed += 1;
            }
            Ok(_) => self.tally.deferred += 1,
            Err(failure) => {
                error!(letter, error = %format!("{failure:#}"), "the attempt could not be recorded, and was not made; the letter stays queued");
                self.tally.deferred += 1;
            }
        }
    }
}

/// L1, L3: the admin is told of a letter that nobody has, and of recipients refused for good. Of
/// trouble with a letter to the admin only the log can tell.
fn tell(
    config: &Config,
    letter: &Outgoing,
    attempt: &Attempt,
    state: LetterState,
) -> Option<NewLetter> {
    let given_up = attempt.retry.is_none();
    let lost = attempt.outcomes.iter().filter_map(|(address, outcome)| match outcome {
        Outcome::Refused(answer) => Some((address.clone(), answer.clone())),
        Outcome::Deferred(answer) | Outcome::Unknown(answer) if given_up => {
            Some((address.clone(), answer.clone()))
        }
        _ => None,
    });
    let refused: Vec<(String, String)> = lost.collect();
    if letter.kind == Kind::Admin || (state != LetterState::Failed && refused.is_empty()) {
        return None;
    }
    let trouble = Troubled { letter: &letter.id, subject: &letter.subject, refused: &refused };
    let news = match state {
        LetterState::Failed => News::Failed(trouble),
        _ => News::Refused(trouble),
    };
    admin_letter(config, &news, attempt.ended).unwrap_or_else(|failure| {
        error!(letter = letter.id, error = %failure, "the letter to the admin cannot be written");
        None
    })
}

/// Each recipient who did not get the letter.
fn report(letter: &Outgoing, outcomes: &[(String, Outcome)]) {
    for (address, outcome) in outcomes {
        let (letter, recipient) = (letter.id.as_str(), masked(address));
        match outcome {
            Outcome::Delivered(_) => {}
            Outcome::Deferred(answer) => {
                warn!(letter, recipient, answer, "not now; it is tried again")
            }
            Outcome::Refused(answer) => warn!(letter, recipient, answer, "refused for good"),
            Outcome::Unknown(answer) => {
                warn!(
                    letter,
                    recipient, answer, "handed over, but no answer came; it is tried again"
                );
            }
        }
    }
}

/// `z…@example.org`: enough to recognise, too little to collect.
fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().take(1).collect::<String>()),
        None => "…".to_owned(),
    }
}

/// Waits until an instant; for ever if there is none. At most a minute at a time, so that a clock
/// set forward is noticed.
async fn until(at: Option<Timestamp>) {
    match at {
        None => std::future::pending().await,
        Some(at) => {
            let left = at.duration_since(clock::now()).max(SignedDuration::ZERO);
            let left = left.min(SignedDuration::from_mins(1));
            tokio::time::sleep(left.unsigned_abs()).await;
        }
    }
}
