//! What `explain` looks at of one task or milestone: the files, the ledger, the time.

use jiff::Timestamp;

use crate::cli::terminal::globals::recorded;
use crate::ledger::{Ledger, NoticeRow};
use crate::model::Config;
use crate::plan;
use crate::plan::{Known, Ladder, Planned, Target};

/// A target with all that explains it.
pub(super) struct Case<'a> {
    pub(super) config: &'a Config,
    pub(super) target: Target,
    /// The ladders of its tracks (T13).
    pub(super) tracks: Vec<Ladder<'a>>,
    pub(super) rows: Vec<NoticeRow>,
    pub(super) known: Known,
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
        let known = recorded(ledger, config, target)?;
        let ladder = Ladder::with_answers(config, target, &known.answers);
        let tracks = ladder.into_tracks(&known.notices);
        Ok(Case { config, target, tracks, rows, known, now })
    }

    /// Where the stage in that place of the policy stands, if it is live.
    pub(super) fn rung(&self, place: usize) -> Option<(&Ladder<'a>, usize)> {
        let at = |ladder: &Ladder<'_>| ladder.rungs.iter().position(|rung| rung.place == place);
        self.tracks.iter().find_map(|ladder| Some((ladder, at(ladder)?)))
    }

    /// What leaves next, if nothing changes.
    pub(super) fn next(&self) -> Option<Planned> {
        let known = self.known.clone();
        plan::simulate(self.config, self.target, known, self.now, Timestamp::MAX).next()
    }
}
