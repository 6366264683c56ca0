//! T13: the ladder of each track.

use crate::model::{AnchorKind, Config, Release};
use crate::plan::NoticeId;
use crate::plan::ladder::{Ladder, Occurrence, Rung};
use crate::plan::recorded::Recorded;
use crate::plan::track::Track;

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
        let Ladder { target, calendar, rungs, answers, .. } = self;
        let mut tracks: [(Track, Vec<Rung<'c>>); 4] =
            [Track::Due, Track::Progress, Track::Returned, Track::Ask].map(|one| (one, Vec::new()));
        for rung in rungs {
            tracks[Track::of(&rung, recorded) as usize].1.push(rung);
        }
        let live = tracks.into_iter().filter(|(_, rungs)| !rungs.is_empty());
        let ladder = |(track, rungs)| {
            let answers = answers.clone();
            Ladder { target, track, calendar, rungs, answers }
        };
        live.map(ladder).collect()
    }
}
