//! Letters that are recorded leave: which is tried now, how many at once, and what is written down
//! before and after (L1, L2). What an attempt comes to is the transport's word; when to try again
//! is the queue's.
//!
//! A letter is taken out of the ledger's queue in a round (`round`), which writes down that an attempt
//! begins; it is handed to the transport when a place is free; and the next round records what came
//! of it. While nothing can leave (`relay`), one letter at a time tries whether something can.

pub mod claims;
pub mod landing;
pub mod refusals;
pub mod relay_health;
pub mod round;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinHandle, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::channels::{Delivery, Progress, Transport};
use crate::clock::Clock;
use crate::daemon::sending::claims::Claims;
use crate::daemon::sending::relay_health::{Begun, Relay};
use crate::daemon::sending::round::{Landed, Round, Turned};
use crate::daemon::{SharedLedger, Status, sleep_until};
use crate::ledger::{Ledger, LedgerError, Outgoing, Refusing};
use crate::model::Config;

/// How long to wait before the ledger is asked again after it failed.
const LEDGER_PAUSE: Duration = Duration::from_secs(60);

/// The same while somebody waits for the end: how long, and how often.
const LAST_PAUSE: Duration = Duration::from_secs(1);
const LAST_TRIES: u32 = 15;

/// How long letters in flight may take to land once the daemon is told to stop; then there is time left
/// to record what is known.
const LANDING: Duration = Duration::from_secs(15);

/// Attempts that land within so short a time are recorded together, at most so many: a commit for each
/// would keep the disk busier than the relay.
const GATHER: Duration = Duration::from_millis(10);
const TOGETHER: usize = 64;

/// How long until one more session is dared after the relay took no further one.
const CROWDED: Duration = Duration::from_secs(60);

/// At most so many letters are taken out ahead of a free place, and no more once all that are have so many
/// bytes: what is held does not grow with the queue.
const AHEAD: usize = 256;
const AHEAD_BYTES: usize = 4 << 20;

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
    /// Letters taken out that wait for a place.
    ready: VecDeque<Outgoing>,
    /// All that were taken out and are not settled; the sweep may recall those that wait.
    claims: Claims,
    flying: JoinSet<Delivery>,
    /// Which letter each task of `flying` carries.
    carried: HashMap<Id, Flight>,
    landed: Vec<Landed>,
    /// When the first of them is to be recorded at the latest.
    record_by: Option<Instant>,
    unmade: Vec<i64>,
    relay: Relay,
    places: usize,
    crowded_until: Option<Instant>,
    /// There may be letters due that have not been taken out.
    look: bool,
    next: Option<Timestamp>,
    /// How many letters a round brings back: the most of late.
    pace: usize,
    /// Letters put off while all is sent that can be sent now: they are not tried again before the end,
    /// however long that takes.
    put_off: Option<HashSet<i64>>,
    ledger_failed: Option<Failed>,
    tally: Tally,
    status: Status,
}

/// A letter in the hands of the transport.
struct Flight {
    letter: Arc<Outgoing>,
    at: Begun,
    transport: Arc<Transport>,
    progress: Progress,
    begun: Instant,
}

/// The ledger failed, and is left alone for a while.
struct Failed {
    until: Instant,
    times: u32,
    /// What came of attempts is recorded first, and nothing is taken out beside.
    records_only: bool,
}

/// A round under way; it comes back whole, so that nothing of it is lost if it failed.
type Turning = JoinHandle<RoundDone>;
type RoundDone = Result<(Round, Result<Turned, LedgerError>), JoinError>;

/// What sending came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Letters that every recipient has, or was refused.
    pub sent: usize,
    /// Letters that are tried again.
    pub deferred: HashSet<String>,
    /// Letters that nobody has.
    pub failed: usize,
}

impl Dispatch {
    /// Sends from this ledger by what it is given.
    pub fn new(
        ledger: SharedLedger,
        mut active: watch::Receiver<Active>,
        clock: Clock,
        status: Status,
    ) -> Dispatch {
        let Active { config, transport } = active.borrow_and_update().clone();
        let places = transport.parallel();
        Dispatch {
            ledger,
            active,
            transport,
            config,
            clock,
            ready: VecDeque::new(),
            claims: Claims::default(),
            flying: JoinSet::new(),
            carried: HashMap::new(),
            landed: Vec::new(),
            record_by: None,
            unmade: Vec::new(),
            relay: Relay::default(),
            places,
            crowded_until: None,
            look: true,
            next: None,
            pace: 0,
            put_off: None,
            ledger_failed: None,
            tally: Tally::default(),
            status,
        }
    }

    /// Letters taken out, for a sweep to recall.
    pub(crate) fn claims(&self) -> Claims {
        self.claims.clone()
    }

    /// Sends whatever is queued, whenever it is due, until told to stop; then waits for the
    /// letters in flight and records them.
    pub async fn run(mut self, queued: Arc<Notify>, stop: CancellationToken) -> anyhow::Result<()> {
        self.remember().await?;
        let mut turning = None;
        while !stop.is_cancelled() {
            let turn = self.hand_over();
            if turning.is_none() && self.has_work() {
                turning = Some(self.begin_round());
            }
            // A round under way may find out that it is another time.
            let wake = if turning.is_none() { self.wake() } else { None };
            let (pause, crowded) = (self.pause(), self.crowded_until);
            let gather = self.gather();
            tokio::select! {
                biased;
                done = joined(&mut turning) => self.end_round(done)?,
                Some(landed) = self.flying.join_next_with_id() => self.land(landed),
                () = stop.cancelled() => {}
                () = queued.notified() => self.look_anew(),
                () = until(wake, &self.clock) => self.look = true,
                () = sleep_until(pause) => {}
                () = sleep_until(gather) => {}
                () = sleep_until(turn) => {}
                () = sleep_until(crowded) => self.less_crowded(),
                Ok(()) = self.active.changed() => self.change_outfit(),
                () = self.transport.close_idle() => {}
            }
        }
        self.stop(turning).await
    }

    /// Sends everything that can be sent now.
    pub async fn drain(mut self) -> anyhow::Result<Tally> {
        self.put_off = Some(HashSet::new());
        self.remember().await?;
        let mut turning = None;
        loop {
            let turn = self.hand_over();
            if turning.is_none() && self.has_work() {
                turning = Some(self.begin_round());
            }
            if turning.is_none() && self.flying.is_empty() {
                self.give_up()?;
                if self.ledger_failed.is_none() && self.ready.is_empty() {
                    return Ok(self.tally);
                }
            }
            let (pause, gather, crowded) = (self.pause(), self.gather(), self.crowded_until);
            tokio::select! {
                biased;
                done = joined(&mut turning) => {
                    self.end_round(done)?;
                    self.hurry();
                }
                Some(landed) = self.flying.join_next_with_id() => self.land(landed),
                () = sleep_until(pause) => {}
                () = sleep_until(gather) => {}
                () = sleep_until(turn) => {}
                () = sleep_until(crowded) => self.less_crowded(),
            }
        }
    }

    /// Lets the letters in flight land, and records them. What has not landed in time is cut short, and
    /// recorded as unanswered.
    async fn stop(mut self, mut turning: Option<Turning>) -> anyhow::Result<()> {
        self.put_back();
        self.look = false;
        if let Some(failed) = &mut self.ledger_failed {
            *failed = Failed { until: Instant::now(), times: 0, records_only: false };
        }
        let cut = Instant::now() + LANDING;
        loop {
            if turning.is_none() && self.has_work() {
                turning = Some(self.begin_round());
            }
            if turning.is_none() && self.flying.is_empty() {
                self.give_up()?;
                if self.ledger_failed.is_none() {
                    return Ok(());
                }
            }
            let (pause, gather) = (self.pause(), self.gather());
            tokio::select! {
                biased;
                done = joined(&mut turning) => {
                    self.end_round(done)?;
                    self.put_back();
                    self.look = false;
                    self.hurry();
                }
                Some(landed) = self.flying.join_next_with_id() => self.land(landed),
                () = tokio::time::sleep_until(cut), if !self.flying.is_empty() => self.flying.abort_all(),
                () = sleep_until(pause) => {}
                () = sleep_until(gather) => {}
            }
        }
    }

    /// Somebody waits for the end, and the ledger has failed too often.
    fn give_up(&self) -> anyhow::Result<()> {
        match &self.ledger_failed {
            Some(failed) if failed.times >= LAST_TRIES => {
                anyhow::ensure!(
                    self.landed.is_empty() && self.unmade.is_empty(),
                    "the ledger could not be written, so what came of the last letters is not recorded"
                );
                anyhow::bail!("the ledger cannot be used, so letters in it still wait")
            }
            _ => Ok(()),
        }
    }

    /// The files were read anew. Letters in flight land by the transport that carries them; through
    /// another one it is tried at once whether letters leave again.
    fn change_outfit(&mut self) {
        let Active { config, transport } = self.active.borrow_and_update().clone();
        self.config = config;
        if Arc::ptr_eq(&transport, &self.transport) {
            return;
        }
        let old = std::mem::replace(&mut self.transport, transport);
        tokio::spawn(async move { old.close().await });
        self.places = self.transport.parallel();
        self.crowded_until = None;
        self.relay.replaced(self.clock.now());
        self.look = true;
    }

    /// What kept letters from leaving before a restart.
    async fn remember(&mut self) -> anyhow::Result<()> {
        let known = self.ledger.with(|ledger| ledger.relay_trouble()).await?;
        self.relay.remember(known.context("the queue cannot be read")?, self.clock.now());
        Ok(())
    }

    /// Gives letters to the transport while there are places; says when the next may go if
    /// `mail.smtp.rate` keeps it.
    fn hand_over(&mut self) -> Option<Instant> {
        if self.ledger_failed.is_some() {
            return None;
        }
        while self.has_place()
            && let Some(first) = self.ready.front()
        {
            if self.claims.is_ahead(first)
                && let Err(turn) = self.transport.turn()
            {
                return Some(turn);
            }
            let letter = Arc::new(self.ready.pop_front()?);
            if !self.claims.claim(&letter) {
                self.look = true;
                continue;
            }
            let (transport, carried) = (self.transport.clone(), letter.clone());
            let progress = Progress::default();
            let status = progress.clone();
            let task = self.flying.spawn(async move { transport.deliver(&carried, &status).await });
            let (at, transport) = (self.relay.begun(), self.transport.clone());
            let flight = Flight { letter, at, transport, progress, begun: Instant::now() };
            self.carried.insert(task.id(), flight);
        }
        None
    }

    /// Whether a letter may be handed over. A relay that another has replaced and that is silent keeps its
    /// places for long; one letter at a time goes beside them.
    fn has_place(&self) -> bool {
        let (all, here) = (self.flying.len(), self.flying_here());
        let most = self.transport.parallel();
        let elsewhere = self.carried.values().map(|flight| flight.transport.parallel()).max();
        let beside = here == 0 && all <= most.max(elsewhere.unwrap_or(0));
        beside || (self.relay.is_known_well() && here < self.places && all < most)
    }

    /// How many letters are with the relay of today.
    fn flying_here(&self) -> usize {
        let here = |flight: &&Flight| Arc::ptr_eq(&flight.transport, &self.transport);
        self.carried.values().filter(here).count()
    }

    /// Whether a letter that finds out how the relay is would be the only one.
    fn is_idle(&self) -> bool {
        let waits = self.ready.len() + self.landed.len() + self.unmade.len();
        waits == 0 && self.flying_here() == 0
    }

    /// Whether a round has anything to do.
    fn has_work(&self) -> bool {
        let gathered = self.flying.is_empty()
            || self.landed.len() >= TOGETHER
            || self.record_by.is_some_and(|by| by <= Instant::now());
        let brought = (gathered && !self.landed.is_empty()) || !self.unmade.is_empty();
        let looking = self.look && (self.wanted() > 0 || self.relay.trouble().is_some());
        self.pause().is_none() && (brought || looking || self.ledger_failed.is_some())
    }

    /// How many letters to take out.
    fn wanted(&self) -> usize {
        match self.relay.trouble() {
            Some(trouble) => {
                let now = self.clock.now();
                usize::from(self.is_idle() && trouble.next_try <= now)
            }
            None => {
                // What leaves while a round is recorded, and while the next one is.
                let ahead = (3 * self.pace).clamp(self.places, AHEAD.max(self.places));
                let room = ahead.saturating_sub(self.ready.len());
                // Few at a time would be a round for each.
                let worth = room * 4 >= ahead && self.room_in_bytes() * 4 >= AHEAD_BYTES;
                if worth { room } else { 0 }
            }
        }
    }

    /// How many bytes the letters taken out next may have.
    fn room_in_bytes(&self) -> usize {
        let held = self.ready.iter().map(|letter| letter.bytes.len()).sum();
        AHEAD_BYTES.saturating_sub(held)
    }

    fn begin_round(&mut self) -> Turning {
        self.record_by = None;
        let landed = std::mem::take(&mut self.landed);
        let unmade = std::mem::take(&mut self.unmade);
        // What is queued from now on, this round may not see.
        let look = !self.records_only() && std::mem::take(&mut self.look);
        let mut round = Round {
            now: self.clock.now(),
            landed,
            unmade,
            trouble: self.relay.trouble().cloned(),
            came_back: self.relay.take_came_back(),
            wanted: if look { self.wanted() } else { 0 },
            most_bytes: self.room_in_bytes(),
            look,
            left: self.put_off.clone().unwrap_or_default(),
        };
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

    /// L2: what cannot be written down is not sent again; the writing is tried again, and only a
    /// crash before it succeeds can deliver a letter twice.
    fn end_round(&mut self, done: Result<RoundDone, JoinError>) -> anyhow::Result<()> {
        let (round, turned) =
            done.and_then(|done| done).context("a round of sending ended early")?;
        match turned {
            Ok(turned) => {
                self.ledger_failed = None;
                self.settled(&round, turned);
            }
            Err(failure) => {
                let outcomes = round.landed.len();
                error!(error = %failure, unrecorded = outcomes, "the ledger cannot be used; nothing is sent until it can");
                let times = self.ledger_failed.as_ref().map_or(0, |failed| failed.times) + 1;
                // It may be a letter to be taken out that cannot be read.
                let records_only = round.look && round.brought().next().is_some();
                let pause = if records_only { Duration::ZERO } else { LEDGER_PAUSE };
                let until = Instant::now() + pause;
                self.ledger_failed = Some(Failed { until, times, records_only });
                self.landed.extend(round.landed);
                self.unmade.extend(round.unmade);
                self.relay.came_back_untold(round.came_back);
                self.look |= round.look;
            }
        }
        Ok(())
    }

    fn settled(&mut self, round: &Round, turned: Turned) {
        self.pace = round.landed.len().max(self.pace - self.pace.div_ceil(4));
        if let Some(put_off) = &mut self.put_off {
            put_off.extend(&turned.put_off);
        }
        for (letter, state) in turned.settled {
            self.status.settled(state);
            self.count(letter, state);
        }
        let in_vain = round.wanted == 0 && self.relay.trouble().is_some();
        self.look |= round.look && !turned.all && !in_vain;
        if turned.all {
            self.next = turned.next;
        } else if self.relay.trouble().is_none() {
            self.next = self.next.into_iter().chain(turned.again).min();
        }
        self.look |= matches!(turned.refusing, Some(Err(_)));
        report_refusals(turned.refusing.as_ref());
        self.look |= turned.probe && self.relay.try_at(round.now);
        // One that the sweep recalled may have been taken out anew.
        let anew: HashSet<i64> = turned.taken.iter().map(|letter| letter.number).collect();
        self.ready.retain(|letter| !anew.contains(&letter.number));
        self.ready.extend(turned.taken);
        // It was taken out before it was known that nothing leaves.
        if self.relay.trouble().is_some() && round.trouble.is_none() {
            self.put_back();
        }
        // Letters put off for a moment only may be due already.
        let soon = round.landed.iter().any(|landed| match &landed.delivery {
            Delivery::Heard { more, .. } => *more,
            Delivery::Crowded(_) => true,
            Delivery::Trouble(_) => false,
        });
        self.look |= soon || !round.unmade.is_empty();
    }

    /// The relay takes none: the others are put back, and tried when it does again.
    fn all_wait(&mut self) {
        self.next = self.relay.trouble().map(|trouble| trouble.next_try);
        self.put_back();
    }

    fn less_crowded(&mut self) {
        let most = self.transport.parallel();
        self.places = (self.places + 1).min(most);
        self.crowded_until = (self.places < most).then(|| Instant::now() + CROWDED);
        self.look = true;
    }

    /// There are new letters: one may be more important than those taken out ahead (L4).
    fn look_anew(&mut self) {
        self.put_back();
        self.look = true;
    }

    /// Letters taken out that are not handed over now after all.
    fn put_back(&mut self) {
        for letter in std::mem::take(&mut self.ready) {
            match self.claims.claim(&letter) {
                true => self.unmade.push(letter.number),
                // The sweep took it back: it is in the queue, or withdrawn.
                false => self.look = true,
            }
        }
    }

    /// When to look at the queue again, unless it is to be looked at anyway.
    fn wake(&self) -> Option<Timestamp> {
        let next = self.next.filter(|_| !self.look)?;
        match self.relay.trouble() {
            None => Some(next),
            // One at a time: the one under way tells whether another may try.
            Some(_) if !self.is_idle() => None,
            Some(trouble) => Some(next.max(trouble.next_try)),
        }
    }

    /// When a round is to begin that waits for further attempts to land.
    fn gather(&self) -> Option<Instant> {
        self.record_by.filter(|by| *by > Instant::now())
    }

    fn records_only(&self) -> bool {
        self.ledger_failed.as_ref().is_some_and(|failed| failed.records_only)
    }

    fn pause(&self) -> Option<Instant> {
        let until = self.ledger_failed.as_ref()?.until;
        (until > Instant::now()).then_some(until)
    }

    /// Somebody waits for the end: the ledger is asked again sooner.
    fn hurry(&mut self) {
        if let Some(failed) = &mut self.ledger_failed {
            failed.until = Instant::now() + LAST_PAUSE;
        }
    }
}

/// Letters go and none is taken, or one is again.
fn report_refusals(refusing: Option<&Result<Refusing, Refusing>>) {
    match refusing {
        None => {}
        Some(Ok(Refusing { letters, answer, .. })) => error!(
            letters,
            answer,
            "letters go and none is taken: the relay refuses every recipient; `duban letters` lists them"
        ),
        Some(Err(Refusing { letters, .. })) => info!(
            letters,
            "a letter is taken again; `duban retry --failed` sends those refused before once more"
        ),
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

/// Waits until an instant; for ever if there is none. At most a minute at a time, so that a clock
/// set forward is noticed.
async fn until(at: Option<Timestamp>, clock: &Clock) {
    let Some(at) = at else { return std::future::pending().await };
    loop {
        let left = at.duration_since(clock.now());
        if left <= SignedDuration::ZERO {
            return;
        }
        tokio::time::sleep(left.min(SignedDuration::from_mins(1)).unsigned_abs()).await;
    }
}
