//! T13: tracks. "Latest only" (T7) and "where the next stage begins" (T6) are judged within a track, so that
//! a stage that waits for a person silences no other.

use crate::model::{Release, names};
use crate::plan::{Ladder, Recorded, Rung};

/// A ladder of its own within a policy, in the order in which notices of one task are told (T13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Track {
    /// The stages that leave by themselves, and those that ask once they were released.
    Due,
    /// The stages with `release = "ask"` of which no letter was released yet.
    Ask,
}

names!(Track { Due = "due", Ask = "ask" });

impl Track {
    /// The track of a live stage, given what the ledger has of its target.
    pub fn of(rung: &Rung<'_>, recorded: &[Recorded]) -> Track {
        let released = |one: &Recorded| one.released && one.is_of(rung);
        match rung.stage.release {
            Release::Ask if !recorded.iter().any(released) => Track::Ask,
            _ => Track::Due,
        }
    }
}

impl<'c> Ladder<'c> {
    /// The ladder of each track that has a live stage.
    pub fn into_tracks(self, recorded: &[Recorded]) -> Vec<Ladder<'c>> {
        let Ladder { target, calendar, rungs, .. } = self;
        let (due, ask): (Vec<_>, Vec<_>) =
            rungs.into_iter().partition(|rung| Track::of(rung, recorded) == Track::Due);
        let tracks = [(Track::Due, due), (Track::Ask, ask)].into_iter();
        let live = tracks.filter(|(_, rungs)| !rungs.is_empty());
        live.map(|(track, rungs)| Ladder { target, track, calendar, rungs }).collect()
    }
}
