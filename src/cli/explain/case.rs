//! What `explain` looks at of one task or milestone: the files, the ledger, the time.

use jiff::Timestamp;

use crate::cli::terminal::globals::recorded;
use crate::ledger::{Ledger, NoticeRow};
use crate::model::Config;
use crate::plan;
use crate::plan::{Ladder, Planned, Recorded, Target};

/// A target with all that explains it.
pub(super) struct Case<'a> {
    pub(super) config: &'a Config,
    pub(super) target: Target,
    /// The ladders of its tracks (T13).
    pub(super) tracks: Vec<Ladder<'a>>,
    pub(super) rows: Vec<NoticeRow>,
    pub(super) recorded: Vec<Recorded>,
    pub(super) now: Timestamp,
}

impl<'a> Case<'a> {
    pub(super) fn of(
        config: &'a Config,
        ledger: Option<&Ledger>,
        target: Target,
        now: Timestamp,
    ) -> anyhow::Result<Case<'a>> {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        let rows = match ledger {
            Some(ledger) => ledger.notices(&target.task(config).id, milestone)?,
            None => Vec::new(),
        };
        let recorded = recorded(ledger, config, target)?;
        let tracks = Ladder::of(config, target).into_tracks(&recorded);
        Ok(Case { config, target, tracks, rows, recorded, now })
    }

    /// Where the stage in that place of the policy stands, if it is live.
    pub(super) fn rung(&self, place: usize) -> Option<(&Ladder<'a>, usize)> {
        let at = |ladder: &Ladder<'_>| ladder.rungs.iter().position(|rung| rung.place == place);
        self.tracks.iter().find_map(|ladder| Some((ladder, at(ladder)?)))
    }

    /// What leaves next, if nothing changes.
    pub(super) fn next(&self) -> Option<Planned> {
        let recorded = self.recorded.clone();
        plan::simulate(self.config, self.target, recorded, self.now, Timestamp::MAX).next()
    }
}
