//! T13: tracks. "Latest only" (T7) and "where the next stage begins" (T6) are judged within a track, so that
//! a stage that waits for a person silences no other.

use crate::model::{AnchorKind, Config, Release, names};
use crate::plan::{Ladder, NoticeId, Occurrence, Recorded, Rung};

/// A ladder of its own within a policy, in the order in which notices of one task are told (T13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Track {
    /// The stages of all other anchors.
    Due,
    /// The stages counted from the latest progress.
    Progress,
    /// The stages counted from the latest return.
    Returned,
    /// The stages with `release = "ask"`, whatever they are counted from, of which no letter was released yet.
    Ask,
}

names!(Track { Due = "due", Progress = "progress", Returned = "returned", Ask = "ask" });

impl Track {
    /// The track of a live stage, given what the ledger has of its target.
    pub fn of(rung: &Rung<'_>, recorded: &[Recorded]) -> Track {
        let released = |one: &Recorded| one.released && one.is_of(rung);
        match rung.stage.release {
            Release::Ask if !recorded.iter().any(released) => Track::Ask,
            _ => match rung.stage.from {
                AnchorKind::Progress => Track::Progress,
                AnchorKind::Returned => Track::Returned,
                _ => Track::Due,
            },
        }
    }
}

impl<'c> Ladder<'c> {
    /// The notices of this track that are held (T7: the newest takes their place).
    pub fn held<'a>(
        &'a self,
        config: &'a Config,
        recorded: &'a [Recorded],
    ) -> impl Iterator<Item = NoticeId> + 'a {
        let rung = |one: &Recorded| self.rungs.iter().position(|rung| one.is_of(rung));
        let held = recorded.iter().filter(|one| one.held);
        held.filter_map(move |one| {
            let moment = self.rungs[rung(one)?].moment;
            let occurrence = Occurrence { rung: rung(one)?, k: one.occurrence, moment };
            Some(self.notice(config, occurrence).id)
        })
    }

    /// The ladder of each track that has a live stage.
    pub fn into_tracks(self, recorded: &[Recorded]) -> Vec<Ladder<'c>> {
        let Ladder { target, calendar, rungs, .. } = self;
        let mut tracks: [(Track, Vec<Rung<'c>>); 4] =
            [Track::Due, Track::Progress, Track::Returned, Track::Ask].map(|one| (one, Vec::new()));
        for rung in rungs {
            tracks[Track::of(&rung, recorded) as usize].1.push(rung);
        }
        let live = tracks.into_iter().filter(|(_, rungs)| !rungs.is_empty());
        live.map(|(track, rungs)| Ladder { target, track, calendar, rungs }).collect()
    }
}
