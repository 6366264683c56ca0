//! What goes now, what is superseded, what waits and until when (T7, T8), for one track of a target (T13).
//!
//! Deciding twice, early or late is harmless: what the ledger has recorded is not sent again.

use jiff::Timestamp;

use crate::model::{Config, Window};
use crate::plan::hold::held_until;
use crate::plan::recorded::is_recorded;
use crate::plan::{Ladder, Occurrence, Recorded, Target, held_back, silenced};

/// What is to be done about a track of a target now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The latest occurrence is sent.
    Send {
        /// What is sent.
        occurrence: Occurrence,
        /// Every other reached stage that was never sent, by its latest reached occurrence.
        superseded: Vec<Occurrence>,
        /// When to decide again.
        next: Option<Timestamp>,
    },
    /// The latest occurrence may not leave yet.
    Wait {
        /// What waits.
        occurrence: Occurrence,
        /// Why.
        reason: Reason,
        /// When it may leave, unless a later one is reached before.
        until: Timestamp,
        /// When to decide again.
        next: Timestamp,
    },
    /// Nothing was reached, the ledger has the latest, or it is silent (T14).
    Nothing {
        /// When to decide again.
        next: Option<Timestamp>,
    },
}

/// Why a notice waits (T8, T16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The task is on hold.
    Hold,
    /// An answer waits for a decision.
    Answer,
    /// It is outside the hours in which mail is sent.
    Window,
}

/// T7, T8, T13: decides what is to be done about each track of a target at `now`, as if nobody had answered.
pub fn decide(
    config: &Config,
    target: Target,
    recorded: &[Recorded],
    now: Timestamp,
) -> Vec<Decision> {
    let tracks = Ladder::of(config, target).into_tracks(recorded);
    tracks.iter().map(|ladder| decide_on(config, ladder, recorded, now)).collect()
}

/// The same for one track.
pub fn decide_on(
    config: &Config,
    ladder: &Ladder<'_>,
    recorded: &[Recorded],
    now: Timestamp,
) -> Decision {
    let (latest, next) = ladder.around(now);
    let untold = |one: &Occurrence| {
        let rung = &ladder.rungs[one.rung];
        let silent = silenced(config, ladder.target, rung, &ladder.answers).is_some();
        !silent && !is_recorded(ladder, recorded, *one)
    };
    let Some(occurrence) = latest.filter(untold) else { return Decision::Nothing { next } };
    match release(config, ladder, occurrence, now) {
        Some((reason, until)) => {
            let next = next.map_or(until, |next| next.min(until));
            Decision::Wait { occurrence, reason, until, next }
        }
        None => {
            let superseded = superseded(ladder, recorded, occurrence, now);
            Decision::Send { occurrence, superseded, next }
        }
    }
}

/// T8, T16: why and until when a reached occurrence must wait; `None` if it may leave now.
pub(super) fn release(
    config: &Config,
    ladder: &Ladder<'_>,
    occurrence: Occurrence,
    now: Timestamp,
) -> Option<(Reason, Timestamp)> {
    if let Some(until) = held_until(config, ladder.target, now) {
        return Some((Reason::Hold, until));
    }
    let held = held_back(config, ladder.target, &ladder.answers);
    if let Some(held) = held.filter(|held| now < held.until) {
        return Some((Reason::Answer, held.until));
    }
    // Exact notices leave at once.
    ladder.rungs[occurrence.rung].days?;
    match ladder.calendar.window(now) {
        Window::Open => None,
        Window::OpensAt(until) => Some((Reason::Window, until)),
    }
}

fn superseded(
    ladder: &Ladder<'_>,
    recorded: &[Recorded],
    sent: Occurrence,
    now: Timestamp,
) -> Vec<Occurrence> {
    let others = (0..ladder.rungs.len()).filter(|rung| *rung != sent.rung);
    let untold = others.filter(|at| !recorded.iter().any(|one| one.is_of(&ladder.rungs[*at])));
    untold.filter_map(|rung| ladder.latest_of(rung, now)).collect()
}
