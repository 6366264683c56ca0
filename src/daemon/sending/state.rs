//! What sending does next: a value and the rules by which it changes. No runtime, ledger or network is needed: what
//! happened comes in as a call with the time, what is to be done is asked for. The loop (`run`) does it.

mod places;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::channels::{Delivery, Trouble};
use crate::daemon::sending::attempt::{Ended, Landed, Rest};
use crate::daemon::sending::claims::Claims;
use crate::daemon::sending::relay_health::{Begun, Relay};
use crate::daemon::sending::round::{Round, Turned};
use crate::ledger::{LetterState, Outcome, Outgoing, RelayTrouble};

/// How long to wait before the ledger is asked again after it failed.
pub(super) const LEDGER_PAUSE: Duration = Duration::from_secs(60);

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

/// The time, by the two clocks that sending goes by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    /// By the wall clock, which may be set: letters are due by it.
    pub(crate) wall: Timestamp,
    /// By a clock that only runs: pauses are counted by it.
    pub(crate) running: Instant,
}

/// How long sending goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Until it is told to stop.
    Running,
    /// Until all is sent that can be sent now.
    Draining,
    /// Until the letters in flight have landed; at this instant they are cut short.
    Stopping { cut: Instant },
}

/// What letters leave by: a reload replaces it by the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Channel {
    /// Counts the replacements.
    pub(crate) number: u32,
    /// At most so many letters at once.
    pub(crate) parallel: usize,
}

/// A letter in the hands of the transport.
#[derive(Debug)]
struct Flight {
    letter: Arc<Outgoing>,
    begun: Begun,
    channel: Channel,
    /// Who was put off by the attempt before, and is not asked again in this one.
    put_off: Vec<(String, Outcome)>,
}

/// Names a letter in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FlightNumber(u64);

/// The ledger failed, and is left alone for a while.
#[derive(Debug)]
struct LedgerFailed {
    until: Instant,
    times: u32,
    /// What came of attempts is recorded first, and nothing is taken out beside.
    records_only: bool,
}

/// Why sending ends before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GivenUp {
    #[error("the ledger could not be written, so what came of the last letters is not recorded")]
    Unrecorded,
    #[error("the ledger cannot be used, so letters in it still wait")]
    Waiting,
}

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

/// When something is to be done next, if nothing happens before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    /// At this instant.
    pub(crate) until: Option<Instant>,
    /// When the wall clock shows this, the queue is looked at.
    pub(crate) due: Option<Timestamp>,
    /// At this instant letters in flight are cut short.
    pub(crate) cut: Option<Instant>,
}

/// How sending stands.
pub(crate) struct State {
    mode: Mode,
    channel: Channel,
    /// Letters taken out that wait for a place.
    ready: VecDeque<Outgoing>,
    /// All that were taken out and are not settled; the sweep may recall those that wait.
    claims: Claims,
    flights: HashMap<FlightNumber, Flight>,
    flown: u64,
    landed: Vec<Landed>,
    /// When the first of them is to be recorded at the latest.
    record_by: Option<Instant>,
    /// Letters taken out and not tried after all.
    unmade: Vec<i64>,
    relay: Relay,
    /// At most so many letters at once, as the relay bears it.
    places: usize,
    crowded_until: Option<Instant>,
    /// There may be letters due that have not been taken out.
    look: bool,
    next: Option<Timestamp>,
    /// How many letters a round brings back: the most of late.
    pace: usize,
    /// Letters put off while draining: they are not tried again before the end, however long that takes.
    put_off: HashSet<i64>,
    /// By letter: how the rest of it goes on, at once.
    rests: HashMap<i64, Rest>,
    ledger_failed: Option<LedgerFailed>,
    tally: Tally,
}

impl State {
    /// Nothing is under way. `known` is what kept letters from leaving before a restart.
    pub(crate) fn new(
        mode: Mode,
        parallel: usize,
        claims: Claims,
        known: Option<RelayTrouble>,
        now: Now,
    ) -> State {
        let mut relay = Relay::default();
        relay.remember(known, now.wall);
        State {
            mode,
            channel: Channel { number: 0, parallel },
            ready: VecDeque::new(),
            claims,
            flights: HashMap::new(),
            flown: 0,
            landed: Vec::new(),
            record_by: None,
            unmade: Vec::new(),
            relay,
            places: parallel,
            crowded_until: None,
            look: true,
            next: None,
            pace: 0,
            put_off: HashSet::new(),
            rests: HashMap::new(),
            ledger_failed: None,
            tally: Tally::default(),
        }
    }

    /// Whether sending goes on until it is told to stop.
    pub(crate) fn is_running(&self) -> bool {
        self.mode == Mode::Running
    }

    fn is_stopping(&self) -> bool {
        matches!(self.mode, Mode::Stopping { .. })
    }

    /// No further letter is handed over; what is in flight may land until `LANDING` has passed.
    pub(crate) fn stop(&mut self, now: Now) {
        if !self.is_running() {
            return;
        }
        self.mode = Mode::Stopping { cut: now.running + LANDING };
        self.put_back();
        self.look = false;
        if let Some(failed) = &mut self.ledger_failed {
            *failed = LedgerFailed { until: now.running, times: 0, records_only: false };
        }
    }

    /// What sending came to, once nothing is left to do. No round is under way.
    pub(crate) fn ended(&self) -> Option<Result<&Tally, GivenUp>> {
        if self.is_running() || !self.flights.is_empty() {
            return None;
        }
        let recorded = self.landed.is_empty() && self.unmade.is_empty();
        match &self.ledger_failed {
            Some(failed) if failed.times >= LAST_TRIES => {
                Some(Err(if recorded { GivenUp::Waiting } else { GivenUp::Unrecorded }))
            }
            Some(_) => None,
            None => (recorded && self.ready.is_empty()).then_some(Ok(&self.tally)),
        }
    }

    /// Letters were queued: one may be more important than those taken out ahead (L4).
    pub(crate) fn queued(&mut self) {
        self.put_back();
        self.look = true;
    }

    /// The queue is due to be looked at.
    pub(crate) fn due(&mut self) {
        self.look = true;
    }

    /// Letters leave by another transport from now on. Those in flight land by the one that carries them;
    /// it is tried at once whether letters leave by the new one.
    pub(crate) fn replaced(&mut self, parallel: usize, now: Now) {
        self.channel = Channel { number: self.channel.number + 1, parallel };
        self.places = parallel;
        self.crowded_until = None;
        self.relay.replaced(now.wall);
        self.look = true;
    }

    /// Whether a letter may be handed over now.
    pub(crate) fn may_hand_over(&mut self) -> bool {
        if self.ledger_failed.is_some() {
            return false;
        }
        while let Some(first) = self.ready.front() {
            if !self.has_place() {
                return false;
            }
            if self.claims.is_ahead(first) {
                return true;
            }
            // The sweep took it back.
            self.ready.pop_front();
            self.look = true;
        }
        false
    }

    /// The next letter, which is in flight from now on; `None` if the sweep took it back meanwhile.
    pub(crate) fn hand_over(&mut self) -> Option<(FlightNumber, Arc<Outgoing>)> {
        let mut letter = self.ready.pop_front()?;
        let put_off = self.leave_out(&mut letter);
        let letter = Arc::new(letter);
        if !self.claims.claim(&letter) {
            self.look = true;
            return None;
        }
        self.flown += 1;
        let number = FlightNumber(self.flown);
        let (begun, channel) = (self.relay.begun(), self.channel);
        self.flights.insert(number, Flight { letter: letter.clone(), begun, channel, put_off });
        Some((number, letter))
    }

    /// Who was put off a moment ago is not asked again with the rest of the letter.
    fn leave_out(&mut self, letter: &mut Outgoing) -> Vec<(String, Outcome)> {
        let Rest { put_off, one_by_one } = self.rests.remove(&letter.number).unwrap_or_default();
        letter.one_by_one = one_by_one;
        let waits = |address: &String| put_off.iter().any(|(one, _)| one == address);
        if letter.recipients.iter().all(waits) {
            return Vec::new();
        }
        letter.recipients.retain(|address| !waits(address));
        put_off
    }

    /// An attempt has ended. What is to be told of it, unless it was not made; and to how many sessions the
    /// relay is kept from now on, if it bears no more.
    pub(crate) fn land(
        &mut self,
        number: FlightNumber,
        ended: Ended,
        now: Now,
    ) -> Option<(&Landed, Option<usize>)> {
        let Flight { letter, begun, channel, put_off } = self.flights.remove(&number)?;
        let cut_short = matches!(ended, Ended::CutShort(_));
        let mut delivery = match ended {
            Ended::Said(delivery) | Ended::Failed(delivery) | Ended::CutShort(delivery) => delivery,
            Ended::Untried => {
                self.unmade.push(letter.number);
                return None;
            }
        };
        // What another relay met with tells nothing of this one.
        let elsewhere = channel.number != self.channel.number;
        if elsewhere && let Delivery::Trouble(Trouble { why, .. }) = &delivery {
            delivery = Delivery::Crowded(why.clone());
        }
        let mut sessions = None;
        match &delivery {
            Delivery::Crowded(_) if elsewhere => self.look = true,
            Delivery::Crowded(_) => {
                sessions = Some(self.takes_no_further(now));
            }
            // That duban ended it tells nothing of the relay.
            Delivery::Heard { .. } if elsewhere || cut_short => {}
            Delivery::Heard { .. } => match delivery.unanswered() {
                Some(why) if self.relay.unanswered(why, now.wall, begun) => self.all_wait(),
                Some(_) => {}
                None => self.look |= self.relay.answered(begun),
            },
            Delivery::Trouble(trouble) => {
                self.relay.takes_none(trouble, now.wall, begun);
                self.all_wait();
            }
        }
        self.record_by = self.record_by.or_else(|| Some(now.running + GATHER));
        let landed = Landed { letter, ended: now.wall, delivery, put_off };
        if let Some(rest) = landed.rest() {
            self.rests.insert(landed.letter.number, rest);
        }
        self.landed.push(landed);
        self.landed.last().map(|landed| (landed, sessions))
    }

    /// Whether a round has anything to do.
    pub(crate) fn has_work(&self, now: Now) -> bool {
        let gathered = self.flights.is_empty()
            || self.landed.len() >= TOGETHER
            || self.record_by.is_some_and(|by| by <= now.running);
        let brought = (gathered && !self.landed.is_empty()) || !self.unmade.is_empty();
        let looking = self.look
            && !self.is_stopping()
            && (self.wanted(now) > 0 || self.relay.trouble().is_some());
        self.pause(now).is_none() && (brought || looking || self.ledger_failed.is_some())
    }

    /// A round begins: what it is to record and to take out.
    pub(crate) fn begin_round(&mut self, now: Now) -> Round {
        self.record_by = None;
        let landed = std::mem::take(&mut self.landed);
        let unmade = std::mem::take(&mut self.unmade);
        // What is queued from now on, this round may not see.
        let look = !self.records_only() && std::mem::take(&mut self.look);
        Round {
            now: now.wall,
            landed,
            unmade,
            trouble: self.relay.trouble().cloned(),
            came_back: self.relay.take_came_back(),
            wanted: if look { self.wanted(now) } else { 0 },
            most_bytes: self.room_in_bytes(),
            look,
            left: self.put_off.clone(),
        }
    }

    /// A round was recorded.
    pub(crate) fn recorded(&mut self, round: &Round, turned: Turned, now: Now) {
        self.ledger_failed = None;
        self.pace = round.landed.len().max(self.pace - self.pace.div_ceil(4));
        if self.mode == Mode::Draining {
            self.put_off.extend(&turned.put_off);
        }
        for (letter, state) in &turned.settled {
            self.count(letter, *state);
        }
        let in_vain = round.wanted == 0 && self.relay.trouble().is_some();
        self.look |= round.look && !turned.all && !in_vain;
        if turned.all {
            self.next = turned.next;
        } else if self.relay.trouble().is_none() {
            self.next = self.next.into_iter().chain(turned.again).min();
        }
        self.look |= matches!(turned.refusing, Some(Err(_)));
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
        self.after_a_round(now);
    }

    /// A round could not be recorded (L2): what cannot be written down is not sent again; the writing is
    /// tried again, and only a crash before it succeeds can deliver a letter twice.
    pub(crate) fn unrecorded(&mut self, round: Round, now: Now) {
        let times = self.ledger_failed.as_ref().map_or(0, |failed| failed.times) + 1;
        // It may be a letter to be taken out that cannot be read.
        let records_only = round.look && round.brought().next().is_some();
        let pause = if records_only { Duration::ZERO } else { LEDGER_PAUSE };
        let until = now.running + pause;
        self.ledger_failed = Some(LedgerFailed { until, times, records_only });
        self.landed.extend(round.landed);
        self.unmade.extend(round.unmade);
        self.relay.came_back_untold(round.came_back);
        self.look |= round.look;
        self.after_a_round(now);
    }

    /// When something is to be done next. A round under way may find out that it is another time.
    pub(crate) fn wait(&self, round_under_way: bool, now: Now) -> Wait {
        let cut = match self.mode {
            Mode::Stopping { cut } if !self.flights.is_empty() => Some(cut),
            _ => None,
        };
        let gather = self.record_by.filter(|by| *by > now.running);
        let crowded = self.crowded_until.filter(|_| !self.is_stopping());
        let until = [self.pause(now), gather, crowded].into_iter().flatten().min();
        let due = if round_under_way || !self.is_running() { None } else { self.next_look() };
        Wait { until, due, cut }
    }

    /// When to look at the queue again, unless it is to be looked at anyway.
    fn next_look(&self) -> Option<Timestamp> {
        let next = self.next.filter(|_| !self.look)?;
        match self.relay.trouble() {
            None => Some(next),
            // One at a time: the one under way tells whether another may try.
            Some(_) if !self.is_idle() => None,
            Some(trouble) => Some(next.max(trouble.next_try)),
        }
    }

    /// Somebody may wait for the end.
    fn after_a_round(&mut self, now: Now) {
        if self.is_stopping() {
            self.put_back();
            self.look = false;
        }
        if !self.is_running()
            && let Some(failed) = &mut self.ledger_failed
        {
            failed.until = now.running + LAST_PAUSE;
        }
    }

    /// The relay takes none: the others are put back, and tried when it does again.
    fn all_wait(&mut self) {
        self.next = self.relay.trouble().map(|trouble| trouble.next_try);
        self.put_back();
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

    fn count(&mut self, letter: &str, state: LetterState) {
        match state {
            LetterState::Sent => {
                self.tally.deferred.remove(letter);
                self.tally.sent += 1;
            }
            LetterState::Failed => {
                self.tally.deferred.remove(letter);
                self.tally.failed += 1;
            }
            LetterState::Withdrawn => {
                self.tally.deferred.remove(letter);
            }
            // Only whoever waits for the end asks.
            _ if self.mode == Mode::Draining => {
                self.tally.deferred.insert(letter.to_owned());
            }
            _ => {}
        }
    }

    fn records_only(&self) -> bool {
        self.ledger_failed.as_ref().is_some_and(|failed| failed.records_only)
    }

    fn pause(&self, now: Now) -> Option<Instant> {
        let until = self.ledger_failed.as_ref()?.until;
        (until > now.running).then_some(until)
    }
}

#[cfg(test)]
mod tests;
