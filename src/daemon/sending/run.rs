//! The loop of sending: it waits for what happens, tells it to the state, and does what the state asks for.
//! Running, draining and stopping are one loop; the state's mode tells which.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinHandle, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::channels::{Delivery, Progress, Transport};
use crate::clock::{Clock, sleep_until};
use crate::daemon::sending::claims::Claims;
use crate::daemon::sending::landing;
use crate::daemon::sending::round::{Round, Turned};
use crate::daemon::sending::state::{FlightNumber, LEDGER_PAUSE, Mode, Now, State, Tally, Wait};
use crate::daemon::shared::SharedLedger;
use crate::daemon::status::Status;
use crate::ledger::{Ledger, LedgerError};
use crate::log::{cause, tell};
use crate::model::Config;
use crate::words::log;

/// What letters leave by. A reload may change it.
#[derive(Clone)]
pub struct Active {
    /// The configuration in force.
    pub config: Arc<Config>,
    /// How letters leave.
    pub transport: Arc<Transport>,
}

/// Sends letters.
pub struct Dispatch {
    ledger: SharedLedger,
    active: watch::Receiver<Active>,
    transport: Arc<Transport>,
    config: Arc<Config>,
    clock: Clock,
    claims: Claims,
    flying: JoinSet<Delivery>,
    /// Which letter each task of `flying` carries.
    carried: HashMap<Id, Carried>,
    status: Status,
}

/// A letter in the hands of the transport.
struct Carried {
    number: FlightNumber,
    recipients: Vec<String>,
    progress: Progress,
    begun: Instant,
}

/// What may happen from outside while sending runs; nothing does while somebody waits for its end.
struct Outside {
    queued: Arc<Notify>,
    stop: CancellationToken,
}

/// A round under way; it comes back whole, so that nothing of it is lost if it failed.
type Turning = JoinHandle<RoundDone>;
type RoundDone = Result<(Round, Result<Turned, LedgerError>), JoinError>;

impl Dispatch {
    /// Sends from this ledger by what it is given.
    pub fn new(
        ledger: SharedLedger,
        mut active: watch::Receiver<Active>,
        clock: Clock,
        status: Status,
    ) -> Dispatch {
        let Active { config, transport } = active.borrow_and_update().clone();
        Dispatch {
            ledger,
            active,
            transport,
            config,
            clock,
            claims: Claims::default(),
            flying: JoinSet::new(),
            carried: HashMap::new(),
            status,
        }
    }

    /// Letters taken out, for a sweep to recall.
    pub(crate) fn claims(&self) -> Claims {
        self.claims.clone()
    }

    /// Sends whatever is queued, whenever it is due, until told to stop; then waits for the
    /// letters in flight and records them. What has not landed in time is cut short, and recorded as unanswered.
    pub async fn run(self, queued: Arc<Notify>, stop: CancellationToken) -> anyhow::Result<()> {
        self.go(Mode::Running, Outside { queued, stop }).await.map(|_| ())
    }

    /// Sends everything that can be sent now.
    pub async fn drain(self) -> anyhow::Result<Tally> {
        let nothing = Outside { queued: Arc::new(Notify::new()), stop: CancellationToken::new() };
        self.go(Mode::Draining, nothing).await
    }

    async fn go(mut self, mode: Mode, outside: Outside) -> anyhow::Result<Tally> {
        let Some(mut state) = self.begin(mode, &outside.stop).await? else {
            return Ok(Tally::default());
        };
        let mut turning = None;
        loop {
            if outside.stop.is_cancelled() {
                state.stop(self.now());
            }
            state.passed(self.now());
            let turn = self.hand_over(&mut state);
            let now = self.now();
            if turning.is_none() && state.has_work(now) {
                turning = Some(self.begin_round(&mut state));
            }
            if turning.is_none()
                && let Some(ended) = state.ended()
            {
                return Ok(ended?.clone());
            }
            let running = state.is_running();
            let Wait { until, due, cut } = state.wait(turning.is_some(), now);
            tokio::select! {
                biased;
                done = joined(&mut turning) => self.end_round(&mut state, done)?,
                Some(landed) = self.flying.join_next_with_id() => self.land(&mut state, landed),
                () = outside.stop.cancelled(), if running => {}
                () = outside.queued.notified(), if running => state.queued(),
                () = clock_shows(due, &self.clock) => state.due(),
                () = sleep_until(cut) => self.flying.abort_all(),
                () = sleep_until(until) => {}
                () = sleep_until(turn) => {}
                Ok(()) = self.active.changed(), if running => self.change_active(&mut state),
                () = self.transport.close_idle(), if running => {}
            }
        }
    }

    /// With what kept letters from leaving before a restart. A daemon waits until the ledger can be read (N3); `None` if it was
    /// told to stop before.
    async fn begin(&self, mode: Mode, stop: &CancellationToken) -> anyhow::Result<Option<State>> {
        loop {
            let failure = match self.ledger.with(|ledger| ledger.own_relay_trouble()).await? {
                Ok(known) => {
                    let (most, claims) = (self.transport.parallel(), self.claims.clone());
                    return Ok(Some(State::new(mode, most, claims, known, self.now())));
                }
                Err(failure) if mode == Mode::Draining || failure.is_lasting() => {
                    return Err(failure).context("the queue cannot be read");
                }
                Err(failure) => failure,
            };
            tell!(ERROR, log::letters::LEDGER_UNUSABLE, error = cause(&failure), unrecorded = 0);
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(None),
                () = tokio::time::sleep(LEDGER_PAUSE) => {}
            }
        }
    }

    fn now(&self) -> Now {
        Now { wall: self.clock.now(), running: Instant::now() }
    }

    /// The files were read anew.
    fn change_active(&mut self, state: &mut State) {
        let Active { config, transport } = self.active.borrow_and_update().clone();
        self.config = config;
        if Arc::ptr_eq(&transport, &self.transport) {
            return;
        }
        let old = std::mem::replace(&mut self.transport, transport);
        tokio::spawn(async move { old.close().await });
        state.replaced(self.transport.parallel(), self.now());
    }

    /// Gives letters to the transport while there are places; says when the next may go if
    /// `mail.smtp.rate` keeps it.
    fn hand_over(&mut self, state: &mut State) -> Option<Instant> {
        self.transport.share(self.ledger.nodes());
        // A node whose lease has ended sends nothing more (N3).
        while state.may_hand_over() && self.ledger.may_send() {
            if let Err(turn) = self.transport.turn() {
                return Some(turn);
            }
            let Some((number, letter)) = state.hand_over() else { continue };
            let (recipients, progress) = (letter.recipients.clone(), Progress::default());
            let (transport, status) = (self.transport.clone(), progress.clone());
            let task = self.flying.spawn(async move { transport.deliver(&letter, &status).await });
            let carried = Carried { number, recipients, progress, begun: Instant::now() };
            self.carried.insert(task.id(), carried);
        }
        None
    }

    fn land(&mut self, state: &mut State, landed: Result<(Id, Delivery), JoinError>) {
        let id = landed.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(carried) = self.carried.remove(&id) else { return };
        let Carried { number, recipients, progress, begun } = carried;
        let came = landed.map(|(_, delivery)| delivery);
        let (ended, now) = (landing::ended(came, &recipients, &progress), self.now());
        if let Some((landed, sessions)) = state.land(number, ended, now) {
            landing::report(landed, sessions);
            self.status.tried(landed.delivery.outcomes(), now.wall, begun.elapsed());
        }
    }

    fn begin_round(&self, state: &mut State) -> Turning {
        let mut round = state.begin_round(self.now());
        let (ledger, config) = (self.ledger.clone(), self.config.clone());
        let (status, claims) = (self.status.clone(), self.claims.clone());
        tokio::spawn(async move {
            let work = move |ledger: &mut Ledger| {
                let brought: HashSet<i64> = round.brought().collect();
                round.left.extend(claims.all().filter(|letter| !brought.contains(letter)));
                let turned = round.record(&config, ledger);
                if let Ok(turned) = &turned {
                    // Before a sweep looks, which has the ledger next.
                    claims.turn(&turned.taken, &brought);
                }
                status.turned(turned.is_ok(), claims.is_empty(), ledger);
                (round, turned)
            };
            ledger.with(work).await
        })
    }

    fn end_round(
        &self,
        state: &mut State,
        done: Result<RoundDone, JoinError>,
    ) -> anyhow::Result<()> {
        let (round, turned) =
            done.and_then(|done| done).context("a round of sending ended early")?;
        match turned {
            Ok(turned) => {
                for (letter, became) in &turned.settled {
                    self.status.settled(*became);
                    landing::report_settled(letter, *became);
                }
                landing::report_refusals(turned.refusing.as_ref());
                state.recorded(&round, turned, self.now());
            }
            Err(failure) => {
                let outcomes = round.landed.len();
                tell!(
                    ERROR,
                    log::letters::LEDGER_UNUSABLE,
                    error = cause(&failure),
                    unrecorded = outcomes
                );
                state.unrecorded(round, self.now());
            }
        }
        Ok(())
    }
}

/// The round under way, once it is done; for ever where there is none.
async fn joined(turning: &mut Option<Turning>) -> Result<RoundDone, JoinError> {
    match turning {
        None => std::future::pending().await,
        Some(round) => {
            let done = round.await;
            *turning = None;
            done
        }
    }
}

/// Waits until the wall clock shows a time; for ever if there is none. At most a minute at a time, so that a clock
/// set forward is noticed.
async fn clock_shows(at: Option<Timestamp>, clock: &Clock) {
    let Some(at) = at else { return std::future::pending().await };
    loop {
        let left = at.duration_since(clock.now());
        if left <= SignedDuration::ZERO {
            return;
        }
        tokio::time::sleep(left.min(SignedDuration::from_mins(1)).unsigned_abs()).await;
    }
}
