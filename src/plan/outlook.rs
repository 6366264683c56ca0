//! What will happen: the sweep's own decision, taken again and again over a stretch of time.

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use crate::model::Config;
use crate::plan::sweep::{decide_on, release};
use crate::plan::{Decision, Known, Ladder, Notice, Occurrence, Recorded, Target};

/// A notice that will be sent, if the files stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The notice.
    pub notice: Notice,
    /// The sweep at which it leaves.
    pub release: Timestamp,
}

/// Every notice of a target that leaves in `now ≤ release < until`, given what the ledger has. Nothing is
/// released and nobody answers meanwhile, so each track goes on by itself (T13).
pub fn simulate<'a>(
    config: &'a Config,
    target: Target,
    known: impl Into<Known>,
    now: Timestamp,
    until: Timestamp,
) -> impl Iterator<Item = Planned> + 'a {
    let Known { notices: recorded, answers } = known.into();
    let tracks = Ladder::with_answers(config, target, &answers).into_tracks(&recorded);
    let along = |ladder| along(config, ladder, recorded.clone(), now, until).peekable();
    let mut tracks: Vec<_> = tracks.into_iter().map(along).collect();
    std::iter::from_fn(move || {
        let releases = tracks.iter_mut().enumerate();
        let releases = releases.filter_map(|(at, track)| Some((track.peek()?.release, at)));
        let (_, soonest) = releases.min()?;
        tracks[soonest].next()
    })
}

/// The same along one track.
///
/// Sweeps run at whole minutes (T8), so a sweep is imagined at every minute at which the decision
/// can change, and at no other.
fn along<'a>(
    config: &'a Config,
    ladder: Ladder<'a>,
    mut recorded: Vec<Recorded>,
    now: Timestamp,
    until: Timestamp,
) -> impl Iterator<Item = Planned> + 'a {
    let mut sweep = Some(now);
    std::iter::from_fn(move || {
        loop {
            let at = whole_minute(sweep?);
            if at >= until {
                return None;
            }
            match decide_on(config, &ladder, &recorded, at) {
                Decision::Nothing { next } => sweep = next,
                Decision::Wait { next, .. } => sweep = Some(next),
                Decision::Send { occurrence, superseded, next } => {
                    recorded.push(Recorded::of(&ladder, occurrence, true));
                    let passed = superseded.iter().map(|one| Recorded::of(&ladder, *one, false));
                    recorded.extend(passed);
                    sweep = next;
                    return Some(Planned {
                        notice: ladder.notice(config, occurrence),
                        release: at,
                    });
                }
            }
        }
    })
}

/// The sweep at which an occurrence leaves, if nothing comes in its place: not before its moment, nor before `now`,
/// nor while it must wait (T8).
pub fn leaves_at(
    config: &Config,
    ladder: &Ladder<'_>,
    occurrence: Occurrence,
    now: Timestamp,
) -> Timestamp {
    let mut at = now.max(occurrence.moment);
    while let Some((_, until)) =
        release(config, ladder, occurrence, at).filter(|(_, until)| at < *until)
    {
        at = until;
    }
    if at == now { now } else { whole_minute(at) }
}

/// T8: rounded up to the whole minute at which a sweep runs.
pub fn whole_minute(instant: Timestamp) -> Timestamp {
    let up = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    instant.round(up).unwrap_or(instant)
}
